import { plural, singular, spoken } from '../catalog/words.ts';
import type { Attribute, Cause, Design, Entity, Wish } from './model.ts';

/** A design after a command, and what was changed, a sentence each. */
export interface Commanded {
  readonly design: Design;
  readonly changes: readonly string[];
  /** What must be said first, in words; nothing is changed then. */
  readonly asked?: string;
}

/**
 * Commands that speak of what the design has: `make the email of customers optional`, `track who changed the price`.
 * Nothing where the words are no such command, or name nothing that is there. `before` is what was said before.
 */
export function command(design: Design, clause: string, before: readonly string[] = []): Commanded | undefined {
  return presence(design, clause, before) ?? tracked(design, clause) ?? dated(design, clause);
}

/**
 * A command as the statement that it asks for, which the proposer then reads: `add a nickname to customers` is
 * `Customers have a nickname`, `archive orders after 2 years` is `Orders are kept for 2 years`.
 */
export function asStatement(design: Design, clause: string): string {
  const added = /^(?:please\s+)?add\s+(.+?)\s+(?:to|for)\s+(?:the\s+|each\s+|every\s+|all\s+)?([\w -]+)$/i.exec(clause);
  if (added && entityNamed(design, added[2] ?? '')) return `${added[2]} have ${added[1]}`;
  const aged =
    /^(?:please\s+)?(?:archive|delete|purge|drop|remove|forget)\s+(?:the\s+|all\s+|old\s+)*([\w -]+?)\s+(?:after|that are older than|older than)\s+(.+)$/i.exec(
      clause,
    );
  if (aged && entityNamed(design, aged[1] ?? '')) return `${aged[1]} are kept for ${aged[2]}`;
  const rated =
    /^(?:the\s+)?([\w -]+?)\s+(?:can|may|are to|should|must)\s+be\s+(?:rated|reviewed)\s+(?:(?:with|from|by|on a scale of)\s+)?(\d+)\s*(?:-|–|to)\s*(\d+)(?:\s+(\w+))?$/i.exec(
      clause,
    ) ??
    /^(?:please\s+)?(?:let\s+(?:us|people|them)\s+)?rate\s+(?:the\s+|all\s+|each\s+)?([\w -]+?)\s+(?:(?:with|from|by|on a scale of)\s+)?(\d+)\s*(?:-|–|to)\s*(\d+)(?:\s+(\w+))?$/i.exec(
      clause,
    );
  if (rated && entityNamed(design, rated[1] ?? ''))
    return `${rated[1]} have several ratings. Each rating belongs to one ${spoken(entityNamed(design, rated[1] ?? '')?.name ?? '')}. A rating has a ${rated[4] === undefined ? 'score' : `number of ${rated[4]}`} from ${rated[2]} to ${rated[3]}`;
  return clause;
}

/** `rate them`: the thing that was spoken of last, by its name. */
export function withThing(design: Design, clause: string, before: readonly string[]): string {
  const pronoun = /\b(them|it)\b/i.exec(clause);
  if (!pronoun) return clause;
  const spokenOf = [...before].reverse().flatMap((one) => {
    const words = one.match(/[\p{L}\p{N}_]+/gu) ?? [];
    return words.flatMap((word) => entityNamed(design, word) ?? []);
  });
  // A design of one thing speaks of that.
  const [thing = design.entities.length === 1 ? design.entities[0] : undefined] = spokenOf;
  return thing === undefined ? clause : clause.replace(pronoun[0], spoken(plural(thing.name)));
}

/** `make email optional`, `the slug of products is mandatory`; of what several things have it must be said whose. */
function presence(design: Design, clause: string, before: readonly string[]): Commanded | undefined {
  const found =
    /^(?:please\s+)?make\s+(?:the\s+)?(.+?)\s+(optional|nullable|mandatory|required|unique)(?:\s+everywhere)?$/i.exec(
      clause,
    ) ?? undefined;
  if (!found) return undefined;
  const every = /^(?:all|every|each)\s+(?:the\s+)?/i;
  const isEvery = every.test(found[1] ?? '') || /\severywhere$/i.test(clause);
  const named = (found[1] ?? '').replace(every, '');
  const all = attributesNamed(design, named);
  const having = [...new Set(all.map((one) => one.entity.name))];
  const spokenOf = having.filter((name) =>
    before.some((one) => new RegExp(`\\b(?:${spoken(name)}|${spoken(plural(name))})\\b`, 'i').test(one)),
  );
  const owners = spokenOf.length === 1 ? spokenOf : having;
  const places = all.filter((one) => owners.includes(one.entity.name));
  if (owners.length > 1 && !isEvery)
    return {
      design,
      changes: [],
      asked: `${spoken(named)} is kept of ${owners.map(spoken).join(', ')}: say whose is meant, as "make the ${spoken(named)} of ${spoken(plural(owners[0] ?? ''))} ${found[2]}", or "make every ${spoken(named)} ${found[2]}"`,
    };
  const word = (found[2] ?? '').toLowerCase();
  const changes: string[] = [];
  const entities = design.entities.map((entity) => {
    const names = places.filter((one) => one.entity === entity).map((one) => one.attribute.name);
    // What a row is known by is always told.
    const free = names.filter((name) => !entity.identifiedBy?.includes(name));
    return { ...entity, attributes: entity.attributes.map((one) => (free.includes(one.name) ? changed(one) : one)) };

    function changed(one: Attribute): Attribute {
      const { optional, ...rest } = one;
      const after: Attribute =
        word === 'unique' ? { ...one, unique: true } : /^(?:opt|null)/.test(word) ? { ...rest, optional: true } : rest;
      if (after.optional !== optional || after.unique !== one.unique)
        changes.push(`${entity.name}.${one.name} is now ${word === 'nullable' ? 'optional' : word}.`);
      return after;
    }
  });
  return places.length > 0 ? { design: { ...design, entities }, changes } : undefined;
}

