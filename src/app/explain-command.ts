import { lookups as makeLookups } from '../catalog/lookups.ts';
import { qualified } from '../catalog/names.ts';
import type { QueryPlan } from '../catalog/query-plan.ts';
import type { Statistics } from '../catalog/statistics.ts';
import { type Config, configPath } from '../config/config.ts';
import { parseRows, readVolumes, type Volumes } from '../config/volumes.ts';
import type { Engine } from '../engines/engine.ts';
import { defaultEngine, engineNamed, engines } from '../engines/engines.ts';
import type { QueryFacts } from '../engines/query-facts.ts';
import type { Explanation } from '../explain/explanation.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { textOrder } from '../lab/collation.ts';
import { labOf } from '../lab/labs.ts';
import { count } from '../output/words.ts';
import { deriveStatistics } from '../scale/derive/derive.ts';
import { grow, parseScale } from '../scale/grow.ts';
import { parseDuration } from '../workload/duration.ts';
import { readQueries } from '../workload/queries.ts';
import { analyzeOn, liveLabOf, planOfServer } from './explain/analyze.ts';
import { type Explained, explain } from './explain/explain.ts';
import { explainPlanAlone } from './explain/explain-plan-alone.ts';
import { readGivenPlan } from './explain/plan-input.ts';
import { withTables } from './explain/plan-tables.ts';
import { type GivenQuery, givenQuery, queryText, readQuery } from './explain/query-input.ts';
import { relevant, requireMatch, unknownRelations } from './explain/reach.ts';
import { queryOfWorkload } from './explain/workload-query.ts';
import { type WorkloadEntry, workloadEntries } from './indexes/workload-queries.ts';
import { openLab } from './open-lab.ts';
import { openSource } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/** An explanation as the command line and the API ask for it. */
export interface ExplainRequest {
  /** A file, a folder, a URL, a snapshot, the name of an environment; may be absent beside a plan. */
  readonly source: string | undefined;
  /** A file of SQL, or the text of a query. */
  readonly query: string | undefined;
  /** Which query of several. */
  readonly name: string | undefined;
  /** Inputs of the workload; the queries that came with the source when empty. */
  readonly workload: readonly string[];
  /** `id=42` each. */
  readonly parameters: readonly string[];
  /** A file that holds a plan, or `-`. */
  readonly plan: string | undefined;
  readonly analyze: boolean;
  /** A duration: how long the query may run. */
  readonly timeout: string | undefined;
  /** A duration. */
  readonly goal: string | undefined;
  /** `1,10,100`. */
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
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** @throws RelvarError for every kind of bad input */
export async function explainCommand(request: ExplainRequest): Promise<Explanation> {
  // What cannot be right is told before anything is opened.
  const goal = request.goal === undefined ? undefined : parseDuration(request.goal, '--goal');
  const factors = request.scale === undefined ? [] : parseScale(request.scale);
  const text = request.query === undefined ? undefined : await queryText(request.query, request.input);
  const readBy = async (engine: Engine): Promise<GivenQuery | undefined> =>
    text && readQuery(text, request.name, request.parameters, engine.syntaxFault);
  requireSomething(request);
  if (request.source === undefined) {
    const { engine } = request.config;
    const pasted = await readGivenPlan(
      request.plan ?? '-',
      engine === undefined ? [defaultEngine, ...engines.filter((one) => one !== defaultEngine)] : [engineNamed(engine)],
      request.input,
    );
    const asked = await readBy(pasted.engine);
    return explainPlanAlone({
      ...pasted,
      ...(asked ? { query: asked } : {}),
      ...(goal === undefined ? {} : { goalMilliseconds: goal }),
    });
  }
  const volumes = await declaredVolumes(request);
  // Most sources are of the default engine: what it cannot read is told at once, unless another may.
  const early = await readBy(defaultEngine).catch((error: unknown) => {
    if (!(error instanceof RelvarError) || error.code !== 'query-syntax') throw error;
    return error;
  });
  const opened = await openSource({
    source: request.source,
    config: request.config,
    environment: request.environment,
    input: request.input,
    signal: request.signal,
    progress: request.progress,
    ...(request.target === undefined ? {} : { target: request.target }),
    // Most servers order text as people do, which decides whether an index serves LIKE.
    textOrder: textOrder(Object.assign({}, ...volumes.map((one) => one.settings))) ?? 'linguistic',
    volumes,
  });
  try {
    let asked: GivenQuery | undefined;
    if (opened.engine !== defaultEngine) asked = await readBy(opened.engine);
    else if (early instanceof RelvarError) throw early;
    else asked = early;
    return await explainOpened(opened, request, { asked, goal, factors });
  } finally {
    await opened.close();
  }
}

interface Asked {
  readonly asked: GivenQuery | undefined;
  readonly goal: number | undefined;
  readonly factors: readonly number[];
}

async function explainOpened(opened: OpenedSource, request: ExplainRequest, given: Asked): Promise<Explanation> {
  const { engine, catalog, traits } = opened;
  const diagnostics: Diagnostic[] = [...opened.diagnostics];
  const pasted = request.plan === undefined ? undefined : await readGivenPlan(request.plan, [engine], request.input);
  diagnostics.push(...(pasted?.diagnostics ?? []));
  const workload = await workloadEntriesOf(opened, request);
  diagnostics.push(...workload.diagnostics);
  const chosen =
    given.asked || pasted || request.workload.length === 0
      ? undefined
      : queryOfWorkload(workload.entries, request.name, request.parameters);
  const query =
    given.asked ??
    chosen?.query ??
    (pasted ? await queryOf(pasted.plan, request, engine) : await queryBeside(opened, request));
  if (!query) {
    if (pasted) {
      const goalMilliseconds = given.goal;
      return explainPlanAlone({
        plan: pasted.plan,
        engine,
        opened,
        ...(goalMilliseconds === undefined ? {} : { goalMilliseconds }),
        diagnostics,
      });
    }
    throw noQuery();
  }
  const factsOf = (sql: string): Promise<QueryFacts> =>
    engine.readFacts(sql, catalog, traits, query.where ?? '--query');
  const facts = await factsOf(query.sql);
  if (facts.kind === 'other') {
    throw new RelvarError(
      'not-a-query',
      `${query.where ?? '--query'}: this is no query: nothing of it can be planned`,
      {
        hint: 'give a SELECT, INSERT, UPDATE, DELETE or MERGE',
      },
    );
  }
  const lookups = makeLookups(catalog);
  const plan = pasted && withTables(pasted.plan, facts, catalog);
  if (plan) {
    requireMatch(plan, facts, catalog, lookups, request.plan ?? 'the plan');
    const unknown = unknownRelations(plan, catalog);
    if (unknown.length > 0)
      diagnostics.push({
        severity: 'warning',
        code: 'plan-unknown-table',
        message: `the plan reads what the schema does not have: ${unknown.join(', ')}`,
      });
  }
  // Where nothing can be planned, what a pasted plan shows is told all the same.
  const planAloneOf = async (error: unknown): Promise<Explanation> => {
    if (!plan || !(error instanceof RelvarError) || error.code !== 'engine-lacks') throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    const untried: Diagnostic = {
      severity: 'note',
      code: 'nothing-tried',
      message: `nothing was tried: ${error.message}`,
      ...hint,
    };
    const goal = given.goal === undefined ? {} : { goalMilliseconds: given.goal };
    return explainPlanAlone({
      plan,
      engine,
      opened,
      query,
      facts,
      ...goal,
      diagnostics: [...diagnostics, untried],
    });
  };
  const found = await planFromElsewhere(request, query, facts, engine, plan);
  const statistics = deriveStatistics(catalog, opened.statistics, { sizes: engine.sizes, traits, now: request.now });
  const engineLab = await labOf(engine);
  const live = asksSource(request) ? await liveLabOf(request, opened) : undefined;
  const lab = live ?? (await openLab(request, opened).catch(planAloneOf));
  if (!('believe' in lab)) return lab;
  try {
    const notes = await lab.believe(catalog, relevant(statistics, facts, catalog, lookups));
    diagnostics.push(...notes.map((message): Diagnostic => ({ severity: 'note', code: 'not-believed', message })));
    return await explain({
      opened,
      statistics,
      lab,
      query,
      facts,
      ...(found ? { given: found } : {}),
      ...(live ? { basis: 'server' as const } : {}),
      ...(given.goal === undefined ? {} : { goalMilliseconds: given.goal }),
      factors: given.factors,
      grown: (factor) => (factor === 1 ? statistics : grow(catalog, statistics, factor, engine.sizes)),
      believe: async (some) => {
        await lab.believe(catalog, relevant(some, facts, catalog, lookups));
      },
      sizeOf: (change, at) => engine.sizes.supposed(catalog, at, change),
      rewrites: async (sql) =>
        (await engineLab.rewrites?.(opened.lab, catalog, sql, traits)) ?? { offered: [], withheld: [] },
      factsOf,
      ...(chosen?.entry.counted
        ? { workload: chosen.entry.counted }
        : await workloadOf(opened, query, workload.entries)),
      assumptions: assumptionsOf(opened, statistics, facts),
      diagnostics,
      command: 'relvar explain <source> --query <query>',
      progress: request.progress,
      signal: request.signal,
    });
  } finally {
    await lab.close();
  }
}

/** A plan that the lab did not make: pasted, measured, or the database's own. */
async function planFromElsewhere(
  request: ExplainRequest,
  query: GivenQuery,
  facts: QueryFacts,
  engine: Engine,
  pasted: QueryPlan | undefined,
): Promise<Explained['given']> {
  if (request.analyze) return { plan: await analyzeOn(request, query, facts, engine), basis: 'measured' };
  if (pasted) return { plan: pasted, basis: 'given' };
  if (!asksSource(request)) return undefined;
  const plan = await planOfServer(request, query, engine);
  return plan && { plan, basis: 'server' };
}

/** Whether a live source is asked for its plan: sizes of one's own are asked of a lab alone. */
function asksSource({ rows, volumes, lab }: ExplainRequest): boolean {
  return rows.length === 0 && volumes === undefined && lab === undefined;
}

/** A query or a plan, and a place to run the one that is to be run. */
function requireSomething(request: ExplainRequest): void {
  const { query, plan, name, workload } = request;
  if (query === undefined && plan === undefined && name === undefined && workload.length === 0) throw noQuery();
  if (request.source === undefined && request.plan === undefined) {
    throw new RelvarError('no-source', 'without a schema only a plan can be explained', {
      hint: 'give a source, or --plan',
    });
  }
  if (request.analyze && request.plan !== undefined) {
    throw new RelvarError('analyze-with-plan', '--analyze makes a plan of its own: --plan cannot stand beside it', {
      hint: 'leave one of them out',
    });
  }
}

function noQuery(): RelvarError {
  return new RelvarError('no-query', 'there is no query to explain', {
    hint: "give --query 'select …', --query slow.sql, --plan plan.txt, or --name of one that stands beside the schema",
  });
}

/** The query that a plan brought with it, as auto_explain logs it. */
async function queryOf(plan: QueryPlan, request: ExplainRequest, engine: Engine): Promise<GivenQuery | undefined> {
  if (plan.queryText === undefined) return undefined;
  const [query] = await readQueries(plan.queryText, request.plan ?? 'the plan', undefined, engine.syntaxFault);
  return query && givenQuery(query, undefined, request.parameters);
}

/** One of the queries that stand beside the schema, by its name. */
async function queryBeside(opened: OpenedSource, request: ExplainRequest): Promise<GivenQuery> {
  if (opened.queries === undefined) throw noQuery();
  const text = await queryText(opened.queries, request.input);
  return readQuery(text, request.name, request.parameters, opened.engine.syntaxFault);
}

async function declaredVolumes(request: ExplainRequest): Promise<readonly Volumes[]> {
  const file = request.volumes ?? (request.config.volumes && configPath(request.config, request.config.volumes));
  return [
    ...(file === undefined ? [] : [await readVolumes(file)]),
    ...(request.rows.length > 0 ? [parseRows(request.rows)] : []),
  ];
}

/** The queries of the inputs that were given, and how many were left out. */
async function workloadEntriesOf(
  opened: OpenedSource,
  request: ExplainRequest,
): Promise<{ readonly entries: readonly WorkloadEntry[]; readonly diagnostics: readonly Diagnostic[] }> {
  if (request.workload.length === 0) return { entries: [], diagnostics: [] };
  const { entries, keptOut } = await workloadEntries(opened, request.workload, request);
  const number = keptOut.reduce((sum, one) => sum + one.count, 0);
  const diagnostics: readonly Diagnostic[] =
    number === 0
      ? []
      : [
          {
            severity: 'note',
            code: 'kept-out',
            message: `${count(number, 'statement')} of the workload kept out: ${keptOut.map((one) => one.why).join(', ')}`,
          },
        ];
  return { entries, diagnostics };
}

/** What the workload or the server counted of a query that differs in constants only. */
async function workloadOf(
  opened: OpenedSource,
  query: GivenQuery,
  entries: readonly WorkloadEntry[],
): Promise<Pick<Explained, 'workload'>> {
  if (opened.workload.queries.length + entries.length === 0) return {};
  const fingerprint = await opened.engine.fingerprint(query.sql);
  const given = fingerprint === undefined ? undefined : entries.find((entry) => entry.fingerprint === fingerprint);
  if (given?.counted) return { workload: given.counted };
  for (const one of opened.workload.queries) {
    if (fingerprint !== undefined && (await opened.engine.fingerprint(one.sql)) === fingerprint)
      return { workload: one };
  }
  return {};
}

/** Sizes that nobody read or declared, of the tables that the query reads. */
function assumptionsOf(opened: OpenedSource, statistics: Statistics, facts: QueryFacts): readonly string[] {
  const tables = new Set(
    facts.blocks.flatMap((block) => block.relations.flatMap((one) => one.table ?? [])).map(qualified),
  );
  const derived = [...tables].filter((name) => statistics.tables[name]?.origin === 'derived');
  const declared = [...tables].filter((name) => statistics.tables[name]?.origin === 'declared');
  const rows = (name: string) =>
    `${name} ${Math.round(statistics.tables[name]?.rows ?? 0)
      .toLocaleString('en')
      .replaceAll(',', ' ')}`;
  return [
    ...(derived.length > 0
      ? [
          `rows that nobody declared were derived from the schema: ${derived.map(rows).join(', ')} (relvar volumes shows how)`,
        ]
      : []),
    ...(declared.length > 0
      ? [
          Object.keys(opened.statistics.tables).some(
            (name) => declared.includes(name) && opened.statistics.tables[name]?.declared?.observedRows,
          )
            ? `rows were declared, and what was read of the columns grown with them: ${declared.map(rows).join(', ')}`
            : `of declared tables the values of columns were derived from the schema: ${declared.map(rows).join(', ')}`,
        ]
      : []),
    ...(opened.traits.textOrders && textOrder(opened.statistics.settings) === undefined
      ? [
          'text is ordered as people order it (en_US.UTF-8 and the like), as on most servers; with lc_collate: C among the settings of a volumes file it is ordered by bytes',
        ]
      : []),
    ...(opened.traits.plannerSettings && Object.keys(opened.statistics.settings).length === 0
      ? [`planner settings are the defaults of ${opened.engine.dialect.name}, as none were read or declared`]
      : []),
  ];
}
