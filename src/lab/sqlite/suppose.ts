import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Connection } from '../../engines/connection.ts';
import type { StatTable } from '../../engines/sqlite/explain/stat-rows.ts';
import { sqlite } from '../../engines/sqlite/index.ts';
import { indexNames } from '../../engines/sqlite/index-names.ts';
import { quoteIdentifier } from '../../engines/sqlite/quote.ts';
import { RelvarError } from '../../findings/error.ts';
import type { NewIndexChange, PlannedQuery, PlanRequest, Supposition } from '../lab.ts';
import type { SupposedIndex, SupposedIndexes } from '../supposed-indexes.ts';
import { type Believed, planOf, write } from './planner.ts';

type Answer = PlannedQuery | { readonly error: string };

/** Plans queries in a supposed state, inside a savepoint that is rolled back. */
export async function suppose(
  connection: Connection,
  believed: Believed,
  supposition: Supposition,
  requests: readonly PlanRequest[],
): Promise<readonly Answer[]> {
  const changes = (supposition.changes ?? []).filter(({ kind }) => kind !== 'analyze' && kind !== 'vacuum');
  await connection.exec('SAVEPOINT relvar_supposed');
  try {
    const statements = [
      ...(supposition.without ?? []).map((name) => dropped(name)),
      ...changes.flatMap((change) => sqlite.render(change, sqlite.traits('3')).map(({ sql }) => sql)),
    ];
    const { error } = await connection.batch(statements);
    if (error) return requests.map(() => ({ error: error.message }));
    const supposed = await believedAfter(connection, believed, changes, supposition);
    const answers: Answer[] = [];
    for (const request of requests) answers.push(await answered(connection, supposed, request));
    return answers;
  } finally {
    await connection.exec('ROLLBACK TO relvar_supposed; RELEASE relvar_supposed');
  }
}

function dropped(name: string): string {
  return `DROP INDEX ${quoteIdentifier(name.slice(name.indexOf('.') + 1))}`;
}

async function answered(connection: Connection, believed: Believed, request: PlanRequest): Promise<Answer> {
  try {
    return await planOf(connection, believed, request);
  } catch (error) {
    if (error instanceof RelvarError) return { error: error.message };
    throw error;
  }
}

/** The statistics with those of what is new, written beside the others. */
async function believedAfter(
  connection: Connection,
  { catalog, statistics, names }: Believed,
  changes: readonly Change[],
  { statistics: given }: Supposition,
): Promise<Believed> {
  const created = changes.filter((change): change is NewIndexChange => change.kind === 'create index');
  const together: Statistics = {
    ...statistics,
    tables: { ...statistics.tables, ...given?.tables },
    indexes: { ...statistics.indexes, ...given?.indexes },
  };
  if (created.length === changes.length) {
    await write(connection, withIndexes(catalog, created), only(together, created), names);
    return { catalog, statistics: together, names };
  }
  // Other changes make other tables: those that are rebuilt lose what was known of them.
  const after = await sqlite.introspect(connection);
  const now = await indexNames(connection, after);
  await connection.exec('DELETE FROM sqlite_stat1; DELETE FROM sqlite_stat4');
  await write(connection, after.tables, together, now);
  return { catalog: after, statistics: together, names: now };
}

/** The tables of new indexes, with these alone. */
function withIndexes({ tables }: Catalog, created: readonly NewIndexChange[]): readonly StatTable[] {
  return tables.flatMap((table) => {
    const own = created.filter((change) => qualified(change.table) === qualified(table));
    if (own.length === 0) return [];
    const indexes = own.map(({ name, unique = false, keys, predicate }) => ({
      name,
      unique,
      keys: keys.map((key) => ({ descending: false, nullsFirst: true, ...key })),
      ...(predicate === undefined ? {} : { predicate }),
    }));
    return [{ ...table, indexes }];
  });
}

function only(statistics: Statistics, created: readonly NewIndexChange[]): Statistics {
  const owners = new Set(created.map(({ table }) => qualified(table)));
  const tables = Object.fromEntries(Object.entries(statistics.tables).filter(([name]) => owners.has(name)));
  return { ...statistics, tables };
}

/** Indexes by their names, made for each question that shows them. */
export function supposeIndexes(connection: Connection, believed: Believed): SupposedIndexes {
  const all = new Map<string, SupposedIndex>();
  return {
    async add(indexes) {
      const refused = new Map<string, string>();
      for (const one of indexes) {
        const key = qualified({ schema: one.change.table.schema, name: one.change.name });
        const statements = sqlite.render(one.change, sqlite.traits('3')).map(({ sql }) => sql);
        await connection.exec('SAVEPOINT relvar_index');
        const { error } = await connection.batch(statements);
        await connection.exec('ROLLBACK TO relvar_index; RELEASE relvar_index');
        if (error) refused.set(key, error.message);
        else all.set(key, one);
      }
      return refused;
    },
    async plan(request, shown, without = []) {
      const indexes = shown.flatMap((name) => all.get(name) ?? []);
      const sizes = Object.fromEntries(shown.flatMap((name) => (all.has(name) ? [[name, all.get(name)?.size]] : [])));
      const [answer] = await suppose(
        connection,
        believed,
        {
          changes: indexes.map(({ change }) => change),
          without,
          statistics: { indexes: sizes as Statistics['indexes'] },
        },
        [request],
      );
      return answer ?? { error: 'the lab gave no answer' };
    },
    async close() {
      all.clear();
    },
  };
}
