import type { Catalog } from '../catalog/catalog.ts';
import type { Connection } from '../engines/connection.ts';
import type { Engine } from '../engines/engine.ts';
import { engineForUrl } from '../engines/engines.ts';
import { withoutSecret } from '../engines/postgres/connect.ts';
import { loadStatements } from '../engines/postgres/load/load.ts';
import { schemaStatements } from '../engines/postgres/schema/index.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { openEmbedded } from '../lab/embedded.ts';
import { hasEmbeddedExtension } from '../lab/extensions.ts';
import type { OpenRequest } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/**
 * Reads a live database, and builds its schema in a lab for the proofs.
 * @throws RelvarError when it cannot be reached or read
 */
export async function openUrl(url: string, request: OpenRequest): Promise<OpenedSource> {
  const engine = engineForUrl(url);
  const name = withoutSecret(url);
  request.progress(`connecting to ${name}`);
  const connection = await engine.connect(url);
  const read = await readDatabase(engine, connection, request).finally(() => connection.close().catch(() => {}));
  if (read.catalog.tables.length + read.catalog.views.length === 0) {
    throw new RelvarError('no-schema', `${name}: the database holds no tables`, {
      hint: 'check the name behind the last slash of the URL',
    });
  }
  request.progress('building the schema in the lab');
  const lab = await openEmbedded({ extensions: read.catalog.extensions.map((extension) => extension.name) });
  const diagnostics = await build(lab, read.catalog, name);
  const traits = engine.traits(read.statistics.serverVersion ?? '18');
  return {
    source: { name, kind: 'database', engine: traits.name },
    engine,
    traits,
    catalog: read.catalog,
    statistics: read.statistics,
    diagnostics: [...read.diagnostics, ...diagnostics],
    suppressions: [],
    locate: () => undefined,
    lab,
    close: () => lab.close(),
  };
}

async function readDatabase(engine: Engine, connection: Connection, request: OpenRequest) {
  request.progress('reading the catalog');
  const catalog = await engine.introspect(connection);
  request.signal.throwIfAborted();
  request.progress('reading the statistics');
  return { catalog, ...(await engine.readStatistics(connection)) };
}

/** What cannot be built in the lab cannot be proven there, and is told in one line. */
async function build(lab: Connection, catalog: Catalog, name: string): Promise<readonly Diagnostic[]> {
  const statements = [...schemaStatements(catalog)].map((sql, at) => ({ sql, file: name, line: at + 1 }));
  const { diagnostics } = await loadStatements(lab, statements, { hasExtension: hasEmbeddedExtension });
  const failed = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (failed.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'lab-incomplete',
      message: `${failed.length} of ${statements.length} statements could not be built in the lab: fixes that need them were not tried; the first: ${failed[0]?.message}`,
    },
  ];
}
