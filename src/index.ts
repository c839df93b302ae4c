import { type DiagramFormat, diagramCommand } from './app/diagram-command.ts';
import { diffCommand } from './app/diff-command.ts';
import { type DocsResult, docsCommand } from './app/docs-command.ts';
import { explainCommand } from './app/explain-command.ts';
import { indexesCommand } from './app/indexes-command.ts';
import { checkCommand } from './app/migrate/check/check-command.ts';
import { exportCommand } from './app/migrate/export-command.ts';
import { planCommand } from './app/migrate/plan-command.ts';
import { writeFolder } from './app/migrate/write-folder.ts';
import { openSource } from './app/open-source.ts';
import { reviewCommand } from './app/review-command.ts';
import { snapshotCommand } from './app/snapshot-command.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { Statistics } from './catalog/statistics.ts';
import type { Workload } from './catalog/workload.ts';
import type { CheckReport } from './check/report.ts';
import { readConfig } from './config/config.ts';
import type { Explanation } from './explain/explanation.ts';
import type { Diagnostic } from './findings/error.ts';
import type { Report } from './findings/report.ts';
import type { DiffReport } from './output/diff/report.ts';
import type { IndexReport } from './output/indexes/report.ts';
import { planFiles } from './output/plan/files.ts';
import type { MigrationPlan } from './plan/plan.ts';
import type { Snapshot } from './sources/snapshot/snapshot.ts';

export type { Catalog } from './catalog/catalog.ts';
export type { Change } from './catalog/change.ts';
export type { PlanNode, QueryPlan } from './catalog/query-plan.ts';
export type { Statistics, TableStatistics } from './catalog/statistics.ts';
export type { Column, ForeignKey, Index, Table, View } from './catalog/table.ts';
export type { Workload, WorkloadQuery } from './catalog/workload.ts';
export type { CheckReport, ReportedStatement } from './check/report.ts';
export { type DesignBeginning, type DesignSettings, design, type RefineSettings, refine } from './design-api.ts';
export type { Cause, Explanation, Remedy } from './explain/explanation.ts';
export { type Diagnostic, RelvarError } from './findings/error.ts';
export type { Evidence } from './findings/evidence.ts';
export type { Finding, FindingItem, Priority } from './findings/finding.ts';
export type { Report } from './findings/report.ts';
export type { DesignFile } from './output/design/json.ts';
export type { DiffReport } from './output/diff/report.ts';
export type { IndexReport, IndexToCreate, IndexToDrop, ReportedQuery } from './output/indexes/report.ts';
export type { MigrationPlan, Step } from './plan/plan.ts';
export type { Snapshot } from './sources/snapshot/snapshot.ts';

