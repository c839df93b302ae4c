import { describe, expect, it } from 'vitest';
import { lookups } from '../catalog/lookups.ts';
import type { Statistics } from '../catalog/statistics.ts';
import { postgres } from '../engines/postgres/index.ts';
import { openEmbeddedLab } from '../lab/embedded-lab.ts';
import { deriveStatistics } from '../scale/derive/derive.ts';
import type { Advice, AdviceOptions } from './advice.ts';
import { advise } from './advise.ts';

const schema = `
  create table users (id bigint primary key, email text not null);
  create table orders (id bigint primary key, user_id bigint not null references users on delete cascade,
    status text not null, total numeric(12, 2) not null, created_at timestamptz not null);
  create index orders_status_idx on orders (status);
  create index orders_status_again_idx on orders (status);`;

interface Given {
  readonly queries: readonly {
    readonly sql: string;
    readonly callsPerSecond?: number;
    readonly meanMilliseconds?: number;
  }[];
  readonly options?: AdviceOptions;
  readonly signal?: AbortSignal;
  /** Since when the server has counted, until 2026-03-01, and seen no read of the index on the status. */
  readonly unreadSince?: string;
}

async function advised({
  queries,
  options = {},
  signal = new AbortController().signal,
  unreadSince,
}: Given): Promise<Advice> {
  const lab = await openEmbeddedLab();
  try {
    await lab.connection.exec(schema);
    const catalog = await lab.introspect();
    const traits = postgres.traits('18.0');
    const declared: Statistics = {
      settings: {},
      tables: {
        // Two hundred orders each: more than a page of them.
        'public.users': { origin: 'declared', rows: 1e5, columns: {} },
        'public.orders': { origin: 'declared', rows: 20e6, columns: {} },
      },
      indexes: unreadSince === undefined ? {} : { 'public.orders_status_again_idx': { bytes: 200e6, scans: 0 } },
      sequences: {},
      ...(unreadSince === undefined ? {} : { takenAt: '2026-03-01T00:00:00Z', countersSince: unreadSince }),
    };
    const statistics = deriveStatistics(catalog, declared, { sizes: postgres.sizes, traits, now: new Date(0) });
    await lab.believe(catalog, statistics);
    const read = await Promise.all(
      queries.map(async (one) => ({ ...one, facts: await postgres.readFacts(one.sql, catalog, traits, 'test') })),
    );
    const advice = await advise({
      lab,
      engine: postgres,
      traits,
      catalog,
      lookups: lookups(catalog),
      statistics,
      queries: read,
      options,
      progress: () => {},
      clock: () => performance.now(),
      signal,
    });
    const after = await lab.introspect();
    // Nothing of the search stays in the lab.
    expect(after.tables.flatMap((table) => table.indexes.map((index) => index.name)).sort()).toEqual(
      catalog.tables.flatMap((table) => table.indexes.map((index) => index.name)).sort(),
    );
    return advice;
  } finally {
    await lab.close();
  }
}

const keys = (advice: Advice) => advice.create.map(({ change }) => change.keys.map((key) => key.column));
const latest = { sql: 'select * from orders where user_id = $1 order by created_at desc limit 20' };

