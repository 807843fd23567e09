import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../src/platform/config/project-root.ts';
import { isForTests, sourcesIn } from './tidy/source.ts';

/** What docs/asvs.md says of the whole of the code, asked of the whole of the code. */
const code = sourcesIn(['src', 'bin'], ['.ts', '.tsx', '.mjs']).filter(({ path }) => !isForTests(path) && !path.includes('.fixture.'));
const json = (path: string): unknown => JSON.parse(readFileSync(join(projectRoot(), path), 'utf8'));
const named = (pattern: RegExp): string[] => code.filter(({ text }) => pattern.test(text)).map(({ path }) => path).sort();

describe('chance that must not be guessed', () => {
  it('comes from the machine’s secure generator, nowhere else', () => {
    expect(code.length).toBeGreaterThan(300);
    expect(named(/Math\.random|pseudoRandomBytes/)).toEqual([]);
    expect(named(/randomBytes\(/).length).toBeGreaterThan(5);
  });
});

describe('looking at a server’s certificate', () => {
  it('is switched off nowhere', () => {
    expect(named(/rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|insecureHTTPParser|ignoreTLS/)).toEqual([]);
  });
});

describe('asking another machine', () => {
  it('is done in these files alone', () => {
    // Types, questions about an address, and servers that are asked are not asking.
    const asks = /\bfetch\(|import \{[^}]*\b(?:connect|createConnection|request|get|createSocket)\b[^}]*\} from 'node:(?:http|https|net|tls|dgram|http2)'|from '(?:undici|nodemailer)'/;
    expect(named(asks)).toEqual([
      // This machine itself, at the wish of whoever sits before it.
      'bin/verbs/doctor.mjs',
      'src/platform/crypto/remote-root.ts', 'src/platform/files/scanner.ts', 'src/platform/gateway/mail.ts', 'src/platform/link/dial.ts', 'src/platform/link/listen.ts', 'src/platform/outside/post.ts', 'src/verify/http-fetcher.ts',
      // A browser's page, from its own origin.
      'src/web/check/check.client.ts',
    ]);
    expect(asks.test("import { get } from 'node:https';") && asks.test("await fetch(url)")).toBe(true);
  });
});

describe('every package', () => {
  it('is pinned exactly, by version and digest', () => {
    const { dependencies, devDependencies, optionalDependencies } = json('package.json') as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const wanted = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version))).toEqual([]);
    const { packages } = json('package-lock.json') as { packages: Readonly<Record<string, { integrity?: string; link?: boolean }>> };
    expect(Object.entries(packages).filter(([path, { integrity }]) => path !== '' && !/^sha512-/.test(integrity ?? '')).map(([path]) => path)).toEqual([]);
  });
});
