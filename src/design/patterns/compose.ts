import { closest } from '../../catalog/closest.ts';
import { RelvarError } from '../../findings/error.ts';
import { amongOthers, type Domain, type KnownEntity } from '../knowledge/domain.ts';
import { accessOf, entityOf, relationsOf, type Taken } from '../knowledge/taken.ts';
import type { Cause, Design, Wish } from '../model.ts';
import type { Part, Pattern } from './pattern.ts';
import { patterns } from './patterns.ts';

/**
 * The pattern of a name.
 * @throws RelvarError `unknown-pattern` with the closest names
 */
export function patternNamed(name: string): Pattern {
  const found = patterns.find((one) => one.name === name);
  if (found) return found;
  const names = patterns.map((one) => one.name);
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  const parts = names.flatMap((one) => one.split('-'));
  // "shopp" is nearest to a word of online-shop.
  const meant = words.map((word) => closest(word, parts) ?? word);
  const alike = names.filter((one) => meant.some((word) => one.includes(word)));
  const near = closest(name, names);
  const guesses = [...new Set([...(near === undefined ? [] : [near]), ...alike])].slice(0, 3);
  throw new RelvarError('unknown-pattern', `there is no pattern ${JSON.stringify(name)}`, {
    hint: guesses.length === 0 ? '`relvar patterns` lists them' : `did you mean ${guesses.join(', ')}?`,
  });
}

/** The design that a pattern stands for, with what is wished beside it. */
export function designOfPattern(pattern: Pattern, domains: readonly Domain[], beside: readonly Wish[] = []): Design {
  const chosen = choose(pattern.parts, domains);
  const names = new Set(chosen.map(({ entity }) => entity.name));
  const settled = chosen.map(({ domain, entity }) => ({ domain, entity: amongOthers(entity, names) }));
  const cause: Cause = { kind: 'known', words: `pattern ${pattern.name}` };
  const own: readonly Wish[] = (pattern.wishes ?? []).map((wish) => ({ ...wish, cause }));
  return {
    title: pattern.title,
    domains: [...new Set(pattern.parts.map((one) => one.domain))],
    entities: settled.map(entityOf),
    relations: settled.flatMap(relationsOf),
    access: settled.flatMap(accessOf),
    wishes: [...own, ...beside.filter((wish) => !own.some((one) => one.kind === wish.kind && wish.of.length === 0))],
    load: {},
    decisions: [],
    contradictions: [],
    questions: [],
    notUnderstood: [],
  };
}

/** The entities that the parts name, each once: the first part to bring a name has it. */
function choose(parts: readonly Part[], domains: readonly Domain[]): readonly Taken[] {
  const chosen = new Map<string, Taken>();
  for (const { domain: name, entities, instead = {} } of parts) {
    const domain = domains.find((one) => one.name === name);
    if (!domain) throw new Error(`no domain ${name}`);
    const wanted =
      entities === 'all' ? domain.entities.map((one) => one.name) : entities === 'core' ? domain.core : entities;
    for (const entity of wanted) {
      const known = domain.entities.find((one) => one.name === entity);
      if (!known) throw new Error(`no entity ${entity} in ${name}`);
      if (entity in instead || chosen.has(entity)) continue;
      chosen.set(entity, { domain, entity: replaced(known, instead) });
    }
  }
  return [...chosen.values()];
}

/** The entity with references to others than the library says; roles that were the entity's name change with it. */
function replaced(entity: KnownEntity, instead: Readonly<Record<string, string>>): KnownEntity {
  const changed = new Map(
    (entity.references ?? []).flatMap(({ to, as }) => {
      const other = instead[to];
      return other !== undefined && as === undefined ? [[to, other] as const] : [];
    }),
  );
  const now = (name: string) => changed.get(name) ?? name;
  const { references, keys, identifiedBy, access, volume } = entity;
  return {
    ...entity,
    ...(references ? { references: references.map((one) => ({ ...one, to: instead[one.to] ?? one.to })) } : {}),
    ...(keys ? { keys: keys.map((one) => ({ ...one, of: one.of.map(now) })) } : {}),
    ...(identifiedBy ? { identifiedBy: identifiedBy.map(now) } : {}),
    ...(access ? { access: access.map((one) => (one.equal ? { ...one, equal: one.equal.map(now) } : one)) } : {}),
    ...(volume && 'of' in volume ? { volume: { ...volume, of: instead[volume.of] ?? volume.of } } : {}),
  };
}
