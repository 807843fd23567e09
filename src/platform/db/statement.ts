/**
 * One named, prepared statement. Every statement of the program is made here, at module load, so that a test can
 * PREPARE each of them against the real schema under the role that runs it.
 */
export type DatabaseRole = 'owner' | 'app_public' | 'app_actor' | 'app_verdict' | 'vault_svc' | 'accounts_svc' | 'sealed_svc' | 'worker';

export type Statement<Row> = {
  readonly name: string;
  readonly text: string;
  /** The least privileged role that must be able to run it. */
  readonly role: DatabaseRole;
  readonly __row?: Row;
};

const registry = new Map<string, Statement<unknown>>();

/** `name` is `<slice>.<verb>_<noun>`, unique in the program (PostgreSQL keeps 63 bytes of it). Throws on a second use. */
export function statement<Row>(role: DatabaseRole, name: string, text: string): Statement<Row> {
  if (Buffer.byteLength(name) > 63) throw new Error(`statement name too long: ${name}`);
  if (registry.has(name)) throw new Error(`statement defined twice: ${name}`);
  const made: Statement<Row> = { name, text, role };
  registry.set(name, made);
  return made;
}

/** Every statement made so far, for the test that prepares them all. */
export function allStatements(): readonly Statement<unknown>[] {
  return [...registry.values()];
}
