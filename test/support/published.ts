import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runPublisher, type RunningPublisher } from '../../src/record/publish/index.ts';
import { startWitness, type RunningWitness } from '../../src/witness/run.ts';
import type { TestApp } from './app.ts';

/** The record of a test's instance, published in this process with two witnesses beside it. */
export type Publishing = {
  /** Begins, or goes on after `pause`. */
  start(): void;
  pause(): Promise<void>;
  close(): Promise<void>;
};

const NAMES = ['university.example', 'newspaper.example'];

/** Close it before the instance. Nothing is published until `start`. */
export async function openPublishing({ services, db }: Pick<TestApp, 'services' | 'db'>): Promise<Publishing> {
  const code = services.defaultCode;
  const record = dirname(services.recordFolder(code));
  const dataDir = dirname(record);
  const witnesses: RunningWitness[] = [];
  for (const name of NAMES) {
    const started = await startWitness({
      folder: join(dataDir, name), host: '127.0.0.1', port: 0, name, url: undefined, logs: [], logFiles: [record], onWrongLine: () => undefined, onHalt: () => undefined,
    });
    if (started.refused) throw new Error(`no witness: ${started.reason.kind}`);
    witnesses.push(started.value);
  }
  const witnessesFile = join(dataDir, 'witnesses.policy');
  await writeFile(witnessesFile, [...witnesses.map(({ policyLine }) => policyLine), `group both all ${NAMES.join(' ')}`, 'quorum both', ''].join('\n'));
  let publisher: RunningPublisher | undefined;
  const pause = async (): Promise<void> => {
    await publisher?.stop();
    publisher = undefined;
  };
  return {
    start() {
      publisher ??= runPublisher({
        dataDir, address: db.address, witnessesFile, onTrouble: () => undefined, logs: () => [{ code, origin: services.directories.get(code).origin }],
      });
    },
    pause,
    async close() {
      await pause();
      await Promise.all(witnesses.map((witness) => witness.stop()));
    },
  };
}
