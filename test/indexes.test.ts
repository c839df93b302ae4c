import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexes } from '../src/index.ts';
import type { IndexReport } from '../src/output/indexes/report.ts';
import { advised, filesOfTests } from './index-advice.ts';
import { expectRefusal, relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

const file = filesOfTests();

const shop = `create table users (id bigint primary key, email text not null unique);
  create table orders (id bigint primary key, user_id bigint not null, total numeric not null, created_at timestamptz not null);`;
const ofAUser = '-- name: orders of a user\nselect * from orders where user_id = $1;';

describe('what is told beside the advice', () => {
  it('keeps out what cannot be planned for, by class, and tells the first of each', async () => {
    const queries = `selec 1;
      ${ofAUser}
      select * from nowhere; select nothing from orders; vacuum orders; select '1;`;
    const {
      keptOut,
      queries: planned,
      diagnostics,
    } = await advised(file('shop.sql', shop), ...['--rows', 'orders=1M', '--workload', file('mixed.sql', queries)]);
    expect(planned.map((one) => one.title)).toEqual(['orders of a user']);
    const classes = Object.fromEntries(keptOut.map((one) => [one.why, one.count]));
    expect(classes).toEqual({ 'does not parse': 2, 'unknown table': 1, 'unknown column': 1, utility: 1 });
    expect(keptOut.find((one) => one.why === 'unknown table')?.example).toMatch(/mixed\.sql:4:\d+: .*nowhere/);
    expect(diagnostics.filter((one) => one.code === 'kept-out')).toHaveLength(4);
  });

  it('reaches a stated goal first, however seldom its query runs, where the budget is for one index', async () => {
    const queries = `-- name: often
      -- calls: 300/s
      select id from orders where created_at = $1;
      -- name: with a goal
      -- calls: 1/day
      -- goal: 20ms
      select id from orders where user_id = $1;`;
    const { create, queries: planned } = await advised(
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', file('goal.sql', queries), '--budget', '220MB'],
    );
    expect(create.map((one) => one.change.keys[0]?.column)).toEqual(['user_id']);
    expect(planned.map((one) => one.goal)).toEqual([undefined, 'unknown']);
  });

  it('tells of a goal that is missed by what a call takes', async () => {
    const written = file('measured.sql', '-- goal: 20ms\nselect sum(total) from orders where created_at > $1;');
    const kept = file('measured.json');
    expect((await relvar(['workload', written, '-o', kept])).code).toBe(0);
    const read = readFileSync(kept, 'utf8').replace(
      '"goalMilliseconds"',
      '"meanMilliseconds": 900, "goalMilliseconds"',
    );
    const { diagnostics } = await advised(
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', file('measured.json', read)],
    );
    expect(diagnostics.find((one) => one.code === 'goal-missed')?.message).toMatch(
      /^query 1 misses its goal of 20 ms: \d+ ms are predicted$/,
    );
  });

  it('says what the smallest index that helps would take, when the budget is below it', async () => {
    const { create, diagnostics } = await advised(
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', file('one.sql', ofAUser), '--budget', '8kB'],
    );
    expect(create).toEqual([]);
    expect(diagnostics.find((one) => one.code === 'budget-too-small')?.message).toMatch(/takes \d+(?:\.\d+)? MB/);
  });

  it('has a statement that needs no downtime, a rehearsal of it, and queries to watch it by', async () => {
    const { create, monitoring, assumptions } = await advised(
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', file('one.sql', ofAUser)],
    );
    expect(create[0]?.sql[0]).toMatch(/^CREATE INDEX CONCURRENTLY/);
    expect(create[0]?.waits).toBe('nothing');
    expect(create[0]?.evidence.map((one) => one.kind)).toContain('rehearsed');
    expect(monitoring.length).toBeGreaterThan(1);
    expect(assumptions.join()).toContain('public.orders 10 000 000');
  });

  it('analyses a table whose new index is on an expression, in every form that people read', async () => {
    const argv = [
      file('shop.sql', shop),
      ...['--rows', 'users=1M', '--workload', file('lower.sql', 'select * from users where lower(email) = $1;')],
    ];
    const { create, queries, nextSteps } = await advised(...argv);
    expect(create.map((one) => one.sql.at(-1))).toEqual(['ANALYZE public.users']);
    expect(nextSteps.join()).toContain('ANALYZE public.users');
    // One row: as after the analysis.
    expect(queries[0]?.costAfter).toBeLessThan(20);
    for (const format of ['pretty', 'sql', 'markdown', 'html']) {
      const { out } = await relvar(['indexes', ...argv, '--format', format]);
      expect(out, format).toContain('ANALYZE public.users;');
    }
  });

  it('tells of other indexes what the planner says of the workload with them, and nothing else', async () => {
    const queries = file(
      'counted.sql',
      `-- calls: 5/s
      select * from orders where user_id = $1 order by created_at desc limit 20;
      -- calls: 2/s
      select sum(total) from orders where user_id = $1;`,
    );
    const rows = ['--rows', 'orders=10M', '--workload', queries];
    const { create, rejected } = await advised(file('shop.sql', shop), ...rows);
    const others = create.flatMap((one) => one.alternatives);
    expect(create).toHaveLength(1);
    expect(others.length).toBeGreaterThan(0);
    for (const { definition, workloadCost } of others) {
      const made = file('made.sql', `${shop} create index on ${definition};`);
      const { totals } = await advised(made, ...rows, '--drop-only');
      // The size of an index is a model's before it is made, too.
      expect(Math.abs(totals.before.workloadCost / workloadCost - 1), definition).toBeLessThan(0.02);
    }
    for (const { why, gain = 0 } of rejected) {
      expect(why).not.toMatch(/would cost|would gain/);
      expect(gain).toBeLessThanOrEqual(1);
    }
  });

  it('calls a query fully covered only where nothing is left to sort', async () => {
    const sorted = file('sorted.sql', 'select * from orders where user_id = $1 order by created_at desc limit 20;');
    const indexed = file('indexed.sql', `${shop} create index on orders (user_id);`);
    const { queries } = await advised(indexed, '--rows', 'orders=10M', '--workload', sorted, '--drop-only');
    expect(queries[0]?.covered).toBe('partly');
  });

  it('does not call the indexes right where a limit stands in the way', async () => {
    const rows = [file('shop.sql', shop), '--rows', 'orders=10M', '--workload'];
    const said = async (...flags: readonly string[]) =>
      (await relvar(['indexes', ...rows, file('one.sql', ofAUser), ...flags])).out.replaceAll(/\s+/g, ' ');
    expect(await said('--budget', '1kB')).toMatch(/Nothing fits the budget: the smallest index that helps takes \d/);
    expect(await said('--write-limit', '0')).toContain('beyond the limits given');
    expect(await said('--drop-only')).toContain('No index can be dropped; none was to be created');
    const never = await relvar(['indexes', ...rows, file('never.sql', `-- calls: 0/s\n${ofAUser}`)]);
    expect(never.out.replaceAll(/\s+/g, ' ')).toContain('Nothing: no query of the workload is ever called');
  });

  it('takes a column for unique by its meaning, never a moment or a reference', async () => {
    const schema = `create table sessions (id bigint primary key, token uuid not null, email text not null,
      user_id uuid not null, created_at timestamptz not null);`;
    const queries = `select * from sessions where token = $1; select * from sessions where lower(email) = $1;
      select * from sessions where user_id = $1; select * from sessions order by created_at desc limit 5;`;
    const { create } = await advised(
      file('sessions.sql', schema),
      ...['--rows', 'sessions=10M', '--workload', file('sessions-queries.sql', queries)],
    );
    const unique = create.filter((one) => one.maybeUnique).map((one) => one.definition);
    expect(create).toHaveLength(4);
    expect(unique.sort()).toEqual(['sessions (lower(email))', 'sessions (token)']);
  });

  it('says of a log that another engine wrote it, and how many lines were in another encoding', async () => {
    const entry = (second: number, sql: string) =>
      `# Time: 2024-05-01T10:00:0${second}.000000Z\n# User@Host: app[app] @ localhost []  Id: 8\n# Query_time: 2.5  Lock_time: 0.0 Rows_sent: 1  Rows_examined: 1000\n${sql};\n`;
    const text = `${entry(0, 'SELECT * FROM `orders` WHERE user_id = 5 -- caf\u00e9\n')}${entry(1, 'SELECT STRAIGHT_JOIN * FROM `orders` FORCE INDEX (x) WHERE user_id = 5')}`;
    const log = file('slow.log');
    writeFileSync(log, Buffer.from(text, 'latin1'));
    const { assumptions, diagnostics } = await advised(
      file('shop.sql', shop),
      '--rows',
      'orders=1M',
      '--workload',
      log,
    );
    expect(assumptions.filter((one) => one.includes("another engine than the schema's"))).toHaveLength(1);
    expect(assumptions).toContain(`1 line of ${log} is not UTF-8, and read as Windows-1252`);
    expect(diagnostics.map((one) => one.message).join()).toContain('1 statement kept out (does not parse)');
  });

  it('says how many values a column is taken to have where nobody told', async () => {
    const { assumptions } = await advised(
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', file('one.sql', ofAUser)],
    );
    expect(assumptions.join()).toMatch(/public\.orders\.user_id is taken to have [\d ]+ distinct values/);
  });

  it('says so of all columns in one line', async () => {
    const both = 'select * from orders where user_id = $1; select * from users where lower(email) = $1 and id > 5;';
    const { assumptions } = await advised(
      file('shop.sql', `${shop} create table letters (id bigint primary key, user_id bigint not null);`),
      '--rows',
      'orders=10M,letters=10M',
      '--workload',
      file('guessed.sql', `${both} select * from letters where user_id = $1;`),
    );
    expect(assumptions.filter((one) => one.includes('distinct values'))).toEqual([
      expect.stringMatching(/^public\.\w+\.user_id is .*, public\.\w+\.user_id is taken to have .*, as nobody told/),
    ]);
  });

  it('calls a query fully covered only where no row is checked beside the index', async () => {
    const covered = async (query: string) => {
      const indexed = file(
        'indexed.sql',
        `${shop} create index on orders (user_id); create index on orders (created_at);`,
      );
      const { queries } = await advised(
        indexed,
        ...['--rows', 'orders=10M,users=1M', '--workload', file('covered.sql', query), '--drop-only'],
      );
      return queries[0]?.covered;
    };
    expect(await covered('select * from orders where user_id = $1')).toBe('full');
    expect(await covered('select * from orders where user_id = $1 and total > 5')).toBe('partly');
    expect(
      await covered(
        'select * from orders o join users u on u.id = o.user_id and u.email > o.total::text where o.user_id = $1',
      ),
    ).toBe('partly');
    expect(await covered('select * from (select * from orders where user_id = $1 limit 50) x where x.total > 5')).toBe(
      'partly',
    );
  });

  it('offers another form of a query that needs no index', async () => {
    const { create, rewrites } = await advised(
      file('indexed.sql', `${shop} create index orders_at on orders (created_at);`),
      ...[
        '--rows',
        'orders=10M',
        '--workload',
        file('day.sql', "select * from orders where created_at::date = '2025-12-01';"),
      ],
    );
    expect(create).toEqual([]);
    expect(rewrites.map((one) => one.id)).toContain('function-on-column-to-range');
    expect(rewrites[0]?.after).toBeLessThan((rewrites[0]?.before ?? 0) / 10);
  });
});

const records = `create table records (id bigint primary key, tags text[] not null, seen timestamptz not null, shelf int not null,
  note text, quantity int not null, first_at timestamptz not null, last_at timestamptz not null, body text not null,
  data jsonb not null);`;

async function ofRecords(...queries: readonly string[]): Promise<IndexReport> {
  const workload = file('records-queries.sql', `${queries.join(';\n')};`);
  return await advised(file('records.sql', records), '--rows', 'records=20M', '--workload', workload);
}

describe('what no index serves', () => {
  it('is a matter of how the query is written, where another form with an index of its own serves it', async () => {
    const { queries, rewrites } = await ofRecords(
      "select * from records where 'red' = any(tags)",
      'select * from records where seen::date = $1',
      'select * from records where shelf = 5.0',
    );
    const forms = rewrites.map((one) => [one.query, one.id, one.create.map(({ definition }) => definition)]);
    expect(forms).toEqual([
      [1, 'any-of-array-to-contains', ['records USING gin (tags)']],
      [2, 'function-on-column-to-range', ['records (seen)']],
      [3, 'implicit-cast-removed', ['records (shelf)']],
    ]);
    for (const { after, advised: asItIs, create } of rewrites) {
      expect(after).toBeLessThan(asItIs * 0.8);
      expect(create[0]?.sql[0]).toMatch(/^CREATE INDEX CONCURRENTLY/);
    }
    expect(queries.map((one) => one.unserved)).toEqual([undefined, undefined, undefined]);
  });

  it('is told condition by condition, with the share of the rows that they keep', async () => {
    const told = async (condition: string) =>
      (await ofRecords(`select * from records where ${condition}`)).queries[0]?.unserved;
    expect(await told("note <> 'a'")).toMatch(/all rows but some.*its conditions keep \d+(\.\d+)?% of the rows/);
    expect(await told('quantity > 0')).toMatch(/keep (?:9\d(?:\.\d)?|100)% of the rows/);
    expect(await told("now() - seen < interval '1 month'")).toContain('written with seen alone on one side, seen > …');
    expect(await told("seen + interval '1 month' > now()")).toContain('written with seen alone on one side, seen > …');
    expect(await told("(data->>'at')::timestamptz > $1")).toContain('an IMMUTABLE function of your own around it');
    expect(await told('first_at > last_at')).toContain('compares two columns of one row');
    expect(await told("note like '%abc%'")).toContain('create extension pg_trgm');
    expect(await told("id = 5 or note <> 'a'")).toContain('every branch must be served, and one is not');
    expect(await told('true')).toContain('it asks for all rows of records');
  });

  it('names the form that an index serves, and then not how many rows the condition keeps', async () => {
    const told = async (condition: string) =>
      (await ofRecords(`select * from records where ${condition}`)).queries[0]?.unserved;
    const inside = await told('$1 = any(tags)');
    expect(inside).toContain('written as tags @> array[$1], a GIN index on tags serves it');
    expect(inside).not.toContain('keep');
    expect(await told('$1::int is null or quantity = $1')).toMatch(/one branch asks nothing of a row.*Two queries/);
    expect(await told('note is not distinct from $1')).toContain(
      'written as note = $1, which is the same where the value is never null, else as (note = $1 or (note is null and $1 is null))',
    );
    expect(await told("data @@ '$.a.b > 5'")).toContain("written as (data #>> '{a,b}')::numeric > 5, an index on that");
    expect(await told('data @? \'$.a ? (@ like_regex "x")\'')).toContain('a GIN index finds by equal values alone');
  });
});

describe('the advice at the lines of the queries', () => {
  const argv = () => [
    file('shop.sql', shop),
    ...[
      '--rows',
      'orders=10M',
      '--workload',
      file('placed.sql', `${ofAUser}\n\n-- name: all\nselect * from orders where total <> 5;`),
    ],
  ];

  it('stands in SARIF', async () => {
    const { out, code } = await relvar(['indexes', ...argv(), '--format', 'sarif']);
    expect(code).toBe(0);
    const [run] = JSON.parse(out).runs;
    const places = run.results.map((one: Record<string, unknown>) => {
      const [place] = one['locations'] as { physicalLocation?: { region?: { startLine?: number } } }[];
      return [one['ruleId'], place?.physicalLocation?.region?.startLine];
    });
    expect(places).toEqual([
      ['index-to-create', 2],
      ['query-without-serving-index', 5],
    ]);
    expect(run.tool.driver.rules.map((one: { id: string }) => one.id)).toEqual(places.map(([rule]: string[]) => rule));
    expect(run.results[0].properties.sql).toMatch(/^CREATE INDEX CONCURRENTLY/);
  });

  it('stands in annotations', async () => {
    const { out } = await relvar(['indexes', ...argv(), '--format', 'github']);
    expect(out).toMatch(/^::(?:error|warning) file=[^,]*placed\.sql,line=2,title=P\d index-to-create /m);
    expect(out).toMatch(/^::notice file=[^,]*placed\.sql,line=5,title=P2 query-without-serving-index /m);
    expect(out).toMatch(/^::notice title=Indexes for [^:]*::Create 1 index/m);
  });
});

describe('an index of page ranges', () => {
  const log = 'create table log (id bigint primary key, at timestamptz not null, message text not null);';
  const of = async (correlation: string) => {
    const volumes = `tables:\n  log:\n    rows: 500M\n    columns:\n      at: { distinct: unique${correlation} }\n      message: { width: 200 }\n`;
    const queries =
      '-- calls: 20000/s\ninsert into log values ($1, $2, $3);\n-- calls: 10/h\nselect count(*) from log where at >= $1 and at < $2;';
    const { create } = await advised(
      file('log.sql', log),
      ...['--volumes', file('log.yaml', volumes), '--workload', file('log-queries.sql', queries)],
    );
    expect(create.map((one) => one.definition)).toEqual(['log USING brin (at)']);
    return create[0];
  };

  it('is presumed to serve where nobody read or declared the order of the rows, and planned where somebody did', async () => {
    const guessed = await of('');
    const known = await of(', correlation: 1');
    expect(guessed?.evidence[0]).toMatchObject({
      kind: 'presumed',
      text: expect.stringContaining('in the order of at'),
    });
    expect(guessed?.evidence.map((one) => one.kind)).not.toContain('planned');
    expect(known?.evidence[0]?.kind).toBe('planned');
    expect(known?.confidence).toBeGreaterThan(guessed?.confidence ?? 10);
  });
});

describe('what writes cost', () => {
  const of = async (queries: string) =>
    await advised(file('shop.sql', shop), '--rows', 'orders=10M', '--workload', file('written.sql', queries));

  it('is unknown where nobody told of any, with what was assumed', async () => {
    const { create, unknownWrites, assumptions, questions, totals } = await of(ofAUser);
    expect(unknownWrites).toEqual(['public.orders']);
    expect(create[0]?.writeCost).toMatchObject({ known: false, hot: 'unknown' });
    expect(totals.after.entriesPerSecond).toBe(0);
    expect(assumptions.join()).toMatch(/how much is written to public\.orders is not known.*0\.12 entries a second/);
    expect(questions.join()).toContain('How much is written to public.orders?');
    const { out } = await relvar([
      'indexes',
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', file('written.sql', ofAUser)],
    ]);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('how many index entries are written is unknown');
  });

  it('has the entries of all indexes where heap-only updates are lost, and says whether they are', async () => {
    const writes = `-- calls: 3/s\nupdate orders set total = $1 where id = $2;
      -- calls: 2/s\ninsert into orders values ($1, $2, $3, $4);`;
    const [kept] = (await of(`${ofAUser}\n${writes}`)).create;
    expect(kept?.writeCost).toMatchObject({ known: true, hot: 'kept', entriesPerSecond: 2 });
    const [lost] = (await of(`select * from orders where total = $1;\n${writes}`)).create;
    expect(lost?.writeCost).toMatchObject({ known: true, hot: 'lost', entriesPerSecond: 8 });
    expect(lost?.gainPerSecond).toBeGreaterThan(1000);
  });

  it('sums up to what is written in the end, whichever index loses heap-only updates and whichever goes', async () => {
    const schema = `${shop} create index orders_total on orders (total); create index orders_at on orders (created_at);`;
    const { create, drop, totals } = await advised(
      file('lost.sql', schema),
      ...['--rows', 'orders=10M', '--workload'],
      file(
        'lost-q.sql',
        `-- calls: 9/s\nselect * from orders where total = $1 order by created_at desc limit 5;
         -- calls: 3/s\nupdate orders set total = $1 where id = $2;
         -- calls: 2/s\ninsert into orders values ($1, $2, $3, $4);`,
      ),
    );
    expect(drop.map((one) => one.index)).toEqual(['public.orders_total']);
    expect(create).toHaveLength(1);
    // Three indexes and the new one in the place of one of them: each has an entry for each of five writes.
    expect(totals).toMatchObject({ before: { entriesPerSecond: 15 }, after: { entriesPerSecond: 15 } });
    const sum = (all: readonly { readonly writeCost: { readonly entriesPerSecond: number } }[]) =>
      all.reduce((total, one) => total + one.writeCost.entriesPerSecond, 0);
    expect(sum(create) - sum(drop)).toBe(0);
  });

  it('has the rows that a statement changes: as the workload tells, else as the planner expects', async () => {
    const update = 'update orders set created_at = now() where user_id = $1;';
    const insert = '-- calls: 1/s\ninsert into orders values ($1, $2, $3, $4);';
    const of1 = async (more: string) =>
      (await of(`-- calls: 9/s\nselect * from orders where created_at = $1;\n${insert}\n${more}`)).create;
    const [told] = await of1(`-- calls: 2/s\n-- rows: 40\n${update}`);
    expect(told?.writeCost.source).toContain('the rows that are told or that the planner expects');
    const [planned] = await of1(`-- calls: 2/s\n${update}`);
    const [single] = await of1(`-- calls: 2/s\n${update.replace('user_id', 'id')}`);
    expect(single?.writeCost.source).toContain('one row each');
    const [few, many, more] = [single, told, planned].map((one) => one?.writeCost.entriesPerSecond ?? 0);
    expect(many).toBeGreaterThan(20 * (few ?? 0));
    expect(more).toBeGreaterThan(3 * (few ?? 0));
  });

  it('is unknown where only updates are told: the rows came from somewhere', async () => {
    const update = '-- calls: 3/s\nupdate orders set total = $1 where id = $2;';
    const { create, unknownWrites, assumptions } = await of(`select * from orders where total = $1;\n${update}`);
    expect(create[0]?.writeCost).toMatchObject({ known: false, hot: 'lost' });
    expect(create[0]?.writeCost.entriesPerSecond).toBeCloseTo(6.1, 1);
    expect(unknownWrites).toEqual(['public.orders']);
    expect(assumptions.join()).toContain('how much is inserted into public.orders is not known');
    const { out } = await relvar([
      'indexes',
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', file('written.sql', update)],
    ]);
    // Nothing is to be made, and nothing is known.
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/none to create.*how many index entries are written is unknown/);
    expect(out).not.toContain('0 index entries written a second → 0');
  });
});

