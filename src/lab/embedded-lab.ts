import type { Connection } from '../engines/connection.ts';
import { postgres } from '../engines/postgres/index.ts';
import { constantValue } from './constant-value.ts';
import { type EmbeddedOptions, openEmbedded } from './embedded.ts';
import type { Lab } from './lab.ts';
import { standInCollations } from './missing-collations.ts';
import { rehearse } from './rehearse.ts';
import { believe } from './shadow/believe.ts';
import { planQuery } from './shadow/plan-query.ts';
import { openShadow } from './shadow/shadow.ts';
import { lengthen, shorten } from './shadow/shorten.ts';
import { suppose } from './shadow/suppose.ts';
import { supposeIndexes } from './shadow/suppose-indexes.ts';

const newest = String(postgres.versions.at(-1));

/** Opens an empty embedded engine as a lab. */
export async function openEmbeddedLab(options: EmbeddedOptions = {}, version?: string): Promise<Lab> {
  return await embeddedLab(await openEmbedded(options), version);
}

/**
 * The embedded engine behind a connection of `openEmbedded`, with the schema that it holds, as a lab. Closing the lab
 * closes the connection.
 * @param version  of the server whose plans it tells; the engine's own when absent
 * @throws RelvarError `shadow-unavailable` when the insides of the engine are not as they were
 */
export async function embeddedLab(connection: Connection, version = newest): Promise<Lab> {
  const shadow = await openShadow(connection, version);
  const [row] = await connection.query("SELECT current_setting('server_version') AS version");
  return {
    kind: 'embedded',
    name: `embedded PostgreSQL ${String(row?.['version']).split(' ')[0]}`,
    can: { sizes: true, indexMethods: ['btree', 'hash', 'gin', 'gist', 'spgist', 'brin'], changes: true },
    limits: [],
    connection,
    introspect: () => postgres.introspect(connection),
    believe: (catalog, statistics) => believe(shadow, catalog, statistics),
    plan: (request) => planQuery(shadow, request),
    standIns: (sql) => standInCollations(connection, sql),
    constantValue: (expression) => constantValue(connection, expression),
    suppose: (supposition, requests) => suppose(shadow, supposition, requests),
    supposeIndexes: () => supposeIndexes(shadow),
    async rehearse(groups) {
      // A rehearsal runs its statements: on files that are as short as they are.
      const all = [...shadow.believed.values()];
      await shorten(shadow, all);
      try {
        return await rehearse(connection, groups);
      } finally {
        await lengthen(shadow, all, all);
      }
    },
    close: () => connection.close(),
  };
}
