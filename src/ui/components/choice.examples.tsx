import { EMPTY_FORM } from '../page.ts';
import { inLocale, type Specimens } from '../specimen.ts';
import { Faces, RadioCards, Tick } from './choice.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { Form } from './form.tsx';
import { PlacePicker, TopicPicker } from './pickers.tsx';

const texts = {
  zh: { legend: '您希望怎样被认识', none: '不留联系方式', noneHint: '办事单位只看到您写的话。', sealed: '留联系方式，但封存', sealedHint: '要联系您，由系统转达。', publish: '可以公开我的原话', publishHint: '先有人看过，再公开。', satisfied: '办得怎么样？', missing: '还没写要说的话。', number: '手机号少了一位。', topic: '关于什么', roads: '道路', lights: '路灯', holes: '坑洼', town: '青山镇', village: '河口村' },
  en: { legend: 'How do you want to be known?', none: 'No contact details', noneHint: 'The unit sees only your words.', sealed: 'Contact details, sealed', sealedHint: 'The system passes messages on.', publish: 'You may publish my words', publishHint: 'A person reads them first.', satisfied: 'How was it handled?', missing: 'Nothing is written yet.', number: 'The number is one digit short.', topic: 'What is it about?', roads: 'Roads', lights: 'Street lights', holes: 'Potholes', town: 'Qingshan', village: 'Hekou' },
};

export const specimens: readonly Specimens[] = [
  {
    of: 'RadioCards', kind: 'component', examples: [
      { name: 'one chosen', render: (page) => {
        const words = inLocale(page, texts);
        return <RadioCards page={page} form={{ ...EMPTY_FORM, values: { anonymity: 'sealed' } }} scope="c1" name="anonymity" legend={words.legend} choices={[{ value: 'anonymous', label: words.none, hint: words.noneHint, icon: 'eye-off' }, { value: 'sealed', label: words.sealed, hint: words.sealedHint, icon: 'lock' }]} />;
      } },
    ],
  },
  { of: 'Tick', kind: 'component', examples: [{ name: 'not ticked beforehand', render: (page) => <Tick page={page} form={EMPTY_FORM} scope="c2" name="publish" value="yes" label={inLocale(page, texts).publish} hint={inLocale(page, texts).publishHint} /> }] },
  {
    of: 'Faces', kind: 'component', examples: [
      { name: 'buttons: one tap sends', render: (page) => <Form page={page} action="#"><Faces locale={page.locale} form={EMPTY_FORM} name="face-a" legend={inLocale(page, texts).satisfied} as="buttons" /></Form> },
      { name: 'radios, one chosen', render: (page) => <Faces locale={page.locale} form={{ ...EMPTY_FORM, values: { 'face-b': '4' } }} name="face-b" legend={inLocale(page, texts).satisfied} as="radios" /> },
    ],
  },
  { of: 'ErrorSummary', kind: 'component', examples: [{ name: 'two mistakes', render: (page) => <ErrorSummary page={page} form={{ ...EMPTY_FORM, errors: { words: inLocale(page, texts).missing, contact: inLocale(page, texts).number } }} /> }] },
  { of: 'PlacePicker', kind: 'component', examples: [{ name: 'a town and its village', render: (page) => <PlacePicker page={page} form={EMPTY_FORM} scope="c3" name="place" places={[{ code: 't1', name: inLocale(page, texts).town, below: [{ code: 'v1', name: inLocale(page, texts).village }] }]} /> }] },
  { of: 'TopicPicker', kind: 'component', examples: [{ name: 'grouped as people say it', render: (page) => {
    const words = inLocale(page, texts);
    return <TopicPicker page={page} form={EMPTY_FORM} scope="c4" name="topic" label={words.topic} topics={[{ name: words.roads, topics: [{ code: 'a', name: words.lights }, { code: 'b', name: words.holes }] }]} />;
  } }] },
];
