/** An administrator's way in to a PostgreSQL server: may create roles, and owns the database. */
export type DatabaseUrl = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: boolean;
};

/** Reads `postgres://user:password@host:5432/database?sslmode=require`; `?host=/folder` names a socket's folder. */
export function parseDatabaseUrl(text: string): DatabaseUrl | undefined {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')) return undefined;
  const host = url.searchParams.get('host') ?? url.hostname.replace(/^\[|\]$/g, '');
  const database = decode(url.pathname.slice(1));
  const user = decode(url.username);
  const password = decode(url.password);
  if (host === '' || !database || database.includes('/') || !user || password === undefined) return undefined;
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  if (!['disable', 'prefer', 'require', 'verify-ca', 'verify-full'].includes(mode)) return undefined;
  // `require` and stricter check the certificate against the system's authorities; NODE_EXTRA_CA_CERTS adds one's own.
  return { host, port: Number(url.port || 5432), database, user, password, ssl: mode !== 'disable' && mode !== 'prefer' };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
