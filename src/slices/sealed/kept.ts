import type { JurisdictionCode } from '../../kernel/ids.ts';
import { seal, unseal, type KeyProvider } from '../../platform/crypto/index.ts';
import type { ReportId, ReportState } from './report.ts';
import type { Step } from './steps.ts';

/**
 * What the database keeps of a report besides ciphertext lies sealed under a key outside it: kind, units, route and story are
 * in no dump. Each is bound to its row.
 */
export type Keeper = {
  readonly sealState: (report: ReportId, state: ReportState) => Buffer;
  /** Throws when the bytes do not open: damage, or a database restored beside the wrong keys. */
  readonly openState: (report: string, sealed: Uint8Array) => ReportState;
  readonly sealStep: (report: ReportId, seq: number, text: string) => Buffer;
  readonly openStep: (report: string, seq: number, sealed: Uint8Array) => string | undefined;
};

export function keeperOf(keys: KeyProvider, jurisdiction: JurisdictionCode): Keeper {
  const key = keys.derive('sealed reports v1');
  const stateContext = (report: string): string => `sealed state\n${jurisdiction}\n${report}`;
  const stepContext = (report: string, seq: number): string => `sealed step\n${jurisdiction}\n${report}\n${seq}`;
  return {
    sealState: (report, state) => seal(key, stateContext(report), padded(JSON.stringify(state))),
    openState(report, sealed) {
      const plain = unseal(key, stateContext(report), sealed);
      if (!plain) throw new Error('a sealed report does not open under the key of this instance');
      return JSON.parse(plain.toString('utf8')) as ReportState;
    },
    sealStep: (report, seq, text) => seal(key, stepContext(report, seq), padded(text)),
    openStep: (report, seq, sealed) => unseal(key, stepContext(report, seq), sealed)?.toString('utf8').trimEnd(),
  };
}

/** Which step it was must not show in its length. */
const PAD_BYTES = 1_024;

function padded(text: string): Buffer {
  const length = Buffer.byteLength(text);
  return Buffer.concat([Buffer.from(text), Buffer.alloc(Math.ceil((length + 1) / PAD_BYTES) * PAD_BYTES - length, ' ')]);
}

/** Reads what `canonical` wrote of a step. */
export function parseStep(text: string): Step {
  return JSON.parse(text) as Step;
}
