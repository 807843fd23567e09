import { EMPTY_FORM } from '../../../ui/page.ts';
import type { Specimens } from '../../../ui/specimen.ts';
import { wordsOfUi } from '../../../ui/messages.ts';
import { after, NUMBER, samplePlaces, sampleTopics, sampleUnits } from '../sample.examples.ts';
import { EntryPage, SealedPrintPage } from './entry.tsx';

const CODE = '012345678901234567890123';
const FOLLOW = 'https://minsheng.example/follow';

export const specimens: readonly Specimens[] = [
  { of: 'EntryPage', kind: 'page', examples: [
    { name: 'empty', render: (page) => <EntryPage page={page} form={EMPTY_FORM} places={samplePlaces(page)} topics={sampleTopics(page)} units={sampleUnits(page).flatMap((group) => group.choices)} offered={['text', 'email']} /> },
    { name: 'mistakes', render: (page) => <EntryPage page={page} form={{ ...EMPTY_FORM, errors: { channel: wordsOfUi(page.locale).error, words: wordsOfUi(page.locale).error } }} places={samplePlaces(page)} topics={sampleTopics(page)} units={[]} offered={[]} /> },
  ] },
  { of: 'SealedPrintPage', kind: 'page', examples: [
    { name: 'by phone, with a contact', render: (page) => <SealedPrintPage page={page} number={NUMBER} code={CODE} followAddress={FOLLOW} at={after(1)} channel="phone" hasContact /> },
    { name: 'by phone, without', render: (page) => <SealedPrintPage page={page} number={NUMBER} code={CODE} followAddress={FOLLOW} at={after(1)} channel="phone" hasContact={false} /> },
    { name: 'at the desk', render: (page) => <SealedPrintPage page={page} number={NUMBER} code={CODE} followAddress={FOLLOW} at={after(1)} channel="desk" hasContact /> },
  ] },
];
