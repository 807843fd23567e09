import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readerOf } from '../../platform/http/reader.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, registerAccountRoutes, registerAdministrationRoutes, registerFactorRoutes, registerPasskeyRoutes, registerSignOnRoutes, type SignInState, type StaffSession } from '../../slices/accounts/index.ts';
import { renderPage } from '../../ui/render.ts';
import { pageOf } from '../context.ts';
import { webMessages } from '../messages.ts';
import { sendAgain } from '../send-again.ts';
import type { Services } from '../services.ts';
import { SignInPage } from '../views/console/sign-in.tsx';

/** Sign-in, one's own account, administration of accounts. */
export function registerStaffPages(app: FastifyInstance, services: Services): void {
  const { accounts, publicUrl } = services;
  const pageForStaff = (request: FastifyRequest, staff?: StaffSession) => pageOf(request, services, { form: 'staff', ...(staff ? { staff } : {}) });
  const entrance = { accounts, publicUrl, idempotency: services.idempotency, pageOf: pageForStaff, renderSignIn: (request: FastifyRequest, state: SignInState) => signInPage(request, state, services) };
  registerAccountRoutes(app, entrance);
  registerFactorRoutes(app, entrance);
  registerPasskeyRoutes(app, entrance);
  registerSignOnRoutes(app, entrance);
  registerAdministrationRoutes(app, { accounts, publicUrl, idempotency: services.idempotency, pageOf: pageForStaff, signedOut: (request, reply) => sendAgain(request, reply, services, 'staff') });
}

function signInPage(request: FastifyRequest, state: SignInState, services: Services): string {
  const { locale, jurisdiction } = readerOf(request);
  const form = {
    values: { username: state.username },
    errors: state.error === undefined ? {} : { password: state.error },
    hidden: { next: state.next },
  };
  const { organisation, signOn } = services.accounts;
  const showsDemo = services.isDemo && jurisdiction === services.defaultCode;
  const demoAccounts = showsDemo ? DEMO_ACCOUNTS.map(({ username, unit, roles }) => ({
    role: webMessages(locale).demoRole(
      organisation.unitName(jurisdiction, unit, locale), roles.map((role) => organisation.roleName(jurisdiction, role, locale)).join(' ')),
    username, password: DEMO_PASSWORD,
  })) : [];
  return renderPage(SignInPage({ page: pageOf(request, services, { form: 'staff' }), form, demoAccounts, passkey: services.accounts.passkeys.askAnyone(), passkeyFailed: state.passkeyFailed === true, ...(signOn ? { signOn: { label: signOn.label[locale], next: state.next, left: state.left === true } } : {}) }));
}
