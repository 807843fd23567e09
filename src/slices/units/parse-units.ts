import { parseDivisionCode, parsePostId, parseUnitId } from '../../kernel/ids.ts';
import type { Post, Term, Unit } from './content.ts';
import { Fields } from './fields.ts';
import type { Mistake, Placed } from './mistake.ts';
import { parseWord } from './parse-jurisdiction.ts';
import type { MapValue } from './source.ts';
import { CONTACT_MEANS } from './vocabulary.ts';

/** units.yaml: the tree of offices, their places, duties and public contacts. */
export function parseUnits(map: MapValue, mistakes: Mistake[]): readonly Placed<Unit>[] {
  const fields = new Fields(map, mistakes);
  const units = fields.each('units', readUnit);
  fields.done();
  return units;
}

function readUnit(fields: Fields): Placed<Unit> | undefined {
  const id = fields.code('id', parseUnitId);
  const level = fields.text('level');
  const parent = fields.optionalCode('parent', parseUnitId);
  const superior = fields.optionalCode('superior', parseUnitId);
  const predecessor = fields.optionalCode('predecessor', parseUnitId);
  const shared = {
    names: fields.names('names'),
    divisions: fields.codes('divisions', parseDivisionCode),
    territorial: fields.yes('territorial'),
    outside: fields.yes('outside'),
    duties: fields.namesList('duties'),
    peerClass: fields.optionalCode('peerClass', parseWord) ?? 'none',
    contacts: fields.each('contacts', readContact),
    ...fields.validity(),
  };
  if (!id || !level) return undefined;
  const row = { id, level, ...shared, ...(parent && { parent }), ...(superior && { superior }), ...(predecessor && { predecessor }) };
  return { at: fields.at, row };
}

function readContact(fields: Fields): Unit['contacts'][number] | undefined {
  const means = fields.oneOf('means', CONTACT_MEANS);
  const names = fields.names('text');
  return means && { means, names };
}

/** posts.yaml: posts, and who holds each by term. Only leading posts may name their holders. */
export function parsePosts(map: MapValue, mistakes: Mistake[]): readonly Placed<Post>[] {
  const fields = new Fields(map, mistakes);
  const posts = fields.each('posts', readPost);
  fields.done();
  return posts;
}

function readPost(fields: Fields): Placed<Post> | undefined {
  const id = fields.code('id', parsePostId);
  const unit = fields.code('unit', parseUnitId);
  const names = fields.names('names');
  const leading = fields.yes('leading');
  const terms = fields.each('terms', readTerm);
  if (!leading && terms.length > 0) fields.report({ kind: 'not-one-of', key: 'leading', value: 'false', allowed: ['true'] }, fields.where('terms'));
  if (id && overlap(terms)) fields.report({ kind: 'terms-overlap', post: id }, fields.where('terms'));
  const validity = fields.validity();
  return id && unit && { at: fields.at, row: { id, unit, names, leading, terms, ...validity } };
}

function readTerm(fields: Fields): Term {
  return { holder: fields.names('holder'), ...fields.validity() };
}

/** Two holders at once would leave nobody answerable. */
function overlap(terms: readonly Term[]): boolean {
  const ordered = [...terms].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  return ordered.some((term, index) => {
    const next = ordered[index + 1];
    return next !== undefined && (term.to === undefined || term.to > (next.from ?? ''));
  });
}
