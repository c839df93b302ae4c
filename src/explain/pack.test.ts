import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { lookups } from '../catalog/lookups.ts';
import type { Statistics } from '../catalog/statistics.ts';
import { conditionReader } from '../engines/postgres/explain/conditions.ts';
import { readPlanJson } from '../engines/postgres/explain/json.ts';
import { introspect } from '../engines/postgres/introspect/index.ts';
import { readFacts } from '../engines/postgres/query/read-facts.ts';
import { renderChange } from '../engines/postgres/render.ts';
import { postgresTraits } from '../engines/postgres/traits.ts';
import { diagnose } from './diagnose.ts';
import { planTree } from './plan-tree.ts';

interface PackQuery {
  readonly id: string;
  readonly statements: readonly [string];
  readonly plans: Readonly<Record<string, unknown>>;
}

const read = (name: string) => readFileSync(new URL(`../../test/packs/harbour/${name}`, import.meta.url), 'utf8');

/** What ails some of the queries, as their titles say. */
const expected: Readonly<Record<string, string>> = {
  q09: 'search-inside-text',
  q28: 'partitions-not-pruned',
  q40: 'function-on-column',
  q44: 'not-in-subquery',
  q46: 'sequential-scan-discards-rows',
  q58: 'sort-on-disk',
  q59: 'hash-on-disk',
  q60: 'correlated-sub-plan',
  q65: 'deep-offset',
  q70: 'function-on-column',
  q71: 'search-inside-text',
  q77: 'window-ranks-everything',
};

/** And those that are answered as well as they can be. */
const served = [
  'q01',
  'q03',
  'q04',
  'q06',
  'q07',
  'q10',
  'q17',
  'q19',
  'q22',
  'q26',
  'q27',
  'q36',
  'q52',
  'q68',
  'q82',
  'q85',
];

describe('the signs in the plans of a loaded server (test/packs/harbour)', () => {
  it('are told with changes that the engine can carry out', async () => {
    await resetDatabase();
    const database = await embedded();
    await database.exec(read('schema.sql'));
    const catalog = await introspect(database);
    const conditions = await conditionReader();
    const traits = postgresTraits('18.0');
    // As JSON.parse makes them: the pack is written from the project's own reading.
    const statistics = JSON.parse(read('statistics.json')) as Statistics;
    const queries = JSON.parse(read('plans.json')) as readonly PackQuery[];
    const refused: string[] = [];
    const told = new Map<string, readonly string[]>();
    for (const { id, statements, plans } of queries) {
      const plan = readPlanJson(plans['workers_0']);
      const query = await readFacts(statements[0], catalog, traits, id);
      const found = diagnose({
        plan,
        tree: planTree(plan),
        query,
        catalog,
        lookups: lookups(catalog),
        statistics,
        traits,
        conditions,
      });
      told.set(
        id,
        found.map((one) => one.sign),
      );
      for (const change of found.flatMap((one) =>
        one.remedies.flatMap((idea) => ('changes' in idea ? idea.changes : [])),
      )) {
        for (const { sql, transactional } of renderChange(change, traits)) {
          if (/^VACUUM/.test(sql)) continue;
          const { error } = await database.batch([
            'begin',
            transactional ? sql : sql.replace(' CONCURRENTLY', ''),
            'rollback',
          ]);
          if (error) {
            refused.push(`${id}: ${sql}: ${error.message}`);
            await database.exec('rollback');
          }
        }
      }
    }
    expect(refused).toEqual([]);
    for (const [id, sign] of Object.entries(expected)) expect(told.get(id), id).toContain(sign);
    for (const id of served) expect(told.get(id), id).toEqual([]);
  });
});
