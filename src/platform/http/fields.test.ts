import { describe, expect, it } from 'vitest';
import type { Form } from './form-builder.ts';
import { choiceField, choicesField, dateField, integerField, mistakesOf, mistakeWords, textField, type FormMistake } from './fields.ts';

describe('fields of a form', () => {
  it('keep text exactly as typed, but for the line ends that browsers change', () => {
    const typed = ' 路灯坏了\r\n三天  e\u0301 ';
    expect(textField(form({ words: [typed] }), 'words')).toEqual({ refused: false, value: ' 路灯坏了\n三天  e\u0301 ' });
  });

  it('count characters as people do: one emoji is one, one Chinese character is one', () => {
    expect(textField(form({ words: ['灯😀'] }), 'words', { max: 2 }).refused).toBe(false);
    expect(reasonOf(textField(form({ words: ['灯😀坏'] }), 'words', { max: 2 }))).toEqual({ kind: 'too-long', field: 'words', max: 2, actual: 3 });
  });

  it.each([
    ['absent', {}], ['empty', { words: [''] }], ['white space', { words: [' \t\r\n　'] }],
  ])('call a required field that is %s missing', (_name, values) => {
    expect(reasonOf(textField(form(values), 'words', { required: true }))).toEqual({ kind: 'missing', field: 'words' });
    expect(textField(form(values), 'words')).toEqual({ refused: false, value: undefined });
  });

  it('refuse a single field that comes twice', () => {
    expect(reasonOf(textField(form({ words: ['a', 'b'] }), 'words'))).toEqual({ kind: 'repeated', field: 'words' });
  });

  it('accept only offered choices', () => {
    expect(choiceField(form({ kind: ['praise'] }), 'kind', ['complaint', 'praise'])).toEqual({ refused: false, value: 'praise' });
    expect(reasonOf(choiceField(form({ kind: ['__proto__'] }), 'kind', ['complaint'])).kind).toBe('not-a-choice');
    expect(choicesField(form({ kind: ['b', 'a', ''] }), 'kind', ['a', 'b', 'c'])).toEqual({ refused: false, value: ['a', 'b'] });
    expect(reasonOf(choicesField(form({ kind: ['a', 'x'] }), 'kind', ['a'])).kind).toBe('not-a-choice');
  });

  it.each([
    ['7', 7], [' 7 ', 7], ['１２', 12], ['+3', 3],
  ])('read %j as a whole number', (text, value) => {
    expect(integerField(form({ n: [text] }), 'n', { min: 0, max: 100 })).toEqual({ refused: false, value });
  });

  it.each([
    ['101', 'out-of-range'], ['-1', 'out-of-range'], ['9'.repeat(60), 'out-of-range'], ['9223372036854775808', 'out-of-range'],
    ['1e3', 'not-an-integer'], ['0x10', 'not-an-integer'], ['1.5', 'not-an-integer'], ['NaN', 'not-an-integer'], ['Infinity', 'not-an-integer'],
  ])('refuse %j as a number from 0 to 100: %s', (text, kind) => {
    expect(reasonOf(integerField(form({ n: [text] }), 'n', { min: 0, max: 100 })).kind).toBe(kind);
  });

  it('know which days exist', () => {
    const read = (text: string) => dateField(form({ day: [text] }), 'day', { min: '1900-01-01', max: '2100-12-31' });
    expect(read('2024-02-29')).toEqual({ refused: false, value: '2024-02-29' });
    for (const wrong of ['2026-02-29', '2026-13-01', '2026-00-10', '22/11/2026', '2026-11-31', '20261122', "2026-11-22'; drop"]) {
      expect(reasonOf(read(wrong)).kind, wrong).toBe('not-a-date');
    }
    expect(reasonOf(read('9999-12-31')).kind).toBe('out-of-range');
  });

  it('tell every mistake at once, in words that differ between the languages', () => {
    const every: FormMistake[] = [
      { kind: 'missing', field: 'f' }, { kind: 'too-long', field: 'f', max: 1, actual: 2 }, { kind: 'repeated', field: 'f' }, { kind: 'not-a-choice', field: 'f' },
      { kind: 'not-an-integer', field: 'f' }, { kind: 'out-of-range', field: 'f', min: '1', max: '2' }, { kind: 'not-a-date', field: 'f' },
    ];
    expect(mistakesOf(...every.map((reason) => ({ refused: true as const, reason })), { refused: false, value: 1 })).toEqual(every);
    for (const mistake of every) {
      expect(mistakeWords(mistake, 'zh')).toMatch(/\p{Script=Han}/u);
      expect(mistakeWords(mistake, 'en')).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});

function form(values: Readonly<Record<string, readonly string[]>>): Form<unknown> {
  return { values: new Map(Object.entries(values)), files: [], proof: new Map(), digest: new Uint8Array(32) };
}

function reasonOf(read: { refused: false } | { refused: true; reason: FormMistake }): FormMistake {
  if (!read.refused) throw new Error('expected a refusal');
  return read.reason;
}
