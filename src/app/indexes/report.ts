import type { Advice } from '../../advisor/advice.ts';
import { definitionOf } from '../../catalog/index-definition.ts';
import { qualified, sameName } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Traits } from '../../catalog/traits.ts';
import { operandsWithSettings, settingParameters } from '../../engines/parameters-within.ts';
import { duration } from '../../explain/figures.ts';
import type { Diagnostic } from '../../findings/error.ts';
import { textOrder } from '../../lab/collation.ts';
import type { Lab } from '../../lab/lab.ts';
import type {
  CheaperForm,
  IndexLimits,
  IndexReport,
  IndexToCreate,
  IndexToDrop,
  ReportedQuery,
} from '../../output/indexes/report.ts';
import { figures } from '../../output/indexes/words.ts';
import { bytes, count, digits } from '../../output/words.ts';
import { version } from '../../version.ts';
import type { OpenedSource } from '../opened-source.ts';
import { otherPlanner } from '../other-planner.ts';
import { mostRuns } from './planned-queries.ts';
import { readsOf } from './reads.ts';
import { relevantTables } from './relevant-tables.ts';
import { shortened, type WorkloadEntries, type WorkloadEntry } from './workload-queries.ts';

/** What the report is made of. */
export interface ReportInput {
  readonly opened: OpenedSource;
  readonly lab: Lab;
  readonly statistics: Statistics;
  readonly advice: Advice;
  readonly create: readonly IndexToCreate[];
  readonly drop: readonly IndexToDrop[];
  readonly rewrites: readonly CheaperForm[];
  readonly workload: WorkloadEntries;
  readonly limits: IndexLimits;
  readonly diagnostics: readonly Diagnostic[];
  /** How many times the present size, where it is not the present one. */
  readonly factor?: number;
}

/** The advice as it is told. */
export function indexReport(input: ReportInput): IndexReport {
  const { opened, lab, advice, create, drop, rewrites, workload, limits } = input;
  return {
    tool: { name: 'relvar', version },
    source: opened.source,
    basis: lab.can.sizes ? 'shadow' : 'lab',
    limits,
    queries: queriesOf(input),
    keptOut: workload.keptOut,
    create,
    drop,
    rewrites,
    rejected: advice.rejected.map(({ change, ...rest }) => ({ definition: definitionOf(change), ...rest })),
    totals: advice.totals,
    unknownWrites: advice.unknownWrites,
    search: { calls: advice.calls, candidates: advice.candidates, complete: advice.complete },
    monitoring:
      opened.engine.indexMonitoring?.(
        create.map(({ change }) => ({ schema: change.table.schema, name: change.name })),
        touchedTables(input),
      ) ?? [],
    assumptions: [...advice.assumptions, ...workload.assumptions, ...assumptionsOf(input)],
    doubts: [...new Set([...advice.perQuery.flatMap((query) => query.doubts), ...lab.limits])],
    questions: questionsOf(input),
    diagnostics: [...opened.diagnostics, ...input.diagnostics, ...troubles(input)],
    nextSteps: nextSteps(create, drop, rewrites, opened.traits),
  };
}

function queriesOf({ opened, advice, workload, rewrites }: ReportInput): readonly ReportedQuery[] {
  const reads = readsOf(
    opened.catalog,
    advice.create.map((one) => one.change),
  );
  const unserved = new Map(advice.unserved.map((one) => [one.query, one.why]));
  return advice.perQuery.flatMap(({ query: at, ...told }) => {
    const entry = workload.entries[at];
    if (!entry) return [];
    // What another form serves is served.
    const why = rewrites.some((form) => form.query === at + 1) ? undefined : unserved.get(at);
    return [
      {
        number: at + 1,
        title: entry.name ?? shortened(entry.sql),
        ...(entry.fingerprint === undefined ? {} : { fingerprint: entry.fingerprint }),
        sql: entry.sql,
        ...given(entry),
        ...told,
        reads: told.after ? reads(told.after) : {},
        ...(why === undefined ? {} : { unserved: why }),
      },
    ];
  });
}

function given({ where, callsPerSecond, goalMilliseconds }: WorkloadEntry) {
  return {
    ...(where === undefined ? {} : { where }),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    ...(goalMilliseconds === undefined ? {} : { goalMilliseconds }),
  };
}

function touchedTables({ create, advice }: ReportInput) {
  const tables = [...create.map((one) => one.change.table), ...advice.drop.map((one) => one.table)];
  return [...new Map(tables.map((table) => [qualified(table), { schema: table.schema, name: table.name }])).values()];
}

