/**
 * Somebody who reads everything public again and again, and subtracts. Knows the offices' tree and the limits, which are public,
 * and nothing else. Two questions: which cases are of a cell with fewer than k, and when exactly did a resident act?
 */

/** Everything public at one moment: addresses with what they answered, and the log's entries as text. */
export type Release = { readonly label: string; readonly answers: ReadonlyMap<string, string>; readonly log: readonly string[] };

/** What a reader needs to know to make sense of an answer: names and codes of topics and townships, and whose office is a township's. */
export type PublicLists = {
  /** The code of a topic by itself and by its names. */
  readonly topicOf: ReadonlyMap<string, string>;
  readonly townOf: ReadonlyMap<string, string>;
  readonly townOfUnit: ReadonlyMap<string, string>;
};

type Claims = { topic1?: string; topic?: string; town?: string };
export type Cell = { readonly release: string; readonly cell: string; readonly cases: readonly string[] };

const NUMBER = /\b\d{12}\b/g;

/** Cells below `k` that reading these releases in order gives away: by a filter, two filters, a page, a difference of two releases, or an office's place. */
export function cellsBelow(releases: readonly Release[], lists: PublicLists, k = 10): readonly Cell[] {
  const known = new Map<string, Claims>();
  const counted = new Map<string, ReadonlySet<string>>();
  return releases.flatMap((release) => {
    for (const [number, claims] of claimsIn(release, lists)) known.set(number, { ...known.get(number), ...claims });
    const cells = new Map<string, Set<string>>();
    const put = (cell: string, number: string): void => { cells.set(cell, (cells.get(cell) ?? new Set()).add(number)); };
    for (const [number, { topic1, topic, town }] of known) {
      if (topic1 !== undefined) put(`topic1 ${topic1}`, number);
      if (topic !== undefined) put(`topic ${topic}`, number);
      if (town !== undefined && topic1 !== undefined) put(`town ${town} topic1 ${topic1}`, number);
      if (town !== undefined && topic !== undefined) put(`town ${town} topic ${topic}`, number);
      // What is left when the finer is taken from the coarser: told its first level and township, and not its topic.
      if (town !== undefined && topic1 !== undefined && topic === undefined) put(`town ${town} topic1 ${topic1} rest`, number);
    }
    const found = [...cells].flatMap(([cell, now]) => {
      const before = counted.get(cell) ?? new Set<string>();
      const fresh = [...now].filter((number) => !before.has(number));
      return fresh.length > 0 && fresh.length < k ? [{ release: release.label, cell, cases: fresh }] : [];
    });
    for (const [cell, now] of cells) counted.set(cell, new Set(now));
    return found;
  });
}

function claimsIn({ answers, log }: Release, lists: PublicLists): ReadonlyMap<string, Claims> {
  const claims = new Map<string, Claims>();
  const claim = (number: string, more: Claims): void => { claims.set(number, { ...claims.get(number), ...more }); };
  for (const [address, text] of answers) {
    const query = new URL(address, 'http://x.invalid').searchParams;
    const asked = { ...topicClaim(query.get('topic') ?? query.get('service_code') ?? undefined, lists), ...townClaim(query.get('place') ?? undefined, lists), ...wordClaim(query.get('q') ?? undefined, lists) };
    for (const number of listedIn(text)) claim(number, asked);
    const single = /\/(?:cases|requests)\/(\d{12})/.exec(address)?.[1];
    if (single !== undefined) claim(single, pageClaim(text, lists));
    if (address.includes('/open311/')) for (const one of requestsIn(text)) claim(one.number, { ...topicClaim(one.topic, lists), ...townClaim(one.place, lists) });
  }
  for (const entry of log) readEntry(entry, lists, claim, numbersByIndex(log));
  return claims;
}

const indexes = new WeakMap<readonly string[], ReadonlyMap<number, string>>();

/** Which case an act at once is about, by its place in the log: a disclosure of its fields names the place alone. */
function numbersByIndex(log: readonly string[]): ReadonlyMap<number, string> {
  const made = indexes.get(log) ?? new Map(log.flatMap((text, index) => {
    const number = /"stream":"case:(\d{12})"/.exec(text)?.[1];
    return number === undefined ? [] : [[index, number] as const];
  }));
  indexes.set(log, made);
  return made;
}

type Entry = {
  readonly kind: string; readonly index?: number; readonly cell?: { readonly topic1?: string; readonly town?: string }; readonly stream?: string; readonly unit?: string;
  readonly open?: Readonly<Record<string, unknown>>; readonly act?: { readonly stream: string; readonly open: Readonly<Record<string, unknown>> };
  readonly fields?: Readonly<Record<string, { readonly text: string }>>;
};

