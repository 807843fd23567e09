import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DAY_MS, plusMs } from '../../kernel/instant.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { dayOf, parseDay } from '../../slices/units/index.ts';
import { renderPage } from '../../ui/render.ts';
import { directoryFor, pageOf } from '../context.ts';
import { noonOf } from '../present/case-stub.ts';
import { endSession } from '../resident/session.ts';
import { endSealedSession } from '../sealed/session.ts';
import type { Services } from '../services.ts';
import { CalendarPage, type CalendarDay, type CalendarProps } from '../views/leave/calendar.tsx';

/** More weeks than any month touches. */
const WEEKS_MAX = 6;

/**
 * Away from here at once, without script by one link: the receipt's session is forgotten, the browser is told to drop what it kept
 * of our pages, and what is shown is a calendar. Going back finds the entrance, and no page of a case.
 */
export function registerLeave(app: FastifyInstance, services: Services): void {
  app.get('/leave', { config: { unlogged: true } }, async (request, reply) => {
    await Promise.all([endSession(request, reply, services), endSealedSession(request, reply, services)]);
    return seeOther(reply.header('clear-site-data', '"cache"'), pageOf(request, services).paths.calendar);
  });
  app.get('/calendar', { config: { unlogged: true } }, (request, reply) =>
    sendPage(reply, readerOf(request), renderPage(CalendarPage(monthOf(request, services)))));
}

function monthOf(request: FastifyRequest, services: Services): CalendarProps {
  const { calendar, zone } = directoryFor(request, services);
  const today = dayOf(services.clock.now(), zone);
  const [year = 0, month = 0] = today.split('-').map(Number);
  const first = noonOf(`${today.slice(0, 8)}01`);
  // Monday is 0.
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const cellOf = (place: number): CalendarDay | undefined => {
    const day = parseDay(new Date(plusMs(first, (place - before) * DAY_MS)).toISOString().slice(0, 10));
    if (!day || day.slice(0, 7) !== today.slice(0, 7)) return undefined;
    return { number: Number(day.slice(8)), isOff: !calendar.isWorkingDay(day), isToday: day === today };
  };
  const weeks = Array.from({ length: WEEKS_MAX }, (_, week) => Array.from({ length: 7 }, (__, place) => cellOf(week * 7 + place)));
  return { page: pageOf(request, services), year, month, weeks: weeks.filter((week) => week.some((day) => day !== undefined)) };
}
