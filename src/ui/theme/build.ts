import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, transform, type Plugin } from 'esbuild';
import { PurgeCSS } from 'purgecss';
import type { Assets } from './manifest.ts';


/** Old phones first: Chrome 80 and Safari 13 still read what comes out. */
const BROWSERS = ['chrome80', 'safari13', 'firefox78'];
/** The library's own syntax is as new as this; older ones wait instead. */
const WORKS = ['chrome80', 'safari14.1', 'firefox78'];
/** The verifier needs large integers and well-formed text: an older browser does not run it, and keeps the page's own words. */
const VERIFIES = ['chrome111', 'safari16.4', 'firefox119'];

/** Folders whose `.tsx` may name a class of the component library. */
const MARKUP = ['src/ui', 'src/slices', 'src/web'];

/**
 * Writes the one stylesheet, the console's keyboard script, the one that closes and opens sealed letters, the one that asks for passkeys, the verifier of the public record and the work of a device, each beside its gzip and brotli form, and `manifest.json`
 * naming them. Repeatable: the same sources give the same names and bytes. `root` is the project's folder.
 */
export async function buildAssets(outDir: string, root: string = process.cwd()): Promise<Assets> {
  await mkdir(outDir, { recursive: true });
  const assets: Assets = {
    stylesheet: await emit(outDir, 'minsheng', 'css', await stylesheet(root)),
    consoleScript: await emit(outDir, 'console', 'js', await script(root, 'src/ui/console-keys.client.ts', BROWSERS)),
    leaveScript: await emit(outDir, 'leave', 'js', await script(root, 'src/ui/leave.client.ts', BROWSERS)),
    sealedScript: await emit(outDir, 'sealed', 'js', await script(root, 'src/web/sealed/sealed.client.ts', VERIFIES)),
    passkeyScript: await emit(outDir, 'passkey', 'js', await script(root, 'src/slices/accounts/passkeys/passkey.client.ts', WORKS)),
    checkScript: await emit(outDir, 'check', 'js', await script(root, 'src/web/check/check.client.ts', VERIFIES)),
    workScript: await emit(outDir, 'work', 'js', await script(root, 'src/web/report/turn.client.ts', WORKS)),
  };
  await writeWhole(join(outDir, 'manifest.json'), Buffer.from(`${JSON.stringify(assets, null, 2)}\n`));
  return assets;
}

/** The component library, purged to what the markup names, then our own sheets in order. */
export async function stylesheet(root: string): Promise<string> {
  const library = await purgedLibrary(root);
  const folder = join(root, 'src/ui/theme');
  const own = (await readdir(folder)).filter((name) => name.endsWith('.css')).sort();
  const sheets = await Promise.all(own.map((name) => readFile(join(folder, name), 'utf8')));
  const { code } = await transform([library, ...sheets].join('\n'), { loader: 'css', minify: true, target: BROWSERS, legalComments: 'inline' });
  return code;
}

async function script(root: string, entry: string, target: readonly string[]): Promise<string> {
  const result = await build({
    entryPoints: [join(root, entry)], bundle: true, minify: true, write: false, format: 'esm', target: [...target], legalComments: 'none', logLevel: 'silent', plugins: [browserCrypto(root)],
  });
  return result.outputFiles[0]?.text ?? '';
}

/** What takes its hashes and signatures from Node has a twin for browsers; anything else that needs Node fails the build. */
const TWINS = [
  { of: /\/sha256\.ts$/, twin: 'src/verify/browser/sha256.ts' },
  { of: /\/ed25519\.ts$/, twin: 'src/verify/browser/ed25519.ts' },
];

function browserCrypto(root: string): Plugin {
  return {
    name: 'browser-crypto',
    setup: ({ onResolve }) => {
      for (const { of, twin } of TWINS) onResolve({ filter: of }, ({ importer }) => (importer.replaceAll('\\', '/').endsWith(twin) ? undefined : { path: join(root, twin) }));
    },
  };
}

/**
 * Tabler's own colours use oklch and its sizes assume a small type; both are overridden by ours, so only its structure
 * for the elements in use is kept.
 */
async function purgedLibrary(root: string): Promise<string> {
  const path = join(root, 'node_modules/@tabler/core/dist/css/tabler.css');
  const classes = await classesInMarkup(root);
  // Attribute selectors count too: without `type checkbox radio` a ticked box would be an empty square.
  const elements = 'html body main p a ul ol li dl dt dd table thead tbody th td form fieldset legend label input select textarea button optgroup option img svg small strong figure blockquote summary type checkbox radio';
  const [purged] = await new PurgeCSS().purge({
    css: [{ raw: await readFile(path, 'utf8') }],
    content: [{ raw: `${[...classes].join(' ')} ${elements}`, extension: 'txt' }],
    extractors: [{ extensions: ['txt'], extractor: (text) => text.split(' ') }],
    variables: true, keyframes: true, fontFace: true,
    blocklist: [/data-bs-theme/, /\[dir/, /^\.btn-(?!check)/, /:root/],
  });
  return purged?.css ?? '';
}

/** Every word in a `class` attribute of our markup, those chosen by an expression included. */
async function classesInMarkup(root: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const folder of MARKUP) {
    const names = await readdir(join(root, folder), { recursive: true });
    for (const name of names.filter((one) => one.endsWith('.tsx'))) {
      const source = await readFile(join(root, folder, name), 'utf8');
      for (const [, plain, expression] of source.matchAll(/\bclass=(?:"([^"]*)"|\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\})/g)) {
        for (const word of `${plain ?? ''} ${expression ?? ''}`.split(/[^\w-]+/)) if (word) found.add(word);
      }
    }
  }
  return found;
}

async function emit(outDir: string, name: string, extension: string, text: string): Promise<string> {
  const bytes = Buffer.from(text);
  const digest = createHash('sha256').update(bytes).digest('base64url').replace(/[-_]/g, '').slice(0, 10);
  const file = `${name}-${digest}.${extension}`;
  await writeWhole(join(outDir, file), bytes);
  await writeWhole(join(outDir, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  await writeWhole(join(outDir, `${file}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  return file;
}

/** A reader never sees half a file: a crash before the rename leaves only a stray `.part`, which the next run overwrites. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}
