import { describe, expect, it } from 'vitest';
import type { Connection } from '../src/engines/connection.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { carryOut, stepsOf } from './online.ts';

/** Columns of which the explicit cast to the type after cuts what an assignment refuses. */
const cases: Readonly<Record<string, readonly [string, string]>> = {
  'a text with a length': ['code varchar(100)', 'code varchar(10)'],
  'a text without one': ['code text', 'code varchar(10)'],
  'characters of fixed length': ['code varchar(100)', 'code char(10)'],
  'a domain over a text': ['code long', 'code short'],
};

const domains = 'create domain long as varchar(100); create domain short as varchar(10);';

async function count(connection: Connection, sql: string): Promise<number> {
  const [row] = await connection.query(sql);
  return Number(Object.values(row ?? {})[0]);
}

describe('values that the running application writes while the column beside is filled', () => {
  for (const [title, [was, now]] of Object.entries(cases)) {
    it(`are not cut by the swap: ${title}`, async () => {
      const connection = await embedded();
      const one = {
        from: `${domains} create table tick (id int primary key, ${was})`,
        to: `${domains} create table tick (id int primary key, ${now})`,
        rows: "insert into tick values (1, 'short')",
        steps: [],
      };
      const { steps } = await stepsOf(one, { connection, version: '18.0', reset: resetDatabase });
      const swap = steps.findIndex(({ title }) => /^Put new columns/.test(title));
      expect(swap).toBeGreaterThan(0);
      await resetDatabase();
      await connection.exec(one.from);
      await connection.exec(one.rows);
      for (const { work } of steps.slice(0, swap)) await carryOut(connection, work);
      const counts = (steps[swap]?.preconditions ?? []).filter(({ guard }) => guard !== undefined);
      for (const { count: sql } of counts) expect(await count(connection, sql)).toBe(0);
      await connection.exec("insert into tick values (2, 'a-code-of-twenty-chars')");
      const against = await Promise.all(counts.map(({ count: sql }) => count(connection, sql)));
      expect(against).toContain(1);
    });
  }
});

describe('a column beside that does not take what the old one does', () => {
  it('is told as what breaks from then on', async () => {
    const connection = await embedded();
    const breaks = async (from: string, to: string) => {
      const { steps } = await stepsOf(
        { from, to, rows: '', steps: [] },
        { connection, version: '18.0', reset: resetDatabase },
      );
      return steps.find(({ title }) => /^Add a column beside/.test(title))?.breaks;
    };
    expect(
      await breaks('create table t (id int primary key, a text)', 'create table t (id int primary key, a int)'),
    ).toBe('what writes values into public.t.a that integer does not take');
    expect(
      await breaks('create table t (id int primary key, a int)', 'create table t (id int primary key, a bigint)'),
    ).toBeUndefined();
    const table = 'create table t (id int primary key, s s)';
    expect(await breaks(`create type s as enum ('a', 'b'); ${table}`, `create type s as enum ('a'); ${table}`)).toBe(
      "what writes 'b' into public.t.s",
    );
  });

  it('is asked about every column of a swap before it is taken back', async () => {
    const connection = await embedded();
    const schema = (type: string) =>
      `create table u (id ${type} primary key); create table p (id ${type} primary key, u ${type} references u)`;
    const { steps } = await stepsOf(
      { from: schema('int'), to: schema('bigint'), rows: '', steps: [] },
      { connection, version: '18.0', reset: resetDatabase },
    );
    const undo = steps.find(({ title }) => /^Put new columns/.test(title))?.undo;
    const holds = undo && 'work' in undo ? (undo.preconditions ?? []).map((one) => one.holds) : [];
    for (const column of ['public.u.id', 'public.p.id', 'public.p.u'])
      expect(holds).toContain(`Every value of ${column} can be written as integer.`);
  });
});
