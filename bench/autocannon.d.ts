/** The part of the load generator that the measurements use; the package has no types of its own. */
declare module 'autocannon' {
  export type Options = {
    readonly url: string; readonly connections: number; readonly duration: number; readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>; readonly body?: string;
    /** Puts a fresh id of 33 characters wherever path and body say `[<id>]`. */
    readonly idReplacement: boolean;
  };
  export type Result = {
    readonly '2xx': number; readonly non2xx: number; readonly errors: number; readonly timeouts: number; readonly duration: number;
    readonly latency: { readonly p50: number; readonly p99: number };
  };
  export default function autocannon(options: Options): Promise<Result>;
}
