import type { KnownEntity } from '../knowledge/domain.ts';
import { type Draft, drawnFrom } from './draft.ts';
import { isJunction, type Library } from './library.ts';

/** `properties with units and leases`: a lease is of a unit, as the library has it, and needs no property of its own. */
export function withoutShortcuts(draft: Draft, library: Library): void {
  for (const relation of [...draft.relations]) {
    if (!draft.loose.has(`${relation.from}>${relation.to}`) || relation.kind !== 'many-to-one') continue;
    const [from, to] = [
      draft.entities.get(relation.from)?.known?.entity,
      draft.entities.get(relation.to)?.known?.entity,
    ];
    if (!from || !to || (from.references ?? []).some((one) => one.to === to.name)) continue;
    const near = (entity: KnownEntity) => (entity.references ?? []).filter((one) => !one.optional).map((one) => one.to);
    let reached = new Set([from.name]);
    let found = false;
    for (let step = 0; step < 3 && !found; step++) {
      const next = new Set<string>();
      for (const name of reached) {
        const entity = library.main?.entities.find((one) => one.name === name);
        for (const other of entity ? near(entity) : []) {
          const known = library.main?.entities.find((one) => one.name === other);
          if (other === to.name && step > 0) found = true;
          else if (known && drawnFrom(draft, known)) next.add(other);
        }
      }
      reached = next;
    }
    if (found) draft.relations.splice(draft.relations.indexOf(relation), 1);
  }
}

/** Two that have many of each other need no second table beside the one that is there between both. */
export function withoutDoubles(draft: Draft): void {
  for (const relation of [...draft.relations]) {
    if (relation.kind !== 'many-to-many') continue;
    const ends = [relation.from, relation.to].map((name) => draft.entities.get(name));
    const between = [...draft.entities.values()].some(
      (one) =>
        one.known &&
        isJunction(one.known.entity) &&
        (one.known.entity.references ?? []).length === 2 &&
        ends.every((end) => one.known?.entity.references?.some((two) => end && two.to === end.known?.entity.name)),
    );
    if (between) draft.relations.splice(draft.relations.indexOf(relation), 1);
  }
}
