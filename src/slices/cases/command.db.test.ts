import { afterAll, beforeAll, expect, it } from 'vitest';
import { fsck, sequenceAll } from '../../record/index.ts';
import { answeredCase, done, JURISDICTION, openBench, residentOf, type Bench } from './cases.fixture.ts';
import { run } from './command.ts';
import { createCasesReplayer } from './index.ts';
import { administrator, guardian, rehearsalRules } from './rehearsal.ts';
import type { SubmittedCase } from './submit.ts';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(async () => { await bench.test.close(); });

/** Two people at the terminal, each with the password that fits their name. */
async function terminal(args: readonly string[], typed: readonly string[]): Promise<{ code: number; lines: string[]; secrets: number }> {
  const lines: string[] = [];
  const left = [...typed];
  let secrets = 0;
  const code = await run(args, {
    locale: 'en', print: (line) => lines.push(line),
    ask: (_question, secret) => {
      secrets += secret ? 1 : 0;
      return Promise.resolve(left.shift());
    },
    open: () => Promise.resolve({
      deps: bench, elsewhere: { forgetPerson: () => Promise.resolve(), removePhoto: () => Promise.resolve(), forgetWritten: () => Promise.resolve() },
      signIn: (_place, username, password) => Promise.resolve(password !== 'right' ? undefined : username === 'admin' ? administrator : username === 'guard' ? guardian : undefined),
      close: () => Promise.resolve(),
    }),
  });
  return { code, lines, secrets };
}

async function atRest(): Promise<SubmittedCase> {
  const made = await answeredCase(bench);
  await done(bench, residentOf(made.caseId), made.caseId, { do: 'withdraw', pressed: false });
  return made;
}

const wordsOf = async ({ caseId }: SubmittedCase): Promise<number | null> =>
  (await bench.test.owner.query("select from cases.payloads where case_id = $1 and sealed ? 'words'", [caseId])).rowCount;

it('erases after two people signed in, named rule and reason, and typed the number once more', async () => {
  const made = await atRest();
  const { code, lines, secrets } = await terminal(['erase', JURISDICTION, made.number], ['admin', 'right', 'guard', 'right', 'asked-by-person', 'asked at the desk', made.number]);
  expect({ code, secrets }).toEqual({ code: 0, secrets: 2 });
  expect(lines.at(-1)).toContain('VACUUM');
  expect(await wordsOf(made)).toBe(0);
  await sequenceAll(bench.database, JURISDICTION);
  const report = await fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules)] });
  expect(report.findings).toEqual([]);
});

it.each([
  ['a wrong password', ['admin', 'wrong', 'guard', 'right', 'court-order', 'why', 'NUMBER'], 'not'],
  ['one person twice', ['guard', 'right', 'guard', 'right', 'court-order', 'why', 'NUMBER'], 'This step belongs to another role'],
  ['an unknown rule', ['admin', 'right', 'guard', 'right', 'because', 'why', 'NUMBER'], 'no such rule'],
  ['no reason', ['admin', 'right', 'guard', 'right', 'court-order', '', 'NUMBER'], 'still empty'],
  ['another number', ['admin', 'right', 'guard', 'right', 'court-order', 'why', '123'], 'numbers differ'],
  ['the end of the input', ['admin', 'right'], 'Nothing was erased'],
])('%s erases nothing and says so', async (_what, typed, said) => {
  const made = await atRest();
  const { code, lines } = await terminal(['erase', JURISDICTION, made.number], typed.map((one) => (one === 'NUMBER' ? made.number : one)));
  expect(code).toBe(1);
  expect(lines.at(-1)).toContain(said);
  expect(await wordsOf(made)).toBe(1);
});

it('wrong usage is told, before anything is opened', async () => {
  for (const args of [[], ['erase'], ['erase', JURISDICTION, '123'], ['remove', JURISDICTION, '482109375516'], ['erase', JURISDICTION, '482109375516', 'now']]) {
    const { code, lines } = await terminal(args, []);
    expect({ code, usage: lines[0]?.startsWith('Usage') }).toEqual({ code: 2, usage: true });
  }
});
