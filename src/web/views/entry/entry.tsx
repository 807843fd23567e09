import { groupCaseNumber, type CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { formatMinute } from '../../../platform/i18n/index.ts';
import type { Channel } from '../../../slices/cases/case.ts';
import type { TellingChannel } from '../../../slices/vault/index.ts';
import { Notice, Steps } from '../../../ui/components/blocks.tsx';
import { RadioCards, Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, FieldError, Form, MainAction, Select, TextArea, type Choice } from '../../../ui/components/form.tsx';
import { PlacePicker, TopicPicker, type PlaceOption, type TopicOption } from '../../../ui/components/pickers.tsx';
import { QrCode } from '../../../ui/components/receipt.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { vocabulary } from '../messages.ts';
import { TellTick } from '../notices/notices.tsx';
import { REPORT_LIMITS } from '../resident/report.tsx';
import { wordsOfResident } from '../resident/messages.ts';
import { ANONYMITY_ICONS, kindChoices, relationChoices } from '../vocabulary.ts';
import { entryMessages } from './messages.ts';

/** By which ways somebody else types in what a person says. */
export const ENTRY_CHANNELS = ['phone', 'desk', 'paper'] as const satisfies readonly Channel[];
const ANONYMITIES = ['sealed', 'named', 'anonymous'] as const;

type EntryProps = { readonly page: PageContext; readonly form: FormState; readonly places: readonly PlaceOption[]; readonly topics: readonly TopicOption[]; readonly units: readonly Choice[]; readonly offered: readonly TellingChannel[] };

/** Fields sent: `channel`, and those of the report page (`words`, `kind`, `topic`, `place`, `address`, `anonymity`, `contact`, `name`, `publish`, `about`, `proxy`). */
export function EntryPage({ page, form, places, topics, units, offered }: EntryProps) {
  const words = entryMessages(page.locale);
  const resident = wordsOfResident(page.locale);
  const { channels, anonymities } = vocabulary(page.locale);
  return (
    <Page page={page} title={words.title} section="console" width="reading" personal>
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={page.paths.entry} hidden={form.hidden}>
        <FieldError page={page} form={form} name="form" />
        <RadioCards page={page} form={form} name="channel" legend={words.channel} layout="row" choices={ENTRY_CHANNELS.map((value) => ({ value, label: channels[value] }))} />
        <TextArea page={page} form={form} name="words" label={words.words} hint={words.wordsHint} max={REPORT_LIMITS.words} rows={7} large />
        <PlacePicker page={page} form={form} name="place" places={places} />
        <Field page={page} form={form} name="address" label={resident.address} optional max={REPORT_LIMITS.address} autoComplete="off" />
        <Select page={page} form={form} name="kind" label={resident.kindLabel} optional empty={resident.kindUnknown} choices={kindChoices(page.locale)} />
        <TopicPicker page={page} form={form} name="topic" label={resident.topicLabel} topics={topics} />
        <RadioCards page={page} form={form} name="anonymity" legend={words.known} choices={ANONYMITIES.map((value) => ({ value, label: anonymities[value], hint: words.knownHints[value], icon: ANONYMITY_ICONS[value] }))} preset="sealed" />
        <div class="grow grow-contact"><Field page={page} form={form} name="contact" label={words.contact} hint={words.contactHint} autoComplete="off" max={REPORT_LIMITS.contact} short /><TellTick page={page} form={form} offered={offered} /></div>
        <div class="grow grow-name"><Field page={page} form={form} name="name" label={words.name} autoComplete="off" max={REPORT_LIMITS.name} short /></div>
        <Select page={page} form={form} name="proxy" label={words.proxy} hint={words.proxyHint} empty={words.proxyNone} choices={relationChoices(page.locale)} />
        <Select page={page} form={form} name="about" label={words.about} hint={words.aboutHint} empty={resident.aboutNone} choices={units} />
        <Tick page={page} form={form} name="publish" value="yes" label={words.publish} />
        <p class="hint">{words.bar}</p>
        <div class="acts"><MainAction large>{words.go}</MainAction><span class="quiet">{words.goHint}</span></div>
      </Form>
    </Page>
  );
}

export type SealedPrintProps = {
  readonly page: PageContext; readonly number: CaseNumber; readonly code: string; readonly followAddress: string; readonly at: Instant;
  /** How it came; `reissue` where a lost receipt is replaced. */
  readonly channel: (typeof ENTRY_CHANNELS)[number] | 'reissue'; readonly hasContact: boolean;
};

/**
 * The answer to an entry. On the screen is the number and what to do; the code is on paper alone, below a line along which it folds
 * up. Whoever looks into the page's source can read it all the same: that is why it is exchanged at its first use.
 */
export function SealedPrintPage(props: SealedPrintProps) {
  const { page, number, channel } = props;
  const words = entryMessages(page.locale);
  return (
    <Page page={page} title={words.printTitle} section="console" width="reading" personal slip>
      <div class="heading"><h1>{words.printTitle}</h1><p class="lead">{words.printLead}</p></div>
      <div class="no-print">
        <Notice tone="done"><p>{words.number} <strong class="digits digits-number">{groupCaseNumber(number)}</strong></p></Notice>
        <Steps steps={stepsOf(props).map((title) => ({ title }))} />
        <Notice tone="know"><p>{words.honest}</p></Notice>
        <div class="acts"><Button href={channel === 'reissue' ? page.paths.console : page.paths.entry} icon="arrow-right">{channel === 'reissue' ? words.back : words.another}</Button></div>
      </div>
      <SealedPrint {...props} />
    </Page>
  );
}

function stepsOf({ page, channel, hasContact }: SealedPrintProps): readonly string[] {
  const words = entryMessages(page.locale);
  if (channel !== 'phone') return [words.stepPrint, words.stepFold, words.stepHand];
  return [words.stepTell, words.stepPrint, words.stepFold, hasContact ? words.stepFetchContact : words.stepFetch];
}

/** On paper only, three parts of one height: what may be read, nothing, and the code, which folds up over the nothing. */
function SealedPrint({ page, number, code, followAddress, at }: SealedPrintProps) {
  const words = entryMessages(page.locale);
  const ui = wordsOfUi(page.locale);
  return (
    <article class="sealed-print" aria-label={words.paper}>
      <section class="sealed-print-outside">
        <p class="slip-place">{page.jurisdiction.name} · {ui.brand}</p>
        <h2>{words.paper}</h2>
        <p>{ui.receiptNumber} <span class="digits">{groupCaseNumber(number)}</span> · {formatMinute(at, page.jurisdiction.zone, page.locale)}</p>
        <p class="slip-warning">{words.outside}</p>
        <div class="slip-foot"><QrCode text={followAddress} alt={ui.qrAlt} /><p class="slip-address">{followAddress}</p></div>
      </section>
      <p class="sealed-print-blank">{words.blank}</p>
      <p class="sealed-print-line">{words.fold}</p>
      <section class="sealed-print-inside">
        <p>{ui.receiptCode}</p>
        <p class="digits digits-code">{(code.match(/.{1,4}/g) ?? []).join(' ')}</p>
        <p>{words.inside}</p>
        <p><strong>{words.insideUsed}</strong></p>
      </section>
    </article>
  );
}
