import type { AdviceTotals } from '../../src/advisor/advice.ts';
import { definitionOf } from '../../src/catalog/index-definition.ts';
import type { QueryPlan } from '../../src/catalog/query-plan.ts';
import { readPlanJson } from '../../src/engines/postgres/explain/json.ts';
import type { IndexReport, IndexToCreate, ReportedQuery } from '../../src/output/indexes/report.ts';
import { embedded, resetDatabase } from '../embedded.ts';

/** Reports on plans that an engine made; what is said of them is written here. */
export interface IndexSamples {
  /** Everything that a report can hold. */
  readonly rich: IndexReport;
  /** Nothing to create or to drop. */
  readonly clean: IndexReport;
  /** No query that could be planned. */
  readonly empty: IndexReport;
  /** Names and texts that would do harm if they were let. */
  readonly hostile: IndexReport;
}

const nothing: AdviceTotals = { indexBytes: 0, workloadCost: 0, entriesPerSecond: 0, logBytesPerSecond: 0 };

const empty: IndexReport = {
  tool: { name: 'relvar', version: '1.2.3' },
  source: { name: 'shop.sql', kind: 'file', engine: 'PostgreSQL 18' },
  basis: 'shadow',
  limits: { keep: [], dropOnly: false },
  queries: [],
  keptOut: [{ why: 'does not parse', count: 2, example: 'queries.sql:3:1: syntax error at or near "selec"' }],
  create: [],
  drop: [],
  rewrites: [],
  rejected: [],
  totals: { before: nothing, after: nothing },
  unknownWrites: [],
  search: { calls: 0, candidates: 0, complete: true },
  monitoring: [],
  assumptions: [],
  doubts: [],
  questions: [],
  diagnostics: [],
  nextSteps: [],
};

const change: IndexToCreate['change'] = {
  kind: 'create index',
  table: { schema: 'public', name: 'orders' },
  name: 'orders_user_id_status_created_at_idx',
  keys: [{ column: 'user_id' }, { column: 'status' }, { column: 'created_at', descending: true }],
  include: ['total'],
};

const created: IndexToCreate = {
  change,
  definition: definitionOf(change),
  sql: [
    'CREATE INDEX CONCURRENTLY orders_user_id_status_created_at_idx ON public.orders (user_id, status, created_at DESC) INCLUDE (total)',
  ],
  bytes: 1_530_000_000,
  rows: 50_000_000,
  height: 3,
  serves: [{ query: 1, before: 1_168_479, after: 12.4, without: 44.6, gain: 1_168_466.6 }],
  foreignKeys: ['orders_user_id_fkey of public.orders'],
  why: [
    'user_id and status are compared with =, so they lead, whichever has more values',
    'created_at comes last: the rows of a user stand in the order that the query wants, and LIMIT ends the scan',
  ],
  gainPerSecond: 759_990.9,
  writeCost: {
    known: true,
    entriesPerSecond: 30,
    logBytesPerSecond: 4096.5,
    hot: 'lost',
    source: 'writes declared for public.orders, 30 per second',
  },
  alternatives: [
    {
      definition: 'orders (user_id)',
      bytes: 430_000_000,
      workloadCost: 16.2,
      relativeCost: 1.31,
      entriesPerSecond: 30,
      why: 'the rows of a user must be sorted',
    },
  ],
  maybeUnique: true,
  evidence: [
    { kind: 'planned', text: 'query 1 costs 1 168 479 without it and 12.4 with it, by the planner' },
    {
      kind: 'rehearsed',
      text: 'the fix runs in the lab; locks public.orders SHARE UPDATE EXCLUSIVE: reads and writes go on',
    },
  ],
  confidence: 10,
  waits: 'nothing',
};

let made: Promise<IndexSamples> | undefined;

/** Makes them once for all tests of a worker. */
export function indexSamples(): Promise<IndexSamples> {
  made ??= make();
  return made;
}

