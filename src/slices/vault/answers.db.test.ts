import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openVaultBy, WAYS } from './both.fixture.ts';
import type { Replied, Vault } from './index.ts';

const place = parseJurisdictionCode('testville')!;
const elsewhere = parseJurisdictionCode('otherville')!;
const LETTER = { zh: { subject: '通知', text: '有新进展' }, en: { subject: 'notice', text: 'news' } };
const HELP = { zh: { subject: '通知', text: '怎么回' }, en: { subject: 'notice', text: 'how to' } };
const WORDS = { zh: '{letter}：回 {letter}1', en: '{letter}: reply {letter}1' };

describe.each(WAYS)('replies from phones, of a vault %s', (way) => {
  let test: TestDatabase;
  let vault: Vault;
  const sent: { readonly to: string; readonly text: string }[] = [];
  beforeAll(async () => {
    test = await openTestDatabase();
    await test.owner.query('insert into platform.instance (is_demo) values (true) on conflict do nothing');
    vault = await openVaultBy(way, test.database, keysFromRoot(Buffer.alloc(32, 9)), { textsPerDay: 500, text: { send: (message) => { sent.push(message); return Promise.resolve('handed-over'); } } });
  });
  afterAll(async () => {
    await vault.close();
    await test.close();
  });

  async function ask(phone: string): Promise<{ readonly person: PersonRef; readonly question: string; readonly letter: string }> {
    const person = await vault.deposit(place, randomUUID(), { name: '', phone, email: '', note: '' });
    expect(await vault.tellings.agree(place, person, { channels: ['text'], locale: 'zh' })).toBe(true);
    return { person, ...await send(person, randomUUID()) };
  }
  async function send(person: PersonRef, question: string): Promise<{ readonly question: string; readonly letter: string }> {
    expect(await vault.tellings.tell(place, person, LETTER, { question, words: WORDS })).toEqual({ outcome: 'told', channels: ['text'] });
    const text = sent.at(-1)?.text ?? '';
    expect(text).toMatch(/^([A-Z])：回 \1[1]$/);
    return { question, letter: text[0] ?? '' };
  }
  const reply = (from: string, text: string, id: string = randomUUID(), at = place): Promise<Replied> => vault.answers.reply(at, { id, from, text });
  const waiting = () => vault.answers.waiting(place);

  it('find the question that went to that number, however it is written; the last word before it is recorded counts; once settled, none waits', async () => {
    const { question, letter } = await ask('13900001111');
    expect(letter).toBe('A');
    expect(await reply('+8613900001111', '1')).toBe('taken');
    expect(await reply('008613900001111', 'a 3')).toBe('taken');
    expect(await waiting()).toEqual([{ question, digit: 3 }]);
    // A verdict that was recorded before a later word came settles nothing of it.
    await vault.answers.settle(place, { question, digit: 1 }, 'stands');
    expect(await waiting()).toEqual([{ question, digit: 3 }]);
    await vault.answers.settle(place, { question, digit: 3 }, 'over');
    expect(await waiting()).toEqual([]);
    expect(await reply('13900001111', '1')).toBe('taken');
    expect(await waiting()).toEqual([]);
  });

  it('change nothing from an unknown number, in another place, replayed, or after thirty days; and the answer is the same', async () => {
    const { question } = await ask('13900002222');
    expect([await reply('13900009999', '1'), await reply('13900002222', '1', randomUUID(), elsewhere)]).toEqual(['taken', 'taken']);
    expect(await waiting()).toEqual([]);
    const id = randomUUID();
    expect([await reply('13900009999', '1', id), await reply('13900002222', '1', id)]).toEqual(['taken', 'taken']);
    expect(await waiting()).toEqual([]);
    await test.owner.query("select platform.advance_clock(interval '31 days')");
    expect(await reply('13900002222', '1')).toBe('taken');
    expect(await waiting()).toEqual([]);
    await vault.tellings.forget(place);
    expect((await test.owner.query('select from vault.asked where question_id = $1', [question])).rowCount).toBe(1);
    await test.owner.query("select platform.advance_clock(interval '3 days')");
    await vault.tellings.forget(place);
    expect((await test.owner.query('select from vault.asked where question_id = $1', [question])).rowCount).toBe(0);
    expect((await test.owner.query('select from vault.replies where jurisdiction = $1', [place])).rowCount).toBe(0);
  });

  it('take as long and as many statements from a known number as from an unknown one', async () => {
    const { question } = await ask('13900003333');
    const took = async (from: string): Promise<number> => { const since = performance.now(); await reply(from, '9'); return performance.now() - since; };
    const times = await Promise.all(['13900003333', '13900008888'].map(took));
    for (const ms of times) expect(ms).toBeGreaterThan(140);
    const counts = await test.owner.query<{ sent: number }>("select sent from vault.budgets where kind = 'reply one' and sent = 1");
    expect(counts.rowCount).toBeGreaterThanOrEqual(2);
    // One message to whoever was asked, two a day at most, and none to anybody else.
    const before = sent.length;
    expect(await vault.answers.help(place, HELP)).toBe(1);
    expect(sent.slice(before)).toEqual([{ to: '13900003333', text: '怎么回' }]);
    for (let at = 0; at < 3; at += 1) { await reply('13900003333', 'x'); await vault.answers.help(place, HELP); }
    expect(sent.length - before).toBe(2);
    await vault.answers.settle(place, { question, digit: 1 }, 'over');
  });

  it('of two people with one phone need the letter; a letter comes back only after the others; a new number ends what was asked at the old', async () => {
    const [one, other] = [await ask('13900004444'), await ask('13900004444')];
    expect([one.letter, other.letter]).toEqual(['A', 'B']);
    await reply('13900004444', '3');
    expect(await waiting()).toEqual([]);
    await reply('13900004444', 'B3');
    expect(await waiting()).toEqual([{ question: other.question, digit: 3 }]);
    await vault.answers.settle(place, { question: other.question, digit: 3 }, 'over');
    // The same question again keeps its letter; the next question to the same person takes its place.
    expect((await send(one.person, one.question)).letter).toBe('A');
    const next = await send(one.person, randomUUID());
    expect(next.letter).not.toBe('A');
    await reply('13900004444', 'A1');
    expect(await waiting()).toEqual([]);
    await vault.own.correct(place, one.person, { name: '', phone: '13900005555', email: '', note: '' });
    for (const phone of ['13900004444', '13900005555']) await reply(phone, `${next.letter}1`);
    expect(await waiting()).toEqual([]);
  });

  it('of one number are counted: twenty a day, whoever it is', async () => {
    const outcomes: Replied[] = [];
    for (let at = 0; at < 21; at += 1) outcomes.push(await reply('13900007777', '1'));
    expect(outcomes.filter((one) => one === 'taken').length).toBe(20);
    expect(outcomes.at(-1)).toBe('too-many');
  });
});
