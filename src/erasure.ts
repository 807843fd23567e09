import { parseAttachmentName } from './platform/files/index.ts';
import type { Elsewhere } from './slices/cases/index.ts';
import { forgetMembership } from './slices/matters/index.ts';
import { forgetNotices } from './slices/notices/index.ts';
import { forgetAskedOf } from './slices/verdicts/index.ts';
import { eraseRequestWords } from './slices/unsealing/index.ts';
import type { Services } from './web/services.ts';

/** What an erasure takes with it outside the case's own tables. */
export function elsewhereOf({ vault, attachments }: Pick<Services, 'vault' | 'attachments'>): Elsewhere {
  return {
    forgetPerson: (place, person) => vault.erase(place, person),
    async forgetWritten(tx, caseId) {
      await eraseRequestWords(tx, caseId);
      await forgetNotices(tx, caseId);
      await forgetMembership(tx, caseId);
      await forgetAskedOf(tx, caseId);
    },
    async removePhoto(text) {
      const name = parseAttachmentName(text);
      if (name) await attachments.remove(name);
    },
  };
}
