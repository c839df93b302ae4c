import type { Statistics } from '../../catalog/statistics.ts';
import type { Volumes } from '../../config/volumes.ts';
import { RelvarError } from '../../findings/error.ts';
import type { Lab } from '../../lab/lab.ts';
import { callsText } from '../../output/explain/words.ts';
import type { CheckedQuery } from '../../output/indexes/check.ts';
import { figures } from '../../output/indexes/words.ts';
import { digits } from '../../output/words.ts';
import type { OpenedSource } from '../opened-source.ts';
import { plannedQueries } from './planned-queries.ts';
import { definitionOfIndex, definitionsIn, readsOf } from './reads.ts';
import type { Strategy } from './strategy-file.ts';
import { countedCalls, type WorkloadEntry } from './workload-queries.ts';

/** A plan may become this much dearer when its index was exchanged for another. */
const tolerance = 0.2;

/**
 * Plans the queries of a strategy with the indexes that are there, and tells which lost theirs: those that read a table
 * from end to end that they read by an index, and those that became dearer because their index is gone.
 */
export async function checkStrategy(
  strategy: Strategy,
  lab: Lab,
  opened: OpenedSource,
  statistics: Statistics,
): Promise<readonly CheckedQuery[]> {
  const { catalog, engine, traits } = opened;
  const reads = readsOf(catalog);
  const present = new Set(
    catalog.tables.flatMap((table) => table.indexes.map((index) => comparable(definitionOfIndex(table, index)))),
  );
  const checked: CheckedQuery[] = [];
  for (const [at, query] of strategy.queries.entries()) {
    const line = strategy.lines[at] ?? 1;
    try {
      const facts = await engine.readFacts(query.sql, catalog, traits, query.name);
      const asked: WorkloadEntry = { sql: query.sql, name: query.name, facts };
      const [entry = asked] = (await plannedQueries([asked], { lab, opened, statistics })).entries;
      const { plan } = await lab.plan({ sql: entry.planned ?? query.sql });
      const now = reads(plan);
      const cost = plan.root.totalCost;
      const reasons = Object.entries(query.reads ?? {}).flatMap(([table, index]) => {
        if (index === null) return [];
        const gone = definitionsIn(index).filter((one) => !present.has(comparable(one)));
        const missing = gone.length > 0 ? gone.join(' and ') : index;
        if (now[table] === null) return [`reads ${table} from end to end; it was read by ${missing}`];
        return gone.length > 0 && cost > query.cost * (1 + tolerance)
          ? [`there is no ${missing}: the planner's cost is ${figures(cost)} instead of ${figures(query.cost)}`]
          : [];
      });
      checked.push({
        name: query.name,
        line,
        state: reasons.length > 0 ? 'lost' : 'served',
        reasons,
        cost: query.cost,
        costNow: cost,
      });
    } catch (error) {
      if (!(error instanceof RelvarError)) throw error;
      checked.push({ name: query.name, line, state: 'gone', reasons: [error.message], cost: query.cost });
    }
  }
  return checked;
}

/** Rows and calls must have changed by so many times to be told. */
const changedTimes = { rows: 1.5, calls: 3 } as const;

/** What is otherwise than when the strategy was made, sentences: it may no longer be the best, though no query lost its index. */
export async function changesSince(
  strategy: Strategy,
  opened: OpenedSource,
  statistics: Statistics,
): Promise<readonly string[]> {
  const isChanged = (then: number, now: number, times: number) =>
    Math.max(then, now) >= Math.max(1, Math.min(then, now)) * times;
  const rows = Object.entries(strategy.rows ?? {}).flatMap(([table, then]) => {
    const now = statistics.tables[table]?.rows;
    return now === undefined || !isChanged(then, now, changedTimes.rows)
      ? []
      : [`${table} has ${digits(now)} rows, and ${digits(then)} when the strategy was made`];
  });
  const counted = await countedCalls(opened);
  const calls = strategy.queries.flatMap(({ name, fingerprint, calls: then }) => {
    const now = fingerprint === undefined ? undefined : counted.get(fingerprint);
    if (then === undefined || now === undefined) return [];
    const [low, high] = [Math.min(then, now), Math.max(then, now)];
    return high < low * changedTimes.calls || high === 0
      ? []
      : [`"${name}" runs ${callsText(now)}, and ${callsText(then)} when the strategy was made`];
  });
  return [...rows, ...calls];
}

/** Definitions as the advisor writes them and as the engine writes them back: brackets and casts of constants differ. */
function comparable(definition: string): string {
  return definition.replaceAll(/::"?[a-z_ ]+"?|[\s()]/gi, '').toLowerCase();
}

/** The rows of the strategy for the tables whose rows nobody else tells. */
export function strategyVolumes(strategy: Strategy, file: string, known: ReadonlySet<string>): Volumes {
  const rows = Object.entries(strategy.rows ?? {}).filter(([table]) => !known.has(table));
  return {
    tables: Object.fromEntries(rows.map(([table, number]) => [table, { rows: number }])),
    settings: {},
    from: file,
  };
}
