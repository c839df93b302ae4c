import type { Change } from '../../catalog/change.ts';
import { qualified } from '../../catalog/names.ts';
import type { IndexStatistics } from '../../catalog/statistics.ts';
import { triableForm } from '../../engines/postgres/locks.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { renderChange } from '../../engines/postgres/render.ts';
import { sizes } from '../../engines/postgres/sizes/index.ts';
import { postgresTraits } from '../../engines/postgres/traits.ts';
import { RelvarError } from '../../findings/error.ts';
import type { PlannedQuery, PlanRequest, Supposition } from '../lab.ts';
import { inflateOne, sizesStatement, together } from './believe.ts';
import { columnEntries, expressionEntries, restoreColumns } from './column-statistics.ts';
import { indexEnds } from './index-ends.ts';
import { restoreMultivariate } from './multivariate.ts';
import { planQuery } from './plan-query.ts';
import { believedSizes } from './relation-sizes.ts';
import { relationsOf, relationsQuery } from './relations.ts';
import { type Believed, forgetBuffers, type Shadow } from './shadow.ts';
import { lengthen, shorten } from './shorten.ts';

type Answer = PlannedQuery | { readonly error: string };

/**
 * Plans queries in a supposed state and undoes it: changes are carried out in a transaction that is rolled back. The
 * files of the tables they touch are short meanwhile, as the changes would read them from end to end, and long again
 * for the planning. Where a change fails, every query's answer is that error.
 */
export async function suppose(
  shadow: Shadow,
  supposition: Supposition,
  requests: readonly PlanRequest[],
): Promise<readonly Answer[]> {
  const changes = (supposition.changes ?? []).filter(({ kind }) => kind !== 'analyze' && kind !== 'vacuum');
  const touched = touchedBy(shadow, changes);
  // Building an index reads the table and no other index.
  const indexesOnly = changes.every(({ kind }) => kind === 'create index' || kind === 'drop index');
  const short = indexesOnly ? touched.filter(({ relation }) => !relation.index) : touched;
  const statements = changes.flatMap(statementsOf);
  await shorten(shadow, short);
  try {
    await shadow.connection.exec('BEGIN');
    const supposed = await changed(shadow, supposition, statements, { touched, short });
    if (supposition.without && supposition.without.length > 0) {
      await shadow.connection.exec(hideStatement(supposition.without));
    }
    const answers: Answer[] = [];
    for (const request of requests) answers.push(await answer(supposed, request));
    return answers;
  } catch (error) {
    // What the engine says of a change has a code; the rest is our own.
    if (!(error instanceof Error && 'code' in error)) throw error;
    return requests.map(() => ({ error: error.message }));
  } finally {
    await shadow.connection.exec('ROLLBACK');
    await lengthen(shadow, short, touched);
  }
}

/**
 * Carries the changes out and makes what they touched or made as large as it is believed to be. The shadow that comes
 * back knows the supposed relations, too.
 */
async function changed(
  shadow: Shadow,
  supposition: Supposition,
  statements: readonly string[],
  { touched, short }: { readonly touched: readonly Believed[]; readonly short: readonly Believed[] },
): Promise<Shadow> {
  if (statements.length === 0 && !supposition.statistics) return shadow;
  const tables = touched.flatMap(({ relation }) => (relation.index ? [] : [relation.oid]));
  const results = await shadow.connection.queryAll([...statements, relationsQuery(tables)]);
  const relations = relationsOf(results.at(-1) ?? []);
  const indexes = { ...derivedSizes(shadow, supposition.changes ?? []), ...supposition.statistics?.indexes };
  const statistics = together(shadow.statistics, { ...supposition.statistics, indexes });
  const believed = believedSizes(relations, statistics);
  const ends = await indexEnds(shadow, relations, { indexes });
  // A table that was renamed is as large as it was.
  const before = new Map(touched.map(({ relation, size }) => [relation.oid, size]));
  const untouched = new Set(touched.filter((one) => !short.includes(one)).map(({ relation }) => relation.path));
  const resized = [...relations.values()].flatMap((relation) => {
    const size = believed.get(relation.key) ?? before.get(relation.oid);
    return size && !untouched.has(relation.path) ? [{ relation, size }] : [];
  });
  const supposed = {
    ...shadow,
    believed: new Map(shadow.believed),
    originals: new Map(shadow.originals),
    statistics,
    ends: new Map([...shadow.ends, ...ends.entries]),
  };
  const readsIndexes = short.some(({ relation }) => relation.index);
  for (const one of resized) supposed.believed.set(one.relation.key, one);
  // Some methods build their first pages in the buffers, and other changes read the pages of other indexes.
  if (readsIndexes || resized.some(({ relation }) => relation.index && relation.index.method !== 'btree')) {
    await shadow.connection.queryAll(forgetBuffers);
  }
  for (const one of resized) inflateOne(supposed, one);
  if (resized.length > 0) await shadow.connection.exec(sizesStatement(resized));
  if (readsIndexes || supposition.statistics) {
    const entries = columnEntries(new Map(resized.map(({ relation }) => [relation.key, relation])), statistics);
    if (entries.length > 0) await restoreColumns(shadow.engine, entries);
    const { multivariate } = supposition.statistics ?? {};
    if (multivariate) {
      await restoreMultivariate(shadow.connection, { multivariate }, (table) => statistics.tables[table]?.rows ?? 0);
    }
  } else {
    const made = [...relations.values()].filter(({ key }) => indexes[key] !== undefined);
    const entries = made.flatMap((relation) => expressionEntries([relation], indexes[relation.key]?.columns));
    if (entries.length > 0) await restoreColumns(shadow.engine, entries);
  }
  return supposed;
}

/** Sizes of the indexes that changes make, by their tables' statistics. */
function derivedSizes({ catalog, statistics }: Shadow, changes: readonly Change[]): Record<string, IndexStatistics> {
  const derived: Record<string, IndexStatistics> = {};
  for (const change of changes) {
    const size = catalog && sizes.supposed(catalog, statistics, change);
    if (size && change.kind === 'create index') {
      derived[qualified({ schema: change.table.schema, name: change.name })] = size;
    }
  }
  return derived;
}

async function answer(shadow: Shadow, request: PlanRequest): Promise<Answer> {
  try {
    return await planQuery(shadow, request, true);
  } catch (error) {
    if (error instanceof RelvarError) return { error: error.message };
    throw error;
  }
}

/** Takes indexes from the planner's sight, those of partitions with them. */
export function hideStatement(indexes: readonly string[]): string {
  const given = indexes.map((key) => `(to_regclass(${quoteLiteral(key)}))`).join(', ');
  return `UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (
    SELECT coalesce(t.relid, given.index) FROM (VALUES ${given}) AS given (index) LEFT JOIN pg_partition_tree(given.index) t ON true)`;
}

/** The statements of a change as they can be carried out in a transaction. */
export function statementsOf(change: Change): readonly string[] {
  return renderChange(change, postgresTraits('18')).flatMap((statement) => triableForm(statement).sql ?? []);
}

/** The tables that changes name, with their indexes; where one has partitions, everything. */
export function touchedBy(shadow: Shadow, changes: readonly Change[]): readonly Believed[] {
  const named = new Set<string>();
  for (const change of changes) {
    if ('table' in change) named.add(qualified(change.table));
    if ('references' in change) named.add(qualified(change.references));
  }
  const all = [...shadow.believed.values()];
  if (all.some(({ relation }) => relation.kind === 'p' && named.has(relation.key))) return all;
  return all.filter(({ relation }) => named.has(relation.index?.table ?? relation.key));
}
