import type { Json, Publish } from '../../record/event.ts';
import type { UnsealingEvent } from './events.ts';

/**
 * What the public reads: that an identity was asked for or looked at, by which role, for which purpose, how many fields, to the
 * minute. Not whose: neither case nor unit nor which fields, so that nobody can find out whose contact exists at all. The number of
 * the request, at random, ties asking, deciding and looking together, and its resident finds it again on their own page.
 * What the resident does is sealed, and stays so: the office's answer to it tells that there was an objection.
 */
export function publicationOf(id: string, event: UnsealingEvent): Publish {
  const day = event.type === 'identity.contested.v1' ? event.open.day : undefined;
  return { stream: `identity:${id}`, when: day === undefined ? 'at-once' : { day, cause: 'resident' }, open: openOf(event), later: {} };
}

function openOf(event: UnsealingEvent): { readonly [field: string]: Json } {
  switch (event.type) {
    case 'identity.requested.v1': case 'identity.approved.v1': case 'identity.shown.v1':
      return { purpose: event.open.purpose, fields: event.open.fields.length };
    case 'identity.refused.v1': return { purpose: event.open.purpose };
    case 'identity.contest-settled.v1': return { purpose: event.open.purpose, ruling: event.open.ruling };
    case 'identity.contested.v1': return {};
  }
}
