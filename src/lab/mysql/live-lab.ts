import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { noStatistics } from '../../catalog/statistics.ts';
import type { Connection } from '../../engines/connection.ts';
import { mysql } from '../../engines/mysql/index.ts';
import { noEffects } from '../effects.ts';
import type { Lab } from '../lab.ts';
import { type Believed, planOnLive } from './planner.ts';

const refusal = 'nothing is supposed on a live database';

/** A live database as a lab that plans and supposes nothing: whoever reads it changes nothing of it. */
export function liveLab(connection: Connection, catalog: Catalog): Lab {
  let believed: Believed = { catalog, statistics: noStatistics };
  return {
    kind: 'server',
    name: 'the database itself',
    can: { sizes: true, indexMethods: [], changes: false },
    limits: [
      'nothing was tried on the live database: --lab mysql://user@host plans with indexes that are not there, in a database of its own that is dropped',
      'costs are reckoned by Relvar from the rows that the statistics tell, in the unit of a row read: they rank plans, and are no times',
    ],
    connection,
    introspect: () => mysql.introspect(connection),
    // The planner knows the rows themselves; what is believed tells them to people.
    async believe(of, statistics) {
      believed = { catalog: of, statistics };
      return [];
    },
    plan: (request) => planOnLive(connection, believed, request),
    standIns: async () => [],
    constantValue: async () => undefined,
    suppose: async (_supposition, requests) => requests.map(() => ({ error: refusal })),
    supposeIndexes: async () => ({
      add: async (indexes) =>
        new Map(indexes.map(({ change: { table, name } }) => [qualified({ schema: table.schema, name }), refusal])),
      plan: async (request) => planOnLive(connection, believed, request),
      close: async () => {},
    }),
    rehearse: async (groups) =>
      groups.map((group) => group.map(({ sql }) => ({ sql, form: 'not run' as const, ...noEffects }))),
    close: () => connection.close(),
  };
}
