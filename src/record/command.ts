import { parseJurisdictionCode, type JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Database } from '../platform/db/database.ts';
import type { Locale } from '../platform/i18n/index.ts';
import type { Finding } from './finding.ts';
import { fsck, type Progress } from './fsck.ts';
import { recordMessages } from './messages.ts';
import type { Replayer } from './replayer.ts';

/** What the command needs of the program around it, which alone knows the slices. */
export type FsckSurroundings = {
  readonly locale: Locale;
  readonly print: (line: string) => void;
  readonly open: () => Promise<{
    readonly database: Database; readonly keys: KeyProvider;
    readonly jurisdictions: readonly JurisdictionCode[]; readonly replayers: readonly Replayer[];
    readonly close: () => Promise<void>;
  }>;
};

/** Enough to see what happened; the count says how many there are. */
const FINDINGS_SHOWN_MAX = 100;
const PROGRESS_EVERY = 100_000;

/** `fsck [JURISDICTION …]`; answers the exit code: 0 the record is sound, 1 there are findings, 2 wrong usage. */
export async function run(args: readonly string[], { locale, print, open }: FsckSurroundings): Promise<number> {
  const words = recordMessages(locale);
  if (args.some((one) => one.startsWith('-'))) {
    print(words.usage);
    return 2;
  }
  const { database, keys, jurisdictions, replayers, close } = await open();
  try {
    const stranger = args.find((one) => !jurisdictions.includes(parseJurisdictionCode(one) ?? ('' as JurisdictionCode)));
    if (stranger !== undefined) {
      print(words.noSuchPlace(stranger));
      return 2;
    }
    const wanted = jurisdictions.filter((code) => args.length === 0 || args.includes(code));
    if (wanted.length === 0) print(words.noPlaces);
    let isSound = true;
    for (const jurisdiction of wanted) {
      print(words.checking(jurisdiction));
      const onProgress = progressPrinter(locale, print);
      const { findings, ...numbers } = await fsck({ database, jurisdiction, keys, replayers, onProgress });
      print(words.counted(numbers));
      if (numbers.unchecked > 0) print(words.unchecked(numbers.unchecked));
      for (const finding of findings.slice(0, FINDINGS_SHOWN_MAX)) print(`  ✗ ${sayFinding(finding, locale)}`);
      if (numbers.findingsTotal > FINDINGS_SHOWN_MAX) print(words.more(numbers.findingsTotal - FINDINGS_SHOWN_MAX));
      print(numbers.findingsTotal === 0 ? words.sound(jurisdiction) : words.damaged(jurisdiction, numbers.findingsTotal));
      isSound &&= numbers.findingsTotal === 0;
    }
    return isSound ? 0 : 1;
  } finally {
    await close();
  }
}

/** `leaf-differs (index 4): the entry’s hash is not that of the stored bytes`. Places and words of ours only. */
export function sayFinding(finding: Finding, locale: Locale): string {
  const { kind, ...place } = finding;
  const where = Object.entries(place).map(([name, value]) => `${name} ${value}`).join(', ');
  return `${kind}${where === '' ? '' : ` (${where})`}: ${recordMessages(locale).finding[kind]}`;
}

/** A line now and then on a long log, and none on a short one. */
function progressPrinter(locale: Locale, print: (line: string) => void): (progress: Progress) => void {
  const words = recordMessages(locale);
  const printed = { log: 0, streams: 0 };
  return ({ step, done }) => {
    if (done < printed[step] + PROGRESS_EVERY) return;
    printed[step] = done;
    print(step === 'log' ? words.logDone(done) : words.streamsDone(done));
  };
}
