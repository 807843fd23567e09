/**
 * What GeoReport v2 sends over the wire, field for field (wiki.open311.org/GeoReport_v2). The names are the
 * specification's, not ours: unchanged clients read them, and an unknown field breaks some of them.
 */
export type Service = {
  readonly service_code: string;
  readonly service_name: string;
  readonly description: string;
  /** False for all of ours: a service asks nothing beyond the words and the place. */
  readonly metadata: boolean;
  /** The answer to a POST already carries the number of the request. */
  readonly type: 'realtime';
  /** Separated by commas. */
  readonly keywords: string;
  readonly group: string;
};

export type ServiceDefinition = { readonly service_code: string; readonly attributes: readonly never[] };

export type ServiceRequest = {
  readonly service_request_id: string;
  readonly status: 'open' | 'closed';
  readonly status_notes: string;
  /** Null while too few cases are alike for the topic to be told; then the code, which must be a text, is empty. */
  readonly service_name: string | null;
  readonly service_code: string;
  readonly description: string;
  readonly agency_responsible: string | null;
  readonly service_notice: null;
  readonly requested_datetime: string;
  readonly updated_datetime: string;
  readonly expected_datetime: string | null;
  readonly address: string;
  readonly address_id: string;
  readonly zipcode: null;
  /** WGS 84 degrees; both left out where the place is private. */
  readonly lat?: number;
  readonly long?: number;
};

export type CreatedRequest = { readonly service_request_id: string; readonly service_notice: string; readonly account_id: null };

/** What happened to a request, as FixMyStreet asks for it (`servicerequestupdates`); of media there is none, and an empty element breaks its client. */
export type RequestUpdate = {
  readonly update_id: string;
  readonly service_request_id: string;
  /** After it. */
  readonly status: 'open' | 'closed';
  readonly updated_datetime: string;
  readonly description: string;
};

export type WireError = { readonly code: number; readonly description: string };

export type Discovery = {
  readonly changeset: string;
  readonly contact: string;
  readonly key_service: string;
  readonly endpoints: readonly {
    readonly specification: string;
    readonly url: string;
    readonly changeset: string;
    readonly type: 'production' | 'test';
    readonly formats: readonly string[];
  }[];
};

/** Everything this interface can answer. */
export type WireAnswer =
  | { readonly kind: 'services'; readonly services: readonly Service[] }
  | { readonly kind: 'definition'; readonly definition: ServiceDefinition }
  | { readonly kind: 'requests'; readonly requests: readonly ServiceRequest[] }
  | { readonly kind: 'created'; readonly created: CreatedRequest }
  | { readonly kind: 'token'; readonly token: { readonly service_request_id: string; readonly token: string } }
  | { readonly kind: 'updated'; readonly updated: { readonly update_id: string } }
  | { readonly kind: 'updates'; readonly updates: readonly RequestUpdate[] }
  | { readonly kind: 'discovery'; readonly discovery: Discovery }
  | { readonly kind: 'errors'; readonly errors: readonly WireError[] };

export const FORMATS = ['xml', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** As the specification writes them, character set and all (docs/decisions/2026-11-22-open311.md). */
export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
};
