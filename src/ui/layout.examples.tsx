import { DemoBanner, Footer, Header } from './layout.tsx';
import type { Specimens } from './specimen.ts';

export const specimens: readonly Specimens[] = [
  { of: 'Header', kind: 'component', examples: [
    { name: 'for a resident', render: (page) => <Header page={{ ...withoutStaff(page) }} section="cases" /> },
    { name: 'for staff', render: (page) => <Header page={{ ...page, staff: { name: 'linjiang-3', unitName: page.jurisdiction.name } }} section="console" /> },
  ] },
  { of: 'Footer', kind: 'component', examples: [{ name: 'every page', render: (page) => <Footer page={page} /> }] },
  { of: 'DemoBanner', kind: 'component', examples: [{ name: 'a demo says so', render: (page) => <DemoBanner page={page} /> }] },
];

function withoutStaff({ staff: _, ...page }: Parameters<Specimens['examples'][number]['render']>[0]) {
  return page;
}
