/** Where a clamd listens: a socket of this machine, or a host and port inside the network. */
export type ScannerAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** `host:port`, `[IPv6]:port`, or the absolute path of a socket. */
export function parseScannerAddress(text: string): ScannerAddress | undefined {
  if (text.startsWith('/')) return text.includes('\0') ? undefined : { path: text };
  const [, inner, plain, digits = ''] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]{1,253})):(\d{1,5})$/.exec(text) ?? [];
  const host = inner ?? plain;
  const port = Number(digits);
  return host !== undefined && port > 0 && port <= 65_535 ? { host, port } : undefined;
}
