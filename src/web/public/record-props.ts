import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { instantOf, parseInstant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { openCheckpoint, parsePolicy, type Policy, type SignedCheckpoint } from '../../record/log/index.ts';
import { writeBase64 } from '../../record/log/spelling.ts';
import { readHead } from '../../record/index.ts';
import { readStanding, type Trouble } from '../../record/publish/index.ts';
import { fingerprintOf } from '../../verify/index.ts';
import type { Published, RecordProps } from '../views/record/record-page.tsx';
import type { PublicReading } from './reading.ts';

/** What anyone may fetch of the log, what the database holds beyond it, and how publishing goes. */
export async function recordProps({ services, page, directory: { code } }: PublicReading): Promise<RecordProps> {
  const folder = services.recordFolder(code);
  const [head, files, standing] = await Promise.all([
    readHead(services.database.public, code), readFiles(folder), readStanding(dirname(dirname(folder)), code),
  ]);
  const since = standing?.trouble && parseInstant(Date.parse(standing.since));
  return {
    page, draft: head?.draft ?? false, address: `${services.publicUrl}${page.paths.record}`,
    ...(files ? { published: publishedOf(files, head?.size ?? 0, services.isDemo) } : {}),
    ...(since !== undefined && standing?.trouble ? { still: { since, why: whyOf(standing.trouble) } } : {}),
  };
}

type Files = { readonly policy: Policy; readonly signed: SignedCheckpoint };

/** Undefined before the first publication, and where our own files do not hold: then the page claims nothing. */
async function readFiles(folder: string): Promise<Files | undefined> {
  const [policyBytes, note] = await Promise.all(['policy', 'checkpoint'].map((name) => readFile(join(folder, name)).catch(() => undefined)));
  const policy = policyBytes && parsePolicy(policyBytes);
  if (!note || !policy || policy.refused) return undefined;
  const signed = openCheckpoint(note, policy.value);
  return signed.refused ? undefined : { policy: policy.value, signed: signed.value };
}

function publishedOf({ policy, signed: { checkpoint, cosignatures } }: Files, size: number, isDemo: boolean): Published {
  const key = policy.logs.find((log) => log.key.name === checkpoint.origin)?.key;
  const witnesses = cosignatures.map(({ witness, atSeconds }) => ({ name: witness, at: instantOf(new Date(atSeconds * 1000)) }));
  const latest = witnesses.map(({ at }) => at).sort((a, b) => b - a)[0];
  return {
    size: checkpoint.size, waiting: Math.max(0, size - checkpoint.size), root: writeBase64(checkpoint.root), witnesses,
    sameMachine: isDemo && witnesses.length > 0, fingerprint: key ? fingerprintOf(key) : '', ...(latest === undefined ? {} : { at: latest }),
  };
}

/** The operator gets the remedy in the log of the server; a reader is told what kind of thing it is. */
function whyOf(trouble: Trouble): NonNullable<RecordProps['still']>['why'] {
  switch (trouble.kind) {
    case 'quorum-missing': case 'witnesses-file-missing': case 'witnesses-wrong': return 'witnesses';
    case 'database-behind': case 'database-differs': case 'database-damaged': case 'witness-ahead': return 'mismatch';
    case 'key-missing': case 'key-wrong': case 'state-unreadable': case 'process-ended': case 'folder-taken': case 'failed': return 'technical';
    default: return unreachable(trouble);
  }
}