/** What may be told to {@link review}, as the flags of `relvar review`. */
export interface ReviewSettings {
  /** A configuration file; `relvar.config.json` of the working folder when absent. */
  readonly config?: string;
  readonly rules?: readonly string[];
  readonly skip?: readonly string[];
  readonly tables?: readonly string[];
  /** Rows by table. */
  readonly rows?: Readonly<Record<string, number | string>>;
  readonly volumes?: string;
  /** Inputs of the workload, as `relvar workload` reads them; the queries that came with the source when absent. */
  readonly workload?: readonly string[];
  /** False: no queries at all. */
  readonly useWorkload?: boolean;
  /** A duration: how long indexes may be looked for; `10s` when absent. */
  readonly time?: string;
  /** A server to plan the queries on, in a scratch database; the embedded engine when absent. */
  readonly lab?: string;
  readonly baseline?: string;
  /** For `${NAME}` in the configuration's URLs. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The time of the run; ages of counters are told from it. */
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

/**
 * Reviews a source (an SQL file, a folder, a database URL) and gives the report that `relvar review` prints.
 * @throws RelvarError when the source or a setting cannot be used
 */
export async function review(source: string, settings: ReviewSettings = {}): Promise<Report> {
  const { report } = await reviewCommand({
    ...world(settings),
    source,
    config: await readConfig('.', settings.config),
    progress: () => {},
    rules: settings.rules ?? [],
    skip: settings.skip ?? [],
    tables: settings.tables ?? [],
    rows: Object.entries(settings.rows ?? {}).map(([table, rows]) => `${table}=${rows}`),
    volumes: settings.volumes,
    workload: settings.workload ?? [],
    useWorkload: settings.useWorkload ?? true,
    time: settings.time,
    lab: settings.lab,
    clock: () => performance.now(),
    baseline: settings.baseline,
    failOn: undefined,
    despiteErrors: false,
    command: 'relvar review <source>',
  });
  return report;
}

/**
 * Reads a source's schema and what is known of its data.
 * @throws RelvarError when the source cannot be used
 */
export async function readSchema(
  source: string,
  settings: Pick<ReviewSettings, 'config' | 'environment' | 'now' | 'signal'> = {},
): Promise<{
  readonly catalog: Catalog;
  readonly statistics: Statistics;
  readonly workload: Workload;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const config = await readConfig('.', settings.config);
  const opened = await openSource({ ...world(settings), source, config, volumes: [], progress: () => {} });
  await opened.close();
  const { catalog, statistics, workload, diagnostics } = opened;
  return { catalog, statistics, workload, diagnostics };
}

/** What may be told to {@link diagram}, as the flags of `relvar diagram`. */
export interface DiagramSettings extends Pick<ReviewSettings, 'config' | 'tables' | 'environment' | 'signal'> {
  /** `svg` when absent. */
  readonly format?: DiagramFormat;
  /** These tables and what they hang together with. */
  readonly around?: readonly string[];
  /** How many references away; 1 when absent. */
  readonly depth?: number;
  /** By the number of tables when absent. */
  readonly columns?: 'all' | 'keys' | 'none';
  readonly views?: boolean;
  readonly theme?: 'auto' | 'light' | 'dark';
  /** Of a PNG: pixels for a pixel. */
  readonly scale?: number;
  /** Of a PNG: a font file for scripts that the built-in one lacks. */
  readonly font?: string;
}

/**
 * Draws a source's schema as `relvar diagram` does: text, or the bytes of a PNG.
 * @throws RelvarError when the source or a setting cannot be used
 */
export async function diagram(source: string, settings: DiagramSettings = {}): Promise<string | Uint8Array> {
  const { columns, theme, scale, font } = settings;
  const { content } = await diagramCommand({
    ...world(settings),
    source,
    config: await readConfig('.', settings.config),
    progress: () => {},
    format: settings.format ?? 'svg',
    tables: settings.tables ?? [],
    around: settings.around ?? [],
    depth: settings.depth ?? 1,
    views: settings.views ?? false,
    ...(columns === undefined ? {} : { detail: columns === 'none' ? 'names' : columns }),
    ...(theme === undefined ? {} : { theme }),
    ...(scale === undefined ? {} : { scale }),
    ...(font === undefined ? {} : { font }),
  });
  return content;
}

/** What may be told to {@link docs}, as the flags of `relvar docs`. */
export interface DocsSettings
  extends Pick<ReviewSettings, 'config' | 'rows' | 'volumes' | 'environment' | 'now' | 'signal'> {
  /** What the folder has, else `html`, when absent. */
  readonly format?: 'markdown' | 'html';
  readonly title?: string;
  /** Inputs of queries; those that came with the source when absent. */
  readonly workload?: readonly string[];
  /** Leave out what review finds. */
  readonly withoutFindings?: boolean;
  /** Only compare. */
  readonly check?: boolean;
  readonly force?: boolean;
}

/**
 * Documents a source in a folder as `relvar docs` does, and tells the files and how the folder differed.
 * @throws RelvarError when the source, the folder or a setting cannot be used
 */
export async function docs(source: string, folder: string, settings: DocsSettings = {}): Promise<DocsResult> {
  return docsCommand({
    ...world(settings),
    source,
    folder,
    config: await readConfig('.', settings.config),
    progress: () => {},
    ...(settings.format === undefined ? {} : { format: settings.format }),
    ...(settings.title === undefined ? {} : { title: settings.title }),
    workload: settings.workload ?? [],
    rows: Object.entries(settings.rows ?? {}).map(([table, rows]) => `${table}=${rows}`),
    volumes: settings.volumes,
    findings: !settings.withoutFindings,
    check: settings.check ?? false,
    force: settings.force ?? false,
  });
}

/** What may be told to {@link explain}, as the flags of `relvar explain`. */
export interface ExplainSettings
  extends Pick<ReviewSettings, 'config' | 'rows' | 'volumes' | 'environment' | 'now' | 'signal'> {
  /** A file of SQL, or the text of a query. */
  readonly query?: string;
  /** Which query of several. */
  readonly name?: string;
  /** Inputs of the workload, as `relvar workload` reads them; the queries that came with the source when absent. */
  readonly workload?: readonly string[];
  /** Values of parameters by name or number, null for NULL. */
  readonly parameters?: Readonly<Record<string, string | number | null>>;
  /** A file that holds a query plan. */
  readonly plan?: string;
  readonly analyze?: boolean;
  /** Durations: `100ms`. */
  readonly timeout?: string;
  readonly goal?: string;
  /** Multiples of the present sizes. */
  readonly scale?: readonly number[];
  /** A server's URL, for a scratch database. */
  readonly lab?: string;
  readonly target?: string;
}

/**
 * Explains a query on a source (which may be absent beside a plan) and gives what `relvar explain` prints.
 * @throws RelvarError when the source, the query, the plan or a setting cannot be used
 */
export async function explain(source: string | undefined, settings: ExplainSettings): Promise<Explanation> {
  return explainCommand({
    ...world(settings),
    source,
    config: await readConfig('.', settings.config),
    progress: () => {},
    query: settings.query,
    name: settings.name,
    workload: settings.workload ?? [],
    parameters: Object.entries(settings.parameters ?? {}).map(([name, value]) => `${name}=${value}`),
    plan: settings.plan,
    analyze: settings.analyze ?? false,
    timeout: settings.timeout,
    goal: settings.goal,
    scale: settings.scale?.join(','),
    rows: Object.entries(settings.rows ?? {}).map(([table, rows]) => `${table}=${rows}`),
    volumes: settings.volumes,
    lab: settings.lab,
    target: settings.target,
  });
}

/** What may be told to {@link indexes}, as the flags of `relvar indexes`. */
export interface IndexesSettings
  extends Pick<ReviewSettings, 'config' | 'rows' | 'volumes' | 'environment' | 'now' | 'signal'> {
  /** Files of queries; those that came with the source when absent. */
  readonly workload?: readonly string[];
  /** `10GB`: how large the new indexes may be together. */
  readonly budget?: string;
  /** New indexes on a table, at most. */
  readonly perTable?: number;
  /** `20%`: how much dearer writes may become. */
  readonly writeLimit?: string;
  /** Names of indexes that must stay. */
  readonly keep?: readonly string[];
  readonly dropOnly?: boolean;
  /** Durations: how long the search may take, and a query without a goal of its own. */
  readonly time?: string;
  readonly goal?: string;
  /** A multiple of the present sizes. */
  readonly scale?: number;
  /** A server's URL, for a scratch database. */
  readonly lab?: string;
  readonly target?: string;
}

/**
 * Finds the indexes for a workload and gives what `relvar indexes` prints.
 * @throws RelvarError when the source, the workload or a setting cannot be used
 */
export async function indexes(source: string, settings: IndexesSettings = {}): Promise<IndexReport> {
  const { report } = await indexesCommand({
    ...world(settings),
    source,
    config: await readConfig('.', settings.config),
    progress: () => {},
    clock: () => performance.now(),
    workload: settings.workload ?? [],
    budget: settings.budget,
    perTable: settings.perTable?.toString(),
    writeLimit: settings.writeLimit,
    keep: settings.keep ?? [],
    dropOnly: settings.dropOnly ?? false,
    time: settings.time,
    goal: settings.goal,
    scale: settings.scale?.toString(),
    rows: Object.entries(settings.rows ?? {}).map(([table, rows]) => `${table}=${rows}`),
    volumes: settings.volumes,
    lab: settings.lab,
    target: settings.target,
  });
  return report;
}

/** What may be told to {@link snapshot}, as the flags of `relvar snapshot`. */
export interface SnapshotSettings {
  readonly config?: string;
  /** False: without common values, histograms and constants in queries; true when absent. */
  readonly values?: boolean;
  /** Also the least and greatest values of B-tree indexes in use, which the server counts as scans. */
  readonly ends?: boolean;
  /** Inputs of the workload, as `relvar workload` reads them; what the server counted when absent. */
  readonly workload?: readonly string[];
  /** For `${NAME}` in the configuration's URLs. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/**
 * Takes a snapshot of a live database, or takes over one from a file; `text` is what `relvar snapshot` writes.
 * @throws RelvarError when the source cannot be used
 */
export async function snapshot(
  source: string,
  settings: SnapshotSettings = {},
): Promise<{ readonly snapshot: Snapshot; readonly text: string; readonly notes: readonly string[] }> {
  return await snapshotCommand({
    ...world(settings),
    source,
    config: await readConfig('.', settings.config),
    values: settings.values ?? true,
    ends: settings.ends ?? false,
    workload: settings.workload ?? [],
    progress: () => {},
  });
}

/** What may be told to {@link diff}, as the flags of `relvar diff`. */
export interface DiffSettings extends Pick<ReviewSettings, 'config' | 'environment' | 'now' | 'signal'> {
  /** New names by old ones (`orders.total`: `amount`); null for what is gone indeed. */
  readonly renames?: Readonly<Record<string, string | null>>;
  /** Only these schemas; `*` stands for any text. */
  readonly schemas?: readonly string[];
  /** Objects to leave out; `*` stands for any text. */
  readonly ignore?: readonly string[];
  /** The major version that statements for a schema in files are for. */
  readonly target?: string;
  /** The zone that times without one are in, where a column gets or loses it; UTC when absent. */
  readonly timeZone?: string;
  /** Owners are compared, too; else only what is made anew gets the owner that it had. */
  readonly owners?: boolean;
}

/**
 * Compares two sources and gives what `relvar diff` prints. What may be a rename and was not told is a question there.
 * @throws RelvarError when a source or a setting cannot be used
 */
export async function diff(from: string, to: string, settings: DiffSettings = {}): Promise<DiffReport> {
  const { report } = await diffCommand({
    ...world(settings),
    ...answersOf(settings.renames),
    from,
    to,
    config: await readConfig('.', settings.config),
    progress: () => {},
    ask: undefined,
    schemas: settings.schemas ?? [],
    ignore: settings.ignore ?? [],
    timeZone: settings.timeZone,
    owners: settings.owners,
    ...(settings.target === undefined ? {} : { target: settings.target }),
  });
  return report;
}

/** What may be told to {@link plan}, as the flags of `relvar migrate plan`. */
export interface PlanSettings
  extends Pick<
      DiffSettings,
      'config' | 'renames' | 'target' | 'timeZone' | 'owners' | 'environment' | 'now' | 'signal'
    >,
    Pick<ReviewSettings, 'rows' | 'volumes'> {
  /** Writes the plan into a folder, for `relvar migrate apply` and {@link exportPlan}. */
  readonly folder?: string;
  /** `zero-downtime` when absent. */
  readonly mode?: MigrationPlan['mode'];
  /** How long what is dropped is kept under another name: `7d`. */
  readonly quarantine?: string;
  /** A file of intents: what the two schemas do not tell (docs/migrations.md). */
  readonly intents?: string;
  /** How fast the server works, by `scan`, `rewrite` (bytes a second), `index`, `batch` (rows a second). */
  readonly rates?: Readonly<Record<string, number | string>>;
  /** A server's URL, or `lab`: where the rates are measured. */
  readonly calibrate?: string;
  /** The URL of a MySQL or MariaDB server: the steps are rehearsed there, in a database that is dropped again. */
  readonly lab?: string;
  /** What statements of the schemas make that cannot be loaded is taken for missing; else nothing is planned. */
  readonly despiteErrors?: boolean;
}

/**
 * Lays down and rehearses the steps from one schema to another. `broken` of the plan says why it does not work.
 * @throws RelvarError when a source or a setting cannot be used, `unanswered-rename` and `unanswered-loss`
 */
export async function plan(from: string, to: string, settings: PlanSettings = {}): Promise<MigrationPlan> {
  const environment = world(settings);
  const { plan: made } = await planCommand({
    ...environment,
    ...answersOf(settings.renames),
    from,
    to,
    config: await readConfig('.', settings.config),
    progress: () => {},
    rows: Object.entries(settings.rows ?? {}).map(([table, rows]) => `${table}=${rows}`),
    volumes: settings.volumes,
    mode: settings.mode ?? 'zero-downtime',
    target: settings.target,
    rates: Object.entries(settings.rates ?? {}).map(([what, rate]) => `${what}=${rate}`),
    calibrate: settings.calibrate,
    quarantine: settings.quarantine,
    intents: settings.intents,
    timeZone: settings.timeZone,
    owners: settings.owners,
    lab: settings.lab,
    despiteErrors: settings.despiteErrors ?? false,
  });
  if (settings.folder !== undefined) await writeFolder(settings.folder, planFiles(made), environment.signal);
  return made;
}

/** What may be told to {@link check}, as the flags of `relvar migrate check`. */
export interface CheckSettings
  extends Pick<ReviewSettings, 'config' | 'rows' | 'volumes' | 'workload' | 'environment' | 'now' | 'signal'> {
  /** The schema before the migration: any source. */
  readonly on: string;
  /** The first migration of a folder to check; the first that is not there yet when absent. */
  readonly from?: string;
  /** How a file is run; by what it says when absent. */
  readonly transaction?: 'one' | 'each';
  readonly target?: string;
  /** The URL of a MySQL or MariaDB server in whose scratch database the statements are run. */
  readonly lab?: string;
  /** How long one statement may run in the embedded PostgreSQL: `60s` when absent. */
  readonly timeLimit?: string;
}

/**
 * Runs a migration (a file or a folder of SQL) in the lab and gives what `relvar migrate check` prints.
 * @throws RelvarError when the migration, the source or a setting cannot be used
 */
export async function check(migration: string, settings: CheckSettings): Promise<CheckReport> {
  const { from, transaction, target } = settings;
  const { report } = await checkCommand({
    ...world(settings),
    migration,
    on: settings.on,
    ...(from === undefined ? {} : { from }),
    ...(transaction === undefined ? {} : { transaction }),
    ...(target === undefined ? {} : { target }),
    rows: Object.entries(settings.rows ?? {}).map(([table, rows]) => `${table}=${rows}`),
    volumes: settings.volumes,
    workload: settings.workload ?? [],
    lab: settings.lab,
    timeLimit: settings.timeLimit,
    failOn: undefined,
    config: await readConfig('.', settings.config),
    progress: () => {},
  });
  return report;
}

/** What may be told to {@link exportPlan}, as the flags of `relvar migrate export`. */
export interface ExportSettings extends Pick<ReviewSettings, 'now' | 'signal'> {
  readonly tool: string;
  /** A folder that is not there or is empty. */
  readonly output: string;
  /** The version of the first migration: a date or a number. */
  readonly base?: string;
  readonly acceptEdits?: boolean;
}

/**
 * Writes a plan's folder as migrations of another tool, and gives the paths of the files below `output`.
 * @throws RelvarError for what is no plan or no tool, and a folder that holds something
 */
export async function exportPlan(folder: string, settings: ExportSettings): Promise<readonly string[]> {
  const { now, signal } = world(settings);
  return await exportCommand({
    plan: folder,
    tool: settings.tool,
    output: settings.output,
    ...(settings.base === undefined ? {} : { base: settings.base }),
    acceptEdits: settings.acceptEdits ?? false,
    now,
    signal,
  });
}

function answersOf(renames: DiffSettings['renames'] = {}) {
  const all = Object.entries(renames);
  return {
    renames: all.flatMap(([old, name]) => (name === null ? [] : [`${old}=${name}`])),
    drops: all.flatMap(([old, name]) => (name === null ? [old] : [])),
    answers: undefined,
  };
}

function world(settings: Pick<ReviewSettings, 'environment' | 'now' | 'signal'>) {
  return {
    environment: settings.environment ?? {},
    input: (async function* nothing(): AsyncGenerator<Uint8Array> {})(),
    now: settings.now ?? new Date(),
    signal: settings.signal ?? new AbortController().signal,
  };
}
