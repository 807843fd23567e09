import { describe, expect, it } from 'vitest';
import { parseJurisdictionCode } from '../../kernel/ids.ts';
import { LOCALES } from '../../platform/i18n/index.ts';
import type { PageContext } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { accountSpecimens } from './views.examples.tsx';

describe.each(accountSpecimens.flatMap(({ of, examples }) => examples.map((one) => ({ of, ...one }))))('$of: $name', ({ render }) => {
  const pages = LOCALES.map((locale) => renderPage(render(pageIn(locale))));

  it('is a whole page with one heading, in two languages', () => {
    for (const html of pages) expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(pages[0]).not.toBe(pages[1]);
    expect(pages.join('')).not.toMatch(/undefined|\[object/);
    // Words of the other language would be words written outside the messages.
    expect(/<main[^]*<\/main>/.exec(pages[1] ?? '')?.[0]).not.toMatch(/\p{Script=Han}/u);
  });

  it('labels every field that people fill in, and works without script or style of its own', () => {
    for (const html of pages) {
      const fields = [...html.matchAll(/<(?:input|select|textarea)\b(?![^>]*type="hidden")[^>]*\bid="([^"]+)"/g)].map((match) => match[1]);
      for (const id of fields) expect(html).toContain(`for="${id}"`);
      expect(html).not.toMatch(/<script>|\son\w+=|\sstyle=/);
    }
  });

  it('puts no name into an address', () => {
    for (const html of pages) for (const [, address = ''] of html.matchAll(/(?:href|action)="([^"]*)"/g)) expect(address).not.toMatch(/lin\.xi|Lin/);
  });
});

function pageIn(locale: PageContext['locale']): PageContext {
  const code = parseJurisdictionCode('linjiang');
  if (!code) throw new Error('a malformed constant in a test');
  const plain = (name: string): string => `/${name}`;
  return {
    locale, mode: 'normal', jurisdiction: { code, name: 'Linjiang', zone: 'Asia/Shanghai' }, demo: false, here: '/', assets: { stylesheet: '/s.css' }, formFields: {},
    paths: {
      home: '/', report: '/report', receipts: '/receipts', follow: '/follow', my: '/my', verdict: '/my/verdict', satisfaction: '/my/satisfaction',
      withdrawal: '/my/withdrawal', contest: '/my/contest', cases: '/cases', caseOf: plain, units: '/units', unitOf: plain, about: '/about', privacy: '', compromise: '',
      record: '/record', scorecards: '/record/scorecards', scorecardOf: String, recordFormat: '/record/format', openData: '/data', signIn: '/staff/sign-in', signOut: '/staff/sign-out', ownAccount: '/staff/account', accounts: '/console/accounts', console: '/console', consoleCase: plain, caseAct: plain,
      myMessages: '/my/messages', caseMessages: plain, consent: '/my/consent', consentEnd: '/my/consent/end', consentNotices: '/my/consent/notices', myTask: () => '/my/tasks/1', caseTasks: plain, outsideTask: plain, myCall: () => '/my/calls/1', caseCalls: plain, callOutcome: plain, kept: '/my/kept', keptFile: '/my/kept/file', contact: '/my/contact', contactEnd: '/my/contact/end', erasure: '/my/erasure', erasureEnd: '/my/erasure/end', myReceipt: '/my/receipt', entry: '/console/entry', reissues: '/console/reissues', receiptContest: '/follow/contest', leave: '/leave', calendar: '/calendar',
      removals: '/removals', hardCases: '/hard-cases', incidents: '/incidents', matters: '/console/matters', matterOf: plain, classes: '/classes', classOf: plain, answers: '/answers', answerOf: plain, answerDesk: '/console/answers', myRemovals: '/my/removals', consoleRemovals: '/console/removals', caseRemovals: plain,
      myIdentity: '/my/identity', identityDesk: '/console/identity', identityRequest: plain, caseIdentity: plain,
    },
  };
}
