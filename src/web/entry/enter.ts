import { createHash } from 'node:crypto';
import { refuse, type Decision } from '../../kernel/refusal.ts';
import type { IdempotencyKey } from '../../platform/http/idempotency.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import type { CaseRefusal, Channel, SubmittedCase } from '../../slices/cases/index.ts';
import type { Report } from '../report/form.ts';
import { orAway } from '../vault-away.ts';
import type { Services } from '../services.ts';

export type Entry = Report & { readonly channel: Channel };

/**
 * As `sendReport`, signed by the office that typed it in: vault first, then the case, then the deposit is confirmed. A crash between
 * leaves a deposit that is erased within a day, or a case whose paper was not printed: the same form prints it.
 */
export async function enterCase(services: Services, staff: ReadyStaff, entry: Entry, key: IdempotencyKey, locale: Locale): Promise<Decision<SubmittedCase, CaseRefusal | { readonly kind: 'vault-away' }>> {
  const { jurisdiction } = staff;
  const person = entry.contact && await orAway(services.vault.deposit(jurisdiction, key, entry.contact));
  // In the language of the place: nobody has asked the person which.
  const agreed = !person || person === 'away' || entry.tell.length === 0 || await orAway(services.tellings.agree(jurisdiction, person, { channels: entry.tell, locale }));
  // No case without the contact that they wanted to leave.
  if (person === 'away' || agreed === 'away') return refuse({ kind: 'vault-away' });
  const { channel, anonymity, kind, topic, division, address, words, publish, about, proxy } = entry;
  const entered = await services.cases.submit(staff.actor, {
    channel, anonymity, ...(person ? { person } : {}), kind, urgency: 'ordinary', topic, place: { division, address }, words, publishWords: publish,
    publishPlace: false, photos: [], about: about ? [about] : [], ...(proxy ? { proxy } : {}),
  }, { idempotencyKey: key, fingerprint: createHash('sha256').update(JSON.stringify(entry)).digest('base64url') });
  if (!entered.refused && person) services.confirmations.add(jurisdiction, person);
  return entered;
}
