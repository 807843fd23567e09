import { parseJurisdictionCode, type JurisdictionCode } from '../../src/kernel/ids.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { DEMO_PASSWORD } from '../../src/slices/accounts/index.ts';
import { openBrowser, type Browser } from '../../town/browser.ts';
import { createDesk, type Desk, type Slip } from '../../town/desk.ts';
import { openTestApp, type TestApp, type TestAppOptions } from './app.ts';

/** The whole program with the demo county in it, and beside it a small town whose staff have no business there. */
export type County = TestApp & {
  /** People and offices that act through the pages. */
  readonly desk: Desk;
  /** A browser in which this account is signed in. */
  signedIn(username: string): Promise<Browser>;
  /** A browser that has opened this receipt. */
  holding(slip: Pick<Slip, 'number' | 'code'>): Promise<Browser>;
  /** A lamp that does not burn, reported, taken on, sent to the urban bureau and signed by it; `fields` change the report. */
  signed(fields?: Readonly<Record<string, string>>): Promise<Slip>;
  /** What every form of a page carries unseen. */
  fresh(purpose: string): { readonly token: string; readonly key: string };
};

export const COUNTY = codeOf('linjiang');
export const ELSEWHERE = codeOf('minimal');
/** Staff of the small town, with every hat that could matter. */
export const STRANGER = 'stranger';

const LAMP = { kind: 'help', topic: 'urban.lighting.out', place: '990101101000' } as const;

/** One per test file (`beforeAll`), closed in `afterAll`. */
export async function openCounty(options: Pick<TestAppOptions, 'daysAgo' | 'server' | 'vault'> = {}): Promise<County> {
  const opened = await openTestApp({ ...options, folders: [COUNTY, '_minimal'] });
  const { app, services } = opened;
  const stranger = await services.accounts.administration.create(
    { kind: 'system', jurisdiction: ELSEWHERE, job: 'test' },
    { username: STRANGER, name: 'Stranger', unit: 'intake', roles: ['dispatcher', 'handler'] }, { password: DEMO_PASSWORD });
  if (stranger.refused) throw new Error(`the stranger could not be hired: ${stranger.reason.kind}`);
  const entered = async (path: string, fields: Readonly<Record<string, string>>): Promise<Browser> => {
    const browser = openBrowser(app);
    const { status } = await browser.post(path, fields);
    if (status !== 303) throw new Error(`${path} did not let anyone in: ${status}`);
    return browser;
  };
  const desk = await createDesk(app, services);
  return {
    ...opened, desk,
    async signed(fields = {}) {
      const slip = await desk.report({ ...LAMP, words: '路灯坏了三天', anonymity: 'anonymous', ...fields });
      const acts = [['dispatcher', 'acceptance', { ...LAMP, urgency: 'ordinary', summary: '三盏灯不亮' }], ['dispatcher', 'dispatch', { lead: 'urban-management' }], ['urban', 'signature', {}]] as const;
      for (const [by, act, given] of acts) if (!await desk.act(by, slip.caseId, act, given)) throw new Error(`${act} was refused`);
      return slip;
    },
    fresh: (purpose) => ({ token: services.tokens.issue(purpose), key: newFormKey() }),
    signedIn: (username) => entered('/staff/sign-in', { username, password: DEMO_PASSWORD, next: '/console' }),
    holding: ({ number, code }) => entered('/follow', { number, code, token: services.tokens.issue('follow') }),
  };
}

function codeOf(text: string): JurisdictionCode {
  const code = parseJurisdictionCode(text);
  if (!code) throw new Error(`not a jurisdiction code: ${text}`);
  return code;
}
