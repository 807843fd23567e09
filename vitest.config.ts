import { defineConfig } from 'vitest/config';

const NEVER = ['**/node_modules/**', '.build/**', 'data/**'];
const globalSetup = ['./test/support/global-setup.ts'];
const files = (...suffixes: string[]): string[] =>
  ['src', 'test', 'town', 'bench'].flatMap((folder) => suffixes.map((suffix) => `${folder}/**/*${suffix}`));

// What a test may touch is in its file's suffix; only those that touch a database pay for starting one.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: files('.test.ts', '.test.tsx'),
          // Nothing here measures time: a busy machine must not fail it.
          testTimeout: 60_000,
          exclude: [...NEVER, '**/*.db.test.ts', '**/*.http.test.ts', '**/*.browser.test.ts', '**/*.process.test.ts'],
        },
      },
      { extends: true, test: { name: 'database', include: files('.db.test.ts', '.http.test.ts'), exclude: NEVER, globalSetup, testTimeout: 30_000, hookTimeout: 60_000 } },
      { extends: true, test: { name: 'browser', include: files('.browser.test.ts'), exclude: NEVER, globalSetup, testTimeout: 120_000, hookTimeout: 120_000 } },
      { extends: true, test: { name: 'process', include: files('.process.test.ts'), exclude: NEVER, testTimeout: 180_000, hookTimeout: 180_000 } },
    ],
  },
});
