import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseNumberOf } from '../../../kernel/ids.ts';
import { DAY_MS } from '../../../kernel/instant.ts';
import { fieldsOfBytes, fieldsOfText } from './fields.ts';
import type { Mistake } from './mistake.ts';
import { parseRequestsQuery, type Span } from './parse-query.ts';
import { parseSubmission, wordsOf, type Submission } from './parse-submission.ts';
import { NOW } from './specimen.ts';

const CASE = caseNumberOf('48210937551');

function submitted(text: string): Submission | readonly Mistake[] {
  const fields = fieldsOfText(text);
  if (fields.refused) return [fields.reason];
  const parsed = parseSubmission(fields.value);
  return parsed.refused ? parsed.reason.mistakes : parsed.value;
}

function asked(text: string): ReturnType<typeof parseRequestsQuery> {
  const fields = fieldsOfText(text);
  if (fields.refused) throw new Error('the test itself is broken');
  return parseRequestsQuery(fields.value, NOW);
}

function mistakesIn(text: string): readonly string[] {
  const query = asked(text);
  return query.refused ? query.reason.mistakes.map((mistake) => mistake.kind) : [];
}

describe('a POST', () => {
  test('keeps the words exactly as typed, spaces, plus signs, quotes and line ends included', () => {
    expect(submitted('service_code=city.noise&address_string=x&description=++a%2Bb+%22q%22%0D%0A%E7%BE%A4%E4%BC%97+'))
      .toMatchObject({ description: '  a+b "q"\r\n群众 ', address: 'x', service: 'city.noise' });
  });

  test.each<[string, string, readonly Partial<Mistake>[]]>([
    ['nothing at all', '', [{ kind: 'missing', field: 'service_code' }, { kind: 'location-missing' }]],
    ['no place', 'service_code=a', [{ kind: 'location-missing' }]],
    ['half a point', 'service_code=a&lat=1', [{ kind: 'location-half' }]],
    ['a point beyond the pole', 'service_code=a&lat=90.5&long=0', [{ kind: 'out-of-range', field: 'lat', min: -90, max: 90 }]],
    ['NaN', 'service_code=a&lat=NaN&long=0', [{ kind: 'not-a-number', field: 'lat' }]],
    ['an exponent', 'service_code=a&lat=1e1&long=0', [{ kind: 'not-a-number', field: 'lat' }]],
    ['a hexadecimal number', 'service_code=a&lat=0x10&long=0', [{ kind: 'not-a-number', field: 'lat' }]],
    ['a service code that cannot be one', "service_code=a'--&address_string=x", [{ kind: 'unknown-service' }]],
    ['the service twice', 'service_code=a&service_code=b&address_string=x', [{ kind: 'repeated', field: 'service_code' }, { kind: 'missing' }]],
    ['4,001 characters', `service_code=a&address_string=x&description=${'%F0%9F%98%80'.repeat(4_001)}`, [{ kind: 'too-long', field: 'description', max: 4_000 }]],
    ['an address id with spaces', 'service_code=a&address_id=a+b', [{ kind: 'unknown-address-id' }]],
    ['a wrong e-mail', 'service_code=a&address_string=x&email=me', [{ kind: 'not-an-email' }]],
    ['a wrong telephone number', 'service_code=a&address_string=x&phone=call+me', [{ kind: 'not-a-phone' }]],
    ['a name that nobody can be reached by', 'service_code=a&address_string=x&last_name=Lin', [{ kind: 'name-alone' }]],
    ['a picture by script', 'service_code=a&address_string=x&media_url=javascript:alert(1)', [{ kind: 'not-an-address', field: 'media_url' }]],
    ['NUL', 'service_code=a&address_string=x%00', [{ kind: 'broken-text' }]],
    ['broken UTF-8', 'service_code=a&address_string=%ff', [{ kind: 'broken-text' }]],
    ['a broken escape', 'service_code=a&address_string=%zz', [{ kind: 'broken-text' }]],
    ['a hundred and one fields', 'a=1&'.repeat(101), [{ kind: 'too-many-fields', max: 100 }]],
    ['attributes without end', `service_code=a&address_string=x&attribute[Q]=${'a'.repeat(2_000)}`, [{ kind: 'too-long', field: 'attribute' }]],
  ])('refuses %s', (_name, text, mistakes) => {
    expect(submitted(text)).toMatchObject(mistakes);
  });

  test('exactly 4,000 characters are taken, however many bytes they are', () => {
    expect(submitted(`service_code=a&address_string=x&description=${'%F0%9F%98%80'.repeat(4_000)}`)).toHaveProperty('description');
  });

  test('all mistakes are told at once', () => {
    expect(submitted('lat=x&email=me')).toMatchObject([{ kind: 'missing' }, { kind: 'not-a-number' }, { kind: 'not-an-email' }]);
  });

  test('bytes that are not UTF-8 are refused, not repaired', () => {
    expect(fieldsOfBytes(new Uint8Array([0x61, 0x3d, 0xc3, 0x28]))).toMatchObject({ refused: true, reason: { kind: 'broken-text' } });
  });

  test('device and account are read by nobody; a contact goes to the vault as one', () => {
    const read = submitted('service_code=a&address_string=x&device_id=D1&account_id=A1&first_name=Mei&last_name=Lin&phone=%2B86+139-0000-0000');
    expect(read).toMatchObject({ contact: { name: 'Mei Lin', phone: '+8613900000000', email: '' } });
    expect(JSON.stringify(read)).not.toMatch(/D1|A1/);
  });

  test('what a client sends beside the words stands on lines of its own; a service chosen without words speaks for itself', () => {
    const read = submitted('service_code=a&address_string=x&description=Dark&attribute[POLE]=12&attribute[SIDE][]=n&attribute[SIDE][]=e&media_url=https://p.example/1.jpg');
    expect(wordsOf(read as Submission, 'Lamps')).toBe('Dark\nPOLE: 12\nSIDE: n\nSIDE: e\nhttps://p.example/1.jpg');
    expect(wordsOf(submitted('service_code=a&address_string=x') as Submission, 'Lamps')).toBe('Lamps');
  });

  test('the longest that is taken fits into the words of a case, 10,000 units', () => {
    const longest = submitted(`service_code=a&address_string=x&description=${'%F0%9F%98%80'.repeat(4_000)}&attribute[Q]=${'a'.repeat(1_390)}&media_url=https://p.example/${'a'.repeat(480)}`);
    expect(wordsOf(longest as Submission, 'Lamps').length).toBeLessThanOrEqual(10_000);
  });
});

