import { singular } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { isPerson } from './persons.ts';
import { relate } from './relate.ts';
import { endingWith } from './things.ts';

/**
 * A property that is called after a thing is one of these, wherever the thing was told of: `a departure harbour` where ferries
 * sail between harbours, `a mother queen` of queens, `a primary owner` where there are pet owners.
 */
export function tieNamedAfter(draft: Draft): void {
  for (const entity of draft.entities.values()) {
    if (entity.listed) continue;
    for (const { name, type, values, optional, cause } of [...entity.attributes.values()]) {
      if (type !== 'text' || values || cause.kind !== 'said' || meaningOf(name)) continue;
      const to = calledAfter(draft, name) ?? (above.test(name) && isPerson(entity.name) ? entity : undefined);
      if (!to || to.subtypeOf) continue;
      entity.attributes.delete(name);
      relate(draft, {
        from: entity.name,
        to: to.name,
        kind: 'many-to-one',
        role: name,
        optional: optional === true || to === entity,
        cause,
      });
    }
  }
}

/** Nouns of which each is one of another thing, by whose name they are called: an order item, a flight instance. */
const inner =
  /_(?:instance|line|entry|version|edition|copy|detail|photo|image|attachment|session|step|slot|stop|leg|part|component|chapter|section|episode|round|phase|stage|milestone|unit|branch|variant|option|reading|result|event|history|revision)$/;

/** Nouns that say what kind another thing is of: each treatment is of a treatment type. */
const kinds = /_(?:type|category|kind|model|template)$/;

/** A thing that is called after another and belongs to none is one of the other's; or it is the kind that those are of. */
export function tieInner(draft: Draft): void {
  for (const entity of draft.entities.values()) {
    const end = (inner.exec(entity.name) ?? kinds.exec(entity.name))?.[0];
    if (end === undefined || entity.listed || entity.subtypeOf) continue;
    const name = entity.name.slice(0, -end.length);
    const whole = entityOf(draft, name) ?? entityAtEnd(draft, name);
    if (!whole || whole === entity || areTied(draft, entity, whole)) continue;
    const [from, to] = kinds.test(entity.name) ? [whole, entity] : [entity, whole];
    if (from.listed || (from === entity && draft.relations.some((one) => one.from === entity.name))) continue;
    relate(draft, {
      from: from.name,
      to: to.name,
      kind: 'many-to-one',
      role: to.name,
      optional: false,
      cause: entity.cause,
    });
  }
}

function areTied({ relations }: Draft, one: DraftEntity, other: DraftEntity): boolean {
  return relations.some(
    ({ from, to }) => (from === one.name && to === other.name) || (from === other.name && to === one.name),
  );
}

/** Whoever stands above a person is one of the same. */
const above = /(?:^|_)(?:supervisor|superior|boss|line_manager)$/;

/** The thing that the last words of a name are: by its whole name, or by the end of the name of the only one. */
function calledAfter(draft: Draft, name: string): DraftEntity | undefined {
  const last = name.slice(name.lastIndexOf('_') + 1);
  // Several of them are counted: a maximum of children is no child.
  if (last === name || singular(last) !== last || /^(?:max|min|average|total)/.test(name)) return undefined;
  return entityAtEnd(draft, name) ?? endingWith(draft, last);
}
