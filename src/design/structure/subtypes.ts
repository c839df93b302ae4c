import { capital, spoken, withArticle } from '../../catalog/words.ts';
import type { Access, Attribute, Check, Decision, Design, Entity, Relation } from '../model.ts';
import { sameProperty } from '../understand/property.ts';

/** How the kinds of a thing are kept. */
type SubtypeForm = 'one table' | 'split' | 'one per type';

/** So many properties of single kinds may be absent in a table of all of them. */
const mostAbsent = 4;

/**
 * Kinds of things as tables: all in one, with what only some have absent in the others; one for what all have and one for
 * each kind beside it, by the same key; or one for each kind alone. Each with a decision.
 */
export function withSubtypes(design: Design, decisions: Decision[]): Design {
  let made = design;
  for (const base of design.entities) {
    const subtypes = made.entities.filter((one) => one.subtypeOf?.of === base.name && one.name !== base.name);
    const whole = made.entities.find((one) => one.name === base.name);
    if (subtypes.length === 0 || !whole) continue;
    const { form, why, instead } = formOf(made, whole, subtypes);
    decisions.push({
      at: base.name,
      what: {
        'one table': `The kinds of ${spoken(base.name)} (${list(subtypes)}) are rows of one table, told apart by their type.`,
        split: `Each of ${list(subtypes)} is a table beside ${spoken(base.name)}, with its key: a row of it is ${withArticle(spoken(base.name))} and has what only this kind has.`,
        'one per type': `${capital(list(subtypes))} are tables of their own; there is none for ${spoken(base.name)}.`,
      }[form],
      why,
      instead,
      cause: subtypes[0]?.cause ?? base.cause,
    });
    made = { 'one table': together, split, 'one per type': apart }[form](made, whole, subtypes);
  }
  return made;
}

function formOf(
  design: Design,
  base: Entity,
  subtypes: readonly Entity[],
): { readonly form: SubtypeForm; readonly why: string; readonly instead: string } {
  const names = new Set(subtypes.map((one) => one.name));
  const overlap = subtypes.some((one) => one.subtypeOf?.when === undefined);
  const own = subtypes.flatMap((one) => ownAttributes(base, one));
  const referred = design.relations.some(
    (one) => names.has(one.to) || (names.has(one.from) && one.kind === 'many-to-many'),
  );
  const wished = design.wishes.find(
    (one) =>
      (one.kind === 'subtypes in one table' || one.kind === 'a table for each subtype') &&
      (one.of.length === 0 || one.of.includes(base.name)),
  );
  const instead = {
    'one table':
      'A table for each kind beside it is better when kinds get many properties, or others refer to one kind alone.',
    split: 'One table with a type is better while each kind has only a few properties of its own.',
    'one per type':
      'A table of what they share is better when anything refers to all of them, or they are listed together.',
  };
  const pick = (form: SubtypeForm, why: string) => ({ form, why, instead: instead[form] });
  if (wished?.kind === 'subtypes in one table' && !overlap && !referred) return pick('one table', 'it is wished');
  if (wished?.kind === 'a table for each subtype') return pick('split', 'it is wished');
  if (overlap) return pick('split', 'one may be of several kinds at the same time');
  if (referred) return pick('split', 'other rows belong to one kind alone, and a reference can say so');
  const lone =
    !design.relations.some((one) => one.from === base.name || one.to === base.name) &&
    !design.access.some((one) => one.of === base.name && one.cause.kind === 'said') &&
    base.attributes.every((one) => one.name === subtypes[0]?.subtypeOf?.when?.attribute || one.cause.kind !== 'said') &&
    base.volume?.cause.kind !== 'said';
  if (lone && own.length > mostAbsent)
    return pick(
      'one per type',
      'nothing is said of all of them together, nothing refers to all, and no query reads all',
    );
  if (own.length <= mostAbsent)
    return pick(
      'one table',
      own.length === 0
        ? 'no kind has anything of its own'
        : `only ${own.length} properties are of one kind alone, and every query finds all of them in one place`,
    );
  return pick(
    'split',
    `${own.length} properties are of one kind alone: in one table most of them would be absent in every row`,
  );
}

/** What a kind has and the whole does not. */
function ownAttributes(base: Entity, subtype: Entity): readonly Attribute[] {
  return subtype.attributes.filter(
    (one) =>
      !base.attributes.some(
        (two) => two.name === one.name || (one.cause.kind !== 'said' && sameProperty(two.name, one.name)),
      ),
  );
}

