import { unreachable } from '../../kernel/unreachable.ts';
import type { Locale } from '../i18n/index.ts';
import { databaseMessages } from './messages.ts';

/** What the launcher is doing, for whoever waits. `elsewhere`, `temporary` and `loose-log-setting` are worth a line of their own. */
export type StartStep =
  | { readonly kind: 'copying' }
  | { readonly kind: 'initialising' }
  | { readonly kind: 'stopping-orphan'; readonly pid: number }
  | { readonly kind: 'starting' }
  | { readonly kind: 'retrying' }
  /** It ended unasked, and is started again. */
  | { readonly kind: 'restarting' }
  | { readonly kind: 'recovering' }
  | { readonly kind: 'elsewhere'; readonly folder: string }
  | { readonly kind: 'temporary'; readonly folder: string }
  /** The operator's own word, for a server of another machine. */
  | { readonly kind: 'database-in-clear' }
  | { readonly kind: 'loose-log-setting'; readonly name: string; readonly found: string; readonly wanted: string };

export function describeStep(step: StartStep, locale: Locale): string {
  const words = databaseMessages(locale);
  switch (step.kind) {
    case 'copying': return words.stepCopying;
    case 'initialising': return words.stepInitialising;
    case 'stopping-orphan': return words.stepStoppingOrphan(step.pid);
    case 'starting': return words.stepStarting;
    case 'retrying': return words.stepRetrying;
    case 'restarting': return words.stepRestarting;
    case 'recovering': return words.stepRecovering;
    case 'elsewhere': return words.stepElsewhere(step.folder);
    case 'temporary': return words.stepTemporary(step.folder);
    case 'database-in-clear': return words.databaseInClear;
    case 'loose-log-setting': return words.looseLogSetting(step.name, step.found, step.wanted);
    default: return unreachable(step);
  }
}
