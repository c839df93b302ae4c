import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { type IndexStatistics, indexKey, noStatistics, type Statistics } from '../../catalog/statistics.ts';
import type { Index, Table } from '../../catalog/table.ts';
import type { Connection } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { shown } from '../../engines/mysql/connect.ts';
import { dialectOf, type Flavour, plainVersion, scratchSettings } from '../../engines/mysql/flavour.ts';
import { mysql } from '../../engines/mysql/index.ts';
import { quoteIdentifier } from '../../engines/mysql/quote.ts';
import { mysqlTraits } from '../../engines/mysql/traits.ts';
import { RelvarError } from '../../findings/error.ts';
import { noEffects } from '../effects.ts';
import type { Lab, NewIndexChange, PlannedQuery, PlanRequest, Supposition } from '../lab.ts';
import type { Rehearsal } from '../rehearse.ts';
import type { SupposedIndex, SupposedIndexes } from '../supposed-indexes.ts';
import { mayWrite, writeStatistics } from './persistent-statistics.ts';
import { type Believed, hiddenBy, planOf } from './planner.ts';
import { openScratch } from './scratch.ts';
import type { Hidden } from './statement.ts';

type Answer = PlannedQuery | { readonly error: string };

/** A scratch database that plans, and what it is made to believe. */
interface Scratch {
  readonly connection: Connection;
  readonly flavour: Flavour;
  readonly version: string;
  believed: Believed;
}

/**
 * A lab on somebody's server: a database of our own there, with the schema and without rows, whose persistent statistics
 * are written to the sizes that are believed; dropped when the lab is closed.
 * @throws RelvarError `lab-refused`
 */
export async function openServerLab(url: string, catalog: Catalog, signal: AbortSignal): Promise<Lab> {
  const connection = await openScratch(url, catalog, undefined, signal);
  try {
    const [row] = await connection.query('SELECT version() AS version');
    const version = String(row?.['version']);
    const { flavour } = dialectOf(version);
    await connection.exec(scratchSettings(flavour));
    const sizes = await mayWrite(connection);
    const scratch: Scratch = { connection, flavour, version, believed: { catalog, statistics: noStatistics } };
    return labIn(scratch, `${mysqlTraits(version).name} at ${shown(url)}`, sizes);
  } catch (cause) {
    await connection.close();
    throw cause;
  }
}

function labIn(scratch: Scratch, name: string, sizes: boolean): Lab {
  const { connection } = scratch;
  const inTurn = queue();
  return {
    kind: 'server',
    name,
    can: { sizes, indexMethods: ['btree'], changes: false },
    limits: [
      ...(sizes
        ? []
        : [
            'the user may not write mysql.innodb_table_stats and innodb_index_stats: plans are those of empty tables (GRANT SELECT, INSERT, UPDATE on both)',
          ]),
      'costs are reckoned by Relvar from the rows that the statistics tell, in the unit of a row read: they rank plans, and are no times',
    ],
    connection,
    introspect: () => inTurn(() => mysql.introspect(connection)),
    believe: (catalog, statistics) =>
      inTurn(async () => {
        scratch.believed = { catalog, statistics };
        if (sizes) await writeStatistics(connection, scratch.flavour, catalog.tables, statistics);
        return [];
      }),
    plan: (request) => inTurn(() => planOf(connection, scratch.believed, request)),
    standIns: async () => [],
    constantValue: async () => undefined,
    suppose: (supposition, requests) => inTurn(() => suppose(scratch, supposition, requests)),
    supposeIndexes: async () => supposedIndexes(scratch, inTurn),
    rehearse: (groups) => inTurn(() => rehearse(connection, groups)),
    close: () => connection.close(),
  };
}

/** Indexes are made on the empty tables and hidden by hints from the questions that are not to see them. */
function supposedIndexes(scratch: Scratch, inTurn: ReturnType<typeof queue>): SupposedIndexes {
  const made = new Map<string, SupposedIndex>();
  return {
    add: (indexes) =>
      inTurn(async () => {
        const refused = new Map<string, string>();
        const fresh: SupposedIndex[] = [];
        for (const one of indexes) {
          const key = keyOf(one.change);
          const { error } = await scratch.connection.batch(statementsOf(one.change, scratch));
          if (error) refused.set(key, error.message);
          else {
            made.set(key, one);
            fresh.push(one);
          }
        }
        if (fresh.length > 0) await tell(scratch, fresh, [...made.values()]);
        return refused;
      }),
    plan: (request, shownNames, without = []) =>
      inTurn(async () => {
        const visible = new Set(shownNames);
        const hidden = [...made].flatMap(([key, { change }]) =>
          visible.has(key) ? [] : [{ table: change.table.name, index: change.name }],
        );
        const present = without.flatMap((name) => presentIndexes(name, scratch.believed.catalog));
        return await answered(
          scratch,
          withMade(scratch.believed, [...made.values()]),
          request,
          hiddenBy([...hidden, ...present]),
        );
      }),
    close: () =>
      inTurn(async () => {
        await scratch.connection.batch([...made.values()].map(({ change }) => dropOf(change)));
        made.clear();
      }),
  };
}

