import { isForTests, textsOf, type Source, type Violation } from './source.ts';

const SQL = /\b(select|insert\s+into|update|delete\s+from|truncate|copy|lock\s+table|execute|call|create|alter|drop|grant)\b/i;
const WRITES_RECORD = /\b(insert\s+into|update(\s+only)?|delete\s+from(\s+only)?|truncate(\s+table)?|merge\s+into|copy)\s+"?record"?\s*\./i;

/** Only src/record writes the record; only the vault names the vault; a slice's SQL names no other slice's schema. */
export function sqlViolations(sources: readonly Source[]): Violation[] {
  const code = sources.filter(({ path }) => path.startsWith('src/') && !isForTests(path));
  const slices = new Set(code.map(({ path }) => /^src\/slices\/([^/]+)\//.exec(path)?.[1]).filter((name) => name !== undefined));
  return code.flatMap((source) => textsOf(source).filter(({ text }) => SQL.test(text)).flatMap(({ text, line }) => {
    const own = /^src\/slices\/([^/]+)\//.exec(source.path)?.[1];
    const found: Violation[] = [];
    const say = (says: string): void => { found.push({ path: source.path, line, says }); };
    if (WRITES_RECORD.test(text) && !source.path.startsWith('src/record/')) say('only src/record writes record.*: call append() with the transaction');
    if (names(text, 'vault') && own !== 'vault') say('only src/slices/vault names vault.*: hold a PersonRef and call the vault');
    for (const other of slices) {
      if (own !== undefined && other !== own && other !== 'vault' && names(text, other.replaceAll('-', '_'))) {
        say(`the SQL of slice ${own} names the schema of ${other}: keep a copy of what you show, or ask src/slices/${other}/index.ts`);
      }
    }
    return found;
  }));
}

/** The same walls in migrations: none but the vault's names the vault, and no foreign key leaves its schema. */
export function migrationViolations(migrations: readonly Source[]): Violation[] {
  return migrations.flatMap((source) => {
    const found: Violation[] = [];
    const lines = source.text.split('\n').map((line) => line.replace(/--.*/, ''));
    let schema: string | undefined;
    for (const [at, line] of lines.entries()) {
      schema = /\b(?:create|alter)\s+table\s+(?:if\s+(?:not\s+)?exists\s+)?(\w+)\./i.exec(line)?.[1] ?? schema;
      if (names(line, 'vault') && !/vault/.test(source.path)) found.push({ path: source.path, line: at + 1, says: 'only the vault’s migrations name vault.*' });
      const target = /\breferences\s+(\w+)\./i.exec(line)?.[1];
      if (target !== undefined && target !== schema) found.push({ path: source.path, line: at + 1, says: `a foreign key from ${schema} to ${target}: keys do not leave their schema; keep the id alone` });
    }
    return found;
  });
}

function names(text: string, schema: string): boolean {
  return new RegExp(`(?<![\\w.'])"?${schema}"?\\.[a-z_"]`, 'i').test(text);
}
