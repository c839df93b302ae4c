import { noStatistics } from '../catalog/statistics.ts';
import { postgres } from '../engines/postgres/index.ts';
import { withStubbed } from '../engines/postgres/introspect/objects.ts';
import { loadStatements } from '../engines/postgres/load/load.ts';
import { locator } from '../engines/postgres/load/locate.ts';
import { readScript } from '../engines/postgres/load/read.ts';
import { wantedExtensions } from '../engines/postgres/load/wanted.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { openEmbedded } from '../lab/embedded.ts';
import { hasEmbeddedExtension } from '../lab/extensions.ts';
import { looksLike } from '../sources/dialect.ts';
import type { SqlSource } from '../sources/source.ts';
import type { OpenRequest } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/** The embedded engine's version, which is what a schema of files is judged for. */
const embeddedVersion = '18';

/**
 * Loads SQL into a lab and reads the catalog back.
 * @throws RelvarError `no-schema` when nothing of it made a table or another object
 */
export async function openSql(source: SqlSource, request: OpenRequest): Promise<OpenedSource> {
  request.progress(`reading ${source.name}`);
  const script = await readScript(source.files);
  request.signal.throwIfAborted();
  const lab = await openEmbedded({ extensions: wantedExtensions(script.statements) });
  try {
    request.progress(`loading ${script.statements.length} statements`);
    const loaded = await loadStatements(lab, script.statements, { hasExtension: hasEmbeddedExtension });
    request.signal.throwIfAborted();
    request.progress('reading the catalog');
    const catalog = withStubbed(await postgres.introspect(lab), loaded.stubbed);
    const diagnostics = [...source.diagnostics, ...script.diagnostics, ...loaded.diagnostics];
    if (catalog.tables.length + catalog.views.length + catalog.types.length + catalog.routines.length === 0) {
      throw noSchema(
        source,
        script.statements.map((statement) => statement.sql),
        diagnostics,
      );
    }
    const traits = postgres.traits(embeddedVersion);
    return {
      source: { name: source.name, kind: source.kind, engine: traits.name },
      engine: postgres,
      traits,
      catalog,
      statistics: noStatistics,
      diagnostics: [
        ...dialectDiagnostics(
          source,
          script.statements.map((statement) => statement.sql),
          diagnostics,
        ),
        ...diagnostics,
      ],
      suppressions: script.suppressions,
      locate: await locator(loaded.loaded),
      lab,
      close: () => lab.close(),
    };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** So much of a script tells whose SQL it is. */
const sample = 200_000;

function textOf(statements: readonly string[]): string {
  let text = '';
  for (const statement of statements) {
    text += `${statement};\n`;
    if (text.length > sample) break;
  }
  return text;
}

function noSchema(source: SqlSource, statements: readonly string[], diagnostics: readonly Diagnostic[]): RelvarError {
  const dialect = looksLike(textOf(statements));
  if (dialect)
    return new RelvarError('other-dialect', `${source.name} looks like ${dialect}, and this version reads PostgreSQL`, {
      hint: 'give a PostgreSQL schema',
    });
  const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  const where = first?.file === undefined ? '' : ` (first: ${first.file}:${first.line ?? 1}: ${first.message})`;
  return new RelvarError(
    'no-schema',
    `${source.name} holds no schema: nothing of it made a table, view, type or function${where}`,
    {
      hint: 'give a file with CREATE TABLE statements, as `pg_dump -s` writes it',
    },
  );
}

/** Says whose SQL it is when a large part of it failed. */
function dialectDiagnostics(
  source: SqlSource,
  statements: readonly string[],
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const failed = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const dialect = failed * 4 > statements.length ? looksLike(textOf(statements)) : undefined;
  if (!dialect) return [];
  return [
    {
      severity: 'error',
      code: 'other-dialect',
      message: `${source.name} looks like ${dialect}: ${failed} of its ${statements.length} statements failed`,
      hint: 'give a PostgreSQL schema',
    },
  ];
}
