import { describe, expect, it } from 'vitest';
import { mistakeInPassword, newOneTimePassword, PASSWORD_CHARACTERS_MAX } from './password.ts';
import * as store from './store.ts';

describe('a new password', () => {
  it.each(['password12', '1234567890', 'qwertyuiop', 'iloveyou123', 'administrator', 'P@ssw0rd123', 'football2024', 'abcdefghij', '1q2w3e4r5t', 'woaini1314', 'letmein123', '88888888888', '5201314520', 'woaiwojia1', 'zhongguo2024', 'qq123456789', 'xinfang2026', 'wangwei1314'])('is none of those that everybody tries first: %s', async (common) => {
    expect(await mistakeInPassword(common, [])).toBe('easy-to-guess');
  });

  it.each(['seven wet herons wait', '七只湿鹭站在河边等船来', 'Ж9-ночь-улица-фонарь', 'zqxjkvbpmwfhgd', '🐟🐟🌧️渡口灯没亮第三盏', `${'long '.repeat(12)}tail of it`.slice(0, 64)])('may be of any characters, long, in any script: %s', async (good) => {
    expect(await mistakeInPassword(good, [])).toBeUndefined();
    expect(await mistakeInPassword(good.padEnd(PASSWORD_CHARACTERS_MAX + 20, 'x'), [])).toBe('too-long');
  });

  it('leans neither on the program’s name nor on one’s own, nor on one’s unit', async () => {
    for (const known of ['minsheng', 'zhangxiaoman', 'urban-management', 'linjiang']) {
      expect(await mistakeInPassword(`${known}2026`, ['zhangxiaoman', 'urban-management', 'linjiang']), known).toBe('easy-to-guess');
    }
  });

  it('that its owner chose never runs out: no statement asks how old it is, but of one that a machine made', () => {
    const texts = Object.values(store).map(({ text }) => text).filter((text) => text.includes('credentials'));
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text) => /updated_at\s*[<>]/.test(text.replace(/not \(p\.must_change_password and [^]*?'1 millisecond'\)\)/, '')))).toEqual([]);
  });

  it('that a machine made is different each time, and the same from the same seed', () => {
    expect(newOneTimePassword()).not.toBe(newOneTimePassword());
    expect(newOneTimePassword(new Uint8Array(32))).toBe(newOneTimePassword(new Uint8Array(32)));
  });
});
