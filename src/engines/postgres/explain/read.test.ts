import { describe, expect, test } from 'vitest';
import { planTexts } from '../../../../test/plans/corpus.ts';
import { RelvarError } from '../../../findings/error.ts';
import { readPlan } from './read.ts';

/** The error's message with its hint. */
async function refusal(text: string): Promise<string> {
  try {
    await readPlan(text, 'plan.txt');
  } catch (error) {
    if (!(error instanceof RelvarError)) throw error;
    expect(error.code).toBe('bad-plan');
    return error.message;
  }
  throw new Error('it was read');
}

async function only(text: string) {
  const plans = await readPlan(text, 'plan.txt');
  expect(plans).toHaveLength(1);
  const [plan] = plans;
  if (!plan) throw new Error('no plan');
  return plan;
}

describe('what is no plan', () => {
  test('nothing', async () => {
    expect(await refusal('')).toBe('plan.txt:1: there is nothing in it');
    expect(await refusal(' \n\n')).toBe('plan.txt:1: there is nothing in it');
    expect(await refusal('\n  QUERY PLAN\n-----------\n(0 rows)\n')).toBe('plan.txt:1: there is nothing in it');
  });

  test('a query', async () => {
    for (const query of [
      'select * from orders where id = 1',
      'SELECT a,\n  b -> c\nFROM x;',
      'explain analyze select 1',
      'WITH x AS (SELECT 1) SELECT * FROM x',
      'shop=# select 1;',
    ])
      expect(await refusal(query)).toBe('plan.txt:1: a query, not its plan');
  });

  test('prose, numbers, other files', async () => {
    expect(await refusal('My query is slow.\nWhy?')).toBe(
      'plan.txt:1: no query plan begins here or below: My query is slow.',
    );
    expect(await refusal('1\n2\n3\n')).toMatch(/no query plan begins here/);
    expect(await refusal('{"a": 1}')).toMatch(/^plan\.txt:1: no query plan begins/);
    expect(await refusal('<html><body>x</body></html>')).toMatch(/^plan\.txt:1: no query plan begins/);
    expect(await refusal('version: 1\nservices: {}\n')).toMatch(/^plan\.txt:1: no query plan begins/);
  });

  test('a statement without a plan', async () => {
    expect(await refusal('        QUERY PLAN\n-----\n Query rewrites to nothing\n(1 row)')).toMatch(
      /tells no plan here/,
    );
    expect(await refusal('Utility statements have no plan structure')).toMatch(/tells no plan here/);
  });
});

const elsewhere: Readonly<Record<string, string>> = {
  'Amazon Redshift':
    ' XN Limit  (cost=0.00..0.01 rows=1 width=8)\n   ->  XN Seq Scan on sales  (cost=0.00..1724.56 rows=172456 width=8)',
  Greenplum:
    'Gather Motion 2:1  (slice1; segments: 2)  (cost=0.00..431.00 rows=1 width=4)\n  ->  Seq Scan on t  (cost=0.00..431.00 rows=1 width=4)',
  MySQL:
    '-> Nested loop inner join  (cost=4.95 rows=9)\n    -> Table scan on t1  (cost=1.8 rows=9)\n    -> Single-row index lookup on t2 using PRIMARY (id=t1.id)  (cost=0.26 rows=1)',
  SQLite: 'QUERY PLAN\n|--SCAN t1\n`--SEARCH t2 USING INDEX i (a=?)\n',
  'SQL Server':
    '  |--Nested Loops(Inner Join, OUTER REFERENCES:([a].[id]))\n       |--Clustered Index Scan(OBJECT:([db].[dbo].[a].[pk]))',
  Oracle: 'Plan hash value: 1357081020\n\n| Id  | Operation         | Name |\n|   0 | SELECT STATEMENT  |      |\n',
  Spark: '== Physical Plan ==\n*(1) Filter (id#0 > 1)\n+- *(1) Range (0, 5)\n',
  CockroachDB:
    '  distribution: full\n  vectorized: true\n\n  • scan\n    missing stats\n    table: orders@orders_pkey\n',
};

