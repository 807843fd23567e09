import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cosign, openPromise, parseCheckpoint, parseNote, parseOwnWords, parsePolicy, parseVerifierKey, promiseBroken, quorumSeconds, openCheckpoint, signText,
  signerOf, verifierKey, writeCheckpoint, writeNote, type OwnWordsAct, type Policy,
} from '../record/log/index.ts';
import { EMPTY_ROOT } from '../record/merkle/hash.ts';
import { destroySubjectKey, sequenceAll } from '../record/index.ts';
import { checkOwnWords, checkReceipt } from '../verify/index.ts';
import { openCounty, COUNTY, type County } from '../../test/support/county.ts';
import { openPublishing, type Publishing } from '../../test/support/published.ts';
import { openBrowser } from '../../town/browser.ts';

const WORDS = '桥头的路灯三盏都不亮，晚上看不见路。';

let county: County;
let publishing: Publishing;

beforeAll(async () => {
  county = await openCounty();
  publishing = await openPublishing(county);
});
afterAll(async () => {
  await publishing.close();
  await county.close();
});

/** Says something; the page that is the receipt. */
async function say(key = randomBytes(16).toString('base64url')): Promise<{ readonly html: string; readonly proof: string; readonly number: string; readonly code: string }> {
  const { status, html } = await openBrowser(county.app).post('/receipts', {
    words: WORDS, anonymity: 'anonymous', kind: 'help', key, token: county.services.tokens.issue('report'),
  });
  expect(status).toBe(201);
  const field = (name: string): string => new RegExp(`name="${name}" value="(\\d+)"`).exec(html)?.[1] ?? '';
  return { html, proof: /data-proof="([^"]+)"/.exec(html)?.[1] ?? '', number: field('number'), code: field('code') };
}

async function download(path: string): Promise<{ readonly status: number; readonly bytes: Uint8Array; readonly headers: Headers; readonly ms: number }> {
  const begun = performance.now();
  const reply = await fetch(`${county.url}${path}`);
  return { status: reply.status, bytes: new Uint8Array(await reply.arrayBuffer()), headers: reply.headers, ms: performance.now() - begun };
}

async function servedPolicy(): Promise<Policy> {
  const read = parsePolicy((await download('/record/policy')).bytes);
  if (read.refused) throw new Error(`line ${read.reason.line}: ${read.reason.problem}`);
  return read.value;
}

