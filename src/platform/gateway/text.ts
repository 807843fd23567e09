/**
 * What became of a message at the gateway: `handed-over` says no more than that it was taken there; `refused` is for ever (no such
 * number); `away` is worth another try. Nothing else comes back: what gateways answer holds numbers and addresses.
 */
export type Handed = 'handed-over' | 'refused' | 'away';

/** Sends text messages. The number is E.164 digits, perhaps with a plus; it exists here and at the gateway for this one call. */
export interface TextGateway {
  send(message: { readonly to: string; readonly text: string }): Promise<Handed>;
}