/** `when a bottle is drunk we keep the date`: of what has not happened yet there is none. */
function dated(design: Design, clause: string): Commanded | undefined {
  const [, what = '', act = '', when = 'date'] =
    /^(?:when|whenever|once|if|as soon as)\s+(?:an?|the|each)\s+([\w -]+?)\s+(?:is|was|gets?|has been)\s+(\w+)\s*,?\s+(?:we|i|the\s+system)\s+(?:keep|record|note|store|save|want)s?\s+(?:the\s+)?(date|day|time|moment)$/i.exec(
      clause,
    ) ?? [];
  const entity = entityNamed(design, what);
  if (!entity) return undefined;
  const isDay = /^(?:date|day)$/i.test(when);
  const name = `${act.toLowerCase()}_${isDay ? 'on' : 'at'}`;
  if (entity.attributes.some((one) => one.name === name)) return { design, changes: [] };
  const added: Attribute = {
    name,
    type: isDay ? 'date' : 'instant',
    optional: true,
    about: `When it was ${act.toLowerCase()}; absent until then.`,
    cause: { kind: 'said', words: clause },
  };
  return {
    design: {
      ...design,
      entities: design.entities.map((one) =>
        one === entity ? { ...one, attributes: [...one.attributes, added] } : one,
      ),
    },
    changes: [`${entity.name}.${name} is new (${added.type}).`],
  };
}

/** `track who changed the price`: what was changed, by whom and when is recorded of the things that have it. */
function tracked(design: Design, clause: string): Commanded | undefined {
  const found =
    /^(?:please\s+)?(?:track|record|log|keep)\s+who\s+(?:has\s+)?(?:changed|changes|edited|edits|updated|updates|modified)\s+(?:the\s+|an?\s+|each\s+)?(.+)$/i.exec(
      clause,
    );
  if (!found) return undefined;
  const whole = entityNamed(design, found[1] ?? '');
  const owners = whole ? [whole] : attributesNamed(design, found[1] ?? '').map((one) => one.entity);
  const cause: Cause = { kind: 'said', words: clause };
  const of = [...new Set(owners.map((one) => one.name))];
  if (of.length === 0) return undefined;
  const known = design.wishes.filter((one) => one.kind === 'audit');
  const missing = of.filter((name) => !known.some((one) => one.of.length === 0 || one.of.includes(name)));
  if (missing.length === 0) return { design, changes: [] };
  const wish: Wish = { kind: 'audit', of: missing, cause };
  return {
    design: { ...design, wishes: [...design.wishes, wish] },
    changes: [`Changes of ${missing.join(', ')} are recorded, with who made them.`],
  };
}

/** `email of customers`, `customer’s email`, `product slug`, or `email` of all that have one. */
export function attributesNamed(
  design: Design,
  text: string,
): readonly { readonly entity: Entity; readonly attribute: Attribute }[] {
  const of = /^(.+?)\s+(?:of|for|in)\s+(?:the\s+|an?\s+|each\s+|all\s+)?(.+)$/i.exec(text);
  const own = /^(.+?)(?:['’]s?\s+|\.)(.+)$/.exec(text);
  const [what, whose] = of ? [of[1], of[2]] : own ? [own[2], own[1]] : [text, undefined];
  const owner = whose === undefined ? undefined : entityNamed(design, whose);
  if (whose !== undefined && !owner) return [];
  const named = (entity: Entity, name: string) =>
    entity.attributes.filter((one) => one.name === name || one.name === singularName(name));
  const all = (owner ? [owner] : design.entities).flatMap((entity) =>
    named(entity, nameOf(what ?? '')).map((attribute) => ({ entity, attribute })),
  );
  if (all.length > 0 || owner) return all;
  // "Product slug": the first words name the thing.
  const words = text.trim().split(/\s+/);
  for (let at = words.length - 1; at > 0; at--) {
    const entity = entityNamed(design, words.slice(0, at).join(' '));
    if (entity) return named(entity, nameOf(words.slice(at).join(' '))).map((attribute) => ({ entity, attribute }));
  }
  return [];
}

/** The entity that words name, in the singular or plural. */
function entityNamed(design: Design, text: string): Entity | undefined {
  const name = nameOf(text);
  const one = singularName(name);
  return design.entities.find((entity) => entity.name === name || entity.name === one || entity.table === name);
}

/** The entity that words name, or the only one whose name ends with them: variants for product_variant. */
export function entityMeant(design: Design, text: string): Entity | undefined {
  const end = `_${singularName(nameOf(text))}`;
  const ending = design.entities.filter(({ name }) => name.endsWith(end));
  return entityNamed(design, text) ?? (ending.length === 1 ? ending[0] : undefined);
}

/** Words as a name of the design. */
export function nameOf(text: string): string {
  return text
    .toLowerCase()
    .trim()
    .replace(/^(?:the|all|a|an)\s+/, '')
    .replaceAll(/[\s-]+/g, '_');
}

export function singularName(name: string): string {
  const words = name.split('_');
  return [...words.slice(0, -1), singular(words.at(-1) ?? '')].join('_');
}