describe('plans of other databases', () => {
  test.each(Object.entries(elsewhere))('%s', async (engine, text) => {
    expect(await refusal(text)).toBe(`plan.txt: a query plan of ${engine}, not of PostgreSQL`);
  });

  test('MySQL in its other forms', async () => {
    expect(await refusal('{\n  "query_block": {\n    "select_id": 1,\n    "cost_info": {}\n  }\n}')).toMatch(
      /plan of MySQL/,
    );
    expect(
      await refusal(
        '| id | select_type | table | type | possible_keys | key |\n| 1 | SIMPLE | t | ALL | NULL | NULL |',
      ),
    ).toMatch(/plan of MySQL/);
  });

  test('SQLite as rows and SQL Server as XML', async () => {
    expect(await refusal('SEARCH orders USING COVERING INDEX orders_a (a=?)')).toMatch(/plan of SQLite/);
    expect(
      await refusal('<ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan"></ShowPlanXML>'),
    ).toMatch(/plan of SQL Server/);
  });

  test('SQLite of the first line only, and of a scan', async () => {
    expect(await refusal('|--SEARCH c USING INDEX idx (country=?)\n`--SCAN o')).toMatch(/plan of SQLite/);
    expect(await refusal('QUERY PLAN\n|--SEARCH c USING INDEX idx (country=?)\n`--SCAN o')).toMatch(/plan of SQLite/);
  });

  test('no plan of the corpus is taken for one', async () => {
    for (const { text, title } of planTexts()) await expect(readPlan(text, title)).resolves.not.toHaveLength(0);
  });
});

const nested = `Hash Join  (cost=1.00..2.00 rows=10 width=4)
  Hash Cond: (a.x = b.y)
  ->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)
        Filter: (z > 3)
  ->  Hash  (cost=1.00..1.00 rows=1 width=4)
        ->  Seq Scan on b  (cost=0.00..1.00 rows=1 width=4)
`;

