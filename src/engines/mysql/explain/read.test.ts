import { expect, test } from 'vitest';
import type { PlanNode } from '../../../catalog/query-plan.ts';
import { readPlans } from './read.ts';

/** A plan in short: what each step is, of which table, by which index, with rows expected and found. */
function short(node: PlanNode, depth = 0): readonly string[] {
  const { kind, joinType, strategy, relation, alias, index, subplanName, measured } = node;
  const words = [subplanName, kind, joinType, strategy, relation ?? alias, index].filter((one) => one !== undefined);
  const found = measured ? ` → ${measured.loops === 0 ? 'never' : `${measured.rows}×${measured.loops}`}` : '';
  return [`${'  '.repeat(depth)}${words.join(' ')}${found}`, ...node.children.flatMap((one) => short(one, depth + 1))];
}

function planOf(text: string) {
  const [plan, another] = readPlans(text, 'plan.txt');
  if (!plan || another) throw new Error('one plan');
  return plan;
}

/** Made up after the forms of sql/join_optimizer/explain_access_path.cc in the source of MySQL 8.4. */
const tree = `-> Limit: 5 row(s)  (cost=812 rows=5) (actual time=7.1..7.2 rows=5 loops=1)
    -> Sort: total DESC, c.name, limit input to 5 row(s) per chunk  (actual time=7.1..7.1 rows=5 loops=1)
        -> Table scan on <temporary>  (cost=500..510 rows=90) (actual time=6.9..6.95 rows=80 loops=1)
            -> Aggregate using temporary table  (cost=500..500 rows=90) (actual time=6.8..6.8 rows=80 loops=1)
                -> Left hash join (<hash>(o.customer_id)=<hash>(c.id)), extra conditions: (o.day > c.since)  (cost=400 rows=900) (actual time=1.2..6 rows=850 loops=1)
                    -> Filter: ((c.country = 'de') and (c.rank < (select #2)))  (cost=21 rows=10) (actual time=0.1..0.9 rows=8 loops=1)
                        -> Index lookup on c using country (country='de', state='a,b') (reverse), with index condition: (c.zip > 9)  (cost=20 rows=100) (actual time=0.1..0.8 rows=90.5 loops=1)
                        -> Select #2 (subquery in condition; run only once)
                            -> Aggregate: max(r.rank)  (cost=3 rows=1) (never executed)
                                -> Covering index scan on r using by_rank  (cost=2 rows=10) (never executed)
                    -> Hash
                        -> Covering index range scan on o using days over ('2024-01-01' <= day < '2025-01-01') OR (day < '2020-01-01')  (cost=90 rows=1.2e+3) (actual time=0.05..3.5 rows=1190 loops=1)`;

const inShort = [
  'Limit → 5×1',
  '  Sort → 5×1',
  '    Subquery Scan <temporary> → 80×1',
  '      Aggregate Hashed → 80×1',
  '        Hash Join Left → 850×1',
  '          Index Scan c country → 8×1',
  '            SubPlan 2 Aggregate Plain → never',
  '              Index Only Scan r by_rank → never',
  '          Hash → 1190×1',
  '            Index Only Scan o days → 1190×1',
];

test('reads the tree of MySQL', () => {
  const plan = planOf(tree);
  expect(short(plan.root)).toEqual(inShort);
  expect(plan).toMatchObject({ analyzed: true, executionMilliseconds: 7.2 });
  const sort = plan.root.children[0];
  expect(sort?.facts['Sort Key']).toEqual(['total DESC', 'c.name']);
  const join = sort?.children[0]?.children[0]?.children[0];
  expect(join?.facts).toEqual({ 'Hash Cond': '(o.customer_id=c.id)', 'Join Filter': '(o.day > c.since)' });
  const [customers, hash] = join?.children ?? [];
  expect(customers).toMatchObject({
    scanDirection: 'Backward',
    relationship: 'Outer',
    rows: 10,
    totalCost: 21,
    facts: {
      'Index Cond': "country='de' and state='a,b'",
      'Index Condition': '(c.zip > 9)',
      Filter: "((c.country = 'de') and (c.rank < (select #2)))",
      'Rows Removed by Filter': 82.5,
    },
  });
  expect(customers?.children[0]?.relationship).toBe('InitPlan');
  expect(hash?.children[0]).toMatchObject({
    rows: 1200,
    facts: { 'Index Cond': "('2024-01-01' <= day < '2025-01-01') OR (day < '2020-01-01')" },
  });
});

