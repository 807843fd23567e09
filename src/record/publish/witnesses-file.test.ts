import { describe, expect, it } from 'vitest';
import { signerOf, writeVerifierKey } from '../log/index.ts';
import { sayTrouble } from './messages.ts';
import { parseWitnesses } from './witnesses-file.ts';

const key = (name: string, octet: number): string => writeVerifierKey(signerOf(name, 'cosignature', new Uint8Array(32).fill(octet)).key);
const university = `witness university ${key('university.example', 2)} https://witness.example/minsheng`;
const newspaper = `witness newspaper ${key('newspaper.example', 3)} http://127.0.0.1:8081`;
const log = `log ${writeVerifierKey(signerOf('min.example', 'ed25519', new Uint8Array(32).fill(1)).key)}`;
const file = (...lines: readonly string[]): Uint8Array => Buffer.from(`${lines.join('\n')}\n`);

describe('the file of witnesses', () => {
  it('names them with their addresses, in groups, and the quorum', () => {
    const read = parseWitnesses(file('# ours', university, newspaper, 'group outside 2 university newspaper', 'quorum outside'), 'w');
    if (read.refused) throw new Error(read.reason.kind);
    expect(read.value.witnesses.map(({ name, url }) => [name, url])).toEqual([['university', 'https://witness.example/minsheng'], ['newspaper', 'http://127.0.0.1:8081']]);
    expect(read.value).toMatchObject({ groups: [{ name: 'outside', needed: 2 }], quorum: 'outside' });
  });

  it.each<[string, readonly string[], number, RegExp, RegExp]>([
    ['a log line', [university, log, 'quorum university'], 2, /Remove it/, /请删去/],
    ['no address', [university.split(' ').slice(0, 3).join(' '), 'quorum university'], 1, /address is missing/, /缺见证方的网址/],
    ['an address of another kind', ['# a comment', university.replace('https:', 'ftp:'), 'quorum university'], 2, /begin with http/, /http:\/\//],
    ['a password in an address', [university.replace('https://', 'https://me:secret@'), 'quorum university'], 1, /no user name/, /不含用户名/],
    ['a key with a slip of the pen', [university.replace('+', '+0'), 'quorum university'], 1, /Copy the line/, /照抄/],
    ['no quorum', [university], 0, /no quorum line/, /缺 quorum/],
    ['a stranger in a group', [university, 'group outside 1 somebody', 'quorum outside'], 2, /not defined/, /没有定义/],
    ['an unknown word', [university, 'qourum university'], 2, /not understood/, /看不懂/],
  ])('with %s is refused with its line and a remedy in both languages', (_what, lines, line, english, chinese) => {
    const read = parseWitnesses(file(...lines), 'witnesses');
    if (!read.refused) throw new Error('accepted');
    expect(read.reason).toMatchObject({ kind: 'witnesses-wrong', line });
    expect(sayTrouble(read.reason, 'en')).toMatch(english);
    expect(sayTrouble(read.reason, 'zh')).toMatch(chinese);
    for (const locale of ['zh', 'en'] as const) expect(sayTrouble(read.reason, locale)).not.toContain('secret');
    if (line > 0) expect(sayTrouble(read.reason, 'en')).toContain(`line ${line}`);
  });
});
