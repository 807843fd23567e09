import { formatNumber } from '../../../platform/i18n/index.ts';
import { Block, EmptyState, Notice, Steps } from '../../../ui/components/blocks.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { wordsOfDataPage } from './messages.ts';

export type DataFile = { readonly name: string; readonly href: string; readonly bytes: number; readonly sha256: string };
export type DataTable = {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly current: readonly { readonly word: string; readonly href: string }[];
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean; readonly meaning: string }[];
};

export type OpenDataProps = {
  readonly page: PageContext;
  readonly tables: readonly DataTable[];
  /** Entries in what `current` serves; absent while the first is being made. */
  readonly currentSize?: number;
  /** Newest first. */
  readonly months: readonly { readonly month: string; readonly from: number; readonly to: number; readonly files: readonly DataFile[] }[];
  readonly machines: { readonly catalog: string; readonly schema: string; readonly entrySchema: string };
  readonly terms: string;
};

/** Everything public as files: what is in them, what is not and why, and how to check that none was changed. */
export function OpenDataPage(props: OpenDataProps) {
  const { page, tables, currentSize, machines } = props;
  const words = wordsOfDataPage(page.locale);
  return (
    <Page page={page} title={words.title} section="record" width="wide">
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      <Block title={words.currentTitle}>
        <p>{words.currentText} {currentSize === undefined ? words.currentMaking : words.currentSize(currentSize)}</p>
        <CurrentFiles page={page} tables={tables} />
      </Block>
      <Block title={words.monthsTitle}><p>{words.monthsText}</p><Months {...props} /></Block>
      <Block title={words.privacyTitle}>
        <ul class="bullets"><li>{words.privacyHas}</li><li>{words.privacyHasNot}</li><li>{words.privacyWhen}</li></ul>
      </Block>
      <Block title={words.checkTitle}>
        <Steps steps={words.checkSteps.map((step) => { const [title = '', more = ''] = step.split('|'); return { title, more }; })} />
      </Block>
      <Block title={words.columnsTitle}>
        <Notice tone="know"><p>{words.csvNote}</p></Notice>
        {tables.map((table) => <Columns key={table.name} page={page} table={table} />)}
      </Block>
      <Block title={words.machinesTitle}>
        <ul class="bullets">
          <li><a href={machines.catalog}>{words.catalogWord}</a></li>
          <li><a href={machines.schema}>{words.schemaWord}</a></li>
          <li><a href={machines.entrySchema}>{words.entrySchemaWord}</a></li>
        </ul>
      </Block>
      <Block title={words.termsTitle}><p>{props.terms}</p></Block>
    </Page>
  );
}

function CurrentFiles({ page, tables }: Pick<OpenDataProps, 'page' | 'tables'>) {
  const words = wordsOfDataPage(page.locale);
  return (
    <div class="tablebox" role="region" aria-label={words.currentTitle} tabIndex={0}>
      <table class="table stacked">
        <thead><tr><th scope="col">{words.tableHead}</th><th scope="col">{words.whatHead}</th><th scope="col">{words.filesHead}</th></tr></thead>
        <tbody>
          {tables.map((table) => (
            <tr key={table.name}>
              <th scope="row">{table.title} <span class="root">{table.name}</span></th>
              <td data-label={words.whatHead}>{table.text}</td>
              <td data-label={words.filesHead}>{table.current.map(({ word, href }, at) => <>{at > 0 && ' · '}<a href={href}>{word}</a></>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Months({ page, months }: Pick<OpenDataProps, 'page' | 'months'>) {
  const words = wordsOfDataPage(page.locale);
  if (months.length === 0) return <EmptyState title={words.monthsEmpty}><p>{words.monthsEmptyHint}</p></EmptyState>;
  return (
    <>
      {months.map(({ month, from, to, files }, at) => (
        <details key={month} class="fold" open={at === 0}>
          <summary>{month} · {words.monthRange(from, to)}</summary>
          <div class="tablebox" role="region" aria-label={month} tabIndex={0}>
            <table class="table stacked">
              <thead><tr><th scope="col">{words.fileHead}</th><th scope="col" class="number">{words.sizeHead}</th><th scope="col">{words.digestHead}</th></tr></thead>
              <tbody>
                {files.map((file) => (
                  <tr key={file.name}>
                    <th scope="row"><a href={file.href}>{file.name}</a></th>
                    <td class="number" data-label={words.sizeHead}>{formatNumber(file.bytes, page.locale)}</td>
                    <td class="root" data-label={words.digestHead}>{file.sha256}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ))}
    </>
  );
}

function Columns({ page, table }: { readonly page: PageContext; readonly table: DataTable }) {
  const words = wordsOfDataPage(page.locale);
  return (
    <details class="fold">
      <summary>{table.title} <span class="root">{table.name}</span></summary>
      <div class="tablebox" role="region" aria-label={table.title} tabIndex={0}>
        <table class="table stacked">
          <thead><tr><th scope="col">{words.columnHead}</th><th scope="col">{words.typeHead}</th><th scope="col">{words.meaningHead}</th></tr></thead>
          <tbody>
            {table.columns.map((column) => (
              <tr key={column.name}>
                <th scope="row" class="root">{column.name}</th>
                <td data-label={words.typeHead}>{column.type}{column.nullable && <> · {words.maybeEmpty}</>}</td>
                <td data-label={words.meaningHead}>{column.meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
