import type { PlanNode, QueryPlan } from '../../catalog/query-plan.ts';
import type { Connection } from '../../engines/connection.ts';
import { conditionReader } from '../../engines/postgres/explain/conditions.ts';
import { number, optionalText, text } from '../../engines/postgres/introspect/rows.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import type { Condition } from '../../engines/query-facts.ts';
import type { PlannedQuery } from '../lab.ts';
import type { ShadowIndex, ShadowRelation } from './relations.ts';
import type { Shadow } from './shadow.ts';

/**
 * PostgreSQL 18 jumps over the columns of a B-tree that a query says nothing of, value by value (skip scan, release
 * notes of 18, section E.1.3.1.2). Servers before it read the whole index there, or the range of its first columns.
 */
export const firstWithSkipScan = 18;

/** A B-tree that is read with a column left out before one that is asked for. */
interface Skip {
  readonly relation: ShadowRelation;
  /** The first of its columns that is not bound to values, from 0. */
  readonly gap: number;
}

type ConditionReader = (text: string) => readonly Condition[];

/** Rounds of planning, each without the skips of those before. */
const mostRounds = 8;

/**
 * A plan as a server without skip scans makes it. The planner takes no skip scan over a column of which it does not
 * know how many values it has (btcostestimate in src/backend/utils/adt/selfuncs.c), and of what an index computes it
 * asks the index's own statistics: so an index gives way, until the answer is there, to one on the same file whose
 * skipped column is an expression that is the column itself, with statistics that say all but that number. Nothing
 * else of the query is estimated otherwise.
 */
export async function withoutSkipScans(
  shadow: Shadow,
  planned: PlannedQuery,
  inTransaction: boolean,
  again: () => Promise<PlannedQuery>,
): Promise<PlannedQuery> {
  const conditionsOf = await conditionReader();
  const { connection } = shadow;
  const handled = new Set<string>();
  const twins = new Map<number, number>();
  const newSkips = (plan: QueryPlan) => skipsIn(shadow, plan, conditionsOf).filter((one) => !handled.has(keyOf(one)));
  let answer = planned;
  let found = newSkips(answer.plan);
  if (found.length === 0) return answer;
  await connection.exec(inTransaction ? 'SAVEPOINT relvar_skip' : 'BEGIN');
  try {
    await connection.exec('CREATE CAST (text AS pg_node_tree) WITHOUT FUNCTION');
    for (let round = 0; found.length > 0 && round < mostRounds; round++) {
      for (const one of found) {
        handled.add(keyOf(one));
        const own = twins.get(one.relation.oid) ?? one.relation.oid;
        twins.set(one.relation.oid, await unskippable(connection, own, one.gap));
      }
      answer = await again();
      found = newSkips(answer.plan);
    }
  } finally {
    await connection.exec(inTransaction ? 'ROLLBACK TO SAVEPOINT relvar_skip' : 'ROLLBACK');
  }
  return found.length === 0 ? answer : { ...answer, doubts: [...answer.doubts, skipDoubt] };
}

const skipDoubt =
  'The plan skips over columns of more indexes than were tried without: servers before version 18 would read them whole.';

const keyOf = ({ relation, gap }: Skip) => `${relation.oid} ${gap}`;

function skipsIn(shadow: Shadow, { root }: QueryPlan, conditionsOf: ConditionReader): readonly Skip[] {
  const found = new Map<string, Skip>();
  for (const node of nodesOf(root)) for (const one of skipsOf(shadow, node, conditionsOf)) found.set(keyOf(one), one);
  return [...found.values()];
}

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** Of the indexes that bear the name: plans name no schema. */
function skipsOf({ believed }: Shadow, node: PlanNode, conditionsOf: ConditionReader): readonly Skip[] {
  const asked = node.facts['Index Cond'];
  if (node.index === undefined || typeof asked !== 'string') return [];
  const found: Skip[] = [];
  for (const { relation } of believed.values()) {
    const { index, name } = relation;
    if (name !== node.index || index?.method !== 'btree' || index.keys === 1) continue;
    const skip = skipOf(index, conditionsOf(asked));
    if (skip) found.push({ relation, ...skip });
  }
  return found;
}

/** Where conditions, which a plan prints in the order of the index's columns, leave a gap. */
function skipOf({ columns, keys }: ShadowIndex, conditions: readonly Condition[]): Pick<Skip, 'gap'> | undefined {
  const bound = new Set<number>();
  let at = 0;
  for (const condition of conditions) {
    const column = condition.left?.functions.length === 0 ? condition.left.column?.column : undefined;
    const matches = ({ tableColumn }: ShadowIndex['columns'][number]) => tableColumn === column;
    const place = columns.slice(0, keys).findIndex((one, own) => own >= at && matches(one));
    if (place === -1) return undefined;
    at = place;
    let gap = 0;
    while (bound.has(gap)) gap++;
    if (gap < place) return { gap };
    if (bindsToValues(condition)) bound.add(place);
  }
  return undefined;
}

function bindsToValues({ kind, operator, negated }: Condition): boolean {
  if (negated) return false;
  return kind === 'null test' || kind === 'in list' || kind === 'boolean' || operator === '=';
}

/**
 * Puts a twin in the place of an index, of one of whose columns the planner does not know how many values it has: rows
 * of the catalog alone, as an index that its own transaction made is not read anew. Gives the twin's oid.
 */
