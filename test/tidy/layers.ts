import { importsOf, isForTests, type Source, type Violation } from './source.ts';

/** Left may not import right (ARCHITECTURE.md). */
const LAYERS = ['kernel', 'platform', 'record', 'ui', 'slices', 'web', 'main'];

/** Folders with a rule of their own: the only places in src they may import from. */
const NARROW: Readonly<Record<string, readonly string[]>> = {
  ui: ['src/ui/', 'src/kernel/', 'src/platform/i18n/'],
  witness: ['src/witness/', 'src/kernel/', 'src/record/merkle/', 'src/record/log/', 'src/platform/i18n/', 'src/platform/config/terminal.ts', 'src/platform/db/folder-lock.ts'],
  verify: ['src/verify/', 'src/kernel/', 'src/record/merkle/', 'src/record/log/', 'src/slices/scorecards/score'],
};

export function layerViolations(sources: readonly Source[]): Violation[] {
  return sources.filter(({ path }) => path.startsWith('src/') && !isForTests(path)).flatMap((source) => {
    const layer = layerOf(source.path);
    return importsOf(source).filter(({ ours }) => ours).flatMap(({ target, line }) => {
      const narrow = NARROW[layer];
      if (narrow && !narrow.some((folder) => target.startsWith(folder))) {
        return [{ path: source.path, line, says: `src/${layer} may import only ${narrow.join(', ')}; move what it needs from ${target} there, or pass it in` }];
      }
      const rank = LAYERS.indexOf(layer);
      if (rank >= 0 && LAYERS.indexOf(layerOf(target)) > rank) {
        return [{ path: source.path, line, says: `${layer} may not import ${target}: lower layers learn of upper ones by registration in src/main.ts` }];
      }
      return [];
    });
  });
}

/** The written pairs: `a → b → c` in ARCHITECTURE.md allows a to import b, and b to import c. */
export function allowedPairs(architecture: string): Set<string> {
  const line = architecture.split('\n').find((one) => one.startsWith('Slices may import each other only along'));
  const chains = [...(line ?? '').matchAll(/`([^`]+)`/g)].map(([, chain = '']) => chain.split('→').map((name) => name.trim()));
  return new Set(chains.flatMap((chain) => chain.slice(1).map((to, at) => `${chain[at]} → ${to}`)));
}

/** A ring among the pairs, as the names along it; undefined when there is none. */
export function ringIn(pairs: ReadonlySet<string>): readonly string[] | undefined {
  const edges = [...pairs].map((pair) => pair.split(' → '));
  const visit = (path: readonly string[]): readonly string[] | undefined => {
    const last = path.at(-1);
    if (path.indexOf(last ?? '') < path.length - 1) return path;
    for (const [from, to = ''] of edges) {
      const ring = from === last ? visit([...path, to]) : undefined;
      if (ring) return ring;
    }
    return undefined;
  };
  return edges.map(([from = '']) => visit([from])).find((ring) => ring !== undefined);
}

export function sliceViolations(sources: readonly Source[], pairs: ReadonlySet<string>): Violation[] {
  return sources.filter(({ path }) => path.startsWith('src/') && !isForTests(path)).flatMap((source) => {
    const own = sliceOf(source.path);
    return importsOf(source).flatMap(({ target, line }) => {
      const other = sliceOf(target);
      if (other === undefined || other === own) return [];
      if (own === undefined) return []; // web and main assemble slices; they may look inside.
      if (!pairs.has(`${own} → ${other}`)) return [{ path: source.path, line, says: `slice ${own} may not import slice ${other}: subscribe to its events, or write the pair into ARCHITECTURE.md if no ring arises` }];
      if (target !== `src/slices/${other}/index.ts`) return [{ path: source.path, line, says: `slices meet only at index.ts: export what you need from src/slices/${other}/index.ts` }];
      return [];
    });
  });
}

export function markupPlaceViolations(sources: readonly Source[]): Violation[] {
  return sources.filter(({ path }) => path.startsWith('src/') && path.endsWith('.tsx'))
    .filter(({ path }) => !/^src\/(ui|web)\/|^src\/slices\/[^/]+\/([a-z-]+-)?views(\.examples|\.test)?\.tsx$|^src\/slices\/[^/]+\/views\//.test(path))
    .map(({ path }) => ({ path, line: 1, says: 'markup lives in src/ui, src/web and a slice’s views.tsx: move it there' }));
}

function layerOf(path: string): string {
  // Whatever lies directly in src assembles all the rest, as main does.
  return /^src\/[^/]+\.tsx?$/.test(path) ? 'main' : (path.split('/')[1] ?? '');
}

function sliceOf(path: string): string | undefined {
  return /^src\/slices\/([^/]+)\//.exec(path)?.[1];
}
