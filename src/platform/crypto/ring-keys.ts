import { UnwrapError, type KeyProvider } from './key-provider.ts';
import type { OpenRing } from './ring.ts';
import { LEGACY } from './ring.ts';
import { keysFromRoot } from './root-keys.ts';
import { suiteOf } from './suite.ts';

const FORMAT = 2;
const HEAD_BYTES = 3;

/**
 * The provider over an open ring. A wrapped key is format ‖ custodian (uint16 BE) ‖ sealed; one of another format is of the time before rings.
 * `reread` looks for a ring that was rotated meanwhile, by a command beside this process: asked when an unknown custodian turns up.
 */
export function keysFromRing(opened: OpenRing, reread: () => Promise<OpenRing | undefined> = () => Promise.resolve(undefined)): KeyProvider {
  let now = opened;
  const suite = suiteOf(opened.ring.suite);
  const seeded = keysFromRoot(opened.seed);
  const keyOf = async (id: number): Promise<Uint8Array> => {
    if (!now.custodians.has(id)) now = await reread() ?? now;
    return now.custodians.get(id) ?? unknown(id);
  };
  return {
    derive: (label) => seeded.derive(label),
    hmac: (label, ...parts) => seeded.hmac(label, ...parts),
    seal: (key, context, plain) => suite.seal(key, context, plain),
    unseal: (key, context, sealed) => suite.unseal(key, context, sealed),
    async wrap(context, key) {
      const id = newestOf(now);
      return Buffer.concat([headOf(id), suite.seal(await keyOf(id), context, key)]);
    },
    async unwrap(context, wrapped) {
      if (wrapped[0] !== FORMAT) return seeded.unwrap(context, wrapped);
      const id = Buffer.from(wrapped).readUInt16BE(1);
      return suite.unseal(await keyOf(id), context, wrapped.subarray(HEAD_BYTES)) ?? unknown(id);
    },
    wrapsAs: () => headOf(newestOf(now)),
  };
}

function newestOf({ custodians }: OpenRing): number {
  return Math.max(LEGACY, ...custodians.keys());
}

function headOf(id: number): Buffer {
  const head = Buffer.of(FORMAT, 0, 0);
  head.writeUInt16BE(id, 1);
  return head;
}

function unknown(id: number): never {
  throw new UnwrapError(`a wrapped key does not open under custodian ${id} of this ring`);
}