async function unskippable(connection: Connection, index: number, gap: number): Promise<number> {
  const [row = {}] = await connection.query(
    `SELECT i.indkey::text AS keys, i.indexprs::text AS expressions, i.indrelid::int8::float8 AS heap,
      quote_literal(c.relname) AS name, (SELECT max(oid::int8) + 1 FROM pg_class)::float8 AS twin,
      a.atttypid::int8::float8 AS type, a.atttypmod AS modifier, a.attcollation::int8::float8 AS collation
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[${gap}] AND a.attnum > 0
    WHERE i.indexrelid = ${index}`,
  );
  const keys = text(row, 'keys').split(' ').map(Number);
  const [twin, heap, column] = [number(row, 'twin'), number(row, 'heap'), keys[gap] ?? 0];
  let expressions = elements(optionalText(row, 'expressions') ?? '()');
  const statistics = `INSERT INTO pg_statistic (starelid, staattnum, stadistinct, ${known})`;
  const ofGap = [`UPDATE pg_statistic SET stadistinct = 0 WHERE starelid = ${twin} AND staattnum = ${gap + 1}`];
  if (column > 0) {
    const place = keys.slice(0, gap).filter((key) => key === 0).length;
    // As outfuncs.c writes a column of the one table of an index (Var in src/include/nodes/primnodes.h).
    const own = `{VAR :varno 1 :varattno ${column} :vartype ${row['type']} :vartypmod ${row['modifier']} :varcollid ${row['collation']} :varnullingrels (b) :varlevelsup 0 :varreturningtype 0 :varnosyn 1 :varattnosyn ${column} :location -1}`;
    expressions = expressions.toSpliced(place, 0, own);
    ofGap.push(
      // An expression is not returned by an index-only scan: the column comes once more behind the keys.
      `INSERT INTO pg_attribute (attrelid, attname, attnum, ${described})
        SELECT ${twin}, 'relvar_column_${gap}', ${keys.length + 1}, ${described} FROM pg_attribute WHERE attrelid = ${heap} AND attnum = ${column}`,
      `${statistics} SELECT ${twin}, ${gap + 1}, 0, ${known} FROM pg_statistic
        WHERE starelid = ${heap} AND staattnum = ${column} AND NOT stainherit`,
    );
  }
  const columns = column > 0 ? [...keys.with(gap, 0), column] : keys;
  const written = expressions.length > 0 ? `${quoteLiteral(`(${expressions.join(' ')})`)}::text::pg_node_tree` : 'NULL';
  await connection.queryAll([
    `UPDATE pg_class SET relname = 'relvar_hidden_${index}' WHERE oid = ${index}`,
    `INSERT INTO pg_class (oid, relname, relnatts, ${kept})
      SELECT ${twin}, ${text(row, 'name')}, ${columns.length}, ${kept} FROM pg_class WHERE oid = ${index}`,
    `INSERT INTO pg_attribute (attrelid, attname, attnum, ${described})
      SELECT ${twin}, attname, attnum, ${described} FROM pg_attribute WHERE attrelid = ${index}`,
    `INSERT INTO pg_index (indexrelid, indkey, indnatts, indexprs, ${indexed})
      SELECT ${twin}, '${columns.join(' ')}', ${columns.length}, ${written}, ${indexed} FROM pg_index WHERE indexrelid = ${index}`,
    `UPDATE pg_index SET indisvalid = false WHERE indexrelid = ${index}`,
    `${statistics} SELECT ${twin}, staattnum, stadistinct, ${known} FROM pg_statistic WHERE starelid = ${index}`,
    ...ofGap,
    // Makes the engine look for the table's indexes anew.
    `UPDATE pg_class SET relhasindex = true WHERE oid = ${heap}`,
  ]);
  return twin;
}

/** The nodes of a list as the catalog writes it. */
function elements(list: string): readonly string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 1; at < list.length - 1; at++) {
    const letter = list[at];
    if (letter === '\\') at++;
    else if (letter === '{' && depth++ === 0) start = at;
    else if (letter === '}' && --depth === 0) found.push(list.slice(start, at + 1));
  }
  return found;
}

/** What the engine keeps of a relation, but for its name and the number of its columns. */
const kept = [
  ...['relnamespace', 'reltype', 'reloftype', 'relowner', 'relam', 'relfilenode', 'reltablespace', 'relpages'],
  ...['reltuples', 'relallvisible', 'relallfrozen', 'reltoastrelid', 'relhasindex', 'relisshared', 'relpersistence'],
  ...['relkind', 'relchecks', 'relhasrules', 'relhastriggers', 'relhassubclass', 'relrowsecurity'],
  ...['relforcerowsecurity', 'relispopulated', 'relreplident', 'relispartition', 'relrewrite', 'relfrozenxid'],
  ...['relminmxid', 'relacl', 'reloptions'],
].join(', ');

/** What it keeps of an index, but for its columns and expressions. */
const indexed = [
  ...['indrelid', 'indnkeyatts', 'indisunique', 'indnullsnotdistinct', 'indisprimary', 'indisexclusion'],
  ...['indimmediate', 'indisclustered', 'indisvalid', 'indcheckxmin', 'indisready', 'indislive', 'indisreplident'],
  ...['indcollation', 'indclass', 'indoption', 'indpred'],
].join(', ');

/** What the engine keeps of a column, but for whose it is, its name and its number. */
const described = [
  ...['atttypid', 'attlen', 'atttypmod', 'attndims', 'attbyval', 'attalign', 'attstorage', 'attcompression'],
  ...['attnotnull', 'atthasdef', 'atthasmissing', 'attidentity', 'attgenerated', 'attisdropped', 'attislocal'],
  ...['attinhcount', 'attcollation'],
].join(', ');

/** What it knows of a column's values, but for their number. */
const known = [
  ...['stainherit', 'stanullfrac', 'stawidth'],
  ...[1, 2, 3, 4, 5].flatMap((slot) =>
    ['stakind', 'staop', 'stacoll', 'stanumbers', 'stavalues'].map((name) => `${name}${slot}`),
  ),
].join(', ');
