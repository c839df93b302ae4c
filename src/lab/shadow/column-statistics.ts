import type { PGlite } from '@electric-sql/pglite';
import { qualifiedColumn } from '../../catalog/names.ts';
import type { ColumnStatistics, Statistics } from '../../catalog/statistics.ts';
import type { ShadowRelation } from './relations.ts';

/** Statistics of one column, and whose. */
export interface ColumnEntry {
  readonly schema: string;
  readonly relation: string;
  readonly column: string;
  /** Of a table together with those that inherit from it. */
  readonly inherited: boolean;
  readonly statistics: ColumnStatistics;
}

/** What the statistics say of columns of relations that the lab has. */
export function columnEntries(
  relations: ReadonlyMap<string, ShadowRelation>,
  statistics: Pick<Statistics, 'tables' | 'indexes'>,
): readonly ColumnEntry[] {
  const entries: ColumnEntry[] = [];
  const add = (
    { schema, name }: ShadowRelation,
    inherited: boolean,
    columns: Readonly<Record<string, ColumnStatistics>> = {},
  ) => {
    for (const [column, one] of Object.entries(columns)) {
      entries.push({ schema, relation: name, column, inherited, statistics: one });
    }
  };
  for (const relation of relations.values()) {
    const table = statistics.tables[relation.key];
    if (relation.index) add(relation, false, statistics.indexes[relation.key]?.columns);
    else if (table) {
      add(relation, relation.kind === 'p', table.columns);
      if (relation.kind !== 'p') add(relation, true, table.inheritedColumns);
    }
  }
  return entries;
}

/**
 * What is known of the expressions of an index, for the index and for those of partitions that are its parts: these may
 * call their columns otherwise, so they are told apart by their place.
 */
export function expressionEntries(
  parts: readonly ShadowRelation[],
  columns: Readonly<Record<string, ColumnStatistics>> = {},
): readonly ColumnEntry[] {
  const known = Object.values(columns);
  return parts.flatMap(({ schema, name, kind, index }) => {
    const own = index?.columns.slice(0, index.keys).filter((column) => column.tableColumn === undefined) ?? [];
    if (own.length !== known.length) return [];
    return own.flatMap((column, at) => {
      const statistics = known[at];
      return statistics ? [{ schema, relation: name, column: column.name, inherited: kind === 'I', statistics }] : [];
    });
  });
}

/** Characters of JSON that are handed over at once. */
const portion = 1_000_000;

/**
 * Hands column statistics to the engine by pg_restore_attribute_stats, many in one round trip. What it does not take
 * (a column that is not there, a value that the type refuses) is left out and told, a sentence each.
 */
export async function restoreColumns(engine: PGlite, entries: readonly ColumnEntry[]): Promise<readonly string[]> {
  const told: string[] = [];
  let rows: string[] = [];
  let length = 0;
  const flush = async (from: number) => {
    if (rows.length > 0) told.push(...(await restore(engine, entries.slice(from, from + rows.length), rows)));
    rows = [];
    length = 0;
  };
  for (const [at, entry] of entries.entries()) {
    const row = JSON.stringify(columnRow(entry));
    rows.push(row);
    length += row.length;
    if (length > portion) await flush(at - rows.length + 1);
  }
  await flush(entries.length - rows.length);
  return told;
}

