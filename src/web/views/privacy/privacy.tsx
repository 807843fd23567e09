import { unreachable } from '../../../kernel/unreachable.ts';
import type { Kept, Retention } from '../../privacy/retention.ts';
import { Block } from '../../../ui/components/blocks.tsx';
import { Lines } from '../../../ui/components/lines.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { splitLine } from '../public/messages.ts';
import { privacyWords } from './messages.ts';

/** The privacy notice (PIPL art. 17), with the schedule by which the program deletes (art. 19). */
export function PrivacyPage({ page, schedule }: { readonly page: PageContext; readonly schedule: readonly Retention[] }) {
  const { locale, paths } = page;
  const words = privacyWords(locale);
  return (
    <Page page={page} title={words.title} section="about" width="wide">
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead(page.jurisdiction.name)}</p></div>
      <Paragraphs lines={words.sections} />
      <p class="acts"><a href={paths.about}>{words.aboutLink}</a> <a href={paths.compromise}>{words.compromiseLink}</a></p>
      <Block title={words.rightsTitle}>
        <Lines label={words.rightsTitle} heads={words.rightsHeads} rows={words.rights.map(splitLine)} />
      </Block>
      <Block title={words.retentionTitle} id="retention">
        <p>{words.retentionLead}</p>
        <Lines label={words.retentionTitle} heads={words.heads} rows={schedule.map((one) => [one.what[locale], keptFor(one.keep, page), one.from[locale], one.why[locale]])} />
      </Block>
    </Page>
  );
}

/** The database alone and its backups come first; then what it is together with, which depends on where the vault is. */
const COPIES = 2;

/** What whoever breaks in could read, by what they got hold of; and what not (protection T26). */
export function CompromisePage({ page, isVaultApart }: { readonly page: PageContext; readonly isVaultApart: boolean }) {
  const words = privacyWords(page.locale);
  return (
    <Page page={page} title={words.compromiseTitle} section="about" width="wide">
      <div class="heading"><h1>{words.compromiseTitle}</h1><p class="lead">{words.compromiseLead}</p></div>
      <Lines label={words.compromiseTitle} heads={words.compromiseHeads} rows={[...words.compromise.slice(0, COPIES), ...(isVaultApart ? words.compromiseApart : words.compromiseInside), ...words.compromise.slice(COPIES)].map(splitLine)} />
      <Paragraphs lines={[words.compromiseAfter, words.compromiseSoon]} />
    </Page>
  );
}

function Paragraphs({ lines }: { readonly lines: readonly string[] }) {
  return <>{lines.map((line) => { const [title = '', text = ''] = splitLine(line); return <Block key={title} title={title}><p>{text}</p></Block>; })}</>;
}

function keptFor(keep: Kept, page: PageContext): string {
  const words = privacyWords(page.locale);
  if (typeof keep === 'string') return words.kept[keep];
  switch (keep.unit) {
    case 'minutes': return words.keptMinutes(keep.amount);
    case 'hours': return words.keptHours(keep.amount);
    case 'days': return words.keptDays(keep.amount);
    default: return unreachable(keep.unit);
  }
}
