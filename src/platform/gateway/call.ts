import type { Handed } from './text.ts';

/**
 * Connects two phones: `line` first, whoever answers it then hears `to` ring; neither is shown the other's number. What became of it is
 * posted to `callback` as a form with one field, `outcome`: `reached`, `no-answer` or `refused`.
 */
export interface CallGateway {
  connect(call: { readonly to: string; readonly line: string; readonly callback: string }): Promise<Handed>;
}