/** Sizes that nobody read or declared, of the tables that matter here; how text is ordered. */
function assumptionsOf({ opened, lab, statistics, workload, advice, factor }: ReportInput): readonly string[] {
  const older = otherPlanner(opened, lab);
  const read = relevantTables(workload.entries, opened, advice);
  const rows = (origin: string) =>
    [...read]
      .filter((table) => statistics.tables[table]?.origin === origin)
      .map((table) => `${table} ${digits(statistics.tables[table]?.rows ?? 0)}`);
  const derived = rows('derived');
  const declared = rows('declared');
  return [
    ...(older === undefined ? [] : [older]),
    ...(factor === undefined ? [] : [`tables are taken to be ${factor} times as large as they are`]),
    ...(derived.length > 0
      ? [`rows that nobody declared were derived from the schema: ${derived.join(', ')} (relvar volumes shows how)`]
      : []),
    ...(declared.length > 0
      ? [`of declared tables the values of columns were derived from the schema: ${declared.join(', ')}`]
      : []),
    ...(opened.traits.textOrders && textOrder(opened.statistics.settings) === undefined
      ? [
          'text is ordered as people order it (en_US.UTF-8 and the like), as on most servers; with lc_collate: C among the settings of a volumes file it is ordered by bytes',
        ]
      : []),
  ];
}

/** Foreign keys without an index, of tables that the workload reads, whose rows no statement of it deletes. */
function unfollowedKeys({ opened, workload, advice, create }: ReportInput): readonly string[] {
  const read = relevantTables(workload.entries, opened, advice);
  const told = new Set(create.flatMap((one) => one.foreignKeys));
  return opened.catalog.tables.flatMap((table) =>
    table.partitionOf || !read.has(qualified(table))
      ? []
      : table.foreignKeys.flatMap(({ name, columns }) => {
          const fresh = create.flatMap(({ change }) => (sameName(change.table, table) ? change : []));
          const leads = [...table.indexes, ...fresh].some(
            ({ keys, predicate }) =>
              predicate === undefined &&
              keys.length >= columns.length &&
              keys.slice(0, columns.length).every((key) => columns.includes(key.column ?? '')),
          );
          return leads || told.has(`${name} of ${qualified(table)}`) ? [] : [`${name} of ${qualified(table)}`];
        }),
  );
}

function questionsOf(input: ReportInput): readonly string[] {
  const { workload, advice } = input;
  const unfollowed = unfollowedKeys(input);
  const most = 3;
  const uncounted = workload.entries.filter((entry) => entry.callsPerSecond === undefined).length;
  return [
    ...(uncounted > 0
      ? [
          `How often do the queries run? ${uncounted === workload.entries.length ? 'None' : `${digits(workload.entries.length - uncounted)} of ${count(workload.entries.length, 'query')}`} say; the others count as one call a second. A comment tells it: -- calls: 2340/h`,
        ]
      : []),
    ...runQuestions(workload.entries),
    ...constantQuestions(workload.entries),
    ...advice.questions,
    ...(unfollowed.length > 0
      ? [
          `Are rows deleted, or their keys changed, that ${unfollowed.length === 1 ? 'this foreign key refers' : 'these foreign keys refer'} to? Each such row reads the whole table that refers to it, for no index serves ${unfollowed.slice(0, most).join(', ')}${unfollowed.length > most ? ` and ${digits(unfollowed.length - most)} more` : ''}; no statement of the workload does it. relvar review lists them (foreign-key-without-index)`,
        ]
      : []),
    ...(advice.unknownWrites.length > 0 && advice.create.length + advice.drop.length > 0
      ? [
          `How much is written to ${advice.unknownWrites.join(', ')}? Neither the workload nor the statistics tell. A volumes file tells it: writes: 30 per second`,
        ]
      : []),
  ];
}

/** Constants that decide what an expression is, and that whoever gathered the queries left out. */
function constantQuestions(entries: readonly WorkloadEntry[]): readonly string[] {
  const open = new Map<string, string>();
  for (const { facts, name, sql } of entries)
    for (const operand of operandsWithSettings(facts)) {
      const which = settingParameters(operand)
        .map((one) => `$${one}`)
        .join(' and ');
      open.set(
        operand.text,
        `What stands for ${which} in ${operand.text} of "${name ?? shortened(sql)}"? An index of an expression is one of its constants, and the workload tells none that is always the same. A file of SQL that holds the query with the constant tells it: --workload queries.sql`,
      );
    }
  const all = [...open.values()];
  const more = all.length - mostRuns;
  return more > 0 ? [...all.slice(0, mostRuns), `The same is asked of ${count(more, 'more expression')}`] : all;
}

/** What is not known of writes that find again only what gathered since their last run. */
function runQuestions(entries: readonly WorkloadEntry[]): readonly string[] {
  const runs = entries.flatMap(({ recurring, name, sql }) => {
    if (!recurring || recurring.told) return [];
    const { planned, rows, share, table } = recurring;
    const title = name ?? shortened(sql);
    return [
      planned
        ? `How many rows does a run of "${title}" find, once the first has been? ${count(Math.round(rows), 'row')} of ${table} were supposed. A comment tells it: -- rows: 2000; so do calls and rows in an export of pg_stat_statements`
        : `What share of the rows of ${table} does a run of "${title}" find? It finds again only what gathered since its last run, and it was planned for ${Number((share * 100).toPrecision(2))}%. A volumes file tells how values are spread: columns: { status: { values: { open: 0.01, done: 0.99 } } }`,
    ];
  });
  const more = runs.length - mostRuns;
  return more > 0 ? [...runs.slice(0, mostRuns), `The same is asked of ${count(more, 'more statement')}`] : runs;
}

