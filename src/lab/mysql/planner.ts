import type { Catalog } from '../../catalog/catalog.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import { messageOf } from '../../engines/cause.ts';
import type { Connection } from '../../engines/connection.ts';
import { blockIn } from '../../engines/mysql/explain/json.ts';
import { toPlan } from '../../engines/mysql/explain/to-plan.ts';
import { readFacts } from '../../engines/mysql/query/read-facts.ts';
import { node } from '../../engines/query/plan/loop.ts';
import { type PlannedFacts, relationsOf } from '../../engines/query/plan/relations.ts';
import { bound } from '../../engines/query/plan/samples.ts';
import { RelvarError } from '../../findings/error.ts';
import type { PlannedQuery, PlanRequest } from '../lab.ts';
import { findsNothing, type Hidden, insertOf, keyRows, planned } from './statement.ts';

/** What the planner is made to believe, and of what schema. */
export interface Believed {
  readonly catalog: Catalog;
  readonly statistics: Statistics;
}

/** Up to so many equal values the planner looks into indexes: with one never, it then goes by the rows of a key on average. */
const averages = 1;
const lookups = 200;

/** So many times a plan is asked for without what it should not have chosen. */
const mostRounds = 3;

/**
 * Asks for the plan of a query, without running it. The planner counts the rows of a range, and of a value that is
 * written in the query, in the index itself, and finds it empty: it thinks each of them rare. So it is asked several
 * times, with and without those looks, and without the indexes that it chose by them; of the plans the one is told that is
 * the cheapest by the statistics.
 * @throws RelvarError `query-refused` with the engine's words
 */
export async function planOf(
  connection: Connection,
  believed: Believed,
  request: PlanRequest,
  hidden: Hidden = new Map(),
): Promise<PlannedQuery> {
  const facts = await readFacts(request.sql, believed.catalog, 'query');
  if (findsNothing(request.sql))
    return { plan: { root: node('Result', { totalCost: 1 }), ...noFacts }, json: '{}', doubts: [] };
  const all = await withViews(request.sql, believed.catalog);
  const ask = async (without: Hidden): Promise<PlannedQuery> => {
    const sql = planned(request.sql, facts, believed.catalog, without, request.samples);
    const rows = keyRows(facts, believed.catalog, request.samples).map(insertOf);
    return plannedAs(await explained(connection, sql, rows), all, believed, request);
  };
  let best: PlannedQuery | undefined;
  for (const limit of [averages, lookups]) {
    await connection.exec(`SET SESSION eq_range_index_dive_limit = ${limit}`);
    let without: Hidden | undefined = hidden;
    for (let round = 0; round <= mostRounds && without !== undefined; round++) {
      const answer: PlannedQuery = await ask(without);
      if (best === undefined || answer.plan.root.totalCost < best.plan.root.totalCost) best = answer;
      without = divedIn(answer.plan.root, believed.catalog, without);
    }
  }
  if (!best) throw new Error('no plan was asked for');
  const doubts = doubtsOf(best.plan.root, all);
  return { ...best, doubts };
}

/**
 * The plan of a query on a database with its rows, in which nothing is made.
 * @throws RelvarError `query-refused` with the engine's words
 */
export async function planOnLive(
  connection: Connection,
  believed: Believed,
  request: PlanRequest,
): Promise<PlannedQuery> {
  const facts = await readFacts(request.sql, believed.catalog, 'query');
  const sql = planned(request.sql, facts, believed.catalog, new Map(), request.samples);
  const json = await jsonOf(connection, sql);
  return plannedAs(json, await withViews(request.sql, believed.catalog), believed, request, true);
}

/** What the server answers, with what is known of the query and of its tables. */
function plannedAs(
  json: string,
  all: readonly PlannedFacts[],
  { catalog, statistics }: Believed,
  { samples }: PlanRequest,
  isLive = false,
): PlannedQuery {
  const context = {
    relations: relationsOf(samples ? bound(all, samples) : all, catalog, statistics),
    statistics,
    joins: joinsOf(all),
    ...(isLive ? { counted: true as const } : {}),
  };
  return { plan: toPlan(blockIn(json, 'the plan'), context), json, doubts: [] };
}

async function jsonOf(connection: Connection, sql: string): Promise<string> {
  try {
    const [row] = await connection.query(`EXPLAIN FORMAT=JSON ${sql}`);
    return String(Object.values(row ?? {})[0]);
  } catch (cause) {
    throw new RelvarError('query-refused', messageOf(cause), { cause });
  }
}

