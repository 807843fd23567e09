import { describe, expect, test } from 'vitest';
import vectors from '../../../vectors/log-witness.json' with { type: 'json' };
import { cosign } from './cosignature.ts';
import { parseVerifierKey, signerOf } from './key.ts';
import { judgeAddCheckpoint, parseAddCheckpoint, parseWitnessAnswer, writeAddCheckpoint, writeWitnessAnswer, type WitnessAnswer, type Witnessed } from './witness.ts';

const log = parseVerifierKey(vectors.log)!;
const witness = signerOf('university.example', 'cosignature', new Uint8Array(32).fill(2));

function answerOf(body: string, witnessed: Witnessed | undefined): WitnessAnswer {
  const request = parseAddCheckpoint(Buffer.from(body));
  if (!request) return { kind: 'request-wrong' };
  const judged = judgeAddCheckpoint(request, [log], (origin) => (origin === log.name ? witnessed : undefined));
  return judged.refused ? judged.reason : { kind: 'cosigned', signatures: [cosign(judged.value.text, witness, 1_795_000_000)] };
}

describe('a witness (C2SP tlog-witness)', () => {
  test.each(vectors.requests.map((one, at) => ({ ...one, at })))('request $at of a second implementation is answered $status', ({ request, witnessed, status }) => {
    const kept = witnessed ? { size: witnessed.size, root: Buffer.from(witnessed.root, 'base64') } : undefined;
    const answer = answerOf(request, kept);
    const reply = writeWitnessAnswer(answer);
    expect(reply.status).toBe(status);
    if (status === 409) expect(reply).toEqual({ status, contentType: 'text/x.tlog.size', body: `${witnessed?.size ?? 0}\n` });
    expect(parseWitnessAnswer(reply.status, Buffer.from(reply.body))).toEqual(answer);
  });

  test('requests are written as they are read', () => {
    const bodies = vectors.requests.filter(({ status }) => status !== 400).map(({ request }) => request);
    expect(bodies.length).toBeGreaterThan(8);
    for (const body of bodies) expect(Buffer.from(writeAddCheckpoint(parseAddCheckpoint(Buffer.from(body))!)).toString()).toBe(body);
  });

  test('more than 63 hashes are not sent and not read', () => {
    const request = parseAddCheckpoint(Buffer.from(vectors.requests[0]!.request))!;
    const hash = new Uint8Array(32);
    expect(parseAddCheckpoint(writeAddCheckpoint({ ...request, proof: Array.from({ length: 63 }, () => hash) }))?.proof).toHaveLength(63);
    expect(() => writeAddCheckpoint({ ...request, proof: Array.from({ length: 64 }, () => hash) })).toThrow(RangeError);
  });

  test('a reply that is none is not read', () => {
    const replies: [number, string][] = [[200, ''], [200, 'thanks\n'], [204, ''], [500, 'x'], [409, ''], [409, '12'], [409, '012\n'], [409, '-1\n'], [409, `${'1'.repeat(40)}\n`]];
    expect(replies.filter(([status, body]) => parseWitnessAnswer(status, Buffer.from(body)) !== undefined)).toEqual([]);
  });
});
