import { type QualifiedName, qualifiedColumn } from '../../catalog/names.ts';
import { indexReference, objectKey } from '../../catalog/object.ts';
import type { Index } from '../../catalog/table.ts';
import type { Context, Step } from '../outcome.ts';
import { attachedKey, reboundKey } from './tables.ts';

/** A partition's index joins its parent's when both are there and the partition is one. */
export function attachSteps(relation: QualifiedName, index: Index, context: Context): readonly Step[] {
  const of = { schema: relation.schema, name: relation.name };
  const owner = context.toTable(of)?.partitionOf?.parent;
  const parent = index.partitionOf;
  if (!owner || !parent) return [];
  return [
    {
      change: { kind: 'attach index', relation: of, index: { schema: of.schema, name: index.name }, parent },
      finish: true,
      needs: [
        objectKey(indexReference(of, index.name)),
        objectKey(indexReference(owner, parent.name)),
        attachedKey(of),
        reboundKey(of),
      ],
      makes: [joinedKey(owner, parent.name)],
    },
  ];
}

/** Stands for: the indexes of the partitions have joined the parent's. */
export function joinedKey(relation: QualifiedName, index: string): string {
  return `joined ${qualifiedColumn(relation, index)}`;
}
