import { qualified } from '../../../catalog/names.ts';
import type { ColumnStatistics, IndexSample, IndexStatistics, Statistics } from '../../../catalog/statistics.ts';
import type { Index, Table } from '../../../catalog/table.ts';
import type { IndexNames } from '../index-names.ts';
import { recordOf } from './record.ts';

/** A row of sqlite_stat1: `stat` begins with the entries, then come the rows that share the first key, the first two… */
export interface Stat1Row {
  readonly table: string;
  readonly index: string | null;
  readonly stat: string;
}

/** A row of sqlite_stat4. */
export interface Stat4Row {
  readonly table: string;
  readonly index: string;
  readonly equal: string;
  readonly less: string;
  readonly distinctLess: string;
  /** In hexadecimal digits. */
  readonly sample: string;
}

/** What of a table decides. */
export interface StatTable extends Pick<Table, 'schema' | 'name' | 'columns' | 'primaryKey' | 'options'> {
  readonly indexes: readonly StatIndex[];
}

type StatIndex = Pick<Index, 'name' | 'keys' | 'unique' | 'predicate'>;

/** Values that are known of a column without statistics: the planner takes ten rows for each. */
const rowsPerUnknown = 10;

/** So many samples are kept of an index (`SQLITE_STAT4_SAMPLES` in src/analyze.c). */
const mostSamples = 24;

/** The engine's own tables of statistics, as ANALYZE would fill them where the tables are as the statistics say. */
export function statRows(
  tables: readonly StatTable[],
  statistics: Statistics,
  names: IndexNames,
): { readonly stat1: readonly Stat1Row[]; readonly stat4: readonly Stat4Row[] } {
  const stat1: Stat1Row[] = [];
  const stat4: Stat4Row[] = [];
  for (const table of tables) {
    const known = statistics.tables[qualified(table)];
    if (!known) continue;
    const rows = Math.max(1, Math.round(known.rows));
    stat1.push({ table: table.name, index: null, stat: String(rows) });
    for (const index of table.indexes) {
      const name = engineName(table, index, names);
      if (name === undefined) continue;
      const own = statistics.indexes[qualified({ schema: table.schema, name: index.name })];
      stat1.push({ table: table.name, index: name, stat: statOf(index, rows, own, known.columns) });
      stat4.push(...samplesOf(table, index, name, rows, own, known.columns));
    }
  }
  return { stat1, stat4 };
}

/** A table without row numbers is its own index of its key. */
function engineName(table: StatTable, index: StatIndex, names: IndexNames): string | undefined {
  if (table.primaryKey?.index === index.name && table.options['without_rowid'] !== undefined) return table.name;
  return names.toEngine(table.name, index.name);
}

/** What sqlite_stat1 says of an index. */
function statOf(
  index: StatIndex,
  rows: number,
  own: Partial<IndexStatistics> | undefined,
  columns: Readonly<Record<string, ColumnStatistics>>,
): string {
  const entries = Math.max(1, Math.round(index.predicate === undefined ? rows : (own?.rows ?? rows / 10)));
  let distinct = 1;
  const perKey = index.keys.map((key, at) => {
    const known = own?.rowsPerKey?.[at];
    distinct = Math.min(entries, distinct * distinctOf(key.column, rows, columns));
    if (index.unique && at === index.keys.length - 1) return 1;
    return Math.max(1, Math.round(known ?? Math.ceil(entries / distinct)));
  });
  // Never more for more keys.
  const falling = perKey.map((_, at) => Math.min(...perKey.slice(0, at + 1)));
  return [entries, ...falling].join(' ');
}

function distinctOf(
  column: string | undefined,
  rows: number,
  columns: Readonly<Record<string, ColumnStatistics>>,
): number {
  const known = column === undefined ? undefined : columns[column];
  if (!known) return Math.max(1, rows / rowsPerUnknown);
  return Math.max(1, known.distinct < 0 ? -known.distinct * rows : known.distinct);
}

function samplesOf(
  table: StatTable,
  index: StatIndex,
  name: string,
  rows: number,
  own: IndexStatistics | undefined,
  columns: Readonly<Record<string, ColumnStatistics>>,
): readonly Stat4Row[] {
  const samples = own?.samples ?? madeSamples(table, index, rows, columns);
  const text = (counts: readonly number[]) => counts.map((count) => Math.max(0, Math.round(count))).join(' ');
  return samples.map(({ equal, less, distinctLess, entry }) => ({
    table: table.name,
    index: name,
    equal: text(equal),
    less: text(less),
    distinctLess: text(distinctLess),
    sample: entry,
  }));
}

/**
 * Of an index whose first column's common values are known: the first entry of each, in the order of the index. Null,
 * the least of all values, stands for the keys behind it.
 */
function madeSamples(
  table: StatTable,
  index: StatIndex,
  rows: number,
  columns: Readonly<Record<string, ColumnStatistics>>,
): readonly IndexSample[] {
  const [key, ...others] = index.keys;
  const column = table.columns.find(({ name }) => name === key?.column);
  const known = key?.column === undefined ? undefined : columns[key.column];
  const common = known?.commonValues ?? [];
  if (!column || !known || index.predicate !== undefined || common.length === 0 || key?.descending) return [];
  const isNumber = common.every(({ value }) => value.trim() !== '' && Number.isFinite(Number(value)));
  const inOrder = [...common]
    .sort((a, b) => b.fraction - a.fraction)
    .slice(0, mostSamples)
    .sort((a, b) =>
      isNumber ? Number(a.value) - Number(b.value) : Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)),
    );
  const distinct = distinctOf(column.name, rows, columns);
  const nulls = known.nullFraction * rows;
  const rest = Math.max(0, rows - nulls - common.reduce((sum, { fraction }) => sum + fraction * rows, 0));
  // What is not common lies evenly between.
  const gap = rest / (inOrder.length + 1);
  const distinctGap = Math.max(0, distinct - common.length) / (inOrder.length + 1);
  let less = nulls;
  return inOrder.map(({ value, fraction }, at) => {
    less += gap;
    const equal = Math.max(1, Math.round(fraction * rows));
    const sample: IndexSample = {
      equal: [equal, ...others.map(() => 1), 1],
      less: [less, ...others.map(() => less), less],
      distinctLess: [at + distinctGap * (at + 1), ...others.map(() => less), less],
      entry: recordOf(
        value,
        column.type.affinity ?? (column.type.family === 'text' ? 'text' : 'numeric'),
        others.length,
        Math.round(less) + 1,
      ),
    };
    less += equal;
    return sample;
  });
}
