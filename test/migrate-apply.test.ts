import { expect, test } from 'vitest';
import { catalogHash } from '../src/catalog/hash.ts';
import { catalogAt, endSql, planFolder, samplePlan, sampleRows, startSql } from './apply/sample.ts';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

describeWithPostgres([13, 15, 18], 'applying a plan', (server) => {
  test('goes to its wait, and on to its end', async () => {
    const plan = await samplePlan(server);
    const folder = planFolder(plan);
    const expected = await withDatabase(server, async (database) => {
      await database.query(endSql);
      return await sampleRows(database);
    });
    await withDatabase(server, async (database) => {
      await database.query(startSql);
      const first = await relvar(['migrate', 'apply', folder, '--to', database.url, '--yes']);
      expect(first.error).toContain('stopped at step 009');
      expect(first.code).toBe(0);
      const second = await relvar(['migrate', 'apply', folder, '--to', database.url, '--yes', '--continue']);
      expect(second.error).toContain('done: the schema is the one that the plan ends in');
      expect(second.code).toBe(0);
      expect(catalogHash(await catalogAt(database.url))).toBe(plan.to.hash);
      expect(await sampleRows(database)).toEqual(expected);
    });
  });
});
