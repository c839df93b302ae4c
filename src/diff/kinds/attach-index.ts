import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { Index } from '../../catalog/table.ts';
import type { Step } from '../outcome.ts';
import { attachedKey } from './tables.ts';

/** A partition's index joins its parent's when both are there and the partition is one. */
export function attachStep(relation: QualifiedName, index: Index, parent: QualifiedName): Step {
  const own = { schema: relation.schema, name: index.name };
  const of = { schema: relation.schema, name: relation.name };
  const keys = (one: QualifiedName) => [objectKey({ kind: 'index', schema: one.schema, name: one.name })];
  return {
    change: { kind: 'attach index', relation: of, index: own, parent },
    finish: true,
    needs: [...keys(own), ...keys(parent), attachedKey(of)],
    makes: [joinedKey(parent)],
  };
}

/** Stands for: the indexes of the partitions have joined the parent's. */
export function joinedKey(parent: QualifiedName): string {
  return `joined ${qualified(parent)}`;
}
