import { capital, spoken, withArticle } from '../../catalog/words.ts';
import type { Attribute } from '../model.ts';
import { claimSize, claimType } from './attributes.ts';
import { claim, claimPresence, claimUnique } from './contradictions.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf, related } from './draft.ts';
import { isMeasureOf } from './phrase.ts';
import { attributeNamed, ensure, ownName } from './property.ts';
import type { Of, Statement } from './statement.ts';

/** Takes what is said of values: states, bounds, what is unique, what may be missing. */
export function applyFacts(draft: Draft, statements: readonly Statement[]): void {
  for (const one of statements) {
    if (one.kind === 'states') takeStates(draft, one);
    if (one.kind === 'presence') takePresence(draft, one);
    if (one.kind === 'unique') takeUnique(draft, one);
    if (one.kind === 'bounds') takeBounds(draft, one);
    if (one.kind === 'size') takeSize(draft, one);
    if (one.kind === 'typed') takeType(draft, one);
    if (one.kind === 'ordered') {
      const owner = ownerOf(draft, one.of, one.first) ?? ownerOf(draft, one.of, one.second);
      if (!owner) continue;
      for (const name of [one.first, one.second]) ensure(owner, name, one.cause);
      owner.checks.push({
        kind: 'order',
        first: one.first,
        second: one.second,
        ...(one.strict ? { strict: true } : {}),
        about: sentence(one.cause.words),
        cause: one.cause,
      });
    }
  }
}