describe('a list of rows', () => {
  it.each(['(a, b) in ((1, 2), (3, 4))', '(a, b) in (($1, $2), ($3, $4), ($5, $6))', '(a, b) in ((1, 2))'])(
    'is served by an index on its columns: %s',
    async (condition) => {
      const query = file('rows-q.sql', `-- calls: 90/s\nselect * from ab where ${condition};`);
      const schema = file('ab.sql', 'create table ab (id bigint primary key, a int not null, b int not null, c text);');
      const { out } = await relvar(['indexes', schema, '--rows', 'ab=4M', '--workload', query]);
      expect(out).toMatch(/1\. ab \((?:a, b|b, a)\)/);
      expect(out).not.toContain('there is no condition');
    },
  );
});

describe('an index on a converted text', () => {
  it.each([
    ["(data->>'ext')::int = $1", true],
    ['number::bigint = $1', true],
    ["(at at time zone 'UTC')::date = $1", false],
    ['lower(number) = $1', false],
  ])('is told to refuse what does not convert, and no other: %s', async (condition, told) => {
    const schema =
      'create table parts (id bigint primary key, number text not null, data jsonb, at timestamptz not null);';
    const query = file('parts-q.sql', `-- calls: 9/s\nselect * from parts where ${condition};`);
    const argv = ['indexes', file('parts.sql', schema), '--rows', 'parts=20M', '--workload', query];
    const out = (await relvar(argv)).out.replaceAll(/\s+/g, ' ');
    expect(out).toContain('Create 1 index');
    expect(out.includes('one whose value does not convert is refused')).toBe(told);
  });
});

