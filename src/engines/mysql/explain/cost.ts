/**
 * Costs in the unit of reading the next row of a table in its order. The factors are those of MariaDB 11.4 for InnoDB
 * (`information_schema.OPTIMIZER_COSTS`; `innobase_update_optimizer_costs` in storage/innobase/handler/ha_innodb.cc), each
 * with the copy and the check of a row, divided by that of the next row: 0.163 microseconds.
 */
const factors = {
  /** Finding a place in an index. */
  find: 4.9,
  /** A row that an entry of a secondary index leads to, the entry included. */
  rowByEntry: 5.9,
  /** An entry that holds all that is wanted. */
  entry: 0.9,
  /** The next row of the table. */
  row: 1,
  /** Finding the group of a row in a table on the way, and writing it (measured: docs/decisions/020). */
  grouped: 3,
  /** Holding a row against one that stands in a join buffer. */
  pair: 0.2,
} as const;

/** Rows that a join buffer of the usual 256 kB holds, for rows of about a hundred bytes. */
const bufferedRows = 2600;

/** One search or scan that finds so many rows: in the table's own order, by entries that suffice, or by entries and rows. */
export function accessCost(
  found: number,
  how: { readonly searches: boolean; readonly covering: boolean; readonly clustered: boolean },
): number {
  const each = how.clustered ? factors.row : how.covering ? factors.entry : factors.rowByEntry;
  return (how.searches ? factors.find : 0) + found * each;
}

/** So many rows that each go to their group in a table on the way. */
export function tableCost(rows: number): number {
  return rows * factors.grouped;
}

/** Joining by a buffer: the inner rows are read for each filling of it, and held against what is in it. */
export function bufferedCost(outer: number, inner: number, innerCost: number, hashes: boolean): number {
  if (hashes) return innerCost + (outer + inner) * factors.pair;
  return Math.ceil(Math.max(1, outer) / bufferedRows) * innerCost + outer * inner * factors.pair;
}
