import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * No inline script or style and no foreign host at all, so no nonce is needed, and no script of ours makes markup from
 * text: Trusted Types forbid that to all, without a policy to borrow (protection T18). `same-origin` and not
 * `no-referrer`: with the latter browsers send `Origin: null` on our own forms, and the cross-site check would fail.
 */
export async function securityHeaders(https: boolean): Promise<SecurityHeaders> {
  return {
    ...await helmetHeaders(https),
    'cache-control': 'no-store',
    'permissions-policy': 'geolocation=(self), camera=(), microphone=(), payment=(), usb=()',
  };
}

export type SecurityHeaders = Readonly<Record<string, string>>;

export function registerSecurityHeaders(app: FastifyInstance, headers: SecurityHeaders): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

/** Helmet writes the same headers each time but works them out anew (a tenth of a cached page): it is asked once. */
async function helmetHeaders(https: boolean): Promise<Record<string, string>> {
  const once = fastify();
  await once.register(helmet, {
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
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    // Only behind https: a browser that has seen it over http ignores it, but a proxy might copy it. Names beneath ours too:
    // one of them in clear could plant a cookie of the whole domain (ASVS 3.4.1).
    hsts: https ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    // For browsers and plug-ins that no longer exist.
    xDownloadOptions: false, xPermittedCrossDomainPolicies: false, xXssProtection: false, xDnsPrefetchControl: false,
  });
  once.get('/', () => '');
  const answer = await once.inject('/');
  await once.close();
  const own = new Set(['content-type', 'content-length', 'date', 'connection']);
  return Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !own.has(name)).map(([name, value]) => [name, String(value)]));
}
