import type { FastifyRequest } from 'fastify';
import type { Instant } from '../kernel/instant.ts';
import { newFormKey } from '../platform/http/idempotency.ts';
import { readerOf, type ReaderContext } from '../platform/http/reader.ts';
import { permits, SEE, type StaffSession } from '../slices/accounts/index.ts';
import { WRITE } from '../slices/knowledge/index.ts';
import type { Directory } from '../slices/units/index.ts';
import type { PageContext } from '../ui/page.ts';
import { pathsOf } from './paths.ts';
import type { Services } from './services.ts';

/** Purposes of form tokens: one for each kind of form, so that a token cannot be carried from one to another. */
export type FormPurpose = 'report' | 'follow' | 'resident' | 'staff' | 'none';

/** Forms that change something carry a key of their own page; a report keeps one key through its three pages instead. */
const WRITES: ReadonlySet<FormPurpose> = new Set(['resident', 'staff']);

/** The page around a request. Reads nothing but memory, so error pages can use it while the database is away. */
export function pageOf(request: FastifyRequest, services: Services, options: { readonly form?: FormPurpose; readonly staff?: StaffSession } = {}): PageContext {
  return { ...pageFor(readerOf(request), hereOf(request), services, options), answersForm: request.method !== 'GET' };
}

export function pageFor(reader: ReaderContext, here: string, services: Services, options: { readonly form?: FormPurpose; readonly staff?: StaffSession } = {}): PageContext {
  const directory = services.directories.get(reader.jurisdiction);
  const { form = 'none', staff } = options;
  return {
    locale: reader.locale,
    mode: reader.mode,
    jurisdiction: { code: directory.code, name: directory.names[reader.locale], zone: directory.zone },
    demo: services.isDemo,
    ...(services.demoProgress.percent === undefined ? {} : { demoFilling: services.demoProgress.percent }),
    paths: pathsOf(reader.prefix === '' ? undefined : directory.code),
    here,
    assets: { stylesheet: `/assets/${services.assets.stylesheet}`, consoleScript: `/assets/${services.assets.consoleScript}`, checkScript: `/assets/${services.assets.checkScript}`, workScript: `/assets/${services.assets.workScript}`, leaveScript: `/assets/${services.assets.leaveScript}`, sealedScript: `/assets/${services.assets.sealedScript}`, passkeyScript: `/assets/${services.assets.passkeyScript}` },
    ...(staff ? { staff: staffOf(staff, reader, services) } : {}),
    formFields: form === 'none' ? {} : { token: services.tokens.issue(form), ...(WRITES.has(form) ? { key: newFormKey() } : {}) },
  };
}

function staffOf(staff: StaffSession, { locale }: ReaderContext, { accounts: { organisation } }: Services): NonNullable<PageContext['staff']> {
  const granted = organisation.permissionsOf(staff.jurisdiction);
  return {
    name: staff.name, unitName: organisation.unitName(staff.jurisdiction, staff.unitId, locale),
    seesSealed: staff.state === 'ready' && permits(granted, staff.actor.roles, 'protection.handle'),
    reissues: staff.state === 'ready' && (permits(granted, staff.actor.roles, 'receipt.reissue') || permits(granted, staff.actor.roles, 'objection.decide')),
    entersCases: staff.state === 'ready' && permits(granted, staff.actor.roles, 'case.enter'),
    writesAnswers: staff.state === 'ready' && permits(granted, staff.actor.roles, WRITE),
    seesAccounts: staff.state === 'ready' && SEE.some((permission) => permits(granted, staff.actor.roles, permission)),
  };
}

/** This page's address without the choice of language and mode: where those links lead. A POST's page leads to where its form is. */
function hereOf(request: FastifyRequest): string {
  const reader = readerOf(request);
  const [path = '/', query = ''] = request.url.split('?', 2);
  if (request.method !== 'GET') {
    const { url } = request.routeOptions;
    if (url !== undefined && request.server.hasRoute({ method: 'GET', url })) return path;
    return reader.prefix === '' ? '/' : reader.prefix;
  }
  const kept = new URLSearchParams(query);
  kept.delete('lang');
  kept.delete('mode');
  const rest = kept.toString();
  return rest === '' ? path : `${path}?${rest}`;
}

export function directoryFor(request: FastifyRequest, services: Services): Directory {
  return services.directories.get(readerOf(request).jurisdiction);
}

/** The process clock as the database's would say it: for what is read outside transactions, such as "overdue since". */
export type Now = () => Instant;
