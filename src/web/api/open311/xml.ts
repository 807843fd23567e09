import { XMLBuilder } from 'fast-xml-parser';
import { unreachable } from '../../../kernel/unreachable.ts';
import type { WireAnswer } from './wire.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
// The builder escapes & < > " ' in every text; null becomes an empty element, as in the specification's examples.
const builder = new XMLBuilder({ format: false, suppressEmptyNode: true, processEntities: true });

/** The XML form. Text that XML 1.0 cannot carry at all is replaced by U+FFFD (XML 1.0 §2.2 Char). */
export function toXml(answer: WireAnswer): string {
  return DECLARATION + builder.build(cleaned(treeOf(answer)));
}

function treeOf(answer: WireAnswer): object {
  switch (answer.kind) {
    case 'services': return { services: { service: answer.services } };
    case 'definition': return { service_definition: { ...answer.definition, attributes: { attribute: answer.definition.attributes } } };
    case 'requests': return { service_requests: { request: answer.requests } };
    case 'created': return { service_requests: { request: [answer.created] } };
    case 'token': return { service_requests: { request: [answer.token] } };
    case 'updated': return { service_request_updates: { request_update: [answer.updated] } };
    case 'updates': return { service_request_updates: { request_update: answer.updates } };
    case 'discovery': return { discovery: { ...answer.discovery, endpoints: { endpoint: answer.discovery.endpoints.map(endpointOf) } } };
    case 'errors': return { errors: { error: answer.errors } };
    default: return unreachable(answer);
  }
}

function endpointOf(endpoint: { readonly formats: readonly string[] }): object {
  return { ...endpoint, formats: { format: endpoint.formats } };
}

// Control characters, lone surrogates and the two non-characters are not XML, escaped or not.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\r\n?/g, '\n').replace(FORBIDDEN, '\ufffd');
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(inner)]));
}
