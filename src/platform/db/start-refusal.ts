import { unreachable } from '../../kernel/unreachable.ts';
import type { Locale } from '../i18n/index.ts';
import type { TokenProblem } from '../link/token-file.ts';
import type { LooseSetting } from './log-settings.ts';
import { databaseMessages } from './messages.ts';

/** Why the database cannot be started or used. Each has a sentence with its remedy in `messages.ts`. */
export type StartProblem =
  | { readonly kind: 'already-started'; readonly folder: string; readonly pid: number | undefined }
  | { readonly kind: 'no-binaries'; readonly platform: string }
  | { readonly kind: 'no-account' }
  | { readonly kind: 'other-version'; readonly found: string; readonly ours: string }
  | { readonly kind: 'initdb-failed'; readonly output: string }
  | { readonly kind: 'not-ready'; readonly output: string }
  | { readonly kind: 'wrong-keys'; readonly folder: string }
  | { readonly kind: 'wrong-encoding'; readonly found: string }
  | { readonly kind: 'unreachable'; readonly code: string }
  /** A server of another machine, which speaks in clear only. */
  | { readonly kind: 'no-tls' }
  | { readonly kind: 'server-too-old'; readonly found: string }
  | { readonly kind: 'log-keeps-words'; readonly settings: readonly LooseSetting[] }
  | { readonly kind: 'role-too-strong'; readonly role: string }
  | { readonly kind: 'role-not-manageable'; readonly role: string; readonly code: string }
  | { readonly kind: 'migration-changed'; readonly file: string }
  | { readonly kind: 'migration-missing'; readonly file: string }
  | { readonly kind: 'migration-out-of-order'; readonly file: string; readonly after: string }
  | { readonly kind: 'migration-failed'; readonly file: string; readonly code: string; readonly detail: string }
  | { readonly kind: 'record-is-draft'; readonly jurisdictions: readonly string[] }
  | { readonly kind: 'folder-of-pages' | 'folder-of-a-vault'; readonly folder: string }
  | { readonly kind: 'database-of-pages' | 'database-of-a-vault' }
  /** Contacts are kept apart, and the environment does not say where; or they are still here, and it says that they are apart. */
  | { readonly kind: 'vault-forgotten' | 'vault-not-moved' }
  | { readonly kind: 'vault-token'; readonly what: TokenProblem; readonly path: string }
  | { readonly kind: 'vault-listens-not'; readonly what: 'not-private' | 'taken' | 'cannot-listen' };

/** Carries a problem up to `main`, which prints it in the reader's language and ends; no stack is of any use there. */
export class StartRefusal extends Error {
  readonly problem: StartProblem;

  constructor(problem: StartProblem) {
    super(describeProblem(problem, 'en'));
    this.name = 'StartRefusal';
    this.problem = problem;
  }
}

export function describeProblem(problem: StartProblem, locale: Locale): string {
  const words = databaseMessages(locale);
  switch (problem.kind) {
    case 'already-started': return words.alreadyStarted(problem.folder, problem.pid);
    case 'no-binaries': return words.noBinaries(problem.platform);
    case 'no-account': return words.noAccount;
    case 'other-version': return words.otherVersion(problem.found, problem.ours);
    case 'initdb-failed': return words.initdbFailed(problem.output);
    case 'not-ready': return words.notReady(problem.output);
    case 'wrong-keys': return words.wrongKeys(problem.folder);
    case 'wrong-encoding': return words.wrongEncoding(problem.found);
    case 'unreachable': return words.unreachable(problem.code);
    case 'no-tls': return words.noTls;
    case 'server-too-old': return words.serverTooOld(problem.found);
    case 'log-keeps-words': return words.logKeepsWords(problem.settings.map(({ name, found, wanted }) => `${name} = ${found} (→ ${wanted})`).join(', '));
    case 'role-too-strong': return words.roleTooStrong(problem.role);
    case 'role-not-manageable': return words.roleNotManageable(problem.role, problem.code);
    case 'migration-changed': return words.migrationChanged(problem.file);
    case 'migration-missing': return words.migrationMissing(problem.file);
    case 'migration-out-of-order': return words.migrationOutOfOrder(problem.file, problem.after);
    case 'migration-failed': return words.migrationFailed(problem.file, problem.code, problem.detail);
    case 'record-is-draft': return words.recordIsDraft(problem.jurisdictions.join(', '));
    case 'folder-of-pages': return words.folderOfPages(problem.folder);
    case 'folder-of-a-vault': return words.folderOfAVault(problem.folder);
    case 'database-of-pages':
    case 'database-of-a-vault':
    case 'vault-forgotten':
    case 'vault-not-moved': return words.apart[problem.kind];
    case 'vault-token': return { 'token-missing': words.tokenMissing, 'token-damaged': words.tokenDamaged, 'token-readable': words.tokenReadable }[problem.what](problem.path);
    case 'vault-listens-not': return words.vaultListens[problem.what];
    default: return unreachable(problem);
  }
}
