#!/usr/bin/env node
// The one command of the project, in plain Node (20 or newer) and nothing else: it must run before anything is installed.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NODE_MIN = 20;

const VERBS = {
  start: ['install what is missing, start, serve; --only vault: the vault alone', () => import('./verbs/start.mjs')],
  setup: ['install everything development needs, and check the machine', () => import('./verbs/setup.mjs')],
  dev: ['start, and start again whenever a source file changes', () => import('./verbs/dev.mjs')],
  test: ['types, style and every test; or only the test files named', () => import('./verbs/test.mjs')],
  check: ['types, style and the tidy rules', () => import('./verbs/check.mjs')],
  doctor: ['look at this machine: what is missing, and the remedy', () => import('./verbs/doctor.mjs')],
  slice: ['NAME: lay out the folder of a new slice', () => import('./verbs/slice.mjs')],
  db: ['export DIR | import DIR | reset | console | schema', entry('src/platform/db/command/index.ts')],
  verify: ['URL or FOLDER: check a public record, a proof or a promise', entry('src/verify-command.ts')],
  fsck: ['replay the public record and compare it with the live rows', entry('src/fsck-command.ts')],
  record: ['replay: bring published entries back after an old backup was restored', entry('src/record-command.ts')],
  units: ['draft FILE | check FOLDER | load FOLDER: the files of a jurisdiction', entry('src/units-command.ts')],
  import: ['FILE --jurisdiction CODE --map MAP [--dry-run]: rows of another system become cases', entry('src/import-command.ts')],
  accounts: ['reset JURISDICTION USERNAME: a new one-time password', entry('src/accounts-command.ts')],
  cases: ['erase JURISDICTION NUMBER: what was said in a case, as the law provides; two people sign in', entry('src/cases-command.ts')],
  keys: ['split --shares 5 --threshold 3 | restore | rotate: the root of all keys, on paper and anew', entry('src/keys-command.ts')],
  vault: ['export FILE --key KEYFILE | import FILE --key KEYFILE | forget: move it into a process of its own, or back', entry('src/vault-command.ts')],
  gallery: ['write every component and page, with its specimens, as files', entry('src/gallery-command.ts')],
  witness: ['--name NAME --log VKEY: cosign the public records of others', entry('src/witness/command.ts')],
  bench: ['NAME: measure', entry('bench/command.ts')],
};

/** Runs one verb; the exit code of the process is the verb's. */
export async function runVerb(name, parameters) {
  if (Number(process.versions.node.split('.')[0]) < NODE_MIN) {
    console.error(`Node ${NODE_MIN} or newer is needed; this is ${process.versions.node}. 需要 Node ${NODE_MIN} 或更新版本。`);
    process.exitCode = 1;
    return;
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) {
    printVerbs(name);
    return;
  }
  try {
    const { run } = await verb[1]();
    process.exitCode = await run(parameters);
  } catch (error) {
    // A remedy was said already where there is one; anything else is a fault of ours and needs its stack.
    if (!error?.said) console.error(error);
    process.exitCode = 1;
  }
}

/** A verb written in TypeScript: bundled, then run under Node 24 as `run(parameters)`. */
function entry(path) {
  return async () => {
    const { runTypeScript } = await import('./build/run.mjs');
    return { run: (parameters) => runTypeScript(path, parameters) };
  };
}

function printVerbs(name) {
  const asked = name !== undefined && !['help', '--help', '-h'].includes(name);
  if (asked) console.error(`minsheng has no verb "${name}". 没有此命令。`);
  const lines = Object.entries(VERBS).map(([verb, [what]]) => `  ${verb.padEnd(9)}${what}`);
  console.log(['minsheng VERB', ...lines].join('\n'));
  process.exitCode = asked ? 1 : 0;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runVerb(process.argv[2], process.argv.slice(3));
}
