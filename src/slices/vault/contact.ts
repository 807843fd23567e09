/** Ways to reach a person. Exists in clear only while a form is handled and inside the vault. */
export type Contact = {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  /** When and how they prefer to be reached, in their own words. */
  readonly note: string;
};

export type ContactField = keyof Contact;
export const CONTACT_FIELDS: readonly ContactField[] = ['name', 'phone', 'email', 'note'];

/** Longest that a field may be, in UTF-16 code units: enough for any name or address, too little to hide a letter in. */
export const CONTACT_FIELD_MAX: Readonly<Record<ContactField, number>> = { name: 80, phone: 40, email: 160, note: 200 };

export type ContactMistake = { readonly field: ContactField; readonly kind: 'too-long' | 'no-way-to-reach' | 'bad-phone' | 'bad-email' };

/**
 * Reads a contact from a form. Someone who is reached needs a phone or an e-mail address; the name is theirs to give.
 * Phones are kept as typed but for spaces and hyphens (E.164 allows 15 digits); an address needs one @ with something on
 * both sides, since only a message that arrives proves more.
 */
export function parseContact(given: Readonly<Partial<Record<ContactField, string>>>): { contact: Contact; mistakes: readonly ContactMistake[] } {
  const text = (field: ContactField): string => (given[field] ?? '').normalize('NFC').trim();
  const contact: Contact = {
    name: text('name'), phone: text('phone').normalize('NFKC').replace(/[\s-]/g, ''), email: text('email'), note: text('note'),
  };
  const mistakes: ContactMistake[] = CONTACT_FIELDS.filter((field) => contact[field].length > CONTACT_FIELD_MAX[field])
    .map((field) => ({ field, kind: 'too-long' }));
  if (contact.phone !== '' && !/^\+?\d{5,15}$/.test(contact.phone)) mistakes.push({ field: 'phone', kind: 'bad-phone' });
  if (contact.email !== '' && !/^[^@\s]+@[^@\s]+$/.test(contact.email)) mistakes.push({ field: 'email', kind: 'bad-email' });
  if (contact.phone === '' && contact.email === '') mistakes.push({ field: 'phone', kind: 'no-way-to-reach' });
  return { contact, mistakes };
}

/** Digits alone, without China's own country code: people say their number with it or without. */
export function digitsOf(text: string): string {
  const digits = text.normalize('NFKC').replace(/\D/g, '').replace(/^00/, '');
  return digits.length === 13 && digits.startsWith('86') ? digits.slice(2) : digits;
}