async function restore(
  engine: PGlite,
  entries: readonly ColumnEntry[],
  rows: readonly string[],
): Promise<readonly string[]> {
  const notices: string[] = [];
  let taken: ReadonlyMap<number, boolean>;
  try {
    const result = await engine.query<{ n: number; taken: boolean }>(
      restoreQuery,
      [`[${rows.map((row, at) => `{"n":${at},${row.slice(1)}`).join(',')}]`],
      { onNotice: (notice) => notices.push(notice.message ?? '') },
    );
    taken = new Map(result.rows.map((row) => [row.n, row.taken]));
  } catch (error) {
    const [first] = entries;
    if (entries.length === 1 && first) {
      return [`${nameOf(first)}: its statistics were left out (${error instanceof Error ? error.message : error})`];
    }
    // Somebody's input function threw: halving finds whose.
    const half = entries.length >> 1;
    return [
      ...(await restore(engine, entries.slice(0, half), rows.slice(0, half))),
      ...(await restore(engine, entries.slice(half), rows.slice(half))),
    ];
  }
  const partly = entries.filter((_, at) => taken.get(at) === false);
  return [
    ...entries
      .filter((_, at) => !taken.has(at))
      .map((entry) => `${nameOf(entry)}: there is no such column here; its statistics were left out`),
    ...partly.map((entry) => {
      const reasons = partly.length === 1 ? [...new Set(notices)].join('; ') : '';
      return `${nameOf(entry)}: a part of its statistics was left out${reasons === '' ? '' : ` (${reasons})`}`;
    }),
    ...(partly.length > 1 ? [...new Set(notices)] : []),
  ];
}

function nameOf(entry: ColumnEntry): string {
  return qualifiedColumn({ schema: entry.schema, name: entry.relation }, entry.column);
}

/** The call for one record `s`; its schema as SQL. */
export const restoreCall = (schema: string) =>
  `pg_restore_attribute_stats('schemaname', ${schema}, 'relname', s.relation, 'attname', s.attribute,
  'inherited', s.inherited, 'null_frac', s.null_frac, 'avg_width', s.avg_width, 'n_distinct', s.n_distinct,
  'most_common_vals', s.common_values, 'most_common_freqs', s.common_fractions, 'histogram_bounds', s.histogram,
  'correlation', s.correlation, 'most_common_elems', s.elements, 'most_common_elem_freqs', s.element_fractions,
  'elem_count_histogram', s.element_counts, 'range_length_histogram', s.range_lengths,
  'range_empty_frac', s.range_empty, 'range_bounds_histogram', s.range_bounds)`;

/** Records `s` of a list that {@link columnRow} made, given as SQL. */
export const restoreRecords = (json: string) =>
  `json_to_recordset(${json}::text::json) AS s (n int, schema text, relation text, attribute text, inherited boolean,
  null_frac real, avg_width int, n_distinct real, common_values text, common_fractions real[], histogram text,
  correlation real, elements text, element_fractions real[], element_counts real[], range_lengths text,
  range_empty real, range_bounds text)`;

const restoreQuery = `
SELECT s.n, ${restoreCall('s.schema')} AS taken FROM ${restoreRecords('$1')}
JOIN pg_namespace n ON n.nspname = s.schema
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.relation
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attribute AND a.attnum > 0 AND NOT a.attisdropped`;

/** What pg_restore_attribute_stats takes, under the names of {@link restoreRecords}. */
export function columnRow(entry: ColumnEntry): Readonly<Record<string, unknown>> {
  const { commonValues = [], histogram = [], elements, ranges, ...one } = entry.statistics;
  return {
    schema: entry.schema,
    relation: entry.relation,
    attribute: entry.column,
    inherited: entry.inherited,
    null_frac: one.nullFraction,
    avg_width: Math.round(one.averageWidth),
    n_distinct: one.distinct,
    ...(commonValues.length > 0 && {
      common_values: arrayText(commonValues.map(({ value }) => value)),
      common_fractions: commonValues.map(({ fraction }) => fraction),
    }),
    ...(histogram.length > 1 && { histogram: arrayText(histogram) }),
    ...(one.correlation !== undefined && { correlation: one.correlation }),
    ...(elements && { elements: arrayText(elements.values), element_fractions: elements.fractions }),
    ...(elements?.counts && { element_counts: elements.counts }),
    ...(ranges && { range_empty: ranges.emptyFraction }),
    ...(ranges?.lengths && { range_lengths: arrayText(ranges.lengths.map(String)) }),
    ...(ranges?.bounds && { range_bounds: arrayText(ranges.bounds) }),
  };
}

/** An array as text, every element in quotes. */
function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
