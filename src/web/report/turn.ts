import type { FastifyRequest } from 'fastify';
import { SECOND_MS } from '../../kernel/instant.ts';
import type { Form } from '../../platform/http/form.ts';
import type { Services } from '../services.ts';

/** What a report costs while many come from one network: work of the device, or waiting until the ticket's turn. */
export type Turn = { readonly ticket: string; readonly challenge: string; readonly waitSeconds: number };

/** A new place in the line, and a piece of work that leads past it. */
export async function turnOf(request: FastifyRequest, services: Services, formKey: string): Promise<Turn> {
  const ticket = services.pressure.ticket(request.ip, formKey);
  return turnWith(services, formKey, ticket);
}

/**
 * Undefined when the form may go on: nobody presses, the work is done, or the turn has come. Else what to ask for: with
 * the place in the line that it has already, so that pressing again loses nothing.
 */
export async function turnAsked(request: FastifyRequest, services: Services, form: Form<unknown>, formKey: string): Promise<Turn | undefined> {
  const [ticket, work] = [form.values.get('turn')?.[0], form.values.get('work')?.[0]];
  if (!services.pressure.isOn(request.ip)) return undefined;
  const waitMs = services.pressure.waitMs(ticket, formKey);
  if (waitMs === 0 || await services.works.isDone(work, formKey)) return undefined;
  return ticket === undefined || waitMs === undefined ? turnOf(request, services, formKey) : turnWith(services, formKey, ticket);
}

/** What a form has waited or worked for already: it travels on where something else is wrong with the form. */
export function turnIn(form: Form<unknown>): Readonly<Record<string, string>> {
  return Object.fromEntries(['turn', 'work'].flatMap((name) => { const given = form.values.get(name)?.[0]; return given === undefined ? [] : [[name, given] as const]; }));
}

async function turnWith({ pressure, works }: Services, formKey: string, ticket: string): Promise<Turn> {
  const waitSeconds = Math.max(1, Math.ceil((pressure.waitMs(ticket, formKey) ?? 0) / SECOND_MS));
  return { ticket, challenge: await works.challenge(formKey), waitSeconds };
}
