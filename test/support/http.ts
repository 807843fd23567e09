import type { FastifyInstance } from 'fastify';
import { parseJurisdictionCode, type JurisdictionCode } from '../../src/kernel/ids.ts';
import type { Places } from '../../src/platform/http/reader.ts';
import { createServer, type ServerOptions } from '../../src/platform/http/server.ts';

/** Two invented places: `linhe`, Chinese first and the default, and `easton`, English first. */
export const LINHE = placeCode('linhe');
export const EASTON = placeCode('easton');

export const testPlaces: Places = {
  defaultCode: () => LINHE,
  localeOf: (code) => (code === LINHE ? 'zh' : code === EASTON ? 'en' : undefined),
};

/** A server as main makes it, without pressure watch and access log; the database behind it always answers. */
export function testServer(options: Partial<ServerOptions> = {}): Promise<FastifyInstance> {
  return createServer({
    places: testPlaces, publicUrl: 'http://127.0.0.1:8080', pressureMs: false, accessLog: false,
    health: { version: '0.0.0', demo: () => true, askDatabase: () => Promise.resolve() },
    ...options,
  });
}

function placeCode(text: string): JurisdictionCode {
  const code = parseJurisdictionCode(text);
  if (!code) throw new Error(`not a jurisdiction code: ${text}`);
  return code;
}
