import { createHash, createHmac, hkdfSync, pbkdf2Sync } from 'node:crypto';
import type { Client } from 'pg';
import { derivePassword } from '../config/instance-secret.ts';
import type { DatabaseAddress } from './database.ts';
import { StartRefusal } from './start-refusal.ts';
import type { DatabaseRole } from './statement.ts';

/** The roles the program works under; the owner only migrates, exports and imports. */
export const APP_ROLES = ['app_public', 'app_actor', 'app_verdict', 'vault_svc', 'worker', 'accounts_svc', 'sealed_svc'] as const;
export type AppRole = (typeof APP_ROLES)[number];

/** What all starters on one database wait for each other on, while roles are made and migrations run. */
export const STARTERS_LOCK = 7_305_216_846;

export type Owner = { readonly user: string; readonly password: string };
export type Server = { readonly host: string; readonly port: number; readonly database: string; readonly ssl?: boolean };

/** Address and all credentials: the roles' passwords are derived from the instance secret and stored nowhere. */
export function addressOf(server: Server, owner: Owner, secret: Buffer): DatabaseAddress {
  const derived = APP_ROLES.map((role) => [role, { user: role, password: derivePassword(secret, `database-role/${role}`) }] as const);
  return { ...server, credentials: { owner, ...Object.fromEntries(derived) } as Record<DatabaseRole, Owner> };
}

/** The address without the passwords of roles that are not `own`: an empty one is let in nowhere. */
export function onlyOwn(address: DatabaseAddress, own: readonly AppRole[]): DatabaseAddress {
  const held = APP_ROLES.map((role) => [role, own.includes(role) ? address.credentials[role] : { user: role, password: '' }] as const);
  return { ...address, credentials: { owner: address.credentials.owner, ...Object.fromEntries(held) } as Record<DatabaseRole, Owner> };
}

/**
 * Makes the roles that are missing, sets their passwords, and refuses roles that may do more than the design allows. The
 * server sees only SCRAM verifiers, so neither its log nor its statistics ever hold a password. Safe to run in a race.
 */
export async function ensureRoles(owner: Client, address: DatabaseAddress, own: readonly AppRole[] = APP_ROLES): Promise<void> {
  await owner.query('begin');
  try {
    // The lock is on the server, not the database: roles are common to all its databases.
    await owner.query('select pg_advisory_xact_lock($1)', [STARTERS_LOCK]);
    const known = await knownRoles(owner);
    for (const role of own) await ensureRole(owner, role, address.credentials[role].password, known.get(role));
    // Migrations grant to them, and here nobody works under them: another part's, elsewhere. Where they are known they are left alone.
    for (const role of APP_ROLES) if (!own.includes(role) && !known.has(role)) await owner.query(`create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication`);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
  await closeDoors(owner, own);
}

type KnownRole = { rolname: string; rolsuper: boolean; rolbypassrls: boolean; owns: boolean };

async function knownRoles(owner: Client): Promise<Map<string, KnownRole>> {
  const { rows } = await owner.query<KnownRole>(
    `select rolname, rolsuper, rolbypassrls, r.oid = d.datdba as owns
       from pg_roles r, pg_database d where d.datname = current_database() and rolname = any($1)`,
    [[...APP_ROLES]],
  );
  return new Map(rows.map((row) => [row.rolname, row]));
}

async function ensureRole(owner: Client, role: AppRole, password: string, known: KnownRole | undefined): Promise<void> {
  if (known && (known.rolsuper || known.rolbypassrls || known.owns)) throw new StartRefusal({ kind: 'role-too-strong', role });
  const verb = known ? 'alter' : 'create';
  const limits = known ? '' : 'nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
  await owner.query(`${verb} role ${role} login ${limits} password '${scramVerifier(password, role)}'`).catch((error: { code?: string }) => {
    throw new StartRefusal({ kind: 'role-not-manageable', role, code: error.code ?? '' });
  });
}

/** Nobody but our roles connects to this database, and none of them makes objects in it. */
async function closeDoors(owner: Client, own: readonly AppRole[]): Promise<void> {
  const { rows } = await owner.query<{ name: string }>('select quote_ident(current_database()) as name');
  const name = rows[0]?.name ?? '';
  await owner.query('begin');
  await owner.query('select pg_advisory_xact_lock($1)', [STARTERS_LOCK]);
  await owner.query(`revoke all on database ${name} from public, ${APP_ROLES.join(', ')}; grant connect on database ${name} to ${own.join(', ')}`);
  await owner.query('revoke all on schema public from public');
  await owner.query('commit');
}

/**
 * What PostgreSQL stores for a password (RFC 5802 and 7677; src/common/scram-common.c). The salt is derived, so the
 * same secret gives the same verifier. 4096 iterations suffice: the password itself has 192 random bits.
 */
export function scramVerifier(password: string, role: string): string {
  const iterations = 4_096;
  const salt = Buffer.from(hkdfSync('sha256', password, '', `minsheng/scram-salt/${role}/v1`, 16));
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const stored = createHash('sha256').update(createHmac('sha256', salted).update('Client Key').digest()).digest('base64');
  const server = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`;
}
