import { onInstance } from './command-instance.ts';
import { run as accountsCommand } from './slices/accounts/command.ts';
import { createAccounts, organisationOf } from './slices/accounts/index.ts';

/** `minsheng accounts reset JURISDICTION USERNAME`, on the server itself. */
export function run(parameters: readonly string[]): Promise<number> {
  return onInstance(({ config, database, keys, directories, locale, print }) => accountsCommand(parameters, {
    locale, print,
    open: () => Promise.resolve({
      accounts: createAccounts({
        database, keys, secret: Buffer.from(keys.derive('staff sessions v1')).toString('base64url'), publicUrl: config.publicUrl ?? `http://${config.host}`,
        secureCookies: false, organisation: organisationOf((code) => directories.find(code)),
      }),
      close: () => Promise.resolve(),
    }),
  }));
}
