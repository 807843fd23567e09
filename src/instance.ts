import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseJurisdictionCode, type JurisdictionCode } from './kernel/ids.ts';
import { projectRoot, type Config } from './platform/config/index.ts';
import { openKeys, type KeyProvider } from './platform/crypto/index.ts';
import { ensureInstance } from './platform/clock/instance.ts';
import { openReadingClock, type ReadingClock } from './platform/clock/reading-clock.ts';
import { openDatabase, type Database } from './platform/db/database.ts';
import { ownerClient, startDatabase } from './platform/db/start-database.ts';
import { describeStep } from './platform/db/start-step.ts';
import { partOf } from './platform/db/part.ts';
import { StartRefusal } from './platform/db/start-refusal.ts';
import { databaseFaultOf } from './platform/http/database-errors.ts';
import { closeGracefully, type ServerOptions } from './platform/http/server.ts';
import { createScanner } from './platform/files/index.ts';
import { createLog } from './platform/log/index.ts';
import { PublishRefusal, readWitnesses, sayTrouble, startPublisher, type Publisher } from './record/publish/index.ts';
import { createAccounts, createDemoAccounts, DEMO_ACCOUNTS, DEMO_PASSWORD, ensureFirstAdministrator, organisationOf, permittedAccounts } from './slices/accounts/index.ts';
import { loadJurisdiction, openDirectoryCache, adviceFor, placeOf, type DirectoryCache } from './slices/units/index.ts';
import { makeDemoKeys } from './slices/sealed/index.ts';
import { readAssets } from './ui/theme/manifest.ts';
import { refuseDrafts } from './final-logs.ts';
import { startDemoWitnesses, type DemoWitnesses } from './witness/children.ts';
import { keyOptionsOf } from './key-options.ts';
import { openSink, type Sink } from './sink.ts';
import { settleApart, type Vault } from './slices/vault/index.ts';
import { vaultApart } from './vault-of.ts';
import { startBackground, type Background } from './background.ts';
import { createServices } from './compose.ts';
import { apiKeysOf } from './web/api/open311/keys.ts';
import { createApp } from './web/app.ts';
import type { Services } from './web/services.ts';
import { startWords } from './web/start-words.ts';
import { DEMO_DAYS, fillDemoTown } from '../town/demo.ts';

export type Running = { readonly address: string; stop(): Promise<void> };

/** Whose pages stand at `/` in a demo. */
const DEMO_CODE = 'linjiang';
const DEMO_FOLDERS = ['linjiang'];
const EMPTY_FOLDERS = ['_minimal'];
/** Five minutes together: longer than a failover, and shorter than an administrator waits for a first password. */
const GREETINGS_MAX = 300;
const GREETING_WAIT_MS = 1_000;

/**
 * From an environment to a served page: database, keys, data of the jurisdictions, background work, web; then, in a demo,
 * the town fills up while pages are served already. Throws StartRefusal with a remedy. `say` gets one line at a time;
 * `asked` is aborted when the process is asked to end.
 */
