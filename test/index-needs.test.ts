import { describe, expect, it } from 'vitest';
import { advised, filesOfTests } from './index-advice.ts';

const file = filesOfTests();

describe('statements that fail without a unique index', () => {
  it('get it, over the rows that they name, and nothing beside it that begins with its keys', async () => {
    const report = await advised(
      file(
        'preferences.sql',
        `create table preferences (id bigint primary key, user_id bigint not null, key text not null, value text, gone_at timestamptz);
          create unique index on preferences (lower(key)) where gone_at is null;`,
      ),
      ...['--rows', 'preferences=5M', '--workload'],
      file(
        'preferences-queries.sql',
        `insert into preferences values ($1, $2, $3, $4) on conflict (user_id, key) do update set value = excluded.value;
          insert into preferences values ($1, $2, $3, $4) on conflict (value) where gone_at is null do nothing;
          insert into preferences values ($1, $2, $3, $4) on conflict (lower(key)) where gone_at is null do nothing;
          insert into preferences values ($1, $2, $3, $4) on conflict do nothing;
          select * from preferences where user_id = $1;`,
      ),
    );
    expect(report.create.map((one) => one.definition)).toEqual([
      'unique preferences (user_id, key)',
      'unique preferences (value) WHERE gone_at IS NULL',
    ]);
    expect(report.create[0]?.sql[0]).toMatch(/^CREATE UNIQUE INDEX CONCURRENTLY /);
    expect(report.create[0]?.why[0]).toMatch(/^query 1 fails without it: there is no unique/);
    expect(report.queries.every((query) => query.error === undefined)).toBe(true);
    expect(report.totals.after.indexBytes).toBeGreaterThan(report.totals.before.indexBytes);
  });
});

describe('an index of a partitioned table', () => {
  it('is made on each partition while it is written to, and nothing waits longer than an instant', async () => {
    const report = await advised(
      file(
        'events.sql',
        `create table events (id bigint not null, tenant_id int not null, at timestamptz not null) partition by range (at);
          create table events_1 partition of events for values from ('2025-01-01') to ('2025-07-01');
          create table events_2 partition of events for values from ('2025-07-01') to ('2026-02-01') partition by list (tenant_id);
          create table events_2_rest partition of events_2 default;`,
      ),
      ...['--rows', 'events=20M', '--workload'],
      file('events-queries.sql', 'select * from events where id = $1;'),
    );
    const [one] = report.create;
    expect(one?.sql.map((sql) => sql.replaceAll(/\s+/g, ' '))).toEqual([
      'CREATE INDEX events_id_idx ON ONLY public.events (id)',
      'CREATE INDEX CONCURRENTLY events_1_id_idx ON public.events_1 (id)',
      'CREATE INDEX events_2_id_idx ON ONLY public.events_2 (id)',
      'CREATE INDEX CONCURRENTLY events_2_rest_id_idx ON public.events_2_rest (id)',
      'ALTER INDEX public.events_id_idx ATTACH PARTITION public.events_1_id_idx',
      'ALTER INDEX public.events_2_id_idx ATTACH PARTITION public.events_2_rest_id_idx',
      'ALTER INDEX public.events_id_idx ATTACH PARTITION public.events_2_id_idx',
    ]);
    expect(one?.waits).toBe('nothing');
  });
});

describe('what updates of the workload write', () => {
  it('is told, though nobody told how much is inserted', async () => {
    const report = await advised(
      file('jobs.sql', 'create table jobs (id bigint primary key, state text not null, run_at timestamptz not null);'),
      ...['--rows', 'jobs=5M', '--workload'],
      file(
        'jobs-queries.sql',
        `-- calls: 100/s
          update jobs set run_at = $1 where id = $2;
          -- calls: 1000/s
          select * from jobs where run_at < $1 order by run_at limit 10;`,
      ),
    );
    const [one] = report.create;
    expect(one?.writeCost).toMatchObject({ known: false, hot: 'lost' });
    // Each writes its own entry, and one into the key's index, which it spared until now.
    expect(one?.writeCost.byUpdates?.entriesPerSecond).toBe(200);
    expect(report.totals.after.entriesPerSecond).toBe(200);
  });
});

describe('a query that another form spares an index', () => {
  it('gets the form, and no index on its expression', async () => {
    const report = await advised(
      file(
        'visits.sql',
        `create table visits (id bigint primary key, user_id bigint not null, at timestamp not null, note text);
          create index on visits (user_id); create index on visits (at);`,
      ),
      ...['--rows', 'visits=20M', '--workload'],
      file(
        'visits-queries.sql',
        'select * from visits where user_id + 1 = $1; select * from visits where lower(note) = $1;',
      ),
    );
    expect(report.create.map((one) => one.change.keys)).toEqual([[{ expression: 'lower(note)' }]]);
    expect(report.rewrites[0]).toMatchObject({ query: 1, create: [] });
    expect(report.rewrites[0]?.sql).toMatch(/user_id = \(CAST\(\$1 AS int8\) - 1\)/);
  });
});
