import type { Catalog } from '../../catalog/catalog.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { textOrder } from '../collation.ts';
import { columnEntries, restoreColumns } from './column-statistics.ts';
import { indexEnds, visibilityMap } from './index-ends.ts';
import { inflate } from './inflate.ts';
import { restoreMultivariate } from './multivariate.ts';
import { believedSizes, mostPages } from './relation-sizes.ts';
import { readRelations, type ShadowRelation } from './relations.ts';
import { applySettings } from './settings.ts';
import { type Believed, forgetBuffers, type Shadow } from './shadow.ts';

/**
 * Makes the planner believe the statistics: the lengths of files, what pg_class says of the last analysis, column
 * statistics, statistics of columns together, planner settings. Of every relation that is given, what was believed
 * before is forgotten.
 *
 * @returns what could not be taken, a sentence each
 */
export async function believe(shadow: Shadow, catalog: Catalog, statistics: Statistics): Promise<readonly string[]> {
  const relations = await readRelations(shadow.connection);
  const sizes = believedSizes(relations, statistics);
  const given = [...relations.values()].flatMap((relation) => {
    const size = sizes.get(relation.key);
    return size ? [{ relation, size }] : [];
  });
  await forget(shadow, given);
  shadow.catalog = catalog;
  shadow.memory.clear();
  const before = Object.entries(shadow.statistics.indexes).filter(([key]) => !sizes.has(key));
  shadow.statistics = together({ ...shadow.statistics, indexes: Object.fromEntries(before) }, statistics);
  const ends = await indexEnds(shadow, relations, statistics);
  shadow.ends = new Map([...[...shadow.ends].filter(([key]) => !sizes.has(key)), ...ends.entries]);
  for (const one of given) shadow.believed.set(one.relation.key, one);
  for (const one of given) inflateOne(shadow, one);
  await shadow.connection.exec(sizesStatement(given));
  return [
    ...missing(relations, statistics),
    ...tooLarge(statistics),
    ...otherOrder(shadow, statistics),
    ...ends.told,
    ...(await restoreColumns(shadow.engine, columnEntries(relations, statistics))),
    ...(await restoreMultivariate(shadow.connection, statistics, (table) => statistics.tables[table]?.rows ?? 0)),
    ...(await applySettings(shadow.connection, statistics.settings, shadow.major)),
  ];
}

/** The first where the second says nothing; the second's settings. */
export function together(
  before: Statistics,
  now: Partial<Pick<Statistics, 'settings' | 'tables' | 'indexes' | 'multivariate'>>,
): Statistics {
  return {
    ...before,
    settings: now.settings ?? before.settings,
    tables: { ...before.tables, ...now.tables },
    indexes: { ...before.indexes, ...now.indexes },
    multivariate: { ...before.multivariate, ...now.multivariate },
  };
}

async function forget(shadow: Shadow, given: readonly Believed[]): Promise<void> {
  const oids = given.map(({ relation }) => relation.oid).join(',');
  await shadow.connection.queryAll([
    ...forgetBuffers,
    `DELETE FROM pg_statistic WHERE starelid = ANY ('{${oids}}')`,
    `DELETE FROM pg_statistic_ext_data WHERE stxoid IN (SELECT oid FROM pg_statistic_ext WHERE stxrelid = ANY ('{${oids}}'))`,
  ]);
}

/** Makes the file of a relation as long as it is believed to be, with the first pages that the planner reads. */
export function inflateOne(shadow: Shadow, { relation, size }: Believed): void {
  const heap = relation.index && shadow.believed.get(relation.index.table);
  const ends = shadow.ends.get(relation.key);
  inflate(shadow.files, shadow.originals, relation, size, {
    ...(heap ? { heapPages: heap.size.pages } : {}),
    ...(ends ? { ends } : {}),
  });
  if (ends && heap?.relation.path !== undefined) shadow.files.write(`${heap.relation.path}_vm`, visibilityMap());
}

/** What pg_class says; writing it also makes the engine look at the files anew. */
export function sizesStatement(given: readonly Believed[]): string {
  const sizes = given.map(({ relation, size }) => ({
    oid: relation.oid,
    // Page numbers are unsigned; the columns that hold them are not.
    pages: size.analyzedPages | 0,
    rows: size.analyzedRows,
    visible: size.allVisiblePages | 0,
  }));
  return `UPDATE pg_class c SET relpages = s.pages, reltuples = s.rows, relallvisible = s.visible
    FROM json_to_recordset('${JSON.stringify(sizes)}') AS s (oid oid, pages integer, rows real, visible integer) WHERE c.oid = s.oid`;
}

/** What one table cannot be is planned as the largest that it can. */
function tooLarge({ tables }: Pick<Statistics, 'tables'>): readonly string[] {
  return Object.entries(tables)
    .filter(([, table]) => (table.pages ?? 0) > mostPages)
    .map(([key]) => `${key} would be over 32 TB, more than one table can be: it was planned as 32 TB`);
}

function otherOrder(shadow: Shadow, statistics: Statistics): readonly string[] {
  const order = textOrder(statistics.settings);
  if (order === undefined || order === shadow.textOrder) return [];
  return [
    order === 'linguistic'
      ? 'production orders text as people do, and this lab by code units: here a plain index serves LIKE, there only one with text_pattern_ops; ranges of text may be estimated otherwise'
      : 'production orders text by code units, and this lab as people do: there a plain index serves LIKE; ranges of text may be estimated otherwise',
  ];
}

function missing(
  relations: ReadonlyMap<string, ShadowRelation>,
  statistics: Pick<Statistics, 'tables' | 'indexes'>,
): readonly string[] {
  return [
    ...Object.keys(statistics.tables)
      .filter((key) => !relations.has(key))
      .map((key) => `${key}: there is no such table here; its statistics were left out`),
    ...Object.keys(statistics.indexes)
      .filter((key) => !relations.has(key))
      .map((key) => `${key}: there is no such index here; its statistics were left out`),
  ];
}
