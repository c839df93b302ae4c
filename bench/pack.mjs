// Reads a pack's statistics (see fidelity.mjs) into Relvar's form.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const dist = process.env.RELVAR_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const { arrayElements } = await import(pathToFileURL(join(dist, 'engines/postgres/array-text.js')).href);

/** The statistics of a pack as Relvar has them. */
export function statisticsOf({ settings = {}, relations = [], columns = [], multivariate }) {
  const key = (schema, name) => `${display(schema ?? 'public')}.${display(name)}`;
  const display = (identifier) => (/^[a-z_][a-z0-9_$]*$/.test(identifier) ? identifier : `"${identifier}"`);
  const tables = {};
  const indexes = {};
  for (const one of relations) {
    if (one.kind === 'i') {
      indexes[key(one.schema, one.name)] = {
        bytes: one.relpages * 8192,
        pages: one.pages ?? one.relpages,
        analyzedPages: one.relpages,
        rows: one.reltuples,
        ...(one.treeHeight == null ? {} : { height: one.treeHeight }),
        ...(one.least == null ? {} : { ends: { least: one.least, greatest: one.greatest } }),
        ...(one.counts == null ? {} : { counts: one.counts }),
        columns: {},
      };
    } else if ('rpm'.includes(one.kind)) {
      tables[key(one.schema, one.name)] = {
        origin: 'observed',
        rows: one.reltuples,
        pages: one.pages ?? one.relpages,
        analyzedPages: one.relpages,
        analyzedRows: one.reltuples,
        allVisiblePages: one.relallvisible ?? 0,
        columns: {},
        inheritedColumns: {},
      };
    }
  }
  const partitioned = new Set(relations.filter((one) => one.kind === 'p').map((one) => key(one.schema, one.name)));
  for (const one of columns) {
    const owner = key(one.schema, one.table);
    const target =
      indexes[owner]?.columns ??
      (one.inherited && !partitioned.has(owner) ? tables[owner]?.inheritedColumns : tables[owner]?.columns);
    if (!target) continue;
    target[one.column] = columnOf(one);
  }
  return { settings, tables, indexes, sequences: {}, ...(multivariate && { multivariate }) };
}

/** A row of pg_stats. */
export function columnOf(one) {
  const list = (text) => (text == null ? undefined : Array.isArray(text) ? text.map(String) : arrayElements(text));
  const values = list(one.most_common_vals);
  const fractions = list(one.most_common_freqs)?.map(Number);
  const elements = list(one.most_common_elems);
  return {
    nullFraction: one.null_frac,
    averageWidth: one.avg_width,
    distinct: one.n_distinct,
    ...(values && { commonValues: values.map((value, at) => ({ value, fraction: fractions[at] })) }),
    ...(one.histogram_bounds != null && { histogram: list(one.histogram_bounds) }),
    ...(one.correlation != null && { correlation: one.correlation }),
    ...(elements && {
      elements: {
        values: elements,
        fractions: list(one.most_common_elem_freqs).map(Number),
        ...(one.elem_count_histogram != null && { counts: list(one.elem_count_histogram).map(Number) }),
      },
    }),
    ...(one.range_empty_frac != null && {
      ranges: {
        emptyFraction: one.range_empty_frac,
        ...(one.range_length_histogram != null && { lengths: list(one.range_length_histogram).map(Number) }),
        ...(one.range_bounds_histogram != null && { bounds: list(one.range_bounds_histogram) }),
      },
    }),
  };
}
