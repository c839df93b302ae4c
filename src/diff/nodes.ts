import { objectKey } from '../catalog/object.ts';
import type { Node } from './graph.ts';
import { alter } from './nodes/alter.ts';
import { create } from './nodes/create.ts';
import { drop, goesWithAnother } from './nodes/drop.ts';
import { type Compared, groundOf } from './nodes/ground.ts';
import { placingOn } from './nodes/placing.ts';
import type { Outcome } from './outcome.ts';

/** All changes between two catalogs, each with what its place depends on. */
export function nodesOf(compared: Compared): readonly Node[] {
  const ground = groundOf(compared);
  const placing = placingOn(ground);
  const { from, to, outcomes, rebuilt } = compared;
  const retyped = [...rebuilt.retyped.values()];
  const moved = {
    joined: new Set(retyped.flatMap((step) => step.joined ?? [])),
    columns: new Set(retyped.flatMap((step) => step.makes ?? [])),
  };
  const { turned, left } = sequencesOfIdentities(outcomes);
  for (const item of from.items.values()) {
    const goes = ground.isDropped(item.key) && !turned.has(item.key) && !goesWithAnother(item, ground);
    if (goes) drop(item, ground, placing);
  }
  for (const item of to.items.values()) {
    if (ground.isCreated(item.key)) create(item, ground, placing, left.has(item.key));
    else alter(item, ground, placing, moved);
  }
  return placing.nodes;
}

/** Sequences that become an identity's, and those that an identity leaves behind, by key. */
function sequencesOfIdentities(outcomes: ReadonlyMap<string, Outcome>): {
  readonly turned: ReadonlySet<string>;
  readonly left: ReadonlySet<string>;
} {
  const turned = new Set<string>();
  const left = new Set<string>();
  for (const outcome of outcomes.values()) {
    if (outcome === 'replace') continue;
    for (const { change } of outcome) {
      if (change.kind === 'serial to identity') turned.add(objectKey({ kind: 'sequence', ...change.sequence }));
      if (change.kind !== 'identity to serial') continue;
      const { schema, name } = change.sequence;
      left.add(objectKey({ kind: 'sequence', schema, name }));
    }
  }
  return { turned, left };
}
