import { EMPTY_FORM, type FormState } from '../page.ts';
import { inLocale, type Specimens } from '../specimen.ts';
import { Button, Field, Form, MainAction, PhotoPicker, Select, TextArea } from './form.tsx';

const texts = {
  zh: {
    act: '发送', other: '返回修改', quiet: '不投了', name: '手机号', hint: '封存在另外的库里。', wrong: '手机号要 11 位数字，您写了 10 位。',
    words: '用您自己的话写', typed: '三号楼门口的路灯从上周起就不亮。\n老人晚上下楼怕摔。', place: '在哪里', choose: '请选择', town: '青山镇', villages: ['河口村', '大坪村'], photos: '选照片',
  },
  en: {
    act: 'Send', other: 'Go back and change', quiet: 'Do not vote', name: 'Mobile number', hint: 'Kept sealed in a store of its own.', wrong: 'A mobile number has 11 digits; yours has 10.',
    words: 'In your own words', typed: 'The street light by building 3 has been out since last week.\nOld people are afraid to fall.', place: 'Where', choose: 'Please choose', town: 'Qingshan', villages: ['Hekou', 'Daping'], photos: 'Choose photos',
  },
};

const wrong = (error: string): FormState => ({ values: { phone: '1380000000' }, errors: { phone: error }, hidden: { key: 'k1' } });

export const specimens: readonly Specimens[] = [
  {
    of: 'MainAction', kind: 'component', examples: [
      { name: 'a link', render: (page) => <MainAction href="#" icon="speakerphone" large>{inLocale(page, texts).act}</MainAction> },
      { name: 'sends a form, beside other actions', render: (page) => (
        <Form page={page} action="#"><div class="acts"><MainAction>{inLocale(page, texts).act}</MainAction><Button>{inLocale(page, texts).other}</Button><Button href="#" quiet>{inLocale(page, texts).quiet}</Button></div></Form>
      ) },
    ],
  },
  {
    of: 'Field', kind: 'component', examples: [
      { name: 'empty, with a hint', render: (page) => <Field page={page} form={EMPTY_FORM} scope="e1" name="phone" label={inLocale(page, texts).name} hint={inLocale(page, texts).hint} optional type="tel" inputMode="tel" short /> },
      { name: 'wrong: the error stands beside it, the value stays', render: (page) => <Field page={page} form={wrong(inLocale(page, texts).wrong)} scope="e2" name="phone" label={inLocale(page, texts).name} hint={inLocale(page, texts).hint} type="tel" short /> },
    ],
  },
  {
    of: 'TextArea', kind: 'component', examples: [
      { name: 'typed', render: (page) => <TextArea page={page} form={{ ...EMPTY_FORM, values: { words: inLocale(page, texts).typed } }} scope="e3" name="words" label={inLocale(page, texts).words} max={10_000} large /> },
    ],
  },
  {
    of: 'Select', kind: 'component', examples: [
      { name: 'grouped', render: (page) => {
        const { place, choose, town, villages } = inLocale(page, texts);
        return <Select page={page} form={EMPTY_FORM} scope="e4" name="place" label={place} empty={choose} groups={[{ label: town, choices: villages.map((label, index) => ({ value: String(index), label })) }]} />;
      } },
    ],
  },
  {
    of: 'PhotoPicker', kind: 'component', examples: [
      { name: 'empty', render: (page) => <PhotoPicker page={page} form={EMPTY_FORM} scope="e5" name="photos" label={inLocale(page, texts).photos} countMax={6} megabytesMax={12} /> },
    ],
  },
];