describe('the strategy beside the schema', () => {
  it('fails when a query has lost its index, and only then', async () => {
    const indexed = `${shop} create index orders_of_a_user on orders (user_id);`;
    const queries = file('one.sql', ofAUser);
    const rows = ['--rows', 'orders=10M,users=3k'];
    const kept = file('indexes.yaml');
    const written = await relvar(['indexes', file('shop.sql', indexed), ...rows, '--workload', queries, '-o', kept]);
    expect(written.code).toBe(0);
    // The rows stand in the file, those of tables that nothing reads, too: nobody need give them again.
    expect(readFileSync(kept, 'utf8')).toMatch(/public\.orders: 10000000\n {2}public\.users: 3000\n/);
    const served = await relvar(['indexes', file('same.sql', indexed), '--check', kept]);
    expect(served).toMatchObject({ code: 0, error: '' });
    expect(served.out).toContain('The query is read as');
    const renamed = await relvar([
      'indexes',
      file('renamed.sql', indexed.replace('orders_of_a_user', 'other')),
      '--check',
      kept,
    ]);
    expect(renamed.code).toBe(0);
    const lost = await relvar(['indexes', file('lost.sql', shop), '--check', kept]);
    expect(lost.code).toBe(1);
    expect(lost.out).toMatch(/^lost {2}orders of a user\n {6}reads public\.orders from end to end/);
    const line =
      readFileSync(kept, 'utf8')
        .split('\n')
        .findIndex((text) => /^ +- name:/.test(text)) + 1;
    const as = async (format: string) =>
      (await relvar(['indexes', file('lost.sql', shop), '--check', kept, '--format', format])).out;
    expect(await as('github')).toContain(`::error file=${kept},line=${line},`);
    const { runs } = JSON.parse(await as('sarif')) as { runs: { results: { ruleId: string; locations: unknown }[] }[] };
    expect(runs[0]?.results).toMatchObject([
      { ruleId: 'query-lost-its-index', locations: [{ physicalLocation: { region: { startLine: line } } }] },
    ]);
    expect(await as('markdown')).toContain('- **orders of a user** (lost');
    const gone = await relvar([
      'indexes',
      file('gone.sql', 'create table users (id int primary key);'),
      '--check',
      kept,
    ]);
    expect(gone.code).toBe(1);
    expect(gone.out).toMatch(/^gone {2}orders of a user/);
  });

  it('knows all indexes that a table is read by, and names the one that is gone', async () => {
    const schema = 'create table notes (id bigint primary key, a int not null, b int not null, c text);';
    const both = `${schema} create index notes_a on notes (a); create index notes_b on notes (b);`;
    const queries = file('either.sql', '-- name: either\n-- calls: 100/h\nselect * from notes where a = 5 or b = 7;');
    const kept = file('either.yaml');
    await relvar(['indexes', file('both.sql', both), '--rows', 'notes=10M', '--workload', queries, '-o', kept]);
    expect(readFileSync(kept, 'utf8')).toContain('notes (a) and notes (b)');
    expect(await relvar(['indexes', file('both.sql', both), '--check', kept])).toMatchObject({ code: 0 });
    const less = both.replace('create index notes_b on notes (b);', '');
    const lost = await relvar(['indexes', file('less.sql', less), '--check', kept]);
    expect(lost.code).toBe(1);
    expect(lost.out).toContain('it was read by notes (b)\n');
  });
});

