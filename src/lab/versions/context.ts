import type { Lookups } from '../../catalog/lookups.ts';
import { type QualifiedName, sameName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { WrittenName } from '../../engines/migration-action.ts';

/** What is known of the schema before a statement. */
export interface SchemaContext {
  readonly lookups: Lookups;
  /** The object that a statement names. */
  readonly resolve: (name: WrittenName) => QualifiedName;
  /** Names of functions that the schema has or the script makes; absent where none are called. */
  readonly routines?: ReadonlySet<string>;
}

/** The table that a statement names; nothing when the schema before the script has none. */
export function tableOf({ lookups, resolve }: SchemaContext, name: WrittenName): Table | undefined {
  return lookups.table(resolve(name));
}

/** The partitions of a table that hold rows, or the table itself. */
export function leaves(context: SchemaContext, table: Table): readonly Table[] {
  const below = context.lookups.partitions(table);
  if (below.length === 0) return table.partitioning ? [] : [table];
  return below.flatMap((one) => leaves(context, one));
}

/** All partitions of a table, on every level. */
export function partitionsBelow(context: SchemaContext, table: Table): readonly Table[] {
  return context.lookups.partitions(table).flatMap((one) => [one, ...partitionsBelow(context, one)]);
}

export function isAmong(name: QualifiedName, others: readonly QualifiedName[]): boolean {
  return others.some((one) => sameName(one, name));
}
