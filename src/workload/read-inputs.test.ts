import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { gather } from '../../test/workload.ts';
import { csvRecords } from './csv.ts';
import { openJudge } from './judge.ts';
import { patternsOf } from './patterns.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-inputs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function file(content: string, ending: string): string {
  const path = join(folder, `${++files}${ending}`);
  writeFileSync(path, content);
  return path;
}

test('SQL files tell names, calls, goals and places; what is broken is told', async () => {
  const path = file(
    `-- name: GetOrder :one
-- calls: 3600/h
-- goal: 100ms
SELECT * FROM orders WHERE id = sqlc.arg(order_id);

-- name: Broken :one
SELECT FROM WHERE;
select * from users where id = $1 and name = :name;
create table x (a int);
`,
    '.sql',
  );
  const { workload, totals, notes } = await gather([path]);
  expect(workload.queries).toMatchObject([
    {
      name: 'GetOrder',
      sql: 'SELECT * FROM orders WHERE id = $1',
      callsPerSecond: 1,
      goalMilliseconds: 100,
      places: [{ file: path, line: 4 }],
    },
  ]);
  expect(totals.keptOut.map(({ why }) => why).sort()).toEqual(['does not parse', 'utility']);
  expect(notes).toMatchObject([{ kind: 'row that cannot be read', line: 8 }]);
});

describe('pg_stat_statements', () => {
  const csv12 = `userid,dbid,queryid,query,calls,total_time,min_time,max_time,mean_time,stddev_time,rows,shared_blks_hit,shared_blks_read,temp_blks_written
10,5,-77,"select * from t
where a = $1 and b > now() - interval $2",4,10.5,1,5,2.625,1,40,100,7,0
10,5,78,<insufficient privilege>,4,10.5,1,5,2.625,1,40,100,7,0
10,5,79,"BEGIN",400,1,0,0,0,0,0,0,0,0
`;

  test('as CSV of version 12', async () => {
    const { workload, notes, totals } = await gather([file(csv12, '.csv')]);
    expect(workload.queries).toMatchObject([
      {
        sql: 'select * from t\nwhere a = $1 and b > now() - $2::interval',
        calls: 4,
        totalMilliseconds: 10.5,
        meanMilliseconds: 2.625,
        longestMilliseconds: 5,
        rows: 40,
        pagesHit: 100,
        pagesRead: 7,
        queryIdentifier: '-77',
      },
    ]);
    expect(notes).toEqual([]);
    expect(totals.keptOut).toMatchObject([
      { why: 'utility', count: 400 },
      // Its calls and its time are in the totals, whosever they were.
      { why: 'hidden from the role', count: 4, milliseconds: 10.5 },
    ]);
    expect(totals).toMatchObject({ executions: 408, milliseconds: 22 });
  });

  test('with ? for constants, as older servers wrote them: cut off is only what is', async () => {
    const texts = [
      'select a from t where b = ?',
      'select a from t where b in (?, ?) limit ?',
      'select a from t where c ? $1',
      'select a from t where b = ? and',
    ];
    const { workload, totals } = await gather([
      file(`query,calls\n${texts.map((one) => `"${one}",7`).join('\n')}\n`, '.csv'),
    ]);
    expect(workload.queries.map((query) => query.sql).sort()).toEqual([
      'select a from t where b = $1',
      'select a from t where b in ($1, $2) limit $3',
      'select a from t where c ? $1',
    ]);
    expect(totals.keptOut).toMatchObject([{ why: 'cut off', count: 7 }]);
  });

  test('without the time since which they count, calls have no rate', async () => {
    const { workload } = await gather([file(csv12, '.csv')]);
    expect(workload).not.toHaveProperty('since');
    expect(workload.queries[0]).not.toHaveProperty('callsPerSecond');
  });

  test('of version 17 and later, each query since when it counts; of several users since the first', async () => {
    const { workload } = await gather([
      file(
        `query,calls,userid,stats_since
select a from t where b = $1,9,1,2026-01-03 10:00:00.5+01
select a from t where b = $1,1,2,2026-01-02 10:00:00+01
select c from t where b = $1,4,1,2026-01-04T00:00:00Z
`,
        '.csv',
      ),
    ]);
    expect(workload.queries).toMatchObject([
      { calls: 10, countedSince: '2026-01-02T09:00:00.000Z' },
      { calls: 4, countedSince: '2026-01-04T00:00:00.000Z' },
    ]);
  });

  test('as JSON of version 18, summed over users', async () => {
    const row = { query: 'select a from t where b = $1', calls: 3, total_exec_time: 9, mean_exec_time: 3, rows: 3 };
    const rows = [
      { ...row, userid: 1, stddev_exec_time: 0, plans: 3, total_plan_time: 1.5 },
      { ...row, userid: 2, calls: 1, total_exec_time: 7, mean_exec_time: 7, stddev_exec_time: 0, rows: 1 },
    ];
    for (const text of [JSON.stringify(rows), rows.map((one) => JSON.stringify(one)).join('\n')]) {
      const { workload } = await gather([file(text, '.json')]);
      expect(workload.queries).toMatchObject([
        { calls: 4, totalMilliseconds: 16, meanMilliseconds: 4, rows: 4, planningMilliseconds: 1.5 },
      ]);
      // Of 3, 3, 3 and 7 it is the square root of 3.
      expect(workload.queries[0]?.deviationMilliseconds).toBeCloseTo(Math.sqrt(3), 9);
    }
  });
});

