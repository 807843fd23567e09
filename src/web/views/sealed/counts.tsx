import type { Period } from '../../../slices/sealed/index.ts';
import { formatNumber } from '../../../platform/i18n/index.ts';
import { KeyValue, Notice } from '../../../ui/components/blocks.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { sealedWords } from './messages.ts';

/** All that the public learns of sealed reports: how many, ten at least together, and what is withheld. */
export function SealedCountsPage({ page, periods, waiting }: { readonly page: PageContext; readonly periods: readonly Period[]; readonly waiting: string }) {
  const words = sealedWords(page.locale);
  return (
    <Page page={page} title={words.countsTitle} section="none" width="reading">
      <div class="heading"><h1>{words.countsTitle}</h1><p class="lead">{words.countsLead}</p></div>
      {periods.length > 0 && <KeyValue pairs={periods.map(({ from, to, n }) => ({ key: words.countsPeriod(from, to), value: words.countsN(formatNumber(n, page.locale)) }))} />}
      <Notice tone="know"><p>{words.countsWithheld(waiting)}</p></Notice>
    </Page>
  );
}
