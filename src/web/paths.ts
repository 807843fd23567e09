import type { JurisdictionCode } from '../kernel/ids.ts';
import type { Paths } from '../ui/page.ts';

/** Addresses of the default jurisdiction, or of another under `/j/<code>`. */
export function pathsOf(jurisdiction?: JurisdictionCode): Paths {
  const root = jurisdiction === undefined ? '' : `/j/${jurisdiction}`;
  return {
    home: root || '/',
    report: `${root}/report`,
    receipts: `${root}/receipts`,
    follow: `${root}/follow`,
    my: `${root}/my`,
    verdict: `${root}/my/verdict`,
    satisfaction: `${root}/my/satisfaction`,
    withdrawal: `${root}/my/withdrawal`,
    contest: `${root}/my/contest`,
    myMessages: `${root}/my/messages`,
    leave: `${root}/leave`,
    calendar: `${root}/calendar`,
    caseMessages: (id) => `${root}/console/cases/${id}/messages`,
    cases: `${root}/cases`,
    caseOf: (number) => `${root}/cases/${number}`,
    units: `${root}/units`,
    unitOf: (unit) => `${root}/units/${unit}`,
    about: `${root}/about`,
    privacy: `${root}/about/privacy`,
    compromise: `${root}/about/compromise`,
    removals: `${root}/removals`,
    myRemovals: `${root}/my/removals`,
    consoleRemovals: `${root}/console/removals`,
    caseRemovals: (id) => `${root}/console/cases/${id}/removals`,
    myIdentity: `${root}/my/identity`,
    identityDesk: `${root}/console/identity`,
    identityRequest: (id) => `${root}/console/identity/${id}`,
    caseIdentity: (id) => `${root}/console/cases/${id}/identity`,
    record: `${root}/record`,
    scorecards: `${root}/record/scorecards`,
    scorecardOf: (n) => `${root}/record/scorecards/${n}.json`,
    recordFormat: `${root}/record/format`,
    openData: `${root}/data`,
    signIn: `${root}/staff/sign-in`,
    signOut: `${root}/staff/sign-out`,
    ownAccount: `${root}/staff/account`,
    accounts: `${root}/console/accounts`,
    console: `${root}/console`,
    consoleCase: (id) => `${root}/console/cases/${id}`,
    caseAct: (id, act) => `${root}/console/cases/${id}/${act}`,
  };
}
