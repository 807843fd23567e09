import type { PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after } from '../sample.examples.ts';
import { RecordPage, type Published } from './record-page.tsx';

const say = { zh: { university: '临江大学', newspaper: '临江日报' }, en: { university: 'Linjiang University', newspaper: 'Linjiang Daily' } };

function published(page: PageContext): Published {
  const { university, newspaper } = inLocale(page, say);
  return {
    size: 18_204, waiting: 3, root: 'nyxNjht6YFU8nQLk+BpLbF0+LxCai3xtXk8wISEgOkU=', at: after(8), sameMachine: false,
    witnesses: [{ name: university, at: after(8) }, { name: newspaper, at: after(8) }], fingerprint: 'ffdf abf0 1784 4603 1102 5c07 cd79 c9d1',
  };
}

const address = 'https://minsheng.example/record';

export const specimens: readonly Specimens[] = [
  { of: 'RecordPage', kind: 'page', examples: [
    { name: 'witnessed', render: (page) => <RecordPage page={page} published={published(page)} draft={false} address={address} /> },
    { name: 'the demo, on trial', render: (page) => <RecordPage page={page} published={{ ...published(page), sameMachine: true, waiting: 0 }} draft address={address} /> },
    { name: 'publishing stands still', render: (page) => <RecordPage page={page} published={published(page)} draft={false} still={{ since: after(7), why: 'witnesses' }} address={address} /> },
    { name: 'no witness', render: (page) => <RecordPage page={page} published={{ ...published(page), witnesses: [] }} draft={false} still={{ since: after(7), why: 'mismatch' }} address={address} /> },
    { name: 'empty', render: (page) => <RecordPage page={page} draft={false} address={address} /> },
  ] },
];