describe('while nobody publishes', () => {
  it('the receipt comes at once, and behind it a signed promise, which a later checkpoint without the entry breaks', async () => {
    const { proof, number } = await say();
    const before = Math.floor(Date.now() / 1_000);
    const { status, bytes, headers, ms } = await download(`${proof}?number=${number}`);
    expect(status).toBe(202);
    expect(ms).toBeGreaterThan(1_500);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="minsheng-${number}.tlog-promise"`);
    expect(headers.get('cache-control')).toBe('no-store');
    const vkey = new TextDecoder().decode((await download('/record/promise.vkey')).bytes).trim();
    const opened = openPromise(bytes, parseVerifierKey(vkey)!);
    if (opened.refused) throw new Error(opened.reason.kind);
    const promise = opened.value;
    const { origin } = county.services.directories.get(COUNTY);
    expect(promise.origin).toBe(origin);
    expect(promise.mergeBySeconds - before).toBeGreaterThanOrEqual(3_600);
    expect(promise.mergeBySeconds - before).toBeLessThan(3_610);
    await sequenceAll(county.services.database, COUNTY);
    const { rows } = await county.db.owner.query<{ leaf_hash: Buffer }>('select leaf_hash from record.entries where leaf_hash = $1', [Buffer.from(promise.leaf)]);
    expect(rows).toHaveLength(1);
    // An operator who never lets it in goes on signing: what their own key and the witnesses say then is the proof.
    const log = signerOf(origin, 'ed25519', new Uint8Array(32).fill(1));
    const witness = signerOf('university.example', 'cosignature', new Uint8Array(32).fill(2));
    const policy: Policy = { logs: [{ key: log.key }], witnesses: [{ name: 'w', key: witness.key }], groups: [], quorum: 'w' };
    const text = writeCheckpoint({ origin, size: 0, root: EMPTY_ROOT, extensions: [] });
    const judge = (atSeconds: number, isIncluded: boolean): boolean => {
      const later = openCheckpoint(writeNote({ text, signatures: [signText(text, log), cosign(text, witness, atSeconds)] }), policy);
      if (later.refused) throw new Error(later.reason.kind);
      return promiseBroken(promise, { origin: later.value.checkpoint.origin, atSeconds: quorumSeconds(policy, later.value)! }, isIncluded);
    };
    expect(judge(promise.mergeBySeconds + 1, false)).toBe(true);
    expect([judge(promise.mergeBySeconds, false), judge(promise.mergeBySeconds + 1, true)]).toEqual([false, false]);
    const stranger = verifierKey(parseVerifierKey(vkey)!.name, 'ed25519', new Uint8Array(32).fill(3));
    expect(openPromise(bytes, stranger).refused).toBe(true);
  });

  it('is the same promise key at every start, and not the log\'s', async () => {
    const vkey = county.services.promises.vkey(COUNTY);
    expect(new TextDecoder().decode((await download('/record/promise.vkey')).bytes)).toBe(`${vkey}\n`);
    expect(vkey.startsWith(`${county.services.directories.get(COUNTY).origin}/promise+`)).toBe(true);
    expect(await readFile(join(county.services.recordFolder(COUNTY), 'promise.vkey'), 'utf8')).toBe(`${vkey}\n`);
  });
});

describe('once the record is published', () => {
  beforeAll(() => { publishing.start(); });

  it('the proof comes within two seconds, and holds under the served policy without asking anybody', async () => {
    // Beside it a few others, so that the tree has some height.
    await Promise.all(Array.from({ length: 5 }, () => say()));
    const { proof, number } = await say();
    const { status, bytes, headers, ms } = await download(`${proof}?number=${number}`);
    expect({ status, isSoon: ms < 2_500 }).toEqual({ status: 200, isSoon: true });
    expect(headers.get('content-disposition')).toBe(`attachment; filename="minsheng-${number}.tlog-proof"`);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const policy = await servedPolicy();
    expect(policy.witnesses).toHaveLength(2);
    const checked = checkReceipt(bytes, policy);
    if (checked.refused) throw new Error(checked.reason.kind);
    expect(new TextDecoder().decode(checked.value.entry)).toMatch(/^\{"commitment":"[\w-]{43}","kind":"sealed","v":1\}$/);
    const flipped = Uint8Array.from(bytes);
    flipped[70]! ^= 1;
    expect(checkReceipt(flipped, policy).refused).toBe(true);
  });

  it('the same form again leads to the same proof', async () => {
    const key = randomBytes(16).toString('base64url');
    const [first, again] = [await say(key), await say(key)];
    expect(again.proof).toBe(first.proof);
    expect(first.proof).toMatch(/^\/receipts\/[0-9a-f-]{36}\/proof$/);
  });

  it('an entry that was only promised is there too, in time', async () => {
    const { proof } = await say();
    for (let tried = 0; tried < 20; tried += 1) {
      const { status } = await download(proof);
      if (status === 200) return;
    }
    expect.fail('it was never proven');
  });

  it('the holder can show that the sealed words are theirs; nobody else gets them', async () => {
    const slip = await say();
    await download(slip.proof);
    const holder = await county.holding(slip);
    const page = await holder.get('/my');
    expect(page.html).toContain(`data-proof="${slip.proof}"`);
    expect(page.html).toContain('href="/my/proof"');
    const file = parseOwnWords(Buffer.from((await holder.get('/my/proof')).html))!;
    const policy = await servedPolicy();
    expect(file.origin).toBe(county.services.directories.get(COUNTY).origin);
    expect(file.acts).toHaveLength(1);
    const [act] = file.acts as readonly [OwnWordsAct];
    expect(act.words['words']?.text).toBe(WORDS);
    const checked = checkOwnWords(act, policy);
    if (checked.refused) throw new Error(checked.reason.kind);
    expect(checked.value.labels).toContain('words');
    expect(checked.value.signed).toBeDefined();
    const kinds = (changed: Partial<OwnWordsAct>): unknown => {
      const one = checkOwnWords({ ...act, ...changed }, policy);
      return one.refused ? one.reason : 'believed';
    };
    const opening = act.words['words']!.opening;
    expect(kinds({ words: { words: { text: `${WORDS}！`, opening } } })).toEqual({ kind: 'words-differ', label: 'words' });
    expect(kinds({ words: { toString: { text: WORDS, opening } } })).toEqual({ kind: 'words-differ', label: 'toString' });
    expect(kinds({ act: act.act!.replace('"seq":1', '"seq":2') })).toEqual({ kind: 'act-differs' });
    expect(kinds({ entry: Buffer.from('{}') })).toEqual({ kind: 'entry-unreadable' });
    expect((await openBrowser(county.app).get('/my/proof')).location).toBe('/follow');
  });

  it('after a verdict, that is theirs to show as well', async () => {
    const slip = await county.desk.report({ words: WORDS, anonymity: 'anonymous', kind: 'help' });
    await county.desk.withdraw(slip, '已经有人修了');
    await sequenceAll(county.services.database, COUNTY);
    const file = parseOwnWords(Buffer.from((await (await county.holding(slip)).get('/my/proof')).html))!;
    const policy = await servedPolicy();
    expect(file.acts.map((act) => Object.keys(act.words)).flat()).toContain('reason');
    expect(file.acts.map((act) => checkOwnWords(act, policy).refused)).toEqual([false, false]);
  });

  it('is gone with the key of a case: the proof stays, what it says cannot be shown any more', async () => {
    const slip = await say();
    const holder = await county.holding(slip);
    const { caseId } = await county.desk.report({ words: WORDS, anonymity: 'anonymous', kind: 'help' });
    const own = await county.db.owner.query<{ case_id: string }>('select case_id from cases.receipts where number = $1', [slip.number]);
    const system = { kind: 'system', jurisdiction: COUNTY, job: 'test' } as const;
    const destroy = (subject: string): Promise<boolean> => county.services.database.inTransaction(system, (tx) => destroySubjectKey(tx, subject), 'worker');
    expect(await destroy(caseId)).toBe(true);
    expect((await holder.get('/my/proof')).status).toBe(200);
    expect(await destroy(own.rows[0]!.case_id)).toBe(true);
    expect((await holder.get('/my/proof')).status).toBe(410);
    expect((await download(slip.proof)).status).toBe(200);
  });

  it('is nothing for an id that nobody has, nor for what is none, nor in the town next door', async () => {
    const { proof } = await say();
    const statuses = await Promise.all(['/receipts/00000000-0000-4000-8000-000000000000/proof', '/receipts/x/proof', `/j/minimal${proof}`, `${proof}s`].map(async (path) => (await download(path)).status));
    expect(statuses).toEqual([404, 404, 404, 404]);
    expect(new TextDecoder().decode((await download('/receipts/x/proof')).bytes)).toMatch(/[\u4e00-\u9fff]/);
  });

  it('a number in the address that is none changes nothing but the name', async () => {
    const { proof } = await say();
    const { status, headers } = await download(`${proof}?number=${encodeURIComponent('"; x=../../etc')}`);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toBe('attachment; filename="minsheng-act.tlog-proof"');
  });

  it('leaves no line in the log', () => {
    expect(county.logged().join('')).not.toMatch(/receipts\/[0-9a-f]{8}|tlog-proof/);
  });

  it('when our own tiles no longer lead to what was published, promises and proves nothing', async () => {
    const { proof } = await say();
    expect((await download(proof)).status).toBe(200);
    await publishing.pause();
    await county.db.owner.query("update record.tiles set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) where jurisdiction = $1 and level = 0", [COUNTY]);
    expect((await download(proof)).status).toBe(202);
    await county.db.owner.query("update record.tiles set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) where jurisdiction = $1 and level = 0", [COUNTY]);
    expect((await download(proof)).status).toBe(200);
  });
});

it('reads back the checkpoint that a proof carries as the one that is served', async () => {
  publishing.start();
  const { proof } = await say();
  const { bytes } = await download(proof);
  const text = new TextDecoder().decode(bytes);
  const note = parseNote(Buffer.from(text.slice(text.indexOf('\n\n') + 2)))!;
  expect(parseCheckpoint(note.text)?.size).toBeGreaterThan(5);
});
