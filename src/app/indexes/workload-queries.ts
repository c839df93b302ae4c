import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { carriedQuery } from '../../catalog/carried-query.ts';
import type { WorkloadQuery } from '../../catalog/workload.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { suppressionIn } from '../../engines/suppressions.ts';
import { RelvarError } from '../../findings/error.ts';
import type { CommentSuppression } from '../../findings/suppress.ts';
import type { KeptOutStatements } from '../../output/indexes/report.ts';
import { count, digits } from '../../output/words.ts';
import type { WorkloadReport } from '../../output/workload/report.ts';
import { decodedText } from '../../workload/decode-text.ts';
import { openJudge } from '../../workload/judge.ts';
import { withoutMacros } from '../../workload/macros.ts';
import { toMysql } from '../../workload/mysql/to-mysql.ts';
import { type FaultOf, type QueryText, readQueries } from '../../workload/queries.ts';
import { statementTexts } from '../../workload/statements.ts';
import { givenQuery } from '../explain/query-input.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { WorkloadRequest } from '../workload-command.ts';
import { queriesOfWorkload } from './counted-queries.ts';
import { countedText } from './counted-text.ts';
import type { RecurringWrite } from './recurring-writes.ts';

/** A query of the workload that the engine's grammar and the schema agree with. */
export interface WorkloadEntry {
  readonly sql: string;
  readonly name?: string;
  /** `queries.sql:12`. */
  readonly where?: string;
  readonly callsPerSecond?: number;
  readonly goalMilliseconds?: number;
  readonly meanMilliseconds?: number;
  /** Rows that one call changes or deletes, declared or counted. */
  readonly rowsPerCall?: number;
  readonly samples?: readonly (string | null)[];
  /** Parameters as the user wrote them, by number from 1, of a query of a file of SQL. */
  readonly parameters?: readonly string[];
  readonly fingerprint?: string;
  /** What was counted of it. */
  readonly counted?: WorkloadQuery;
  readonly facts: QueryFacts;
  /** The query as it is planned, where a value was supposed. */
  readonly planned?: string;
  /** What was supposed: `$1 = 'abc'`. */
  readonly supposed?: string;
  /** Rows that a call writes, where the planner's word for it would be another. */
  readonly rowsWritten?: number;
  /** Of a statement that finds again only what gathered since its last run. */
  readonly recurring?: RecurringWrite;
}

/** What the workload has to be planned for, and what was kept out of it. */
export interface WorkloadEntries {
  readonly entries: readonly WorkloadEntry[];
  readonly keptOut: readonly KeptOutStatements[];
  readonly assumptions: readonly string[];
  /** Comments in files of SQL that silence findings about a query. */
  readonly suppressions: readonly CommentSuppression[];
}

/** A query before anything of the engine was asked about it. */
export type Unread = Omit<
  WorkloadEntry,
  'facts' | 'fingerprint' | 'planned' | 'supposed' | 'recurring' | 'rowsWritten'
>;

/** What the readers of workloads need of the world. */
export type WorkloadWorld = Pick<WorkloadRequest, 'config' | 'environment' | 'input' | 'signal' | 'progress'>;

/**
 * The queries to find indexes for: of the inputs that are given, else of the file beside the schema, else those that the
 * server counted. What cannot be planned for is counted by class, with the first of each, and kept out.
 * Of more than `most` the heaviest are taken, or the first where nobody counted.
 * @throws RelvarError when an input cannot be read, and when there are no queries at all
 */
export async function workloadEntries(
  opened: OpenedSource,
  inputs: readonly string[],
  world: WorkloadWorld,
  most = Number.POSITIVE_INFINITY,
): Promise<WorkloadEntries> {
  const out = keptOutCounter();
  const named = inputs.length > 0 ? inputs : besideSchema(opened);
  const unread: Unread[] = [];
  const assumptions: string[] = [];
  const suppressions: CommentSuppression[] = [];
  const take = (counted: ReturnType<typeof queriesOfWorkload>) => {
    unread.push(...counted.queries);
    assumptions.push(...counted.assumptions);
  };
  // In a file of SQL constants stay as they are written, which decides whether an index of a part of a table serves.
  for (const file of named.filter(isSql))
    unread.push(
      ...(await queriesOfFile(
        file,
        out.add,
        suppressions,
        (text) => assumptions.push(text),
        opened.engine.syntaxFault,
      )),
    );
  const others = named.filter((name) => !isSql(name));
  if (others.length > 0) take(await queriesOfInputs(others, world, out.add, opened.traits.slowLogs));
  if (named.length === 0) take(queriesOfWorkload(opened.workload, opened.statistics.takenAt));
  if (unread.length === 0 && out.all().length === 0) throw noWorkload(named);
  const entries: WorkloadEntry[] = [];
  if (unread.length > most) {
    assumptions.push(`of ${digits(unread.length)} queries of the workload the ${digits(most)} heaviest were looked at`);
  }
  for (const one of heaviest(unread, most)) {
    const known = await understood(one, opened);
    if ('why' in known) out.add(known.why, known.example);
    else entries.push(known);
  }
  return { entries: together(entries), keptOut: out.all(), assumptions: [...new Set(assumptions)], suppressions };
}

