/**
 * Counters and timings in the Prometheus text format 0.0.4. Labels are route patterns, methods and statuses: no address,
 * no query, no person can appear, because nothing else is ever handed in.
 */
export type Labels = Readonly<Record<string, string>>;

export type Metrics = {
  count(name: string, labels?: Labels, by?: number): void;
  /** Seconds into a histogram. */
  time(name: string, seconds: number, labels?: Labels): void;
  /** Read anew at every scrape. */
  gauge(name: string, help: string, read: () => number): void;
  describe(name: string, help: string): void;
  text(): string;
};

/** Series beyond this are a mistake in a label; they are counted together under `other`. */
const SERIES_MAX = 2_000;
const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Timing = { readonly counts: number[]; sum: number; count: number };

export function createMetrics(): Metrics {
  const counters = new Map<string, Map<string, number>>();
  const timings = new Map<string, Map<string, Timing>>();
  const gauges = new Map<string, () => number>();
  const helps = new Map<string, string>();
  return {
    count(name, labels = {}, by = 1) {
      const series = seriesOf(counters, name);
      const key = keyOf(series, labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    time(name, seconds, labels = {}) {
      const series = seriesOf(timings, name);
      const key = keyOf(series, labels);
      const timing = series.get(key) ?? { counts: BUCKETS_S.map(() => 0), sum: 0, count: 0 };
      series.set(key, timing);
      const bucket = BUCKETS_S.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) timing.counts[bucket] = (timing.counts[bucket] ?? 0) + 1;
      timing.sum += seconds;
      timing.count += 1;
    },
    gauge(name, help, read) {
      gauges.set(name, read);
      helps.set(name, help);
    },
    describe: (name, help) => { helps.set(name, help); },
    text: () => [
      ...[...counters].flatMap(([name, series]) => [...head(helps, name, 'counter'), ...[...series].map(([key, value]) => `${name}${braces(key)} ${value}`)]),
      ...[...timings].flatMap(([name, series]) => [...head(helps, name, 'histogram'), ...[...series].flatMap(([key, timing]) => timingLines(name, key, timing))]),
      ...[...gauges].flatMap(([name, read]) => [...head(helps, name, 'gauge'), `${name} ${read()}`]),
    ].join('\n') + '\n',
  };
}

function seriesOf<T>(all: Map<string, Map<string, T>>, name: string): Map<string, T> {
  const known = all.get(name);
  if (known) return known;
  const fresh = new Map<string, T>();
  all.set(name, fresh);
  return fresh;
}

function keyOf(series: ReadonlyMap<string, unknown>, labels: Labels): string {
  const key = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, '_')}"`).join(',');
  return series.has(key) || series.size < SERIES_MAX ? key : 'other="true"';
}

function head(helps: ReadonlyMap<string, string>, name: string, type: string): string[] {
  const help = helps.get(name);
  return [...(help === undefined ? [] : [`# HELP ${name} ${help}`]), `# TYPE ${name} ${type}`];
}

function timingLines(name: string, key: string, timing: Timing): string[] {
  const comma = key === '' ? '' : ',';
  let below = 0;
  const buckets = BUCKETS_S.map((bound, index) => {
    below += timing.counts[index] ?? 0;
    return `${name}_bucket{${key}${comma}le="${bound}"} ${below}`;
  });
  return [...buckets, `${name}_bucket{${key}${comma}le="+Inf"} ${timing.count}`, `${name}_sum${braces(key)} ${timing.sum}`, `${name}_count${braces(key)} ${timing.count}`];
}

function braces(key: string): string {
  return key === '' ? '' : `{${key}}`;
}
