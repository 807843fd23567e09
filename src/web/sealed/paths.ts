import type { PageContext } from '../../ui/page.ts';
import type { ReportId } from '../../slices/sealed/index.ts';

/** Addresses of sealed reports, beside those that every page knows. */
export function sealedPathsOf({ paths }: Pick<PageContext, 'paths'>) {
  const desk = `${paths.console}/sealed`;
  const mine = `${paths.my}/sealed`;
  return {
    ordinary: `${paths.report}?sealed=no`,
    choose: `${paths.report}/sealed`,
    send: `${paths.receipts}/sealed`,
    fromCase: `${paths.my}/retaliation`,
    mine,
    mineAct: (act: 'letters' | 'opening' | 'verdict' | 'escalation' | 'withdrawal') => `${mine}/${act}`,
    desk,
    key: `${desk}/key`,
    report: (report: ReportId) => `${desk}/${report}`,
    deskAct: (report: ReportId, act: DeskAct) => `${desk}/${report}/${act}`,
    counts: `${paths.home === '/' ? '' : paths.home}/sealed`,
  };
}

export const DESK_ACTS = ['acknowledgement', 'letters', 'handover', 'copies'] as const;
export type DeskAct = (typeof DESK_ACTS)[number];
