import { beforeEach, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { runSteps } from './runner.ts';

beforeEach(resetDatabase);

test('goes on in a new transaction before locks run out, and loses and repeats nothing', async () => {
  const connection = await embedded();
  await connection.exec('create table log (step int, transaction bigint)');
  const steps = Array.from({ length: 3000 }, (_, at) => ({
    sql: at === 700 ? 'select 1 / 0' : `insert into log values (${at}, txid_current())`,
  }));
  const failed: string[] = [];
  await connection.exec('begin');
  await runSteps(connection, steps, async ({ sql }) => {
    failed.push(sql);
    return { kind: 'go on' };
  });
  await connection.exec('commit');
  expect(failed).toEqual(['select 1 / 0']);
  const [all] = await connection.query('select count(*)::int as rows, count(distinct step)::int as steps from log');
  expect(all).toEqual({ rows: 2999, steps: 2999 });
  const [most] = await connection.query(
    'select max(count)::int as most from (select count(*) from log group by transaction) each',
  );
  expect(Number(most?.['most'])).toBeLessThan(1000);
});
