import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '../platform/i18n/index.ts';
import { ICON_PATHS } from '../ui/icon-paths.ts';
import type { Mode } from '../ui/page.ts';
import { renderPage } from '../ui/render.ts';
import { ALL_SPECIMENS, galleryContext, renderGallery, renderSpecimen } from './gallery.tsx';

const CSS = '/assets/minsheng.css';
const cases = ALL_SPECIMENS.flatMap((one) => one.examples.map((example, index) => ({ of: one.of, kind: one.kind, index, example, title: `${one.of} ${index}: ${example.name}` })));
const pages = cases.filter((one) => one.kind === 'page');

function markup({ example }: (typeof cases)[number], locale: Locale, mode: Mode = 'normal'): string {
  return renderPage(example.render(galleryContext(locale, mode, CSS)));
}

/** Own words only: the other language's name in the language switch is meant to stay. */
function visible(html: string): string {
  return html.replace(/<head>[\s\S]*?<\/head>/g, '').replace(/<a [^>]*hreflang[\s\S]*?<\/a>/g, '').replace(/<[^>]+>/g, ' ');
}

describe('every specimen', () => {
  it.each(cases)('$title renders in every language and mode, and each language says it differently', (one) => {
    const zh = markup(one, 'zh');
    const en = markup(one, 'en');
    expect(zh).not.toBe(en);
    for (const html of [zh, en, markup(one, 'zh', 'elder')]) {
      expect(html).not.toMatch(/undefined|\[object |NaN|Invalid Date/);
      expect(html.length).toBeGreaterThan(20);
    }
  });

  it.each(cases)('$title shows no Chinese to an English reader', (one) => {
    expect(visible(markup(one, 'en'))).not.toMatch(/\p{Script=Han}/u);
  });

  it.each(cases)('$title carries no inline style or script and no foreign host', (one) => {
    const html = markup(one, 'zh');
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).not.toMatch(/\son[a-z]+=/);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/(?:src|href|action|srcset|poster)="(?:https?:)?\/\//);
  });

  it.each(cases)('$title gives every field a label and every id once', (one) => {
    const html = markup(one, 'zh');
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const labelled = new Set([...html.matchAll(/<label[^>]*\sfor="([^"]+)"/g)].map((match) => match[1]));
    const fields = [...html.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)].map((match) => match[0]).filter((tag) => !/type="hidden"/.test(tag));
    for (const field of fields) expect(labelled, field).toContain(/\sid="([^"]+)"/.exec(field)?.[1]);
  });

  it.each(cases)('$title posts only with the hidden fields of its page', (one) => {
    for (const [form] of markup(one, 'zh').matchAll(/<form method="post"[\s\S]*?<\/form>/g)) expect(form).toContain('name="token" value="gallery"');
  });
});

/** Where "leave at once" leads: it bears nothing of ours on purpose, so neither frame nor switches. */
const BARE = 'CalendarPage';

describe('every page', () => {
  it.each(pages.filter(({ of }) => of !== BARE))('$title has one first heading, a language, a title, landmarks and both switches', (one) => {
    for (const locale of LOCALES) {
      const html = markup(one, locale);
      expect(html.startsWith('<!doctype html>\n<html lang="')).toBe(true);
      expect(html.match(/<h1[\s>]/g)).toHaveLength(1);
      expect(html.match(/<main /g)).toHaveLength(1);
      expect(html.match(/<title>[^<]{3,}<\/title>/g)).toHaveLength(1);
      expect(html).toContain(`<link rel="stylesheet" href="${CSS}"`);
      expect(html).toContain('href="#main"');
      expect(html).toContain(`lang=${locale === 'zh' ? 'en' : 'zh'}`);
      expect(html).toContain('mode=elder');
      expect(html).toContain('class="demo"');
    }
  });

  it.each(pages)('$title needs no script, except the console, which only gains keys', (one) => {
    expect(markup(one, 'zh')).not.toContain('<script');
  });

  it('has at most one main action in its first strong colour for each form', () => {
    for (const one of pages) {
      const forms = markup(one, 'zh').split('<form');
      for (const form of forms) expect((form.match(/act-main/g) ?? []).length, one.title).toBeLessThanOrEqual(1);
    }
  });
});

describe('protection', () => {
  it('never carries the receipt code outside the receipt, nor in an address', () => {
    for (const one of pages) {
      const html = markup(one, 'zh');
      if (one.of !== 'ReceiptPage') expect(html, one.title).not.toContain('5038</span>');
      expect(html, one.title).not.toMatch(/(?:href|action|src)="[^"]*5038/);
    }
  });
  it('shows the public nothing more exact than a day, and no words without consent', () => {
    const stub = pages.find((one) => one.of === 'PublicCasePage' && one.index === 1);
    expect(stub).toBeDefined();
    if (!stub) return;
    const html = markup(stub, 'en');
    expect(html).not.toMatch(/\d{2}:\d{2}/);
    expect(html).not.toContain('near');
    expect(html).not.toContain('Shuiyuan Road');
  });
  it('escapes whatever a resident types', () => {
    const follow = renderSpecimen('FollowPage', 0, { ...galleryContext('en', 'normal', CSS), here: '/follow?x="><script>alert(1)</script>' });
    expect(follow).not.toContain('<script>alert');
    expect(follow).toContain('&lt;script>alert');
  });
});

/** Parts that never stand alone: each is seen within the specimens of the component that uses it. */
const PARTS = new Set(['Hidden', 'FieldLabel', 'FieldError', 'Form', 'Button', 'Said', 'RateBar', 'Hatch', 'Icon', 'Page', 'Photos']);

describe('the gallery', () => {
  it('has a specimen of every component and page that is exported', () => {
    const specimens = new Set(ALL_SPECIMENS.map((one) => one.of));
    const root = join(import.meta.dirname, '..');
    for (const folder of ['ui', 'web/views']) {
      const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx') && !name.includes('.examples.'));
      for (const file of files) {
        const source = readFileSync(join(root, folder, file), 'utf8');
        for (const [, name = ''] of source.matchAll(/^export function ([A-Z]\w+)/gm)) expect(PARTS.has(name) || specimens.has(name), `${file}: write a specimen of ${name}`).toBe(true);
      }
    }
  });
  it('lists every component and every page', () => {
    const html = renderGallery('en', 'normal', CSS);
    for (const { of } of ALL_SPECIMENS) expect(html).toContain(of);
  });
  it('answers nothing for a page it does not have', () => {
    expect(renderSpecimen('NoSuchPage', 0, galleryContext('zh', 'normal', CSS))).toBeUndefined();
    expect(renderSpecimen('HomePage', 99, galleryContext('zh', 'normal', CSS))).toBeUndefined();
  });
});

describe('icons', () => {
  it.each(Object.entries(ICON_PATHS))('%s is the path of the package that it was copied from', (name, path) => {
    const source = readFileSync(join(import.meta.dirname, '../../node_modules/@tabler/icons/icons/outline', `${name}.svg`), 'utf8');
    const drawn = [...source.matchAll(/<path ([^>]*?)d="([^"]+)"/g)].filter((match) => !match[1]?.includes('stroke="none"')).map((match) => match[2]);
    expect(path).toBe(drawn.join(' '));
  });
});
