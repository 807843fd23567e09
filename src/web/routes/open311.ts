import type { FastifyInstance } from 'fastify';
import { open311Deps } from '../api/open311/adapt.ts';
import { registerOpen311 } from '../api/open311/routes.ts';
import type { Services } from '../services.ts';

/** GeoReport v2 at `/open311/v2` and `/j/<code>/open311/v2`. */
export function mountOpen311(app: FastifyInstance, services: Services): void {
  registerOpen311(app, open311Deps(services, services.open311Key));
}
