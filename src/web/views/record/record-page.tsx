import type { Instant } from '../../../kernel/instant.ts';
import { formatMinute, formatNumber } from '../../../platform/i18n/index.ts';
import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { wordsOfRecord } from './messages.ts';

export type RecordProps = {
  readonly page: PageContext;
  /** What is published; absent until the first checkpoint is. */
  readonly published?: Published;
  /** Its first entry calls the log a draft. */
  readonly draft: boolean;
  /** Nothing new is published since then. */
  readonly still?: { readonly since: Instant; readonly why: 'witnesses' | 'mismatch' | 'technical' };
  /** The whole address of this record, as a command needs it. */
  readonly address: string;
};

export type Published = {
  readonly size: number;
  /** Entered in the database and not yet covered by a checkpoint. */
  readonly waiting: number;
  /** Base64, as checkpoints write it. */
  readonly root: string;
  readonly at?: Instant;
  readonly witnesses: readonly { readonly name: string; readonly at: Instant }[];
  /** The demo's witnesses run beside it. */
  readonly sameMachine: boolean;
  readonly fingerprint: string;
};

const ROOT_CHARS_SHOWN = 12;

/** How the public book stands, how anyone checks it, and plainly what it cannot prove. */
export function RecordPage(props: RecordProps) {
  const { page, published, draft, still } = props;
  const words = wordsOfRecord(page.locale);
  return (
    <Page page={page} title={words.title} section="record" width="wide" checks>
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      {still && <Notice tone="careful"><p>{words.still(formatMinute(still.since, page.jurisdiction.zone, page.locale))}</p><p>{words.stillWhy[still.why]}</p></Notice>}
      {draft && <Notice tone="know"><p>{words.draft}</p></Notice>}
      {published ? <PublishedBook {...props} published={published} /> : <Notice tone="know"><p>{words.empty}</p></Notice>}
      <div class="columns">
        <Block title={words.proves}><ul class="bullets">{words.provesList.map((line) => <li key={line}>{line}</li>)}</ul></Block>
        <div class="aside"><Block title={words.provesNot}><ul class="bullets">{words.provesNotList.map((line) => <li key={line}>{line}</li>)}</ul></Block></div>
      </div>
    </Page>
  );
}

function PublishedBook(props: RecordProps & { readonly published: Published }) {
  const { page, published, address } = props;
  const words = wordsOfRecord(page.locale);
  return (
    <>
      <Block title={words.checkTitle}>
        <div class="check" data-check={page.paths.record} data-zone={page.jurisdiction.zone} aria-live="polite"><p>{words.checkBare}</p></div>
        <p class="quiet">{words.checkSame}</p>
      </Block>
      <Figures page={page} published={published} />
      <div class="columns">
        <Block title={words.commandTitle}>
          <p>{words.commandLead}</p>
          <p class="root command"><code>{words.command(address)}</code></p>
          <p>{words.commandMore}</p>
          <p>{words.fingerprintLead}</p>
          <p class="root">{published.fingerprint}</p>
        </Block>
        <div class="aside"><Witnesses page={page} published={published} /></div>
      </div>
      <div class="columns"><Bytes page={page} /><div class="aside"><More page={page} /></div></div>
    </>
  );
}

function Figures({ page, published: { size, waiting, root, at } }: { readonly page: PageContext; readonly published: Published }) {
  const words = wordsOfRecord(page.locale);
  return (
    <div class="figures">
      <div class="figure">
        <p class="figure-name">{words.size}</p>
        <p class="figure-value">{formatNumber(size, page.locale)}<small>{words.sizeUnit}</small></p>
        {waiting > 0 && <p class="quiet">{words.waiting(formatNumber(waiting, page.locale))}</p>}
      </div>
      <div class="figure"><p class="figure-name">{words.root}</p><p class="root" title={root}>{root.slice(0, ROOT_CHARS_SHOWN)}…</p><p class="quiet">{words.rootShort}</p></div>
      {at !== undefined && <div class="figure"><p class="figure-name">{words.at}</p><p><When page={page} at={at} /></p></div>}
    </div>
  );
}

function Witnesses({ page, published: { witnesses, sameMachine } }: { readonly page: PageContext; readonly published: Published }) {
  const words = wordsOfRecord(page.locale);
  if (witnesses.length === 0) return <Block title={words.witnessTitle}><p>{words.witnessNone}</p></Block>;
  return (
    <Block title={words.witnessTitle}>
      <p>{words.witnessLead}</p>
      <ul class="bullets">{witnesses.map(({ name, at }) => <li key={name}>{words.witnessLine(name, formatMinute(at, page.jurisdiction.zone, page.locale))}</li>)}</ul>
      {sameMachine && <p class="quiet">{words.sameMachine}</p>}
    </Block>
  );
}

function Bytes({ page }: { readonly page: PageContext }) {
  const words = wordsOfRecord(page.locale);
  const files = { checkpoint: 'checkpoint', policy: 'policy', 'log.vkey': 'logKey', 'promise.vkey': 'promiseKey', format: 'format' } as const;
  return (
    <Block title={words.bytesTitle}>
      <ul class="bullets">{Object.entries(files).map(([file, word]) => <li key={file}><a href={`${page.paths.record}/${file}`}>{words.bytes[word]}</a></li>)}</ul>
    </Block>
  );
}

function More({ page }: { readonly page: PageContext }) {
  const words = wordsOfRecord(page.locale);
  const { openData, units, removals, cases } = page.paths;
  const links = [[openData, words.more.data], [units, words.more.units], [removals, words.more.removals], [cases, words.more.cases]] as const;
  return <Block title={words.moreTitle}><ul class="bullets">{links.map(([href, word]) => <li key={href}><a href={href}>{word}</a></li>)}</ul></Block>;
}