describe('advice', () => {
  it('has the equality first and the order behind it, proven by the planner, with what each is for', async () => {
    const advice = await advised({ queries: [latest] });
    expect(keys(advice)).toEqual([['user_id', 'created_at']]);
    const [created] = advice.create;
    const [served] = created?.serves ?? [];
    expect(served?.after).toBeLessThan((served?.before ?? 0) / 100);
    expect(created?.why).toHaveLength(3);
    expect(created?.why.at(-1)).toMatch(
      /^user_id before created_at: the other way round the queries that it serves cost [\d ]+ times as much by the planner$/,
    );
    expect(advice.perQuery[0]?.indexes).toEqual([created?.change.name]);
    expect(advice.totals.after.workloadCost).toBeLessThan(advice.totals.before.workloadCost / 100);
    expect(advice.complete).toBe(true);
  });

  it('drops one of two alike, with the proof', async () => {
    const advice = await advised({
      queries: [{ sql: "select * from orders where status = 'a' limit 1" }],
      options: { dropOnly: true },
    });
    expect(advice.create).toEqual([]);
    expect(advice.drop.map((one) => [one.index.name, one.proof.kind])).toEqual([['orders_status_idx', 'duplicate']]);
    const kept = await advised({
      queries: [latest],
      options: { dropOnly: true, keep: ['public.orders_status_idx'] },
    });
    expect(kept.drop.map((one) => one.index.name)).toEqual([]);
  });

  it('sees what a deleted row makes the engine look for', async () => {
    const advice = await advised({ queries: [{ sql: 'delete from users where id = $1' }] });
    expect(keys(advice)).toEqual([['user_id']]);
    expect(advice.create[0]?.foreignKeys).toEqual([
      { table: { schema: 'public', name: 'orders' }, name: 'orders_user_id_fkey' },
    ]);
    expect(advice.perQuery).toHaveLength(1);
  });

  it('keeps to its budget, and tells what did not fit', async () => {
    const advice = await advised({ queries: [latest], options: { budgetBytes: 1e6 } });
    expect(advice.create).toEqual([]);
    expect(advice.perQuery[0]?.costAfter).toBe(advice.perQuery[0]?.costBefore);
  });

  it('keeps out what the planner refuses, and advises for the rest', async () => {
    const refused = { sql: 'select * from orders where user_id = $1 and $1::text::point is null' };
    const advice = await advised({ queries: [latest, { sql: `${refused.sql} and status = any($1)` }] });
    expect(keys(advice)).toEqual([['user_id', 'created_at']]);
    expect(advice.perQuery[1]?.error).toBeDefined();
    expect(advice.unserved.map((one) => one.query)).toEqual([1]);
  });

  it('answers with what it has when it is told to end', async () => {
    const ended = new AbortController();
    ended.abort();
    const advice = await advised({ queries: [latest], signal: ended.signal });
    expect(advice.complete).toBe(false);
    expect(advice.perQuery).toHaveLength(1);
  });

  it('drops by counters only what they have counted long enough for, and says how long that was', async () => {
    const queries = [{ sql: 'select * from orders where user_id = $1' }];
    const young = await advised({ queries, unreadSince: '2026-02-28T22:00:00Z' });
    expect(young.drop.map((one) => one.proof.kind)).not.toContain('unused');
    const old = await advised({ queries, unreadSince: '2025-12-01T00:00:00Z' });
    const why = old.drop.find((one) => one.proof.kind === 'unused')?.why;
    expect(why).toContain('in the 90 days since 2025-12-01');
    expect(why).toMatch(/replicas.*the end of a quarter/);
  });

  it('judges no index where no query could be planned', async () => {
    const advice = await advised({
      queries: [{ sql: 'select * from orders where user_id = $1 and $1::text::point is null and status = any($1)' }],
    });
    expect(advice.perQuery[0]?.error).toBeDefined();
    expect(advice.drop).toEqual([]);
  });

  it('predicts no query to be quicker than any is', async () => {
    const { perQuery } = await advised({ queries: [{ ...latest, meanMilliseconds: 40 }] });
    expect(perQuery[0]?.predictedMilliseconds).toBe(0.02);
  });

  it('counts no entry of an update that leaves the rows of an index', async () => {
    const queries = (value: string) => [
      { sql: "select * from orders where status = 'odd' order by created_at limit 20", callsPerSecond: 100 },
      {
        sql: 'insert into orders (id, user_id, status, total, created_at) values ($1, $2, $3, $4, $5)',
        callsPerSecond: 2,
      },
      { sql: `update orders set status = '${value}' where id = $1`, callsPerSecond: 5 },
    ];
    const entriesOf = async (value: string) =>
      (await advised({ queries: queries(value) })).create.find((one) => one.change.predicate !== undefined)?.writeCost
        .entriesPerSecond;
    expect(await entriesOf('odd')).toBe(7);
    expect(await entriesOf('done')).toBe(2);
  });

  it('takes half of what an upsert writes for updates, which lose their place in the page by an index over what they set', async () => {
    const sql =
      'insert into orders values ($1, $2, $3, $4, now()) on conflict (id) do update set created_at = excluded.created_at';
    const newest = { sql: 'select * from orders where created_at > $1 order by created_at limit 1000' };
    const { create, assumptions } = await advised({ queries: [newest, { sql, callsPerSecond: 8 }] });
    // Of the index eight, and four more in each of the three others.
    expect(create[0]?.writeCost).toMatchObject({ hot: 'lost', entriesPerSecond: 20 });
    expect(assumptions.join()).toContain('are there already');
  });

  it('stands in the order of what each index brings for its bytes', async () => {
    const { create } = await advised({
      queries: [
        { sql: 'select * from orders where user_id = $1', callsPerSecond: 0.1 },
        { sql: 'select id from users where email = $1', callsPerSecond: 1 },
      ],
    });
    expect(create.map(({ change }) => change.table.name)).toEqual(['users', 'orders']);
  });
});