describe('what is not known', () => {
  const people = `create table people (id bigint primary key, name text not null, email text not null, note text);
    create table letters (id bigint primary key, person_id bigint references people);`;
  const rows = ['--rows', 'people=5M,letters=5M'];

  it('is supposed of a pattern whose beginning the query tells, and told', async () => {
    const queries = file(
      'begins.sql',
      "-- name: begins\nselect id from people where lower(name) like lower($1) || '%';",
    );
    const report = await advised(file('people.sql', people), ...rows, '--workload', queries);
    expect(report.create.map((one) => one.definition)).toEqual(['people (lower(name) text_pattern_ops)']);
    expect(report.assumptions.join()).toContain("supposed value in its pattern ($1 = 'abc')");
    const kept = file('begins.yaml');
    const schema = `${people} create index on people ((lower(name)) text_pattern_ops);`;
    await relvar(['indexes', file('begun.sql', schema), ...rows, '--workload', queries, '-o', kept]);
    expect(await relvar(['indexes', file('begun.sql', schema), '--check', kept])).toMatchObject({ code: 0 });
    expect(await relvar(['indexes', file('people.sql', people), '--check', kept])).toMatchObject({ code: 1 });
  });

  it('is said of a pattern that may begin anyhow, and of one that never does', async () => {
    const texts = [
      'select id from people where email like $1',
      "select id from people where email ilike '%' || $1 || '%'",
      "select id from people where note ~ 'ab[cd]ef'",
      "select id from people where email ilike 'abc%'",
    ];
    const report = await advised(file('people.sql', people), ...rows, '--workload', file('any.sql', texts.join(';\n')));
    expect(report.create).toEqual([]);
    const [any, inside, expression, cases] = report.queries.map((one) => one.unserved);
    expect(any).toMatch(/^how the pattern of email LIKE \$1 begins is not known: .* text_pattern_ops .* trigrams/);
    expect(inside).toMatch(/does not say how the text begins: only an index of trigrams/);
    expect(expression).toMatch(/does not say how the text begins: only an index of trigrams/);
    expect(cases).toMatch(
      /either case.*: written as lower\(email\) LIKE 'abc%', an index on lower\(email\) text_pattern_ops serves it/,
    );
  });

  it('is said of a search inside of values that nobody knows, whose rows are then a guess', async () => {
    const search = "-- name: refunds\nselect id from people where note ilike '%refund%';";
    const { assumptions } = await advised(
      file('people.sql', `create extension pg_trgm; ${people}`),
      ...[...rows, '--workload', file('search.sql', search)],
    );
    expect(assumptions.join('\n')).toMatch(
      /how many rows the search of "refunds" finds is the planner's guess.* of public\.people\.note;.*histogram/,
    );
  });

  it('is said of the expression that a pattern is held against, not of its column', async () => {
    const texts = [
      'select id from people where lower(name) like $1',
      'select id from people where lower(name) ilike $1',
      "select id from people where upper(name) like '%ABC%'",
      "select id from people where lower(name) ilike lower($1) || '%'",
    ];
    const report = await advised(file('people.sql', people), ...rows, '--workload', file('any.sql', texts.join(';\n')));
    expect(report.assumptions.join()).toContain('a B-tree on lower(name) text_pattern_ops finds the rows');
    const [like, ilike, inside, cased] = report.queries.map((one) => one.unserved);
    expect(like).toMatch(/an index on lower\(name\) text_pattern_ops .* GIN on lower\(name\) gin_trgm_ops/);
    expect(ilike).toMatch(
      /with letters, written as lower\(name\) LIKE lower\(\$1\), an index on lower\(name\) text_pattern_ops/,
    );
    expect(inside).toContain('GIN on upper(name) gin_trgm_ops');
    expect(cased).toMatch(
      /either case.*: written as lower\(name\) LIKE lower\(\$1\) \|\| '%', an index on lower\(name\)/,
    );
  });

  it('is asked of deletes that no statement makes, and of rows that are only deleted', async () => {
    const reads = await advised(
      file('people.sql', people),
      ...[...rows, '--workload', file('reads.sql', 'select * from letters where id = $1')],
    );
    expect(reads.questions.join()).toContain('no index serves letters_person_id_fkey of public.letters');
    const purge = await advised(
      file('people.sql', people),
      ...[...rows, '--workload', file('purge.sql', '-- calls: 1/s\ndelete from people where email = $1')],
    );
    expect(purge.create.map((one) => [one.definition, one.writeCost.known])).toContainEqual(['people (email)', false]);
  });
});