describe('MySQL and MariaDB', () => {
  const log = `/usr/sbin/mysqld, Version: 8.0.36 (MySQL). started with:
Tcp port: 3306  Unix socket: /var/run/mysqld/mysqld.sock
Time                 Id Command    Argument
# Time: 2024-05-01T10:00:00.500000Z
# User@Host: app[app] @ localhost [127.0.0.1]  Id:    42
# Query_time: 0.002500  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 1
use shop;
SET timestamp=1714557600;
SELECT * FROM \`orders\` WHERE \`note\` = "it's" LIMIT 5, 10;
# User@Host: app[app] @ localhost [127.0.0.1]  Id:    42
# Query_time: 0.001500  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 1
SET timestamp=1714557601;
SELECT * FROM orders WHERE note = 'b' LIMIT 0, 10;
# User@Host: app[app] @ localhost [127.0.0.1]  Id:    43
# Query_time: 1.000000  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 1
SET timestamp=1714557602;
INSERT IGNORE INTO orders SET id = 5;
`;

  test('slow logs', async () => {
    const { workload, inputs } = await gather([file(log, '.log')]);
    expect(inputs[0]).toMatchObject({ kind: 'slow log', records: 3 });
    expect(workload.queries).toMatchObject([
      { calls: 1, totalMilliseconds: 1000, fingerprint: expect.stringMatching(/^text-/) },
      { calls: 2, totalMilliseconds: 4, sessions: 1, user: 'app', databases: ['shop'] },
    ]);
    expect(workload.queries[1]?.examples?.[0]?.parameters).toEqual(["it's", '10', '5']);
  });

  test('statement digests', async () => {
    const csv = `SCHEMA_NAME,DIGEST,DIGEST_TEXT,COUNT_STAR,SUM_TIMER_WAIT,SUM_ROWS_SENT,SUM_ROWS_AFFECTED,FIRST_SEEN,LAST_SEEN
shop,abc,"SELECT * FROM \`orders\` WHERE \`id\` IN (...) LIMIT ?",10,20000000000,30,0,2024-05-01 10:00:00.123456,2024-05-02 10:00:00.000000
`;
    const { workload } = await gather([file(csv, '.csv')]);
    expect(workload.queries).toMatchObject([
      {
        sql: expect.stringMatching(/^SELECT \* FROM\s+"orders" WHERE "id" IN \(\$1\) LIMIT \$2$/),
        calls: 10,
        totalMilliseconds: 20,
        rows: 30,
        firstSeen: '2024-05-01T10:00:00.123Z',
      },
    ]);
  });
});