function sentence(words: string): string {
  const text = words.trim().replace(/[.!;:]?$/, '.');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The entity that a property is of: the one that is named, or the only one that has it. */
function ownerOf(draft: Draft, of: string | undefined, attribute: string): DraftEntity | undefined {
  const named = of === undefined ? undefined : (entityOf(draft, of) ?? entityAtEnd(draft, of));
  if (named) return named;
  const having = [...draft.entities.values()].filter((one) => one.attributes.has(attribute));
  if (having.length === 1) return having[0];
  const [first = ''] = attribute.split('_');
  return entityOf(draft, first);
}

function takeStates(draft: Draft, one: Of<'states'>): void {
  const owner =
    ownerOf(draft, one.of, one.attribute) ?? (one.of === undefined ? [...draft.entities.values()].at(-1) : undefined);
  if (!owner) return;
  const name = attributeNamed(owner, one.attribute) ?? ownName(owner, one.attribute);
  const present = owner.attributes.get(name);
  if (one.some) {
    addStates(owner, name, one);
    return;
  }
  const at = `${owner.name}.${name}`;
  const listed = (values: readonly string[]) => ({
    facets: { values: [...values].sort().join() },
    taken: `${capital(spoken(name))} is one of ${values.join(', ')}.`,
  });
  // A longer list of the same says nothing against the shorter one.
  if (present?.values?.some((value) => !one.values.includes(value)))
    claim(draft, { at, ...listed(present.values), cause: present.cause });
  if (!claim(draft, { at, ...listed(one.values), cause: one.cause })) return;
  const life = /status|state|stage|phase/.test(name);
  owner.attributes.set(name, {
    name,
    type: life ? 'status' : 'choice',
    values: one.values,
    ...(life && one.values[0] !== undefined ? { default: one.values[0] } : {}),
    cause: one.cause,
  });
}

/** One of the states that there are, beside those that were told or are usual. */
function addStates(owner: DraftEntity, name: string, one: Of<'states'>): void {
  const present = owner.attributes.get(name);
  const usual = owner.known?.entity.attributes.find((two) => two.name === name);
  const values = [...new Set([...(present?.values ?? usual?.values ?? []), ...one.values])];
  if (present?.values?.length === values.length) return;
  const [first] = values;
  const begins = present || usual || first === undefined ? {} : { default: first };
  owner.attributes.set(name, { ...begins, ...(present ?? usual), name, type: 'status', values, cause: one.cause });
}

function takePresence(draft: Draft, one: Of<'presence'>): void {
  const owner = ownerOf(draft, one.of, one.attribute);
  if (!owner) return;
  const name = attributeNamed(owner, one.attribute) ?? ownName(owner, one.attribute);
  const relation = draft.relations.findIndex((two) => two.from === owner.name && two.role === name);
  const found = draft.relations[relation];
  if (found) {
    draft.taken.add(one.cause);
    claimPresence(draft, `${found.from}.${found.role}`, found.optional, found.cause, true);
    if (!claimPresence(draft, `${found.from}.${found.role}`, one.optional, one.cause)) return;
    draft.relations[relation] = {
      ...found,
      optional: one.optional,
      ...(one.optional
        ? { onDelete: 'set null' as const }
        : found.onDelete === 'set null'
          ? { onDelete: 'restrict' as const }
          : {}),
    };
    return;
  }
  const present = owner.attributes.get(name);
  if (!present || !claimPresence(draft, `${owner.name}.${name}`, one.optional, one.cause)) return;
  draft.taken.add(one.cause);
  const { optional: _, ...rest } = present;
  owner.attributes.set(name, one.optional ? { ...rest, optional: true } : rest);
}

function takeUnique(draft: Draft, one: Of<'unique'>): void {
  let owner = one.of === '' ? undefined : (entityOf(draft, one.of) ?? entityAtEnd(draft, one.of));
  if (!owner && one.names.length > 0) {
    const [first = ''] = one.names;
    const having = [...draft.entities.values()].filter((two) => two.attributes.has(first));
    if (having.length === 1) owner = having[0];
    // "A user can review a product only once": what the verb makes.
    const verb = one.of.replace(/s$/, '');
    owner ??= entityOf(
      draft,
      {
        rate: 'rating',
        book: 'booking',
        enroll: 'enrollment',
        register: 'registration',
        apply: 'application',
        like: 'like',
        vote: 'vote',
        follow: 'follow',
      }[verb] ?? verb,
    );
  }
  const tied = [...draft.entities.values()].find(
    (two) =>
      two.name.endsWith(`_${one.of}`) &&
      one.names.every((name) => draft.relations.some((three) => three.from === two.name && three.role === name)),
  );
  owner = tied ?? owner;
  if (!owner) return;
  // A pair of ports are two references to ports.
  const used = new Set<string>();
  const names = one.names.flatMap((name) => {
    const own = attributeNamed(owner, name) ?? ownName(owner, name);
    if (owner.attributes.has(own)) return [own];
    const relation = draft.relations.find(
      (two) =>
        two.from === owner.name &&
        two.kind !== 'many-to-many' &&
        !used.has(two.role) &&
        (two.role === name || two.to === (entityOf(draft, name)?.name ?? name)),
    );
    if (relation) {
      used.add(relation.role);
      return [relation.role];
    }
    if (entityOf(draft, name) && entityOf(draft, name) !== owner) {
      const target = entityOf(draft, name)?.name ?? name;
      if (related(draft, owner.name, target).length === 0)
        draft.relations.push({
          from: owner.name,
          to: target,
          kind: 'many-to-one',
          role: target,
          optional: false,
          onDelete: 'cascade',
          why: `It is one of ${withArticle(target.replaceAll('_', ' '))}, and goes with it.`,
          cause: one.cause,
        });
      return [target];
    }
    ensure(owner, own, one.cause);
    return [own];
  });
  if (names.length === 0) return;
  const [only] = names;
  if (names.length === 1 && only !== undefined && owner.attributes.has(only)) {
    const present = owner.attributes.get(only);
    draft.taken.add(one.cause);
    if (!claimUnique(draft, `${owner.name}.${only}`, one.not !== true, one.cause)) return;
    if (one.not) {
      const { unique: _, ...rest } = present ?? { name: only, type: 'text', cause: one.cause };
      owner.attributes.set(only, rest);
      return;
    }
    if (present && one.primary) {
      takeKey(draft, owner, present, one);
      return;
    }
    if (present) owner.attributes.set(only, { ...present, unique: true });
    if (present?.optional && one.identity) {
      const { optional: _, ...rest } = present;
      owner.attributes.set(only, { ...rest, unique: true });
    }
    if (one.identity)
      draft.decisions.push({
        at: `${owner.name}.${only}`,
        what: `${only} is unique and mandatory; the primary key is a number all the same.`,
        why: 'what people write down is sometimes written down wrong, and a key that others refer to must not change',
        instead: 'It can be the primary key where it is short and never changes.',
        cause: one.cause,
      });
    return;
  }
  owner.keys.push({ of: [...new Set(names)], about: sentence(one.cause.words), cause: one.cause });
}

/** What people know it by is the primary key, as asked. */
function takeKey(draft: Draft, owner: DraftEntity, present: Attribute, { cause }: Of<'unique'>): void {
  const { optional: _, unique: __, ...rest } = present;
  owner.attributes.set(present.name, { ...rest, ...(rest.type === 'text' ? { type: 'code' as const } : {}) });
  owner.identifiedBy = [present.name];
  draft.decisions.push({
    at: owner.name,
    what: `The primary key is ${present.name}, and what refers to ${withArticle(owner.name.replaceAll('_', ' '))} carries it.`,
    why: 'it is asked for: a row with it can be read without a join',
    instead:
      'A number that the database gives is smaller in each reference and never changes; a key that is written down wrong must be changed in every row that refers to it.',
    cause,
  });
}

/** The property that is spoken of, which is there then. */
function propertyOf(draft: Draft, one: Of<'size' | 'typed'>): readonly [DraftEntity, Attribute] | undefined {
  const owner = ownerOf(draft, one.of, one.attribute);
  const name = owner && (attributeNamed(owner, one.attribute) ?? ownName(owner, one.attribute));
  if (!owner || name === undefined) return undefined;
  ensure(owner, name, one.cause);
  draft.taken.add(one.cause);
  const present = owner.attributes.get(name);
  return present && [owner, present];
}

function takeSize(draft: Draft, one: Of<'size'>): void {
  const [owner, present] = propertyOf(draft, one) ?? [];
  if (!owner || !present) return;
  const sqlType = `varchar(${one.characters})`;
  const length = one.exactly ? one.characters : undefined;
  if (!claimSize(draft, `${owner.name}.${present.name}`, sqlType, length, one.cause)) return;
  const { length: _, ...rest } = present;
  owner.attributes.set(present.name, { ...rest, sqlType, ...(length === undefined ? {} : { length }) });
}

function takeType(draft: Draft, one: Of<'typed'>): void {
  const [owner, present] = propertyOf(draft, one) ?? [];
  if (!owner || !present || !claimType(draft, `${owner.name}.${present.name}`, one.type, one.cause)) return;
  const { sqlType: _, length: __, values: ___, default: ____, ...rest } = present;
  owner.attributes.set(present.name, { ...rest, type: one.type });
}

/** Nobody is named: what holds of a rating holds of each, and a capacity may be told in kW. */
function takeBounds(draft: Draft, one: Of<'bounds'>): void {
  const owner = ownerOf(draft, one.of, one.attribute);
  const all = [...draft.entities.values()];
  const having = (isIt: (name: string) => boolean) => all.filter(({ attributes }) => [...attributes.keys()].some(isIt));
  const exact = having((name) => name === one.attribute);
  const measured = having((name) => isMeasureOf(name, one.attribute));
  for (const each of owner ? [owner] : exact.length > 0 ? exact : measured) boundOf(draft, each, one);
}

function boundOf(draft: Draft, owner: DraftEntity, one: Of<'bounds'>): void {
  const measure = [...owner.attributes.keys()].find((two) => isMeasureOf(two, one.attribute));
  const name = attributeNamed(owner, one.attribute) ?? measure ?? ownName(owner, one.attribute);
  ensure(owner, name, one.cause);
  const present = owner.attributes.get(name);
  if (!present) return;
  const numeric = /^(?:integer|quantity|decimal|percentage|money)$/.test(present.type);
  draft.taken.add(one.cause);
  const facets = { least: one.min, most: one.max };
  if (!claim(draft, { at: `${owner.name}.${name}`, facets, cause: one.cause, taken: sentence(one.cause.words) }))
    return;
  const whole = [one.min, one.max].every((two) => two === undefined || Number.isInteger(two));
  // A number has no list of words, whatever the library has.
  const { values: _, default: usual, ...plain } = present;
  const isNumber = usual !== undefined && Number.isFinite(Number(usual));
  owner.attributes.set(name, {
    ...plain,
    ...(numeric && isNumber ? { default: usual } : {}),
    ...(numeric ? {} : { type: whole ? ('integer' as const) : ('decimal' as const) }),
    ...(one.min === undefined ? {} : { min: one.min }),
    ...(one.max === undefined ? {} : { max: one.max }),
    ...(one.above === undefined ? {} : { min: present.type === 'integer' || present.type === 'quantity' ? 1 : 0.01 }),
    cause: one.cause,
  });
}