describe('a write that finds again only what gathered since its last run', () => {
  const events = `create table events (id bigint primary key, kind text not null, created_at timestamptz not null, payload text);
    create table jobs (id bigint primary key, status text not null, updated_at timestamptz not null, payload text);`;
  const of = async (queries: string) =>
    await advised(
      file('events.sql', events),
      ...['--rows', 'events=50M,jobs=20M', '--workload', file('again.sql', queries)],
    );

  it('gets the index that serves each run but the first, and is asked about', async () => {
    const { create, assumptions, questions } = await of(`-- calls: 24/day
      delete from events where created_at < now() - interval '90 days';
      -- calls: 1/min
      update jobs set status = 'failed' where status = 'running' and updated_at < now() - interval '10 minutes';`);
    expect(create.map((one) => one.definition)).toEqual([
      "jobs (updated_at) WHERE status = 'running'",
      'events (created_at)',
    ]);
    expect(assumptions.join()).toContain(
      'it was planned for 2 083 rows of public.events (by its calls and by how fast',
    );
    expect(questions.filter((one) => one.includes('-- rows: 2000'))).toHaveLength(2);
  });

  it('is planned for the rows that the workload tells, and not asked about', async () => {
    const { create, assumptions, questions } = await of(
      "-- calls: 24/day\n-- rows: 30M\ndelete from events where created_at < now() - interval '90 days';",
    );
    expect(create).toEqual([]);
    expect(assumptions.join()).toContain('planned for 30 000 000 rows of public.events, not for the');
    expect(questions.join()).not.toContain('How many rows does a run');
    const counted = file(
      'purge.csv',
      'query,calls,total_exec_time,rows\n"delete from events where created_at < $1",2400,900000,4800000\n',
    );
    const report = await advised(file('events.sql', events), ...['--rows', 'events=50M', '--workload', counted]);
    expect(report.create.map((one) => one.definition)).toEqual(['events (created_at)']);
    expect(report.assumptions.join()).toContain('planned for 2 000 rows of public.events, not for the');
  });

  it('is planned for the rows that were told, however few the table has of those that it could find', async () => {
    const notes = `create table notes (id bigint primary key, body text not null, deleted_at timestamptz);`;
    const purge = "delete from notes where deleted_at < now() - interval '30 days';";
    const planned = async (comment: string) => {
      const queries = file('purge-notes.sql', `-- calls: 1/h\n${comment}\n${purge}`);
      return await advised(file('notes.sql', notes), '--rows', 'notes=30M', '--workload', queries);
    };
    const untold = await planned('');
    const told = await planned('-- rows: 300');
    expect(told.create.map((one) => one.definition)).toEqual(['notes (deleted_at) WHERE deleted_at IS NOT NULL']);
    expect(told.assumptions.join()).toContain('it was planned for 300 rows of public.notes');
    expect(told.queries[0]?.costAfter).toBeLessThan((untold.queries[0]?.costAfter ?? 0) / 20);
  });

  it('is planned as it is, and asked about, where no bound could be another', async () => {
    const { create, questions } = await of("-- calls: 1/day\nupdate jobs set status = 'dead' where status = 'failed';");
    expect(create).toEqual([]);
    expect(questions.join()).toMatch(/What share of the rows of public\.jobs .* planned for 17%/);
  });

  it('is none that leaves what it finds, and none that finds few rows anyway', async () => {
    const { assumptions, questions } = await of(`update jobs set payload = $1 where updated_at < $2;
      delete from events where id = $1; delete from events where created_at < '2001-01-01';`);
    expect([...assumptions, ...questions].join()).not.toMatch(/each run of|does a run/);
  });

  it('keeps its index when the strategy is checked', async () => {
    const queries = file('purge.sql', "delete from events where created_at < now() - interval '90 days';");
    const rows = ['--rows', 'events=50M'];
    const indexed = file('events-indexed.sql', `${events} create index on events (created_at);`);
    const kept = file('purge.yaml');
    await relvar(['indexes', indexed, ...rows, '--workload', queries, '-o', kept]);
    expect(await relvar(['indexes', indexed, '--check', kept])).toMatchObject({ code: 0 });
    expect(await relvar(['indexes', file('events.sql', events), '--check', kept])).toMatchObject({ code: 1 });
  });
});

