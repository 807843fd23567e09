import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

describe('metrics', () => {
  it('count and time in the Prometheus text format', () => {
    const metrics = createMetrics();
    metrics.describe('answers_total', 'Answers.');
    metrics.count('answers_total', { route: '/cases/:number' });
    metrics.count('answers_total', { route: '/cases/:number' }, 2);
    metrics.time('seconds', 0.02);
    metrics.time('seconds', 99);
    metrics.gauge('open_cases', 'Open now.', () => 5);
    const lines = metrics.text().split('\n');
    expect(lines).toEqual(expect.arrayContaining([
      '# HELP answers_total Answers.', '# TYPE answers_total counter', 'answers_total{route="/cases/:number"} 3',
      '# TYPE seconds histogram', 'seconds_bucket{le="0.01"} 0', 'seconds_bucket{le="0.025"} 1', 'seconds_bucket{le="+Inf"} 2', 'seconds_count 2',
      '# TYPE open_cases gauge', 'open_cases 5',
    ]));
  });

  it('stay bounded and well-formed whatever is handed in as a label', () => {
    const metrics = createMetrics();
    for (let n = 0; n < 5_000; n += 1) metrics.count('c', { route: `/${n}"\n\\` });
    const lines = metrics.text().trim().split('\n');
    expect(lines.length).toBeLessThan(2_100);
    expect(lines.at(-1)).toBe('c{other="true"} 3000');
  });
});
