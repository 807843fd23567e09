import type { CaseNumber } from '../../../kernel/ids.ts';
import { withQuery, type PageContext } from '../../../ui/page.ts';
import { Block } from '../../../ui/components/blocks.tsx';
import { wordsOfResident } from './messages.ts';

export type ProofProps = {
  readonly page: PageContext;
  readonly number: CaseNumber;
  /** Where the proof of the submission is fetched: `/receipts/<event>/proof`. */
  readonly proof: string;
  /** Where the holder of a receipt fetches what shows that the sealed words are theirs. */
  readonly ownWords?: string;
};

/**
 * What was said stands in the public record: a file to keep that proves it, fetched and checked without script. A script may
 * check the file of `data-proof` here as well.
 */
export function ProofBlock({ page, number, proof, ownWords }: ProofProps) {
  const words = wordsOfResident(page.locale);
  return (
    <div class="no-print" data-proof={proof}>
      <Block title={words.proofTitle}>
        <p>{words.proofWhat}</p>
        <p class="acts"><a href={withQuery(proof, 'number', number)} download="">{words.proofGet}</a>{ownWords !== undefined && <a href={ownWords} download="">{words.proofOwn}</a>}</p>
        <details class="fold">
          <summary>{words.proofHow}</summary>
          <p>{words.proofCheck} <code>{words.proofCommand(number)}</code></p>
          <p><a href={`${page.paths.record}/policy`}>{words.proofPolicy}</a></p>
          <p>{words.proofPromise}</p>
          {ownWords !== undefined && <p>{words.proofOwnHint}</p>}
        </details>
      </Block>
    </div>
  );
}