describe('bad input', () => {
  const refused = async (message: string | RegExp, ...argv: readonly string[]) =>
    expectRefusal(await relvar(['indexes', file('shop.sql', shop), ...argv]), message);

  it('is told in one line', async () => {
    const queries = ['--workload', file('one.sql', ofAUser)];
    await refused('there are no queries to find indexes for');
    await refused(/nosuch\.sql: the queries cannot be read/, '--workload', 'nosuch.sql');
    await refused('there is no query in it', '--workload', file('nothing.sql', '-- nothing\n'));
    await refused('"much" is no size', ...queries, '--budget', 'much');
    await refused('"-5GB" is no size', ...queries, '--budget=-5GB');
    await refused('there is no such index', ...queries, '--keep', 'orders_pky');
    await refused('--drop-only makes nothing new', ...queries, '--drop-only', '--budget', '1GB');
    await refused('one size at a time', ...queries, '--scale', '1,10');
    await refused('is not a duration', ...queries, '--time', 'long');
    await refused('the strategy cannot be read', '--check', 'nosuch.yaml');
    await refused('is no strategy of relvar indexes', '--check', file('other.yaml', 'a: 1\n'));
    await refused('not YAML', '--check', file('torn.yaml', 'a: [1\n'));
    for (const format of ['html', 'sql', 'yaml'])
      await refused(`--check is not told as ${format}`, '--check', 'nosuch.yaml', '--format', format);
    await refused('no index could be made', ...queries, '--per-table', '0');
    await refused('--per-table: "1.5" is no whole number', ...queries, '--per-table', '1.5');
    await refused('--budget 0: no index could be made', ...queries, '--budget', '0');
    await refused('--budget 0GB: no index could be made', ...queries, '--budget', '0GB');
    await refused('--budget 0.1B: no index could be made', ...queries, '--budget', '0.1B');
  });

  it('has nothing to advise where nothing can be planned, and fails', async () => {
    const twice = `${shop} create index on orders (user_id); create index on orders (user_id);`;
    const { out, code, error } = await relvar([
      ...['indexes', file('twice.sql', twice), '--workload', file('bad.sql', 'selec 1;')],
    ]);
    expect(code).toBe(1);
    expect(error).toContain('no query of the workload could be planned, so no index was judged');
    expect(out).toContain('There is no query that could be planned');
    expect(out).toContain('kept out (does not parse)');
    expect(out).not.toContain('DROP INDEX');
  });

  it('says what to write where no index serves a form', async () => {
    const members = file(
      'members.sql',
      `create extension pg_trgm; create extension citext;
       create table members (id bigint primary key, name text not null, alias citext not null, first text not null, last text not null, meta jsonb not null);`,
    );
    const queries = file(
      'forms.sql',
      `select * from members where similarity(name, $1) > 0.3;
       select * from members where alias like 'abc%';
       select * from members where concat(first, ' ', last) = $1;
       select * from members where jsonb_path_exists(meta, '$.tags[*] ? (@ == "a")');`,
    );
    const report = await advised(members, ...['--rows', 'members=5M', '--workload', queries]);
    const [similar = '', cased = '', joined = '', path = ''] = report.queries.map((one) => one.unserved);
    expect(similar).toContain('written as name % $1, with pg_trgm.similarity_threshold = 0.3');
    expect(cased).toContain("written as lower(alias::text) LIKE lower('abc%')");
    expect(path).toContain('written as meta @? ');
    expect(path).toContain('an index on meta USING gin (jsonb_path_ops) serves it');
    expect(joined).toMatch(/IMMUTABLE\): concat is only stable; written with \|\|/);
  });

  it('asks what would change the advice: an extension, and how many rows a search finds', async () => {
    const rooms = file(
      'rooms.sql',
      'create table stays (id bigint primary key, room_id int not null, during tsrange not null, tags text[] not null);',
    );
    const queries = file(
      'stays.sql',
      `select * from stays where room_id = $1 and during && $2;
       select * from stays where tags @> array['red'] order by id limit 20;`,
    );
    const volumes = file(
      'rooms.yaml',
      'tables:\n  stays:\n    rows: 5M\n    columns:\n      room_id: { distinct: 20 }\n',
    );
    const { questions, queries: told } = await advised(rooms, ...['--volumes', volumes, '--workload', queries]);
    expect(questions.join('\n')).toMatch(
      /May the extension btree_gist be created\?.*stays USING gist \(room_id, during\)/,
    );
    expect(questions.join('\n')).toMatch(/How many rows does the search of query 2 find\? .* until 20 rows match/);
    expect(told[1]?.unserved).toContain('no quicker than to read the whole table where it finds few');
  });

  it('keeps rows, calls and goals in a strategy, which is a workload, too, and tells what changed since', async () => {
    const queries = file('kept.sql', `-- calls: 3600/h\n-- goal: 2.5ms\n${ofAUser}`);
    const indexed = file('indexed.sql', `${shop} create index on orders (user_id);`);
    const strategy = file('kept.yaml');
    await relvar(['indexes', indexed, '--rows', 'orders=1M', '--workload', queries, '-o', strategy]);
    expect(readFileSync(strategy, 'utf8')).toMatch(/calls: 1 # a second\n +goal: 2.5 # milliseconds/);
    const again = await advised(indexed, '--rows', 'orders=1M', '--workload', strategy);
    expect(again.queries).toMatchObject([{ title: 'orders of a user', callsPerSecond: 1, goalMilliseconds: 2.5 }]);
    const same = await relvar(['indexes', indexed, '--rows', 'orders=1M', '--check', strategy]);
    expect(same).toMatchObject({ code: 0 });
    expect(same.out).not.toContain('Changed');
    const grown = await relvar(['indexes', indexed, '--rows', 'orders=2M', '--check', strategy]);
    expect(grown.code).toBe(0);
    expect(grown.out).toContain('public.orders has 2 000 000 rows, and 1 000 000 when the strategy was made');
  });
});

