import type { CaseId, PostId, UnitId } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { EventDraft } from '../../record/event.ts';
import type { Author, CaseRefusal } from './commands.ts';
import type { CaseEvent } from './events.ts';
import type { CaseState } from './state.ts';

export type Decided = Decision<readonly EventDraft[], CaseRefusal>;

/** The public side of an author: a role, and for offices the unit and post. Never a person or an account. */
export type Signature = { readonly role: string; readonly unit?: UnitId; readonly post?: PostId };

export const RESIDENT: Signature = { role: 'resident' };
export const SYSTEM: Signature = { role: 'system' };

/** Numbers the events of one decision after those that the stream has. */
export function happened(after: Pick<CaseState, 'seq'> & { readonly id: CaseId }, by: Signature, events: readonly CaseEvent[]): Decided {
  return accept(events.map((event, index) => ({
    type: event.type, stream: after.id, streamSeq: after.seq + 1 + index,
    role: by.role, ...(by.unit ? { unit: by.unit } : {}), ...(by.post ? { post: by.post } : {}),
    open: event.open, sealed: event.sealed,
  })));
}

/** The same, for a state that already exists. */
export function next(state: CaseState, by: Signature, ...events: readonly CaseEvent[]): Decided {
  return happened({ seq: state.seq, id: state.facts.id }, by, events);
}

/** Signs for a staff author in the first of the wanted roles that they hold; undefined when they hold none. */
export function staffSignature(author: Author, wanted: readonly string[]): Signature | undefined {
  if (author.kind !== 'staff') return undefined;
  const role = wanted.find((one) => author.roles.includes(one));
  return role === undefined ? undefined : { role, unit: author.unit, ...(author.post ? { post: author.post } : {}) };
}

/** Dispatchers, and the dispatch list itself where the jurisdiction lets it act (直派, regulation art. 12). */
export function dispatcherSignature(author: Author): Signature | undefined {
  if (author.kind === 'system' && author.job === 'dispatch-list') return { role: 'dispatch-list' };
  return staffSignature(author, ['dispatcher']);
}

export const HANDLING_ROLES = ['handler', 'unit-leader'] as const;

export function wrongStage(state: CaseState, command: Extract<CaseRefusal, { kind: 'wrong-stage' }>['command']): Decided {
  return refuse({ kind: 'wrong-stage', stage: state.stage, command });
}

/**
 * Every field of a resident's act, empty where nothing was given: opened later, an act lists the commitments it bears, and one that is
 * missing would tell that no contact was left, nobody was to be kept out, or nobody pressed them (charter promise 12).
 */
export function whole<Field extends string>(fields: { readonly [F in Field]: string | undefined }): { readonly [F in Field]: string } {
  return Object.fromEntries(Object.entries<string | undefined>(fields).map(([field, text]) => [field, text ?? ''])) as { [F in Field]: string };
}

/** Leaves out sealed fields that were not given or are empty: for offices' acts. */
export function given<Field extends string>(fields: { readonly [F in Field]?: string | undefined }): { readonly [F in Field]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== undefined && text !== '')) as { [F in Field]?: string };
}
