import { describe, expect, it } from 'vitest';
import { migrationsFor, partIn, requireOwnDatabase, rolesOf } from './part.ts';
import { APP_ROLES } from './roles.ts';

const files = ['2026-11-22-a-platform.sql', '2026-11-22-d-cases.sql', '2026-11-22-f-vault.sql', '2026-11-27-n-notices-a-vault.sql', '2026-11-27-n-apart.sql'].map((name) => ({ name, text: '', sha256: '' }));
const [clock, cases, vault] = files;

describe('a part of the program', () => {
  it('has its own roles: the vault one, pages all but that one, and together all', () => {
    expect(rolesOf('vault')).toEqual(['vault_svc']);
    expect([...rolesOf('pages'), ...rolesOf('vault')].sort()).toEqual([...APP_ROLES].sort());
    expect(rolesOf('whole')).toEqual(APP_ROLES);
  });
  it('has its own tables: a vault’s database only the clock and what says vault in its name', () => {
    expect(migrationsFor('vault', files).map(({ name }) => name)).toEqual(['2026-11-22-a-platform.sql', '2026-11-22-f-vault.sql', '2026-11-27-n-notices-a-vault.sql']);
    expect(migrationsFor('pages', files)).toEqual(files);
  });
  it('never begins in the other’s database, and takes an empty or half-made one for nobody’s', () => {
    const history = (...some: readonly ({ readonly name: string } | undefined)[]): { name: string }[] => some.filter((one) => one !== undefined);
    expect([partIn([]), partIn(history(clock)), partIn(history(clock, vault)), partIn(history(clock, cases)), partIn(history(clock, cases, vault))]).toEqual([undefined, undefined, 'vault', 'whole', 'whole']);
    expect(() => { requireOwnDatabase('vault', history(clock, cases, vault)); }).toThrow(expect.objectContaining({ problem: { kind: 'database-of-pages' } }));
    for (const part of ['whole', 'pages'] as const) expect(() => { requireOwnDatabase(part, history(clock, vault)); }).toThrow(expect.objectContaining({ problem: { kind: 'database-of-a-vault' } }));
    for (const part of ['whole', 'pages', 'vault'] as const) requireOwnDatabase(part, history(clock));
    requireOwnDatabase('vault', history(clock, vault));
  });
});
