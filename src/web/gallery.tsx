import { parseJurisdictionCode } from '../kernel/ids.ts';
import type { Locale } from '../platform/i18n/index.ts';
import { specimens as blocks } from '../ui/components/blocks.examples.tsx';
import { specimens as choices } from '../ui/components/choice.examples.tsx';
import { specimens as figures } from '../ui/components/figures.examples.tsx';
import { specimens as forms } from '../ui/components/form.examples.tsx';
import { Hatch } from '../ui/components/hatch.tsx';
import { specimens as layout } from '../ui/layout.examples.tsx';
import { Page } from '../ui/layout.tsx';
import type { Mode, PageContext } from '../ui/page.ts';
import { renderPage } from '../ui/render.ts';
import type { Specimens } from '../ui/specimen.ts';
import { wordsOfGallery } from './gallery/messages.ts';
import { pathsOf } from './paths.ts';
import { specimens as answers } from './views/answers/answers.examples.tsx';
import { specimens as classes } from './views/classes/classes.examples.tsx';
import { specimens as console } from './views/console/console.examples.tsx';
import { specimens as consent } from './views/consent/consent.examples.tsx';
import { specimens as conversation } from './views/conversation/conversation.examples.tsx';
import { specimens as notices } from './views/notices/notices.examples.tsx';
import { specimens as reach } from './views/reach/reach.examples.tsx';
import { specimens as identity } from './views/identity/identity.examples.tsx';
import { specimens as openData } from './views/data/open-data.examples.tsx';
import { specimens as entry } from './views/entry/entry.examples.tsx';
import { specimens as errors } from './views/errors/errors.examples.tsx';
import { specimens as privacy } from './views/privacy/privacy.examples.tsx';
import { specimens as kept } from './views/kept/kept.examples.tsx';
import { specimens as matters } from './views/matters/matters.examples.tsx';
import { specimens as leave } from './views/leave/leave.examples.tsx';
import { specimens as publicPages } from './views/public/public.examples.tsx';
import { specimens as receipts } from './views/receipts/receipts.examples.tsx';
import { specimens as record } from './views/record/record.examples.tsx';
import { specimens as removals } from './views/removals/removals.examples.tsx';
import { specimens as resident } from './views/resident/resident.examples.tsx';
import { specimens as sealed } from './views/sealed/sealed.examples.tsx';
import { specimens as scorecards } from './views/scorecards/scorecards.examples.tsx';

/** Everything that can be seen, in every state that it can be in. */
export const ALL_SPECIMENS: readonly Specimens[] = [...layout, ...forms, ...choices, ...figures, ...blocks, ...publicPages, ...classes, ...scorecards, ...record, ...resident, ...sealed, ...removals, ...privacy, ...conversation, ...consent, ...notices, ...reach, ...receipts, ...entry, ...kept, ...leave, ...matters, ...identity, ...openData, ...answers, ...console, ...errors];

/** An invented county for specimens; `here` is the gallery's own address. */
export function galleryContext(locale: Locale, mode: Mode, stylesheet: string, here = '/gallery'): PageContext {
  const code = parseJurisdictionCode('linjiang');
  if (code === undefined) throw new Error('linjiang is a jurisdiction code');
  const { county } = wordsOfGallery(locale);
  return { locale, mode, jurisdiction: { code, name: county, zone: 'Asia/Shanghai' }, demo: true, paths: pathsOf(), here, assets: { stylesheet }, formFields: { token: 'gallery' } };
}

/** One page with every component in every state, and a link to each page's specimens (`?page=HomePage&example=0`). */
export function renderGallery(locale: Locale, mode: Mode, stylesheet: string, here = '/gallery'): string {
  const page = galleryContext(locale, mode, stylesheet, here);
  const words = wordsOfGallery(locale);
  return renderPage(
    <Page page={page} title={words.title} section="none" width="wide" personal>
      <Hatch />
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      <nav class="prose" aria-label={words.pages}>
        <h2>{words.pages}</h2>
        <ul>
          {ALL_SPECIMENS.filter((one) => one.kind === 'page').flatMap((one) => one.examples.map((example, index) => (
            <li key={`${one.of}${index}`}><a href={`${here}?page=${one.of}&example=${index}&lang=${locale}&mode=${mode}`}>{one.of}</a>: {example.name}</li>
          )))}
        </ul>
      </nav>
      {ALL_SPECIMENS.filter((one) => one.kind === 'component').flatMap((one) => one.examples.map((example, index) => (
        <section class="specimen" key={`${one.of}${index}`} aria-label={`${one.of} ${index + 1}`}>
          <p class="specimen-name"><code>{one.of}</code> {example.name}</p>
          {example.render(page)}
        </section>
      )))}
    </Page>,
  );
}

/** One specimen of a page as the whole document; undefined when there is none of that name and number. */
export function renderSpecimen(of: string, index: number, page: PageContext): string | undefined {
  const example = ALL_SPECIMENS.find((one) => one.kind === 'page' && one.of === of)?.examples[index];
  return example && renderPage(example.render(page));
}
