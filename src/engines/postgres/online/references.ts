import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { ForeignKey } from '../../../catalog/table.ts';
import type { Precondition, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { boundCondition } from './partition-bounds.ts';
import { noRows } from './preconditions.ts';

/** A foreign key that points at a table or one that it is a partition of. */
export interface Reference {
  readonly table: QualifiedName;
  readonly key: ForeignKey;
  readonly partitioned: boolean;
}

/** All that are there before the change, in its place among the others. */
export function referencing(table: QualifiedName, { from, changes, at }: Situation): readonly Reference[] {
  const above: QualifiedName[] = [table];
  for (const one of above) {
    const parent = from.tables.find((other) => sameName(other, one))?.partitionOf?.parent;
    if (parent) above.push(parent);
  }
  const isGone = (of: QualifiedName, name: string) =>
    changes
      .slice(0, at)
      .some(
        (one) =>
          one.kind === 'drop' &&
          ((one.object.kind === 'table' && sameName(one.object.table, of)) ||
            (one.object.kind === 'constraint' &&
              sameName(one.object.table, of) &&
              one.object.constraint.name === name)) &&
          !changes.some(
            (other) =>
              other.kind === 'create' &&
              other.object.kind === 'constraint' &&
              sameName(other.object.table, of) &&
              other.object.constraint.name === name,
          ),
      );
  return from.tables.flatMap((one) =>
    one.foreignKeys
      .filter((key) => !key.inherited && above.some((other) => sameName(other, key.references)))
      .filter((key) => !isGone(one, key.name))
      .map((key) => ({
        table: { schema: one.schema, name: one.name },
        key,
        partitioned: one.partitioning !== undefined,
      })),
  );
}

/** Rows elsewhere that point at rows of a partition which leaves its parent. */
export function notReferenced(
  partition: QualifiedName,
  parent: QualifiedName,
  situation: Situation,
): readonly Precondition[] {
  return referencing(parent, situation).map(({ table, key }) => {
    const same = key.columns.map(
      (column, at) => `child.${quoteIdentifier(column)} = part.${quoteIdentifier(key.referencedColumns[at] ?? '')}`,
    );
    const from = `FROM ${quoteName(table)} AS child JOIN ${quoteName(partition)} AS part ON ${same.join(' AND ')}`;
    return {
      holds: `No row of ${qualified(table)} points at a row of ${qualified(partition)}.`,
      count: `SELECT count(*) ${from}`,
      list: `SELECT child.* ${from} LIMIT 20`,
    };
  });
}

type Attach = Extract<Change, { readonly kind: 'attach partition' }>;
type Detach = Extract<Change, { readonly kind: 'detach partition' }>;

/** Whether a partition is detached to be attached to the same parent again. */
export function leavesAndJoins({ table, partition }: Detach, changes: readonly Change[]): boolean {
  return changes.some(
    (one) => one.kind === 'attach partition' && sameName(one.partition, partition) && sameName(one.table, table),
  );
}

/** Rows of a partition that are outside of the bounds with which it joins. */
export function allWithin({ table, bound, partition }: Attach, situation: Situation): readonly Precondition[] {
  const parent = situation.to.tables.find((one) => sameName(one, table));
  const condition = parent && boundCondition(parent, bound);
  const known = situation.before(partition);
  if (!known || known.kind === 'foreign' || situation.isNew(partition) || condition === undefined) return [];
  const told = bound.replace(/^FOR VALUES /, '');
  return [noRows(partition, `(${condition}) IS NOT TRUE`, `Every row of ${qualified(partition)} is within ${told}.`)];
}

/** Rows that a default partition took, and that are another's from now on. */
export function defaultHasNone({ table, bound, partition }: Attach, { from, to }: Situation): readonly Precondition[] {
  const parent = to.tables.find((one) => sameName(one, table));
  const rest = from.tables.find(
    (one) => one.partitionOf?.isDefault && sameName(one.partitionOf.parent, table) && !sameName(one, partition),
  );
  const condition = parent && boundCondition(parent, bound);
  if (!rest || condition === undefined) return [];
  const told = bound.replace(/^FOR VALUES /, '');
  return [
    noRows(rest, condition, `No row of ${qualified(rest)} is within ${told}: these are ${qualified(partition)}’s.`),
  ];
}
