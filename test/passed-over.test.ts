import { describe, expect, it } from 'vitest';
import type { DraftStep } from '../src/engines/procedure.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { carryOut, type OnlineCase, stepsOf } from './online.ts';

const target = async () => ({ connection: await embedded(), version: '18.0', reset: resetDatabase });

async function against({ preconditions = [] }: DraftStep): Promise<number> {
  const { connection } = await target();
  let rows = 0;
  for (const { count, list, holds } of preconditions) {
    expect(holds).toMatch(/a trigger or a policy/);
    const [row] = await connection.query(count);
    rows += Number(Object.values(row ?? {})[0]);
    await connection.query(list);
  }
  return rows;
}

/** Carries out what comes before the step of the title, and gives it with the rows that stand against it. */
async function upTo(one: Pick<OnlineCase, 'from' | 'to' | 'rows' | 'renames' | 'changes'>, title: RegExp) {
  const { connection } = await target();
  const { steps } = await stepsOf({ ...one, steps: [] }, await target());
  await connection.exec(one.rows);
  const at = steps.findIndex((step) => title.test(step.title));
  for (const step of steps.slice(0, at)) await carryOut(connection, step.work);
  const step = steps[at];
  if (!step) throw new Error(`no ${title} in ${steps.map((other) => other.title).join(', ')}`);
  return { connection, step, steps, at, rows: await against(step) };
}

const table = (column: string, trigger: string) =>
  `create table t (id int primary key, ${column}, note text); ${trigger}`;
const locking = `create function locked() returns trigger language plpgsql as $$ begin if old.note = 'locked' then return null; end if; return new; end $$;
  create trigger aa before update on t for each row execute function locked();`;
const rows = `insert into t select n, n, case when n % 10 = 0 then 'locked' end from generate_series(1, 40) n`;

describe('rows that batches pass over', () => {
  it('stop the swap of a column of another type, there and back', async () => {
    const one = { from: table('a int', locking), to: table('a bigint', locking), rows };
    const there = await upTo(one, /^Put new columns/);
    expect(there.rows).toBe(4);
    await there.connection.exec(
      'alter table t disable trigger aa; update t set note = note; alter table t enable trigger aa',
    );
    expect(await against(there.step)).toBe(0);
    await carryOut(there.connection, there.step.work);
    const removal = there.steps[there.at + 1];
    if (removal) await carryOut(there.connection, removal.work);
    const back = async () => {
      if ('work' in there.step.undo) for (const work of there.step.undo.work) await carryOut(there.connection, work);
    };
    await expect(back()).rejects.toThrow(/not so: Every row/);
    expect(await there.connection.query('select count(a)::int as n from t')).toEqual([{ n: 40 }]);
  });

  it('are listed before a column that must have values is validated', async () => {
    const one = { from: table('a int not null', locking), to: table('a bigint not null', locking), rows };
    expect((await upTo(one, /^Validate/)).rows).toBe(4);
  });

  it('stop nothing where an expression rounds, or gives another value each time', async () => {
    for (const using of ['a * 1.239', 'a * now_or(random())']) {
      const change = {
        kind: 'change type',
        table: { schema: 'public', name: 't' },
        column: 'a',
        type: 'numeric(9,1)',
        using,
      } as const;
      const other = 'create function now_or(float) returns numeric volatile language sql as $$ select $1::numeric $$;';
      const ends = { from: `${table('a int', '')} ${other}`, to: `${table('a numeric(9,1)', '')} ${other}`, rows };
      expect((await upTo({ ...ends, changes: () => [change] }, /^Put new columns/)).rows).toBe(0);
    }
  });

  it('stop the swap of a renamed column', async () => {
    const one = {
      from: table('a int', locking),
      to: table('b int', locking),
      renames: { 'column public.t.a': 'b' },
      rows,
    };
    expect((await upTo(one, /^Give public\.t\.a its new name/)).rows).toBe(4);
  });

  it('are looked for behind a default that is filled in', async () => {
    const made = 'a int, u uuid default gen_random_uuid()';
    const one = { from: table('a int', locking), to: table(made, locking), rows };
    expect((await upTo(one, /^See that public\.t\.u were filled/)).rows).toBe(4);
  });
});

describe('triggers of the table that change the row', () => {
  for (const name of ['zz_set', '~set', 'aa_set', '\u{10fffc}set']) {
    it(`come before the one that fills a column: ${name}`, async () => {
      const setting = `create function more() returns trigger language plpgsql as $$ begin new.a := new.a + 1000; return new; end $$;
        create trigger "${name}" before insert or update of note on t for each row execute function more();`;
      const one = { from: table('a int', setting), to: table('a bigint', setting), rows };
      const { connection, step, rows: wrong } = await upTo(one, /^Put new columns/);
      expect(wrong).toBe(0);
      await connection.exec(`insert into t values (100, 5, 'new'); update t set note = 'x' where id = 7`);
      expect(await against(step)).toBe(0);
      await carryOut(connection, step.work);
      const kept = await connection.query('select a::int from t where id in (7, 100) order by id');
      expect(kept).toEqual([{ a: 2007 }, { a: 1005 }]);
    });
  }

  it('come before the one that keeps a renamed column equal, those of a partition too', async () => {
    const tables = (
      column: string,
    ) => `create table t (id int primary key, ${column} int, note text) partition by range (id);
      create table t_1 partition of t default;
      create function more() returns trigger language plpgsql as $$ begin new.a := new.a + 1000; return new; end $$;
      create trigger zz_set before insert or update of note on t_1 for each row execute function more();`;
    const one = { from: tables('a'), to: tables('b'), renames: { 'column public.t.a': 'b' }, rows };
    const { connection, step } = await upTo(one, /^Give public\.t\.a its new name/);
    await connection.exec(`update t set note = 'x' where id = 7`);
    expect(await against(step)).toBe(0);
    expect(await connection.query('select a, b from t where id = 7')).toEqual([{ a: 2007, b: 2007 }]);
  });
});

describe('rows that stand against a change of partitions', () => {
  const partitions = (more: string) => `create table m (id int primary key) partition by range (id);
    create table rest partition of m default; create table l (m int references m); ${more}`;

  it('are found in the default partition', async () => {
    const to = partitions('create table m_1 partition of m for values from (0) to (10)');
    const { steps } = await stepsOf({ from: partitions(''), to, rows: '', steps: [] }, await target());
    const attach = steps.find((step) => /^Attach partition/.test(step.title));
    const { connection } = await target();
    await connection.exec('insert into m values (1), (11)');
    expect(attach?.preconditions?.map((one) => one.holds)).toEqual([
      'No row of public.rest is within FROM (0) TO (10): these are public.m_1’s.',
    ]);
    expect(await connection.query(attach?.preconditions?.[0]?.list ?? '')).toEqual([{ id: 1 }]);
  });

  it('are found where they are pointed at', async () => {
    const from = partitions('create table m_1 partition of m for values from (0) to (10)');
    const { steps } = await stepsOf({ from, to: partitions(''), rows: '', steps: [] }, await target());
    const drop = steps.find((step) => /^Drop table public\.m_1/.test(step.title));
    const { connection } = await target();
    await connection.exec('insert into m values (1), (2); insert into l values (1)');
    expect(await connection.query(drop?.preconditions?.[0]?.list ?? '')).toEqual([{ m: 1 }]);
  });
});
