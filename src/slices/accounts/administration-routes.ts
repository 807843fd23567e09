import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { instantOf } from '../../kernel/instant.ts';
import { parseAccountId, type AccountId } from '../../kernel/ids.ts';
import type { Decision } from '../../kernel/refusal.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { formOf, typedValues, type Form } from '../../platform/http/form.ts';
import type { Idempotency } from '../../platform/http/idempotency.ts';
import { writeOf } from '../../platform/http/write.ts';
import { readerOf, type ReaderContext } from '../../platform/http/reader.ts';
import type { Choice } from '../../ui/components/form.tsx';
import { EMPTY_FORM, type PageContext } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { parseStaffRole, type StaffActor, type StaffSession } from './account.ts';
import { ACT_KINDS, type NewAccount, type Rights } from './administration.ts';
import { AccountListPage, AccountPage, ConfirmAccountPage, IssuedPasswordPage, NewAccountPage, type AccountView, type ActView, type ConfirmedAct } from './administration-views.tsx';
import type { Accounts } from './index.ts';
import { accountMessages } from './messages.ts';
import { accountPaths, type AccountPaths } from './paths.ts';
import type { AdministrationRefusal } from './refusals.ts';
import { requireFresh } from './proof/require-fresh.ts';
import { readyStaff, type GuardOptions, type ReadyStaff } from './staff-guard.ts';
import type { ActRow, StaffRow } from './store.ts';

export type AdministrationRoutes = Pick<GuardOptions, 'signedOut'> & {
  readonly accounts: Accounts;
  readonly publicUrl: string;
  readonly idempotency: Idempotency;
  readonly pageOf: (request: FastifyRequest, session?: StaffSession) => PageContext;
};

/** Everything a handler of this file needs of its request. */
type Desk = {
  readonly request: FastifyRequest; readonly reply: FastifyReply; readonly deps: AdministrationRoutes;
  readonly reader: ReaderContext; readonly session: ReadyStaff; readonly by: StaffActor; readonly rights: Rights;
  readonly page: PageContext; readonly paths: AccountPaths;
};
type Handler = (desk: Desk) => FastifyReply | Promise<FastifyReply>;
type Posted = (desk: Desk, form: Form) => FastifyReply | Promise<FastifyReply>;

const PAGE_ACCOUNTS = 50;
const SEARCH_CHARACTERS_MAX = 100;

/** Accounts of one's own jurisdiction, for those who manage them. To be mounted at `''` and at `/j/:code`. */
export function registerAdministrationRoutes(app: FastifyInstance, deps: AdministrationRoutes): void {
  const get = (path: string, handle: Handler): void => {
    app.get(path, (request, reply) => atDesk(request, reply, deps, handle));
  };
  const post = (path: string, handle: Posted): void => {
    app.post(path, (request, reply) => atDesk(request, reply, deps, async (desk) => {
      const form = await formOf(request);
      return form.refused ? sendProblem(request, reply, form.reason) : handle(desk, form.value);
    }));
  };
  /** Whatever changes what another person may do asks for a fresh proof of who does it. */
  const change = (path: string, handle: Posted): void => {
    post(path, async (desk, form) => ((await requireFresh(desk.request, desk.reply, deps, desk.session, form)) ? handle(desk, form) : desk.reply));
  };
  get('/console/accounts', (desk) => list(desk, '', textOf((desk.request.query as Record<string, unknown>)['after'])));
  post('/console/accounts/search', (desk, form) => list(desk, first(form, 'q').trim().slice(0, SEARCH_CHARACTERS_MAX), first(form, 'after')));
  get('/console/accounts/new', (desk) => newAccount(desk, 200, EMPTY_FORM.values, []));
  change('/console/accounts', create);
  get('/console/accounts/:account', (desk) => show(desk, 200));
  get('/console/accounts/:account/disabling', (desk) => confirm(desk, 'disable'));
  get('/console/accounts/:account/ended-sessions', (desk) => confirm(desk, 'end-sessions'));
  change('/console/accounts/:account/ended-sessions', (desk) => carryOut(desk, desk.deps.accounts.administration.endSessions(desk.by, accountIn(desk))));
  get('/console/accounts/:account/one-time-password', (desk) => confirm(desk, 'reset'));
  get('/console/accounts/:account/second-factor-reset', (desk) => confirm(desk, 'factor-reset'));
  change('/console/accounts/:account/second-factor-reset', (desk) => carryOut(desk, desk.deps.accounts.administration.resetFactor(desk.by, accountIn(desk))));
  change('/console/accounts/:account/one-time-password', reset);
  change('/console/accounts/:account/disabling', (desk) => carryOut(desk, desk.deps.accounts.administration.disable(desk.by, accountIn(desk))));
  change('/console/accounts/:account/enabling', (desk) => carryOut(desk, desk.deps.accounts.administration.enable(desk.by, accountIn(desk))));
  change('/console/accounts/:account/single-sign-on', (desk, form) => {
    const issuer = desk.deps.accounts.signOn?.issuer;
    return issuer === undefined ? sendProblem(desk.request, desk.reply, { kind: 'not-found' }) : carryOut(desk, desk.deps.accounts.administration.linkSignOn(desk.by, accountIn(desk), issuer, first(form, 'subject')));
  });
  change('/console/accounts/:account/single-sign-on/removal', (desk) => carryOut(desk, desk.deps.accounts.administration.unlinkSignOn(desk.by, accountIn(desk))));
  change('/console/accounts/:account/roles', (desk, form) =>
    carryOut(desk, desk.deps.accounts.administration.grantRole(desk.by, accountIn(desk), first(form, 'role'))));
  change('/console/accounts/:account/ended-roles', (desk, form) =>
    carryOut(desk, desk.deps.accounts.administration.endRole(desk.by, accountIn(desk), first(form, 'role'))));
}

