/**
 * A refusal is a value: the caller did something that the rules do not allow, and can be told so.
 * A bug throws. Only `routes.ts` turns refusal kinds into HTTP statuses.
 */
export type Refusal<Kind extends { kind: string }> = { readonly refused: true; readonly reason: Kind };
export type Accepted<T> = { readonly refused: false; readonly value: T };
export type Decision<T, Kind extends { kind: string }> = Accepted<T> | Refusal<Kind>;

export function refuse<Kind extends { kind: string }>(reason: Kind): Refusal<Kind> {
  return { refused: true, reason };
}

export function accept<T>(value: T): Accepted<T> {
  return { refused: false, value };
}
