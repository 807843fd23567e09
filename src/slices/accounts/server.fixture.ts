import type { FastifyInstance } from 'fastify';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { createIdempotency } from '../../platform/http/idempotency.ts';
import { mountForEveryPlace, readerOf } from '../../platform/http/reader.ts';
import { createServer } from '../../platform/http/server.ts';
import type { PageContext } from '../../ui/page.ts';
import { accepted, ELSEWHERE, LINJIANG, openAccounts, system } from './accounts.fixture.ts';
import { readyStaff, registerAccountRoutes, registerAdministrationRoutes, registerFactorRoutes, registerPasskeyRoutes, registerSignOnRoutes, type Accounts } from './index.ts';

export const HERE = 'http://127.0.0.1:8080';
export const PASSWORD = 'seven wet herons wait';
export type Person = { readonly id: string; readonly username: string; readonly cookie: string };

/** The slice's own pages on a server of their own, and people who use them. */
export type StaffServer = Awaited<ReturnType<typeof openStaffServer>>;

export async function openStaffServer(made: (database: TestDatabase['database']) => Accounts = openAccounts) {
  const db = await openTestDatabase();
  const accounts = made(db.database);
  const logged: string[] = [];
  const app = await createServer({
    places: { defaultCode: () => LINJIANG, localeOf: (code) => (code === LINJIANG ? 'zh' : code === ELSEWHERE ? 'en' : undefined) },
    publicUrl: HERE, pressureMs: false, accessLog: false, limits: false, logTo: { write: (line) => { logged.push(line); } },
    health: { version: '0.0.0', demo: () => true, askDatabase: () => Promise.resolve() },
  });
  mountPages(app, accounts);
  await app.ready();
  let next = 0;
  return {
    db, accounts, app,
    /** Lines of the program's log, as written. */
    logged,
    async official(roles: readonly string[], jurisdiction = LINJIANG): Promise<Person> {
      const username = `person-${++next}`;
      const wanted = { username, name: `Person ${next}`, unit: 'county-office', roles };
      const made = accepted(await accounts.administration.create(system(jurisdiction), wanted, { password: PASSWORD }));
      const own = accepted(await accounts.signIn({ username, password: PASSWORD, address: `192.0.2.${next}` }));
      return { id: made.accountId, username, cookie: pair(own.setCookies[0]) };
    },
    post: (url: string, fields: Record<string, string> | string[][], cookie = '', headers: Record<string, string> = {}) => app.inject({
      method: 'POST', url, payload: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin: HERE, cookie, ...headers },
    }),
    get: (url: string, cookie = '', language = 'zh') => app.inject({ method: 'GET', url, headers: { cookie, accept: 'text/html', 'accept-language': language } }),
    async close(): Promise<void> {
      await app.close();
      await db.close();
    },
  };
}

/** The first cookie of an answer, as a browser sends it back. */
export function pair(setCookie: string | readonly string[] | undefined): string {
  return [setCookie ?? []].flat()[0]?.split(';')[0] ?? '';
}

function mountPages(app: FastifyInstance, accounts: Accounts): void {
  const deps = {
    accounts, publicUrl: HERE, pageOf, idempotency: createIdempotency(new Uint8Array(32)),
    renderSignIn: (_: unknown, state: { error?: string; username: string; next: string }) => `<p>${JSON.stringify(state).replaceAll('<', '&lt;')}</p>`,
  };
  mountForEveryPlace(app, (scope) => {
    registerAccountRoutes(scope, deps);
    registerFactorRoutes(scope, deps);
    registerPasskeyRoutes(scope, deps);
    registerSignOnRoutes(scope, deps);
    registerAdministrationRoutes(scope, deps);
    scope.get('/console', async (request, reply) => {
      const staff = await readyStaff(request, reply, deps);
      return staff ? reply.send({ username: staff.username }) : reply;
    });
    scope.post('/console/anything', async (request, reply) => ((await readyStaff(request, reply, deps)) ? reply.send('done') : reply));
  });
}

/** The frame the web layer gives, with bare addresses. */
function pageOf(request: Parameters<typeof readerOf>[0]): PageContext {
  const { locale, mode, jurisdiction } = readerOf(request);
  const plain = (name: string) => `/${name}`;
  return {
    locale, mode, jurisdiction: { code: jurisdiction, name: jurisdiction, zone: 'Asia/Shanghai' }, demo: false, here: '/', assets: { stylesheet: '/s.css' }, formFields: {},
    paths: {
      home: '/', report: '/report', receipts: '/receipts', follow: '/follow', my: '/my', verdict: '/my/verdict', satisfaction: '/my/satisfaction', withdrawal: '/my/withdrawal',
      contest: '/my/contest', cases: '/cases', caseOf: plain, units: '/units', unitOf: plain, about: '/about', privacy: '', compromise: '', record: '/record', scorecards: '/record/scorecards', scorecardOf: String, recordFormat: '/record/format', openData: '/data', signIn: '/staff/sign-in', signOut: '/staff/sign-out', ownAccount: '/staff/account', accounts: '/console/accounts',
      console: '/console', consoleCase: plain, caseAct: plain,
      myMessages: '/my/messages', caseMessages: plain, consent: '/my/consent', consentEnd: '/my/consent/end', consentNotices: '/my/consent/notices', myTask: () => '/my/tasks/1', caseTasks: plain, outsideTask: plain, myCall: () => '/my/calls/1', caseCalls: plain, callOutcome: plain, kept: '/my/kept', keptFile: '/my/kept/file', contact: '/my/contact', contactEnd: '/my/contact/end', erasure: '/my/erasure', erasureEnd: '/my/erasure/end', myReceipt: '/my/receipt', entry: '/console/entry', reissues: '/console/reissues', receiptContest: '/follow/contest', leave: '/leave', calendar: '/calendar',
      removals: '/removals', hardCases: '/hard-cases', incidents: '/incidents', matters: '/console/matters', matterOf: plain, classes: '/classes', classOf: plain, answers: '/answers', answerOf: plain, answerDesk: '/console/answers', myRemovals: '/my/removals', consoleRemovals: '/console/removals', caseRemovals: plain,
      myIdentity: '/my/identity', identityDesk: '/console/identity', identityRequest: plain, caseIdentity: plain,
    },
  };
}
