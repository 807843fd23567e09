import type { CaseId, CaseNumber, JurisdictionCode, UnitId } from '../kernel/ids.ts';
import type { Locale } from '../platform/i18n/index.ts';

/** 长辈版: larger type, larger targets, one column, no fine print (accessibility law art. 35; MIIT specification for elders). */
export const MODES = ['normal', 'elder'] as const;
export type Mode = (typeof MODES)[number];

/** What every page knows of its reader and its place. Made once a request by the routes; views only read it. */
export type PageContext = {
  readonly locale: Locale;
  readonly mode: Mode;
  /** `name` in the reader's language; `zone` an IANA name, for every date on the page. */
  readonly jurisdiction: { readonly code: JurisdictionCode; readonly name: string; readonly zone: string };
  /** A demo instance says so on every page: its people are invented and its clock can be moved. */
  readonly demo: boolean;
  /** While the demo's town is still living up to today: how far it is, 0–99 percent. Its clock runs fast until then. */
  readonly demoFilling?: number;
  readonly paths: Paths;
  /** This page's own path with its query, without `lang` and `mode`: the target of the language and elder-mode links. */
  readonly here: string;
  /** This page answers a form, with a receipt or with what was typed: whoever leaves it cannot come back, so those two links open beside it. */
  readonly answersForm?: boolean;
  readonly assets: { readonly stylesheet: string; readonly consoleScript?: string; readonly checkScript?: string; readonly workScript?: string; readonly leaveScript?: string; readonly sealedScript?: string; readonly passkeyScript?: string };
  /** Present when a member of staff is signed in. */
  readonly staff?: { readonly name: string; readonly unitName: string; readonly seesAccounts?: boolean; readonly seesSealed?: boolean; readonly entersCases?: boolean; readonly reissues?: boolean; readonly writesAnswers?: boolean };
  /** Hidden fields that every POST form on this page carries, such as the form token. */
  readonly formFields: HiddenFields;
};

export type HiddenFields = Readonly<Record<string, string>>;

/** Acts of staff on one case; each is a POST to a noun of its own. */
export const CASE_ACTS = [
  'acceptance', 'diversion', 'dispatch', 'transfer', 'signature', 'objection', 'ruling', 'contact', 'extension', 'convening', 'assistance', 'hard-case', 'review', 'note', 'pause', 'resumption', 'answer', 'settlement', 'summary',
] as const;
export type CaseAct = (typeof CASE_ACTS)[number];

/** Every address the pages link to. Built by `web/paths.ts`; the only place where addresses are spelled. */
export type Paths = {
  readonly home: string;
  readonly report: string;
  readonly receipts: string;
  readonly follow: string;
  readonly my: string;
  readonly verdict: string;
  readonly satisfaction: string;
  readonly withdrawal: string;
  readonly contest: string;
  /** What resident and office write to each other: one page on either side. */
  readonly myMessages: string;
  readonly caseMessages: (id: CaseId) => string;
  /** "You may phone me until …". */
  readonly consent: string;
  readonly consentEnd: string;
  /** A new code for the old one. */
  readonly myReceipt: string;
  readonly consentNotices: string;
  /** What is kept about the resident: seen, taken along, corrected, erased. */
  readonly kept: string;
  readonly keptFile: string;
  readonly contact: string;
  readonly contactEnd: string;
  readonly erasure: string;
  readonly erasureEnd: string;
  readonly myTask: (task: number) => string;
  readonly caseTasks: (id: CaseId) => string;
  readonly myCall: (call: number) => string;
  readonly caseCalls: (id: CaseId) => string;
  /** For the call gateway, by the token of one call. */
  readonly callOutcome: (token: string) => string;
  /** For somebody outside, by the token of one task. */
  readonly outsideTask: (token: string) => string;
  /** Away at once, to the calendar that says nothing of us. */
  readonly leave: string;
  readonly calendar: string;
  readonly cases: string;
  readonly caseOf: (number: CaseNumber) => string;
  readonly units: string;
  readonly unitOf: (unit: UnitId) => string;
  readonly about: string;
  readonly privacy: string;
  readonly compromise: string;
  /** The register of removals: what of public texts is or was out of sight. */
  readonly removals: string;
  /** The public ledger of hard cases. */
  readonly hardCases: string;
  /** Answers with sources, for anyone; and the desk where units write them. */
  readonly answers: string;
  readonly answerOf: (entry: string) => string;
  readonly answerDesk: string;
  /** The classes of vital interests (charter promise 16). */
  readonly classes: string;
  readonly classOf: (code: string) => string;
  /** Incidents that were declared in public; joined cases at the desk. */
  readonly incidents: string;
  readonly matters: string;
  readonly matterOf: (id: string) => string;
  readonly myRemovals: string;
  readonly consoleRemovals: string;
  readonly caseRemovals: (id: CaseId) => string;
  /** What was asked and looked at of the resident's own identity; a request's id follows. */
  readonly myIdentity: string;
  /** What somebody says by phone, at the desk or on paper is entered here. */
  readonly entry: string;
  /** Lost receipts are replaced here by two people, and objections to that settled. */
  readonly reissues: string;
  /** Whoever holds a code that a desk replaced objects. */
  readonly receiptContest: string;
  /** Requests that wait for a second person. */
  readonly identityDesk: string;
  readonly identityRequest: (id: string) => string;
  readonly caseIdentity: (id: CaseId) => string;
  readonly record: string;
  readonly scorecards: string;
  /** The published result over the first `n` entries. */
  readonly scorecardOf: (n: number) => string;
  readonly recordFormat: string;
  readonly openData: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly ownAccount: string;
  readonly accounts: string;
  readonly console: string;
  readonly consoleCase: (id: CaseId) => string;
  readonly caseAct: (id: CaseId, act: CaseAct) => string;
};

/** The state of one form: what was typed, what is wrong with it (in the reader's language, by field name), what it carries unseen. */
export type FormState = {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** For example the idempotency key; added to `PageContext.formFields`. */
  readonly hidden: HiddenFields;
};

export const EMPTY_FORM: FormState = { values: {}, errors: {}, hidden: {} };

/** Adds a query to an address that may already have one. */
export function withQuery(address: string, name: string, value: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
}
