import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { SealedReports } from './sealed.ts';
import type { SealedDeps } from './handle.ts';

/** The passphrase of a demo stands printed for everyone, so a dear derivation would protect nothing. */
const DEMO_WORK_FACTOR = 10;

/**
 * A key for each protection officer of a demo who has none, under the printed password: made by the machine, as no real key is.
 * Only for instances that were created as a demo.
 */
export async function makeDemoKeys(sealed: SealedReports, holders: SealedDeps['holders'], jurisdiction: JurisdictionCode, password: string): Promise<number> {
  const known = await sealed.officers(jurisdiction);
  const without = (await holders(jurisdiction)).filter(({ account }) => !known.some((one) => one.account === account));
  if (without.length === 0) return 0;
  const { newProtectedKey } = await import('./letter.ts');
  for (const { account } of without) await sealed.registerKey({ jurisdiction, accountId: account }, await newProtectedKey(password, DEMO_WORK_FACTOR));
  return without.length;
}