export async function startInstance(config: Config, say: (line: string) => void, asked: AbortSignal = new AbortController().signal): Promise<Running> {
  if (await partOf(config) === 'vault') throw new StartRefusal({ kind: 'folder-of-a-vault', folder: config.dataDir });
  const log = openSink(config);
  await requireWitnesses(config);
  const running = await startDatabase(config, { onStep: (step) => { say(`${describeStep(step, 'zh')} · ${describeStep(step, 'en')}`); } });
  const owner = ownerClient(running.address);
  await owner.connect();
  const instance = await ensureInstance(owner, { demo: config.demo, demoDays: DEMO_DAYS });
  await settleApart(owner, config.vault !== undefined).finally(() => owner.end());
  const onTrouble = troubleTeller(log, say);
  const keys = await openKeys(join(config.dataDir, 'keys'), keyOptionsOf(config));
  const database = openDatabase(running.address);
  await loadFolders(database, keys, instance.isDemo ? DEMO_FOLDERS : EMPTY_FOLDERS, say);
  const directories = await openDirectoryCache(database.public);
  if (!instance.isDemo) await refuseDrafts(database.public, directories.list().map(({ code }) => code));
  const clock = await openReadingClock(database.public);
  const defaultCode = defaultCodeOf(directories, instance.isDemo);
  const publicUrl = config.publicUrl ?? `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}`;
  const accounts = createAccounts({
    database, keys, secret: Buffer.from(keys.derive('staff sessions v1')).toString('base64url'), publicUrl,
    secureCookies: publicUrl.startsWith('https://'), organisation: organisationOf((code) => directories.find(code)), signOn: config.signOn,
  });
  const assetsFolder = join(projectRoot(), '.build', 'assets');
  const apart = await vaultApart(config, database);
  const services = createServices({
    ...(apart ? { vault: apart } : {}), config, database, keys, directories, clock, defaultCode, accounts, isDemo: instance.isDemo, publicUrl, assets: await readAssets(assetsFolder), open311Key: open311KeyOf(config),
  });
  if (config.clamd && !(await createScanner(config.clamd).answers())) say(startWords.scannerAway);
  await sayWhereVault(services.vault, say);
  const background = await startBackground(services, onTrouble);
  const app = await createApp(services, { version: await versionOf(), assetsFolder, trustProxy: trustProxyOf(config), logTo: log });
  const address = await app.listen({ host: config.host, port: config.port });
  say(startWords.serving(config.publicUrl ?? address));
  // Pages first: three more processes at once cost a small machine a second. What was committed meanwhile is published then.
  const witnesses = instance.isDemo && config.recordWitnesses === undefined ? witnessesOfDemo(config, onTrouble) : undefined;
  const publishing = Promise.resolve(witnesses?.answering())
    .then(() => publishLogs({ dataDir: config.dataDir, witnessesFile: witnesses?.file ?? config.recordWitnesses }, database, directories, onTrouble, say));
  if (log.path !== undefined) say(startWords.log(log.path));
  await patiently(() => greet(services.accounts, directories, defaultCode, instance.isDemo, say), asked);
  // Behind the pages: ciphers need not be read before the first of them is served.
  if (instance.isDemo) void makeDemoKeys(services.sealed, (code) => permittedAccounts(services.accounts, code, 'protection.handle'), defaultCode, DEMO_PASSWORD).catch((error: unknown) => { onTrouble(error, 'demo-keys'); });
  const filling = instance.isDemo ? fillDemoTown({ app, services, background, onProgress: (done, all) => { say(startWords.demoFilling(done, all)); } })
    .then((filled) => { if (filled) say(startWords.demoFilled(filled.cases, filled.seconds)); })
    .catch((error: unknown) => { onTrouble(error, 'demo-town'); }) : undefined;
  return {
    address,
    async stop() {
      fillDemoTown.cancel();
      await filling;
      await closeGracefully(app);
      await (await publishing).stop();
      await stopAll(background, clock, directories, database);
      await services.vault.close();
      // After whoever publishes: the last checkpoint wants its cosignatures too.
      await Promise.all([running.stop(), witnesses?.stop()]);
      log.close();
    },
  };
}

/** Served without it: whoever leaves no contact needs none. */
async function sayWhereVault(vault: Vault, say: (line: string) => void): Promise<void> {
  const state = await vault.state();
  if (state === 'away' || state === 'refused') say(startWords.vaultAway[state]);
}

/** Troubles of the background go to the log; the terminal hears of the first, and where to read on. */
function troubleTeller(sink: Sink, say: (line: string) => void): (error: unknown, what: string) => void {
  const log = createLog((line) => { sink.write(line); });
  let isTold = false;
  return (error, what) => {
    log.error('background', error, { what: what.replaceAll(' ', '-') });
    if (!isTold && sink.path !== undefined) say(startWords.trouble(sink.path));
    isTold = true;
  };
}

/** A wrong file of witnesses is said before anything starts. */
async function requireWitnesses({ recordWitnesses }: Config): Promise<void> {
  const read = recordWitnesses === undefined ? undefined : await readWitnesses(recordWitnesses);
  if (read?.refused) throw new PublishRefusal(read.reason);
}

