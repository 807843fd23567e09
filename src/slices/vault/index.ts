export { CONTACT_FIELD_MAX, CONTACT_FIELDS, parseContact, type Contact, type ContactField, type ContactMistake } from './contact.ts';
export { type Look, type Vault, type VaultRead, type VaultState } from './vault.ts';
export { createVault } from './handle.ts';
export { eraseExpired, eraseOrphans } from './sweeps.ts';
export { rewrapDeposits } from './rewrap.ts';
export { createConfirmations, type Confirmations } from './confirmations.ts';
export { CONSENT_DAYS_MAX, type Consent, type ConsentRefusal, type Consents } from './consents.ts';
export { connectVault } from './apart.ts';
export { serveVault } from './serve.ts';
