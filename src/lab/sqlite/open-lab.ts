import type { Connection } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { sqlite } from '../../engines/sqlite/index.ts';
import type { Lab } from '../lab.ts';
import type { Rehearsal } from '../rehearse.ts';
import { type Believed, believe, believedNothing, planOf } from './planner.ts';
import { suppose, supposeIndexes } from './suppose.ts';

/** The embedded SQLite behind a connection, with the schema that it holds, as a lab. */
export async function openSqliteLab(
  connection: Connection,
  rehearse: (groups: readonly (readonly Statement[])[]) => Promise<readonly (readonly Rehearsal[])[]>,
): Promise<Lab> {
  const [row] = await connection.query('SELECT sqlite_version() AS version');
  let believed: Believed = await believedNothing(connection, await sqlite.introspect(connection));
  return {
    kind: 'embedded',
    name: `embedded SQLite ${String(row?.['version'])}`,
    can: { sizes: true, indexMethods: ['btree'], changes: true },
    limits: [],
    connection,
    introspect: () => sqlite.introspect(connection),
    async believe(catalog, statistics) {
      believed = await believe(connection, catalog, statistics);
      return [];
    },
    plan: (request) => planOf(connection, believed, request),
    standIns: async () => [],
    constantValue: (expression) => constantValue(connection, expression),
    suppose: (supposition, requests) => suppose(connection, believed, supposition, requests),
    supposeIndexes: async () => supposeIndexes(connection, believed),
    rehearse,
    close: () => connection.close(),
  };
}

/** What is reckoned anew each time a query runs. */
const changing = /\b(?:random|randomblob|current_\w+|changes|last_insert_rowid|total_changes|now)\b/i;

async function constantValue(connection: Connection, expression: string): Promise<string | null | undefined> {
  if (changing.test(expression)) return undefined;
  try {
    const [row] = await connection.query(`SELECT CAST((${expression}) AS TEXT) AS value`);
    const value = row?.['value'];
    return value === null || typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