test('CSV is read the same in pieces of any size', async () => {
  const field = fc.oneof(fc.constant(undefined), fc.constantFrom('a', 'a,b', '"', 'x\ny', 'é', 'a""b', ' '));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      async (records, size) => {
        const quoted = (one: string | undefined) => (one === undefined ? '' : `"${one.replaceAll('"', '""')}"`);
        const bytes = Buffer.from(records.map((one) => `${one.map(quoted).join(',')}\n`).join(''), 'latin1');
        async function* pieces() {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        }
        const read: (readonly (string | undefined)[])[] = [];
        for await (const some of csvRecords(pieces(), ',', () => expect.unreachable())) read.push(...some);
        expect(read).toEqual(records);
      },
    ),
    { numRuns: 300 },
  );
});

test('patterns: reads and writes per table, columns by use, habits, the join that replaces a loop', async () => {
  const line = (sql: string, n: number) =>
    `2024-05-01 10:00:${String(n).padStart(2, '0')} UTC [7] LOG:  duration: 1.0 ms  statement: ${sql}\n`;
  const path = file(
    [
      line("select id, user_id from orders where status = 'new' order by created_at limit 50", 1),
      ...Array.from({ length: 6 }, (_, n) => line(`select * from users where id = ${n * 31}`, 1)),
      line("update orders set status = 'paid' where id = 4", 2),
      line('select o.id from orders o join users u on u.id = o.user_id where o.created_at > now() offset 5000', 3),
      line('select count(*) from orders', 4),
    ].join(''),
    '.log',
  );
  const { workload, grouping } = await gather([path]);
  const { loops, habits, tables, columns } = patternsOf(workload, grouping.judge);
  expect(loops).toMatchObject([
    {
      calls: 6,
      join: 'SELECT * FROM (SELECT *, row_number() OVER () AS place FROM (select id, user_id from orders where status = $1 order by created_at limit $2) AS listed) AS parent LEFT JOIN users ON users.id = parent.user_id ORDER BY parent.place',
      batch: 'select * from users where id = ANY($1)',
    },
  ]);
  const sqlOf = new Map(workload.queries.map(({ fingerprint, sql }) => [fingerprint, sql]));
  expect(habits.map(({ kind, fingerprint }) => [kind, sqlOf.get(fingerprint)?.slice(0, 20)]).sort()).toEqual([
    ['deep offset', 'select o.id from ord'],
    ['no limit', 'select o.id from ord'],
    ['select star', 'select * from users '],
  ]);
  expect(tables).toMatchObject([
    { table: 'users', readCalls: 7, writeCalls: 0 },
    { table: 'orders', readCalls: 3, writeCalls: 1, writeMilliseconds: 1 },
  ]);
  const orders = Object.fromEntries(
    columns.filter(({ table }) => table === 'orders').map((one) => [one.column, one.calls]),
  );
  expect(orders).toMatchObject({
    status: { equality: 1, written: 1 },
    created_at: { order: 1, range: 1 },
    id: { equality: 1, returned: 2 },
    user_id: { join: 1, returned: 1 },
  });
});

