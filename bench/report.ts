import { compare, type Comparison } from './compare.ts';
import { filled, startCounty } from './county.ts';
import { load, type Load } from './load.ts';
import { startPart } from './part.ts';
import type { Pace } from './pace.ts';

const CONNECTIONS = 64;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** Sixty Chinese characters, invented: about what people write. */
const WORDS = '我家门口的路灯坏了快一个月，晚上老人孩子走路看不见，前天有人摔了一跤。打过电话说会来修，到现在没人来，希望尽快派人看看，修好了告诉我们一声。';

export type ReportFigures = { readonly anonymous: Comparison; readonly sealed: Comparison };

/**
 * Sending a report, whole path: form read and checked, contact sealed in the vault, case, event, commitments and receipt
 * committed with fsync, receipt drawn. Against one prepared INSERT into the same database.
 */
export async function measureReport(dataDir: string, { rounds, seconds }: Pace): Promise<ReportFigures> {
  const county = await startCounty(dataDir);
  try {
    await filled(county);
    const bare = await startPart<number>('bare', { kind: 'insert', address: county.address, jurisdiction: 'linjiang', rows: 0 });
    const token = await formToken(county.url);
    const pair = (target: number, body: string): Promise<Comparison> => {
      const shared = { method: 'POST', headers: FORM, body, connections: CONNECTIONS, seconds } as const;
      const pace = async (order: Load): Promise<number> => (await load(order)).perSecond;
      return compare(rounds, target, () => pace({ ...shared, url: `http://127.0.0.1:${String(bare.answer)}/` }), () => pace({ ...shared, url: `${county.url}/receipts` }));
    };
    const anonymous = await pair(0.35, bodyOf(token, { anonymity: 'anonymous' }));
    const sealed = await pair(0.2, bodyOf(token, { anonymity: 'sealed', contact: '13900000000' }));
    await bare.stop();
    return { anonymous, sealed };
  } finally {
    await county.stop();
  }
}

export async function formToken(url: string): Promise<string> {
  const page = await (await fetch(`${url}/report?sealed=no`)).text();
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error('the report page holds no token');
  return token;
}

/** A valid form; the key is another one each time it is sent. */
export function bodyOf(token: string, who: Readonly<Record<string, string>>): string {
  const fields = new URLSearchParams({ token, words: WORDS, kind: 'help', topic: 'urban.lighting.out', place: '990101001001', address: '渡口路 3 号', ...who });
  return `key=[<id>]&${fields.toString()}`;
}

export function reportLoad(url: string, token: string, seconds: number): Load {
  return { url: `${url}/receipts`, method: 'POST', headers: FORM, body: bodyOf(token, { anonymity: 'sealed', contact: '13900000000' }), connections: CONNECTIONS, seconds };
}
