import { describe, expect, it } from 'vitest';
import { readSource } from '../tidy/source.ts';
import { linesIn, mistakesIn, requirements, STATES } from './asvs.ts';
import { differences } from './promises.ts';

const page = readSource('docs/asvs.md');
const lines = linesIn(page);
const asked = requirements();

describe('the ASVS checklist', () => {
  it('has every requirement of levels 1 and 2, and those of level 3 that we set ourselves, each once', () => {
    const levels = [...asked.values()];
    expect([1, 2, 3].map((level) => levels.filter((one) => one === String(level)).length)).toEqual([70, 183, 11]);
    expect(differences(lines.map(({ number, level }) => `${number} level ${level}`), [...asked].map(([number, level]) => `${number} level ${level}`))).toEqual([]);
    expect(lines.map(({ number }) => number).filter((number, at, all) => all.indexOf(number) !== at)).toEqual([]);
  });
  it('names for each line a state of the four, files that are there, and tests by titles that they have', () => {
    expect(lines.flatMap(mistakesIn)).toEqual([]);
  });
  it('says of nothing that is open that it is met: every state is used', () => {
    expect(STATES.filter((state) => !lines.some((line) => line.state === state))).toEqual([]);
  });
  it.each([
    ['an unknown state', '| 1.1.1 | 2 | decode once | fine | `src/main.ts` |', '“fine” is no state'],
    ['a file that is gone', '| 1.1.1 | 2 | decode once | met | `src/gone.ts` · `test/docs/asvs.test.ts` “the ASVS checklist” |', 'src/gone.ts is not there'],
    ['a test that nobody wrote', '| 1.1.1 | 2 | decode once | met | `src/main.ts` · `test/docs/asvs.test.ts` “walks through ' + 'walls” |', 'no named test says “walks through ' + 'walls”'],
    ['met without a test', '| 1.1.1 | 2 | decode once | met | `src/main.ts` |', 'names no test'],
    ['a deviation that nobody decided', '| 1.1.1 | 2 | decode once | deviation | because we like it so |', 'names no decision'],
    ['open without words', '| 1.1.1 | 2 | decode once | open | soon |', 'does not say why'],
    ['not applicable without a reason', '| 1.1.1 | 2 | decode once | not applicable | |', 'does not say why'],
  ])('would be caught with %s', (_name, text, says) => {
    expect(linesIn({ path: 'docs/asvs.md', text }).flatMap(mistakesIn)).toContain(`1.1.1: ${says}`);
  });
});
