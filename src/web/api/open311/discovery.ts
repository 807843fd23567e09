import type { Locale } from '../../../platform/i18n/index.ts';
import { open311Messages } from './messages.ts';
import type { Open311Deps, Open311Place } from './ports.ts';
import type { Discovery } from './wire.ts';

/** When this interface last changed, not its content. */
const CHANGESET = '2026-11-27T00:00:00Z';
const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';

/** Service discovery (wiki.open311.org/Service_Discovery): where the interface is and how to get in. */
export function discoveryOf(deps: Open311Deps, place: Open311Place, locale: Locale): Discovery {
  const home = `${deps.publicUrl}${prefixOf(deps, place)}`;
  const words = open311Messages(locale);
  return {
    changeset: CHANGESET,
    contact: words.contact(`${home}/about`),
    key_service: words.keys(`${home}/about`),
    endpoints: addressesOf(deps, place).map((url) => ({
      specification: SPECIFICATION, url, changeset: CHANGESET, type: deps.demo ? 'test' as const : 'production' as const, formats: ['text/xml', 'application/json'],
    })),
  };
}

/** One interface by its two addresses: the one of this instance, and the one that stays when an instance comes to serve other places first. */
function addressesOf(deps: Open311Deps, place: Open311Place): readonly string[] {
  const lasting = `${deps.publicUrl}/j/${place.code}/open311/v2`;
  return place.code === deps.defaultJurisdiction() ? [`${deps.publicUrl}/open311/v2`, lasting] : [lasting, `${deps.publicUrl}/open311/v2`];
}

/** Where a receipt is typed in. */
export function followUrlOf(deps: Open311Deps, place: Open311Place): string {
  return `${deps.publicUrl}${prefixOf(deps, place)}/follow`;
}

function prefixOf(deps: Open311Deps, place: Open311Place): string {
  return place.code === deps.defaultJurisdiction() ? '' : `/j/${place.code}`;
}
