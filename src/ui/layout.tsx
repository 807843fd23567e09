import type { ComponentChildren } from 'preact';
import { parseLocale, type Locale } from '../platform/i18n/index.ts';
import { Form } from './components/form.tsx';
import { Icon } from './icon.tsx';
import { wordsOfUi } from './messages.ts';
import { withQuery, type PageContext } from './page.ts';

const TAGS: Record<Locale, string> = { zh: 'zh-Hans', en: 'en' };

export type Section = 'home' | 'report' | 'cases' | 'units' | 'record' | 'about' | 'follow' | 'console' | 'none';

/** The frame of every page. `title` is the page's own name; exactly one `h1` belongs inside `children`. */
export function Page(props: {
  readonly page: PageContext;
  readonly title: string;
  readonly section: Section;
  /** `reading` is one readable column, `wide` has side information, `console` uses the whole screen. */
  readonly width: 'reading' | 'wide' | 'console';
  /** Kept out of search engines and previews: everything that belongs to one person or to staff. */
  readonly personal?: boolean;
  /** On paper only the slip is printed, on A5. */
  readonly slip?: boolean;
  /** Something on it can be checked by the reader's own device. */
  readonly checks?: boolean;
  /** The reader's device is asked for a little work. */
  readonly works?: boolean;
  /** Letters are closed or opened on it, on the reader's own device. */
  readonly seals?: boolean;
  /** An authenticator may be asked. */
  readonly passkeys?: boolean;
  readonly children: ComponentChildren;
}) {
  const { page, title, section, width } = props;
  const words = wordsOfUi(page.locale);
  const leaves = isResidents(props);
  return (
    <html lang={TAGS[page.locale]} class={page.mode === 'elder' ? 'elder' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        {props.personal && <meta name="robots" content="noindex, nofollow" />}
        <title>{words.title(title, page.jurisdiction.name)}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={page.assets.stylesheet} />
        {section === 'console' && page.assets.consoleScript && <script type="module" src={page.assets.consoleScript}></script>}
        {props.works === true && page.assets.workScript && <script type="module" src={page.assets.workScript}></script>}
        {leaves && page.assets.leaveScript && <script type="module" src={page.assets.leaveScript}></script>}
        {props.seals === true && page.assets.sealedScript && <script type="module" src={page.assets.sealedScript}></script>}
        {props.passkeys === true && page.assets.passkeyScript && <script type="module" src={page.assets.passkeyScript}></script>}
        {props.checks === true && page.assets.checkScript && <script type="module" src={page.assets.checkScript}></script>}
      </head>
      <body class={props.slip ? `sheet-${width} print-slip` : `sheet-${width}`}>
        <a class="skip" href="#main">{words.skip}</a>
        {page.demo && <DemoBanner page={page} />}
        <Header page={page} section={section} leaves={leaves} />
        <main id="main" class="main" tabIndex={-1}>{props.children}</main>
        <Footer page={page} />
      </body>
    </html>
  );
}

/** Wherever somebody writes or reads about their own case: whoever comes near must not find it open. */
function isResidents({ page, section, personal }: { readonly page: PageContext; readonly section: Section; readonly personal?: boolean }): boolean {
  return personal === true && page.staff === undefined && (section === 'report' || section === 'follow');
}

export function DemoBanner({ page }: { readonly page: PageContext }) {
  const words = wordsOfUi(page.locale);
  return (
    <aside class="demo" aria-label={words.demo}>
      <p><strong>{words.demo}</strong> {page.demoFilling === undefined ? words.demoLong : words.demoFilling(page.demoFilling)}</p>
    </aside>
  );
}

export function Header({ page, section, leaves = false }: { readonly page: PageContext; readonly section: Section; readonly leaves?: boolean }) {
  const words = wordsOfUi(page.locale);
  const { paths, staff } = page;
  const links = [
    ...(staff ? [{ section: 'console', href: paths.console, word: words.console }] : []),
    { section: 'cases', href: paths.cases, word: words.cases },
    { section: 'units', href: paths.units, word: words.units },
    ...(staff ? [] : [{ section: 'follow', href: paths.follow, word: words.follow }]),
    { section: 'record', href: paths.record, word: words.record },
  ];
  return (
    <header class="masthead">
      <div class="masthead-inner">
        <a class="brand" href={paths.home}>
          <Seal />
          <span class="brand-words"><span class="brand-name">{words.brand}</span><span class="brand-place">{page.jurisdiction.name}</span></span>
        </a>
        {leaves && <a class="leave" href={paths.leave} rel="nofollow"><Icon name="logout" />{words.leave}</a>}
        <Tools page={page} />
        <nav class="mainnav" aria-label={words.mainMenu}>
          {links.map((link) => (
            <a key={link.section} href={link.href} aria-current={link.section === section ? 'page' : undefined}>{link.word}</a>
          ))}
        </nav>
        {staff && <StaffBar page={page} />}
      </div>
    </header>
  );
}

/** Large print and the other language: visible on every page, plain links that the routes answer with a cookie. */
function Tools({ page }: { readonly page: PageContext }) {
  const words = wordsOfUi(page.locale);
  const other = parseLocale(page.locale === 'zh' ? 'en' : 'zh') ?? page.locale;
  const elder = page.mode === 'elder';
  const target = page.answersForm === true ? '_blank' : undefined;
  return (
    <nav class="tools" aria-label={words.pageTools}>
      <a href={withQuery(page.here, 'mode', elder ? 'normal' : 'elder')} target={target} title={elder ? words.normalLong : words.elderLong}>
        <Icon name="text-size" />{elder ? words.normal : words.elder}
      </a>
      <a href={withQuery(page.here, 'lang', other)} target={target} lang={TAGS[other]} hreflang={TAGS[other]} title={words.otherLanguageLong}>{words.otherLanguage}</a>
    </nav>
  );
}

function StaffBar({ page }: { readonly page: PageContext }) {
  const words = wordsOfUi(page.locale);
  if (!page.staff) return null;
  return (
    <div class="staffbar">
      {page.staff.entersCases === true && <a href={page.paths.entry}>{words.entryDesk}</a>}
      {page.staff.reissues === true && <a href={page.paths.reissues}>{words.reissueDesk}</a>}
      {page.staff.writesAnswers === true && <a href={page.paths.answerDesk}>{words.answerDesk}</a>}
      {page.staff.seesSealed === true && <a href={`${page.paths.console}/sealed`}>{words.sealedDesk}</a>}
      {page.staff.seesAccounts === true && <a href={page.paths.accounts}>{words.accounts}</a>}
      <a href={page.paths.ownAccount} title={words.ownAccount}>{words.signedIn(page.staff.name, page.staff.unitName)}</a>
      <Form page={page} action={page.paths.signOut}>
        <button type="submit" class="plainlink"><Icon name="logout" />{words.signOut}</button>
      </Form>
    </div>
  );
}

export function Footer({ page }: { readonly page: PageContext }) {
  const words = wordsOfUi(page.locale);
  const { paths } = page;
  return (
    <footer class="colophon" aria-label={words.footer}>
      <div class="colophon-inner">
        <p class="colophon-promise">{words.promise}</p>
        <ul class="colophon-links">
          <li><a href={paths.report}>{words.report}</a></li>
          <li><a href={paths.follow}>{words.follow}</a></li>
          <li><a href={paths.answers}>{words.answers}</a></li>
          <li><a href={paths.about}>{words.about}</a></li>
          <li><a href={paths.privacy}>{words.privacy}</a></li>
          <li><a href={paths.record}>{words.record}</a></li>
          <li><a href={paths.openData}>{words.openData}</a></li>
          <li><a href={paths.classes}>{words.classes}</a></li>
          <li><a href={paths.hardCases}>{words.hardCases}</a></li>
          <li><a href={paths.removals}>{words.removals}</a></li>
          {!page.staff && <li><a href={paths.signIn}>{words.signIn}</a></li>}
        </ul>
      </div>
    </footer>
  );
}

/** The mark for the browser's tab, in the page itself: one request less on a slow line. */
const ICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="8" fill="#1f2328"/><path d="M9.5 24.5v-9M15 29V11M20.5 23v-6M26 27.5v-15M31.5 22.5v-5" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>')}`;

/** The mark: the wave of a voice inside a seal's square. */
function Seal() {
  return (
    <svg class="seal" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
      <rect class="seal-field" x="1" y="1" width="38" height="38" rx="7" />
      <path class="seal-line" d="M9.5 24.5v-9M15 29V11M20.5 23v-6M26 27.5v-15M31.5 22.5v-5" />
    </svg>
  );
}
