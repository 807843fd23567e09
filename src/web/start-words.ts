/** What the terminal says, in both languages at once: nobody has chosen one yet. Kept as data beside the other words. */
import { startMessages } from './start/messages.ts';

export const startWords = {
  stopping: `${startMessages('zh').stopping} ${startMessages('en').stopping}`,
  serving: (address: string) => `\n  ${startMessages('zh').serving(address)}\n  ${startMessages('en').serving(address)}\n`,
  log: (path: string) => `  ${startMessages('zh').log(path)} ${startMessages('en').log(path)}`,
  trouble: (path: string) => `${startMessages('zh').trouble(path)} ${startMessages('en').trouble(path)}`,
  scannerAway: `${startMessages('zh').scannerAway} ${startMessages('en').scannerAway}`,
  vaultAway: { away: `${startMessages('zh').vaultAway.away}\n${startMessages('en').vaultAway.away}`, refused: `${startMessages('zh').vaultAway.refused}\n${startMessages('en').vaultAway.refused}` },
  vaultServing: (at: string, token: string) => `\n  ${startMessages('zh').vaultServing(at, token)}\n  ${startMessages('en').vaultServing(at, token)}\n`,
  signIns: `${startMessages('zh').signIns} ${startMessages('en').signIns}`,
  firstPassword: (username: string, password: string) => `${startMessages('zh').firstPassword(username, password)}\n${startMessages('en').firstPassword(username, password)}`,
  demoFilling: (done: number, all: number) => `${startMessages('zh').demoFilling(done, all)} ${startMessages('en').demoFilling(done, all)}`,
  demoFilled: (count: number, seconds: number) => `${startMessages('zh').demoFilled(count, seconds)} ${startMessages('en').demoFilled(count, seconds)}`,
};
