import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { projectRoot } from './platform/config/index.ts';
import { LOCALES, type Locale } from './platform/i18n/index.ts';
import { MODES, type Mode } from './ui/page.ts';
import { buildAssets } from './ui/theme/build.ts';
import { ALL_SPECIMENS, galleryContext, renderGallery, renderSpecimen } from './web/gallery.tsx';

const HERE = '/gallery';

/**
 * `minsheng gallery [FOLDER]`: every component and page in every state as files, by default in `.build/gallery`. Needs no
 * database; open `index.zh.normal.html`. Prints where.
 */
export async function run([folder = join(projectRoot(), '.build', 'gallery')]: readonly string[]): Promise<number> {
  const out = resolve(folder);
  await mkdir(out, { recursive: true });
  const { stylesheet } = await buildAssets(join(out, 'assets'), projectRoot());
  for (const locale of LOCALES) {
    for (const mode of MODES) {
      const write = (name: string, html: string): Promise<void> => writeFile(join(out, fileOf(name, locale, mode)), asFiles(html, locale, mode));
      await write('index', renderGallery(locale, mode, `/assets/${stylesheet}`, HERE));
      const page = galleryContext(locale, mode, `/assets/${stylesheet}`, HERE);
      for (const { of, examples } of ALL_SPECIMENS.filter(({ kind }) => kind === 'page')) {
        for (const index of examples.keys()) await write(`${of}-${index}`, renderSpecimen(of, index, page) ?? '');
      }
    }
  }
  process.stdout.write(`${join(out, fileOf('index', 'zh', 'normal'))}\n`);
  return 0;
}

function fileOf(name: string, locale: Locale, mode: Mode): string {
  return `${name}.${locale}.${mode}.html`;
}

/** A server's addresses as names of files beside each other. */
function asFiles(html: string, locale: Locale, mode: Mode): string {
  return html.replaceAll('"/assets/', '"assets/')
    .replace(/"\/gallery\?page=(\w+)&(?:amp;)?example=(\d+)[^"]*"/g, (_, of: string, index: string) => `"${fileOf(`${of}-${index}`, locale, mode)}"`)
    .replace(/"\/gallery\?lang=(zh|en)"/g, (_, other: Locale) => `"${fileOf('index', other, mode)}"`)
    .replace(/"\/gallery\?mode=(normal|elder)"/g, (_, other: Mode) => `"${fileOf('index', locale, other)}"`);
}
