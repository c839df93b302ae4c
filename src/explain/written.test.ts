import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { lookups } from '../catalog/lookups.ts';
import { noStatistics } from '../catalog/statistics.ts';
import { conditionReader } from '../engines/postgres/explain/conditions.ts';
import { readPlanJson } from '../engines/postgres/explain/json.ts';
import { introspect } from '../engines/postgres/introspect/index.ts';
import { readFacts } from '../engines/postgres/query/read-facts.ts';
import { postgresTraits } from '../engines/postgres/traits.ts';
import { indexIdeas } from './index-ideas.ts';
import { planTree } from './plan-tree.ts';
import type { RemedyIdea, SignInput } from './sign.ts';

const filter = "(status = 'pending'::st)";

/** What is proposed for the query whose plan shows the filter, parameters with their values. */
async function ideas(sql: string): Promise<readonly RemedyIdea[]> {
  const database = await embedded();
  await resetDatabase();
  await database.exec("create type st as enum ('pending', 'done'); create table jobs (id int primary key, status st)");
  const catalog = await introspect(database);
  const traits = postgresTraits('18.0');
  const table = catalog.tables.find((one) => one.name === 'jobs');
  if (!table) throw new Error('no table jobs');
  const plan = readPlanJson([
    { Plan: { 'Node Type': 'Seq Scan', 'Startup Cost': 0, 'Total Cost': 1, 'Plan Rows': 1, 'Plan Width': 4 } },
  ]);
  const status = {
    nullFraction: 0,
    distinct: 2,
    averageWidth: 4,
    commonValues: [
      { value: 'done', fraction: 0.98 },
      { value: 'pending', fraction: 0.02 },
    ],
  };
  const conditions = await conditionReader();
  const input: SignInput = {
    plan,
    tree: planTree(plan),
    query: await readFacts(sql, catalog, traits, 'the case'),
    catalog,
    lookups: lookups(catalog),
    statistics: {
      ...noStatistics,
      tables: {
        'public.jobs': {
          origin: 'observed',
          rows: 100_000,
          pages: 1000,
          columns: { status },
        },
      },
    },
    traits,
    conditions,
  };
  return indexIdeas({ table, conditions: conditions(filter) }, input);
}

const titles = (all: readonly RemedyIdea[]) => all.map((one) => ('title' in one ? one.title : one.kind));

describe('an index for the rows of a constant', () => {
  it('comes after the one over all rows, where the query itself has the constant', async () => {
    expect(titles(await ideas("select id from jobs where status = 'pending'"))).toEqual([
      'index on jobs (status)',
      "index on jobs (id) where status = 'pending'",
    ]);
  });

  it('is not made for the value of a parameter', async () => {
    expect(titles(await ideas('select id from jobs where status = $1'))).toEqual(['index on jobs (status)']);
  });
});
