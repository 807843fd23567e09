import type { Specimens } from '../../../ui/specimen.ts';
import { OpenDataPage, type DataTable } from './open-data.tsx';
import { inLocale } from '../../../ui/specimen.ts';
import type { PageContext } from '../../../ui/page.ts';

const say = {
  zh: { entries: '记录条目', entry: '公开记录的一个条目一行', cases: '每件事', one: '一件事一行', number: '整数', index: '在记录里的序号，从 0 起连续', day: '日期', said: '提出的日期，公开以后才有', terms: '这些是政府办事的公开事实，可以自由使用。' },
  en: { entries: 'Entries of the record', entry: 'One row an entry of the public record', cases: 'Cases', one: 'One row a case', number: 'whole number', index: 'place in the record, from 0 without gaps', day: 'date', said: 'date of the submission, once disclosed', terms: 'These are public facts of government work, free to use.' },
};

const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

function tables(page: PageContext): readonly DataTable[] {
  const words = inLocale(page, say);
  const current = (name: string) => [{ word: 'CSV', href: `/data/current/${name}.csv` }, { word: 'JSON Lines', href: `/data/current/${name}.jsonl` }, { word: 'Parquet', href: `/data/current/${name}.parquet` }];
  return [
    { name: 'entries', title: words.entries, text: words.entry, current: current('entries'), columns: [{ name: 'index', type: words.number, nullable: false, meaning: words.index }] },
    { name: 'cases', title: words.cases, text: words.one, current: current('cases'), columns: [{ name: 'submitted_day', type: words.day, nullable: true, meaning: words.said }] },
  ];
}

const machines = { catalog: '/data/catalog.jsonld', schema: '/data/schema.json', entrySchema: '/record/schemas/entry-v1.schema.json' };
const files = ['entries.csv', 'entries.jsonl', 'entries.parquet'].map((name, at) => ({ name, href: `/data/2026-10/${name}`, bytes: 1_204_511 * (at + 1), sha256: DIGEST }));

export const specimens: readonly Specimens[] = [
  { of: 'OpenDataPage', kind: 'page', examples: [
    { name: 'two months', render: (page) => (
      <OpenDataPage page={page} tables={tables(page)} currentSize={18_204} machines={machines} terms={inLocale(page, say).terms}
        months={[{ month: '2026-10', from: 6_120, to: 12_877, files }, { month: '2026-09', from: 0, to: 6_120, files }]} />
    ) },
    { name: 'first days', render: (page) => <OpenDataPage page={page} tables={tables(page)} months={[]} machines={machines} terms={inLocale(page, say).terms} /> },
  ] },
];
