import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { onInstance } from './command-instance.ts';
import { elsewhereOf } from './erasure.ts';
import { openAttachments } from './platform/files/index.ts';
import { Reactions } from './platform/jobs/index.ts';
import { accountMessages, createAccounts, organisationOf, type StaffSession } from './slices/accounts/index.ts';
import { run as casesCommand } from './slices/cases/command.ts';
import { authorOf, rulesOf } from './slices/cases/index.ts';
import { createVault } from './slices/vault/index.ts';
import { vaultApart } from './vault-of.ts';

/** `minsheng cases erase JURISDICTION NUMBER`, at the server's own terminal. */
export function run(parameters: readonly string[]): Promise<number> {
  return onInstance(async ({ config, database, keys, directories, locale, print }) => {
    const terminal = openTerminal();
    try {
      return await casesCommand(parameters, {
        locale, print, ask: terminal.ask,
        open: async () => {
          const vault = await vaultApart(config, database) ?? createVault(database, keys);
          const accounts = createAccounts({
            database, keys, secret: Buffer.from(keys.derive('staff sessions v1')).toString('base64url'), publicUrl: config.publicUrl ?? `http://${config.host}`,
            secureCookies: false, organisation: organisationOf((code) => directories.find(code)),
          });
          const withCode = async (cookie: string | undefined): Promise<StaffSession | undefined> => {
            const code = await terminal.ask(accountMessages(locale).commandCode) ?? '';
            const entered = await accounts.enter({ cookie, code, address: 'terminal' });
            return entered.refused ? undefined : entered.value;
          };
          return {
            deps: { database, keys, rulesFor: (code) => rulesOf(directories.get(code)), reactions: new Reactions() },
            elsewhere: elsewhereOf({ vault, attachments: openAttachments(config.dataDir) }),
            async signIn(jurisdiction, username, password) {
              const entered = await accounts.signIn({ username, password, address: 'terminal' });
              if (entered.refused) return undefined;
              const cookie = entered.value.setCookies[0]?.split(';')[0];
              const session = entered.value.session.state === 'factor-needed' ? await withCode(cookie) : entered.value.session;
              await accounts.signOut(cookie);
              return session?.state === 'ready' && session.jurisdiction === jurisdiction ? authorOf(session.actor) : undefined;
            },
            close: () => vault.close(),
          };
        },
      });
    } finally {
      terminal.close();
    }
  });
}

/** Lines from the terminal or a pipe; what is typed as a secret is not echoed. */
function openTerminal() {
  let isMuted = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isMuted) process.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  const waiting = lines[Symbol.asyncIterator]();
  return {
    async ask(question: string, secret = false): Promise<string | undefined> {
      process.stdout.write(question);
      isMuted = secret;
      const { value, done } = await waiting.next();
      isMuted = false;
      if (secret || !process.stdin.isTTY) process.stdout.write('\n');
      return done === true ? undefined : value;
    },
    close: () => { lines.close(); },
  };
}