describe('parts of a plan', () => {
  test('the end is missing', async () => {
    expect(await refusal(nested.split('\n').slice(0, 4).join('\n'))).toBe(
      'plan.txt:4: the plan is cut short: the Hash Join of line 1 has 1 of 2 inputs below it',
    );
    expect(await refusal(nested.split('\n').slice(0, 5).join('\n'))).toBe(
      'plan.txt:5: the plan is cut short: the Hash of line 5 has nothing below it',
    );
    expect(await refusal('Result  (cost=1.00..2.00 rows=10 width=4)\n  InitPlan 1\n')).toBe(
      'plan.txt:2: the plan ends after "InitPlan 1": it is cut short',
    );
  });

  test('the start is missing', async () => {
    expect(await refusal(nested.split('\n').slice(1).join('\n'))).toBe(
      'plan.txt:2: the plan begins in the middle: its first nodes are missing',
    );
  });

  test('a line is damaged', async () => {
    expect(await refusal(nested.replace('rows=1 width=4)\n        Filter', 'rows=x wid\n        Filter'))).toMatch(
      /^plan\.txt:3: the figures of this node cannot be read: -> {2}Seq Scan on a/,
    );
  });

  test('the indentation is lost and cannot be told', async () => {
    const flat = `Append  (cost=0.00..2.00 rows=2 width=4)
->  Hash Join  (cost=1.00..2.00 rows=10 width=4)
->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)
->  Hash  (cost=1.00..1.00 rows=1 width=4)
->  Seq Scan on b  (cost=0.00..1.00 rows=1 width=4)`;
    expect(await refusal(flat)).toMatch(/^plan\.txt:\d: /);
  });

  test('the indentation is lost and the kinds of nodes tell the tree', async () => {
    const flat = nested.replace(/^ +/gm, '');
    expect(await readPlan(flat, 'plan.txt')).toEqual(await readPlan(nested, 'plan.txt'));
  });

  test('the end is missing within a line', async () => {
    const scan = nested.indexOf('Seq Scan on b');
    for (const length of [3, 8, 13]) {
      expect(await refusal(nested.slice(0, scan + length))).toBe(
        'plan.txt:6: the plan is cut short: the line of this node ends before its figures do',
      );
    }
    expect(
      await refusal(`Append  (cost=1.00..2.00 rows=10 width=4)
  ->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)
  ->  Append  (cost=0.00..1.00 rows=1 width=4)`),
    ).toBe('plan.txt:3: the plan is cut short: the Append of line 3 has nothing below it');
    expect(
      await refusal(`Limit  (cost=1.00..2.00 rows=10 width=4) (actual time=0.1..0.2 rows=1 loops=1)
  ->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)`),
    ).toMatch(/^plan.txt:2: the plan is cut short/);
  });

  test("a driver's rows that hold JSON as text", async () => {
    const json =
      '[\n  {\n    "Plan": {\n      "Node Type": "Seq Scan",\n      "Filter": "(a = \'\\"\'::text)"\n    }\n  }\n]';
    const [expected] = await readPlan(json, 'plan.txt');
    for (const rows of [[{ 'QUERY PLAN': json }], { rows: [{ 'QUERY PLAN': json }] }, [{ plan: json }]]) {
      expect(await readPlan(JSON.stringify(rows), 'plan.txt')).toEqual([expected]);
      expect(await readPlan(JSON.stringify(rows, null, 2), 'plan.txt')).toEqual([expected]);
    }
  });

  test('lines cut at the width of a terminal, within the word that a property begins with', async () => {
    const deep = `Limit  (cost=0.43..14147.16 rows=14750 width=16)
  ->  Nested Loop  (cost=0.43..14147.16 rows=14750 width=16)
        ->  Seq Scan on order_items oi  (cost=0.00..34559.00 rows=1250000 width=18)
        ->  Materialize  (cost=0.43..14147.16 rows=14750 width=16)
${' '.repeat(14)}->  Index Scan using orders_status_idx on orders o  (cost=0.43..14147.16 rows=14750 width=16)
${' '.repeat(56)}Index Cond: (status = 'pending'::st)
${' '.repeat(56)}Rows Removed by Index Recheck: 58656
Planning Time: 0.883 ms`;
    const cut = deep.replace(/(.{60})(?=.)/g, '$1\n');
    expect(cut).toContain('Inde\nx Cond');
    expect(await readPlan(cut, 'plan.txt')).toEqual(await readPlan(deep, 'plan.txt'));
  });

  test('a text cut after any line is read or refused with its place', async () => {
    let refused = 0;
    for (const { text, form, title } of planTexts([13, 18])) {
      if (form !== 'TEXT' || title.includes('log of')) continue;
      const lines = text.trimEnd().split('\n');
      for (let end = 1; end < lines.length; end += 3) {
        await readPlan(lines.slice(0, end).join('\n'), 'plan.txt').catch((error: unknown) => {
          expect(error, title).toBeInstanceOf(RelvarError);
          expect(String(error), title).toMatch(/plan\.txt:\d+: .*cut short/);
          refused++;
        });
      }
    }
    expect(refused).toBeGreaterThan(300);
  });

  test('JSON and XML cut anywhere are refused', async () => {
    for (const { text, form, title } of planTexts([13]).filter((one) => !one.name.startsWith('log of'))) {
      if (form !== 'JSON' && form !== 'XML') continue;
      for (const share of [0.2, 0.5, 0.9]) {
        const message = await refusal(text.trimEnd().slice(0, Math.floor(text.length * share)));
        expect(message, `${title} ${share}`).toMatch(/^plan\.txt:\d+: .*cut short/);
      }
    }
  });

  test('JSON that begins in the middle', async () => {
    expect(await refusal('"Node Type": "Seq Scan",\n "Total Cost": 3\n}\n]')).toMatch(/begins in the middle/);
    expect(await refusal('      "Total Cost": 3\n    }\n  }\n]')).toMatch(/begins in the middle/);
  });

  test('JSON with a node that has no kind', async () => {
    expect(await refusal('[{"Plan": {"Node Type": "Limit", "Plans": [{"Total Cost": 3}]}}]')).toBe(
      'plan.txt: not a query plan: Plan › Plans[0] has no "Node Type"',
    );
  });
});

