import { singular } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { type Draft, type DraftEntity, entityAtEnd } from './draft.ts';
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
      const to = calledAfter(draft, name);
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

/** The thing that the last words of a name are: by its whole name, or by the end of the name of the only one. */
function calledAfter(draft: Draft, name: string): DraftEntity | undefined {
  const last = name.slice(name.lastIndexOf('_') + 1);
  // Several of them are counted: a maximum of children is no child.
  if (last === name || singular(last) !== last || /^(?:max|min|average|total)/.test(name)) return undefined;
  return entityAtEnd(draft, name) ?? endingWith(draft, last);
}
