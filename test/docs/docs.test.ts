import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { OUTCOMES } from '../../src/kernel/outcome.ts';
import { VARIABLES } from '../../src/platform/config/index.ts';
import { APP_ROLES } from '../../src/platform/db/roles.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../src/slices/accounts/demo-accounts.ts';
import { ANONYMITIES, CHANNELS, DIVERSIONS, ESCALATIONS, KINDS, PAUSES, STAGES, TIMERS, URGENCIES } from '../../src/slices/cases/case.ts';
import { CASE_EVENT_TYPES, CONTACT_MEANS } from '../../src/slices/cases/events.ts';
import { ERASURE_RULES, HIDING_RULES } from '../../src/slices/cases/removals.ts';
import { describeViolations, readSource, sourcesIn, type Source } from '../tidy/source.ts';
import { codesIn, deadLinks, everyText, exists, tableUnder } from './pages.ts';
import { differences, eventTypesIn, foreignWords, glossaryMistakes, unwatched, verbsIn, verbsTold } from './promises.ts';

const texts = everyText();
const pages = texts.filter(({ path }) => path.endsWith('.md'));
const readme = readSource('README.md');
const architecture = readSource('ARCHITECTURE.md');
const contributing = readSource('CONTRIBUTING.md');
const verbs = verbsIn(readSource('bin/minsheng.mjs'));
const page = (text: string, path = 'README.md'): Source => ({ path, text });

