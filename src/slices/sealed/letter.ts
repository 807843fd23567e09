import { Decrypter, Encrypter, armor, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { padLetter, unpadLetter } from './padding.ts';

/**
 * Letters closed with age (age-encryption.org/v1, X25519 recipients). The same functions run in the pages' script and, for
 * whoever has no script, in the server's memory. Loaded only where a letter is closed or opened: it brings 150 kB of ciphers.
 */
export async function closeLetter(words: string, recipients: readonly string[]): Promise<Uint8Array> {
  if (recipients.length === 0) throw new RangeError('a letter is closed to somebody');
  const encrypter = new Encrypter();
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient);
  return encrypter.encrypt(padLetter(words));
}

/** The words; undefined when none of the identities opens it, or what is inside is no letter. */
export async function openLetter(ciphertext: Uint8Array, identities: readonly string[]): Promise<string | undefined> {
  try {
    const decrypter = new Decrypter();
    for (const identity of identities) decrypter.addIdentity(identity);
    return unpadLetter(await decrypter.decrypt(ciphertext));
  } catch {
    return undefined;
  }
}

/** An officer's new key: the identity under their passphrase, as text, and the recipient that everyone may know. */
export async function newProtectedKey(passphrase: string, workFactor = SCRYPT_WORK_FACTOR): Promise<{ readonly recipient: string; readonly protected: string }> {
  const identity = await generateX25519Identity();
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(passphrase);
  return { recipient: await identityToRecipient(identity), protected: armor.encode(await encrypter.encrypt(identity)) };
}

/** 2^17: a second or two of an office computer, and 128 MiB of whoever guesses passphrases. */
const SCRYPT_WORK_FACTOR = 17;

/** The identity; undefined when the passphrase is another. */
export async function openProtectedKey(text: string, passphrase: string): Promise<string | undefined> {
  try {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    return (await decrypter.decrypt(armor.decode(text), 'text')).trim();
  } catch {
    return undefined;
  }
}
