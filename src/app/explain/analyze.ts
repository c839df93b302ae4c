import type { QueryPlan } from '../../catalog/query-plan.ts';
import { type Config, expandVariables } from '../../config/config.ts';
import type { Engine } from '../../engines/engine.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { RelvarError } from '../../findings/error.ts';
import type { Lab } from '../../lab/lab.ts';
import { labOf } from '../../lab/labs.ts';
import { parseDuration } from '../../workload/duration.ts';
import type { OpenedSource } from '../opened-source.ts';
import { type GivenQuery, parameterName } from './query-input.ts';

export interface AnalyzeRequest {
  readonly source: string | undefined;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A duration. */
  readonly timeout: string | undefined;
  readonly progress: (text: string) => void;
}

/** A query may run so long when nothing else is said, milliseconds. */
const usualTimeout = 60_000;

/**
 * Runs the query on the live database, in a read-only transaction that is rolled back, and gives its measured plan.
 * @throws RelvarError when the source is no database, the query writes, or a parameter has no value
 */
export async function analyzeOn(
  request: AnalyzeRequest,
  query: GivenQuery,
  facts: QueryFacts,
  engine: Engine,
): Promise<QueryPlan> {
  const where = query.where ?? '--query';
  if (!engine.explainLive) {
    throw new RelvarError(
      'analyze-lacking',
      `no measured plans of ${engine.dialect.name} are read: --analyze has no use`,
      {
        hint: 'leave --analyze out: the plan with the costs of the planner is looked at then',
      },
    );
  }
  const reasons = await engine.readsOnly(query.sql);
  if (facts.kind !== 'select' || facts.writes || reasons.length > 0) {
    const why = reasons[0] ?? 'it changes data';
    throw new RelvarError('analyze-writes', `${where}: --analyze runs the query, and this one may not be run: ${why}`, {
      hint: 'leave --analyze out: the plan alone is looked at then',
    });
  }
  if (query.parameters.length > 0 && !query.samples) {
    throw new RelvarError('bad-parameter', `${where}: to run it, ${query.parameters.join(', ')} must have values`, {
      hint: `give --parameter ${parameterName(query.parameters[0] ?? '1', 1)}=…`,
    });
  }
  const target = databaseOf(request);
  if (target === undefined) {
    throw new RelvarError('analyze-without-database', '--analyze needs a live database as its source', {
      hint: 'give a URL, or leave --analyze out',
    });
  }
  const statement = request.timeout === undefined ? usualTimeout : parseDuration(request.timeout, '--timeout');
  request.progress('running the query');
  return await planOn(target, query, engine, { run: true, statement });
}

/**
 * The database's own plan of the query, which it is not asked to run; nothing for another source.
 * @throws RelvarError when the database refuses the query or cannot be reached
 */
export async function planOfServer(
  request: AnalyzeRequest,
  query: GivenQuery,
  engine: Engine,
): Promise<QueryPlan | undefined> {
  const target = databaseOf(request);
  return target === undefined || !engine.explainLive
    ? undefined
    : await planOn(target, query, engine, { run: false, statement: usualTimeout });
}

/**
 * The live database itself as a lab that only plans; nothing where the source is none, or an embedded engine plans.
 * @throws RelvarError when it cannot be reached
 */
export async function liveLabOf(
  request: AnalyzeRequest,
  { engine, catalog }: Pick<OpenedSource, 'engine' | 'catalog'>,
): Promise<Lab | undefined> {
  const [target, { live }] = [databaseOf(request), await labOf(engine)];
  return target === undefined || !live
    ? undefined
    : live(await engine.connect(target, { statement: usualTimeout }), catalog);
}

/** The URL of a source that is a live database. */
function databaseOf({ source = '', config, environment }: AnalyzeRequest): string | undefined {
  const url = config.environments?.[source];
  const target = url === undefined ? source : expandVariables(url, source, environment);
  return target.includes('://') ? target : undefined;
}

async function planOn(
  url: string,
  query: GivenQuery,
  engine: Engine,
  { run, statement }: { readonly run: boolean; readonly statement: number },
): Promise<QueryPlan> {
  const { explainLive } = engine;
  if (!explainLive) throw new Error(`${engine.id} explains nothing live`);
  const connection = await engine.connect(url, { statement });
  try {
    const json = await explainLive(connection, {
      sql: query.sql,
      parameters: query.parameters.length,
      ...(query.samples ? { samples: query.samples } : {}),
      run,
    });
    const [plan] = await engine.readPlan(json, 'EXPLAIN');
    if (!plan) throw new Error('EXPLAIN gave no plan');
    return plan;
  } finally {
    await connection.close();
  }
}
