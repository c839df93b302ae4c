import { openSource } from './app/open-source.ts';
import { reviewCommand } from './app/review-command.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { Statistics } from './catalog/statistics.ts';
import { readConfig } from './config/config.ts';
import type { Diagnostic } from './findings/error.ts';
import type { Report } from './findings/report.ts';

export type { Catalog } from './catalog/catalog.ts';
export type { Change } from './catalog/change.ts';
export type { Statistics, TableStatistics } from './catalog/statistics.ts';
export type { Column, ForeignKey, Index, Table, View } from './catalog/table.ts';
export { type Diagnostic, RelvarError } from './findings/error.ts';
export type { Evidence } from './findings/evidence.ts';
export type { Finding, FindingItem, Priority } from './findings/finding.ts';
export type { Report } from './findings/report.ts';

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
    baseline: settings.baseline,
    failOn: undefined,
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
  readonly diagnostics: readonly Diagnostic[];
}> {
  const config = await readConfig('.', settings.config);
  const opened = await openSource({ ...world(settings), source, config, volumes: [], progress: () => {} });
  await opened.close();
  return { catalog: opened.catalog, statistics: opened.statistics, diagnostics: opened.diagnostics };
}

function world(settings: Pick<ReviewSettings, 'environment' | 'now' | 'signal'>) {
  return {
    environment: settings.environment ?? {},
    input: (async function* nothing(): AsyncGenerator<Uint8Array> {})(),
    now: settings.now ?? new Date(),
    signal: settings.signal ?? new AbortController().signal,
  };
}