describe('shapes of versions that cannot be run here', () => {
  test('version 9.6 and before: small letters, several totals', async () => {
    const plan =
      await only(` Seq Scan on foo  (cost=0.00..155.00 rows=10000 width=4) (actual time=0.010..1.213 rows=10000 loops=1)
 Planning time: 0.161 ms
 Execution time: 1.973 ms
(3 rows)`);
    expect(plan).toMatchObject({ planningMilliseconds: 0.161, executionMilliseconds: 1.973 });
    expect(
      await only(
        'Result  (cost=0.00..0.01 rows=1 width=0) (actual time=0.001..0.002 rows=1 loops=1)\nTotal runtime: 0.021 ms',
      ),
    ).toMatchObject({
      executionMilliseconds: 0.021,
    });
  });

  test('version 10 and 11: parameters of Gather, workers below their nodes', async () => {
    const plan = await only(` Gather  (cost=1000.00..11614.43 rows=1 width=4) (actual time=0.4..60.1 rows=3 loops=1)
   Output: a, b
   Workers Planned: 2
   Params Evaluated: $0, $1
   Workers Launched: 2
   Buffers: shared hit=100 read=5
   InitPlan 1 (returns $0)
     ->  Result  (cost=0.00..0.01 rows=1 width=4) (actual time=0.001..0.001 rows=1 loops=1)
           Output: 5
   ->  Parallel Seq Scan on public.t  (cost=0.00..10614.33 rows=1 width=4) (actual time=38.2..58.1 rows=1 loops=3)
         Output: a, b
         Filter: (t.a = $0)
         Rows Removed by Filter: 333333
         Buffers: shared hit=100 read=5
         Worker 0: actual time=57.1..57.2 rows=0 loops=1
           Buffers: shared hit=33
         Worker 1: actual time=57.3..57.4 rows=2 loops=1
           Buffers: shared hit=34 read=5
 Planning time: 0.1 ms
 Execution time: 61.0 ms`);
    expect(plan.root.facts['Params Evaluated']).toEqual(['$0', '$1']);
    expect(plan.root.children[1]?.workers).toEqual([
      {
        number: 0,
        measured: { startupMilliseconds: 57.1, totalMilliseconds: 57.2, rows: 0, loops: 1 },
        facts: { 'Shared Hit Blocks': 33 },
      },
      {
        number: 1,
        measured: { startupMilliseconds: 57.3, totalMilliseconds: 57.4, rows: 2, loops: 1 },
        facts: { 'Shared Hit Blocks': 34, 'Shared Read Blocks': 5 },
      },
    ]);
  });

  test('version 11: compilation without groups', async () => {
    const plan =
      await only(` Aggregate  (cost=16.27..16.29 rows=1 width=8) (actual time=303.588..303.588 rows=1 loops=1)
   ->  Seq Scan on pg_class  (cost=0.00..15.42 rows=342 width=4) (actual time=0.017..0.111 rows=356 loops=1)
 Planning Time: 0.116 ms
 JIT:
   Functions: 3
   Generation Time: 1.259 ms
   Inlining: false
   Inlining Time: 0.000 ms
   Optimization: false
   Optimization Time: 0.797 ms
   Emission Time: 5.048 ms
 Execution Time: 7.416 ms
(12 rows)`);
    expect(plan.jit).toEqual({
      functions: 3,
      options: { Inlining: false, Optimization: false },
      milliseconds: { Generation: 1.259, Inlining: 0, Optimization: 0.797, Emission: 5.048 },
    });
    expect(plan.executionMilliseconds).toBe(7.416);
  });

  test('version 12: compilation of a worker, sorts of workers before the node’s pages', async () => {
    const plan = await only(`Gather Merge  (cost=1.00..2.00 rows=10 width=4) (actual time=1.000..2.000 rows=10 loops=1)
  Workers Planned: 1
  Workers Launched: 1
  JIT for worker 0:
    Functions: 2
    Options: Inlining false, Optimization false, Expressions true, Deforming true
    Timing: Generation 0.500 ms, Inlining 0.000 ms, Optimization 0.100 ms, Emission 1.000 ms, Total 1.600 ms
  ->  Sort  (cost=1.00..2.00 rows=10 width=4) (actual time=1.000..2.000 rows=5 loops=2)
        Sort Key: a
        Sort Method: quicksort  Memory: 25kB
        Worker 0:  Sort Method: external merge  Disk: 1024kB
        Buffers: shared hit=7
        ->  Parallel Seq Scan on t  (cost=0.00..1.00 rows=1 width=4) (actual time=0.100..0.200 rows=5 loops=2)`);
    expect(plan.root.workers[0]?.facts['JIT.Functions']).toBe(2);
    const [sort] = plan.root.children;
    expect(sort).toMatchObject({
      facts: { 'Sort Method': 'quicksort', 'Sort Space Used': 25 },
      buffers: { sharedHit: 7 },
      workers: [
        { number: 0, facts: { 'Sort Method': 'external merge', 'Sort Space Used': 1024, 'Sort Space Type': 'Disk' } },
      ],
    });
  });

  test('version 11 and 12: a property between the plans of a list', async () => {
    const json = `[{"Plan": {"Node Type": "Append", "Startup Cost": 0.00, "Total Cost": 9.00, "Plan Rows": 4, "Plan Width": 8,
      "Plans": [ "Subplans Removed": 2, {"Node Type": "Seq Scan", "Parent Relationship": "Member", "Relation Name": "p_1",
      "Startup Cost": 0.00, "Total Cost": 9.00, "Plan Rows": 4, "Plan Width": 8}]}}]`;
    const yaml = `- Plan: 
    Node Type: "Append"
    Startup Cost: 0.00
    Total Cost: 9.00
    Plan Rows: 4
    Plan Width: 8
    Plans: 
      Subplans Removed: 2
      - Node Type: "Seq Scan"
        Parent Relationship: "Member"
        Relation Name: "p_1"
        Startup Cost: 0.00
        Total Cost: 9.00
        Plan Rows: 4
        Plan Width: 8`;
    const plan = await only(json);
    expect(plan.root.facts).toEqual({ 'Subplans Removed': 2 });
    expect(plan.root.children).toHaveLength(1);
    expect(await only(yaml)).toEqual(plan);
  });

  test('version 14 to 16: times of pages', async () => {
    const read = async (timings: string) =>
      only(
        `Seq Scan on t  (cost=0.00..1.00 rows=1 width=4) (actual time=0.1..0.2 rows=1 loops=1)\n  I/O Timings: ${timings}`,
      );
    expect((await read('read=0.500 write=0.250')).root).toMatchObject({
      readMilliseconds: 0.5,
      writeMilliseconds: 0.25,
    });
    const sixteen = await read('shared/local read=0.500, temp read=1.000 write=2.000');
    expect(sixteen.root).toMatchObject({
      readMilliseconds: 0.5,
      facts: { 'Temp I/O Read Time': 1, 'Temp I/O Write Time': 2 },
    });
    expect((await read('shared read=0.500, local read=0.250 write=0.125')).root).toMatchObject({
      readMilliseconds: 0.75,
      writeMilliseconds: 0.125,
    });
  });

  test('nodes of extensions', async () => {
    const plan =
      await only(`Custom Scan (Citus Adaptive)  (cost=0.00..0.00 rows=0 width=0) (actual time=15.1..15.2 rows=1 loops=1)
  Task Count: 32
  Tuple data received from nodes: 160 bytes
  Tasks Shown: One of 32
  ->  Task
        Tuple data received from node: 5 bytes
        Node: host=localhost port=9701 dbname=postgres
        ->  Custom Scan (ChunkAppend) on metrics m  (cost=0.00..0.00 rows=0 width=0) (actual time=0.1..0.2 rows=1 loops=1)
              Chunks excluded during startup: 3
              ->  Seq Scan on _hyper_1_1_chunk m_1  (cost=0.00..1.00 rows=1 width=4) (never executed)`);
    expect(plan.root).toMatchObject({
      kind: 'Custom Scan',
      facts: { 'Custom Plan Provider': 'Citus Adaptive', 'Task Count': 32 },
    });
    expect(plan.root.children[0]?.children[0]).toMatchObject({
      relation: 'metrics',
      alias: 'm',
      facts: { 'Chunks excluded during startup': 3 },
    });
  });
});

