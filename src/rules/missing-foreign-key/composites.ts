import type { Lookups } from '../../catalog/lookups.ts';
import type { Table } from '../../catalog/table.ts';
import { agreement } from './compatible.ts';
import { readings } from './names.ts';
import type { Proposal } from './scoring.ts';
import type { TargetTable } from './target-table.ts';
import type { Targets } from './targets.ts';

/** A key of several columns, with those of them that belong to its own table and are not references themselves. */
interface LongKey {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly own: readonly string[];
  readonly primary: boolean;
}

/**
 * References by several columns: the child has all columns of a longer key under the same names, and the names of
 * those that are the parent's own say whose they are: (project, task_no) → task, (sched_name, job_name, job_group) →
 * job_details. A key of nothing but references (a junction's) and one that is told apart by a date are no such keys.
 *
 * @param singles the references by one column, which tell what of a key is borrowed
 */
export function compositeReferences(
  tables: readonly Table[],
  singles: readonly Proposal[],
  targets: (schema: string) => Targets,
  lookups: Lookups,
): readonly Proposal[] {
  const borrowed = new Map<Table, Set<string>>();
  for (const { child, columns } of singles) for (const column of columns) borrow(borrowed, child, column);
  for (const table of tables)
    for (const key of table.foreignKeys) for (const column of key.columns) borrow(borrowed, table, column);
  const byOwn = new Map<string, LongKey[]>();
  for (const table of tables) {
    for (const columns of lookups.uniqueKeys(table)) {
      if (columns.length < 2) continue;
      const own = columns.filter((column) => !borrowed.get(table)?.has(column));
      const first = own.find((column) => nearness(targets(table.schema).of(table), column) > 0);
      if (first === undefined) continue;
      const key = { table, columns, own, primary: table.primaryKey?.columns === columns };
      byOwn.set(first, [...(byOwn.get(first) ?? []), key]);
    }
  }
  return tables.flatMap((child) => {
    const found = child.columns
      .flatMap((column) => byOwn.get(column.name) ?? [])
      .flatMap((key) => propose(child, key, targets(child.schema), lookups));
    const declared = new Set(child.foreignKeys.map((key) => [...key.columns].sort().join('\n')));
    const best = new Map<string, Proposal>();
    for (const one of found) {
      const columns = [...one.columns].sort().join('\n');
      const other = best.get(columns);
      if (!declared.has(columns) && (!other || one.score > other.score)) best.set(columns, one);
    }
    return [...best.values()];
  });
}

function propose(child: Table, key: LongKey, targets: Targets, lookups: Lookups): readonly Proposal[] {
  if (child === key.table || child.schema !== key.table.schema) return [];
  for (const name of key.columns) {
    const from = lookups.column(child, name);
    const to = lookups.column(key.table, name);
    if (!from || !to || !agreement(from, to)) return [];
  }
  const near = Math.max(...key.own.map((column) => nearness(targets.of(key.table), column)));
  // A table of nothing but its key links others: what bears the same columns refers to those.
  if (near < 3 && key.table.columns.length === key.columns.length) return [];
  const nearHere = Math.max(...key.own.map((column) => nearness(targets.of(child), column)));
  // Where both have the key, it is that of the table that its name is nearer to.
  const sharesKey = lookups
    .uniqueKeys(child)
    .some((one) => one.length === key.columns.length && one.every((column) => key.columns.includes(column)));
  if (nearHere > near || (sharesKey && nearHere === near)) return [];
  return [
    {
      child,
      columns: key.columns,
      parent: key.table,
      key: key.columns,
      primary: key.primary,
      sameType: true,
      score: 0.5 + near * 0.1 + (key.primary ? 0.05 : 0),
      facts: ["have the names of all columns of the parent's key"],
    },
  ];
}

/** How near a column's name is to that of a table: 3 it is its name, 2 it begins or ends with it, 1 they share a word, 0 not at all. */
function nearness({ core, text: name }: TargetTable, column: string): number {
  const [reading] = readings(column);
  const stem = reading?.stem ?? [];
  const text = stem.join('');
  if (text === '' || reading?.key === undefined) {
    const shared = stem.some((word) => core.includes(word));
    return stem.length > 1 && shared ? (text.startsWith(name) ? 2 : 1) : 0;
  }
  if (text === name) return 3;
  if (text.length >= 3 && (name.endsWith(text) || name.startsWith(text) || text.endsWith(name))) return 2;
  return stem.some((word) => core.includes(word)) ? 1 : 0;
}

function borrow(borrowed: Map<Table, Set<string>>, table: Table, column: string): void {
  const known = borrowed.get(table);
  if (known) known.add(column);
  else borrowed.set(table, new Set([column]));
}