async function atDesk(request: FastifyRequest, reply: FastifyReply, deps: AdministrationRoutes, handle: Handler): Promise<FastifyReply> {
  const session = await readyStaff(request, reply, deps);
  if (!session) return reply;
  const rights = deps.accounts.administration.rightsOf(session.actor);
  if (!rights.see) return sendProblem(request, reply, { kind: 'forbidden' });
  const reader = readerOf(request);
  return handle({ request, reply, deps, reader, session, by: session.actor, rights, page: deps.pageOf(request, session), paths: accountPaths(reader.prefix) });
}

async function list(desk: Desk, search: string, after: string): Promise<FastifyReply> {
  const { accounts } = desk.deps;
  const found = await accounts.administration.list(desk.by, { search, after: parseAccountId(after), limit: PAGE_ACCOUNTS + 1 });
  if (found.refused) return sendProblem(desk.request, desk.reply, { kind: 'forbidden' });
  const shown = found.value.slice(0, PAGE_ACCOUNTS).map((row) => viewOf(desk, row));
  const last = found.value.length > PAGE_ACCOUNTS ? shown.at(-1)?.id : undefined;
  return send(desk, 200, AccountListPage({ ...frameOf(desk), accounts: shown, search, rights: desk.rights, ...(last ? { after: last } : {}) }));
}

function newAccount(desk: Desk, status: number, values: Readonly<Record<string, string>>, ticked: readonly string[], refusal?: AdministrationRefusal): FastifyReply {
  const { organisation } = desk.deps.accounts;
  if (!desk.rights.create) return sendProblem(desk.request, desk.reply, { kind: 'forbidden' });
  const units = organisation.units(desk.by.jurisdiction, desk.reader.locale).map(({ id, name }) => ({ value: id, label: name }));
  const roles = desk.rights.grant ? roleChoices(desk, organisation.roles(desk.by.jurisdiction)) : [];
  const field = refusal && FIELD_OF[refusal.kind];
  const words = refusal && accountMessages(desk.reader.locale).refusals[refusal.kind];
  const errors = field && words ? { [field]: words } : {};
  const error = words && !field ? { error: words } : {};
  return send(desk, status, NewAccountPage({ ...frameOf(desk), form: { values, errors, hidden: {} }, units, roles, ticked, ...error }));
}

async function create(desk: Desk, form: Form): Promise<FastifyReply> {
  const roles = form.values.get('role') ?? [];
  const wanted: NewAccount = { username: first(form, 'username'), name: first(form, 'name'), unit: first(form, 'unit'), roles };
  const made = await desk.deps.accounts.administration.create(desk.by, wanted, { write: writeOf(desk.deps.idempotency, desk.request, form, desk.by) });
  if (made.refused) return newAccount(desk, statusOf(made.reason), typedValues(form), roles, made.reason);
  return send(desk, 201, IssuedPasswordPage({
    ...frameOf(desk), title: accountMessages(desk.reader.locale).createdTitle, account: made.value.accountId, ...made.value,
  }));
}

async function reset(desk: Desk, form: Form): Promise<FastifyReply> {
  const write = writeOf(desk.deps.idempotency, desk.request, form, desk.by);
  const made = await desk.deps.accounts.administration.setPassword(desk.by, accountIn(desk), write);
  if (made.refused) return show(desk, statusOf(made.reason), made.reason);
  return send(desk, 200, IssuedPasswordPage({
    ...frameOf(desk), title: accountMessages(desk.reader.locale).resetTitle, account: made.value.accountId, ...made.value,
  }));
}

