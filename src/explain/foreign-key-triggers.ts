import type { TriggerUse } from '../catalog/query-plan.ts';
import type { ForeignKey, Table } from '../catalog/table.ts';
import type { SignInput } from './sign.ts';

/** A trigger that keeps a foreign key, with the table that declares it where the catalog has it. */
export interface ForeignKeyTrigger {
  readonly trigger: TriggerUse;
  readonly key?: ForeignKey;
  readonly table?: Table;
}

/** The triggers of a plan that keep foreign keys. */
export function foreignKeyTriggers({ plan, catalog }: SignInput): readonly ForeignKeyTrigger[] {
  return plan.triggers.flatMap((trigger): readonly ForeignKeyTrigger[] => {
    if (!/^RI_ConstraintTrigger/.test(trigger.name) && trigger.constraint === undefined) return [];
    for (const table of catalog.tables) {
      const key = table.foreignKeys.find((one) => one.name === trigger.constraint);
      // Names of constraints are free in each table: the relation, where it is told, is one of the two sides.
      if (key && (trigger.relation === undefined || [table.name, key.references.name].includes(trigger.relation))) {
        return [{ trigger, key, table }];
      }
    }
    return /^RI_ConstraintTrigger/.test(trigger.name) ? [{ trigger }] : [];
  });
}

/** Whether a valid B-tree or hash index begins with these columns, in any order. */
export function hasIndexFor(table: Table, columns: readonly string[]): boolean {
  return table.indexes.some((index) => {
    const first = index.keys.slice(0, columns.length).map((key) => key.column);
    return (
      index.valid &&
      (index.method === 'btree' || (index.method === 'hash' && columns.length === 1)) &&
      index.predicate === undefined &&
      columns.every((column) => first.includes(column))
    );
  });
}
