import { Block, Notice, Steps } from '../../../ui/components/blocks.tsx';
import { RadioCards, Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Field, Form, MainAction, PhotoPicker, Select, TextArea, type Choice } from '../../../ui/components/form.tsx';
import { PlacePicker, TopicPicker, type PlaceOption, type TopicOption } from '../../../ui/components/pickers.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import type { Anonymity } from '../../../slices/cases/case.ts';
import { vocabulary } from '../messages.ts';
import { ANONYMITY_ICONS, kindChoices, relationChoices } from '../vocabulary.ts';
import type { TellingChannel } from '../../../slices/vault/index.ts';
import { ClassNote, SealedByDefault, type ClassView } from '../classes/note.tsx';
import { TellTick } from '../notices/notices.tsx';
import { KnownIncidents, type IncidentView } from '../matters/public.tsx';
import { Photos } from './check.tsx';
import { wordsOfResident } from './messages.ts';

/** Most characters of a report's words, address, name and contact; the routes check the same numbers. */
export const REPORT_LIMITS = { words: 10_000, address: 200, contact: 160, name: 60, photos: 6, photoMegabytes: 12 } as const;

/**
 * Fields sent: `words`, `kind`, `topic`, `place`, `address`, `anonymity`, `contact`, `name`, `photos` (files), `drop`
 * (`yes`: the photos that came before are not wanted), `publish` (`yes`), `about` (a unit), `tell` (`yes`), `proxy` (who they are to the person they write for). All but `words` may be empty. POSTs to `paths.report`, which answers with the check page.
 */
export type ReportProps = {
  readonly page: PageContext;
  readonly form: FormState;
  readonly places: readonly PlaceOption[];
  readonly topics: readonly TopicOption[];
  readonly units: readonly Choice[];
  /** Whom to call first, as the jurisdiction's data say. */
  /** Photos that arrived with an earlier attempt: addresses of their small pictures. They are sent along and need not be chosen again. */
  readonly kept: readonly string[];
  /** Ways in which somebody can be told that there is news. */
  readonly offered: readonly TellingChannel[];
  /** The class of vital interests of the topic that was chosen already. */
  readonly vital?: ClassView;
  readonly incidents: readonly IncidentView[];
  readonly emergency: readonly { readonly number: string; readonly name: string }[];
};

/** One page that grows: contact fields appear only for whoever wants to be reached. Nothing is asked that is not needed. */
export function ReportPage(props: ReportProps) {
  const { page, form } = props;
  const words = wordsOfResident(page.locale);
  return (
    <Page page={page} title={words.reportTitle} section="report" width="wide">
      <div class="heading"><h1>{words.reportTitle}</h1><p class="lead">{words.reportLead}</p></div>
      {props.emergency.length > 0 && <Notice tone="careful"><p><strong>{words.danger}</strong> {words.dangerNumbers(props.emergency)}</p></Notice>}
      <KnownIncidents page={page} incidents={props.incidents} />
      <div class="columns">
        <div>
          <ErrorSummary page={page} form={form} />
          <Form page={page} action={page.paths.report} hidden={form.hidden} files>
            <Say {...props} />
            {props.vital && <ClassNote page={page} of={props.vital} />}
            <Where {...props} />
            <Known {...props} />
            <section class="part">
              <h2>{words.partPhotos}</h2>
              {props.kept.length > 0 && <><p><strong>{words.photosKept(props.kept.length)}</strong></p><Photos page={page} photos={props.kept} /><Tick page={page} form={form} name="drop" value="yes" label={words.photosDrop} /></>}
              <PhotoPicker page={page} form={form} name="photos" label={words.photos} countMax={REPORT_LIMITS.photos} megabytesMax={REPORT_LIMITS.photoMegabytes} />
            </section>
            <section class="part">
              <h2>{words.partPublish}</h2>
              <Tick page={page} form={form} name="publish" value="yes" label={words.publish} hint={words.publishHint} />
              <p class="hint">{words.publishPreview}</p>
            </section>
            <section class="part">
              <h2>{words.partProxy}</h2>
              <Select page={page} form={form} name="proxy" label={words.proxyLabel} hint={words.proxyHint} empty={words.proxyNone} choices={relationChoices(page.locale)} />
            </section>
            <section class="part">
              <h2>{words.partAbout}</h2>
              <Select page={page} form={form} name="about" label={words.aboutLabel} hint={words.aboutHint} empty={words.aboutNone} choices={props.units} />
            </section>
            <div class="acts"><MainAction large>{words.check}</MainAction><span class="quiet">{words.checkHint}</span></div>
          </Form>
        </div>
        <ReportAside page={page} />
      </div>
    </Page>
  );
}

function Say({ page, form, topics }: ReportProps) {
  const words = wordsOfResident(page.locale);
  return (
    <section class="part">
      <h2>{words.partSay}</h2>
      <TextArea page={page} form={form} name="words" label={words.partSayLabel} hint={words.partSayHint} max={REPORT_LIMITS.words} rows={7} large />
      <details class="fold" open={Boolean(form.values['kind'] || form.values['topic'] || form.errors['kind'] || form.errors['topic'])}>
        <summary>{words.partKind}</summary>
        <Select page={page} form={form} name="kind" label={words.kindLabel} optional empty={words.kindUnknown} choices={kindChoices(page.locale).map((one) => ({ value: one.value, label: one.hint ? `${one.label} (${one.hint})` : one.label }))} />
        <TopicPicker page={page} form={form} name="topic" label={words.topicLabel} topics={topics} />
      </details>
    </section>
  );
}

function Where({ page, form, places }: ReportProps) {
  const words = wordsOfResident(page.locale);
  return (
    <section class="part">
      <h2>{words.partWhere}</h2>
      <PlacePicker page={page} form={form} name="place" places={places} />
      <Field page={page} form={form} name="address" label={words.address} hint={words.addressHint} optional max={REPORT_LIMITS.address} autoComplete="off" />
    </section>
  );
}

function Known({ page, form, offered, vital }: ReportProps) {
  const words = wordsOfResident(page.locale);
  const { anonymities, anonymityHints } = vocabulary(page.locale);
  const choices = (Object.keys(anonymities) as Anonymity[]).map((value) => ({ value, label: anonymities[value], hint: anonymityHints[value], icon: ANONYMITY_ICONS[value] }));
  return (
    <section class="part">
      <RadioCards page={page} form={form} name="anonymity" legend={words.partKnown} heading choices={choices} preset={vital?.sealed ? 'sealed' : 'anonymous'} />
      {vital?.sealed && <SealedByDefault page={page} />}
      <div class="grow grow-contact">
        <Field page={page} form={form} name="contact" label={words.contact} hint={words.contactHint} autoComplete="tel" max={REPORT_LIMITS.contact} short />
        <TellTick page={page} form={form} offered={offered} />
      </div>
      <div class="grow grow-name">
        <Field page={page} form={form} name="name" label={words.name} autoComplete="name" max={REPORT_LIMITS.name} short />
      </div>
    </section>
  );
}

function ReportAside({ page }: { readonly page: PageContext }) {
  const words = wordsOfResident(page.locale);
  return (
    <div class="aside">
      <Block title={words.side}>
        <Steps steps={words.sideSteps.map((line) => { const [title = '', more = ''] = line.split('|'); return { title, more }; })} />
      </Block>
    </div>
  );
}
