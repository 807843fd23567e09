import { expect, it } from 'vitest';
import { permits, rolesWith, separatedRoles } from './permits.ts';
import { parseStaffName, parseUsername } from './account.ts';

const granted = { handler: ['case.answer'], 'unit-leader': ['case.answer', 'case.sign'] } as const;

it('a permission is had through any of the roles, and through nothing else', () => {
  expect(permits(granted, ['handler'], 'case.answer')).toBe(true);
  expect(permits(granted, ['handler'], 'case.sign')).toBe(false);
  expect(permits(granted, ['handler', 'unit-leader'], 'case.sign')).toBe(true);
  expect(permits(granted, ['auditor'], 'case.sign')).toBe(false);
  expect(permits(granted, [], 'case.answer')).toBe(false);
  expect(permits(granted, ['constructor' as 'handler', '__proto__' as 'handler'], 'case.answer')).toBe(false);
  expect(rolesWith(granted, 'case.sign')).toEqual(['unit-leader']);
});

it('separated roles are two of one group in one hand', () => {
  const groups = [['system-admin', 'audit-admin'], ['handler', 'call-back-officer']] as const;
  expect(separatedRoles(groups, ['system-admin', 'handler'])).toBe(false);
  expect(separatedRoles(groups, ['handler', 'call-back-officer'])).toBe(true);
  expect(separatedRoles([], ['system-admin', 'audit-admin'])).toBe(false);
});

it('a small place’s profile lets exactly the roles meet that it names', () => {
  const groups = [['system-admin', 'security-admin', 'audit-admin']] as const;
  const combined = [['system-admin', 'audit-admin']] as const;
  expect(separatedRoles(groups, ['system-admin', 'audit-admin'], combined)).toBe(false);
  expect(separatedRoles(groups, ['system-admin', 'security-admin'], combined)).toBe(true);
  expect(separatedRoles(groups, ['system-admin', 'security-admin', 'audit-admin'], combined)).toBe(true);
});

it('a username is folded to one spelling, and odd ones are none', () => {
  for (const [typed, name] of [[' Chen.Wang ', 'chen.wang'], ['ｃｈｅｎ０１', 'chen01'], ['003214', '003214']]) expect(parseUsername(typed)).toBe(name);
  for (const odd of ['ab', '-ab', 'ab-', 'a b c', '陈望', 'a'.repeat(41), '', undefined, 7, 'a\u0000bc', '-nobody-']) expect(parseUsername(odd)).toBeUndefined();
});

it('a name is anything people are called, without control characters', () => {
  expect(parseStaffName(' 阿卜杜拉·买买提 ')).toBe('阿卜杜拉·买买提');
  for (const odd of ['', '  ', 'a\u0007', 'x'.repeat(61), undefined]) expect(parseStaffName(odd)).toBeUndefined();
});
