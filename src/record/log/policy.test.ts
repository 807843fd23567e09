import { describe, expect, test } from 'vitest';
import { signerOf, writeVerifierKey, type SignatureType } from './key.ts';
import { parsePolicy, POLICY_BYTES_MAX, writePolicy, type PolicyFault } from './policy-text.ts';
import { isQuorum, type Policy } from './policy.ts';

const key = (octet: number, type: SignatureType, name = `k${octet}.example`): string => writeVerifierKey(signerOf(name, type, new Uint8Array(32).fill(octet)).key);
const log = `log ${key(1, 'ed25519')}`;
const witnesses = [2, 3, 4, 5, 6].map((octet) => `witness w${octet} ${key(octet, 'cosignature')}`);

function policyOf(...lines: string[]): Policy {
  const read = parsePolicy(Buffer.from(lines.map((line) => `${line}\n`).join('')));
  if (read.refused) throw new Error(JSON.stringify(read.reason));
  return read.value;
}

function faultOf(...lines: string[]): PolicyFault | undefined {
  const read = parsePolicy(Buffer.from(lines.map((line) => `${line}\n`).join('')));
  return read.refused ? read.reason : undefined;
}

describe('policies (C2SP tlog-policy)', () => {
  const nested = policyOf(
    '# whom we trust 我们信任谁', '', `  ${log}\thttps://min.example/record `, ...witnesses,
    'group X 2 w2 w3 w4', 'group Y any w5 w6', 'group both all X Y', 'quorum both',
  );

  test('are read with comments, tabs and addresses, and written so that they are read the same', () => {
    expect(nested.logs).toMatchObject([{ key: { name: 'k1.example', type: 'ed25519' }, url: 'https://min.example/record' }]);
    expect(nested.groups).toEqual([
      { name: 'X', needed: 2, members: ['w2', 'w3', 'w4'] }, { name: 'Y', needed: 1, members: ['w5', 'w6'] }, { name: 'both', needed: 2, members: ['X', 'Y'] },
    ]);
    const again = parsePolicy(writePolicy(nested));
    expect(again.refused ? undefined : again.value).toEqual(nested);
    expect(() => writePolicy({ ...nested, quorum: 'nobody' })).toThrow(RangeError);
    expect(() => writePolicy({ ...nested, quorum: 'both\nlog x' })).toThrow(RangeError);
  });

  test('count each group as the specification says', () => {
    const quorums = [['w2', 'w3', 'w5'], ['w2', 'w4', 'w6'], ['w2', 'w3', 'w4', 'w5', 'w6']];
    const none = [[], ['w2', 'w3'], ['w2', 'w5'], ['w5', 'w6'], ['w2', 'w2', 'w5'], ['X', 'w9']];
    expect(quorums.filter((cosigners) => !isQuorum(nested, cosigners))).toEqual([]);
    expect(none.filter((cosigners) => isQuorum(nested, cosigners))).toEqual([]);
    expect(isQuorum(policyOf(log, 'quorum none'), [])).toBe(true);
    const single = policyOf(log, witnesses[0]!, 'quorum w2');
    expect([isQuorum(single, ['w2']), isQuorum(single, [])]).toEqual([true, false]);
  });

  test.each([
    ['an unknown word', 1, 'line', ['logs x', 'quorum none']],
    ['a key of the wrong kind for a log', 1, 'key', [`log ${key(1, 'cosignature')}`, 'quorum none']],
    ['a key of the wrong kind for a witness', 1, 'key', [`witness w ${key(1, 'ed25519')}`, 'quorum none']],
    ['a key that is none', 1, 'key', ['log a+b+c', 'quorum none']],
    ['the same key under another name', 2, 'key-twice', [witnesses[0]!, `witness other ${key(2, 'cosignature', 'other.example')}`, 'quorum none']],
    ['a log twice', 2, 'key-twice', [log, log, 'quorum none']],
    ['a name twice', 2, 'name-taken', [witnesses[0]!, `witness w2 ${key(3, 'cosignature')}`, 'quorum none']],
    ['a witness called none', 1, 'name-taken', [`witness none ${key(3, 'cosignature')}`, 'quorum none']],
    ['a group before its member', 1, 'name-unknown', ['group g any w2', witnesses[0]!, 'quorum g']],
    ['a group without members', 2, 'line', [witnesses[0]!, 'group g any', 'quorum g']],
    ['none as a member', 1, 'name-unknown', ['group g any none', 'quorum g']],
    ['a member of two groups', 3, 'member-twice', [witnesses[0]!, 'group g any w2', 'group h any w2', 'quorum g']],
    ['a member twice', 2, 'member-twice', [witnesses[0]!, 'group g 2 w2 w2', 'quorum g']],
    ['a threshold of nobody', 2, 'threshold', [witnesses[0]!, 'group g 0 w2', 'quorum g']],
    ['a threshold of more than there are', 2, 'threshold', [witnesses[0]!, 'group g 2 w2', 'quorum g']],
    ['a threshold with a leading zero', 2, 'threshold', [witnesses[0]!, 'group g 01 w2', 'quorum g']],
    ['a quorum of strangers', 1, 'name-unknown', ['quorum w2']],
    ['two quorums', 2, 'quorum-twice', ['quorum none', 'quorum none']],
    ['no quorum', 0, 'quorum-missing', [log]],
    ['a control character', 0, 'characters', ['quorum none\r']],
  ])('%s is told with its line', (_, line, problem, lines) => {
    expect(faultOf(...lines)).toEqual({ kind: 'policy-unreadable', line, problem });
  });

  test('a last line without end, octets that are not UTF-8 and too much are told too', () => {
    const fault = (bytes: Uint8Array): unknown => { const read = parsePolicy(bytes); return read.refused ? read.reason.problem : 'read'; };
    expect(fault(Buffer.from('quorum none'))).toBe('line');
    expect(fault(Buffer.from([0xff, 0x0a]))).toBe('characters');
    expect(fault(new Uint8Array(POLICY_BYTES_MAX + 1).fill(0x0a))).toBe('too-long');
    expect(faultOf(...Array.from({ length: 65 }, (_, i) => `log ${key(i + 1, 'ed25519')}`))).toMatchObject({ line: 65, problem: 'too-many' });
  });
});