describe('pastes that were damaged', () => {
  test('a line broken in two paragraphs', async () => {
    const plan = await only(`Nested Loop  (cost=437.29..437.35 rows=1 width=8) (actual

time=0.037..0.038 rows=0 loops=1)
  Output: i.a
  CTE etl
    ->  Seq Scan on public.rev  (cost=0.43..434.60 rows=1 width=30) (actual time=0.037..0.037 rows=0 loops=1)
  ->  CTE Scan on etl  (cost=0.00..0.02 rows=1 width=8) (actual time=0.037..0.037 rows=0 loops=1)
  ->  CTE Scan on etl i  (cost=0.00..0.02 rows=1 width=8) (never executed)
Planning Time: 1.0 ms`);
    expect(plan.root.measured).toEqual({ startupMilliseconds: 0.037, totalMilliseconds: 0.038, rows: 0, loops: 1 });
    expect(plan.root.children.map((child) => [child.relationship, child.subplanName, child.cte])).toEqual([
      ['InitPlan', 'CTE etl', undefined],
      ['Outer', undefined, 'etl'],
      ['Inner', undefined, 'etl'],
    ]);
  });

  test('thousands are separated', async () => {
    const plan = await only(
      'Gather (cost=59,865.48..65,999.30 rows=1,071 width=368) (actual time=946.629..1,092.541 rows=10,000 loops=1)\n  Workers Planned: 2\n  ->  Parallel Seq Scan on t (cost=1.00..2,000.00 rows=446 width=368) (actual time=1.0..2.0 rows=3,333 loops=3)',
    );
    expect(plan.root).toMatchObject({
      totalCost: 65999.3,
      rows: 1071,
      measured: { totalMilliseconds: 1092.541, rows: 10000 },
    });
  });

  test('the query stands before and a sentence after', async () => {
    const plan = await only(`EXPLAIN (ANALYZE)
select a -> 'b', -- Sort of important
  count(*) from t limit 10;

Limit  (cost=0.00..1.00 rows=10 width=4) (actual time=0.1..0.2 rows=10 loops=1)
  ->  Seq Scan on t  (cost=0.00..10.00 rows=100 width=4) (actual time=0.1..0.2 rows=10 loops=1)
        Filter: (a > 3)

Note: this takes ten seconds in production. Any idea?`);
    expect(plan.root.children[0]?.facts).toEqual({ Filter: '(a > 3)' });
  });
});