describe('patterns of queries that nobody counted', () => {
  async function patterns(text: string, ending: string) {
    const { workload, grouping } = await gather([file(text, ending)]);
    const sqlOf = new Map(workload.queries.map(({ fingerprint, sql }) => [fingerprint, sql]));
    return { ...patternsOf(workload, grouping.judge), sqlOf };
  }

  test('declared rates count, apart from calls', async () => {
    const { tables, columns } = await patterns(
      '-- calls: 3600/h\nselect a from t where b = $1;\n-- calls: 2/s\nupdate t set a = 1 where b = $1;',
      '.sql',
    );
    expect(tables).toMatchObject([
      { table: 't', readCalls: 0, declaredReadsPerSecond: 1, writeCalls: 0, declaredWritesPerSecond: 2 },
    ]);
    expect(columns.find(({ column }) => column === 'b')).toEqual({
      table: 't',
      column: 'b',
      calls: { equality: 0 },
      declaredPerSecond: { equality: 3 },
    });
  });

  test('expressions are columns of their own, by what queries do with them', async () => {
    const { columns } = await patterns(
      `select date_trunc('day', o.at) as day, count(*) from orders o join users u on lower(u.mail) = o.mail
         where o.at::date >= $1 and o.data ->> 'k' = $2 and u.name::text = $3 group by 1 having count(*) > 5 order by day;
       select at from orders group by at order by coalesce(at, paid_at), orders.id;`,
      '.sql',
    );
    const told = columns.map(({ table, column, expression, calls }) => {
      const uses = Object.keys(calls).filter((use) => use !== 'returned' && use !== 'other');
      return [`${table}: ${column}`, uses.join(' '), expression ?? false] as const;
    });
    expect(told.filter(([, uses]) => uses !== '').sort()).toEqual([
      ['orders: COALESCE(at, paid_at)', 'order', true],
      ['orders: at', 'group', false],
      ['orders: at::date', 'range', true],
      ["orders: data ->> 'k'", 'equality', true],
      ["orders: date_trunc('day', at)", 'group order', true],
      ['orders: id', 'order', false],
      ['orders: mail', 'join', false],
      ['users: lower(mail)', 'join', true],
      ['users: name', 'equality', false],
    ]);
  });

  test('an OFFSET that the code asks for may be deep; one that stands in the text tells', async () => {
    const { habits, sqlOf } = await patterns(
      [
        'q(f"select a from t order by a limit {n} offset {p * n}")',
        'q("select b from t order by b limit 20 offset %s", (p,))',
        'q("select c from t order by c limit 20 offset (%s - 1) * 20", (p,))',
        'q("select d from t where e = %s order by d limit 20 offset 40", (p,))',
        'q("select f from t where e = %s order by f limit 20 offset 4000", (p,))',
      ].join('\n'),
      '.py',
    );
    const deep = habits.filter(({ kind }) => kind === 'deep offset');
    expect(deep.map(({ fingerprint, rows }) => [sqlOf.get(fingerprint)?.slice(0, 8), rows])).toEqual([
      ['select a', undefined],
      ['select b', undefined],
      ['select c', undefined],
      ['select f', 4000],
    ]);
  });
});

test('a query within COPY or behind DECLARE is the query itself', async () => {
  const carried = [
    "copy (select a from t where b = ')' and c = 1) to stdout with (format csv)",
    "declare c no scroll cursor with hold for select a from t where b = 'x' and c = 2",
    "select a from t where b = 'y' and c = 3",
  ];
  const logged = carried.map((one) => `2024-05-01 10:00:00 UTC [7] LOG:  duration: 2.0 ms  statement: ${one}\n`);
  const inputs = [
    file(`${carried.join(';\n')};\ncopy t to stdout;\n`, '.sql'),
    file(logged.join(''), '.log'),
    file(`const one = "${carried[0]}";`, '.ts'),
  ];
  const { workload, totals } = await gather(inputs);
  expect(workload.queries).toMatchObject([
    { sql: 'select a from t where b = $1 and c = $2', calls: 3, totalMilliseconds: 6 },
  ]);
  expect(workload.queries[0]?.examples?.map(({ parameters }) => parameters)).toEqual([
    [')', '1'],
    ['x', '2'],
    ['y', '3'],
  ]);
  expect(workload.queries[0]?.places).toHaveLength(4);
  expect(totals.keptOut).toMatchObject([{ why: 'utility', count: 1 }]);
});

