import type { Catalog } from '../catalog/catalog.ts';
import { closest } from '../catalog/closest.ts';
import { type Config, expandVariables } from '../config/config.ts';
import { readVolumes, type Volumes, withVolumes } from '../config/volumes.ts';
import type { Connection } from '../engines/connection.ts';
import type { Engine } from '../engines/engine.ts';
import type { ScriptStatement } from '../engines/script.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import type { TextOrder } from '../lab/collation.ts';
import type { Surroundings } from '../lab/engine-lab.ts';
import { findSource, type Source } from '../sources/source.ts';
import { openSnapshot } from './open-snapshot.ts';
import { openSql } from './open-sql.ts';
import { openUrl } from './open-url.ts';
import type { OpenedSource } from './opened-source.ts';

/** Something of a known engine; with what it is like where that is known, too. */
export interface Beside {
  readonly engine: Engine;
  readonly surroundings?: Surroundings;
}

export interface OpenRequest {
  /** A file, a folder, a URL, a snapshot, the name of an environment, or `-`. */
  readonly source: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  /** The major version that fixes of a schema in files are for: `15`. */
  readonly target?: string;
  /** How the lab orders the text of a schema in files; a server's own order is known. By code units when absent. */
  readonly textOrder?: TextOrder;
  /** Statements that will be run on the schema: the lab has the extensions that they ask for. */
  readonly alsoWanted?: (engine: Engine) => Promise<readonly ScriptStatement[]>;
  /** Asks a live database something more over the same connection, which cannot write. */
  readonly alsoAsk?: (connection: Connection, catalog: Catalog, engine: Engine) => Promise<void>;
  /** What was declared by hand, the later ones over the earlier. */
  readonly volumes: readonly Volumes[];
  /** What it is held against: plain SQL is of that engine, and what it leaves open is as it is there. */
  readonly beside?: Beside;
  /** A database without tables, or SQL that makes none, is taken for what it is: all that a first deployment begins with. */
  readonly mayBeEmpty?: boolean;
  /** Milliseconds that a statement of a script may take in an embedded engine; a minute when absent. */
  readonly statementLimit?: number;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/**
 * Opens a source and reads its schema and what is known of its data.
 * @throws RelvarError when it cannot be used: not there, not SQL, without a single table, unreachable
 */
export async function openSource(request: OpenRequest): Promise<OpenedSource> {
  return await openNamed(await namedSource(request), request);
}

/**
 * Opens what a request was found to name.
 * @throws RelvarError as {@link openSource}
 */
export async function openNamed(source: Source, request: OpenRequest): Promise<OpenedSource> {
  const opened = await open(source, request);
  const own = 'volumes' in source && source.volumes !== undefined ? [await readVolumes(source.volumes)] : [];
  const queries = 'queries' in source && source.queries !== undefined ? { queries: source.queries } : {};
  return withDeclared({ ...opened, ...queries }, [...own, ...request.volumes]);
}

function open(source: Source, request: OpenRequest): Promise<OpenedSource> {
  if (source.kind === 'database') return openUrl(source.url, request);
  return source.kind === 'snapshot' ? openSnapshot(source, request) : openSql(source, request);
}

/**
 * What the request names, an environment's database too.
 * @throws RelvarError when there is no such thing
 */
export async function namedSource(
  request: Pick<OpenRequest, 'source' | 'config' | 'environment' | 'input' | 'signal' | 'mayBeEmpty'>,
): Promise<Source> {
  const source = await findSource(resolveName(request), request.input, request.mayBeEmpty).catch((error: unknown) => {
    throw withEnvironmentHint(error, request);
  });
  request.signal.throwIfAborted();
  return source;
}

/** The URL of an environment of that name, else the argument as it is. */
function resolveName({ source, config, environment }: Pick<OpenRequest, 'source' | 'config' | 'environment'>): string {
  const url = config.environments?.[source];
  return url === undefined ? source : expandVariables(url, source, environment);
}

function withEnvironmentHint(error: unknown, { source, config }: Pick<OpenRequest, 'source' | 'config'>): unknown {
  if (!(error instanceof RelvarError) || error.code !== 'source-not-found') return error;
  const guess = closest(source, Object.keys(config.environments ?? {}));
  return guess === undefined
    ? error
    : new RelvarError(error.code, error.message, { hint: `did you mean the environment ${guess}?`, cause: error });
}

function withDeclared(opened: OpenedSource, volumes: readonly Volumes[]): OpenedSource {
  let { statistics } = opened;
  const diagnostics: Diagnostic[] = [...opened.diagnostics];
  for (const declared of volumes) {
    const result = withVolumes(opened.catalog, statistics, declared, opened.traits.defaultSchema);
    statistics = result.statistics;
    diagnostics.push(...result.diagnostics);
  }
  return { ...opened, statistics, diagnostics };
}
