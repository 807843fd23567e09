import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseJurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import type { Handed } from '../../platform/gateway/index.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openVaultBy, WAYS } from './both.fixture.ts';
import type { Letter, Tellings, Vault } from './index.ts';

const place = parseJurisdictionCode('testville')!;
const keys = keysFromRoot(Buffer.alloc(32, 9));
const letter: Letter = { zh: { subject: '通知', text: '有新进展' }, en: { subject: 'A notice', text: 'There is news' } };
const TEXTS_PER_DAY = 12;

let test: TestDatabase;
let vault: Vault;
let tellings: Tellings;
/** What the gateways were handed, and what they say to it. */
let sent: { readonly to: string; readonly text: string; readonly subject?: string }[] = [];
let say: (channel: 'text' | 'email') => Handed;
let people = 0;

describe.each(WAYS)('a vault %s', (way) => {
  beforeAll(async () => {
    test = await openTestDatabase();
    await test.owner.query('insert into platform.instance (is_demo) values (true) on conflict do nothing');
    vault = await openVaultBy(way, test.database, keys, {
      textsPerDay: TEXTS_PER_DAY,
      text: { send: (message) => { sent.push(message); return Promise.resolve(say('text')); } }, mail: { send: (message) => { sent.push(message); return Promise.resolve(say('email')); } },
    });
    ({ tellings } = vault);
  });
  afterAll(async () => {
    await vault.close();
    await test.close();
  });
  beforeEach(async () => {
    sent = [];
    say = () => 'handed-over';
    await test.owner.query("select platform.advance_clock(interval '1 day')");
  });

  describe('"tell me there is news"', () => {
    it('is agreed to way by way, changed, and ended without a trace', async () => {
      const person = await somebody({ phone: '13900000000' });
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'not-agreed' });
      expect(await tellings.agree(place, person, { channels: ['text'], locale: 'zh' })).toBe(true);
      expect(await tellings.of(place, person)).toEqual({ channels: ['text'], locale: 'zh' });
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'told', channels: ['text'] });
      await tellings.agree(place, person, { channels: ['text', 'email'], locale: 'en' });
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'told', channels: ['text'] });
      expect(sent).toEqual([{ to: '13900000000', text: '有新进展' }, { to: '13900000000', text: 'There is news' }]);
      await tellings.agree(place, person, { channels: [], locale: 'en' });
      expect(await tellings.of(place, person)).toBeUndefined();
      expect((await test.owner.query('select from vault.tellings where person_ref = $1', [person])).rowCount).toBe(0);
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'not-agreed' });
      expect(sent.length).toBe(2);
    });

    it('ends with the contact, and cannot be agreed to without one', async () => {
      const person = await somebody({ email: 'a@b.example' });
      await tellings.agree(place, person, { channels: ['email'], locale: 'zh' });
      await vault.erase(place, person);
      expect((await test.owner.query('select from vault.tellings where person_ref = $1', [person])).rowCount).toBe(0);
      expect(await tellings.agree(place, person, { channels: ['email'], locale: 'zh' })).toBe(false);
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'not-agreed' });
    });

    it('says what became of it, and nothing of whom it was for, whatever a gateway answers or throws', async () => {
      const person = await somebody({ phone: '13900000000', email: 'a@b.example' });
      await tellings.agree(place, person, { channels: ['text', 'email'], locale: 'zh' });
      say = (channel) => (channel === 'text' ? 'refused' : 'handed-over');
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'told', channels: ['email'] });
      say = () => 'away';
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'failed', channels: ['text', 'email'], isFinal: false });
      say = () => 'refused';
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'failed', channels: ['text', 'email'], isFinal: true });
      say = () => { throw new Error('13900000000 a@b.example'); };
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'failed', channels: ['text', 'email'], isFinal: false });
    });

    it('has no way to somebody who left another than they ticked', async () => {
      const person = await somebody({ email: 'a@b.example' });
      await tellings.agree(place, person, { channels: ['text'], locale: 'zh' });
      expect(await tellings.tell(place, person, letter)).toEqual({ outcome: 'failed', channels: ['text'], isFinal: true });
      expect(sent).toEqual([]);
    });
  });

  describe('messages a day (T19)', () => {
    it('are five to one number, however many cases it stands in, and as many again tomorrow', async () => {
      const outcomes: string[] = [];
      for (let at = 0; at < 7; at += 1) {
        const person = await somebody({ phone: '13911110000' });
        await tellings.agree(place, person, { channels: ['text'], locale: 'zh' });
        outcomes.push((await tellings.tell(place, person, letter)).outcome);
      }
      expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'told'), 'over-budget', 'over-budget']);
      await test.owner.query("select platform.advance_clock(interval '1 day')");
      const person = await somebody({ phone: '13911110000' });
      await tellings.agree(place, person, { channels: ['text'], locale: 'zh' });
      expect(await tellings.tell(place, person, letter)).toMatchObject({ outcome: 'told' });
    });

    it('are no more in all than the breaker lets through, and e-mails go on', async () => {
      const outcomes: string[] = [];
      for (let at = 0; at < TEXTS_PER_DAY + 3; at += 1) {
        const person = await somebody({ phone: `139${String(22_220_000 + at * 1_111)}` });
        await tellings.agree(place, person, { channels: ['text'], locale: 'zh' });
        outcomes.push((await tellings.tell(place, person, letter)).outcome);
      }
      expect(outcomes.filter((one) => one === 'told').length).toBe(TEXTS_PER_DAY);
      expect(outcomes.slice(-3)).toEqual(['over-budget', 'over-budget', 'over-budget']);
      const other = await somebody({ email: 'c@d.example' });
      await tellings.agree(place, other, { channels: ['email'], locale: 'zh' });
      expect(await tellings.tell(place, other, letter)).toMatchObject({ outcome: 'told' });
    });

    it('are counted by marks that name no number, cannot be joined over days, and are forgotten', async () => {
      const marks = async (): Promise<readonly string[]> => (await test.owner.query<{ mark: string }>("select encode(mark, 'hex') as mark from vault.budgets where kind = 'text one' order by day")).rows.map((row) => row.mark);
      await test.owner.query('delete from vault.budgets');
      const person = await somebody({ phone: '13933330000' });
      await tellings.agree(place, person, { channels: ['text'], locale: 'zh' });
      await tellings.tell(place, person, letter);
      await test.owner.query("select platform.advance_clock(interval '1 day')");
      await tellings.tell(place, person, letter);
      const two = await marks();
      expect(new Set(two).size).toBe(2);
      await test.owner.query("select platform.advance_clock(interval '2 days')");
      await tellings.forget(place);
      expect((await marks()).length).toBe(1);
      await test.owner.query("select platform.advance_clock(interval '1 day')");
      await tellings.forget(place);
      expect(await marks()).toEqual([]);
    });

    it('and who wants to be told, are nobody’s to read but the vault’s', async () => {
      for (const role of ['app_actor', 'app_verdict', 'worker', 'accounts_svc'] as const) {
        for (const table of ['tellings', 'budgets']) await expect(test.database.poolOf(role).query(`select from vault.${table}`), role).rejects.toThrow('permission denied');
      }
    });
  });
});

async function somebody(contact: { readonly phone?: string; readonly email?: string }): Promise<PersonRef> {
  people += 1;
  return vault.deposit(place, `telling-${people}`, { name: '甲方乙', phone: '', email: '', note: '', ...contact });
}
