import type { QueryPlan } from '../../catalog/query-plan.ts';
import { type Config, expandVariables } from '../../config/config.ts';
import type { Engine } from '../../engines/engine.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import { RelvarError } from '../../findings/error.ts';
import { parseDuration } from '../../workload/duration.ts';
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
  const reasons = await engine.readsOnly(query.sql);
  if (facts.kind !== 'select' || facts.writes || reasons.length > 0) {
    const why = reasons[0] ?? 'it changes data';
    throw new RelvarError('analyze-writes', `${where}: --analyze runs the query, and this one may not be run: ${why}`, {
      hint: 'leave --analyze out: the plan alone is looked at then',
    });
  }
  if (query.parameters.length > 0 && !query.samples) {
    throw new RelvarError('bad-parameter', `${where}: to run it, ${query.parameters.join(', ')} must have values`, {
      hint: `give --parameter ${parameterName(query.parameters[0] ?? '1')}=…`,
    });
  }
  const url = request.config.environments?.[request.source ?? ''];
  const target =
    url === undefined ? (request.source ?? '') : expandVariables(url, request.source ?? '', request.environment);
  if (!target.includes('://')) {
    throw new RelvarError('analyze-without-database', '--analyze needs a live database as its source', {
      hint: 'give a URL, or leave --analyze out',
    });
  }
  const statement = request.timeout === undefined ? usualTimeout : parseDuration(request.timeout, '--timeout');
  request.progress('running the query');
  const connection = await engine.connect(target, { statement });
  try {
    const json = await engine.analyze(connection, { sql: query.sql, samples: query.samples ?? [] });
    const [plan] = await engine.readPlan(json, 'EXPLAIN');
    if (!plan) throw new Error('EXPLAIN gave no plan');
    return plan;
  } finally {
    await connection.close();
  }
}
