import type { Catalog } from '../catalog/catalog.ts';
import type { Connection } from '../engines/connection.ts';
import { readPlanJson } from '../engines/postgres/explain/json.ts';
import { postgres } from '../engines/postgres/index.ts';
import { loadStatements } from '../engines/postgres/load/load.ts';
import { schemaStatements } from '../engines/postgres/schema/index.ts';
import { postgresTraits } from '../engines/postgres/traits.ts';
import { RelvarError } from '../findings/error.ts';
import { constantValue } from './constant-value.ts';
import type { Lab, PlannedQuery, PlanRequest, Supposition } from './lab.ts';
import { rehearse } from './rehearse.ts';
import { explainQuery } from './server/explain-query.ts';
import { withOwnRoles } from './server/own-roles.ts';
import { createScratch, type ScratchDatabase } from './server/scratch.ts';
import { supposeOneByOne } from './server/suppose-indexes.ts';
import { createHypopg, forgetHypothetical, suppose, type WhatIf } from './server/what-if.ts';
import { applySettings } from './shadow/settings.ts';

/**
 * A lab on somebody's server: makes a database of its own there, builds the schema in it, and drops it when the lab is
 * closed or the signal says so. The database that the URL names is only connected to.
 * @throws RelvarError `lab-refused` when the server or the role does not allow it; what connecting throws
 */
export async function openServerLab(url: string, catalog: Catalog, signal?: AbortSignal): Promise<Lab> {
  signal?.throwIfAborted();
  const scratch = await createScratch(url);
  const interrupted = () => void scratch.drop().catch(() => {});
  signal?.addEventListener('abort', interrupted, { once: true });
  const close = () => {
    signal?.removeEventListener('abort', interrupted);
    return scratch.drop();
  };
  try {
    signal?.throwIfAborted();
    return await labIn(scratch, catalog, close);
  } catch (cause) {
    // What cannot be dropped now is found by the next run; why the lab failed matters more.
    await close().catch(() => {});
    signal?.throwIfAborted();
    throw cause;
  }
}

async function labIn(scratch: ScratchDatabase, catalog: Catalog, close: () => Promise<void>): Promise<Lab> {
  const { connection, server } = scratch;
  const extensions = await connection.query('SELECT name, default_version AS version FROM pg_available_extensions');
  const available = new Map(extensions.map((row) => [String(row['name']), String(row['version'])]));
  const failed = await build(withOwnRoles(connection, scratch.name), catalog, (name) => available.has(name));
  const [methods] = await connection.query(
    "SELECT string_agg(amname, ' ' ORDER BY amname) AS names FROM pg_am WHERE amtype = 'i'",
  );
  const whatIf: WhatIf = {
    hypopg: (await canHypopg(connection)) ? available.get('hypopg') : undefined,
    superuser: server.superuser,
    traits: postgresTraits(server.version),
  };
  const inTurn = queue();
  const undone = <T>(work: () => Promise<T>) => inTurn(() => inTransaction(connection, work));
  const whatIfOf: Lab['suppose'] = (supposition, requests) =>
    undone(() => supposed(connection, whatIf, server.major, supposition, requests));
  return {
    kind: 'server',
    name: `PostgreSQL ${server.version.split(' ')[0]} at ${server.where}`,
    can: { sizes: false, indexMethods: String(methods?.['names']).split(' '), changes: true },
    limits: [...scratch.notes, ...failed, ...limitsOf(whatIf, available)],
    connection,
    introspect: () => inTurn(() => postgres.introspect(connection)),
    // Sizes are those of files, and files on a server are nobody's to stretch from outside.
    believe: (_catalog, statistics) => inTurn(() => applySettings(connection, statistics.settings)),
    plan: (request) => undone(() => planned(connection, request, server.major)),
    // What a server lacks its production lacks, too.
    standIns: () => Promise.resolve([]),
    constantValue: (expression) => inTurn(() => constantValue(connection, expression)),
    suppose: whatIfOf,
    supposeIndexes: () => Promise.resolve(supposeOneByOne(whatIfOf)),
    rehearse: (groups) => inTurn(() => rehearse(connection, groups)),
    close,
  };
}

function canHypopg(connection: Connection): Promise<boolean> {
  return inTransaction(connection, () => createHypopg(connection));
}

/** Builds the schema; gives a sentence when some of it cannot be built here. */
async function build(
  connection: Connection,
  catalog: Catalog,
  hasExtension: (name: string) => boolean,
): Promise<readonly string[]> {
  const statements = [...schemaStatements(catalog)].map((sql, at) => ({ sql, file: 'schema', line: at + 1 }));
  const { diagnostics } = await loadStatements(connection, statements, { hasExtension });
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length === 0) return [];
  return [
    `${errors.length} of ${statements.length} statements of the schema could not be carried out on the server; the first: ${errors[0]?.message}`,
  ];
}

function limitsOf(whatIf: WhatIf, available: ReadonlyMap<string, string>): readonly string[] {
  const sizes =
    'its tables are empty, and a server cannot be told from outside how large they would be: costs and plans are those of empty tables, as are the sizes of supposed indexes; the embedded lab plans at the real size';
  if (whatIf.hypopg !== undefined) return [sizes];
  const why = available.has('hypopg')
    ? 'hypopg is installed on the server, but the role may not create it in the scratch database'
    : 'hypopg is not installed on the server';
  return [sizes, `${why}: supposed indexes are built on the empty tables, and dropped again`];
}

async function planned(connection: Connection, request: PlanRequest, major: number): Promise<PlannedQuery> {
  const json = await explainQuery(connection, request, major);
  return { plan: readPlanJson(JSON.parse(json)), json, doubts: [] };
}

/** In a transaction that is rolled back. */
async function supposed(
  connection: Connection,
  whatIf: WhatIf,
  major: number,
  { changes = [], without = [] }: Supposition,
  requests: readonly PlanRequest[],
): Promise<readonly (PlannedQuery | { readonly error: string })[]> {
  try {
    await suppose(connection, whatIf, changes, without);
    const results: (PlannedQuery | { readonly error: string })[] = [];
    for (const request of requests) {
      try {
        results.push(await planned(connection, request, major));
      } catch (error) {
        if (!(error instanceof RelvarError) || error.code !== 'query-refused') throw error;
        results.push({ error: error.message });
      }
    }
    return results;
  } finally {
    await forgetHypothetical(connection, whatIf);
  }
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

/** Whatever is done is undone. */
async function inTransaction<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  await connection.exec('BEGIN');
  try {
    return await work();
  } finally {
    await connection.exec('ROLLBACK');
  }
}
