import type { Workload } from '../catalog/workload.ts';
import { type Config, expandVariables } from '../config/config.ts';
import { engineForUrl, engines, isDatabaseUrl } from '../engines/engines.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { count } from '../output/words.ts';
import type { WorkloadReport } from '../output/workload/report.ts';
import { readWorkloadFile, type WorkloadInput, workloadText } from '../sources/workload/workload-file.ts';
import { version } from '../version.ts';
import { type Grouping, type KeptOutClass, openGrouping } from '../workload/group.ts';
import { type Notes, takeNotes } from '../workload/notes.ts';
import { patternsOf } from '../workload/patterns.ts';
import { type InputReader, inputReader } from '../workload/read-inputs.ts';
import { strategyWorkload } from './indexes/strategy-file.ts';

/** A workload as the command line and the API ask for it. */
export interface WorkloadRequest {
  /** Files, folders, `-`, snapshots, workload files, database URLs, names of environments. */
  readonly inputs: readonly string[];
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** False: nothing that could be a value of a row. */
  readonly values: boolean;
  /** The log_line_prefix of the logs. */
  readonly prefix: string | undefined;
  /** Only what ran in this database. */
  readonly database: string | undefined;
}

export interface WorkloadResult {
  readonly report: WorkloadReport;
  /** The file. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gathers the queries of all inputs by fingerprint. What cannot be read is counted and told; it fails only when no
 * input holds anything.
 * @throws RelvarError `no-queries`, `input-not-read`, and what snapshots and databases throw
 */
export async function workloadCommand(request: WorkloadRequest): Promise<WorkloadResult> {
  const notes = takeNotes();
  const grouping = await openGrouping({
    values: request.values,
    others: engines.flatMap(({ grouped }) => grouped ?? []),
  });
  const { prefix, database, signal, progress, input } = request;
  const reader = inputReader(grouping, notes, {
    signal,
    progress,
    input,
    ...(prefix === undefined ? {} : { prefix }),
    ...(database === undefined ? {} : { database }),
  });
  const inputs: WorkloadInput[] = [];
  const stored: Workload[] = [];
  const exported: Exported[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of request.inputs) {
    const url = urlOf(name, request);
    if (url === undefined) inputs.push(...(await readFiles(name, reader, grouping, stored, exported)));
    else inputs.push(await readDatabase(url, grouping, stored, request, diagnostics));
  }
  reader.finish();
  progress('looking for patterns');
  const workload = merged(grouping.workload(), stored, exported, notes);
  if (workload.queries.length === 0 && grouping.totals().executions === 0 && request.inputs.length > 0) {
    throw nothingFound(inputs, grouping.totals().keptOut, request.database);
  }
  const found = reader.prefix();
  const shown = { tool: { name: 'relvar', version }, inputs, valuesLeftOut: !request.values };
  const told = { totals: grouping.totals(), notes: request.values ? notes.all() : withoutDetails(notes.all()) };
  return {
    report: {
      ...shown,
      ...told,
      ...(found === undefined ? {} : { prefix: found }),
      workload,
      patterns: patternsOf(workload, grouping.judge),
    },
    text: workloadText({ ...shown, ...told, workload }),
    diagnostics,
  };
}

/** An export of counters, and when the file was last written. */
interface Exported {
  readonly file: string;
  readonly written: Date;
}

/**
 * Since when and until when an export counted, where nothing else tells times: from the first of its queries to when the
 * file was written, as the counters tell no end.
 */
function spanOf({ queries }: Workload, exported: readonly Exported[], notes: Notes): Partial<Workload> {
  const [since] = queries.flatMap((query) => query.countedSince ?? []).sort();
  const last = exported.toSorted((a, b) => b.written.getTime() - a.written.getTime())[0];
  if (since === undefined || !last || last.written.getTime() <= Date.parse(since)) return {};
  const until = last.written.toISOString();
  notes.note('counted until the file was last written', last.file, { detail: `since ${since}, until ${until}` });
  return { since, until };
}

/** The loops and times of workloads that were gathered before belong to the whole. */
function merged(
  gathered: Workload,
  stored: readonly Workload[],
  exported: readonly Exported[],
  notes: Notes,
): Workload {
  const told = [gathered, ...stored];
  const timed = told.some((one) => one.since !== undefined);
  const all = timed ? told : [{ ...gathered, ...spanOf(gathered, exported, notes) }, ...stored];
  const repeated = all.flatMap((one) => one.repeated ?? []);
  const since = all.flatMap((one) => one.since ?? []).sort()[0];
  const until = all
    .flatMap((one) => one.until ?? [])
    .sort()
    .at(-1);
  return {
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    queries: gathered.queries,
    ...(repeated.length > 0 ? { repeated } : {}),
  };
}

function withoutDetails<T extends { readonly detail?: string }>(notes: readonly T[]): readonly Omit<T, 'detail'>[] {
  return notes.map(({ detail: _, ...note }) => note);
}

function urlOf(name: string, { config, environment }: WorkloadRequest): string | undefined {
  const url = config.environments?.[name];
  if (url !== undefined) return expandVariables(url, name, environment);
  return isDatabaseUrl(name) ? name : undefined;
}

async function readFiles(
  name: string,
  reader: InputReader,
  grouping: Grouping,
  stored: Workload[],
  exported: Exported[],
): Promise<readonly WorkloadInput[]> {
  const files = await reader.list(name);
  const read: WorkloadInput[] = [];
  for (const file of files) {
    const one = await reader.read(file);
    const { text, written, ...input } = one;
    if (written) exported.push({ file: one.name, written });
    if (text === undefined) read.push(input);
    else {
      const workload = await storedWorkload(text, input.kind, input.name);
      for (const { fingerprint: _, sql, ...facts } of workload.queries) grouping.given(sql, facts);
      stored.push(workload);
      read.push({ ...input, records: workload.queries.length });
    }
  }
  return read;
}

async function storedWorkload(text: string, kind: string, name: string): Promise<Workload> {
  if (kind === 'workload') return readWorkloadFile(text, name).workload;
  if (kind === 'strategy') return strategyWorkload(text, name);
  const { readSnapshot } = await import('../sources/snapshot/snapshot.ts');
  return readSnapshot(text, name).snapshot.workload;
}

async function readDatabase(
  url: string,
  grouping: Grouping,
  stored: Workload[],
  request: WorkloadRequest,
  diagnostics: Diagnostic[],
): Promise<WorkloadInput> {
  const engine = engineForUrl(url);
  const name = engine.shown(url);
  request.progress(`reading the queries of ${name}`);
  const connection = await engine.connect(url);
  try {
    const read = await engine.readWorkload(connection);
    diagnostics.push(...read.diagnostics);
    stored.push(read.workload);
    for (const { fingerprint, sql, ...facts } of read.workload.queries) {
      grouping.given(sql, { ...facts, queryIdentifier: fingerprint });
    }
    return { name, kind: 'database', records: read.workload.queries.length, bytes: 0 };
  } finally {
    await connection.close().catch(() => {});
  }
}

function nothingFound(
  inputs: readonly WorkloadInput[],
  keptOut: readonly KeptOutClass[],
  database: string | undefined,
): RelvarError {
  const [first] = inputs;
  if (!first) {
    return new RelvarError('no-queries', 'the inputs hold no file that can be read', {
      hint: 'give logs, exports, files of SQL or code',
    });
  }
  const left = keptOut.map(({ why, count: number }) => `${count(number, 'statement')} (${why})`).join(', ');
  const why =
    first.kind === 'empty'
      ? 'it is empty'
      : first.kind === 'unknown' || first.kind === 'binary'
        ? 'it is no log, no export of counters, no SQL and no code'
        : keptOut.length > 0
          ? `what it holds is kept out: ${left}`
          : `it is read as ${first.kind} and holds no statement${database === undefined ? '' : ` of the database ${database}`}`;
  const more = inputs.length > 1 ? ` (and ${inputs.length - 1} more)` : '';
  return new RelvarError('no-queries', `${first.name}${more}: no query was found: ${why}`, {
    hint:
      keptOut.length > 0
        ? 'a query is SELECT, INSERT, UPDATE, DELETE or MERGE that the engine can parse'
        : database !== undefined
          ? `give the name of another database, or leave --database out`
          : first.kind.includes('log')
            ? 'statements are logged with log_min_duration_statement = 0 and lc_messages = C'
            : 'give logs, exports of pg_stat_statements, files of SQL or code',
  });
}
