import type { DivisionCode, JurisdictionCode, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { Day } from './day.ts';
import type { ChannelWord, KindWord, LimitName, Permission, TimeUnit, TwoPersonAct, UrgencyWord } from './vocabulary.ts';
import type { StaffRole } from '../../platform/db/actor.ts';

/** Everything a jurisdiction's files say, checked: plain JSON, stored as one document per version. */
export type JurisdictionContent = {
  readonly jurisdiction: JurisdictionFacts;
  readonly divisions: readonly Division[];
  readonly units: readonly Unit[];
  readonly posts: readonly Post[];
  readonly topics: readonly Topic[];
  readonly vitalInterests: readonly VitalInterest[];
  readonly dispatch: readonly DispatchRule[];
  readonly calendar: CalendarContent;
  readonly limits: readonly LimitRule[];
  readonly roles: readonly Role[];
  /** Roles that one person may not hold together. */
  readonly separations: readonly (readonly StaffRole[])[];
  /** What a small place combines and borrows; absent where it does neither. */
  readonly profile?: Profile;
};

export type Profile = {
  /** Roles of one separation that one person may hold all the same. */
  readonly combined: readonly { readonly roles: readonly StaffRole[]; readonly reason: Names }[];
  /** Acts of two people whose second person comes from a body of the level above: its unit and post. */
  readonly borrowed: readonly { readonly act: TwoPersonAct; readonly unit: UnitId; readonly post: PostId }[];
};

export type Names = Readonly<Record<Locale, string>>;

/** Valid on `from` and after, and before `to`: the day `to` is already outside. An absent end is open. */
export type Validity = { readonly from?: Day; readonly to?: Day };

export type JurisdictionFacts = {
  readonly code: JurisdictionCode;
  readonly names: Names;
  /** IANA time zone in which its days begin and its deadlines fall. */
  readonly zone: string;
  readonly locale: Locale;
  /** Its own level, one of `levels`. */
  readonly level: string;
  /** Administrative levels from the lowest to the highest. */
  readonly levels: readonly { readonly code: string; readonly names: Names }[];
  /** Name of its public record (C2SP signed-note origin): never changes. */
  readonly origin: string;
  /** Whether the public reads a resident's words only with consent, or always (as some open-data cities do). */
  readonly publicWords: 'consent' | 'always';
  /** Receives what no dispatch rule places. */
  readonly intakeUnit: UnitId;
  /** Receives what nobody inside may handle, because everyone inside is concerned. */
  readonly outsideUnit?: UnitId;
  /** Whether its staff must have a second factor to sign in. Unsaid: they must, except in a demo. */
  readonly secondFactor?: 'required' | 'optional';
  readonly emergencyNumbers: readonly { readonly number: string; readonly names: Names }[];
};

export type Division = {
  readonly code: DivisionCode;
  readonly names: Names;
  readonly level: string;
  readonly parent?: DivisionCode;
} & Validity;

export type Unit = {
  readonly id: UnitId;
  readonly names: Names;
  readonly level: string;
  readonly parent?: UnitId;
  /** Where escalation goes when it is not the parent. */
  readonly superior?: UnitId;
  readonly divisions: readonly DivisionCode[];
  /** Answers for its place as a whole (township, street office, county government), as against a bureau for its matter. */
  readonly territorial: boolean;
  /** Stands outside the tree: the body that takes what everyone inside is concerned by. */
  readonly outside: boolean;
  readonly duties: readonly Names[];
  /** Units are compared only within their peer class. */
  readonly peerClass: string;
  /** Public contacts of the office, never of a person. */
  readonly contacts: readonly { readonly means: 'phone' | 'address' | 'hours' | 'web' | 'e-mail'; readonly names: Names }[];
  readonly predecessor?: UnitId;
} & Validity;

export type Post = {
  readonly id: PostId;
  readonly unit: UnitId;
  readonly names: Names;
  /** Holders of leading posts answer by post and name; the names of all others stay unpublished. */
  readonly leading: boolean;
  readonly terms: readonly Term[];
} & Validity;

export type Term = { readonly holder: Names } & Validity;

export type Topic = {
  readonly code: TopicCode;
  readonly names: Names;
  /** One plain line that tells a resident whether this is the right place. */
  readonly hint: Names;
  /** Words residents use for it. */
  readonly synonyms: Readonly<Record<Locale, readonly string[]>>;
  readonly flags: readonly string[];
  /** Its class of vital interests (charter promise 16), inherited by the topics beneath. */
  readonly vitalInterest?: string;
} & Validity;

export type VitalInterest = {
  readonly code: string;
  readonly names: Names;
  readonly explanation: Names;
  /** The laws that such matters are measured by, by name. */
  readonly law?: Names;
  readonly evidencePrompts: readonly Names[];
  readonly clock: Readonly<Partial<Record<LimitName, Amount>>>;
  readonly sealedByDefault: boolean;
  /** Units that are a party to such matters: dispatch goes round them, to `leadUnit`. */
  readonly interestedUnits: readonly UnitId[];
  readonly leadPost: PostId;
  readonly leadUnit: UnitId;
};

/** `place` stands for the territorial unit of the case's own place. */
export type DispatchTarget = UnitId | 'place';

export type DispatchRule = {
  readonly id: string;
  readonly division?: DivisionCode;
  readonly topic?: TopicCode;
  readonly kind?: KindWord;
  readonly lead: DispatchTarget;
  readonly assisting: readonly DispatchTarget[];
  readonly reason: Names;
} & Validity;

export type CalendarContent = {
  /** Names the sources of the days below, so that a deadline can be computed again: `cn chinese-days@1.5.7 2004–2026`. */
  readonly version: string;
  /** 0 is Monday. */
  readonly weekdays: readonly number[];
  /** Working hours of a day as minutes after midnight, ascending, not touching. */
  readonly hours: readonly { readonly opens: number; readonly closes: number }[];
  readonly holidays: readonly Day[];
  /** Days worked although the week says otherwise (调休). */
  readonly makeUpDays: readonly Day[];
  /** The last year whose holidays are known. */
  readonly knownTo?: number;
};

export type Amount = { readonly amount: number; readonly unit: TimeUnit };

export type LimitRule = {
  readonly id: string;
  readonly limit: LimitName;
  readonly kind?: KindWord;
  readonly urgency?: UrgencyWord;
  readonly topic?: TopicCode;
  readonly channel?: ChannelWord;
  readonly level?: string;
} & Amount;

export type Role = {
  readonly code: StaffRole;
  readonly names: Names;
  /** How far its permissions reach: the holder's own unit, that unit and all beneath, or the jurisdiction. */
  readonly reach: 'unit' | 'subtree' | 'jurisdiction';
  readonly permissions: readonly Permission[];
};