test.each([
  [
    'the table of the client',
    `+---------+\n| EXPLAIN |\n+---------+\n| ${tree}\n |\n+---------+\n1 row in set (0.01 sec)`,
  ],
  [
    'its vertical form',
    `mysql> explain analyze select …\\G\n****** 1. row ******\nEXPLAIN: ${tree}\n1 row in set, 1 warning (0.01 sec)`,
  ],
  ['its batch mode', `EXPLAIN\n${tree.replaceAll('\n', '\\n')}\\n`],
  ['a code fence', `\`\`\`sql\n${tree}\n\`\`\``],
  ['Windows', tree.replaceAll('\n', '\r\n')],
])('reads a tree alike in %s', (_, text) => {
  expect(planOf(text)).toEqual(planOf(tree));
});

test.each([
  ['Nested loop antijoin  (cost=1 rows=1)\n    -> Table scan on a\n    -> Table scan on b', 'Nested Loop Anti'],
  ['Nested loop semijoin (FirstMatch)\n    -> Table scan on a\n    -> Table scan on b', 'Nested Loop Semi'],
  [
    'Inner hash join (no condition)\n    -> Table scan on a\n    -> Hash\n        -> Table scan on b',
    'Hash Join Inner',
  ],
  ['Single-row covering index lookup on t using PRIMARY (id=3)', 'Index Only Scan t PRIMARY'],
  ['Index range scan on t using k over (1 < a), with index condition: (t.b = 2)', 'Index Scan t k'],
  ['Index range scan (Multi-Range Read) on t using k over (1 < a)', 'Index Scan t k'],
  ['Covering index skip scan for deduplication on t using k', 'Index Only Scan t k'],
  ["Full-text index search on t using body (body='x')", 'Index Scan t body'],
  ['Group aggregate with rollup: sum(t.a)\n    -> Table scan on t', 'Aggregate Sorted'],
  ['Window aggregate with buffering: rank() OVER w\n    -> Table scan on t', 'WindowAgg'],
  ['Union materialize with deduplication\n    -> Table scan on a\n    -> Table scan on b', 'Append'],
  ['Rows fetched before execution', 'Result'],
  ['Zero rows (Impossible WHERE)', 'Result'],
  ['Count rows in t', 'Aggregate Plain'],
  ['Delete from t (immediate)\n    -> Table scan on t', 'ModifyTable t'],
  ['Stream results\n    -> Table scan on t', 'Seq Scan t'],
  [
    'Deduplicate rows sorted by row ID\n    -> Index range scan on t using a over (a = 1)\n    -> Index range scan on t using b over (b = 1)',
    'Multi-Index Or t',
  ],
  ['Something that is new: (t.a)\n    -> Table scan on t', 'Something that is new'],
])('names a step of a tree: %s', (text, name) => {
  expect(short(planOf(`-> ${text}`).root)[0]?.trim()).toBe(name);
});

test('reads the second version of JSON as the tree', () => {
  const figures = {
    estimated_total_cost: 9,
    estimated_rows: 4,
    actual_rows: 3,
    actual_loops: 2,
    actual_first_row_ms: 1,
    actual_last_row_ms: 2,
  };
  const json = {
    query: '/* select#1 */ select 1',
    query_plan: {
      ...figures,
      operation: 'Inner hash join (a.x = b.x)',
      access_type: 'join',
      inputs: [
        { ...figures, operation: 'Table scan on a', access_type: 'table' },
        { ...figures, operation: 'Table scan on b', access_type: 'table', heading: 'Hash' },
      ],
    },
  };
  const told = '(cost=9 rows=4) (actual time=1..2 rows=3 loops=2)';
  const same = `-> Inner hash join (a.x = b.x)  ${told}\n    -> Table scan on a  ${told}\n    -> Hash\n        -> Table scan on b  ${told}`;
  expect(planOf(JSON.stringify(json))).toEqual(planOf(same));
});

test.each([
  ['a query', 'select * from t'],
  ['a plan of PostgreSQL', 'Limit\n  ->  Seq Scan on t'],
  [
    'a plan of PostgreSQL with costs',
    ' Sort  (cost=1.0..2.0 rows=1 width=4)\n   ->  Seq Scan on t  (cost=0.00..1.0 rows=1 width=4)',
  ],
  ['nothing', ''],
])('refuses %s', (_, text) => {
  expect(() => readPlans(text, 'plan.txt')).toThrow(/plan\.txt: this is no query plan of MySQL or MariaDB/);
});
