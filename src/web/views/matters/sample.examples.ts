import type { PageContext } from '../../../ui/page.ts';
import { inLocale } from '../../../ui/specimen.ts';
import { after, say } from '../sample.examples.ts';
import type { IncidentView } from './public.tsx';

const named = {
  zh: { name: '大风停电', latest: '两条线路断了，正在抢修，下午三点前恢复一半用户。', why: '道路不通，抢修车要绕行' },
  en: { name: 'Power cut after the storm', latest: 'Two lines are down and being mended; half of the homes have power again by three this afternoon.', why: 'roads are blocked, the repair vans must go round' },
};

/** A storm in the invented county. */
export function sampleIncident(page: PageContext, over: Partial<IncidentView> = {}): IncidentView {
  const [w, n] = [inLocale(page, say), inLocale(page, named)];
  return {
    id: '00000000-0000-4000-8000-0000000000aa', name: n.name, unit: w.water, places: [w.qingshan, w.dongguan], topics: [w.supply], since: after(0), latest: { words: n.latest, at: after(0, 3) },
    nextWordAt: after(0, 6), date: { dueAt: after(9), why: n.why, role: 'supervisor' }, joined: 120, ...over,
  };
}
