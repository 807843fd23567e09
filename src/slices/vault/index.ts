export { CONTACT_FIELD_MAX, CONTACT_FIELDS, parseContact, type Contact, type ContactField, type ContactMistake } from './contact.ts';
export { createVault, type Look, type Vault, type VaultRead } from './handle.ts';
export { eraseExpired } from './retention.ts';
export { rewrapDeposits } from './rewrap.ts';
export { createConfirmations, type Confirmations } from './confirmations.ts';
export { CONSENT_DAYS_MAX, createConsents, type Consent, type ConsentRefusal, type Consents } from './consents.ts';