/** The file of queries of a folder; that beside a file, where the source has no queries of its own. */
export function besideSchema({
  queries,
  workload,
  source: { kind, name },
}: Pick<OpenedSource, 'queries' | 'workload'> & {
  readonly source: Pick<OpenedSource['source'], 'kind' | 'name'>;
}): readonly string[] {
  if (queries !== undefined) return [queries];
  const beside = join(dirname(name), 'queries.sql');
  const isThere = kind === 'file' && workload.queries.length === 0 && basename(name) !== 'queries.sql';
  return isThere && existsSync(beside) ? [beside] : [];
}

function noWorkload(files: readonly string[]): RelvarError {
  return files.length > 0
    ? new RelvarError('no-query', `${files.join(', ')}: there is no query in it`, {
        hint: 'give SELECT, UPDATE, DELETE…',
      })
    : new RelvarError('no-workload', 'there are no queries to find indexes for', {
        hint: 'give --workload queries.sql, put a queries.sql beside the schema, or give a snapshot of a server that counts them',
      });
}

function isSql(name: string): boolean {
  return /\.sql$/i.test(name);
}

/**
 * The queries of logs, exports, code, folders, workload files and live databases.
 *
 * @param own slow logs and digests are the engine's own
 */
async function queriesOfInputs(
  inputs: readonly string[],
  world: WorkloadWorld,
  keepOut: KeepOut,
  own: boolean,
): Promise<ReturnType<typeof queriesOfWorkload>> {
  const { workloadCommand } = await import('../workload-command.ts');
  const { report } = await workloadCommand({ ...world, inputs, values: true, prefix: undefined, database: undefined });
  for (const one of report.totals.keptOut) keepOut(one.why, one.example ?? inputs.join(', '), one.count);
  const { workload } = report;
  const spelled = own ? workload.queries.map((one) => ({ ...one, sql: toMysql(one.sql) })) : workload.queries;
  const { queries, assumptions } = queriesOfWorkload({ ...workload, queries: spelled }, undefined);
  return { queries, assumptions: [...assumptions, ...doubtsOf(report, own)] };
}

/** What makes the queries of an input less sure than they look. */
function doubtsOf({ inputs, notes }: WorkloadReport, own: boolean): readonly string[] {
  return [
    ...inputs
      .filter(({ kind }) => !own && (kind === 'slow log' || kind === 'statement digests'))
      .map(
        ({ name, kind }) =>
          `${name} (${kind}) comes from MySQL or MariaDB, another engine than the schema's: its statements were read as far as they are standard SQL, and those that do not parse were kept out; calls and times are that engine's`,
      ),
    ...notes
      .filter(({ kind }) => kind === 'counted until the file was last written')
      .map(
        ({ file, detail }) => `calls of ${file} are taken to be counted until the file was last written (${detail})`,
      ),
    ...notes
      .filter(({ kind }) => kind === 'times without a year')
      .map(({ file, detail }) => `the times of ${file} have no year: they are ${detail}`),
    ...notes
      .filter(({ kind }) => kind === 'line that is not UTF-8, read as Windows-1252')
      .map(
        ({ file, count: lines }) =>
          `${count(lines, 'line')} of ${file} ${lines === 1 ? 'is' : 'are'} not UTF-8, and read as Windows-1252`,
      ),
  ];
}

/** The statements of a file, those with a fault left out. */
async function queriesOfFile(
  file: string,
  keepOut: KeepOut,
  suppressions: CommentSuppression[],
  told: (assumption: string) => void,
  faultOf: FaultOf,
): Promise<readonly Unread[]> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new RelvarError('queries-not-found', `${file}: the queries cannot be read`, {
      hint: 'check its path',
      cause,
    });
  });
  const text = textOf(bytes);
  const judge = await openJudge();
  const found: Unread[] = [];
  let line = 1;
  let from = 0;
  for (const statement of statementTexts(text)) {
    const begin = Math.min(statement.start, ...statement.comments.map((comment) => comment.start));
    line += lineBreaks(text.slice(from, begin));
    from = begin;
    const end = Math.max(statement.start + statement.sql.length, ...statement.comments.map((comment) => comment.end));
    const at = line + lineBreaks(text.slice(begin, statement.start));
    for (const comment of statement.comments) {
      const found = suppressionIn(comment.text);
      const line = at + lineBreaks(text.slice(statement.start, statement.start + statement.sql.length));
      if (found) suppressions.push({ ...found, file, covers: { from: at, to: line } });
    }
    const [whole] = await readOne(text.slice(begin, end), line, file, keepOut, told, faultOf);
    if (!whole) continue;
    const carried = carriedQuery(whole.sql);
    const read = carried ? { ...whole, sql: whole.sql.slice(carried.start, carried.end).trim() } : whole;
    const judged = judge.judge(read.sql, true);
    // What the engine's own grammar takes, another's need not.
    if (judged.kind === 'kept out' && judged.why !== 'does not parse')
      keepOut(judged.why, `${file}:${at}: ${shortened(read.sql)}`);
    else found.push(givenQuery(read, file, []));
  }
  return found;
}