function together(design: Design, base: Entity, subtypes: readonly Entity[]): Design {
  const names = new Map(subtypes.map((one) => [one.name, one]));
  const attributes: Attribute[] = [...base.attributes];
  const checks: Check[] = [...base.checks];
  for (const one of subtypes) {
    const when = one.subtypeOf?.when;
    const own = ownAttributes(base, one);
    const roles = design.relations.filter((two) => two.from === one.name && two.to !== base.name);
    for (const attribute of own)
      if (!attributes.some((two) => two.name === attribute.name)) {
        const { default: _, ...rest } = attribute;
        attributes.push({ ...rest, optional: true });
      }
    if (!when) continue;
    const mandatory = [
      ...own.filter((two) => !two.optional && two.default === undefined).map((two) => two.name),
      ...roles.filter((two) => !two.optional).map((two) => two.role),
    ];
    if (mandatory.length > 0)
      checks.push({
        kind: 'requires',
        attribute: when.attribute,
        values: [when.is],
        present: mandatory,
        about: `${capital(withArticle(spoken(one.name)))} has ${mandatory.map(spoken).join(', ')}.`,
        cause: one.cause,
      });
    checks.push(...one.checks);
  }
  // What several kinds have is absent in the others.
  const kindsWith = new Map<string, string[]>();
  for (const one of subtypes)
    for (const name of [
      ...ownAttributes(base, one).map((two) => two.name),
      ...design.relations.filter((two) => two.from === one.name && two.to !== base.name).map((two) => two.role),
    ])
      if (one.subtypeOf?.when) kindsWith.set(name, [...(kindsWith.get(name) ?? []), one.subtypeOf.when.is]);
  const byKinds = new Map<string, { readonly values: readonly string[]; readonly of: string[] }>();
  for (const [name, values] of kindsWith) {
    const key = values.join('\n');
    byKinds.set(key, { values, of: [...(byKinds.get(key)?.of ?? []), name] });
  }
  const [attribute] = subtypes.flatMap((one) => one.subtypeOf?.when?.attribute ?? []);
  if (attribute !== undefined)
    for (const { values, of } of byKinds.values())
      checks.push({
        kind: 'only when',
        attribute,
        values,
        of,
        about: `Only ${values.join(' and ')} rows have ${of.map(spoken).join(', ')}.`,
        cause: base.cause,
      });
  const keys = [...base.keys, ...subtypes.flatMap((one) => one.keys)];
  return {
    ...design,
    entities: design.entities
      .filter((one) => !names.has(one.name))
      .map((one) =>
        one.name === base.name ? { ...base, attributes, checks, keys } : withoutEach(one, names, base.name),
      ),
    relations: design.relations.flatMap((one): readonly Relation[] => {
      if (!names.has(one.from)) return [one];
      if (one.to === base.name || names.has(one.to)) return [];
      return [
        { ...one, from: base.name, optional: true, onDelete: one.onDelete === 'cascade' ? 'set null' : one.onDelete },
      ];
    }),
    access: design.access.map((one): Access => {
      const when = names.get(one.of)?.subtypeOf?.when;
      if (!when) return one;
      return {
        ...one,
        of: base.name,
        among: [...(one.among ?? []), { attribute: when.attribute, values: [when.is] }],
        equal: (one.equal ?? []).map((two) => (two === base.name ? 'id' : two)),
      };
    }),
    wishes: design.wishes.map((one) => ({
      ...one,
      of: [...new Set(one.of.map((name) => (names.has(name) ? base.name : name)))],
    })),
  };
}

function withoutEach(one: Entity, names: ReadonlyMap<string, Entity>, base: string): Entity {
  return one.volume?.each && names.has(one.volume.each.of)
    ? { ...one, volume: { ...one.volume, each: { ...one.volume.each, of: base } } }
    : one;
}

function split(design: Design, base: Entity, subtypes: readonly Entity[]): Design {
  const names = new Set(subtypes.map((one) => one.name));
  const shares = (one: Relation) =>
    (names.has(one.from) && one.to === base.name) ||
    (names.has(one.to) && one.from === base.name && one.kind === 'one-to-one');
  return {
    ...design,
    entities: design.entities.map((one): Entity => {
      if (!names.has(one.name)) return one;
      return {
        ...one,
        attributes: ownAttributes(base, one),
        identifiedBy: [base.name],
        volume:
          one.volume?.cause.kind === 'said'
            ? one.volume
            : {
                each: { of: base.name, number: Math.round(100 / subtypes.length) / 100 },
                cause: { kind: 'implied', words: `as many of each of ${subtypes.length} kinds` },
              },
      };
    }),
    relations: [
      ...design.relations.filter((one) => !shares(one)),
      ...subtypes.map(
        (one): Relation => ({
          from: one.name,
          to: base.name,
          kind: 'one-to-one',
          role: base.name,
          optional: false,
          onDelete: 'cascade',
          why: `${capital(withArticle(spoken(one.name)))} is ${withArticle(spoken(base.name))}, and goes with it.`,
          cause: one.cause,
        }),
      ),
    ],
  };
}

function apart(design: Design, base: Entity, subtypes: readonly Entity[]): Design {
  const names = new Set(subtypes.map((one) => one.name));
  const type = subtypes[0]?.subtypeOf?.when?.attribute;
  const shared = base.attributes.filter((one) => one.name !== type);
  return {
    ...design,
    entities: design.entities
      .filter((one) => one.name !== base.name)
      .map((one) =>
        names.has(one.name)
          ? {
              ...one,
              attributes: [
                ...shared.filter((two) => !one.attributes.some((three) => three.name === two.name)),
                ...one.attributes,
              ],
            }
          : one,
      ),
    relations: design.relations.filter((one) => one.from !== base.name && one.to !== base.name),
    access: design.access.filter((one) => one.of !== base.name),
    wishes: design.wishes.map((one) => ({
      ...one,
      of: one.of.flatMap((name) => (name === base.name ? [...names] : [name])),
    })),
  };
}

function list(all: readonly Entity[]): string {
  const spokenOf = all.map((one) => spoken(one.name));
  return spokenOf.length < 2 ? spokenOf.join() : `${spokenOf.slice(0, -1).join(', ')} and ${spokenOf.at(-1)}`;
}