test('csvlog is read as COPY writes a table of it, too: fields without quotes, with a head', async () => {
  const head = `log_time,user_name,database_name,process_id,connection_from,session_id,session_line_num,command_tag,session_start_time,virtual_transaction_id,transaction_id,error_severity,sql_state_code,message,detail,hint,internal_query,internal_query_pos,context,query,query_pos,location,application_name`;
  const row = `2026-01-01 10:00:00.5+00,me,app,7,,67.7,1,SELECT,2026-01-01 09:00:00+00,3/4,0,LOG,00000,duration: 1.5 ms  statement: select a from t where b = 4,,,,,,,,,psql`;
  for (const text of [`${row}\n`, `${head}\n${row}\n`]) {
    const { workload, inputs, notes } = await gather([file(text, '.csv')]);
    expect(inputs[0]).toMatchObject({ kind: 'csvlog', records: 1 });
    expect(notes).toEqual([]);
    expect(workload).toMatchObject({
      since: '2026-01-01T10:00:00.500Z',
      queries: [{ calls: 1, totalMilliseconds: 1.5, user: 'me', databases: ['app'], applications: ['psql'] }],
    });
  }
});

describe('SQL files', () => {
  test('rows of COPY are no statements', async () => {
    const path = file("copy t (a) from stdin;\n1\tit's\n\\.\nselect a from t where b = 1;\n", '.sql');
    const { workload, totals } = await gather([path]);
    expect(workload.queries).toMatchObject([{ sql: 'select a from t where b = $1', places: [{ line: 4 }] }]);
    expect(totals.keptOut.map(({ why }) => why)).toEqual(['utility']);
  });

  test('a comment that is not understood is told, and its query stays', async () => {
    const path = file('-- name: one\n-- calls: often\nselect a from t where b = 1;\n', '.sql');
    const { workload, notes } = await gather([path]);
    expect(workload.queries).toMatchObject([{ name: 'one' }]);
    expect(workload.queries[0]?.callsPerSecond).toBeUndefined();
    expect(notes).toMatchObject([{ kind: 'comment not understood', detail: expect.stringContaining('often') }]);
  });
});

describe('exports as programs write them', () => {
  test('decimal commas between semicolons', async () => {
    const path = file('\ufeffquery;calls;total_exec_time\n"select a from t where b = $1";4;"1.210,5"\n', '.csv');
    expect((await gather([path])).workload.queries).toMatchObject([{ calls: 4, totalMilliseconds: 1210.5 }]);
  });

  test('a mark of UTF-8 before a head in quotes', async () => {
    const path = file('\ufeff"query","calls","total_exec_time"\n"select a from t where b = $1","4","80"\n', '.csv');
    expect((await gather([path])).workload.queries).toMatchObject([{ calls: 4, totalMilliseconds: 80 }]);
  });

  test('without a total it follows from the mean', async () => {
    const path = file('query\tcalls\tmean_exec_time\nselect a from t where b = $1\t4\t2.5\n', '.tsv');
    expect((await gather([path])).workload.queries).toMatchObject([{ totalMilliseconds: 10, meanMilliseconds: 2.5 }]);
  });

  test('rows inside of an object, and a list that was cut', async () => {
    const row = JSON.stringify({ query: 'select a from t where b = $1', calls: 4 });
    const wrapped = await gather([file(`{"rows": [${row}], "count": 1}`, '.json')]);
    expect(wrapped.workload.queries).toMatchObject([{ calls: 4 }]);
    const cut = await gather([file(`[${row},\n${row},\n${row.slice(0, -9)}`, '.json')]);
    expect(cut.workload.queries).toMatchObject([{ calls: 8 }]);
    expect(cut.notes).toMatchObject([{ kind: 'row that cannot be read', count: 1 }]);
    const onOneLine = await gather([file(`[${row},${row},${row.slice(0, -9)}`, '.json')]);
    expect(onOneLine.workload.queries).toMatchObject([{ calls: 8 }]);
    expect(onOneLine.notes).toMatchObject([{ kind: 'row that cannot be read', count: 1 }]);
  });
});

