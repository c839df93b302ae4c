import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { PlanNode } from '../catalog/query-plan.ts';
import type { TableStatistics } from '../catalog/statistics.ts';
import type { Table } from '../catalog/table.ts';
import type { Condition } from '../engines/query-facts.ts';
import { measuredOf, plannedRows } from './estimates.ts';
import type { PlacedNode } from './plan-tree.ts';
import type { SignInput } from './sign.ts';

/** Nodes that read a table's rows. */
const tableScans = new Set([
  'Seq Scan',
  'Index Scan',
  'Index Only Scan',
  'Bitmap Heap Scan',
  'Tid Scan',
  'Sample Scan',
  'Automatic Index Scan',
]);

export function isTableScan(node: PlanNode): boolean {
  return tableScans.has(node.kind);
}

/** True for an index that is read from its beginning to its end: no condition finds a place in it. */
export function isWholeIndexScan(node: PlanNode): boolean {
  return /^Index (?:Only )?Scan$/.test(node.kind) && textFact(node, 'Index Cond') === undefined;
}

/** The table that a scan reads; a partition is a table. Nothing where the catalog does not have it. */
export function tableOf(node: PlanNode, input: SignInput): Table | undefined {
  const { relation, schema } = node;
  if (relation === undefined) return undefined;
  if (schema !== undefined) return input.lookups.table({ schema, name: relation });
  const written = input.query?.blocks
    .flatMap((block) => block.relations)
    .find((one) => one.table?.name === relation && (one.alias === node.alias || node.alias === undefined));
  const named = written?.table && input.lookups.table(written.table);
  if (named) return named;
  const usual = input.lookups.table({ schema: input.traits.defaultSchema, name: relation });
  if (usual) return usual;
  const all = input.catalog.tables.filter((table) => table.name === relation);
  return all.length === 1 ? all[0] : undefined;
}

/** The partitioned table that a partition belongs to at the top; the table itself when it is none. */
export function topTable(table: Table, input: SignInput): Table {
  const parent = table.partitionOf && input.lookups.table(table.partitionOf.parent);
  return parent ? topTable(parent, input) : table;
}

export function statisticsOf(table: QualifiedName, input: SignInput): TableStatistics | undefined {
  return input.statistics.tables[qualified(table)];
}

/** What a person calls the relation of a scan: `orders`, `orders o` where the alias differs. */
export function relationText(node: PlanNode): string {
  const name = node.relation ?? node.cte ?? node.functionName ?? node.alias ?? 'the rows below';
  return node.alias === undefined || node.alias === name ? name : `${name} ${node.alias}`;
}

/** A fact that is a text; lists are joined by commas. */
export function textFact(node: PlanNode, name: string): string | undefined {
  const fact = node.facts[name];
  if (typeof fact === 'string') return fact;
  return Array.isArray(fact) ? fact.join(', ') : undefined;
}

export function numberFact(node: PlanNode, name: string): number | undefined {
  const fact = node.facts[name];
  return typeof fact === 'number' ? fact : undefined;
}

export function listFact(node: PlanNode, name: string): readonly string[] {
  const fact = node.facts[name];
  if (typeof fact === 'string') return [fact];
  return Array.isArray(fact) ? fact : [];
}

/** How many rows a scan looked at, and how many of them it kept, over all its loops. */
export interface RowsRead {
  readonly read: number;
  readonly kept: number;
  readonly kind: 'measured' | 'planned';
}

/**
 * What a scan with a filter reads and keeps: measured where it was run; planned for a scan of a whole table, or of a
 * whole index, whose rows are known. Nothing where it cannot be told.
 */
export function rowsRead(placed: PlacedNode, input: SignInput): RowsRead | undefined {
  const { node } = placed;
  const { measured } = node;
  if (measured) {
    const removed = (numberFact(node, 'Rows Removed by Filter') ?? 0) * measured.loops;
    const kept = measuredOf(node) ?? 0;
    return { read: kept + removed, kept, kind: 'measured' };
  }
  const table = node.kind === 'Seq Scan' || isWholeIndexScan(node) ? tableOf(node, input) : undefined;
  const rows = table && statisticsOf(table, input)?.rows;
  if (rows === undefined) return undefined;
  const whole = node.totalCost * placed.loops;
  const reach = whole > 0 ? Math.min(1, placed.cost / whole) : 1;
  return {
    read: Math.max(rows * reach, 1) * placed.loops,
    kept: plannedRows(placed) * placed.loops * reach,
    kind: 'planned',
  };
}

/** The conditions of a scan: those that an index finds rows by, and those that rows found are held against. */
export interface ScanConditions {
  readonly access: readonly Condition[];
  readonly filter: readonly Condition[];
}

export function scanConditions(placed: PlacedNode, input: SignInput): ScanConditions {
  const { node } = placed;
  const read = (text: string | undefined) => (text === undefined ? [] : input.conditions(text));
  const access =
    node.kind === 'Bitmap Heap Scan'
      ? input.tree.below(placed).flatMap((one) => read(textFact(one.node, 'Index Cond')))
      : read(textFact(node, 'Index Cond'));
  return { access, filter: read(textFact(node, 'Filter')) };
}

/**
 * A condition of the plan as a person would write it: without the casts of constants and the outer parentheses, and,
 * where casts are not what it is about, without those of columns to text.
 */
export function readable(condition: string, casts: 'with casts' | 'without casts' = 'without casts'): string {
  const bare = condition
    .replaceAll(
      /('(?:[^']|'')*')::(?:character varying|timestamp with(?:out)? time zone|[\w.]+)(?:\(\d+\))?(?:\[\])?/g,
      '$1',
    )
    .replaceAll(/CAST\(('(?:[^']|'')*') AS [\w. ]+\)/g, '$1');
  const uncast = bare
    .replaceAll(/\((\w+(?:\.\w+)?)\)::(?:text|bpchar)\b/g, '$1')
    .replaceAll(/(\w)::(?:text|bpchar)\b/g, '$1');
  let text = (casts === 'with casts' ? bare : uncast)
    .replaceAll('~~*', 'ILIKE')
    .replaceAll('~~', 'LIKE')
    .replaceAll(/\s+/g, ' ');
  while (isEnclosed(text)) text = text.slice(1, -1);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}

/** Whether the first parenthesis is closed by the last character. */
function isEnclosed(text: string): boolean {
  if (!text.startsWith('(') || !text.endsWith(')')) return false;
  const bare = text.replaceAll(/'(?:[^']|'')*'/g, (literal) => '_'.repeat(literal.length));
  let depth = 0;
  for (let at = 0; at < bare.length - 1; at++) {
    if (bare[at] === '(') depth++;
    else if (bare[at] === ')') depth--;
    if (depth === 0) return false;
  }
  return true;
}
