import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { parseCaseNumber, parseUnitId } from '../../kernel/ids.ts';
import type { PageCache } from '../../platform/http/page-cache.ts';
import { ProblemError } from '../../platform/http/problem.ts';
import { publicCase, removalsOfCase } from '../../slices/cases/index.ts';
import { parseEntryId } from '../../slices/knowledge/index.ts';
import { renderPage } from '../../ui/render.ts';
import { directoryFor, pageOf } from '../context.ts';
import { answerProps, answersProps } from '../answers/props.ts';
import { homeProps } from '../public/home-props.ts';
import { casesProps } from '../public/cases-props.ts';
import { powersProps } from '../public/powers-props.ts';
import { openDataProps } from '../public/open-data-props.ts';
import { publicCaseProps } from '../public/case-props.ts';
import { classesProps, classProps } from '../public/classes-props.ts';
import { hardCasesProps } from '../public/hard-cases-props.ts';
import { incidentsIn } from '../matters/props.ts';
import { registerProps } from '../removals/register-props.ts';
import { recordProps } from '../public/record-props.ts';
import { scorecardsProps } from '../public/scorecards-props.ts';
import { unitProps, unitsProps } from '../public/units-props.ts';
import type { PublicReading } from '../public/reading.ts';
import type { Services } from '../services.ts';
import { AnswerPage, AnswersPage } from '../views/answers/answers.tsx';
import { AboutPage } from '../views/public/about.tsx';
import { CasesPage, PublicCasePage } from '../views/public/cases.tsx';
import { OpenDataPage } from '../views/data/open-data.tsx';
import { HomePage } from '../views/public/home.tsx';
import { CompromisePage, PrivacyPage } from '../views/privacy/privacy.tsx';
import { ClassesPage, ClassPage } from '../views/classes/classes.tsx';
import { IncidentsPage } from '../views/matters/public.tsx';
import { HardCasesPage } from '../views/public/hard-cases.tsx';
import { RegisterPage } from '../views/removals/register.tsx';
import { RecordPage } from '../views/record/record-page.tsx';
import { ScorecardsPage } from '../views/scorecards/scorecards.tsx';
import { UnitPage, UnitsPage } from '../views/public/units.tsx';

/** Pages that anyone may read and any proxy may keep for a moment: they hold nothing of one reader but language and size. */
export function registerPublicPages(app: FastifyInstance, services: Services, cache: PageCache): void {
  const get = (path: string, draw: (reading: PublicReading) => Promise<VNode | undefined> | VNode): void => {
    app.get(path, (request, reply) => cache.send(request, reply, async () => {
      const view = await draw(readingOf(request, services));
      // Thrown, so that nothing is kept of what is not there.
      if (view === undefined) throw new ProblemError({ kind: 'not-found' });
      return renderPage(view);
    }));
  };
  get('/', async (reading) => HomePage(await homeProps(reading)));
  get('/cases', async (reading) => {
    const props = await casesProps(reading);
    return props && CasesPage(props);
  });
  get('/cases/:number', async (reading) => {
    const number = parseCaseNumber(reading.parameters['number']);
    const found = number && await publicCase(services.database.public, reading.directory.code, number);
    return found && PublicCasePage(publicCaseProps(reading, found, await removalsOfCase(services.database.public, reading.directory.code, found.number)));
  });
  get('/units', async (reading) => UnitsPage(await unitsProps(reading)));
  get('/units/:id', async (reading) => {
    const id = parseUnitId(reading.parameters['id']);
    const unit = id && reading.directory.unit(id);
    return unit && UnitPage(await unitProps(reading, unit));
  });
  get('/removals', async (reading) => {
    const props = await registerProps(reading);
    return props && RegisterPage(props);
  });
  get('/hard-cases', async (reading) => {
    const props = await hardCasesProps(reading);
    return props && HardCasesPage(props);
  });
  get('/answers', async (reading) => {
    const props = await answersProps(reading);
    return props && AnswersPage(props);
  });
  get('/answers/:entry', async (reading) => {
    const id = parseEntryId(reading.parameters['entry']);
    const entry = id && await services.knowledge.read(reading.directory.code, id);
    return entry && AnswerPage(answerProps(reading, entry));
  });
  get('/classes', (reading) => ClassesPage(classesProps(reading)));
  get('/classes/:id', async (reading) => {
    const one = reading.directory.content.vitalInterests.find(({ code }) => code === reading.parameters['id']);
    const props = one && await classProps(reading, one);
    return props && ClassPage(props);
  });
  get('/incidents', async (reading) => IncidentsPage({ page: reading.page, incidents: await incidentsIn(reading, true) }));
  get('/data', async (reading) => OpenDataPage(await openDataProps(reading)));
  get('/record/scorecards', async (reading) => {
    const props = await scorecardsProps(reading);
    return props && ScorecardsPage(props);
  });
  get('/about', (reading) => AboutPage({ page: reading.page, powers: powersProps(reading) }));
  get('/about/privacy', ({ page }) => PrivacyPage({ page, schedule: services.retention }));
  get('/about/compromise', ({ page }) => CompromisePage({ page, isVaultApart: services.vault.isApart }));
  get('/record', async (reading) => RecordPage(await recordProps(reading)));
}

function readingOf(request: FastifyRequest, services: Services): PublicReading {
  return {
    services, page: pageOf(request, services), directory: directoryFor(request, services), now: services.clock.now(),
    query: request.query as Readonly<Record<string, unknown>>, parameters: request.params as Readonly<Record<string, unknown>>,
  };
}