/** As the readers of workloads have it: UTF-8, UTF-16 by its mark, else Windows-1252. */
function textOf(bytes: Buffer): string {
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : '';
  if (wide !== '') return new TextDecoder(wide).decode(bytes);
  return decodedText(bytes).replace(/^\ufeff/, '');
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}

/** One statement with the comments around it; in a text of its own, so that a fault in it is no fault of the others. */
async function readOne(
  part: string,
  line: number,
  file: string,
  keepOut: KeepOut,
  told: (assumption: string) => void,
  faultOf: FaultOf,
): Promise<readonly QueryText[]> {
  try {
    const skipped = ({ message }: RelvarError) => told(`a comment that is not understood was passed over: ${message}`);
    // Empty lines before it keep the places that messages tell.
    return await readQueries('\n'.repeat(line - 1) + withoutMacros(part), file, skipped, faultOf);
  } catch (error) {
    if (!(error instanceof RelvarError)) throw error;
    keepOut(error.code === 'query-syntax' ? 'does not parse' : error.code.replaceAll('-', ' '), error.message);
    return [];
  }
}

/** Calls a second of the queries that the source itself counted, by fingerprint. */
export async function countedCalls({
  engine,
  workload,
  statistics,
}: Pick<OpenedSource, 'engine' | 'workload' | 'statistics'>): Promise<ReadonlyMap<string, number>> {
  const calls = new Map<string, number>();
  for (const { sql, callsPerSecond } of queriesOfWorkload(workload, statistics.takenAt).queries) {
    const fingerprint = callsPerSecond === undefined ? undefined : await engine.fingerprint(sql).catch(() => undefined);
    if (fingerprint !== undefined) calls.set(fingerprint, (calls.get(fingerprint) ?? 0) + (callsPerSecond ?? 0));
  }
  return calls;
}

async function understood(
  query: Unread,
  opened: OpenedSource,
): Promise<WorkloadEntry | { readonly why: string; readonly example: string }> {
  const where = query.where ?? query.name ?? 'a query';
  const { engine, catalog, traits } = opened;
  try {
    const read = query.counted
      ? await withConstants(query, query.counted, opened, where)
      : { ...query, facts: await engine.readFacts(query.sql, catalog, traits, where) };
    if (read.facts.kind === 'other') return { why: 'utility', example: `${where}: ${shortened(query.sql)}` };
    const fingerprint = await engine.fingerprint(query.sql);
    return {
      ...read,
      ...(fingerprint === undefined ? {} : { fingerprint }),
    };
  } catch (error) {
    if (!(error instanceof RelvarError)) throw error;
    return {
      why: error.code === 'query-syntax' ? 'does not parse' : error.code.replaceAll('-', ' '),
      example: error.message,
    };
  }
}

async function withConstants(
  query: Unread,
  counted: WorkloadQuery,
  opened: OpenedSource,
  where: string,
): Promise<Unread & Pick<WorkloadEntry, 'facts'>> {
  const { sql, facts, left } = await countedText({ ...counted, sql: query.sql }, opened, where);
  const { samples } = query;
  return { ...query, sql, facts, ...(samples ? { samples: left.map((one) => samples[one - 1] ?? null) } : {}) };
}

/** By calls times what a call takes where that is known, else as they stand. */
function heaviest(queries: readonly Unread[], most: number): readonly Unread[] {
  if (queries.length <= most) return queries;
  const weight = ({ callsPerSecond = 0, meanMilliseconds = 1 }: Unread) => callsPerSecond * meanMilliseconds;
  return queries.toSorted((a, b) => weight(b) - weight(a)).slice(0, most);
}

/** The same query twice is one query that runs as often as both. */
function together(entries: readonly WorkloadEntry[]): readonly WorkloadEntry[] {
  const byText = new Map<string, WorkloadEntry>();
  for (const one of entries) {
    const known = byText.get(one.sql);
    const calls =
      known && (known.callsPerSecond !== undefined || one.callsPerSecond !== undefined)
        ? { callsPerSecond: (known.callsPerSecond ?? 1) + (one.callsPerSecond ?? 1) }
        : {};
    byText.set(one.sql, { ...one, ...known, ...calls });
  }
  return [...byText.values()];
}

type KeepOut = (why: string, example: string, count?: number) => void;

function keptOutCounter(): { readonly add: KeepOut; readonly all: () => readonly KeptOutStatements[] } {
  const classes = new Map<string, { count: number; readonly example: string }>();
  return {
    add(why, example, count = 1) {
      const known = classes.get(why);
      if (known) known.count += count;
      else classes.set(why, { count, example });
    },
    all: () => [...classes].map(([why, { count, example }]) => ({ why, count, example })),
  };
}

/** The beginning of a statement, on one line. */
export function shortened(sql: string): string {
  const line = sql.trim().replace(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
}
