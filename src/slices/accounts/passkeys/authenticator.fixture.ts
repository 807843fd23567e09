import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { NewPasskeyQuestion, PasskeyQuestion } from './passkeys.ts';

/** What somebody between the browser and us might change. */
export type Tampering = { readonly origin?: string; readonly domain?: string; readonly verified?: boolean; readonly counter?: number; readonly handle?: string; readonly challenge?: string };

/** An authenticator of the kind that phones have (ES256, attestation "none", WebAuthn §6), with its user standing before it. */
export class SoftAuthenticator {
  readonly #key: KeyObject;
  readonly #public: Buffer;
  readonly #credential = randomBytes(32);
  #handle = '';
  #counter = 0;

  constructor() {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
    this.#key = pair.privateKey;
    // COSE_Key {kty: EC2, alg: ES256, crv: P-256, x, y} (RFC 9052 §7, RFC 9053 §7.1.1).
    this.#public = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x, 'base64url'), Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')]);
  }

  make(asked: NewPasskeyQuestion, tampering: Tampering = {}): string {
    this.#handle = asked.handle;
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.#credential.length]), this.#credential, this.#public]);
    const data = Buffer.concat([this.#data(asked, 0x40, tampering), attested]);
    // {"fmt": "none", "attStmt": {}, "authData": bytes}
    const attestation = Buffer.concat([Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'), Buffer.from([data.length]), data]);
    return this.#answer(asked, { clientDataJSON: client('webauthn.create', asked, tampering).toString('base64url'), attestationObject: attestation.toString('base64url') });
  }

  use(asked: PasskeyQuestion, tampering: Tampering = {}): string {
    this.#counter += 1;
    const data = this.#data(asked, 0, tampering);
    const clientData = client('webauthn.get', asked, tampering);
    const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(clientData).digest()]), this.#key);
    return this.#answer(asked, {
      clientDataJSON: clientData.toString('base64url'), authenticatorData: data.toString('base64url'), signature: signature.toString('base64url'), userHandle: tampering.handle ?? this.#handle,
    });
  }

  /** Hash of the domain, flags (present, verified), count. */
  #data({ domain }: PasskeyQuestion, flags: number, tampering: Tampering): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(tampering.counter ?? this.#counter);
    return Buffer.concat([createHash('sha256').update(tampering.domain ?? domain).digest(), Buffer.from([flags | 0x01 | (tampering.verified === false ? 0 : 0x04)]), counter]);
  }

  #answer({ token }: PasskeyQuestion, response: Readonly<Record<string, string>>): string {
    return `${token} ${JSON.stringify({ id: this.#credential.toString('base64url'), ...response })}`;
  }
}

function client(type: string, { challenge, domain }: PasskeyQuestion, tampering: Tampering): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge: tampering.challenge ?? challenge, origin: tampering.origin ?? `http://${domain}:8080`, crossOrigin: false }));
}
