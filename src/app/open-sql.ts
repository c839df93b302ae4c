import { noStatistics } from '../catalog/statistics.ts';
import { noWorkload } from '../catalog/workload.ts';
import { postgres } from '../engines/postgres/index.ts';
import { withStubbed } from '../engines/postgres/introspect/objects.ts';
import { loadStatements } from '../engines/postgres/load/load.ts';
import { locator } from '../engines/postgres/load/locate.ts';
import { readScript, type ScriptFile } from '../engines/postgres/load/read.ts';
import { wantedExtensions } from '../engines/postgres/load/wanted.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { openEmbedded } from '../lab/embedded.ts';
import { hasEmbeddedExtension } from '../lab/extensions.ts';
import { looksLike } from '../sources/dialect.ts';
import type { SqlSource } from '../sources/source.ts';
import type { OpenRequest } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/** The versions that fixes are written for; the embedded engine is the last. */
const versions = ['13', '14', '15', '16', '17', '18'];

/**
 * The version that the fixes are for: what `--target` says, else the server that a dump names at its head, else the
 * embedded engine's.
 * @throws RelvarError `bad-target`
 */
function targetVersion(target: string | undefined, dumpedFrom: string | undefined): string {
  if (target !== undefined && !versions.includes(target)) {
    throw new RelvarError('bad-target', `--target ${target}: no such version`, {
      hint: `choose one of ${versions.join(', ')}`,
    });
  }
  if (target !== undefined) return target;
  const major = Number(dumpedFrom ?? 18);
  return String(Math.min(18, Math.max(13, major)));
}

/** The file, telling on the way which server's dump it says to be. */
function headed(file: ScriptFile, see: (major: string) => void): ScriptFile {
  return {
    ...file,
    async *read(report) {
      let head = '';
      for await (const chunk of file.read(report)) {
        if (head.length < 4096) {
          head += chunk.slice(0, 4096);
          const major = /^-- Dumped from database version (\d+)/m.exec(head)?.[1];
          if (major !== undefined) see(major);
        }
        yield chunk;
      }
    },
  };
}

/**
 * Loads SQL into a lab and reads the catalog back.
 * @throws RelvarError `no-schema` when nothing of it made a table or another object
 */
export async function openSql(source: SqlSource, request: OpenRequest): Promise<OpenedSource> {
  request.progress(`reading ${source.name}`);
  let dumpedFrom: string | undefined;
  const script = await readScript(
    source.files.map((file) =>
      headed(file, (version) => {
        dumpedFrom ??= version;
      }),
    ),
  );
  request.signal.throwIfAborted();
  const lab = await openEmbedded({
    extensions: wantedExtensions([...script.statements, ...(request.alsoWanted ?? [])]),
    ...(request.textOrder === undefined ? {} : { textOrder: request.textOrder }),
  });
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
    const traits = postgres.traits(targetVersion(request.target, dumpedFrom));
    return {
      source: { name: source.name, kind: source.kind, engine: traits.name },
      engine: postgres,
      traits,
      catalog,
      statistics: noStatistics,
      workload: noWorkload,
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
