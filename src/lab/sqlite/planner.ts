import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import { noStatistics, type Statistics } from '../../catalog/statistics.ts';
import type { Connection } from '../../engines/connection.ts';
import { type PlannedFacts, relationsOf } from '../../engines/query/plan/relations.ts';
import { bound } from '../../engines/query/plan/samples.ts';
import { linesOf, type PlanRow } from '../../engines/sqlite/explain/lines.ts';
import { type StatTable, statRows } from '../../engines/sqlite/explain/stat-rows.ts';
import { toPlan } from '../../engines/sqlite/explain/to-plan.ts';
import { type IndexNames, indexNames } from '../../engines/sqlite/index-names.ts';
import { numbered } from '../../engines/sqlite/query/parameters.ts';
import { readFacts } from '../../engines/sqlite/query/read-facts.ts';
import { RelvarError } from '../../findings/error.ts';
import type { PlannedQuery, PlanRequest } from '../lab.ts';

/** What a planner is made to believe, and of what schema. */
export interface Believed {
  readonly catalog: Catalog;
  readonly statistics: Statistics;
  readonly names: IndexNames;
}

/** Nothing is known yet. */
export async function believedNothing(connection: Connection, catalog: Catalog): Promise<Believed> {
  return { catalog, statistics: noStatistics, names: await indexNames(connection, catalog) };
}

/** Fills the engine's tables of statistics, and has them read: the planner looks at nothing else, and at no row. */
export async function believe(connection: Connection, catalog: Catalog, statistics: Statistics): Promise<Believed> {
  const names = await indexNames(connection, catalog);
  await connection.exec('ANALYZE sqlite_schema; DELETE FROM sqlite_stat1; DELETE FROM sqlite_stat4');
  await write(connection, catalog.tables, statistics, names);
  return { catalog, statistics, names };
}

/** Writes the rows of statistics, and has all of them read. */
export async function write(
  connection: Connection,
  tables: readonly StatTable[],
  statistics: Statistics,
  names: IndexNames,
): Promise<void> {
  const { stat1, stat4 } = statRows(tables, statistics, names);
  await connection.query(
    `INSERT INTO sqlite_stat1 (tbl, idx, stat)
     SELECT value ->> 'table', value ->> 'index', value ->> 'stat' FROM json_each(?)`,
    [JSON.stringify(stat1)],
  );
  await connection.query(
    `INSERT INTO sqlite_stat4 (tbl, idx, neq, nlt, ndlt, sample)
     SELECT value ->> 'table', value ->> 'index', value ->> 'equal', value ->> 'less', value ->> 'distinctLess',
       unhex(value ->> 'sample') FROM json_each(?)`,
    [JSON.stringify(stat4)],
  );
  await connection.exec('ANALYZE sqlite_schema');
}

/**
 * Asks for the plan of a query, without running it.
 * @throws RelvarError `query-refused` with the engine's words
 */
export async function planOf(
  connection: Connection,
  { catalog, statistics, names }: Believed,
  request: PlanRequest,
): Promise<PlannedQuery> {
  const sql = numbered(request.sql);
  let rows: readonly PlanRow[];
  try {
    const answer = await connection.query(`EXPLAIN QUERY PLAN ${sql}`, request.samples ?? []);
    // The engine's columns.
    rows = answer as unknown as readonly PlanRow[];
  } catch (cause) {
    throw new RelvarError('query-refused', cause instanceof Error ? cause.message : String(cause), { cause });
  }
  const facts = await factsOf(request.sql, catalog);
  const relations = relationsOf(request.samples ? bound(facts, request.samples) : facts, catalog, statistics);
  const plan = toPlan(linesOf(rows), { relations, statistics: underEngineNames(statistics, catalog, names) });
  return { plan: { ...plan, root: renamed(plan.root, names) }, json: JSON.stringify(rows), doubts: [] };
}

/** What the query asks for, and what the views that it reads do. */
async function factsOf(sql: string, catalog: Catalog): Promise<readonly PlannedFacts[]> {
  const all: PlannedFacts[] = [];
  const seen = new Set<string>();
  const read = async (text: string, from?: string): Promise<void> => {
    const facts = await readFacts(text, catalog, 'query').catch(() => undefined);
    if (!facts) return;
    all.push({ facts, ...(from === undefined ? {} : { view: from }) });
    for (const { table } of facts.blocks.flatMap(({ relations }) => relations)) {
      const view = table && catalog.views.find((one) => one.name === table.name);
      if (!view || seen.has(view.name)) continue;
      seen.add(view.name);
      await read(view.definition, view.name);
    }
  };
  await read(sql);
  return all;
}

/** Plans name indexes as the engine does. */
function underEngineNames(statistics: Statistics, catalog: Catalog, names: IndexNames): Statistics {
  const indexes = { ...statistics.indexes };
  for (const table of catalog.tables) {
    for (const { name } of table.indexes) {
      const known = statistics.indexes[qualified({ schema: table.schema, name })];
      const engine = names.toEngine(table.name, name);
      if (known && engine !== undefined && engine !== name)
        indexes[qualified({ schema: table.schema, name: engine })] = known;
    }
  }
  return { ...statistics, indexes };
}

function renamed(node: PlanNode, names: IndexNames): PlanNode {
  return {
    ...node,
    ...(node.index === undefined ? {} : { index: names.toCatalog(node.relation ?? '', node.index) }),
    children: node.children.map((child) => renamed(child, names)),
  };
}
