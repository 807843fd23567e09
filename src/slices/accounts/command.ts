import { parseJurisdictionCode } from '../../kernel/ids.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { parseUsername } from './account.ts';
import type { Accounts } from './index.ts';
import { accountMessages } from './messages.ts';
import { systemActor } from './sessions.ts';
import { findStaff } from './store.ts';

export type CommandSurroundings = {
  readonly locale: Locale;
  readonly print: (line: string) => void;
  readonly open: () => Promise<{ readonly accounts: Accounts; readonly close: () => Promise<void> }>;
};

/**
 * `accounts reset JURISDICTION USERNAME [--second-factor]`: a new one-time password for anyone, administrators too, and with
 * the option away with a second factor that is lost. Whoever may run it
 * holds the server already. Exit code: 0 done, 1 no such account, 2 wrong usage.
 */
export async function run(args: readonly string[], { locale, print, open }: CommandSurroundings): Promise<number> {
  const words = accountMessages(locale);
  const alsoFactor = args.at(-1) === '--second-factor';
  const [verb, place, name, ...rest] = alsoFactor ? args.slice(0, -1) : args;
  const jurisdiction = parseJurisdictionCode(place);
  const username = parseUsername(name);
  if (verb !== 'reset' || !jurisdiction || !username || rest.length > 0) {
    print(words.commandUsage);
    return 2;
  }
  const { accounts, close } = await open();
  try {
    const by = systemActor(jurisdiction);
    const found = await accounts.database.inTransaction(by, (tx) => tx.row(findStaff, [jurisdiction, username]), 'accounts_svc');
    const reset = found && await accounts.administration.setPassword(by, found.id);
    if (!reset || reset.refused) {
      print(words.commandUnknown(username, jurisdiction));
      return 1;
    }
    const dropped = alsoFactor && await accounts.administration.resetFactor(by, found.id);
    if (dropped) print(dropped.refused ? words.commandNoFactor : words.commandFactorDone);
    print(words.commandDone(username, reset.value.oneTimePassword));
    return 0;
  } finally {
    await close();
  }
}
