import { qualified } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import { oriented } from '../engines/oriented.ts';
import type { Condition } from '../engines/query-facts.ts';
import { figure, percentage } from './figures.ts';
import { harms } from './harm.ts';
import type { PlacedNode } from './plan-tree.ts';
import {
  isTableScan,
  isWholeIndexScan,
  type RowsRead,
  relationText,
  rowsRead,
  scanConditions,
  tableOf,
  textFact,
  topTable,
} from './scan.ts';
import type { SignInput } from './sign.ts';

/** A scan that reads at least so many rows… */
export const leastRead = 10_000;

/** …and keeps no more than this share of them is called wasteful. */
export const mostKept = 0.2;

/** What planners take a condition for of which they know nothing: half of the rows fulfil it. */
export const guessedKept = 0.5;

/** A scan that throws away most of what it reads. */
export interface WastefulScan extends RowsRead {
  readonly placed: PlacedNode;
  readonly table: Table | undefined;
  /** What the rows found are held against; the table's column stands on the left. */
  readonly filter: readonly Condition[];
  readonly access: readonly Condition[];
  /** The table that it is about for the reader: of a partition the whole. */
  readonly subject: string;
}

/**
 * Scans with a filter that discards most of many rows, with a share of the query that is worth a word: of tables, and of
 * whole indexes where these are asked for. `most` is the share of the rows that one may keep: `guessedKept` where a planner
 * only guesses how many fulfil the condition in question.
 */
export function wastefulScans(
  input: SignInput,
  of: 'tables' | 'tables and indexes' = 'tables',
  most = mostKept,
): readonly WastefulScan[] {
  return input.tree.nodes.flatMap((placed) => {
    const { node } = placed;
    const isOne = isTableScan(node) || (of === 'tables and indexes' && isWholeIndexScan(node));
    if (placed.neverExecuted || !isOne || textFact(node, 'Filter') === undefined) return [];
    const rows = rowsRead(placed, input);
    if (!rows || rows.read < leastRead || rows.kept > rows.read * most || !harms(placed.share, input)) return [];
    const table = tableOf(node, input);
    const { access, filter } = scanConditions(placed, input);
    const orient = (list: readonly Condition[]) => list.map((one) => oriented(one, node.alias, table));
    return [
      { ...rows, placed, table, filter: orient(filter), access: orient(access), subject: subjectOf(placed, input) },
    ];
  });
}

/** `reads 4 800 000 rows of orders to keep 120: 99.998% discarded`. */
export function wasteText({ placed, read, kept }: WastefulScan): string {
  const { node } = placed;
  const loops = placed.loops > 1.5 ? ` in ${figure(placed.loops)} executions` : '';
  return `reads ${figure(read)} rows of ${relationText(node)}${loops} to keep ${figure(kept)}: ${percentage(1 - kept / read)} discarded`;
}

/** The table that a scan is about, its partitioned table where it is a partition; its name where the catalog has none. */
export function subjectOf({ node }: PlacedNode, input: SignInput): string {
  const table = tableOf(node, input);
  return table ? qualified(topTable(table, input)) : (node.relation ?? node.alias ?? node.kind);
}
