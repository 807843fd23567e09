import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { parsePersonRef, type CaseNumber, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { digitsOf, type Contact } from './contact.ts';
import { openDeposit, sealDeposit } from './deposit.ts';
import { selectDeposit } from './store.ts';

/** Of one length, whatever they say. */
export const CHECKED = ['match', 'other', 'spent'] as const;
export type Checked = (typeof CHECKED)[number];

/** `person` absent: nobody is known for that number, and it costs and says the same as somebody else's contact. */
export type Saying = { readonly jurisdiction: JurisdictionCode; readonly number: CaseNumber; readonly account: string; readonly person: PersonRef | null; readonly said: string };

export interface Checks {
  /**
   * Whether the phone number or e-mail address that somebody says is the one that was left. Nobody is shown what was left. Counted
   * before it is compared, also by a crash; `spent` once either budget of the day is used up, and then nothing is compared.
   */
  check(saying: Saying): Promise<Checked>;
}

/** A person who fumbles their own number gets it right by then; who guesses has three tries a day among billions. */
export const CHECKS_PER_CASE_MAX = 3;
/** More people than lose a receipt at one desk in a day. */
export const CHECKS_PER_STAFF_MAX = 20;
/** No answer sooner: what the database and the keys take lies well below. */
const ANSWER_MS = 300;
const NOBODY = parsePersonRef('n'.repeat(43));

export function createChecks(database: Database, keys: KeyProvider, answerMs = ANSWER_MS): Checks {
  const blind = randomBytes(32);
  const digest = (text: string): Buffer => createHmac('sha256', blind).update(text).digest();
  return {
    async check(saying) {
      const [answer] = await Promise.all([compare(database, keys, saying, digest), new Promise((resolve) => { setTimeout(resolve, answerMs); })]);
      return answer;
    },
  };
}

async function compare(database: Database, keys: KeyProvider, { jurisdiction, number, account, person, said }: Saying, digest: (text: string) => Buffer): Promise<Checked> {
  const actor = { kind: 'system', jurisdiction, job: 'checks' } as const;
  const subjects = [keys.hmac('vault check case v1', jurisdiction, number), keys.hmac('vault check staff v1', jurisdiction, account)];
  const used = await database.inTransaction(actor, async (tx) => {
    await tx.run(forgetChecks, [jurisdiction]);
    const rows = await tx.rows(countChecks, [jurisdiction, subjects]);
    return subjects.map((subject) => rows.find((row) => row.subject.equals(subject))?.used ?? 0);
  }, 'vault_svc');
  const [ofCase = 0, ofStaff = 0] = used;
  if (ofCase > CHECKS_PER_CASE_MAX || ofStaff > CHECKS_PER_STAFF_MAX) return 'spent';
  const ref = person ?? NOBODY ?? impossible();
  const row = await database.inTransaction(actor, (tx) => tx.row(selectDeposit, [jurisdiction, ref]), 'vault_svc');
  // The same work where nothing is kept, on a contact that nobody has.
  const deposit = row ?? await madeUp(keys, jurisdiction, ref);
  const contact = await openDeposit(keys, jurisdiction, ref, deposit);
  const typed = [digest(digitsOf(said)), digest(emailOf(said))] as const;
  const matches = [contact.phone !== '' && timingSafeEqual(typed[0], digest(digitsOf(contact.phone))), contact.email !== '' && timingSafeEqual(typed[1], digest(emailOf(contact.email)))];
  return row && matches.includes(true) ? 'match' : 'other';
}

async function madeUp(keys: KeyProvider, jurisdiction: JurisdictionCode, ref: PersonRef): Promise<{ readonly sealed: Uint8Array; readonly wrapped_key: Uint8Array }> {
  const nobody: Contact = { name: '', phone: '00000000000', email: '', note: '' };
  const { sealed, wrapped } = await sealDeposit(keys, jurisdiction, ref, nobody);
  return { sealed, wrapped_key: wrapped };
}

function emailOf(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

function impossible(): never {
  throw new Error('nobody has a reference');
}

const countChecks = statement<{ subject: Buffer; used: number }>('vault_svc', 'vault.count_checks', `
  insert into vault.checks (jurisdiction, subject, day, used)
  select $1, subject, (platform.now() at time zone 'UTC')::date, 1 from unnest($2::bytea[]) as subject
  on conflict (jurisdiction, subject, day) do update set used = checks.used + 1
  returning subject, used`);

const forgetChecks = statement<never>('vault_svc', 'vault.forget_checks', `
  delete from vault.checks where jurisdiction = $1 and day < (platform.now() at time zone 'UTC')::date`);