function readEntry(text: string, lists: PublicLists, claim: (number: string, claims: Claims) => void, byIndex: ReadonlyMap<number, string>): void {
  const entry = JSON.parse(text) as Entry;
  const number = /^case:(\d{12})$/.exec(entry.act?.stream ?? entry.stream ?? '')?.[1] ?? (entry.index === undefined ? undefined : byIndex.get(entry.index));
  if (number === undefined) return;
  const { topic1, town } = entry.cell ?? {};
  const fields = entry.fields ?? {};
  claim(number, {
    ...topicClaim(fields['topic']?.text, lists), ...(topic1 === undefined ? {} : { topic1 }), ...(fields['topic1'] ? { topic1: fields['topic1'].text } : {}),
    ...townClaim(town ?? fields['town']?.text, lists),
  });
  const open = entry.open ?? entry.act?.open ?? {};
  for (const unit of [open['owner'], open['handler'], open['to'], entry.unit, ...(Array.isArray(open['assisting']) ? open['assisting'] : [])]) {
    const place = typeof unit === 'string' ? lists.townOfUnit.get(unit) : undefined;
    if (place !== undefined) claim(number, { town: place });
  }
}

function topicClaim(word: string | undefined, { topicOf }: PublicLists): Claims {
  const code = word === undefined ? undefined : topicOf.get(word);
  if (code === undefined) return {};
  const [topic1 = code] = code.split('.');
  return { topic1, ...(code === topic1 ? {} : { topic: code }) };
}

function townClaim(code: string | undefined, { townOf }: PublicLists): Claims {
  const town = code === undefined ? undefined : townOf.get(code);
  return town === undefined ? {} : { town };
}

/** A search for the name of a topic or a township. */
function wordClaim(word: string | undefined, lists: PublicLists): Claims {
  return { ...topicClaim(word, lists), ...townClaim(word, lists) };
}

/** Of one case's own page: names that stand there and are no part of an office's name, and that no list of choices bears. */
function pageClaim(text: string, lists: PublicLists): Claims {
  const words = new Set(text.replace(/<select[\s\S]*?<\/select>/g, '').split(/<[^>]*>|[",]/).flatMap((part) => part.split(' · ')).map((part) => part.trim()));
  let claims: Claims = {};
  for (const word of words) claims = { ...claims, ...wordClaim(word, lists) };
  return claims;
}

function listedIn(text: string): readonly string[] {
  return [...text.matchAll(/href="[^"]*\/cases\/(\d{12})"|"service_request_id":"(\d{12})"/g)].flatMap((found) => found[1] ?? found[2] ?? []);
}

function requestsIn(text: string): readonly { readonly number: string; readonly topic?: string; readonly place?: string }[] {
  if (!text.startsWith('[')) return [];
  return (JSON.parse(text) as Record<string, string | null>[]).map((one) => ({
    number: one['service_request_id'] ?? '', ...(one['service_code'] ? { topic: one['service_code'] } : {}), ...(one['address_id'] ? { place: one['address_id'] } : {}),
  }));
}

/** Addresses whose answers changed between two looks: with nothing but one act between them, each tells its minute. */
export function changedBetween(before: Release, after: Release): readonly string[] {
  return [...before.answers].filter(([address, text]) => after.answers.get(address) !== text).map(([address]) => address);
}

/** Entries that came between two looks and are not as alike as sealed ones are. */
export function unsealedBetween(before: Release, after: Release): readonly string[] {
  return after.log.slice(before.log.length).filter((text) => !text.includes('"kind":"sealed"') || text.length !== 82);
}

export type Deed = { readonly number: string; readonly at: number };

/**
 * Acts that some minute published of their own case gives away: it is exactly a limit later than the act, by the public calendar.
 * `deadlinesOf` gives those of all limits that move with the act. `texts` are whatever is published of a case, by its number.
 */
export function datedBy(texts: ReadonlyMap<string, readonly string[]>, acts: readonly Deed[], deadlinesOf: (at: number) => readonly number[]): readonly Deed[] {
  const minutes = new Map([...texts].map(([number, told]) => [number, minutesIn(told)]));
  return acts.filter(({ number, at }) => [at, ...deadlinesOf(at)].some((one) => minutes.get(number)?.has(Math.floor(one / 60_000))));
}

function minutesIn(texts: readonly string[]): ReadonlySet<number> {
  const minutes = new Set<number>();
  for (const text of texts) {
    for (const [iso] of text.matchAll(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g)) minutes.add(Math.floor(Date.parse(iso) / 60_000));
    for (const [ms] of text.matchAll(/\b1[78]\d{11}\b/g)) minutes.add(Math.floor(Number(ms) / 60_000));
  }
  return minutes;
}

/** Everything published of each case at any of these moments: pages and answers about it alone, and its entries. */
export function textsByCase(releases: readonly Release[]): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, Set<string>>();
  const put = (number: string | undefined, text: string): void => { if (number !== undefined) texts.set(number, (texts.get(number) ?? new Set()).add(text)); };
  for (const { answers, log } of releases) {
    for (const [address, text] of answers) put(/\/(?:cases|requests)\/(\d{12})/.exec(address)?.[1], text);
    for (const text of log) put(/"stream":"case:(\d{12})"/.exec(text)?.[1], text);
  }
  return new Map([...texts].map(([number, told]) => [number, [...told]]));
}

/** Every case number that an answer names. */
export function numbersIn(text: string): ReadonlySet<string> {
  return new Set(text.match(NUMBER) ?? []);
}
