import type { Specimens } from '../../../ui/specimen.ts';
import { EMPTY_FORM } from '../../../ui/page.ts';
import { IdentityPanel } from './identity.tsx';

const ACTION = '/console/cases/00000000-0000-4000-8000-000000000001/identity';

export const specimens: readonly Specimens[] = [{
  of: 'IdentityPanel', kind: 'component',
  examples: [
    { name: 'refused', render: (page) => <IdentityPanel page={page} action={ACTION} form={{ ...EMPTY_FORM, errors: { reason: '—' } }} /> },
    { name: 'shown', render: (page) => <IdentityPanel page={page} action={ACTION} form={EMPTY_FORM} shown={{ name: 'Lin X', phone: '13900000000', email: '' }} /> },
    { name: 'gone', render: (page) => <IdentityPanel page={page} action={ACTION} form={EMPTY_FORM} shown="gone" /> },
  ],
}];
