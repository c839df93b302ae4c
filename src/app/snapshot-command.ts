import type { Statistics } from '../catalog/statistics.ts';
import type { Workload } from '../catalog/workload.ts';
import type { Config } from '../config/config.ts';
import type { Connection } from '../engines/connection.ts';
import type { Engine } from '../engines/engine.ts';
import { engineOf } from '../engines/engines.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { count, joined } from '../output/words.ts';
import { type Snapshot, snapshotText } from '../sources/snapshot/snapshot.ts';
import { withoutSecrets } from '../sources/snapshot/without-secrets.ts';
import { withoutValues } from '../sources/snapshot/without-values.ts';
import type { Source } from '../sources/source.ts';
import { version } from '../version.ts';
import { loadSnapshot } from './open-snapshot.ts';
import { namedSource } from './open-source.ts';
import { type ReadDatabase, readUrl } from './open-url.ts';

/** A snapshot as the command line and the API ask for it. */
export interface SnapshotRequest {
  /** A URL, the name of an environment, or a snapshot to be taken over. */
  readonly source: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  /** False: without common values, histograms and all else that stood in a row. */
  readonly values: boolean;
  /** With the least and greatest values of indexes. */
  readonly ends: boolean;
  /** Inputs of the workload, in the place of what the server counted; that when empty. */
  readonly workload: readonly string[];
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export interface SnapshotResult {
  readonly snapshot: Snapshot;
  /** The file. */
  readonly text: string;
  /** What is in it, what is missing and what follows from that, a line each. */
  readonly notes: readonly string[];
}

/**
 * Takes a snapshot of a live database; of a snapshot, the same without values.
 * @throws RelvarError for every kind of bad input
 */
export async function snapshotCommand(request: SnapshotRequest): Promise<SnapshotResult> {
  if (request.ends && !request.values) {
    throw new RelvarError('contradiction', '--ends reads values, and --no-values leaves them out', {
      hint: 'give one of them',
    });
  }
  const source = await namedSource(request);
  const taken = await withWorkload(await take(source, request), request);
  const { snapshot, leftOut } = request.values ? { snapshot: taken, leftOut: [] } : await valueless(taken);
  request.signal.throwIfAborted();
  request.progress('writing');
  return { snapshot, text: snapshotText(snapshot), notes: [...told(snapshot), ...leftOut] };
}

async function take(source: Source, request: SnapshotRequest): Promise<Snapshot> {
  const tool = { name: 'relvar', version };
  if (source.kind === 'snapshot') {
    if (request.ends) {
      throw new RelvarError('not-a-database', `${source.name} is a snapshot: --ends needs the database itself`);
    }
    const { snapshot, diagnostics } = await loadSnapshot(source, request);
    return { ...snapshot, tool, diagnostics };
  }
  if (source.kind !== 'database') {
    throw new RelvarError('not-a-database', `${source.name} is no database: a snapshot is taken of a live one`, {
      hint: 'give a URL, postgres://user@host/database; other commands read files as they are',
    });
  }
  const { name, engine, ...read } = await readUrl(source.url, request, request.ends ? withEnds(request) : undefined);
  const { catalog, touched } = withoutSecrets(read.catalog);
  return {
    tool,
    source: { name, engine: engine.id },
    ...read,
    catalog,
    diagnostics: [...read.diagnostics, ...blotted(touched)],
  };
}

/** The snapshot with the queries of logs, exports or code, where such were given. */
async function withWorkload(snapshot: Snapshot, request: SnapshotRequest): Promise<Snapshot> {
  if (request.workload.length === 0) return snapshot;
  const { workloadCommand } = await import('./workload-command.ts');
  const { report, diagnostics } = await workloadCommand({
    ...request,
    inputs: request.workload,
    prefix: undefined,
    database: undefined,
  });
  return { ...snapshot, workload: report.workload, diagnostics: [...snapshot.diagnostics, ...diagnostics] };
}

function blotted(names: readonly string[]): readonly Diagnostic[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  return [{ severity: 'note', code: 'secrets-left-out', message: `passwords were blotted out in ${shown}` }];
}

function withEnds(request: SnapshotRequest) {
  return async (read: ReadDatabase, connection: Connection): Promise<ReadDatabase> => {
    request.progress('reading the ends of indexes');
    const { statistics, diagnostics } = await read.engine.readEnds(connection, read.catalog, read.statistics);
    return { ...read, statistics, diagnostics: [...read.diagnostics, ...diagnostics] };
  };
}

/** The snapshot without values, and what that costs. */
async function valueless(
  snapshot: Snapshot,
): Promise<{ readonly snapshot: Snapshot; readonly leftOut: readonly string[] }> {
  const engine = engineOf(snapshot.source.engine);
  const { workload, lost } = await withoutLiterals(snapshot.workload, engine);
  return {
    snapshot: { ...snapshot, statistics: withoutValues(snapshot.statistics), workload },
    leftOut: [
      'without common values and histograms (--no-values), rows are taken to be spread evenly: estimates go wrong for frequent and rare values, for ranges (<, >, BETWEEN, LIKE), for joins of skewed columns and for elements of arrays',
      'what the schema itself says stays: defaults, checks, enum values, bounds of partitions, bodies of functions',
      ...(lost > 0 ? [`${count(lost, 'query')} left out: constants in them could not be told from the rest`] : []),
    ],
  };
}

async function withoutLiterals(
  workload: Workload,
  engine: Engine | undefined,
): Promise<{ readonly workload: Workload; readonly lost: number }> {
  const queries = [];
  for (const query of workload.queries) {
    const sql = await engine?.withoutConstants(query.sql);
    if (sql !== undefined) queries.push({ ...query, sql });
  }
  return { workload: { ...workload, queries }, lost: workload.queries.length - queries.length };
}

function told({ catalog, statistics, workload, diagnostics }: Snapshot): readonly string[] {
  const contents = [
    count(catalog.tables.length, 'table'),
    count(Object.keys(statistics.indexes).length, 'index'),
    `statistics of ${count(columnsOf(statistics), 'column')}`,
    count(workload.queries.length, 'query'),
  ];
  return [`${joined(contents)}; no rows`, ...diagnostics.map(line)];
}

function columnsOf({ tables }: Statistics): number {
  return Object.values(tables).reduce((sum, table) => sum + Object.keys(table.columns).length, 0);
}

function line({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message} — ${hint}`;
}
