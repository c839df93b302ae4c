import { holdsNothing } from '../catalog/holds-nothing.ts';
import { noStatistics } from '../catalog/statistics.ts';
import { noWorkload } from '../catalog/workload.ts';
import type { Engine } from '../engines/engine.ts';
import { engineNamed, isVersionOf, productOf, versionHint, versionNamed } from '../engines/engines.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import type { LoadedScript } from '../lab/engine-lab.ts';
import { labOf } from '../lab/labs.ts';
import { engineOfSql, looksLike } from '../sources/dialect.ts';
import { headOfFiles } from '../sources/head.ts';
import type { SqlSource } from '../sources/source.ts';
import type { OpenRequest } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/** @throws RelvarError `bad-target` */
export function requireVersion(engine: Engine, target: string | undefined): void {
  if (target === undefined || isVersionOf(engine, target)) return;
  throw new RelvarError('bad-target', `--target ${target}: no such version of ${engine.dialect.name}`, {
    hint: versionHint(engine),
  });
}

/** The version that the name of an engine means by itself; of what it is held against, where that is of the same product. */
function versionMeant(engine: Engine, named: string | undefined, beside: string | undefined): string | undefined {
  const version = named === undefined ? undefined : versionNamed(named.toLowerCase());
  const isSame =
    version !== undefined && beside !== undefined && productOf(engine, version) === productOf(engine, beside);
  return isSame ? engine.traits(beside).name.replace(/^\D+/, '') : version;
}

/**
 * Loads SQL into a lab of the engine whose SQL it is, and reads the catalog back.
 * @throws RelvarError `no-schema` when nothing of it made a table or another object and it may not be empty or a statement
 * failed, `other-dialect` when most of it failed
 */
export async function openSql(source: SqlSource, request: OpenRequest): Promise<OpenedSource> {
  request.progress(`reading ${source.name}`);
  const named = request.config.engine;
  const { head, files } = await headOfFiles(source.files);
  const { beside } = request;
  const engine = named === undefined ? engineOfSql(head, beside?.engine) : engineNamed(named);
  requireVersion(engine, request.target);
  request.signal.throwIfAborted();
  const lab = await labOf(engine);
  const surroundings = beside?.engine === engine ? beside.surroundings : undefined;
  const { target } = request;
  const meant = versionMeant(engine, named, surroundings?.version);
  const alsoWanted = await request.alsoWanted?.(engine);
  const { signal, progress, textOrder } = request;
  const loaded = await lab.load(files, {
    signal,
    progress,
    ...(textOrder === undefined ? {} : { textOrder }),
    ...(alsoWanted === undefined ? {} : { alsoWanted }),
    ...(target === undefined ? {} : { target }),
    ...(meant === undefined ? {} : { meant }),
    ...(request.statementLimit === undefined ? {} : { timeLimit: request.statementLimit }),
    ...(surroundings === undefined ? {} : { beside: surroundings }),
  });
  try {
    request.signal.throwIfAborted();
    const { catalog, statements } = loaded;
    const diagnostics = [...source.diagnostics, ...loaded.diagnostics];
    const text = () => textOf(statements.map(({ sql }) => sql));
    const failed = diagnostics.some(({ severity }) => severity === 'error');
    if (holdsNothing(catalog) && (failed || request.mayBeEmpty !== true)) {
      throw noSchema(source, engine, text(), diagnostics);
    }
    const traits = engine.traits(loaded.version);
    return {
      source: { name: source.name, kind: source.kind, engine: traits.name },
      engine,
      traits,
      version: loaded.version,
      catalog,
      statistics: { ...noStatistics, ...loaded.statistics, settings: loaded.settings },
      workload: noWorkload,
      diagnostics: [...dialectDiagnostics(source, engine, loaded, text, diagnostics), ...diagnostics],
      suppressions: loaded.suppressions,
      ...(loaded.ofServer ? { ofServer: loaded.ofServer } : {}),
      locate: loaded.locate,
      lab: loaded.lab,
      close: () => loaded.lab.close(),
    };
  } catch (error) {
    await loaded.lab.close();
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

function noSchema(source: SqlSource, engine: Engine, text: string, diagnostics: readonly Diagnostic[]): RelvarError {
  const dialect = looksLike(text, engine);
  if (dialect)
    return new RelvarError(
      'other-dialect',
      `${source.name} looks like ${dialect}, and was read as ${engine.dialect.name}`,
      { hint: otherDialectHint(engine) },
    );
  const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  const where = first?.file === undefined ? '' : ` (first: ${first.file}:${first.line ?? 1}: ${first.message})`;
  return new RelvarError(
    'no-schema',
    `${source.name} holds no schema: nothing of it made a table, view, type, function or sequence${where}`,
    {
      hint: 'give a file with CREATE TABLE statements, as `pg_dump -s`, `mysqldump --no-data` or `sqlite3 app.db .dump` writes it',
    },
  );
}

function otherDialectHint(engine: Engine): string {
  return `give a ${engine.dialect.name} schema, or say with --engine whose SQL it is`;
}

/**
 * Says whose SQL it is when a large part of it failed.
 * @throws RelvarError `other-dialect` where more of it failed than there are tables: a report on the rest would mislead
 */
function dialectDiagnostics(
  source: SqlSource,
  engine: Engine,
  { catalog, statements }: Pick<LoadedScript, 'catalog' | 'statements'>,
  text: () => string,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const failed = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const dialect = failed * 4 > statements.length ? looksLike(text(), engine) : undefined;
  if (!dialect) return [];
  const message = `${source.name} looks like ${dialect}: ${failed} of its ${statements.length} statements failed`;
  const hint = otherDialectHint(engine);
  if (failed > catalog.tables.length + catalog.views.length) {
    throw new RelvarError('other-dialect', `${message} as ${engine.dialect.name}`, { hint });
  }
  return [{ severity: 'error', code: 'other-dialect', message, hint }];
}