function troubles({ advice, workload, limits, create }: ReportInput): readonly Diagnostic[] {
  const refused = advice.perQuery.filter((query) => query.error !== undefined);
  const overBudget = advice.rejected.filter((one) => one.reason === 'over budget');
  const smallest = Math.min(...overBudget.map((one) => one.bytes));
  return [
    ...workload.keptOut.map(
      ({ why, count: number, example }): Diagnostic => ({
        severity: 'warning',
        code: 'kept-out',
        message: `${count(number, 'statement')} kept out (${why}): ${example}`,
      }),
    ),
    ...refused.map(
      ({ query, error }): Diagnostic => ({
        severity: 'warning',
        code: 'not-planned',
        message: `query ${query + 1} could not be planned: ${error}`,
      }),
    ),
    ...advice.perQuery
      .filter((query) => query.worse)
      .map(
        ({ query, costBefore, costAfter }): Diagnostic => ({
          severity: 'warning',
          code: 'query-worse',
          message: `query ${query + 1} becomes dearer by the advice: ${figures(costBefore)} → ${figures(costAfter)}`,
          hint: 'what the others gain outweighs it; --keep an index that it uses to prevent it',
        }),
      ),
    ...missedGoals(advice, workload.entries),
    ...(advice.complete
      ? []
      : [
          {
            severity: 'warning',
            code: 'search-ended',
            message: 'the search was ended before it was done: this is the best that was found until then',
            hint: 'give it more --time',
          } as const,
        ]),
    ...(limits.budgetBytes !== undefined && create.length === 0 && overBudget.length > 0
      ? [
          {
            severity: 'warning',
            code: 'budget-too-small',
            message: `no index that helps fits in ${bytes(limits.budgetBytes)}: the smallest takes ${bytes(smallest)}`,
          } as const,
        ]
      : []),
    ...(workload.entries.length > 0 && workload.entries.every((entry) => entry.callsPerSecond === 0)
      ? [
          {
            severity: 'warning',
            code: 'never-called',
            message: 'no query of the workload is ever called: nothing is worth an index',
          } as const,
        ]
      : []),
  ];
}

/** Goals that the advice does not reach, by what a call takes now and what becomes of its cost. */
function missedGoals(advice: Advice, entries: readonly WorkloadEntry[]): readonly Diagnostic[] {
  return advice.perQuery.flatMap(({ query, goal, predictedMilliseconds }): readonly Diagnostic[] => {
    const wanted = entries[query]?.goalMilliseconds;
    if (goal !== 'missed' || wanted === undefined || predictedMilliseconds === undefined) return [];
    return [
      {
        severity: 'warning',
        code: 'goal-missed',
        message: `query ${query + 1} misses its goal of ${duration(wanted)}: ${duration(predictedMilliseconds)} are predicted`,
        hint: 'a larger --budget or another form of the query may reach it',
      },
    ];
  });
}

/** What is known of an expression's values only after an analysis. */
function analyses(create: readonly IndexToCreate[]): readonly string[] {
  const tables = create
    .filter(({ change }) => change.keys.some((key) => key.expression !== undefined))
    .map((one) => one.sql.at(-1))
    .filter((sql) => sql !== undefined);
  return tables.length === 0
    ? []
    : [
        `Analyse after an index on an expression is there: ${[...new Set(tables)].join('; ')}; until then the planner guesses how many rows a value of the expression has.`,
      ];
}

function nextSteps(
  create: readonly IndexToCreate[],
  drop: readonly IndexToDrop[],
  rewrites: readonly CheaperForm[],
  { failedBuildsLeaveIndexes }: Pick<Traits, 'failedBuildsLeaveIndexes'>,
): readonly string[] {
  const [first] = create;
  return [
    ...(rewrites.length > 0
      ? [
          `Put ${rewrites.length === 1 ? 'the query' : 'the queries'} in the cheaper form where ${rewrites.length === 1 ? 'it is' : 'they are'} written${rewrites.some((one) => one.create.length > 0) ? ', after the index that stands beside it is there' : ': it needs no index'}.`,
        ]
      : []),
    ...(first
      ? [
          `Create the ${create.length === 1 ? 'index' : 'indexes in this order'}${failedBuildsLeaveIndexes ? ', outside of a transaction, one at a time' : ''}; the first: ${first.sql[0]?.replace(/\s+/g, ' ')};`,
          ...analyses(create),
          ...(failedBuildsLeaveIndexes
            ? [
                'Check that each is valid before the next: a concurrent build that fails leaves an invalid index behind.',
              ]
            : []),
        ]
      : []),
    ...(drop.length > 0
      ? [
          create.length > 0
            ? `Drop what is to be dropped last, when the new indexes ${failedBuildsLeaveIndexes ? 'are valid and have scans' : 'are there and used'}.`
            : 'Drop one at a time, and look at the queries that used it before the next.',
        ]
      : []),
    ...(create.length + drop.length > 0
      ? ['Keep the strategy beside the schema (-o indexes.yaml), and let CI run relvar indexes --check indexes.yaml.']
      : []),
  ];
}
