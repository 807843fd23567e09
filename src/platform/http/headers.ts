import type { FastifyInstance } from 'fastify';
import helmet from '@fastify/helmet';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * No inline script or style and no foreign host at all, so no nonce is needed (protection T18). `same-origin` and not
 * `no-referrer`: with the latter browsers send `Origin: null` on our own forms, and the cross-site check would fail.
 */
export async function registerSecurityHeaders(app: FastifyInstance, https: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    // Only behind https: a browser that has seen it over http ignores it, but a proxy might copy it.
    hsts: https ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    reply.header('permissions-policy', 'geolocation=(self), camera=(), microphone=(), payment=(), usb=()');
    done();
  });
}
