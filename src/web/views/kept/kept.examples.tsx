import { EMPTY_FORM, type FormState, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after, say, START } from '../sample.examples.ts';
import { ContactPage } from './contact.tsx';
import { ErasurePage } from './erasure.tsx';
import { CodeField, KeptPage, MyErasure, MyKept, type KeptProps } from './kept.tsx';
import { keptMessages } from './messages.ts';

const DAYS = 7;
const CONTACT = { name: '', phone: '13900000000', email: '', note: '' };

function kept(page: PageContext): KeptProps {
  const w = inLocale(page, say);
  const said = inLocale(page, { zh: '本人也提了一句', en: 'One more word' });
  return {
    page, words: w.words, place: `${w.qingshan} ${w.address}`, about: [w.town], photos: [], later: [{ at: after(2), words: said }],
    messages: [{ from: 'office', speaker: w.town, at: START, words: said, photos: [], isNew: false }], contact: { state: 'locked' },
    consent: { fields: ['phone'], lastMoment: after(5) }, looks: [{ at: after(1), said: keptMessages(page.locale).ownLook }], isErased: false, form: EMPTY_FORM,
  };
}

function wrong(page: PageContext, ...fields: readonly ('code' | 'phone' | 'sure')[]): FormState {
  const words = keptMessages(page.locale);
  const errors = { code: words.wrongCode, phone: words.badPhone, sure: words.removeTick };
  return { values: { phone: '12' }, errors: Object.fromEntries(fields.map((field) => [field, errors[field]])), hidden: {} };
}

export const specimens: readonly Specimens[] = [
  { of: 'MyKept', kind: 'component', examples: [{ name: 'the way there', render: (page) => <MyKept page={page} /> }] },
  { of: 'MyErasure', kind: 'component', examples: [{ name: 'asked for', render: (page) => <MyErasure page={page} at={after(7)} /> }] },
  { of: 'CodeField', kind: 'component', examples: [{ name: 'wrong', render: (page) => <CodeField page={page} form={wrong(page, 'code')} /> }] },
  { of: 'KeptPage', kind: 'page', examples: [
    { name: 'contact locked', render: (page) => <KeptPage {...kept(page)} /> },
    { name: 'contact shown', render: (page) => <KeptPage {...kept(page)} contact={{ state: 'shown', contact: CONTACT }} /> },
    { name: 'wrong code', render: (page) => <KeptPage {...kept(page)} form={wrong(page, 'code')} /> },
    { name: 'anonymous, nothing else', render: (page) => <KeptPage {...kept(page)} about={[]} later={[]} messages={[]} contact={{ state: 'none' }} consent={undefined} looks={[]} /> },
    { name: 'erased', render: (page) => <KeptPage {...kept(page)} words={undefined} contact={{ state: 'none' }} consent={undefined} isErased done="removed" /> },
  ] },
  { of: 'ContactPage', kind: 'page', examples: [
    { name: 'to correct', render: (page) => <ContactPage page={page} form={EMPTY_FORM} isKept /> },
    { name: 'mistakes', render: (page) => <ContactPage page={page} form={wrong(page, 'phone', 'code')} isKept /> },
    { name: 'not ticked', render: (page) => <ContactPage page={page} form={wrong(page, 'sure')} isKept /> },
    { name: 'taken away before', render: (page) => <ContactPage page={page} form={EMPTY_FORM} isKept={false} /> },
  ] },
  { of: 'ErasurePage', kind: 'page', examples: [
    { name: 'to ask for', render: (page) => <ErasurePage page={page} days={DAYS} standing={{ state: 'open', form: EMPTY_FORM, pressed: false }} /> },
    { name: 'pressed', render: (page) => <ErasurePage page={page} days={DAYS} standing={{ state: 'open', form: EMPTY_FORM, pressed: true }} /> },
    { name: 'wrong code', render: (page) => <ErasurePage page={page} days={DAYS} standing={{ state: 'open', form: wrong(page, 'code'), pressed: false }} /> },
    { name: 'waiting', render: (page) => <ErasurePage page={page} days={DAYS} standing={{ state: 'waiting', dueAt: after(7), hasContact: true }} /> },
    { name: 'the case goes on', render: (page) => <ErasurePage page={page} days={DAYS} standing={{ state: 'running', hasContact: true, mayWithdraw: true }} /> },
    { name: 'a hiding is undecided', render: (page) => <ErasurePage page={page} days={DAYS} standing={{ state: 'undecided' }} /> },
    { name: 'done', render: (page) => <ErasurePage page={page} days={DAYS} standing={{ state: 'done' }} /> },
  ] },
];
