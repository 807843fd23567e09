import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build/root.mjs';
import { say, Stop } from '../build/say.mjs';

/** Lays out a slice: the files every slice has, each saying what belongs in it; the rest of the list is in ARCHITECTURE.md. */
export async function run([name]) {
  if (!/^[a-z][a-z-]{1,30}$/.test(name ?? '')) throw new Stop('name the slice with a plural noun of the glossary, in lower-case letters: bin/slice pilots');
  const folder = join(ROOT, 'src', 'slices', name);
  if (existsSync(folder)) throw new Stop(`src/slices/${name} exists already`);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(filesOf(name))) writeFileSync(join(folder, file), text, { flag: 'wx' });
  const day = new Date().toISOString().slice(0, 10);
  const migration = join('migrations', `${day}-${name}.sql`);
  writeFileSync(join(ROOT, migration), migrationOf(name), { flag: 'wx' });
  say([`src/slices/${name} and ${migration} are laid out. Next:`,
    '  1. put its nouns into docs/glossary.md, in both languages',
    '  2. write the pairs it may meet into ARCHITECTURE.md (the tidy test reads them there)',
    '  3. give the tables their columns in the migration, then bin/db schema',
    '  4. put it together with the others in src/compose.ts, and its replayer where fsck is'].join('\n'));
  return 0;
}

function filesOf(name) {
  const title = name.replaceAll('-', ' ');
  return {
    'README.md': `# ${title}\n\nWhich promise of the charter this slice keeps, for whom, and its states:\n\n\`\`\`\n(state diagram)\n\`\`\`\n`,
    'index.ts': `/** What other slices may use of ${title}; they meet it nowhere else. */\nexport { ${camel(name)}Messages } from './messages.ts';\n`,
    'messages.ts': `import { defineMessages } from '../../platform/i18n/index.ts';\n\nexport const ${camel(name)}Messages = defineMessages({\n  zh: { title: '${name}' },\n  en: { title: '${title}' },\n});\n`,
    'messages.test.ts': `import { expect, it } from 'vitest';\nimport { ${camel(name)}Messages } from './messages.ts';\n\nit('is named in both languages', () => {\n  expect(${camel(name)}Messages('zh').title).not.toBe('');\n  expect(${camel(name)}Messages('en').title).not.toBe('');\n});\n`,
  };
}

function migrationOf(name) {
  const schema = name.replaceAll('-', '_');
  return `-- ${name}: every table's key begins with the jurisdiction; no foreign key leaves the schema.\ncreate schema ${schema};\ngrant usage on schema ${schema} to app_public, app_actor, worker;\n`;
}

function camel(name) {
  return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}
