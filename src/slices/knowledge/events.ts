import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Content, Withdrawal } from './entry.ts';

export type KnowledgeEvent =
  | { readonly type: 'knowledge.published.v1'; readonly version: number; readonly content: Content }
  | { readonly type: 'knowledge.withdrawn.v1'; readonly version: number; readonly reason: Withdrawal };

/** An event that happened. */
export type KnowledgeFact = KnowledgeEvent & { readonly unit: UnitId; readonly role: string; readonly at: Instant };

export const KNOWLEDGE_EVENT_TYPES = ['knowledge.published.v1', 'knowledge.withdrawn.v1'] as const satisfies readonly KnowledgeEvent['type'][];
