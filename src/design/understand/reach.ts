import { capital, withArticle } from '../../catalog/words.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { isPerson } from './persons.ts';
import { endingWith } from './things.ts';

/**
 * How the rows of an entity are found by another thing: the role of a reference; `role.role` by way of what it refers to;
 * `between.role` by way of what refers to it; the name of the other where each has many. A reference is made where
 * nothing leads there and nothing speaks against it.
 */
export function wayTo(draft: Draft, owner: DraftEntity, name: string, as: string | undefined): string | undefined {
  const own = draft.relations.filter((one) => one.from === owner.name && one.kind !== 'many-to-many');
  const byRole = own.find((one) => one.role === as) ?? own.find((one) => one.role === name);
  if (byRole) return byRole.role;
  const target =
    entityOf(draft, name) ??
    entityOf(draft, draft.roles.get(name) ?? '') ??
    entityAtEnd(draft, name) ??
    endingWith(draft, name);
  if (!target) {
    // "Leave requests of a manager": of those whose manager it is.
    const way = own.find((one) => draft.relations.some((two) => two.from === one.to && two.role === name));
    return way && `${way.role}.${name}`;
  }
  if (target === owner) return undefined;
  const direct = own.filter((one) => one.to === target.name);
  const plain = direct.find((one) => one.role === target.name);
  if (plain) return plain.role;
  const junction = draft.relations.some(
    (one) =>
      one.kind === 'many-to-many' &&
      ((one.from === owner.name && one.to === target.name) || (one.to === owner.name && one.from === target.name)),
  );
  const between = betweenOf(draft, owner, target);
  // Members of a channel are whom a table between both names, and not who made it.
  const pair = between.find((one) => (one.entity.identifiedBy?.length ?? 0) >= 2);
  // Whose photos they are comes before who liked them.
  const makes =
    direct.find((one) => one.cause.kind === 'said') ??
    (direct.length === 1 && !direct[0]?.optional ? direct[0] : undefined);
  if (makes) return makes.role;
  if (junction) return target.name;
  if (pair) return `${pair.entity.name}.${pair.role}`;
  if (direct[0]) return direct[0].role;
  const forward = pathTo(draft, owner, target);
  if (forward !== undefined) return forward;
  const [other] = between;
  if (other) return `${other.entity.name}.${other.role}`;
  // The gate of a flight is what the flight refers to.
  const back = draft.relations.find(
    (one) => one.from === target.name && one.to === owner.name && one.kind !== 'many-to-many',
  );
  if (back) return `${target.name}.id`;
  // Whose they are was not said otherwise.
  if (owner.listed) return undefined;
  draft.relations.push({
    from: owner.name,
    to: target.name,
    kind: 'many-to-one',
    role: target.name,
    optional: false,
    onDelete: 'restrict',
    why: `${capital(withArticle(target.name.replaceAll('_', ' ')))} with ${owner.name.replaceAll('_', ' ')} rows is not deleted by accident.`,
    cause: { kind: 'implied', words: `they are read by ${target.name.replaceAll('_', ' ')}` },
  });
  return target.name;
}

interface Between {
  readonly entity: DraftEntity;
  readonly role: string;
}

/** What refers to both; what was said of comes first. */
function betweenOf(draft: Draft, owner: DraftEntity, target: DraftEntity): readonly Between[] {
  return [...draft.entities.values()]
    .flatMap((entity): readonly Between[] => {
      if (entity === owner || entity === target) return [];
      const far = draft.relations.find(
        (one) => one.from === entity.name && one.to === target.name && one.kind === 'many-to-one',
      );
      const near = draft.relations.find(
        (one) => one !== far && one.from === entity.name && one.to === owner.name && one.kind === 'many-to-one',
      );
      return near && far ? [{ entity, role: far.role }] : [];
    })
    .sort((a, b) => Number(b.entity.cause.kind === 'said') - Number(a.entity.cause.kind === 'said'));
}

/** By way of up to four references, the shortest first, mandatory ones before others. */
export function pathTo(draft: Draft, owner: DraftEntity, target: DraftEntity): string | undefined {
  let paths: readonly (readonly [string, string])[] = [[owner.name, '']];
  const seen = new Set([owner.name]);
  for (let step = 0; step < 4; step++) {
    const next = paths.flatMap(([at, path]) =>
      draft.relations
        .filter((one) => one.from === at && one.to !== at && one.kind !== 'many-to-many')
        .sort((a, b) => Number(a.optional) - Number(b.optional))
        .map((one) => [one.to, path === '' ? one.role : `${path}.${one.role}`] as const),
    );
    const found = next.find(([at]) => at === target.name);
    if (found) return found[1];
    paths = next.filter(([at]) => !seen.has(at));
    for (const [at] of paths) seen.add(at);
  }
  return undefined;
}

/** The members of a guild are those who join it: persons whom something puts together with it. */
export function personsOf(draft: Draft, name: string, of: string): DraftEntity | undefined {
  if (!/^(?:member|participant|attendee|subscriber|guest|follower|user|person|visitor|player|holder)$/.test(name))
    return undefined;
  const whole = entityOf(draft, of);
  if (!whole || entityOf(draft, name)) return undefined;
  const beside = draft.relations.flatMap((one) => {
    if (one.kind === 'many-to-many')
      return one.from === whole.name ? [one.to] : one.to === whole.name ? [one.from] : [];
    if (one.from === whole.name) return [];
    return one.to === whole.name
      ? [
          one.from,
          ...draft.relations.filter((two) => two.from === one.from && two.to !== whole.name).map((two) => two.to),
        ]
      : [];
  });
  return beside
    .map((one) => draft.entities.get(one))
    .find((one) => one && (isPerson(one.name) || [...one.attributes.values()].some((two) => two.personal)));
}
