import { Temporal } from 'temporal-polyfill';
import { instantOf, plusMs, type Instant } from '../../../kernel/instant.ts';
import type { Locale } from '../../../platform/i18n/index.ts';
import type { Stage } from '../../../slices/cases/index.ts';
import { catalogueOf } from './catalogue.ts';
import { open311Messages } from './messages.ts';
import type { Open311Case, Open311Filter, Open311Place } from './ports.ts';
import type { ServiceRequest } from './wire.ts';

/** GeoReport v2 allows no longer description. */
const DESCRIPTION_CHARACTERS_MAX = 4_000;

/** Stages in which a case may be closed on the wire: by its resident's own word, sent elsewhere beyond contest, or before it came here (promise 4). */
export const CLOSED_STAGES: readonly Stage[] = ['solved', 'withdrawn', 'diverted', 'imported-closed'];

/** "Answered" is open: a unit cannot close what it was asked (promise 4). */
export function statusOf(one: Pick<Open311Case, 'stage' | 'diversionFinal'>): 'open' | 'closed' {
  if (one.stage === 'diverted') return one.diversionFinal ? 'closed' : 'open';
  return CLOSED_STAGES.includes(one.stage) ? 'closed' : 'open';
}

/** A case as GeoReport shows it. Never a person; the place and the words only as far as the jurisdiction opens them. */
export function resourceOf(one: Open311Case, place: Open311Place, locale: Locale): ServiceRequest {
  const catalogue = catalogueOf(place);
  const open = place.publicWords === 'always';
  const topic = one.topic === undefined ? null : catalogue.topicNames(one.topic)?.[locale] ?? one.topic;
  // Where places are not open data, the township at the finest (protection T10), and until it is told the whole place.
  const told = one.division ?? catalogue.root;
  const shown = open ? told : catalogue.townOf(told);
  const division = catalogue.divisionNames(shown)?.[locale] ?? shown;
  return {
    service_request_id: one.number,
    status: statusOf(one),
    status_notes: notesOf(one, locale),
    service_name: topic,
    service_code: one.topic ?? '',
    description: shortened(one.words ?? one.summary ?? topic ?? open311Messages(locale).untold),
    agency_responsible: one.owner === undefined ? null : place.unitNames(one.owner)?.[locale] ?? one.owner,
    service_notice: null,
    // The hour at which a resident wrote is theirs; what offices did and owe is public to the minute (protection T14).
    requested_datetime: w3c(open ? one.submittedAt : startOfDay(one.submittedAt, place.zone)),
    updated_datetime: w3c(updatedAt(one, place.zone)),
    expected_datetime: one.dueAt === undefined ? null : w3c(one.dueAt),
    // Some validators want an address that is not empty: the division is always known.
    address: open && one.address ? one.address : division,
    address_id: shown,
    zipcode: null,
    ...(open && one.point ? { lat: one.point.latitude, long: one.point.longitude } : {}),
  };
}

/**
 * A filter on the times that are shown. Where only days are public, narrowing the dates of a query must not tell the
 * hour of a report (protection T14).
 */
export function onPublicTimes<Filter extends Pick<Open311Filter, 'from' | 'until'>>(filter: Filter, place: Open311Place): Filter {
  if (place.publicWords === 'always') return filter;
  const dayOfFrom = startOfDay(filter.from, place.zone);
  const from = dayOfFrom === filter.from ? filter.from : plusMs(endOfDay(filter.from, place.zone), 1_000);
  return { ...filter, from, until: plusMs(endOfDay(filter.until, place.zone), 999) };
}

/** GeoReport v2: of a closed request, when it was closed. Of a resident's verdict that is its day, and never before the answer it judges. */
function updatedAt({ stage, outcomeDay, updatedAt: byOffice }: Open311Case, zone: string): Instant {
  if (stage !== 'solved' || outcomeDay === undefined) return byOffice;
  const day = instantOf(new Date(Temporal.PlainDate.from(outcomeDay).toZonedDateTime(zone).epochMilliseconds));
  return day > byOffice ? day : byOffice;
}

function notesOf(one: Open311Case, locale: Locale): string {
  const words = open311Messages(locale);
  const reopened = one.round > 1 && statusOf(one) === 'open' ? [words.reopened(one.round)] : [];
  const overdue = one.overdue && statusOf(one) === 'open' ? [words.overdue] : [];
  return [words.notes[one.stage], ...reopened, ...overdue].join('; ');
}

function shortened(text: string): string {
  if (text.length <= DESCRIPTION_CHARACTERS_MAX) return text;
  const characters = [...text];
  return characters.length <= DESCRIPTION_CHARACTERS_MAX ? text : `${characters.slice(0, DESCRIPTION_CHARACTERS_MAX - 1).join('')}…`;
}

/** `2026-11-22T08:00:00Z`: W3C date and time with its zone; older clients stumble over milliseconds. */
export function w3c(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function startOfDay(at: Instant, zone: string): Instant {
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay();
  return instantOf(new Date(start.epochMilliseconds));
}

/** The last whole second of the day. */
function endOfDay(at: Instant, zone: string): Instant {
  const next = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay().add({ days: 1 }).startOfDay();
  return plusMs(instantOf(new Date(next.epochMilliseconds)), -1_000);
}