describe('statements of MySQL that standard SQL does not know', () => {
  const entry = (sql: string) => `# User@Host: me[me] @ web []  Id: 7
# Query_time: 0.5  Lock_time: 0 Rows_sent: 1  Rows_examined: 1
SET timestamp=1767261601;
${sql};
`;
  const upsert = (value: string) =>
    entry(`INSERT INTO \`t\` (a, b) VALUES (1, '${value}') ON DUPLICATE KEY UPDATE b = VALUES(b)`);

  test('are grouped without their constants, which go nowhere with --no-values', async () => {
    const many = entry(
      `SELECT a FROM t WHERE b <=> NULL AND c IN (${Array.from({ length: 90 }, (_, at) => `'s${at}'`)})`,
    );
    const path = file(upsert('secret') + upsert('other') + many, '.log');
    const { workload, totals } = await gather([path], { values: false });
    expect(workload.queries.map(({ calls }) => calls)).toEqual([2, 1]);
    expect(JSON.stringify({ workload, totals })).not.toMatch(/secret|other|s89|'s\d/);
  });

  test('the plan that MariaDB writes before a statement is none of it', async () => {
    const plan = `# User@Host: me[me] @ web []
# Thread_id: 31  Schema: shop  QC_hit: No
# Query_time: 0.5  Lock_time: 0  Rows_sent: 1  Rows_examined: 1
#
# explain: id\tselect_type
# explain: 1\tSIMPLE
#
SET timestamp=1767261600;
select a from t where b = 8;
`;
    const { workload, totals, notes } = await gather([file(plan + plan, '.log')]);
    expect(workload.queries).toMatchObject([{ calls: 2, databases: ['shop'] }]);
    expect(totals.keptOut).toEqual([]);
    expect(notes).toEqual([]);
  });
});

test('the join that replaces a loop has the order of its parent, by columns where they are returned', async () => {
  const joinOf = async (parent: string) => {
    const judge = await openJudge();
    const [before, after] = [judge.judge(parent, true), judge.judge(child, true)];
    if (before.kind !== 'query' || after.kind !== 'query') throw new Error('no query');
    const queries = [
      { fingerprint: before.fingerprint, sql: parent },
      { fingerprint: after.fingerprint, sql: child },
    ];
    const loop = { query: after.fingerprint, parent: before.fingerprint, occurrences: 1, calls: 9, longestRun: 9 };
    const { loops } = patternsOf({ queries, repeated: [{ ...loop, milliseconds: 1, parameter: 1 }] }, judge);
    return loops[0]?.join?.replace(/^.*LEFT JOIN users ON users.id = parent.user_id ?/, '');
  };
  const child = 'select name from users where id = $1';
  expect(await joinOf('select id, user_id from orders')).toBe('');
  expect(await joinOf('select * from orders o order by o.created_at desc nulls last, "Id" limit 5')).toBe(
    'ORDER BY parent.created_at DESC NULLS LAST, parent."Id"',
  );
  expect(await joinOf('select id, user_id from orders order by id')).toBe('ORDER BY parent.id');
  expect(await joinOf('select id, user_id from orders order by lower(note)')).toBe('ORDER BY parent.place');
  expect(await joinOf('select id, user_id from orders order by 1')).toBe('ORDER BY parent.place');
});

test.each(['[2800] ', '[2026-01-01 10:00:00.000 UTC] ', '{2800} ', '[local]:'])(
  'a log whose lines begin with a bracket is no JSON: %s',
  async (prefix) => {
    const line = `${prefix}2026-01-01 10:00:00.000 UTC LOG:  duration: 0.752 ms  statement: select a from t where b = 1\n`;
    const { workload, inputs } = await gather([file(line + line, '.log')]);
    expect(inputs).toMatchObject([{ kind: 'stderr log' }]);
    expect(workload.queries).toMatchObject([{ calls: 2 }]);
  },
);