describe('several plans at once', () => {
  test('a session of psql', async () => {
    const plans = await readPlan(
      `shop=# explain select 1;\n                QUERY PLAN                \n${'-'.repeat(43)}\n Result  (cost=0.00..0.01 rows=1 width=4)\n(1 row)\n\nshop=# explain (costs off) select * from t;\n  QUERY PLAN   \n---------------\n Seq Scan on t\n(1 row)\n`,
      'plan.txt',
    );
    expect(plans.map(({ root, uncosted }) => [root.kind, uncosted])).toEqual([
      ['Result', undefined],
      ['Seq Scan', true],
    ]);
  });

  test('JSON one after the other', async () => {
    const one =
      '[{"Plan": {"Node Type": "Result", "Startup Cost": 0, "Total Cost": 0.01, "Plan Rows": 1, "Plan Width": 4}}]';
    expect(await readPlan(`first:\n${one}\nthen:\n${one}`, 'plan.txt')).toHaveLength(2);
  });

  test('the statements of a log come with their plans', async () => {
    const found = planTexts([18]).filter((one) => one.name.startsWith('log of'));
    expect(found).toHaveLength(8);
    for (const { text, title } of found) {
      const plans = await readPlan(text, title);
      const own = plans.filter((plan) => !plan.queryText?.includes('FOR KEY SHARE'));
      expect(
        own.map((plan) => plan.queryText),
        title,
      ).toEqual([
        "insert into audit select 'n' from new_rows",
        'insert into lines\n  select id, 1, 1 -- "some"\n  from orders where id < 3',
        'select * from customers where name = $1 and region < $2',
      ]);
      expect(
        own.map((plan) => plan.facts?.['Query Parameters']),
        title,
      ).toEqual([undefined, undefined, "$1 = 'it''s', $2 = '5'"]);
      for (const plan of plans) expect(plan.executionMilliseconds).toBeGreaterThan(0);
    }
  });
});

test('a number of 64 bits keeps its digits', async () => {
  for (const text of [
    '[{"Plan": {"Node Type": "Result"}, "Query Identifier": -8456329012345678901}]',
    '- Plan: \n    Node Type: "Result"\n  Query Identifier: -8456329012345678901\n',
    'Result  (cost=0.00..0.01 rows=1 width=4)\nQuery Identifier: -8456329012345678901\n',
    '<explain><Query><Plan><Node-Type>Result</Node-Type></Plan><Query-Identifier>-8456329012345678901</Query-Identifier></Query></explain>',
  ])
    expect((await only(text)).queryIdentifier).toBe('-8456329012345678901');
});
