import type { NewIndex } from '../../advisor/advice.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { definitionOf } from '../../catalog/index-definition.ts';
import { compareText, type QualifiedName, qualified } from '../../catalog/names.ts';
import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';
import type { Index, Table } from '../../catalog/table.ts';

/** The definition of an index that is there, in one line for people. */
export function definitionOfIndex(table: QualifiedName, index: Index): string {
  const { method, unique, include, keys, predicate } = index;
  return definitionOf({ table, method, unique, include, keys, ...(predicate === undefined ? {} : { predicate }) });
}

/** Between the definitions of several indexes of one table. */
const between = ' and ';

/** The definitions of which a reading is made. */
export function definitionsIn(read: string): readonly string[] {
  return read.split(between);
}

/**
 * Tells how a plan reads each table, by qualified name: the definition of its index, those of all where several are put
 * together or the table is read several times, or null where it is read from end to end.
 */
export type ReadsOf = (plan: QueryPlan) => Readonly<Record<string, string | null>>;

/**
 * Makes the reader of plans; `created` are indexes that a plan may use beside those of the catalog. What is read of a
 * partition is told of the whole table, and of its index. A plan names its tables without their schemas: of several by
 * one name it is the first.
 */
export function readsOf(catalog: Catalog, created: readonly NewIndex[] = []): ReadsOf {
  const wholes = wholesOf(catalog);
  const names = new Map<string, QualifiedName>();
  const indexes = new Map<string, string>();
  for (const table of [...catalog.tables, ...catalog.views]) {
    const whole = wholes.get(qualified(table)) ?? table;
    if (!names.has(table.name)) names.set(table.name, whole);
    for (const index of table.indexes) indexes.set(`${table.name} ${index.name}`, definitionOfIndex(whole, index));
  }
  for (const index of created) indexes.set(`${index.table.name} ${index.name}`, definitionOf(index));
  const indexOf = (relation: string, whole: QualifiedName, index: string): string => {
    const known = indexes.get(`${relation} ${index}`);
    if (known !== undefined) return known;
    const made = created.find(
      (one) => qualified(one.table) === qualified(whole) && index.startsWith(partName(one, relation)),
    );
    return made ? definitionOf(made) : index;
  };
  return (plan) => {
    const reads = new Map<string, readonly string[] | null>();
    const visit = (node: PlanNode, above: string | undefined): void => {
      const relation = node.relation ?? above;
      const whole = relation === undefined ? undefined : names.get(relation);
      if (relation !== undefined && whole) {
        const table = qualified(whole);
        if (node.relation !== undefined && /^(?:Seq|Sample) Scan$/.test(node.kind)) reads.set(table, null);
        else if (node.index !== undefined && reads.get(table) !== null) {
          const own = indexOf(relation, whole, node.index);
          const before = reads.get(table) ?? [];
          if (!before.includes(own)) reads.set(table, [...before, own]);
        }
      }
      for (const child of node.children) visit(child, relation);
    };
    visit(plan.root, undefined);
    return Object.fromEntries(
      [...reads].sort(([a], [b]) => compareText(a, b)).map(([table, own]) => [table, own?.join(between) ?? null]),
    );
  };
}

/** The table at the top of each partition, by the partition's qualified name. */
function wholesOf(catalog: Catalog): ReadonlyMap<string, Table> {
  const tables = new Map(catalog.tables.map((table) => [qualified(table), table]));
  const top = (table: Table): Table => {
    const parent = table.partitionOf && tables.get(qualified(table.partitionOf.parent));
    return parent ? top(parent) : table;
  };
  return new Map(catalog.tables.filter((table) => table.partitionOf).map((table) => [qualified(table), top(table)]));
}

/** How the engine begins the name of the part of an index that it makes by itself for a partition. */
function partName(index: NewIndex, partition: string): string {
  return [partition, ...index.keys.map((key) => key.column ?? 'expr')].join('_');
}