async function carryOut(desk: Desk, changing: Promise<Decision<AccountId, AdministrationRefusal>>): Promise<FastifyReply> {
  const changed = await changing;
  const id = parseAccountId(accountIn(desk));
  // What was asked for is so: the same button twice, or two administrators at once.
  if (changed.refused && changed.reason.kind === 'already-so' && id) return seeOther(desk.reply, desk.paths.one(id));
  if (changed.refused) return show(desk, statusOf(changed.reason), changed.reason);
  return seeOther(desk.reply, desk.paths.one(changed.value));
}

async function confirm(desk: Desk, act: ConfirmedAct): Promise<FastifyReply> {
  const read = await desk.deps.accounts.administration.read(desk.by, accountIn(desk));
  if (read.refused) return sendProblem(desk.request, desk.reply, { kind: 'not-found' });
  if (!desk.rights.shut) return sendProblem(desk.request, desk.reply, { kind: 'forbidden' });
  return send(desk, 200, ConfirmAccountPage({ ...frameOf(desk), account: viewOf(desk, read.value.account), act }));
}

async function show(desk: Desk, status: number, refusal?: AdministrationRefusal): Promise<FastifyReply> {
  const read = await desk.deps.accounts.administration.read(desk.by, accountIn(desk));
  if (read.refused) return sendProblem(desk.request, desk.reply, { kind: 'not-found' });
  const error = refusal ? { error: accountMessages(desk.reader.locale).refusals[refusal.kind] } : {};
  return send(desk, status, AccountPage({
    ...frameOf(desk),
    account: viewOf(desk, read.value.account),
    acts: read.value.acts.flatMap((row) => actView(desk, row) ?? []),
    grantable: roleChoices(desk, desk.deps.accounts.organisation.roles(desk.by.jurisdiction)),
    rights: desk.rights,
    ...(desk.deps.accounts.signOn || read.value.link ? { signOn: { link: read.value.link, mayLink: desk.deps.accounts.signOn !== undefined } } : {}),
    ...error,
  }));
}

function frameOf({ page, paths }: Desk): { page: PageContext; paths: AccountPaths } {
  return { page, paths };
}

function send(desk: Desk, status: number, view: VNode): FastifyReply {
  return sendPage(desk.reply.code(status).header('cache-control', 'no-store'), desk.reader, renderPage(view));
}

function viewOf(desk: Desk, row: StaffRow): AccountView {
  const id = parseAccountId(row.id);
  if (!id) throw new Error('an account in the database has a malformed id');
  const state = row.disabled ? 'disabled' : row.must_change_password ? 'waiting' : 'active';
  const unitName = desk.deps.accounts.organisation.unitName(desk.by.jurisdiction, row.unit, desk.reader.locale);
  return { id, username: row.username, name: row.name, unitName, state, roles: roleChoices(desk, row.roles) };
}

function actView(desk: Desk, row: ActRow): ActView | undefined {
  const kind = ACT_KINDS.find((one) => one === row.kind);
  const role = roleChoices(desk, [row.detail])[0]?.label;
  return kind && { kind, at: instantOf(row.at), ...(role ? { role } : {}), ...(row.acted_by_name === null ? {} : { by: row.acted_by_name }) };
}

function roleChoices(desk: Desk, roles: readonly string[]): readonly Choice[] {
  const { organisation } = desk.deps.accounts;
  return roles.flatMap((text) => {
    const role = parseStaffRole(text);
    return role ? [{ value: role, label: organisation.roleName(desk.by.jurisdiction, role, desk.reader.locale) }] : [];
  });
}

function accountIn(desk: Desk): string {
  return textOf((desk.request.params as Record<string, unknown>)['account']);
}

function first(form: Form, name: string): string {
  return form.values.get(name)?.[0] ?? '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The field a refusal stands beside; the others are about the act as a whole. */
const FIELD_OF: Readonly<Partial<Record<AdministrationRefusal['kind'], string>>> = {
  'bad-username': 'username', 'username-taken': 'username', 'bad-name': 'name', 'unknown-unit': 'unit',
};

const STATUS: Readonly<Record<AdministrationRefusal['kind'], number>> = {
  'not-permitted': 403, 'unknown-account': 404, 'bad-username': 422, 'bad-name': 422, 'unknown-unit': 422, 'unknown-role': 422,
  'username-taken': 409, 'own-account': 403, 'last-administrator': 409, administrator: 403, 'separated-roles': 409, 'bad-subject': 422, 'subject-taken': 409, 'has-subject': 409, 'administrator-sign-on': 403, 'same-renewer': 403, 'no-factor': 409, 'already-so': 409,
};

function statusOf(reason: AdministrationRefusal): number {
  return STATUS[reason.kind];
}
