import type { ConnectionOptions, TlsOptions } from 'node:tls';

/**
 * Both sides prove by the handshake itself that they know the token, which never travels, and everything between them is encrypted:
 * TLS 1.3 with an external pre-shared key (RFC 8446 §2.2, RFC 9257) and fresh Diffie-Hellman, without certificates. A recording
 * cannot be opened by whoever steals the token later.
 */
const PROTOCOL = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' } as const;
const IDENTITY = 'minsheng';

export function listeningWith(token: Uint8Array): TlsOptions {
  return { ...PROTOCOL, pskCallback: (_socket, identity) => (identity === IDENTITY ? token : null) };
}

export function dialingWith(token: Uint8Array): ConnectionOptions {
  return {
    ...PROTOCOL,
    pskCallback: () => ({ psk: token, identity: IDENTITY }),
    // A stranger without the token could still offer a certificate: none is believed, by whomever it was signed.
    ca: [],
    checkServerIdentity: (_host, certificate) => (Object.keys(certificate as object).length === 0 ? undefined : new Error('a certificate where the token was expected')),
  };
}
