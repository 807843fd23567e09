import { parseCaseNumber, parseJurisdictionCode, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { NOTE_MAX, type Author } from './commands.ts';
import type { CaseDeps } from './deps.ts';
import { eraseCase, type Elsewhere } from './erase.ts';
import { commandMessages, refusalMessages } from './messages.ts';
import { ERASURE_RULES } from './removals.ts';

export type CommandSurroundings = {
  readonly locale: Locale;
  readonly print: (line: string) => void;
  /** One line from whoever sits at the terminal; `secret` is not shown while it is typed. Undefined at the end of the input. */
  readonly ask: (question: string, secret?: boolean) => Promise<string | undefined>;
  readonly open: () => Promise<{
    readonly deps: CaseDeps; readonly elsewhere: Elsewhere;
    /** Who this is, if name and password are right and the account is ready. */
    readonly signIn: (jurisdiction: JurisdictionCode, username: string, password: string) => Promise<Author | undefined>;
    readonly close: () => Promise<void>;
  }>;
};

/**
 * `cases erase JURISDICTION NUMBER`: two people sign in one after the other, name rule and reason, and type the number once
 * more; then everything private of the case is erased. Exit code: 0 erased, 1 refused or broken off, 2 wrong usage.
 */
export async function run(args: readonly string[], surroundings: CommandSurroundings): Promise<number> {
  const { locale, print, open } = surroundings;
  const words = commandMessages(locale);
  const [verb, place, numberText, ...rest] = args;
  const jurisdiction = parseJurisdictionCode(place);
  const number = parseCaseNumber(numberText);
  if (verb !== 'erase' || !jurisdiction || !number || rest.length > 0) {
    print(words.usage);
    return 2;
  }
  print(words.warning(number));
  const opened = await open();
  try {
    const given = await everything(surroundings, opened.signIn, jurisdiction, number);
    if (typeof given === 'string') {
      print(given);
      return 1;
    }
    const erased = await eraseCase(opened.deps, opened.elsewhere, jurisdiction, number, given);
    print(erased.refused ? refusalMessages(locale)[erased.reason.kind] : words.erased(number, erased.value.photos));
    if (!erased.refused) print(words.afterwards);
    return erased.refused ? 1 : 0;
  } finally {
    await opened.close();
  }
}

type SignIn = Awaited<ReturnType<CommandSurroundings['open']>>['signIn'];

/** Both people, rule and reason; or the sentence that says why not. */
async function everything({ locale, ask }: CommandSurroundings, signIn: SignIn, jurisdiction: JurisdictionCode, number: string) {
  const words = commandMessages(locale);
  const person = async (who: string): Promise<Author | undefined> => {
    const username = await ask(words.username(who));
    const password = await ask(words.password, true);
    return username === undefined || password === undefined ? undefined : signIn(jurisdiction, username.trim(), password);
  };
  const proposer = await person(words.first);
  if (!proposer) return words.notRecognised;
  const by = await person(words.second);
  if (!by) return words.notRecognised;
  const ruleText = (await ask(words.rule(ERASURE_RULES.join(' · '))))?.trim();
  const rule = ERASURE_RULES.find((one) => one === ruleText);
  if (!rule) return words.noSuchRule;
  const reason = (await ask(words.reason))?.trim().slice(0, NOTE_MAX) ?? '';
  const again = (await ask(words.again))?.replace(/[\s-]/g, '');
  return again === number ? { proposer, by, rule, reason } : words.brokenOff;
}
