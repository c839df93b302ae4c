import type { Workload, WorkloadQuery } from '../../catalog/workload.ts';
import { count } from '../../output/words.ts';
import { formsOf } from '../../workload/put-back.ts';
import type { Unread } from './workload-queries.ts';

/** The queries of a workload, each of its texts for itself. Calls count from the last reset on; without that time only their ratio is known. */
export function queriesOfWorkload(
  workload: Workload,
  takenAt: string | undefined,
): { readonly queries: readonly Unread[]; readonly assumptions: readonly string[] } {
  const until = workload.until ?? takenAt;
  const seconds =
    workload.since === undefined || until === undefined
      ? undefined
      : (Date.parse(until) - Date.parse(workload.since)) / 1000;
  const known = seconds !== undefined && seconds > 0;
  const unknownSpan = !known && workload.queries.some((query) => query.calls !== undefined);
  const forms = workload.queries.map(formsOf);
  const shared = forms.filter(([first], at) => first?.calls !== undefined && (forms[at]?.length ?? 0) > 1).length;
  return {
    queries: forms.flatMap((texts) =>
      texts.map((query) => {
        const counted = rateOf(query, known ? seconds : day, until);
        const calls = query.callsPerSecond ?? (counted === undefined ? undefined : counted / texts.length);
        const example = query.examples?.[0]?.parameters;
        return {
          sql: query.sql,
          ...(query.name === undefined ? {} : { name: query.name }),
          ...(query.places?.[0] ? { where: `${query.places[0].file}:${query.places[0].line}` } : {}),
          ...(calls === undefined ? {} : { callsPerSecond: calls }),
          ...(query.goalMilliseconds === undefined ? {} : { goalMilliseconds: query.goalMilliseconds }),
          ...(query.meanMilliseconds === undefined ? {} : { meanMilliseconds: query.meanMilliseconds }),
          ...rowsPerCall(query),
          ...(example === undefined ? {} : { samples: example }),
          counted: query,
        };
      }),
    ),
    assumptions: [
      ...(unknownSpan ? ['since when calls were counted is not known: they are taken to be those of one day'] : []),
      ...(shared > 0
        ? [
            `the calls of ${count(shared, 'query')} that ${shared === 1 ? 'stands' : 'stand'} in the code with different constants were shared evenly among the texts`,
          ]
        : []),
    ],
  };
}

/** So many calls tell how often a query runs since it was first counted. */
const enoughCalls = 10;

/**
 * Calls a second. A server that forgets the counters of a query, or is told to, counts it anew while the others go on; it
 * begins with a call.
 */
function rateOf(
  { calls, countedSince }: WorkloadQuery,
  seconds: number,
  until: string | undefined,
): number | undefined {
  if (calls === undefined) return undefined;
  if (countedSince === undefined || until === undefined || calls < enoughCalls) return calls / seconds;
  const own = (Date.parse(until) - Date.parse(countedSince)) / 1000;
  return own > 0 ? Math.max(calls / seconds, (calls - 1) / own) : calls / seconds;
}

function rowsPerCall({ rowsPerCall: declared, rows, calls = 0 }: WorkloadQuery): Pick<Unread, 'rowsPerCall'> {
  if (declared !== undefined) return { rowsPerCall: declared };
  return rows === undefined || calls === 0 ? {} : { rowsPerCall: rows / calls };
}

const day = 86_400;
