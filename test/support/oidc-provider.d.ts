/** What our tests use of a real OpenID Connect provider, which ships without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type Context = { readonly oidc: { readonly session: { readonly accountId: string }; readonly client: { readonly clientId: string }; readonly provider: Provider } };

  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly Grant: new (of: { readonly accountId: string; readonly clientId: string }) => { addOIDCScope(scope: string): void; save(): Promise<string> };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: Readonly<Record<string, unknown>>): Promise<void>;
    on(event: string, tell: (context: Context, error: Error) => void): void;
  }
  export type { Context };
}
