import { beforeEach, describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import type { Change } from '../catalog/change.ts';
import { qualified } from '../catalog/names.ts';
import type { Connection } from '../engines/connection.ts';
import type { Statement } from '../engines/engine.ts';
import { renderChange } from '../engines/postgres/render.ts';
import { postgresTraits } from '../engines/postgres/traits.ts';
import type { RelationLock } from './effects.ts';
import { type Rehearsal, rehearse } from './rehearse.ts';

const orders = { schema: 'public', name: 'orders' };
const customers = { schema: 'public', name: 'customers' };

let database: Connection;

beforeEach(async () => {
  await resetDatabase();
  database = await embedded();
  await database.exec(`
    create table customers (id int primary key, name text);
    create table orders (id serial primary key, customer_id int, status text, total numeric, note varchar(10));
    create index orders_status_idx on orders (status);
    create view open_orders as select note from orders where status = 'open';
    create table events (id int, at date) partition by range (at);`);
});

async function rehearsed(change: Change, version = '18.0'): Promise<readonly Rehearsal[]> {
  const [group = []] = await rehearse(database, [renderChange(change, postgresTraits(version))]);
  return group;
}

function text(locks: readonly RelationLock[] | undefined): readonly string[] | undefined {
  return locks?.map((lock) => `${qualified(lock.relation)} ${lock.mode} ${lock.known}`);
}

function as(sql: string, transactional = true): Statement {
  return { sql, transactional };
}

describe('locks', () => {
  it('of a concurrent build are the documented ones, beside those of the plain form', async () => {
    const [build] = await rehearsed({
      kind: 'create index',
      table: orders,
      name: 'orders_customer_id_idx',
      keys: [{ column: 'customer_id' }],
    });
    expect(build?.form).toBe('plain');
    expect(text(build?.locks)).toEqual(['public.orders SHARE UPDATE EXCLUSIVE documented']);
    expect(text(build?.plainLocks)).toEqual(['public.orders SHARE seen']);
    expect(build?.scanned).toEqual([orders]);
    expect(build?.error).toBeUndefined();
  });

  it('of each statement of a group are its own', async () => {
    const [add, validate] = await rehearsed({
      kind: 'add foreign key',
      table: orders,
      name: 'f',
      columns: ['customer_id'],
      references: customers,
      referencedColumns: ['id'],
    });
    expect(text(add?.locks.filter((lock) => lock.kind === 'table'))).toEqual([
      'public.customers SHARE ROW EXCLUSIVE seen',
      'public.orders SHARE ROW EXCLUSIVE seen',
    ]);
    expect(add?.scanned).toEqual([]);
    expect(text(validate?.locks.filter((lock) => lock.kind === 'table'))).toEqual([
      'public.customers ROW SHARE seen',
      'public.orders SHARE UPDATE EXCLUSIVE seen',
    ]);
    expect(validate?.scanned).toContainEqual(orders);
  });

  it('that an earlier statement holds already are the documented ones', async () => {
    const steps = await rehearsed({ kind: 'set not null', table: orders, column: 'total' }, '15.0');
    expect(steps.map((step) => text(step.locks))).toEqual([
      ['public.orders ACCESS EXCLUSIVE seen'],
      ['public.orders SHARE UPDATE EXCLUSIVE seen'],
      ['public.orders ACCESS EXCLUSIVE documented'],
      ['public.orders ACCESS EXCLUSIVE documented'],
    ]);
    expect(steps.map((step) => step.scanned.length)).toEqual([0, 1, 0, 0]);
  });

  it('go on indexes, views and sequences too', async () => {
    const [drop] = await rehearsed({
      kind: 'drop index',
      table: orders,
      index: { schema: 'public', name: 'orders_status_idx' },
    });
    expect(text(drop?.locks)).toEqual([
      'public.orders SHARE UPDATE EXCLUSIVE documented',
      'public.orders_status_idx SHARE UPDATE EXCLUSIVE documented',
    ]);
    expect(drop?.locks.map((lock) => lock.kind)).toEqual(['table', 'index']);
    const view = { schema: 'public', name: 'open_orders' };
    const [option] = await rehearsed({ kind: 'set view option', view, option: 'security_barrier', value: 'true' });
    expect(option?.locks).toEqual([{ relation: view, kind: 'view', mode: 'ACCESS EXCLUSIVE', known: 'seen' }]);
    const sequence = { schema: 'public', name: 'orders_id_seq' };
    const [type] = await rehearsed({ kind: 'change sequence type', sequence, type: 'bigint' });
    expect(type?.locks[0]?.kind).toBe('sequence');
  });

  it('of VACUUM are known without running it', async () => {
    const [vacuum] = await rehearsed({ kind: 'vacuum', table: orders });
    expect(vacuum?.form).toBe('not run');
    expect(text(vacuum?.locks)).toEqual(['public.orders SHARE UPDATE EXCLUSIVE documented']);
    const [full] = await rehearsed({ kind: 'vacuum', table: orders, full: true });
    expect(text(full?.locks)).toEqual(['public.orders ACCESS EXCLUSIVE documented']);
    const [absent] = await rehearsed({ kind: 'vacuum', table: { schema: 'public', name: 'absent' } });
    expect(absent?.error?.code).toBe('42P01');
  });
});

describe('the heap', () => {
  it.each([
    ['ALTER TABLE public.orders ALTER COLUMN customer_id TYPE bigint', [orders]],
    ['ALTER TABLE public.orders ADD COLUMN key uuid DEFAULT gen_random_uuid()', [orders]],
    ['ALTER TABLE public.orders ADD COLUMN paid boolean DEFAULT false', []],
    ['ALTER TABLE public.orders ALTER COLUMN total TYPE numeric(20,4)', [orders]],
    ['ALTER TABLE public.orders ADD COLUMN a int, SET UNLOGGED', [orders]],
    ['ALTER TABLE public.orders SET (fillfactor = 70)', []],
  ])('is written anew or not: %s', async (sql, expected) => {
    const [[step] = []] = await rehearse(database, [[as(sql)]]);
    expect(step?.error).toBeUndefined();
    expect(step?.rewritten).toEqual(expected);
  });

  it('is written anew by the statement that does it, not by the next one', async () => {
    const [steps = []] = await rehearse(database, [
      [as('ALTER TABLE orders ALTER customer_id TYPE bigint'), as('ALTER TABLE orders ALTER status SET DEFAULT 1')],
    ]);
    expect(steps.map((step) => step.rewritten.length)).toEqual([1, 0]);
  });
});

describe('failures', () => {
  it('tell what stands in the way, and stop their group only', async () => {
    const groups = await rehearse(database, [
      [as('ALTER TABLE orders ADD COLUMN a int'), as('ALTER TABLE orders ALTER note TYPE text'), as('SELECT 1')],
      [as('ALTER TABLE orders ADD COLUMN a int')],
    ]);
    expect(groups.map((group) => group.map((step) => step.error?.message))).toEqual([
      [undefined, 'cannot alter type of a column used by a view or rule', undefined],
      [undefined],
    ]);
    expect(groups[0]?.map((step) => step.form)).toEqual(['as written', 'as written', 'not run']);
    expect(groups[0]?.[1]?.error).toEqual({
      code: '0A000',
      message: 'cannot alter type of a column used by a view or rule',
      detail: 'rule _RETURN on view open_orders depends on column "note"',
    });
  });

  it('come from what the rows must keep, too', async () => {
    await database.exec('insert into orders (total) values (-1)');
    const steps = await rehearsed({ kind: 'add check', table: orders, name: 'c', expression: 'total > 0' });
    expect(steps.map((step) => step.error?.code)).toEqual([undefined, '23514']);
  });

  it('come from concurrent forms, too', async () => {
    const index = { schema: 'public', name: 'orders_pkey' };
    const [drop] = await rehearsed({ kind: 'drop index', table: orders, index });
    expect(drop?.error).toEqual({
      code: '2BP01',
      message: 'cannot drop index orders_pkey because constraint orders_pkey on table orders requires it',
      hint: 'You can drop constraint orders_pkey on table orders instead.',
    });
  });

  it('that are there before do not hide what could not be tried', async () => {
    const [steps = []] = await rehearse(database, [[as('CREATE DATABASE more', false), as('SELECT 1')]]);
    expect(steps.map((step) => step.form)).toEqual(['not run', 'as written']);
  });
});

describe('nothing stays', () => {
  it('of objects, locks or settings', async () => {
    const state = () =>
      database.query(`select (select count(*) from pg_class) as relations, (select count(*) from pg_proc) as routines,
        (select count(*) from pg_namespace) as schemas, (select count(*) from pg_locks where relation >= 16384) as locks,
        (select last_value from orders_id_seq) as sequence, current_setting('timezone') as zone`);
    const before = await state();
    await rehearsed({
      kind: 'serial to identity',
      table: orders,
      column: 'id',
      sequence: { schema: 'public', name: 'orders_id_seq' },
    });
    await rehearsed({ kind: 'maintain updated at', table: orders, column: 'note' });
    await rehearse(database, [
      [as("SET LOCAL TimeZone = 'Asia/Tokyo'"), as('not SQL')],
      [as('DROP TABLE orders CASCADE')],
    ]);
    expect(await state()).toEqual(before);
  });

  it('of the sizes that an index build finds', async () => {
    const sizes = () =>
      database.query(
        "select relpages, reltuples, relallvisible from pg_class where relname in ('orders', 'orders_pkey') order by relname",
      );
    await database.exec(`select pg_restore_relation_stats('schemaname', 'public', 'relname', 'orders',
      'relpages', 1000, 'reltuples', 50000::real, 'relallvisible', 900)`);
    const before = await sizes();
    expect(before[0]?.['relpages']).toBe(1000);
    await rehearse(database, [[as('CREATE INDEX ON orders (total)')], [as('ANALYZE orders')]]);
    expect(await sizes()).toEqual(before);
  });
});

it('tries groups that build on each other', async () => {
  const event = { schema: 'public', name: 'events' };
  const changes: readonly Change[] = [
    { kind: 'create partition', table: event, name: 'events_1' },
    {
      kind: 'add primary key',
      table: event,
      name: 'p',
      columns: ['id', 'at'],
      nullable: ['id', 'at'],
      partitioned: true,
    },
    { kind: 'add unique', table: customers, name: 'u', columns: ['name'] },
    { kind: 'rebuild index', table: orders, index: { schema: 'public', name: 'orders_pkey' } },
  ];
  const groups = await rehearse(
    database,
    changes.map((change) => renderChange(change, postgresTraits('18.0'))),
  );
  expect(groups.flat().filter((step) => step.error)).toEqual([]);
  expect(groups.map((group) => text(group.at(-1)?.locks))).toEqual([
    ['public.events SHARE UPDATE EXCLUSIVE seen'],
    ['public.events ACCESS EXCLUSIVE documented'],
    ['public.customers ACCESS EXCLUSIVE seen'],
    ['public.orders SHARE UPDATE EXCLUSIVE documented', 'public.orders_pkey SHARE UPDATE EXCLUSIVE documented'],
  ]);
  expect(await rehearse(database, [])).toEqual([]);
});

it('tells of what is not watched whether it runs, and nothing of what it does', async () => {
  const [[made, failed] = [], [after] = []] = await rehearse(
    database,
    [[as('ALTER TABLE orders ADD COLUMN a int'), as('SELECT nothing')], [as('ALTER TABLE orders ADD COLUMN a int')]],
    { watched: false, known: new Map() },
  );
  expect(made).toMatchObject({ form: 'as written', locks: [], rewritten: [], scanned: [] });
  expect(failed?.error?.message).toBe('column "nothing" does not exist');
  expect(after?.error).toBeUndefined();
});

it('tries hundreds of indexes of one name, each by itself', async () => {
  await database.exec(
    `do $$ begin for n in 1..400 loop execute format('create table t%s (a int, b int)', n); end loop; end $$`,
  );
  const groups = Array.from({ length: 400 }, (_, n) => [
    as(`CREATE INDEX CONCURRENTLY i ON public.t${n + 1} (a)`, false),
  ]);
  const rehearsals = await rehearse(database, groups);
  expect(rehearsals.flat().map((step) => step.error ?? step.locks[0]?.relation.name)).toEqual(
    groups.map((_, n) => `t${n + 1}`),
  );
});
