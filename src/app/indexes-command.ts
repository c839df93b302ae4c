import type { Advice, AdviceOptions, AdviceQuery } from '../advisor/advice.ts';
import { advise } from '../advisor/advise.ts';
import { closest } from '../catalog/closest.ts';
import { lookups as makeLookups } from '../catalog/lookups.ts';
import { qualified } from '../catalog/names.ts';
import type { Statistics } from '../catalog/statistics.ts';
import { parseBytes } from '../config/bytes.ts';
import { type Config, configPath } from '../config/config.ts';
import { parseShare, parseWhole } from '../config/quantity.ts';
import { parseRows, readVolumes, type Volumes, withVolumes } from '../config/volumes.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import type { Results } from '../findings/order.ts';
import { textOrder } from '../lab/collation.ts';
import type { Lab } from '../lab/lab.ts';
import type { StrategyCheck } from '../output/indexes/check.ts';
import type { IndexLimits, IndexReport } from '../output/indexes/report.ts';
import type { StrategyFacts } from '../output/indexes/yaml.ts';
import { deriveStatistics } from '../scale/derive/derive.ts';
import { grow, parseScale } from '../scale/grow.ts';
import { parseDuration } from '../workload/duration.ts';
import { advisedIndexes } from './indexes/advised.ts';
import { cheaperForms } from './indexes/cheaper-forms.ts';
import { changesSince, checkStrategy, strategyVolumes } from './indexes/check.ts';
import { indexFindings } from './indexes/findings.ts';
import { plannedQueries } from './indexes/planned-queries.ts';
import { relevantTables } from './indexes/relevant-tables.ts';
import { indexReport } from './indexes/report.ts';
import { sparingForms } from './indexes/spared-indexes.ts';
import { readStrategy, type Strategy } from './indexes/strategy-file.ts';
import { workloadEntries } from './indexes/workload-queries.ts';
import { openLab } from './open-lab.ts';
import { openSource } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/** Advice on indexes as the command line and the API ask for it. */
export interface IndexesRequest {
  /** A file, a folder, a URL, a snapshot, the name of an environment. */
  readonly source: string;
  /** Files of queries; those that came with the source when empty. */
  readonly workload: readonly string[];
  /** `10GB`. */
  readonly budget: string | undefined;
  /** New indexes on a table, at most. */
  readonly perTable: string | undefined;
  /** A share: `20%`. */
  readonly writeLimit: string | undefined;
  /** Names of indexes that must stay. */
  readonly keep: readonly string[];
  readonly dropOnly: boolean;
  /** A duration: how long the search may take. */
  readonly time: string | undefined;
  /** A duration: how long each query without a goal of its own may take. */
  readonly goal: string | undefined;
  /** One multiple of the present sizes: `10`. */
  readonly scale: string | undefined;
  /** `orders=50M` each. */
  readonly rows: readonly string[];
  readonly volumes: string | undefined;
  /** A server's URL. */
  readonly lab: string | undefined;
  readonly target: string | undefined;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly now: Date;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

export interface IndexesResult {
  readonly report: IndexReport;
  /** The same as findings, each at the line of its query. */
  readonly findings: Results;
  /** For the file to keep beside the schema. */
  readonly facts: StrategyFacts;
}

/**
 * Finds the indexes for a workload.
 * @throws RelvarError for every kind of bad input
 */
export async function indexesCommand(request: IndexesRequest): Promise<IndexesResult> {
  // What cannot be right is told before anything is opened.
  const limits = limitsOf(request);
  const options = optionsOf(request, limits);
  const goal = request.goal === undefined ? undefined : parseDuration(request.goal, '--goal');
  const factor = factorOf(request);
  const opened = await open(request, await declaredVolumes(request));
  try {
    const keep = keptIndexes(opened, request.keep);
    const given = await workloadEntries(opened, request.workload, request);
    const statistics = completed(opened, request.now, factor);
    const lookups = makeLookups(opened.catalog);
    return await inLab(request, opened, statistics, async (lab, diagnostics) => {
      const known = await plannedQueries(given.entries, { lab, opened, statistics });
      const entries = known.entries.map((entry) => ({
        ...entry,
        ...(goal === undefined || entry.goalMilliseconds !== undefined ? {} : { goalMilliseconds: goal }),
      }));
      const workload = { ...given, entries, assumptions: [...given.assumptions, ...known.assumptions] };
      const { clock, signal, progress } = request;
      const adviceOn = (queries: readonly AdviceQuery[]) =>
        advise({
          lab,
          engine: opened.engine,
          traits: opened.traits,
          catalog: opened.catalog,
          lookups,
          statistics,
          known: opened.statistics,
          queries,
          options: { ...options, keep },
          progress: (text, share) => progress(`${text}, ${Math.round(share * 100)}%`),
          clock,
          signal,
        });
      const first = await adviceOn(entries);
      const forms = { lookups, statistics, options, clock, signal, progress };
      const found = await cheaperForms(entries, first, lab, opened, forms);
      const sparing = sparingForms(first, found);
      // What another form of a query needs no index for is advised without one.
      const spared = entries.map((entry, at) => ({ ...entry, ...optionalForm(sparing.get(at)) }));
      const advice = sparing.size === 0 ? first : await adviceOn(spared);
      const rewrites = found.map((one) => ({
        ...one,
        advised: advice.perQuery[one.query - 1]?.costAfter ?? one.advised,
      }));
      progress('rehearsing');
      const indexes = await advisedIndexes(advice, lab, opened);
      const report = indexReport({
        opened,
        lab,
        statistics,
        advice,
        ...indexes,
        rewrites,
        workload,
        limits: { ...limits, keep },
        diagnostics,
        ...(factor === 1 ? {} : { factor }),
      });
      return { report, findings: indexFindings(report, opened), facts: factsOf(statistics, opened, advice, entries) };
    });
  } finally {
    await opened.close();
  }
}

function optionalForm(form: string | undefined): Pick<AdviceQuery, 'form'> {
  return form === undefined ? {} : { form };
}

export interface CheckRequest extends IndexesRequest {
  /** A file that `relvar indexes` wrote. */
  readonly check: string;
}

/**
 * Plans the queries of a strategy file with the indexes that the source has.
 * @throws RelvarError for every kind of bad input
 */
export async function checkIndexesCommand(request: CheckRequest): Promise<StrategyCheck> {
  const strategy = await readStrategy(request.check);
  const factor = factorOf(request);
  const plain = await open(request, await declaredVolumes(request));
  try {
    const opened = withStrategyRows(plain, strategy, request.check);
    const statistics = completed(opened, request.now, factor);
    const queries = await inLab(request, opened, statistics, (lab) => checkStrategy(strategy, lab, opened, statistics));
    const changes = await changesSince(strategy, opened, statistics);
    return { file: request.check, source: opened.source.name, engine: opened.source.engine, queries, changes };
  } finally {
    await plain.close();
  }
}

function open(request: IndexesRequest, volumes: readonly Volumes[]): Promise<OpenedSource> {
  const { source, config, environment, input, signal, progress, target } = request;
  return openSource({
    source,
    config,
    environment,
    input,
    signal,
    progress,
    ...(target === undefined ? {} : { target }),
    // Most servers order text as people do, which decides whether an index serves LIKE.
    textOrder: textOrder(Object.assign({}, ...volumes.map((one) => one.settings))) ?? 'linguistic',
    volumes,
  });
}

async function declaredVolumes(request: IndexesRequest): Promise<readonly Volumes[]> {
  const file = request.volumes ?? (request.config.volumes && configPath(request.config, request.config.volumes));
  return [
    ...(file === undefined ? [] : [await readVolumes(file)]),
    ...(request.rows.length > 0 ? [parseRows(request.rows)] : []),
  ];
}

function completed(opened: OpenedSource, now: Date, factor: number): Statistics {
  const { catalog, engine, traits } = opened;
  const statistics = deriveStatistics(catalog, opened.statistics, { sizes: engine.sizes, traits, now });
  return factor === 1 ? statistics : grow(catalog, statistics, factor, engine.sizes);
}

async function inLab<T>(
  request: IndexesRequest,
  opened: OpenedSource,
  statistics: Statistics,
  use: (lab: Lab, diagnostics: readonly Diagnostic[]) => Promise<T>,
): Promise<T> {
  const lab = await openLab(request, opened);
  try {
    const notes = await lab.believe(opened.catalog, statistics);
    return await use(
      lab,
      notes.map((message) => ({ severity: 'note', code: 'not-believed', message })),
    );
  } finally {
    await lab.close();
  }
}

function limitsOf(request: IndexesRequest): IndexLimits {
  if (request.dropOnly && (request.budget !== undefined || request.perTable !== undefined)) {
    throw new RelvarError(
      'contradiction',
      '--drop-only makes nothing new: --budget and --per-table limit what is made',
      {
        hint: 'leave one of them out',
      },
    );
  }
  const perTable = request.perTable === undefined ? undefined : parseWhole(request.perTable, '--per-table');
  const budget = request.budget === undefined ? undefined : parseBytes(request.budget, '--budget');
  if (budget === 0) {
    throw new RelvarError('contradiction', `--budget ${request.budget}: no index could be made`, {
      hint: 'give a size such as 10GB, or --drop-only to make none',
    });
  }
  if (perTable === 0) {
    throw new RelvarError('contradiction', '--per-table 0: no index could be made', {
      hint: 'give 1 or more, or --drop-only to make none',
    });
  }
  return {
    ...(budget === undefined ? {} : { budgetBytes: budget }),
    ...(perTable === undefined ? {} : { perTable }),
    ...(request.writeLimit === undefined ? {} : { writeLimit: writeShare(request.writeLimit) }),
    keep: [],
    dropOnly: request.dropOnly,
  };
}

/** More than the present write cost may be allowed, too: `150%`. */
function writeShare(given: string): number {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(given.trim());
  return percent ? Number(percent[1]) / 100 : parseShare(given, '--write-limit');
}

function optionsOf(request: IndexesRequest, limits: IndexLimits): AdviceOptions {
  const time = request.time === undefined ? undefined : parseDuration(request.time, '--time');
  return {
    ...(limits.budgetBytes === undefined ? {} : { budgetBytes: limits.budgetBytes }),
    ...(limits.perTable === undefined ? {} : { perTable: limits.perTable }),
    ...(limits.writeLimit === undefined ? {} : { writeLimit: limits.writeLimit }),
    ...(limits.dropOnly ? { dropOnly: true } : {}),
    ...(time === undefined ? {} : { timeLimitMilliseconds: time }),
  };
}

function factorOf({ scale }: IndexesRequest): number {
  const [factor = 1, ...more] = scale === undefined ? [] : parseScale(scale);
  if (more.length > 0) {
    throw new RelvarError('bad-scale', `--scale ${scale}: indexes are advised for one size at a time`, {
      hint: 'give one multiple: --scale 10',
    });
  }
  return factor;
}

/** The indexes that must stay by qualified name; `*` after a name stands for all that begin so. */
function keptIndexes({ catalog, traits }: OpenedSource, given: readonly string[]): readonly string[] {
  const known = catalog.tables.flatMap(({ schema, indexes }) =>
    indexes.map(({ name }) => ({ name, schema, key: qualified({ schema, name }) })),
  );
  return given.flatMap((asked) => {
    const matches = asked.endsWith('*')
      ? (text: string) => text.startsWith(asked.slice(0, -1))
      : (text: string) => text === asked;
    const found = known.filter((one) => matches(one.key) || matches(one.name));
    const own = found.filter((one) => one.schema === traits.defaultSchema);
    if (found.length > 0) return (asked.endsWith('*') || own.length === 0 ? found : own).map((one) => one.key);
    const guess = closest(
      asked,
      known.map((one) => one.name),
    );
    throw new RelvarError('unknown-index', `--keep ${asked}: there is no such index`, {
      hint:
        guess === undefined ? 'give the name of an index, or the beginning of names and *' : `did you mean ${guess}?`,
    });
  });
}

function withStrategyRows(opened: OpenedSource, strategy: Strategy, file: string): OpenedSource {
  const known = new Set(Object.keys(opened.statistics.tables));
  const volumes = strategyVolumes(strategy, file, known);
  const { statistics } = withVolumes(opened.catalog, opened.statistics, volumes, opened.traits.defaultSchema);
  return { ...opened, statistics };
}

/** The rows of all tables that the workload reads, and all that were declared: how many values a reference has stands on them. */
function factsOf(
  statistics: Statistics,
  opened: OpenedSource,
  advice: Advice,
  entries: Parameters<typeof relevantTables>[0],
): StrategyFacts {
  const read = relevantTables(entries, opened, advice);
  return {
    rows: Object.fromEntries(
      Object.entries(statistics.tables)
        .filter(([table, { origin }]) => read.has(table) || origin === 'declared')
        .map(([table, one]) => [table, one.rows]),
    ),
  };
}
