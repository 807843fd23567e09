import type { CaseNumber, DivisionCode, JurisdictionCode, TopicCode, UnitId } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Decision } from '../../../kernel/refusal.ts';
import type { ReceiptCode } from '../../../platform/crypto/index.ts';
import type { AttachmentName, PhotoRefusal } from '../../../platform/files/index.ts';
import type { Locale } from '../../../platform/i18n/index.ts';
import type { CaseRefusal, PublicStory, Stage, StoryPage } from '../../../slices/cases/index.ts';
import type { Contact } from '../../../slices/vault/index.ts';

export type Names = Readonly<Record<Locale, string>>;

/** What Open311 needs to know of a jurisdiction: the parts in force today. The same object until something changes. */
export type Open311Place = {
  readonly code: JurisdictionCode;
  readonly names: Names;
  /** IANA zone in which its public days begin. */
  readonly zone: string;
  /** `always`: words and exact places are open data there; `consent`: the public sees a stub, by day and division. */
  readonly publicWords: 'consent' | 'always';
  readonly topics: readonly Open311Topic[];
  readonly divisions: readonly { readonly code: DivisionCode; readonly names: Names; readonly parent?: DivisionCode }[];
  readonly unitNames: (unit: UnitId) => Names | undefined;
};

export type Open311Topic = {
  readonly code: TopicCode;
  readonly names: Names;
  readonly hint: Names;
  readonly synonyms: Readonly<Record<Locale, readonly string[]>>;
};

/** A case as the public may read it; whatever is absent is private. */
export type Open311Case = {
  readonly number: CaseNumber;
  readonly stage: Stage;
  /** Of a diverted case: nobody can contest any more. */
  readonly diversionFinal: boolean;
  /** Absent while too few cases are alike for it to be told (protection T10). */
  readonly topic?: TopicCode;
  readonly division?: DivisionCode;
  readonly owner?: UnitId;
  readonly round: number;
  readonly overdue: boolean;
  readonly paused: boolean;
  /** Of the resident's last verdict, where it is told. */
  readonly outcomeDay?: string;
  /** Where only days are public: any instant of the day on which it was listed, which is an office's act. */
  readonly submittedAt: Instant;
  /** Of the last act of an office, never of the resident's. */
  readonly updatedAt: Instant;
  readonly dueAt?: Instant;
  readonly summary?: string;
  /** Only with the resident's consent and after a reviewer's look, or where words are always public. */
  readonly words?: string;
  /** Only where words are always public. */
  readonly address?: string;
  readonly point?: { readonly latitude: number; readonly longitude: number };
};

export type Open311Filter = {
  readonly topics: readonly TopicCode[];
  /** Both ends belong to it. */
  readonly from: Instant;
  readonly until: Instant;
  readonly status?: 'open' | 'closed';
};

export type Open311Submission = {
  readonly topic: TopicCode;
  readonly division: DivisionCode;
  readonly address: string;
  readonly point?: { readonly latitude: number; readonly longitude: number };
  readonly words: string;
  readonly contact?: Contact;
  readonly photos?: Open311Photos;
};

/** Photographs that are stored already. The same files sent again get other names; `digest` is of what was sent. */
export type Open311Photos = { readonly names: readonly AttachmentName[]; readonly digest: string };

/** What a resident adds, proven by the code of their receipt. */
export type Open311Reply = { readonly number: CaseNumber; readonly receiptCode: ReceiptCode; readonly words: string; readonly photos?: Open311Photos };

export type ReplyRefusal = { readonly kind: 'receipt-wrong' } | { readonly kind: 'key-reused' } | { readonly kind: 'refused-by-rule'; readonly rule: CaseRefusal['kind'] };

export type SubmitRefusal = { readonly kind: 'key-reused' } | { readonly kind: 'not-accepted' };

/** Everything this interface asks of the rest of the program; `main` gives it. */
export type Open311Deps = {
  readonly defaultJurisdiction: () => JurisdictionCode;
  readonly placeOf: (code: JurisdictionCode) => Open311Place | undefined;
  /** The database's clock. */
  readonly now: () => Promise<Instant>;
  /**
   * Vault deposit (if there is a contact), then the case, in one go. The same key and submission again gives the same
   * number and receipt code and adds nothing.
   */
  readonly submit: (
    code: JurisdictionCode, submission: Open311Submission, idempotencyKey: string,
  ) => Promise<Decision<{ readonly number: CaseNumber; readonly receiptCode: string }, SubmitRefusal>>;
  /** Draws a photograph anew and stores it; swept unless a case comes to name it. */
  readonly keepPhoto: (bytes: Uint8Array) => Promise<Decision<AttachmentName, PhotoRefusal>>;
  /** A message from the resident to whoever has the case; its name among the updates. With a key the same again adds nothing. */
  readonly reply: (code: JurisdictionCode, reply: Open311Reply, idempotencyKey: string | undefined) => Promise<Decision<string, ReplyRefusal>>;
  /** Newest first. `next` is opaque and absent on the last page; undefined when the cursor given is none of ours. */
  readonly list: (
    code: JurisdictionCode, filter: Open311Filter, page: { readonly cursor?: string; readonly skip: number; readonly limit: number },
  ) => Promise<{ readonly cases: readonly Open311Case[]; readonly next?: string } | undefined>;
  /** Those that exist and are public, in any order. */
  readonly find: (code: JurisdictionCode, numbers: readonly CaseNumber[]) => Promise<readonly Open311Case[]>;
  /** What happened in cases in which something has been told since `from`; undefined when the cursor given is none of ours. */
  readonly changed: (code: JurisdictionCode, from: Instant, page: { readonly cursor?: string; readonly limit: number }) => Promise<StoryPage | undefined>;
  /** The same of those asked for, as far as they are public. */
  readonly stories: (code: JurisdictionCode, numbers: readonly CaseNumber[]) => Promise<readonly PublicStory[]>;
  /** Whether posting there needs a key, and whether this one will do. */
  readonly apiKey: (code: JurisdictionCode, key: string | undefined) => 'fine' | 'missing' | 'wrong';
  /** Address of the instance as the world sees it, without a slash at its end. */
  readonly publicUrl: string;
  readonly demo: boolean;
};
