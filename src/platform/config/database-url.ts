/** An administrator's way in to a PostgreSQL server: may create roles, and owns the database. */
export type DatabaseUrl = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: boolean;
};

/**
 * Reads `postgres://user:password@host:5432/database?sslmode=require`; `?host=/folder` names a socket's folder. A server of another machine
 * is spoken to over TLS, with its certificate checked, and never falls back to clear (ASVS 5.0 12.3.1): `prefer` and nothing mean that there.
 * `disable` is the operator's own word, for a private wire.
 */
export function parseDatabaseUrl(text: string): DatabaseUrl | undefined {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')) return undefined;
  const host = url.searchParams.get('host') ?? url.hostname.replace(/^\[|\]$/g, '');
  const database = decode(url.pathname.slice(1));
  const user = decode(url.username);
  const password = decode(url.password);
  if (host === '' || !database || database.includes('/') || !user || password === undefined) return undefined;
  const isHere = host.startsWith('/') || isThisMachine(host);
  const mode = url.searchParams.get('sslmode') ?? 'prefer';
  if (!['disable', 'prefer', 'require', 'verify-ca', 'verify-full'].includes(mode)) return undefined;
  // The certificate is checked against the system's authorities; NODE_EXTRA_CA_CERTS adds one's own.
  const ssl = mode === 'prefer' ? !isHere : mode !== 'disable';
  return { host, port: Number(url.port || 5432), database, user, password, ssl };
}

/** Whether a host is this machine's own loopback, whoever spells it. */
export function isThisMachine(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