const slow = `select o.id, o.total, u.name from orders o join users u on u.id = o.user_id
where o.user_id = 42 and o.status = 'returned' order by o.created_at desc limit 20`;

/** The query's plan without and with the index. */
async function plans(): Promise<{ readonly before: QueryPlan; readonly after: QueryPlan }> {
  await resetDatabase();
  const database = await embedded();
  const planned = async (): Promise<QueryPlan> => {
    const [row] = await database.query(`explain (format json) ${slow}`);
    return readPlanJson(JSON.parse(String(row?.['QUERY PLAN'])));
  };
  await database.exec(`
    create table users (id int primary key, name text not null);
    create table orders (id int primary key, user_id int not null, status text not null, total int not null, created_at timestamptz not null);
    insert into users select i, 'user ' || i from generate_series(1, 200) i;
    insert into orders select i, 1 + i % 200, 'returned', i, timestamptz '2026-01-01' + i * interval '1 minute' from generate_series(1, 20000) i;
    analyze;`);
  const before = await planned();
  await database.exec(
    'create index orders_user_id_status_created_at_idx on orders (user_id, status, created_at desc) include (total)',
  );
  const after = await planned();
  await resetDatabase();
  return { before, after };
}

async function make(): Promise<IndexSamples> {
  const { before, after } = await plans();
  const first: ReportedQuery = {
    number: 1,
    title: 'orders of a user, newest first',
    fingerprint: '8a2',
    sql: slow,
    where: 'queries.sql:12',
    callsPerSecond: 0.65,
    goalMilliseconds: 100,
    before,
    after,
    costBefore: before.root.totalCost,
    costAfter: after.root.totalCost,
    indexes: ['orders_user_id_status_created_at_idx', 'users_pkey'],
    covered: 'full',
    predictedMilliseconds: 0.31,
    goal: 'met',
    worse: false,
    doubts: ['memory may be enough for one batch there'],
    reads: { 'public.orders': created.definition, 'public.users': 'unique users (id)' },
  };
  const others: readonly ReportedQuery[] = [
    {
      number: 2,
      title: 'turnover by day',
      sql: "select date_trunc('day', created_at), sum(total) from orders group by 1",
      callsPerSecond: 0.001,
      costBefore: 900,
      costAfter: 900,
      before,
      after: before,
      indexes: [],
      covered: 'none',
      worse: false,
      doubts: [],
      reads: { 'public.orders': null },
      unserved: 'it reads all rows of orders, and no index is smaller than what it asks of them',
    },
    {
      number: 3,
      title: 'select x',
      sql: 'select x',
      costBefore: 0,
      costAfter: 0,
      indexes: [],
      covered: 'none',
      worse: false,
      doubts: [],
      reads: {},
      error: 'column "x" does not exist',
    },
  ];
  const report: IndexReport = {
    ...empty,
    limits: {
      budgetBytes: 10 * 2 ** 30,
      perTable: 3,
      writeLimit: 0.2,
      keep: ['public.orders_status_idx'],
      dropOnly: false,
    },
    queries: [first, ...others],
    create: [created],
    drop: [
      {
        table: 'public.orders',
        index: 'public.orders_user_id_idx',
        definition: 'orders (user_id)',
        sql: ['DROP INDEX CONCURRENTLY public.orders_user_id_idx'],
        bytes: 430_000_000,
        proof: { kind: 'replaced', by: 'orders_user_id_status_created_at_idx' },
        why: 'orders_user_id_status_created_at_idx begins with its columns and serves its one query at the same cost',
        affected: [{ query: 1, before: 140, after: 12.4 }],
        writeCost: { ...created.writeCost, hot: 'none' },
        change: {
          kind: 'drop index',
          table: { schema: 'public', name: 'orders' },
          index: { schema: 'public', name: 'orders_user_id_idx' },
        },
        evidence: [{ kind: 'stated', text: 'its columns lead the new index' }],
        confidence: 9,
      },
    ],
    rewrites: [
      {
        query: 2,
        id: 'function-on-column-to-range',
        title: 'the condition as a range of the column',
        sql: 'select sum(total) from orders where created_at >= $1 and created_at < $1 + 1',
        tested: 'both forms were run on 6 made databases and gave the same 412 rows',
        before: 900,
        after: 90,
        advised: 900,
        create: [
          {
            definition: 'orders (created_at)',
            bytes: 430_000_000,
            sql: ['CREATE INDEX CONCURRENTLY orders_created_at_idx ON public.orders (created_at)'],
          },
        ],
      },
    ],
    rejected: [
      {
        definition: 'orders (status)',
        bytes: 340_000_000,
        gain: 0.012,
        reason: 'served by another',
        why: 'nine rows in ten have one status',
      },
      { definition: 'orders (total)', bytes: 430_000_000, gain: 0, reason: 'no gain', why: '' },
    ],
    totals: {
      before: { indexBytes: 2e9, workloadCost: 760_000, entriesPerSecond: 60, logBytesPerSecond: 9000 },
      after: { indexBytes: 3.1e9, workloadCost: 9.1, entriesPerSecond: 60, logBytesPerSecond: 9000 },
    },
    search: { calls: 84, candidates: 31, complete: false },
    monitoring: [{ title: 'Are they used?', sql: 'SELECT indexrelname, idx_scan\nFROM pg_stat_user_indexes;' }],
    assumptions: ['rows that nobody declared were derived from the schema: public.users 2 000 000'],
    doubts: ['memory may be enough for one batch there'],
    questions: ['How much is written?'],
    diagnostics: [
      {
        severity: 'warning',
        code: 'search-ended',
        message: 'the search was ended before it was done',
        hint: 'give it more --time',
      },
    ],
    nextSteps: ['Create the index.', 'Drop what is to be dropped last.'],
  };
  const harm = 'a<script>alert(1)</script> "b" `c` |d| \u001b[31m_e_\n# f';
  return {
    rich: report,
    empty,
    clean: {
      ...empty,
      keptOut: [],
      queries: others.slice(0, 1).map(({ unserved: _, ...one }) => one),
      totals: { before: { ...nothing, workloadCost: 5 }, after: { ...nothing, workloadCost: 5 } },
    },
    hostile: {
      ...report,
      source: { ...report.source, name: harm },
      create: [
        {
          ...created,
          definition: harm,
          sql: [`CREATE INDEX x ON t (${harm})`],
          why: [harm],
          foreignKeys: [harm],
          evidence: [{ kind: 'stated', text: harm }],
          alternatives: [
            { definition: harm, bytes: 1, workloadCost: 1, relativeCost: 1, entriesPerSecond: 1, why: harm },
          ],
          writeCost: { ...created.writeCost, source: harm },
        },
      ],
      drop: report.drop.map((one) => ({ ...one, index: harm, definition: harm, why: harm })),
      queries: report.queries.map((one) => ({
        ...one,
        title: harm,
        sql: harm,
        where: harm,
        indexes: [harm],
        doubts: [harm],
        reads: { [harm]: harm },
        ...(one.unserved === undefined ? {} : { unserved: harm }),
      })),
      rewrites: report.rewrites.map((one) => ({
        ...one,
        title: harm,
        sql: harm,
        tested: harm,
        create: one.create.map((index) => ({ ...index, definition: harm, sql: [`CREATE INDEX x ON t (${harm})`] })),
      })),
      rejected: [{ definition: harm, bytes: 1, gain: 0.5, reason: 'writes', why: harm }],
      assumptions: [harm],
      doubts: [harm],
      questions: [harm],
      diagnostics: [{ severity: 'error', code: 'x', message: harm, hint: harm }],
      nextSteps: [harm],
      unknownWrites: [harm],
    },
  };
}
