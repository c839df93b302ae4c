import type { Catalog } from '../catalog/catalog.ts';
import { holdsNothing } from '../catalog/holds-nothing.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Workload } from '../catalog/workload.ts';
import type { Connection } from '../engines/connection.ts';
import type { Engine } from '../engines/engine.ts';
import { engineForUrl, latest } from '../engines/engines.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { labOf } from '../lab/labs.ts';
import type { OpenRequest } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/** What a live database tells of itself. */
export interface ReadDatabase {
  /** The URL without its secrets. */
  readonly name: string;
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly statistics: Statistics;
  readonly workload: Workload;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a live database, and builds its schema in a lab for the proofs.
 * @throws RelvarError when it cannot be reached or read
 */
export async function openUrl(url: string, request: OpenRequest): Promise<OpenedSource> {
  const { name, engine, diagnostics, ...read } = await readUrl(url, request, async (found, connection) => {
    await request.alsoAsk?.(connection, found.catalog, found.engine);
    return found;
  });
  request.progress('building the schema in the lab');
  const built = await (await labOf(engine)).build(
    read.catalog,
    name,
    read.statistics.settings,
    await request.alsoWanted?.(engine),
  );
  const version = read.statistics.serverVersion ?? latest(engine);
  const traits = engine.traits(version);
  return {
    source: { name, kind: 'database', engine: traits.name },
    engine,
    traits,
    version,
    ...read,
    diagnostics: [...diagnostics, ...built.diagnostics],
    suppressions: [],
    locate: () => undefined,
    lab: built.lab,
    close: () => built.lab.close(),
  };
}

type Watched = Pick<OpenRequest, 'progress' | 'signal' | 'mayBeEmpty'>;

/**
 * Reads a live database; `more` reads what else is wanted over the same connection.
 * @throws RelvarError when it cannot be reached or read, or holds nothing and must hold something
 */
export async function readUrl(
  url: string,
  request: Watched,
  more: (read: ReadDatabase, connection: Connection) => Promise<ReadDatabase> = async (read) => read,
): Promise<ReadDatabase> {
  const engine = engineForUrl(url);
  const name = engine.shown(url);
  request.progress(`connecting to ${name}`);
  const connection = await engine.connect(url);
  const read = await readDatabase(engine, name, connection, request)
    .then((read) => more(read, connection))
    .finally(() => connection.close().catch(() => {}));
  if (holdsNothing(read.catalog) && request.mayBeEmpty !== true) {
    throw new RelvarError('no-schema', `${name}: the database holds no table, view, type, function or sequence`, {
      hint: engine.file ? 'check the path' : 'check the name behind the last slash of the URL',
    });
  }
  return read;
}

async function readDatabase(
  engine: Engine,
  name: string,
  connection: Connection,
  request: Watched,
): Promise<ReadDatabase> {
  request.signal.throwIfAborted();
  request.progress('reading the catalog');
  const catalog = await engine.introspect(connection);
  const hidden = (await engine.readHidden?.(connection, catalog)) ?? [];
  request.signal.throwIfAborted();
  request.progress('reading the statistics');
  const { statistics, diagnostics } = await engine.readStatistics(connection);
  request.signal.throwIfAborted();
  request.progress('reading the queries');
  const { workload, diagnostics: ofWorkload } = await engine.readWorkload(connection);
  request.signal.throwIfAborted();
  return { name, engine, catalog, statistics, workload, diagnostics: [...hidden, ...diagnostics, ...ofWorkload] };
}
