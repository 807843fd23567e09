import { parseCaseId, type CaseId, type CaseNumber, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { isoOf } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import { append } from '../../record/append.ts';
import { destroySubjectKey } from '../../record/stream.ts';
import type { CaseRefusal, Erase, EraseAsked } from './commands.ts';
import { decide } from './decide.ts';
import type { CaseDeps } from './deps.ts';
import { readCase } from './load.ts';
import { foresee } from './persist.ts';
import { publicRowOf, searchOf } from './project-public.ts';
import { withPublication } from './publish.ts';
import { ERASURE_JOB } from './removals.ts';

/** What a case leaves outside its own tables. */
export type Elsewhere = {
  /** Erases the contact behind the reference; twice is harmless. */
  readonly forgetPerson: (jurisdiction: JurisdictionCode, person: PersonRef) => Promise<void>;
  readonly removePhoto: (name: string) => Promise<void>;
  /** Erases what others wrote about it (looks at who it was, notices sent), in the transaction of the erasure. */
  readonly forgetWritten: (tx: Tx, caseId: CaseId) => Promise<void>;
};

export type Erased = { readonly caseId: CaseId; readonly photos: number; readonly hadContact: boolean };

/** Both people with their roles and units, as they signed in; `reason` is kept under a key of its own and must name nobody. */
export type Erasing = Omit<Erase, 'do'>;

/**
 * Erases everything private of a case (PIPL art. 47): words, address, photographs, contact, texts of answers, and the key that
 * its commitments hang on. That there was a case, what offices did, how it ended and what is counted of it stays. Bytes leave the
 * disk with the next VACUUM and as the write-ahead log is recycled; older backups, and the keys kept with them, are for their keeper to destroy.
 */
export async function eraseCase(
  deps: CaseDeps, elsewhere: Elsewhere, jurisdiction: JurisdictionCode, number: CaseNumber, erasing: Erasing,
): Promise<Decision<Erased, CaseRefusal>> {
  const actor: Actor = { kind: 'system', jurisdiction, job: ERASURE_JOB };
  const gone = await deps.database.inTransaction(actor, async (tx) => {
    const caseId = parseCaseId((await tx.row(selectCaseOfNumber, [jurisdiction, number]))?.case_id);
    return caseId ? eraseIn(deps, elsewhere, tx, caseId, { do: 'erase', ...erasing }) : refuse({ kind: 'no-such-case' } as const);
  }, 'worker');
  if (gone.refused) return gone;
  await removePhotos(elsewhere, gone.value);
  const { caseId, names, person } = gone.value;
  return accept({ caseId, photos: names.length, hadContact: person !== undefined });
}

export type Gone = { readonly caseId: CaseId; readonly names: readonly string[]; readonly person: PersonRef | undefined };

/** After the commit. A crash before it leaves files that no row names: the sweep of photographs takes them within a day. */
export async function removePhotos(elsewhere: Elsewhere, { names }: Gone): Promise<void> {
  for (const name of names) await elsewhere.removePhoto(name);
}

/** In a transaction of the job, under role `worker`. */
export async function eraseIn(deps: CaseDeps, elsewhere: Elsewhere, tx: Tx, caseId: CaseId, command: Erase | EraseAsked): Promise<Decision<Gone, CaseRefusal>> {
  const { jurisdiction } = tx.actor;
  const loaded = await readCase(tx, caseId);
  if (!loaded) return refuse({ kind: 'no-such-case' });
  const rules = deps.rulesFor(jurisdiction);
  const decision = decide(loaded.state, command, tx.at, rules);
  if (decision.refused) return decision;
  const { facts } = loaded.state;
  const after = foresee(loaded, decision.value, tx);
  const row = publicRowOf(after.state, after.history, after.told, rules);
  const [draft] = decision.value;
  if (!draft) throw new Error('an erasure without an event');
  // A key of its own: with the case's, this would go too. Whoever acts on the case meanwhile takes the same place in its stream, and one of both fails.
  await append(tx, `${caseId} erasure`, withPublication(decision.value, after.history, rules), deps.keys);
  // The vault is behind a wall that no transaction crosses. A crash after this leaves the contact gone and the rest as it was: the same command again ends it.
  if (facts.person !== undefined) await elsewhere.forgetPerson(jurisdiction, facts.person);
  await tx.row(eraseRows, [
    jurisdiction, caseId, draft.streamSeq, JSON.stringify(draft.sealed), row ? JSON.stringify(row.timeline) : '[]',
    row ? searchOf(row, rules.topicWords) : '', isoOf(row?.updatedAt ?? tx.at),
  ]);
  await elsewhere.forgetWritten(tx, caseId);
  // Last, and with what the log had not disclosed yet: from here on no commitment can be opened.
  await destroySubjectKey(tx, caseId);
  const names = [...facts.photos, ...facts.conversation.flatMap(({ photos }) => photos)];
  return accept({ caseId, names, person: facts.person });
}

const selectCaseOfNumber = statement<{ case_id: string }>('worker', 'cases.select_case_of_number', `
  select case_id from cases.cases where jurisdiction = $1 and number = $2`);

const eraseRows = statement<{ photos: number }>('worker', 'cases.erase_rows', `
  select cases.erase($1, $2::uuid, $3::integer, $4::jsonb, $5::jsonb, $6, $7::timestamptz) as photos`);
