import type { Advice } from '../src/advisor/advice.ts';
import type { WorkloadEntry } from '../src/app/indexes/workload-queries.ts';
import { indexAdvice } from '../src/app/review/index-advice.ts';
import type { Catalog } from '../src/catalog/catalog.ts';
import { lookups as makeLookups } from '../src/catalog/lookups.ts';
import { noStatistics } from '../src/catalog/statistics.ts';
import { postgres } from '../src/engines/postgres/index.ts';
import { schemaStatements } from '../src/engines/postgres/schema/index.ts';
import { openEmbedded } from '../src/lab/embedded.ts';
import { embeddedLab } from '../src/lab/embedded-lab.ts';
import type { Lab } from '../src/lab/lab.ts';
import type { WorkloadAdvice } from '../src/rules/workload-advice.ts';
import { deriveStatistics } from '../src/scale/derive/derive.ts';
import { readQueries } from '../src/workload/queries.ts';
import type { RuleCase } from './rule.ts';

/** What the planner says of a rule's case with a workload; nothing of one without. */
export async function workloadAdvice(catalog: Catalog, given: RuleCase): Promise<WorkloadAdvice | undefined> {
  return given.workload === undefined ? undefined : withAdvice(catalog, given, async ({ forRules }) => forRules);
}

/** What stands ready when the planner was asked about a case. */
interface Advised {
  readonly lab: Lab;
  readonly entries: readonly WorkloadEntry[];
  readonly advice: Advice;
  readonly forRules: WorkloadAdvice;
}

/** Has the advice on a case made in a lab of its own. */
export async function withAdvice<T>(
  catalog: Catalog,
  { workload = '', statistics, version, now }: Omit<RuleCase, 'sql'>,
  use: (advised: Advised) => Promise<T>,
): Promise<T> {
  const traits = postgres.traits(version ?? '18.0');
  const connection = await openEmbedded({
    extensions: catalog.extensions.map((extension) => extension.name),
    textOrder: 'linguistic',
  });
  const lab = await embeddedLab(connection);
  try {
    for (const statement of schemaStatements(catalog)) await connection.exec(statement);
    const complete = deriveStatistics(
      catalog,
      { ...noStatistics, ...statistics },
      {
        sizes: postgres.sizes,
        traits,
        now: new Date(now ?? '2026-01-01T00:00:00Z'),
      },
    );
    await lab.believe(catalog, complete);
    const entries = await Promise.all(
      (await readQueries(workload, 'queries.sql')).map(async ({ line, ...query }) => ({
        ...query,
        where: `queries.sql:${line}`,
        facts: await postgres.readFacts(query.sql, catalog, traits, 'queries.sql'),
      })),
    );
    const advised = await indexAdvice(
      entries,
      { catalog, engine: postgres, traits, statistics: { ...noStatistics, ...statistics } },
      makeLookups(catalog),
      complete,
      lab,
      {
        timeLimitMilliseconds: 60_000,
        clock: () => performance.now(),
        signal: new AbortController().signal,
        progress: () => {},
      },
    );
    return await use({ lab, entries, ...advised });
  } finally {
    await lab.close();
  }
}