const noFacts = { settings: {}, triggers: [], analyzed: false } as const;

/** Asks with rows for the keys that the query looks up, which are gone afterwards. */
async function explained(connection: Connection, sql: string, rows: readonly string[]): Promise<string> {
  await connection.exec('START TRANSACTION');
  try {
    // A row that cannot be had is none: a trigger refuses it, or a check.
    for (const insert of rows) await connection.batch([insert]);
    return await jsonOf(connection, sql);
  } finally {
    await connection.exec('ROLLBACK');
  }
}

/** What the query asks for, and what the views that it reads do. */
async function withViews(sql: string, catalog: Catalog): Promise<readonly PlannedFacts[]> {
  const all: PlannedFacts[] = [];
  const seen = new Set<string>();
  const read = async (text: string, view?: string): Promise<void> => {
    const facts = await readFacts(text, catalog, 'query').catch(() => undefined);
    if (!facts) return;
    all.push({ facts, ...(view === undefined ? {} : { view }) });
    for (const { table } of facts.blocks.flatMap(({ relations }) => relations)) {
      const found = table && catalog.views.find(({ name }) => name === table.name);
      if (!found || seen.has(found.name)) continue;
      seen.add(found.name);
      await read(found.definition, found.name);
    }
  };
  await read(sql);
  return all;
}

function joinsOf(all: readonly PlannedFacts[]): ReadonlyMap<string, 'inner' | 'left' | 'exists'> {
  const found = new Map<string, 'inner' | 'left' | 'exists'>();
  for (const { relations, role } of all.flatMap(({ facts }) => facts.blocks)) {
    for (const { alias, join } of relations) {
      if (join === 'left') found.set(alias.toLowerCase(), 'left');
      else if (role === 'exists' || role === 'in') found.set(alias.toLowerCase(), 'exists');
    }
  }
  return found;
}

/** Access types for which the planner looks into the index. */
const dives = new Set(['range', 'index_merge']);

/** The indexes that the plan chose by looking into them, hidden beside the others; nothing where there are none. */
function divedIn(root: PlanNode, catalog: Catalog, hidden: Hidden): Hidden | undefined {
  const found = new Map<string, readonly string[]>(hidden);
  let more = false;
  const visit = (one: PlanNode): void => {
    const isDive = dives.has(String(one.facts['Access Type'])) || knowsValue(one);
    const table = catalog.tables.find(({ name }) => name === one.relation);
    if (isDive && table && one.index !== undefined && canHide(table, one.index)) {
      const own = found.get(table.name) ?? [];
      if (!own.includes(one.index)) {
        found.set(table.name, [...own, one.index]);
        more = true;
      }
    }
    one.children.forEach(visit);
  };
  visit(root);
  return more ? found : undefined;
}

/** A value that is written in the query may be one of the common ones: statistics of the index know none. */
function knowsValue(one: PlanNode): boolean {
  const condition = one.facts['Index Cond'];
  return (
    one.facts['Access Type'] === 'ref' && typeof condition === 'string' && /(?:=|\bin \()\s*(?:'|\d)/.test(condition)
  );
}

function canHide(table: Table, index: string): boolean {
  return index !== 'PRIMARY' || table.indexes.length > 1;
}

function doubtsOf(root: PlanNode, all: readonly PlannedFacts[]): readonly string[] {
  const doubts: string[] = [];
  const ranges: string[] = [];
  const visit = (one: PlanNode): void => {
    if (dives.has(String(one.facts['Access Type'])) && one.relation !== undefined) ranges.push(one.relation);
    one.children.forEach(visit);
  };
  visit(root);
  if (ranges.length > 0) {
    doubts.push(
      `the server counts the rows of a range in the index itself, which is empty here: for ${[...new Set(ranges)].join(', ')} the statistics were asked instead, and whether the range or the whole table is read was decided by them`,
    );
  }
  if (all.some(({ view }) => view !== undefined)) {
    doubts.push('supposed indexes cannot be hidden inside views: the plan may use one that is not proposed');
  }
  return doubts;
}

/** Names for an IGNORE INDEX, by table. */
export function hiddenBy(names: Iterable<{ readonly table: string; readonly index: string }>): Hidden {
  const found = new Map<string, string[]>();
  for (const { table, index } of names) {
    const own = found.get(table) ?? [];
    found.set(table, own);
    own.push(index);
  }
  return found;
}
