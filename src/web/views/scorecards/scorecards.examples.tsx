import type { PageContext } from '../../../ui/page.ts';
import type { Specimens } from '../../../ui/specimen.ts';
import { after } from '../sample.examples.ts';
import { ScorecardsPage, SourceLine } from './scorecards.tsx';

const DIGESTS = ['5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'];

function several(page: PageContext) {
  return <ScorecardsPage page={page} results={DIGESTS.map((digest, index) => ({ n: 48_212 - 1_406 * index, asOf: after(-index), digest }))} next={`${page.paths.scorecards}?before=46806`} />;
}

export const specimens: readonly Specimens[] = [
  { of: 'ScorecardsPage', kind: 'page', examples: [{ name: 'two days', render: several }, { name: 'before the first', render: (page) => <ScorecardsPage page={page} results={[]} /> }] },
  {
    of: 'SourceLine', kind: 'component', examples: [
      { name: 'computed', render: (page) => <SourceLine page={page} source={{ n: 48_212, asOf: after(0) }} /> }, { name: 'before the first result', render: (page) => <SourceLine page={page} source={undefined} /> },
    ],
  },
];
