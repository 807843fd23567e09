export { ANSWER_MAX, LINK_MAX, QUESTION_MAX, SOURCE_MAX, SOURCES_MAX, type KnowledgeCommand, type KnowledgeRefusal } from './decide.ts';
export { digestOf } from './digest.ts';
export { newest, parseEntryId, WITHDRAWALS, type Content, type Entry, type EntryId, type Source, type Standing, type Version, type Withdrawal } from './entry.ts';
export { createKnowledge, WRITE, type Knowledge, type Listed } from './handle.ts';
export { knowledgeRefusals } from './messages.ts';
export { knowledgeReplayer } from './replay.ts';
