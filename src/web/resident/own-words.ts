import type { CaseId, JurisdictionCode } from '../../kernel/ids.ts';
import type { LoadedCase } from '../../slices/cases/index.ts';
import { proveEntry } from '../../record/entry-proof.ts';
import { writeOwnWords, type OwnWordsAct } from '../../record/log/index.ts';
import { readOwnActs, type OwnAct } from '../../record/own-proof.ts';
import { readPublished } from '../../record/published-log.ts';
import type { Services } from '../services.ts';

/**
 * Everything with which the holder of a receipt can show what they said and that it stands in the record: `minsheng.own-words/v1`.
 * The submission is theirs whoever typed it in; of the rest, what they did themselves. `erased` when its key was destroyed.
 */
export async function ownWordsOf(services: Services, jurisdiction: JurisdictionCode, caseId: CaseId, { history }: LoadedCase): Promise<string | 'erased'> {
  const own = history.filter(({ seq, role }) => seq === 1 || role === 'resident').map(({ seq, sealed }) => ({ streamSeq: seq, sealed }));
  const system = { kind: 'system', jurisdiction, job: 'own words' } as const;
  const acts = await services.database.inTransaction(system, (tx) => readOwnActs(tx, services.keys, caseId, caseId, own), 'worker');
  if (acts === 'erased') return 'erased';
  const shown: OwnWordsAct[] = [];
  for (const act of acts) shown.push(await withProof(services, jurisdiction, act));
  return writeOwnWords({ origin: services.directories.get(jurisdiction).origin, acts: shown });
}

/** Without waiting: where no checkpoint covers it yet, the file can be fetched again later. */
async function withProof(services: Services, jurisdiction: JurisdictionCode, { event: _event, index, entry, ...rest }: OwnAct): Promise<OwnWordsAct> {
  const published = index === undefined ? undefined : await readPublished(services.recordFolder(jurisdiction));
  const isCovered = published && index !== undefined && published.checkpoint.size > index;
  const proof = isCovered ? await proveEntry(services.database.public, jurisdiction, { index, entry }, published) : undefined;
  return { entry, ...rest, ...(proof ? { proof } : {}) };
}
