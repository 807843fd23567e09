import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { DEMO_PASSWORD } from '../../src/slices/accounts/index.ts';
import type { Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';
import { ACTORS, MATRIX, type Line } from './roles.ts';

/** Every hat that opens a case anywhere: only whose case it is can make the difference. */
const EVERY_HAT = ['dispatcher', 'handler', 'unit-leader', 'supervisor', 'protection-officer'];

/** One case about the urban bureau, one about the county government, above it. */
const ABOUT = { 'about their own unit': 'urban-management', 'about a unit above theirs': 'county-government' } as const;

let county: County;
const staff: Record<string, Browser> = {};
const slips: Record<string, Slip> = {};
/** As many as there were before anybody asked. */
const events: Record<string, number> = {};

beforeAll(async () => {
  county = await openCounty();
  for (const [username, unit] of [['every-hat-urban', 'urban-management'], ['every-hat-intake', 'intake-centre']] as const) {
    const made = await county.services.accounts.administration.create(
      { kind: 'system', jurisdiction: COUNTY, job: 'test' }, { username, name: username, unit, roles: EVERY_HAT }, { password: DEMO_PASSWORD });
    if (made.refused) throw new Error(made.reason.kind);
    staff[username] = await county.signedIn(username);
  }
  for (const about of [...Object.values(ABOUT), undefined]) {
    slips[about ?? 'nobody'] = await county.desk.report({
      words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous', publish: 'yes', ...(about ? { about } : {}),
    });
  }
  for (const slip of Object.values(slips)) events[slip.caseId] = await eventsOf(slip);
}, 180_000);
afterAll(async () => { await county.close(); });

/** Routes on one case that are not open to everybody: read from the matrix, so that a new one is met here by itself. */
const ROUTES = Object.entries(MATRIX).filter(([route, line]) => route.includes('/console/cases/:id') && line.open.length > 0 && line.open.length < ACTORS.length);

async function eventsOf({ caseId }: Slip): Promise<number> {
  const { rows } = await county.db.owner.query<{ n: number }>('select count(*)::int as n from record.events where stream = $1', [caseId]);
  return rows[0]?.n ?? 0;
}

async function ask(username: string, route: string, line: Line, slip: Slip): Promise<number> {
  const browser = staff[username];
  if (!browser) throw new Error(username);
  const [method, pattern = ''] = route.split(' ');
  const path = pattern.replace(':id', slip.caseId).replace(':item', 'summary').replace(':name', 'x');
  if (method === 'GET') return (await browser.get(path)).status;
  return (await browser.post(path, { ...line.fields, key: newFormKey(), token: county.services.tokens.issue('staff') })).status;
}

describe.each(Object.entries(ABOUT))('a case %s', (_, about) => {
  it.each(ROUTES)('is no case to them, whatever hats they wear: %s', async (route, line) => {
    expect([403, 404]).toContain(await ask('every-hat-urban', route, line, slips[about] as Slip));
  });

  it('is not in their queue, and stays as it was', async () => {
    const slip = slips[about] as Slip;
    expect((await staff['every-hat-urban']?.get('/console'))?.html).not.toContain(slip.caseId);
    // Nothing of all that was asked has become an event.
    expect(await eventsOf(slip)).toBe(events[slip.caseId]);
  });
});

describe('the same hats', () => {
  it('open a case that is about nobody, so that the refusals above are about the case and not about the hats', async () => {
    const slip = slips['nobody'] as Slip;
    expect(await ask('every-hat-intake', 'GET /console/cases/:id', MATRIX['GET /console/cases/:id'] as Line, slip)).toBe(200);
    expect(await ask('every-hat-urban', 'GET /console/cases/:id', MATRIX['GET /console/cases/:id'] as Line, slip)).toBe(200);
  });

  it('are asked on every route of a case', () => {
    expect(ROUTES.length).toBeGreaterThan(15);
  });
});
