import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Provider, { type Context } from 'oidc-provider';
import { temporaryFolder } from './server.ts';
import type { SignOn } from '../../src/platform/config/index.ts';

export type TestProvider = {
  /** How the instance is told of it. */
  readonly signOn: SignOn;
  /** Nobody answers any more, or somebody does again. */
  hide(): Promise<void>;
  show(): Promise<void>;
  close(): Promise<void>;
};

/** A real OpenID Connect provider on this machine, which believes whatever name somebody types, and asks for a second factor who ticks it. */
export async function openProvider(publicUrl: string): Promise<TestProvider> {
  const secret = randomBytes(24).toString('base64url');
  const folder = await temporaryFolder('minsheng-provider-');
  const secretFile = join(folder, 'secret');
  await writeFile(secretFile, `${secret}\n`, { mode: 0o600 });
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => { response.end(); };
  const server = createServer((request, response) => { handle(request, response); });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://localhost:${port}`;
  const provider = providerAt(issuer, publicUrl, secret);
  const pages = provider.callback();
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/') === true) void interact(provider, request, response);
    else pages(request, response);
  };
  return {
    signOn: {
      issuer, clientId: 'minsheng', secretFile, label: { zh: '县统一身份认证', en: 'County sign-on' }, subjectClaim: 'sub',
      secondFactor: [{ claim: 'amr', value: 'mfa' }], hosts: [`localhost:${port}`],
    },
    hide: () => stop(server),
    show: () => listen(server, port),
    close: () => stop(server),
  };
}

function providerAt(issuer: string, publicUrl: string, secret: string): Provider {
  return new Provider(issuer, {
    clients: [{
      client_id: 'minsheng', client_secret: secret, response_types: ['code'], grant_types: ['authorization_code'], require_auth_time: true,
      redirect_uris: [`${publicUrl}/staff/single-sign-on/return`], post_logout_redirect_uris: [`${publicUrl}/staff/sign-in`],
    }],
    claims: { openid: ['sub', 'amr'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    async loadExistingGrant({ oidc }: Context) {
      const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
}

/** Its own sign-in page: a name, and whether a second factor was given. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>provider</title><form method="post"><input name="login"><input type="checkbox" name="mfa"><button name="act" value="go">go</button><button name="act" value="cancel">cancel</button></form>');
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const form = new URLSearchParams(Buffer.concat(parts).toString());
  const result = form.get('act') === 'cancel' ? { error: 'access_denied' } : { login: { accountId: form.get('login') ?? '', amr: form.has('mfa') ? ['pwd', 'mfa'] : ['pwd'] } };
  await provider.interactionFinished(request, response, result);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve) => { server.listen(port, resolve); });
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => { resolve(); });
    server.closeAllConnections();
  });
}
