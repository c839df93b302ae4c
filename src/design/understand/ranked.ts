import type { Access } from '../model.ts';
import { isNameOf, measuresOf, nameOf, splitName } from './asked-names.ts';
import { type Draft, type DraftEntity, entityOf } from './draft.ts';
import type { Library } from './library.ts';
import { attributeNamed, ensure, ownName } from './property.ts';
import type { Of } from './statement.ts';
import { endingWith } from './things.ts';
import { timeOf } from './time.ts';

export interface Draw {
  readonly draft: Draft;
  readonly one: Of<'access'>;
  readonly owner: DraftEntity;
  readonly equal: string[];
  readonly range: string[];
  readonly groupBy: string[];
  readonly sorted: string[];
  readonly lost: string[];
}

export function orderOf({ draft, owner, one, sorted, equal }: Draw): readonly string[] {
  if (!one.order) return sorted;
  const { by, descending } = one.order;
  const sign = descending ? ' desc' : '';
  if (by === undefined && sorted.length > 0) return sorted.map((name) => `${name}${sign}`);
  if (by === undefined || /^(?:date|time|newest|recency|creation|created_at|most_recent|date_created)$/.test(by)) {
    // The last matches of a player are those that he played last.
    const between = equal
      .filter((name) => name.includes('.'))
      .map((name) => draft.entities.get(name.split('.')[0] ?? ''))
      .find((two) => two !== undefined);
    const joined = between && [...between.attributes.values()].find((two) => two.type === 'instant' && !two.optional);
    return [`${between && joined ? `${between.name}.${joined.name}` : timeOf(owner, one.cause)}${sign}`];
  }
  if (isNameOf(by)) {
    const names = nameOf(draft, owner);
    if (names.length > 0) return names.map((name) => `${name}${sign}`);
  }
  const own = attributeNamed(owner, by) ?? ownName(owner, by);
  splitName(owner, own, one.cause);
  ensure(owner, own, one.cause);
  return [`${own}${sign}`];
}

/** What is added up: the property that is named, else the one amount. */
export function amountOf(owner: DraftEntity, name: string): string | undefined {
  const own = attributeNamed(owner, name);
  if (own !== undefined) return own;
  return [...owner.attributes.values()].find((one) => one.type === 'money')?.name;
}

/** The rows that are counted for each: those of a name that refer to it, or that lie between both. */
function countOf(
  draft: Draft,
  owner: DraftEntity,
  name: string,
): { readonly from: string; readonly role: string } | undefined {
  const counted = entityOf(draft, name) ?? endingWith(draft, name);
  if (!counted) return undefined;
  const direct = draft.relations.find(
    (one) => one.from === counted.name && one.to === owner.name && one.kind !== 'many-to-many',
  );
  if (direct) return { from: counted.name, role: direct.role };
  const refersTo = (to: string) => (one: (typeof draft.relations)[number]) =>
    one.to === to && one.kind !== 'many-to-many';
  for (const near of draft.relations.filter(refersTo(owner.name)))
    if (draft.relations.some((far) => far.from === near.from && far !== near && refersTo(counted.name)(far)))
      return { from: near.from, role: near.role };
  return undefined;
}

/**
 * A leaderboard: rows in the order of what they are ranked by. The library's own, where it has one; else by a property,
 * or by what is added up of the rows that have it.
 */
export function rankOf(
  draft: Draft,
  library: Library,
  owner: DraftEntity,
  by: readonly string[],
  one: Of<'access'>,
): Access | undefined {
  const [measure] = by;
  const counted = one.word === 'number' && measure !== undefined ? countOf(draft, owner, measure) : undefined;
  if (counted)
    return {
      about: one.title,
      limit: one.limit ?? 20,
      ...measuresOf(one),
      cause: one.cause,
      of: counted.from,
      ...(one.range && draft.entities.get(counted.from)
        ? { range: timeOf(draft.entities.get(counted.from) ?? owner, one.cause) }
        : {}),
      summary: { groupBy: [counted.role], ranked: true },
    };
  if (one.word === 'number') return undefined;
  const base = { about: one.title, limit: one.limit ?? 20, ...measuresOf(one), cause: one.cause };
  const own = measure === undefined ? undefined : attributeNamed(owner, measure);
  if (own !== undefined) return { ...base, of: owner.name, order: [`${own} desc`] };
  const referring = draft.relations
    .filter((two) => two.to === owner.name && two.kind === 'many-to-one')
    .flatMap((two) => {
      const from = draft.entities.get(two.from);
      const name = from && measure !== undefined ? attributeNamed(from, measure) : undefined;
      return from && name !== undefined ? [{ from, name, role: two.role }] : [];
    });
  const kept = referring.find(
    ({ from }) => from.known && library.inMain(one.word ?? '') && /entry$/.test(from.known.entity.name),
  );
  if (kept) {
    const whole = draft.relations.find((two) => two.from === kept.from.name && two.to !== owner.name);
    return {
      ...base,
      of: kept.from.name,
      ...(whole ? { equal: [whole.role] } : {}),
      order: [`${kept.name} desc`],
    };
  }
  const [added] = referring;
  // A rating is no sum of others.
  if (added && /rating|elo|rank|level|average|percent/.test(added.name))
    return { ...base, of: added.from.name, order: [`${added.name} desc`] };
  if (added)
    return {
      ...base,
      of: added.from.name,
      ...(one.range ? { range: timeOf(added.from, one.cause) } : {}),
      summary: { groupBy: [added.role], sum: added.name, ranked: true },
    };
  if (measure === undefined || owner.listed) return undefined;
  ensure(owner, ownName(owner, measure), one.cause);
  return { ...base, of: owner.name, order: [`${ownName(owner, measure)} desc`] };
}
