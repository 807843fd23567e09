import { EMPTY_FORM, type FormState } from '../../../ui/page.ts';
import type { Specimens } from '../../../ui/specimen.ts';
import { after } from '../sample.examples.ts';
import { ConsentPage, MyConsent } from './consent.tsx';
import { consentMessages } from './messages.ts';

const DAYS = 60;
const given: FormState = { values: { phone: 'yes', until: '2026-11-30' }, errors: {}, hidden: {} };

export const specimens: readonly Specimens[] = [
  { of: 'MyConsent', kind: 'component', examples: [
    { name: 'nothing agreed', render: (page) => <MyConsent page={page} consent={undefined} /> },
    { name: 'agreed', render: (page) => <MyConsent page={page} consent={{ fields: ['phone', 'name'], lastMoment: after(5) }} /> },
  ] },
  { of: 'ConsentPage', kind: 'page', examples: [
    { name: 'to agree', render: (page) => <ConsentPage page={page} form={EMPTY_FORM} days={DAYS} asksPhone offered={['text', 'email']} /> },
    { name: 'to change', render: (page) => <ConsentPage page={page} form={given} days={DAYS} asksPhone offered={['text', 'email']} /> },
    { name: 'known by name, e-mail only', render: (page) => <ConsentPage page={page} form={{ ...EMPTY_FORM, values: { 'tell-email': 'yes' } }} days={DAYS} asksPhone={false} offered={['email']} /> },
    { name: 'nothing can be sent', render: (page) => <ConsentPage page={page} form={EMPTY_FORM} days={DAYS} asksPhone offered={[]} /> },
    { name: 'mistakes', render: (page) => <ConsentPage page={page} form={{ ...EMPTY_FORM, errors: { fields: consentMessages(page.locale).pickFields, until: consentMessages(page.locale)['in-past'] } }} days={DAYS} asksPhone offered={['text', 'email']} /> },
  ] },
];
