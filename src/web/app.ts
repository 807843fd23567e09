import type { FastifyInstance } from 'fastify';
import { readHead } from '../record/index.ts';
import type { Locale } from '../platform/i18n/index.ts';
import { createServer, type ServerOptions } from '../platform/http/server.ts';
import { createPageCache, type PageCache } from '../platform/http/page-cache.ts';
import { mountForEveryPlace, type Places } from '../platform/http/reader.ts';
import { registerStaffPages } from './routes/staff.ts';
import { registerAnswers } from './routes/answers.ts';
import { registerConsole } from './routes/console.ts';
import { registerConsent } from './routes/consent.ts';
import { registerConversation } from './routes/conversation.ts';
import { registerEntry } from './routes/entry.ts';
import { registerErasure } from './routes/erasure.ts';
import { registerIdentity } from './routes/identity.ts';
import { registerKept } from './routes/kept.ts';
import { registerLeave } from './routes/leave.ts';
import { registerMine } from './routes/mine.ts';
import { registerMatters } from './routes/matters.ts';
import { registerMyReceipt } from './routes/my-receipt.ts';
import { registerMyIdentity } from './routes/my-identity.ts';
import { registerPublicPages } from './routes/public.ts';
import { registerProofs } from './routes/proofs.ts';
import { registerRecordFiles } from './routes/record-files.ts';
import { registerReissues } from './routes/reissues.ts';
import { registerRemovals } from './routes/removals.ts';
import { registerScorecards } from './routes/scorecards.ts';
import { registerSealed } from './routes/sealed.ts';
import { registerSealedDesk } from './routes/sealed-desk.ts';
import { registerMySealed } from './routes/my-sealed.ts';
import { registerReport } from './routes/report.ts';
import { registerPhotos } from './routes/photos.ts';
import { mountOpen311 } from './routes/open311.ts';
import { mountOpenData } from './api/open-data/routes.ts';
import { registerCalls } from './routes/calls.ts';
import { registerTasks } from './routes/tasks.ts';
import { registerGateway } from './routes/gateway.ts';
import { registerDemoReplies, registerReplies } from './routes/replies.ts';
import { registerGallery } from './routes/gallery.ts';
import { errorRenderer } from './error-page.ts';
import type { Services } from './services.ts';

export type AppOptions = Pick<ServerOptions, 'trustProxy' | 'logger' | 'logTo' | 'accessLog' | 'limits' | 'metrics' | 'pressureMs' | 'assetsFolder' | 'now'> & {
  readonly version: string;
};

/** The whole web: every page for the default place and under `/j/<code>`, Open311, health. Listens to nothing yet. */
export async function createApp(services: Services, options: AppOptions): Promise<FastifyInstance> {
  const { version, ...server } = options;
  const app = await createServer({
    ...server,
    places: placesOf(services),
    publicUrl: services.publicUrl,
    renderError: errorRenderer(services),
    health: {
      version,
      demo: () => services.isDemo,
      askDatabase: () => readHead(services.database.public, services.defaultCode),
      vault: () => services.vault.state(),
    },
  });
  const cache = createPageCache();
  forgetAfterActs(app, cache);
  mountForEveryPlace(app, (scope) => {
    registerPublicPages(scope, services, cache);
    registerRecordFiles(scope, services);
    registerScorecards(scope, services);
    registerReport(scope, services);
    registerSealed(scope, services);
    registerSealedDesk(scope, services);
    registerMySealed(scope, services);
    registerMine(scope, services);
    registerConversation(scope, services);
    registerMyIdentity(scope, services);
    registerConsent(scope, services);
    registerTasks(scope, services);
    registerCalls(scope, services);
    registerReplies(scope, services);
    registerMyReceipt(scope, services);
    registerKept(scope, services);
    registerErasure(scope, services);
    registerLeave(scope, services);
    registerProofs(scope, services);
    registerStaffPages(scope, services);
    registerConsole(scope, services);
    registerEntry(scope, services);
    registerAnswers(scope, services);
    registerReissues(scope, services);
    registerMatters(scope, services);
    registerIdentity(scope, services);
    registerRemovals(scope, services);
    registerPhotos(scope, services);
    mountOpen311(scope, services);
    mountOpenData(scope, services);
  });
  registerGallery(app, services);
  registerGateway(app, services);
  registerDemoReplies(app, services);
  return app;
}

/** A new report changes no public page; every other act may. Done before the answer leaves, when the act is committed. */
function forgetAfterActs(app: FastifyInstance, cache: PageCache): void {
  app.addHook('onSend', (request, _reply, _payload, done) => {
    const { url = '' } = request.routeOptions;
    if (request.method !== 'GET' && request.method !== 'HEAD' && !/\/(report|receipts)(\/sealed)?$/.test(url)) cache.forget();
    done();
  });
}

function placesOf(services: Services): Places {
  const localeOf = (code: string): Locale | undefined => services.directories.find(code)?.locale;
  return { defaultCode: () => services.defaultCode, localeOf };
}
