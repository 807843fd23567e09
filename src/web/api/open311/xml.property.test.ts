import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { toJson } from './json.ts';
import type { WireAnswer } from './wire.ts';
import { toXml } from './xml.ts';

const reader = new XMLParser({ parseTagValue: false, trimValues: false, processEntities: true, ignoreDeclaration: true });
const HOSTILE = ['</description><status>closed</status>', ']]>', '<!DOCTYPE x [<!ENTITY a "b">]>&a;', '&lt;b&gt; &amp;amp; "q" \'s\'', '\u0000\u0007\ud800x', '\u2028</', '\uffff'];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));

/** What XML 1.0 §2.2 allows, with line ends as a parser hands them on (§2.11). */
function carried(text: string): string {
  return [...text.replace(/\r\n?/g, '\n')].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    const allowed = code === 9 || code === 10 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code > 0xffff;
    return allowed ? character : '\ufffd';
  }).join('');
}

describe('whatever a text holds', () => {
  test('the XML stays well-formed, and the text comes back as far as XML can carry it', () => {
    fc.assert(fc.property(hostile, (text) => {
      const xml = toXml({ kind: 'errors', errors: [{ code: 400, description: text }] });
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      const read = reader.parse(xml) as { errors: { error: { code: string; description: string } } };
      expect(read.errors.error.code).toBe('400');
      expect(read.errors.error.description).toBe(carried(text));
    }), { seed: 311, numRuns: 1_000 });
  });

  test('control: the same text unescaped is not well-formed, so the validator can tell', () => {
    expect(XMLValidator.validate('<a></description></a>')).not.toBe(true);
  });

  test('the JSON form gives the text back exactly', () => {
    fc.assert(fc.property(hostile.filter((text) => text.isWellFormed()), (text) => {
      const read = JSON.parse(toJson({ kind: 'errors', errors: [{ code: 400, description: text }] })) as { description: string }[];
      expect(read[0]?.description).toBe(text);
    }), { seed: 311, numRuns: 1_000 });
  });
});

describe('the shapes that the specification prescribes', () => {
  test.each<[string, WireAnswer, string]>([
    ['no requests', { kind: 'requests', requests: [] }, '<service_requests/>'],
    ['a created request', { kind: 'created', created: { service_request_id: '1', service_notice: 'n', account_id: null } },
      '<service_requests><request><service_request_id>1</service_request_id><service_notice>n</service_notice><account_id/></request></service_requests>'],
    ['a definition', { kind: 'definition', definition: { service_code: 'a', attributes: [] } },
      '<service_definition><service_code>a</service_code><attributes/></service_definition>'],
    ['errors', { kind: 'errors', errors: [{ code: 404, description: 'a' }, { code: 400, description: 'b' }] },
      '<errors><error><code>404</code><description>a</description></error><error><code>400</code><description>b</description></error></errors>'],
  ])('%s', (_name, answer, expected) => {
    expect(toXml(answer)).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${expected}`);
  });

  test('in JSON every list is a bare array, even of one', () => {
    expect(JSON.parse(toJson({ kind: 'created', created: { service_request_id: '1', service_notice: 'n', account_id: null } })))
      .toEqual([{ service_request_id: '1', service_notice: 'n', account_id: null }]);
    expect(toJson({ kind: 'requests', requests: [] })).toBe('[]');
  });
});
