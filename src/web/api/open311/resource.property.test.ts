import { parseDivisionCode } from '../../../kernel/ids.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../kernel/instant.ts';
import { STAGES } from '../../../slices/cases/index.ts';
import { catalogueOf } from './catalogue.ts';
import { onPublicTimes, resourceOf, statusOf } from './resource.ts';
import { EASTON, instant, LINHE, must, place, specimenCase } from './specimen.ts';

const open = place(EASTON, 'always');
const stubs = place(LINHE, 'consent');

describe('status', () => {
  test('only the resident closes: solved and withdrawn; and a diversion that nobody can contest any more, and what was closed before it came here', () => {
    const closed = STAGES.filter((stage) => statusOf({ stage, diversionFinal: true }) === 'closed');
    expect(closed).toEqual(['diverted', 'solved', 'withdrawn', 'imported-closed']);
    expect(statusOf({ stage: 'diverted', diversionFinal: false })).toBe('open');
  });

  test('answered is open, and the notes say what is awaited', () => {
    expect(resourceOf(specimenCase({ stage: 'answered' }), open, 'en')).toMatchObject({ status: 'open', status_notes: "answered, awaiting the resident's verdict" });
    expect(resourceOf(specimenCase({ stage: 'answered' }), open, 'zh').status_notes).toBe('承办单位已答复，等待提出人评定');
  });

  test('every stage has its own note in every language; a reopened and overdue one says so', () => {
    for (const locale of ['zh', 'en'] as const) {
      expect(new Set(STAGES.map((stage) => resourceOf(specimenCase({ stage }), open, locale).status_notes)).size).toBe(STAGES.length);
    }
    const notes = resourceOf(specimenCase({ round: 2, overdue: true }), open, 'en').status_notes;
    expect(notes).toContain('round 2');
    expect(notes).toContain('overdue');
  });
});

describe('what the public may know', () => {
  const told = specimenCase({ words: 'The lamp is dark', address: '12 Willow Lane', point: { latitude: 40.5, longitude: -73.5 } });

  test('where everything is open: words, address, point and the exact second', () => {
    expect(resourceOf(told, open, 'en')).toMatchObject({
      description: 'The lamp is dark', address: '12 Willow Lane', lat: 40.5, long: -73.5, requested_datetime: '2026-11-20T21:34:56Z',
      updated_datetime: '2026-11-21T03:04:05Z', expected_datetime: '2026-11-27T09:30:00Z', agency_responsible: 'Lighting Office', address_id: '9001-02',
    });
  });

  test('elsewhere: the division and the day of the report, even if a place or a point were handed over by mistake', () => {
    const seen = resourceOf(told, stubs, 'en');
    // 21:34 UTC is already the next morning in Shanghai; its day began at 16:00 UTC.
    expect(seen).toMatchObject({ address: 'River Mouth', requested_datetime: '2026-11-20T16:00:00Z', expected_datetime: '2026-11-27T09:30:00Z' });
    expect(seen).not.toHaveProperty('lat');
    expect(seen).not.toHaveProperty('long');
    expect(JSON.stringify(seen)).not.toContain('Willow Lane');
  });

  test('elsewhere a village is told as its township, and as itself only where places are open', () => {
    const village = specimenCase({ division: must(parseDivisionCode('9001-02-1')) });
    expect(resourceOf(village, stubs, 'en')).toMatchObject({ address: 'River Mouth', address_id: '9001-02' });
    expect(JSON.stringify(resourceOf(village, stubs, 'zh'))).not.toContain('柳树村');
    expect(resourceOf(village, open, 'en')).toMatchObject({ address: 'Willow', address_id: '9001-02-1' });
  });

  test('without words of its own a case shows the public summary, and without that its topic', () => {
    expect(resourceOf(specimenCase({ summary: 'A lamp' }), stubs, 'en').description).toBe('A lamp');
    expect(resourceOf(specimenCase(), stubs, 'zh').description).toBe('路灯');
  });

  test('a description is never longer than the specification allows', () => {
    expect([...resourceOf(specimenCase({ words: '😀'.repeat(5_000) }), open, 'en').description]).toHaveLength(4_000);
  });

  test('no filter by time tells more than the times that are shown', () => {
    const between = fc.integer({ min: Date.parse('2026-03-01'), max: Date.parse('2026-04-15') }).map((ms) => must(parseInstant(ms)));
    for (const where of [stubs, { ...stubs, zone: 'America/New_York' }]) {
      fc.assert(fc.property(between, between, between, (submittedAt, from, until) => {
        const shown = Date.parse(resourceOf(specimenCase({ submittedAt }), where, 'en').requested_datetime);
        const filter = onPublicTimes({ from, until }, where);
        expect(submittedAt >= filter.from && submittedAt <= filter.until).toBe(shown >= from && shown <= until);
      }), { seed: 311, numRuns: 1_000 });
    }
  });

  test('where exact times are open, a filter is left as it is', () => {
    const filter = { from: instant('2026-11-01T01:02:03Z'), until: instant('2026-11-02T01:02:03Z') };
    expect(onPublicTimes(filter, open)).toEqual(filter);
  });
});

describe('the catalogue', () => {
  test('services are the topics with nothing beneath them, grouped by their first level, keywords without stray commas', () => {
    expect(catalogueOf(open).services('en')).toEqual([
      { service_code: 'city.street.lamps', service_name: 'Street lamps', description: 'About Street lamps', metadata: false, type: 'realtime', keywords: 'lamp,dark  street', group: 'City' },
      { service_code: 'city.noise', service_name: 'Noise', description: 'About Noise', metadata: false, type: 'realtime', keywords: '', group: 'City' },
      { service_code: 'praise', service_name: 'Praise', description: 'About Praise', metadata: false, type: 'realtime', keywords: '', group: 'Praise' },
    ]);
  });

  test.each([
    ['3 Willow Lane, River Mouth', '9001-02-1'], ['river mouth harbour', '9001-02'], ['临河县河口镇柳树村三组', '9001-02-1'], ['河口镇', '9001-02'],
    ['Hampstead Road', '9001'], ['12 Ham Street', '9001-01'], ['nowhere', '9001'], ['', '9001'],
  ])('an address names its place: %s', (address, code) => {
    expect(catalogueOf(open).divisionIn(address)).toBe(code);
  });
});