async function suppose(
  scratch: Scratch,
  { changes = [], without = [], statistics }: Supposition,
  requests: readonly PlanRequest[],
): Promise<readonly Answer[]> {
  const indexes = changes.filter((change): change is NewIndexChange => change.kind === 'create index');
  const others = changes.filter(({ kind }) => !['create index', 'analyze', 'vacuum'].includes(kind));
  if (others.length > 0) {
    return requests.map(() => ({ error: 'this lab supposes indexes alone: no change of it can be rolled back' }));
  }
  const sized = indexes.map((change) => ({ change, size: statistics?.indexes?.[keyOf(change)] ?? { bytes: 0 } }));
  const done: SupposedIndex[] = [];
  try {
    for (const one of sized) {
      const { error } = await scratch.connection.batch(statementsOf(one.change, scratch));
      if (error) return requests.map(() => ({ error: error.message }));
      done.push(one);
    }
    if (done.length > 0) await tell(scratch, done, done);
    const hidden = hiddenBy(without.flatMap((name) => presentIndexes(name, scratch.believed.catalog)));
    const believed = withMade(scratch.believed, done);
    const answers: Answer[] = [];
    for (const request of requests) answers.push(await answered(scratch, believed, request, hidden));
    return answers;
  } finally {
    await scratch.connection.batch(done.map(({ change }) => dropOf(change)));
  }
}

async function answered(scratch: Scratch, believed: Believed, request: PlanRequest, hidden: Hidden): Promise<Answer> {
  try {
    return await planOf(scratch.connection, believed, request, hidden);
  } catch (error) {
    if (error instanceof RelvarError) return { error: error.message };
    throw error;
  }
}

/** What the catalog and the statistics are with indexes that were made. */
function withMade({ catalog, statistics }: Believed, made: readonly SupposedIndex[]): Believed {
  if (made.length === 0) return { catalog, statistics };
  const known: Record<string, IndexStatistics> = { ...statistics.indexes };
  for (const { change, size } of made) known[indexKey(statistics, change.table, change.name)] = size;
  const tables = catalog.tables.map((table): Table => {
    const own = made.filter(({ change }) => qualified(change.table) === qualified(table));
    return own.length === 0
      ? table
      : { ...table, indexes: [...table.indexes, ...own.map(({ change }) => indexOf(change))] };
  });
  return { catalog: { ...catalog, tables }, statistics: { ...statistics, indexes: known } };
}

function indexOf({ name, unique = false, keys, method = 'btree' }: NewIndexChange): Index {
  return {
    name,
    method,
    unique,
    keys: keys.map((key) => ({ descending: false, nullsFirst: true, ...key })),
    include: [],
    expressionColumns: [],
    predicateColumns: [],
    nullsNotDistinct: false,
    replicaIdentity: false,
    clustered: false,
    valid: true,
    options: {},
    definition: '',
  };
}

/** Writes what is known of new indexes; their tables are written anew. */
async function tell(scratch: Scratch, fresh: readonly SupposedIndex[], made: readonly SupposedIndex[]): Promise<void> {
  const { catalog, statistics } = withMade(scratch.believed, made);
  const owners = new Set(fresh.map(({ change }) => qualified(change.table)));
  const tables = catalog.tables.filter((table) => owners.has(qualified(table)));
  await writeStatistics(scratch.connection, scratch.flavour, tables, statistics satisfies Statistics);
}

function keyOf({ table, name }: NewIndexChange): string {
  return qualified({ schema: table.schema, name });
}

function statementsOf(change: NewIndexChange, { version }: Scratch): readonly string[] {
  return mysql.render(change, mysqlTraits(plainVersion(version))).map(({ sql }) => sql);
}

function dropOf({ table, name }: NewIndexChange): string {
  return `DROP INDEX ${quoteIdentifier(name)} ON ${quoteIdentifier(table.name)}`;
}

/** The indexes that have this name: two tables may have one of it. */
function presentIndexes(
  key: string,
  { tables }: Catalog,
): readonly { readonly table: string; readonly index: string }[] {
  return tables.flatMap((table) =>
    table.indexes
      .filter(({ name }) => qualified({ schema: table.schema, name }) === key)
      .map(({ name }) => ({ table: table.name, index: name })),
  );
}

/** Statements of a group are run and undone one group after the other, as far as they are of indexes. */
async function rehearse(
  connection: Connection,
  groups: readonly (readonly Statement[])[],
): Promise<readonly (readonly Rehearsal[])[]> {
  const results: (readonly Rehearsal[])[] = [];
  for (const group of groups) {
    const undo = group.flatMap(({ sql }) => undoOf(sql));
    const isUndone = undo.length === group.length;
    const { completed, error } = isUndone
      ? await connection.batch(group.map(({ sql }) => sql))
      : { completed: 0, error: undefined };
    await connection.batch(undo.slice(0, completed));
    results.push(
      group.map(({ sql }, at) => ({
        sql,
        form: isUndone && at < completed ? 'as written' : 'not run',
        ...noEffects,
        ...(error && at === completed ? { error } : {}),
      })),
    );
  }
  return results;
}

/** The way back of an index that is made; none for all else. */
function undoOf(sql: string): readonly string[] {
  const [, table = '', name = ''] =
    /^ALTER TABLE (`(?:[^`]|``)+`|\S+) ADD (?:UNIQUE |FULLTEXT |SPATIAL )?(?:INDEX|KEY) (`(?:[^`]|``)+`|\S+) \([^;]*$/i.exec(
      sql,
    ) ?? [];
  return table === '' ? [] : [`DROP INDEX ${name} ON ${table}`];
}

/** There is one connection, and what takes several statements must not mix: each waits for the one before. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };
}
