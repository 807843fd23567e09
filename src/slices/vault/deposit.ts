import { randomBytes } from 'node:crypto';
import type { JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Contact } from './contact.ts';

const KEY_BYTES = 32;

/** Under a key of its own, made now. */
export async function sealDeposit(keys: KeyProvider, jurisdiction: JurisdictionCode, person: PersonRef, contact: Contact): Promise<{ readonly sealed: Uint8Array; readonly wrapped: Uint8Array }> {
  const key = randomBytes(KEY_BYTES);
  const sealed = keys.seal(key, sealContext(jurisdiction, person), Buffer.from(JSON.stringify(contact)));
  return { sealed, wrapped: await keys.wrap(keyContext(jurisdiction, person), key) };
}

/** In clear for as long as the caller holds it. Throws where the bytes were altered. */
export async function openDeposit(keys: KeyProvider, jurisdiction: JurisdictionCode, person: PersonRef, deposit: { readonly sealed: Uint8Array; readonly wrapped_key: Uint8Array }): Promise<Contact> {
  const key = await keys.unwrap(keyContext(jurisdiction, person), deposit.wrapped_key);
  const plain = keys.unseal(key, sealContext(jurisdiction, person), deposit.sealed);
  if (!plain) throw new Error('a deposit does not open under its own key');
  return JSON.parse(plain.toString()) as Contact;
}

function sealContext(jurisdiction: JurisdictionCode, person: PersonRef): string {
  return `vault contact\n${jurisdiction}\n${person}`;
}

export function keyContext(jurisdiction: JurisdictionCode, person: PersonRef): string {
  return `vault key\n${jurisdiction}\n${person}`;
}