/** The record goes out from a process of its own, which alone reads the signing keys; what holds it up is said in words. */
function publishLogs({ dataDir, witnessesFile }: { readonly dataDir: string; readonly witnessesFile: string | undefined }, database: Database, directories: DirectoryCache, onTrouble: (error: unknown, what: string) => void, say: (line: string) => void): Publisher {
  return startPublisher({
    dataDir, databaseAddress: database.address, logs: () => directories.list().map(({ code, origin }) => ({ code, origin })),
    ...(witnessesFile === undefined ? {} : { witnessesFile }),
    onTrouble: (trouble, code) => {
      onTrouble(new PublishRefusal(trouble), 'publisher');
      for (const locale of ['zh', 'en'] as const) say(`${code ?? ''} ${sayTrouble(trouble, locale)}`.trimStart());
    },
  });
}

function witnessesOfDemo({ dataDir }: Config, onTrouble: (error: unknown, what: string) => void): DemoWitnesses {
  return startDemoWitnesses({ dataDir, logsFolder: join(dataDir, 'record'), onTrouble: (error) => { onTrouble(error, 'witness'); } });
}

function open311KeyOf({ open311Keys }: Config): Services['open311Key'] {
  const keys = apiKeysOf(open311Keys);
  if (keys.refused) throw new Error(`OPEN311_KEYS, entry ${keys.reason.position}: the configuration let it pass`);
  return keys.value;
}

async function stopAll(background: Background, clock: ReadingClock, directories: DirectoryCache, database: Database): Promise<void> {
  await background.stop();
  clock.close();
  directories.close();
  await database.close();
}

/** Loading is idempotent: files that say what the latest version says make no new one. */
async function loadFolders(database: Database, keys: KeyProvider, folders: readonly string[], say: (line: string) => void): Promise<void> {
  for (const folder of folders) {
    const loaded = await loadJurisdiction(database, join(projectRoot(), 'jurisdictions', folder), keys);
    if (loaded.refused) {
      for (const mistake of loaded.reason.mistakes) {
        const [zh, en] = [adviceFor(mistake, 'zh'), adviceFor(mistake, 'en')];
        say(`${placeOf(mistake)} ${zh.wrong} ${zh.remedy} ${en.wrong} ${en.remedy}`);
      }
      throw new Error(`jurisdictions/${folder} has mistakes`);
    }
  }
}

function defaultCodeOf(directories: DirectoryCache, isDemo: boolean): JurisdictionCode {
  const demo = parseJurisdictionCode(DEMO_CODE);
  if (isDemo && demo && directories.find(demo)) return demo;
  const [first] = directories.list().filter((one) => one.code !== 'minimal');
  const code = (first ?? directories.list()[0])?.code;
  if (!code) throw new Error('no jurisdiction is loaded');
  return code;
}

/** It serves already: a database that goes away in this moment is waited for, as everything else then waits for it. */
async function patiently(work: () => Promise<void>, asked: AbortSignal): Promise<void> {
  for (let tried = 1; !asked.aborted; tried += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (databaseFaultOf(error)?.kind !== 'away' || tried === GREETINGS_MAX) throw error;
      await wait(GREETING_WAIT_MS, undefined, { signal: asked }).catch(() => undefined);
    }
  }
}

async function greet(accounts: ReturnType<typeof createAccounts>, directories: DirectoryCache, code: JurisdictionCode, isDemo: boolean, say: (line: string) => void): Promise<void> {
  if (!isDemo) {
    const first = await ensureFirstAdministrator(accounts, { jurisdiction: code, unit: directories.get(code).intakeUnit });
    if (first) say(startWords.firstPassword(first.username, first.oneTimePassword));
    return;
  }
  await createDemoAccounts(accounts, code);
  say(startWords.signIns);
  for (const { username, unit, roles } of DEMO_ACCOUNTS) {
    say(`  ${username.padEnd(14)}${DEMO_PASSWORD}   ${accounts.organisation.unitName(code, unit, 'zh')} · ${roles.join(', ')}`);
  }
}

/** A number counts proxies from us outwards; names and addresses are Fastify's to read. */
function trustProxyOf({ trustProxy }: Config): NonNullable<ServerOptions['trustProxy']> {
  if (trustProxy === false) return false;
  return typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy.join(',');
}

async function versionOf(): Promise<string> {
  const parsed = JSON.parse(await readFile(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return parsed.version;
}