describe('a workload that was counted', () => {
  it('counts calls over the time that they were counted in, and finds the index', async () => {
    const log = file(
      'counters.csv',
      'query,calls,total_exec_time,rows\n"select * from orders where user_id = $1",86400,900000,4000\n',
    );
    const { queries, create, assumptions } = await advised(
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', log],
    );
    expect(queries[0]?.callsPerSecond).toBe(1);
    expect(assumptions.join()).toContain('those of one day');
    expect(create[0]?.change.keys).toMatchObject([{ column: 'user_id' }]);
  });

  it('counts them since when the server of a version that tells it counts them, until the file was written', async () => {
    const day = 86_400_000;
    const since = (days: number) => new Date(Date.UTC(2026, 0, 11) - days * day).toISOString();
    const log = file(
      'since.csv',
      `query,calls,total_exec_time,rows,stats_since
select * from orders where user_id = $1,864000,900000,4000,${since(10)}
select * from orders where total = $1,86401,9000,4000,${since(1)}
select * from users where email = $1,2,9000,4000,${since(1)}
`,
    );
    const written = new Date(Date.UTC(2026, 0, 11));
    utimesSync(log, written, written);
    const { queries, assumptions } = await advised(
      file('shop.sql', shop),
      ...['--rows', 'orders=10M', '--workload', log],
    );
    // Of two calls nobody knows how often they come.
    expect(queries.map((one) => one.callsPerSecond)).toEqual([1, 1, 2 / 864_000]);
    expect(assumptions.join()).toContain(`since ${since(10)}, until ${since(0)}`);
  });

  it('makes no index that another one of the set begins with, though a foreign key would do with the shorter one', async () => {
    const schema = `${shop} alter table orders add foreign key (user_id) references users (id);`;
    const query = `${ofAUser.replace(';', ' order by created_at desc limit 20;')}`;
    const { create } = await advised(
      file('keyed.sql', schema),
      ...['--rows', 'orders=50M,users=1M', '--workload', file('latest.sql', query)],
    );
    expect(create.map((one) => one.definition)).toEqual([expect.stringMatching(/^orders \(user_id, created_at\b/)]);
  });

  it('is taken from the library as from the command line', async () => {
    const settings = {
      rows: { orders: '10M' },
      workload: [file('one.sql', ofAUser)],
      now: new Date('2026-01-01T00:00:00Z'),
    };
    const report = await indexes(file('shop.sql', shop), settings);
    const printed = await advised(
      file('shop.sql', shop),
      '--rows',
      'orders=10M',
      '--workload',
      file('one.sql', ofAUser),
    );
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({ create: printed.create, totals: printed.totals });
  });
});

describeWithPostgres([13, 18], 'a live database', (server) => {
  const filled = `${shop} insert into orders select i, 1 + i % 5000, 1, '2025-01-01' from generate_series(1, 100000) i; analyze;`;

  it('gets advice from its own statistics, and is not touched', () =>
    withDatabase(server, async (database) => {
      await database.query(filled);
      const { create, basis, assumptions } = await advised(database.url, '--workload', file('one.sql', ofAUser));
      expect(basis).toBe('shadow');
      expect(create.map((one) => one.definition)).toEqual(['orders (user_id)']);
      expect(assumptions.join()).not.toMatch(/rows that nobody declared|of declared tables/);
      const [left] = await database.query("select count(*)::int as indexes from pg_indexes where tablename = 'orders'");
      expect(left).toEqual({ indexes: 1 });
    }));

  it('as the lab is a scratch database that is dropped again', () =>
    withDatabase(server, async (database) => {
      const labs = async () =>
        (await database.query("select datname as name from pg_database where datname like 'relvar\\_lab\\_%'")).map(
          (row) => row['name'],
        );
      const before = await labs();
      const { basis, queries } = await advised(
        file('shop.sql', shop),
        ...['--rows', 'orders=10M', '--workload', file('one.sql', ofAUser), '--lab', database.url],
      );
      expect(basis).toBe('lab');
      expect(queries[0]?.error).toBeUndefined();
      // Labs of tests that run beside come and go; one of this run would stay.
      await expect
        .poll(async () => (await labs()).filter((name) => !before.includes(name)), { timeout: 30_000 })
        .toEqual([]);
    }));
});

describe('advice that was carried out', () => {
  it('leaves nothing to advise, and passes its own check', async () => {
    const rows = ['--volumes', 'examples/shop/volumes.yaml', '--workload', 'examples/shop/queries.sql'];
    const kept = file('shop.yaml');
    const schema = readFileSync('examples/shop/schema.sql', 'utf8');
    await relvar(['indexes', 'examples/shop/schema.sql', ...rows, '-o', kept]);
    const script = await relvar(['indexes', 'examples/shop/schema.sql', ...rows, '--format', 'sql']);
    const done = file('done.sql', `${schema}\n${script.out}`);
    expect(await relvar(['indexes', done, ...rows, '--check', kept])).toMatchObject({ code: 0 });
    const again = await advised(done, ...rows);
    expect(again.create.map((one) => one.definition)).toEqual([]);
  });
});
