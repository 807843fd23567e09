import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { accepted, openAccounts, refused, system } from '../accounts.fixture.ts';
import type { Accounts, StaffSession } from '../index.ts';
import { FRESH_MS_MAX, SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from '../library.ts';
import { keyOf } from '../proof/app.fixture.ts';
import { codeAt } from '../proof/code.ts';
import { SoftAuthenticator, type Tampering } from './authenticator.fixture.ts';
import { handleOf } from './ceremony.ts';
import { PASSKEYS_MAX, type PasskeyQuestion } from './passkeys.ts';

let db: TestDatabase;
let accounts: Accounts;
beforeAll(async () => {
  db = await openTestDatabase();
  accounts = openAccounts(db.database);
});
afterAll(() => db.close());

const PASSWORD = 'seven wet herons wait';
const address = '192.0.2.1';
let next = 0;

type Owner = { readonly id: string; readonly username: string; readonly cookie: string; readonly session: StaffSession; readonly device: SoftAuthenticator };

/** Somebody with an authenticator app and one passkey, signed in. */
async function owner(): Promise<Owner> {
  const { device, ...she } = await withApp();
  accepted(await accounts.passkeys.add(she.session, device.make(accepted(await accounts.passkeys.askNew(she.session, 'blue key')))));
  return { ...she, device };
}

async function withApp(): Promise<Owner> {
  const username = `key-owner-${++next}`;
  const made = accepted(await accounts.administration.create(system(), { username, name: 'Owner', unit: 'town-qingshan', roles: [] }, { password: PASSWORD }));
  const { setCookies } = accepted(await accounts.signIn({ username, password: PASSWORD, address }));
  const cookie = setCookies[0]?.split(';')[0] ?? '';
  const begun = await accounts.factors.begin(await sessionOf(cookie), 'Linjiang');
  accepted(await accounts.factors.enrol(await sessionOf(cookie), cookie, { token: begun.token, code: await codeAt(keyOf(begun.typed), Date.now()), address }));
  return { id: made.accountId, username, cookie, session: await sessionOf(cookie), device: new SoftAuthenticator() };
}

async function sessionOf(cookie: string): Promise<StaffSession> {
  const session = await accounts.actorOf(cookie);
  if (!session) throw new Error('nobody is signed in');
  return session;
}

function anyone(): PasskeyQuestion {
  const asked = accounts.passkeys.askAnyone();
  if (!asked) throw new Error('no passkeys here');
  return asked;
}

async function own({ session }: Owner): Promise<PasskeyQuestion> {
  const asked = await accounts.passkeys.askOwner(session);
  if (!asked) throw new Error('has no passkey');
  return asked;
}

describe('a passkey', () => {
  it('signs its owner in without name and password, as two factors in one, for sensitive acts too', async () => {
    const she = await owner();
    const { session, setCookies } = accepted(await accounts.passkeys.signIn(she.device.use(anyone()), address));
    expect(session).toMatchObject({ username: she.username, state: 'ready' });
    expect(session.freshUntil).toBeGreaterThan(Date.now() + FRESH_MS_MAX - 60_000);
    expect(setCookies).toHaveLength(1);
  });

  it('stands beside the code, never instead of it, and goes when the second factor is reset', async () => {
    const { session } = accepted(await accounts.signIn({ username: (await plain()).username, password: PASSWORD, address }));
    expect(refused(await accounts.passkeys.askNew(session, 'blue key')).kind).toBe('no-factor');
    const she = await owner();
    accepted(await accounts.administration.resetFactor(system(), she.id));
    expect(refused(await accounts.passkeys.signIn(she.device.use(anyone()), address)).kind).toBe('not-recognised');
  });

  it('is the second step after a password, and a fresh proof', async () => {
    const she = await owner();
    const { setCookies, session } = accepted(await accounts.signIn({ username: she.username, password: PASSWORD, address }));
    expect(session.state).toBe('factor-needed');
    const cookie = setCookies[0]?.split(';')[0];
    expect(accepted(await accounts.enter({ cookie, address, passkey: she.device.use(await own(she)) })).state).toBe('ready');
    const proof = { kind: 'passkey', text: she.device.use(await own(she)) } as const;
    expect(accepted(await accounts.prove({ cookie, address, proof })).freshUntil).toBeGreaterThan(Date.now());
    expect(refused(await accounts.prove({ cookie, address, proof })).kind).toBe('wrong-proof');
  });

  it('answers one question once, and no other question', async () => {
    const she = await owner();
    // Many authenticators count nothing: the question itself is spent.
    const answer = she.device.use(anyone(), { counter: 0 });
    accepted(await accounts.passkeys.signIn(answer, address));
    expect(refused(await accounts.passkeys.signIn(answer, address)).kind).toBe('not-recognised');
    // A question for confirming opens no session, and one for signing in confirms nothing.
    expect(refused(await accounts.passkeys.signIn(she.device.use(await own(she)), address)).kind).toBe('not-recognised');
    expect(refused(await accounts.prove({ cookie: she.cookie, address, proof: { kind: 'passkey', text: she.device.use(anyone()) } })).kind).toBe('wrong-proof');
    const other = await owner();
    expect(refused(await accounts.prove({ cookie: she.cookie, address, proof: { kind: 'passkey', text: other.device.use(await own(other)) } })).kind).toBe('wrong-proof');
    expect(refused(await accounts.prove({ cookie: she.cookie, address, proof: { kind: 'passkey', text: other.device.use(await own(she)) } })).kind).toBe('wrong-proof');
  });

  const tamperings: Readonly<Record<string, Tampering>> = {
    'asked by an imitation of this site': { origin: 'http://localhost.evil.invalid:8080' },
    'made for another domain': { domain: 'evil.invalid' },
    'without its user being asked': { verified: false },
    'to a question that nobody asked': { challenge: 'AAAA' },
    'as somebody else': { handle: handleOf('0f8f7c2e-6f0e-4a53-9b0a-5d2f5f6f0001' as never, 'linjiang' as never) },
    'with a handle that is none': { handle: 'AA' },
  };
  it.each(Object.entries(tamperings))('is refused %s', async (_, tampering) => {
    const she = await owner();
    expect(refused(await accounts.passkeys.signIn(she.device.use(anyone(), tampering), address))).toEqual({ kind: 'not-recognised' });
    // The control: untouched, the next answer opens.
    accepted(await accounts.passkeys.signIn(she.device.use(anyone()), address));
  });

  it('is refused as a copy when its count goes backwards', async () => {
    const she = await owner();
    accepted(await accounts.passkeys.signIn(she.device.use(anyone(), { counter: 7 }), address));
    expect(refused(await accounts.passkeys.signIn(she.device.use(anyone(), { counter: 7 }), address)).kind).toBe('not-recognised');
    accepted(await accounts.passkeys.signIn(she.device.use(anyone(), { counter: 8 }), address));
  });

  it('is made only from a question of the same account, with its user verified, and up to a bound', async () => {
    const [she, other] = [await withApp(), await withApp()];
    const asked = accepted(await accounts.passkeys.askNew(she.session, 'blue key'));
    expect(refused(await accounts.passkeys.add(other.session, other.device.make(asked))).kind).toBe('too-old');
    expect(refused(await accounts.passkeys.add(she.session, she.device.make(asked, { verified: false }))).kind).toBe('wrong-passkey');
    expect(refused(await accounts.passkeys.add(she.session, she.device.make(asked, { origin: 'http://evil.invalid' }))).kind).toBe('wrong-passkey');
    const answer = she.device.make(asked);
    for (let sent = 0; sent < 2; sent += 1) accepted(await accounts.passkeys.add(she.session, answer));
    expect((await accounts.passkeys.of(she.session)).map(({ name }) => name)).toEqual(['blue key']);
    for (const name of ['', ' ', 'x'.repeat(41), 'a\u0000b']) expect(refused(await accounts.passkeys.askNew(she.session, name)).kind, name).toBe('bad-name');
    for (let more = 1; more < PASSKEYS_MAX; more += 1) accepted(await accounts.passkeys.add(she.session, new SoftAuthenticator().make(accepted(await accounts.passkeys.askNew(she.session, `key ${more}`)))));
    expect(refused(await accounts.passkeys.askNew(she.session, 'one too many')).kind).toBe('too-many-passkeys');
  });

  it('opens nothing once it is removed or its account is closed, and every session ends', async () => {
    const she = await owner();
    const { setCookies } = accepted(await accounts.passkeys.signIn(she.device.use(anyone()), address));
    const elsewhere = setCookies[0]?.split(';')[0];
    accepted(await accounts.administration.disable(system(), she.id));
    expect(await accounts.actorOf(elsewhere)).toBeUndefined();
    expect(refused(await accounts.passkeys.signIn(she.device.use(anyone()), address))).toEqual({ kind: 'not-recognised' });
    accepted(await accounts.administration.enable(system(), she.id));
    const again = accepted(await accounts.passkeys.signIn(she.device.use(anyone()), address));
    const cookie = again.setCookies[0]?.split(';')[0];
    const [key] = await accounts.passkeys.of(again.session);
    await accounts.passkeys.remove(again.session, cookie, key?.id ?? '');
    expect(refused(await accounts.passkeys.signIn(she.device.use(anyone()), address)).kind).toBe('not-recognised');
    expect(await accounts.actorOf(cookie)).toBeDefined();
  });

  it('leaves a session that ends after an idle hour and after a long day, as any other', async () => {
    for (const [column, limit] of [['last_seen_at', SESSION_IDLE_MS_MAX], ['created_at', SESSION_MS_MAX]] as const) {
      const she = await owner();
      const { setCookies } = accepted(await accounts.passkeys.signIn(she.device.use(anyone()), address));
      const cookie = setCookies[0]?.split(';')[0];
      const move = (ms: number) => db.owner.query(`update accounts.sessions set ${column} = clock_timestamp() - $2 * interval '1 millisecond' where account_id = $1`, [she.id, ms]);
      await move(limit - 60_000);
      expect(await openAccounts(db.database).actorOf(cookie), column).toBeDefined();
      await move(limit + 1_000);
      expect(await openAccounts(db.database).actorOf(cookie), column).toBeUndefined();
    }
  });
});

async function plain(): Promise<{ readonly username: string }> {
  const username = `key-owner-${++next}`;
  accepted(await accounts.administration.create(system(), { username, name: 'Owner', unit: 'town-qingshan', roles: [] }, { password: PASSWORD }));
  return { username };
}