describe('README.md', () => {
  it('names every variable of the environment with its default, and no other', () => {
    const rows = tableUnder(readme, 'Settings').map(([name = '', value = '']) => `${codesIn(name)[0] ?? ''}=${codesIn(value)[0] ?? ''}`);
    expect(differences(rows, Object.entries(VARIABLES).map(([name, value]) => `${name}=${value}`))).toEqual([]);
  });
  it('names every demo sign-in and the one password, in both halves', () => {
    const [english = '', chinese = ''] = readme.text.split(/^## 中文/m);
    for (const half of [english, chinese]) {
      expect([DEMO_PASSWORD, ...DEMO_ACCOUNTS.map(({ username }) => username)].filter((name) => !codesIn(half).includes(name))).toEqual([]);
    }
  });
  it('is one screen, in both languages', () => {
    expect(readme.text.split('\n').length).toBeLessThanOrEqual(90);
    expect(readme.text).toMatch(/^## 中文/m);
  });
});

describe('ARCHITECTURE.md', () => {
  const events = tableUnder(architecture, 'Events').map(([type = '']) => codesIn(type)[0] ?? '');
  it('lists every event type of the code, and none that there is not', () => {
    const real = eventTypesIn(sourcesIn(['src'], ['.ts', '.tsx']));
    expect(differences(events, real)).toEqual([]);
    expect([...real]).toEqual(expect.arrayContaining([...CASE_EVENT_TYPES]));
  });
  it('would notice an event that is missing, and one that is made up', () => {
    const code = page(`append(tx, { type: 'case.closed.v1' });`, 'src/slices/cases/a.ts');
    expect(differences(['case.opened.v1'], eventTypesIn([code]))).toEqual(['not documented: case.closed.v1', 'documented, but there is none: case.opened.v1']);
  });
  it('names every database role and every timer', () => {
    const roles = tableUnder(architecture, 'Transactions').map(([role = '']) => codesIn(role)[0]).filter((role) => role !== undefined);
    expect(differences(roles, APP_ROLES)).toEqual([]);
    expect(TIMERS.filter((timer) => !codesIn(architecture.text).includes(timer))).toEqual([]);
  });
  it('cites a test that exists for everything it calls absent', () => {
    expect(tableUnder(architecture, 'What is absent').length).toBeGreaterThan(20);
    expect(describeViolations(unwatched(architecture))).toEqual([]);
  });
  it('would notice a citation without a test', () => {
    const made = page('## What is absent\n| a | b |\n|---|---|\n| ghosts | `test/docs/docs.test.ts` “walks through ' + 'walls” |\n| gaps | trust us |\n');
    expect(unwatched(made).map(({ says }) => says)).toEqual(['ghosts: no test says “walks through ' + 'walls”', 'gaps: names no test']);
  });
});

describe('verbs', () => {
  it('are all in CONTRIBUTING.md, and no other is', () => {
    const rows = tableUnder(contributing, 'Verbs').map(([verb = '']) => /^[a-z]+/.exec(codesIn(verb)[0] ?? '')?.[0] ?? '');
    expect(verbs.length).toBeGreaterThan(8);
    expect(differences(rows, verbs)).toEqual([]);
  });
  it('that a page tells the reader to run are there', () => {
    const told = verbsTold(pages);
    expect(told).toContain('fsck');
    expect(told.filter((verb) => !verbs.includes(verb))).toEqual([]);
    expect(verbsTold([page('run `bin/dance` and `node bin/minsheng.mjs sing`, not bin/verbs/start.mjs')])).toEqual(['dance', 'sing']);
  });
});

describe('every page', () => {
  it('has no link that leads nowhere', () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(describeViolations(deadLinks(pages))).toEqual([]);
  });
  it('would be caught with one', () => {
    const made = page('[a](docs/nothing.md) [b](ARCHITECTURE.md#no-such-heading) [c](ARCHITECTURE.md#what-is-not-there) [d](https://example.org)');
    expect(deadLinks([made]).map(({ says }) => says)).toEqual(['leads to docs/nothing.md, which is not there', 'ARCHITECTURE.md has no heading #no-such-heading']);
  });
  it('of a decision has a date in its name and its first line, and says what was decided', () => {
    const decisions = pages.filter(({ path }) => path.startsWith('docs/decisions/'));
    expect(decisions.length).toBeGreaterThan(10);
    expect(decisions.filter(({ path, text }) => !(/^docs\/decisions\/\d{4}-\d\d-\d\d-[a-z0-9-]+\.md$/.test(path) && text.startsWith(`# ${path.slice(15, 25)}`) && /decided/i.test(text))).map(({ path }) => path)).toEqual([]);
  });
  it('and every other text speaks of the project alone', () => {
    expect(texts.length).toBeGreaterThan(300);
    expect(describeViolations(foreignWords(texts))).toEqual([]);
  });
  it('would be caught with a word of somebody else', () => {
    const words = ['see /wo' + 'rk/main', 'from registry.npm' + 'js.org', 'asked Clau' + 'de', 'Co-author' + 'ed-by: x', 'in ../sha' + 'red/notes'];
    expect(words.filter((line) => foreignWords([page(line)]).length === 0)).toEqual([]);
    expect(foreignWords([page('a session of staff ends; the model of a state; ../shared/data; a framework/ folder')])).toEqual([]);
  });
});

describe('the glossary', () => {
  const glossary = readSource('docs/glossary.md');
  it('has each term once, in both languages, with its meaning', () => {
    expect(tableUnder(glossary, '').length).toBeGreaterThan(80);
    expect(describeViolations(glossaryMistakes(glossary))).toEqual([]);
  });
  it('has every value of the closed lists, and no other', () => {
    const lists = { kinds: KINDS, urgencies: URGENCIES, channels: CHANNELS, 'how known': ANONYMITIES, diversions: DIVERSIONS, pauses: PAUSES,
      escalations: ESCALATIONS, stages: STAGES, timers: TIMERS, 'hiding rules': HIDING_RULES, 'erasure rules': ERASURE_RULES, outcomes: OUTCOMES, 'means of contact': CONTACT_MEANS };
    const written = tableUnder(glossary, 'Closed lists').map(([name = '', , values = '']) => [name, codesIn(values)]);
    expect(Object.fromEntries(written)).toEqual(lists);
  });
  it('would be caught without', () => {
    expect(glossaryMistakes(page('| a | b | c |\n|---|---|---|\n| case | case | x |\n| unit | 单位 | |\n')).map(({ says }) => says)).toEqual(['“case”: no Chinese term', '“unit”: no meaning']);
  });
});

describe('every slice', () => {
  it('has a README, and stands in the codemap', () => {
    const slices = readdirSync(join(projectRoot(), 'src/slices'));
    expect(slices.length).toBeGreaterThan(4);
    expect(slices.filter((slice) => !exists(`src/slices/${slice}/README.md`) || !architecture.text.includes(`src/slices/${slice}/README.md`))).toEqual([]);
  });
});
