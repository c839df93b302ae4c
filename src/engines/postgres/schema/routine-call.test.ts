import { expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { postgres } from '../index.ts';
import { routineCall } from './routine-call.ts';

const call = async (sql: string) => {
  await resetDatabase();
  const connection = await embedded();
  await connection.exec(sql);
  const [routine] = (await postgres.introspect(connection)).routines;
  return routine && routineCall(routine);
};

it('tells what callers give and get, as the engine writes it', async () => {
  expect(await call(`create function f(a int, b text default 'x, y') returns int language sql as 'select 1'`)).toEqual({
    given: ['a integer', 'b text'],
    defaults: 1,
    set: false,
  });
  expect(
    await call(`create function f(a int) returns table (n int, m numeric(5,2)) language sql as 'select 1, 2.0'`),
  ).toEqual({ given: ['a integer'], defaults: 0, columns: ['n integer', 'm numeric'], set: true });
  expect(await call(`create function f(a int, out n int, inout m int) language sql as 'select 1, 2'`)).toEqual({
    given: ['a integer', 'INOUT m integer'],
    defaults: 0,
    columns: ['OUT n integer', 'INOUT m integer'],
    set: false,
  });
  expect(await call(`create function f() returns setof int language sql as 'select 1'`)).toEqual({
    given: [],
    defaults: 0,
    set: true,
  });
});

it('tells nothing of what triggers alone call', async () => {
  expect(
    await call('create function f() returns trigger language plpgsql as $$ begin return new; end $$'),
  ).toBeUndefined();
});