describe('a query', () => {
  test('without dates asks for the last 90 days and at most 1,000 requests, as the specification says', () => {
    expect(asked('')).toMatchObject({ value: { kind: 'span', from: NOW - 90 * DAY_MS, until: NOW, pageSize: 1_000, skip: 0, services: [] } });
  });

  test('by number overrides everything else and asks for each once', () => {
    expect(asked(`service_request_id=${CASE},%20${CASE}&start_date=nonsense`)).toMatchObject({ value: { kind: 'numbers', numbers: [CASE] } });
  });

  test('reads times with Z, with an offset whose plus sign was not escaped, and bare days', () => {
    const from = (text: string): number => (asked(`start_date=${text}`) as { value: Span }).value.from;
    const expected = Date.parse('2026-11-01T00:00:00Z');
    for (const text of ['2026-11-01T00:00:00Z', '2026-11-01T08:00:00+08:00', '2026-11-01T08:00:00%2B0800', '2026-10-31T19:00:00-05:00', '2026-11-01']) expect(from(text)).toBe(expected);
  });

  test('pages by number', () => {
    expect(asked('page=3&page_size=20')).toMatchObject({ value: { skip: 40, pageSize: 20 } });
  });

  test.each([
    ['start_date=2026-02-29T00:00:00Z', 'not-a-date'], ['start_date=yesterday', 'not-a-date'], ['end_date=2026-11-22T25:00:00Z', 'not-a-date'],
    ['start_date=2026-11-22T08:00:00', 'not-a-date'], ['start_date=1900-01-01', 'not-a-date'], ['start_date=99999-01-01T00:00:00Z', 'not-a-date'],
    ['start_date=2026-11-02&end_date=2026-11-01', 'end-before-start'],
    ['start_date=2026-01-01&end_date=2026-11-01', 'span-too-long'],
    ['status=solved', 'not-a-choice'], ['page=0', 'out-of-range'], ['page=-1', 'not-a-number'], ['page=1e3', 'not-a-number'],
    ['page_size=1001', 'out-of-range'], ['page=99999999999999999999', 'out-of-range'], ['page=1000&page_size=1000', 'page-too-far'],
    ['service_request_id=12', 'not-a-case-number'], [`service_request_id=${`${CASE},`.repeat(51)}`, 'too-many-values'],
    ['service_code=%3Cb%3E', 'unknown-service'], ['page=1&page=2', 'repeated'],
  ])('refuses %s', (text, kind) => {
    expect(mistakesIn(text)).toContain(kind);
  });

  test('of any text at all is either read within its bounds or refused with a reason', () => {
    const name = fc.constantFrom('start_date', 'end_date', 'page', 'page_size', 'status', 'service_code', 'service_request_id', 'cursor', '__proto__');
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('2026-11-01', '9998-12-31T23:59:59Z', '1971-01-01', 'open,closed', '7', ' ', ','));
    fc.assert(fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (pairs) => {
      const fields = fieldsOfText(pairs.map(([key, text]) => `${key}=${text.isWellFormed() ? encodeURIComponent(text) : '%00'}`).join('&'));
      if (fields.refused) expect(['broken-text', 'too-many-fields']).toContain(fields.reason.kind);
      else expectBounded(parseRequestsQuery(fields.value, NOW));
    }), { seed: 311, numRuns: 500 });
  });
});

function expectBounded(query: ReturnType<typeof parseRequestsQuery>): void {
  if (query.refused) expect(query.reason.mistakes.length).toBeGreaterThan(0);
  else if (query.value.kind === 'numbers') expect(query.value.numbers.length).toBeLessThanOrEqual(50);
  else {
    expect(query.value.until - query.value.from).toBeLessThanOrEqual(90 * DAY_MS + 1_000);
    expect(query.value.from).toBeGreaterThanOrEqual(0);
  }
}
