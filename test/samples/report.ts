import type { Change } from '../../src/catalog/change.ts';
import { type QualifiedName, qualified } from '../../src/catalog/names.ts';
import { confidence, counted, type Evidence, observed, presumed, stated } from '../../src/findings/evidence.ts';
import type {
  Category,
  Dimension,
  Effort,
  Finding,
  FindingItem,
  Severity,
  Subject,
} from '../../src/findings/finding.ts';
import { subjectId } from '../../src/findings/finding.ts';
import { type GroupingRule, groupItems } from '../../src/findings/group.ts';
import { nextSteps } from '../../src/findings/next-steps.ts';
import { priority } from '../../src/findings/priority.ts';
import type { Report, RuleDescription } from '../../src/findings/report.ts';
import type { SchemaStatistics } from '../../src/findings/schema-statistics.ts';
import { healthScore } from '../../src/findings/score.ts';

/** A table of the sample schema. */
export const table = (name: string, schema = 'public'): QualifiedName => ({ schema, name });

interface SampleRule extends GroupingRule {
  readonly severity: Severity;
  readonly summary: string;
}

function rule(
  id: string,
  category: Category,
  dimension: Dimension,
  severity: Severity,
  headline: (count: number) => string,
  texts: { readonly why: string; readonly tradeOff: string; readonly effort?: Effort },
): SampleRule {
  return { id, category, dimension, severity, headline, summary: `${headline(1)}.`, effort: 'minutes', ...texts };
}

export const sampleRules = {
  unindexed: rule(
    'foreign-key-without-index',
    'indexes',
    'performance',
    'high',
    (n) => `${n} foreign keys have no index`,
    {
      why: 'Deleting or renumbering a row of the referenced table reads the whole referencing table, and joins along the key cannot use an index.',
      tradeOff:
        'Each index takes space and makes every insert a little slower; built concurrently it blocks no writes.',
    },
  ),
  runsOut: rule(
    'integer-key-will-run-out',
    'keys and relations',
    'scalability',
    'critical',
    (n) => `${n} integer keys will run out`,
    {
      why: 'When an integer key is used up, every insert fails until the column has been rewritten as bigint.',
      tradeOff:
        'The new type rewrites the table and its indexes under an exclusive lock; do it by a second column on a large table.',
      effort: 'days',
    },
  ),
  float: rule('money-as-float', 'types', 'integrity', 'high', (n) => `${n} amounts are stored as floating point`, {
    why: 'Binary floating point cannot hold most decimal fractions: sums drift, and equality fails.',
    tradeOff: 'The table is rewritten under an exclusive lock.',
    effort: 'hours',
  }),
  unique: rule(
    'missing-unique',
    'keys and relations',
    'integrity',
    'medium',
    (n) => `${n} columns look unique but are not declared so`,
    {
      why: 'Two concurrent sign-ups with one address both succeed, and nothing tells.',
      tradeOff: 'Building the index fails when duplicates exist: look for them first.',
    },
  ),
  zone: rule(
    'timestamp-without-time-zone',
    'types',
    'integrity',
    'medium',
    (n) => `${n} time stamps have no time zone`,
    {
      why: 'The value means a different instant in every session time zone.',
      tradeOff: 'No rewrite when the session time zone is UTC; say in which zone the old values were written.',
      effort: 'hours',
    },
  ),
  quotes: rule(
    'identifier-needs-quotes',
    'names and habits',
    'maintainability',
    'low',
    (n) => `${n} names need quotes in every query`,
    {
      why: 'Every query must quote the name exactly, and many tools forget to.',
      tradeOff: 'Renaming breaks the queries that use the old name; a view under the old name bridges the change.',
    },
  ),
  shape: rule(
    'repeating-columns',
    'shape',
    'maintainability',
    'medium',
    (n) => `${n} tables repeat a group of columns`,
    {
      why: 'A fourth phone number needs a new column, and a search must look into each.',
      tradeOff: 'Queries that read the columns must join the new table.',
      effort: 'days',
    },
  ),
} satisfies Record<string, SampleRule>;

interface ItemFacts {
  readonly at: Subject;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly importance?: number;
  readonly changes?: readonly Change[];
  readonly sql?: readonly string[];
  readonly file?: { readonly file: string; readonly line: number };
  readonly why?: string;
}

/** An item with the priority and confidence that follow from the facts. */
export function item(from: SampleRule, facts: ItemFacts): FindingItem {
  const importance = facts.importance ?? 0.3;
  const sure = confidence(facts.evidence);
  return {
    id: `${from.id}:${subjectId(facts.at)}`,
    priority: priority(from.severity, sure, importance),
    severity: from.severity,
    confidence: sure,
    importance,
    changes: [],
    sql: [],
    ...facts,
  };
}

/** A finding of at least one item. */
export function finding(from: SampleRule, items: readonly FindingItem[]): Finding {
  const grouped = groupItems(from, items);
  if (!grouped) throw new Error('a finding needs an item');
  return grouped;
}

/** An unindexed foreign key: the item of which there are hundreds. */
export function unindexed(name: QualifiedName, column: string, importance: number, line?: number): FindingItem {
  const index = `${name.name}_${column}_idx`;
  return item(sampleRules.unindexed, {
    at: { kind: 'column', object: name, names: [column] },
    message: `The foreign key ${qualified(name)}(${column}) has no index`,
    importance,
    evidence: [stated(`no index of ${qualified(name)} starts with ${column}`)],
    changes: [{ kind: 'create index', table: name, name: index, keys: [{ column }] }],
    sql: [`CREATE INDEX CONCURRENTLY ${index} ON ${qualified(name)} (${column});`],
    ...(line === undefined ? {} : { file: { file: 'db/schema.sql', line } }),
  });
}

const shopTables: readonly QualifiedName[] = [
  'addresses',
  'cart_items',
  'carts',
  'categories',
  'coupons',
  'customers',
  'events',
  'inventory',
  'order_items',
  'orders',
  'payments',
  'prices',
  'product_categories',
  'products',
  'refunds',
  'reviews',
  'shipments',
  'suppliers',
  'warehouses',
  'Weird "Table" 🛒',
].map((name) => table(name));

export const hostileName = '<script>alert("x")</script>';

const statistics: SchemaStatistics = {
  schemas: 1,
  tables: 20,
  partitions: 0,
  foreignTables: 0,
  columns: 143,
  indexes: 41,
  primaryKeys: 19,
  foreignKeys: 22,
  uniqueConstraints: 4,
  checks: 3,
  views: 2,
  materializedViews: 0,
  enums: 1,
  domains: 0,
  sequences: 18,
  functions: 1,
  triggers: 1,
  policies: 0,
  extensions: 1,
  others: {},
  rows: 481_200_000,
  bytes: 61_203_283_968,
  tablesOfKnownSize: 20,
  largest: [
    { table: 'public.events', rows: 400_000_000, bytes: 48_318_382_080, origin: 'declared' },
    { table: 'public.orders', rows: 50_000_000, bytes: 8_589_934_592, origin: 'declared' },
    { table: 'public.order_items', rows: 30_000_000, bytes: 3_221_225_472, origin: 'declared' },
  ],
};

function describe(from: SampleRule): RuleDescription {
  const { id, category, dimension, severity, summary, why, effort, tradeOff } = from;
  return { id, category, dimension, severity, summary, why, effort, tradeOff, help: `# ${id}\n\n${why}\n` };
}

/** A report around findings, with the score and the next steps that follow from them. */
export function reportOf(findings: readonly Finding[], rest: Partial<Report> = {}): Report {
  const base: Omit<Report, 'nextSteps'> = {
    tool: { name: 'relvar', version: '0.1.0' },
    source: { name: 'examples/shop', kind: 'folder', engine: 'PostgreSQL 18' },
    score: healthScore(findings, {
      tables: shopTables,
      importance: new Map(shopTables.map((name) => [qualified(name), 0.3])),
    }),
    statistics,
    findings,
    risks: [],
    assumptions: [],
    questions: [],
    suppressed: [],
    rejected: [],
    diagnostics: [],
    rules: Object.values(sampleRules).map(describe),
    ...rest,
  };
  return { ...base, nextSteps: nextSteps(base, 'relvar review examples/shop') };
}

/** Nothing found. */
export const cleanReport: Report = reportOf([]);

/** One finding of every priority, names that try to break each format, and every section filled. */
export const richReport: Report = reportOf(
  [
    finding(sampleRules.runsOut, [
      item(sampleRules.runsOut, {
        at: { kind: 'column', object: table('events'), names: ['id'] },
        message:
          'events.id is an integer and has used 82% of its values: at the declared growth of 8% a month it runs out in 3 months',
        why: 'From then on every insert into events fails, and the fix takes hours because 400 000 000 rows are rewritten.',
        importance: 0.9,
        evidence: [
          observed('the sequence public.events_id_seq stands at 1 760 936 591 of 2 147 483 647'),
          stated('events.id is integer, and 3 foreign keys refer to it'),
        ],
        changes: [{ kind: 'change type', table: table('events'), column: 'id', type: 'bigint' }],
        sql: [
          'ALTER TABLE public.events ALTER COLUMN id TYPE bigint;',
          'ALTER SEQUENCE public.events_id_seq AS bigint;',
        ],
        file: { file: 'db/schema.sql', line: 210 },
      }),
    ]),
    finding(sampleRules.unindexed, [
      unindexed(table('order_items'), 'order_id', 0.95, 88),
      unindexed(table('payments'), 'order_id', 0.7, 131),
      unindexed(
        table('a_table_with_a_very_long_name_such_as_generators_like_to_make'),
        'a_column_with_a_name_that_is_just_as_long_as_its_table_has_it',
        0.4,
        300,
      ),
      ...Array.from({ length: 453 }, (_, at) => unindexed(table(`t${String(at).padStart(3, '0')}`), 'parent_id', 0.1)),
    ]),
    finding(sampleRules.float, [
      item(sampleRules.float, {
        at: { kind: 'column', object: table('orders'), names: ['total'] },
        message: 'orders.total is double precision',
        importance: 0.85,
        evidence: [
          stated('the type of public.orders.total is double precision'),
          counted('1 234 of 10 000 sampled totals differ from the sum of their items by less than a cent'),
        ],
        changes: [
          {
            kind: 'change type',
            table: table('orders'),
            column: 'total',
            type: 'numeric(12,2)',
            using: 'round(total::numeric, 2)',
          },
        ],
        sql: ['ALTER TABLE public.orders ALTER COLUMN total TYPE numeric(12,2) USING round(total::numeric, 2);'],
      }),
    ]),
    finding(sampleRules.unique, [
      item(sampleRules.unique, {
        at: { kind: 'column', object: table('customers'), names: ['email'] },
        message: 'customers.email looks unique but two customers may have the same',
        importance: 0.8,
        evidence: [
          presumed('a column named email of a table of people identifies the person', 'strong'),
          stated('no unique index covers it'),
        ],
        changes: [
          {
            kind: 'create index',
            table: table('customers'),
            name: 'customers_email_key',
            unique: true,
            keys: [{ expression: 'lower(email)' }],
          },
        ],
        sql: ['CREATE UNIQUE INDEX CONCURRENTLY customers_email_key ON public.customers (lower(email));'],
      }),
    ]),
    finding(sampleRules.zone, [
      item(sampleRules.zone, {
        at: { kind: 'column', object: table(hostileName), names: ['created_at'] },
        message: `${qualified(table(hostileName))}.created_at is a timestamp without time zone`,
        importance: 0.2,
        evidence: [stated(`the type of ${qualified(table(hostileName))}.created_at is timestamp without time zone`)],
        changes: [
          {
            kind: 'change type',
            table: table(hostileName),
            column: 'created_at',
            type: 'timestamp with time zone',
            using: "created_at AT TIME ZONE 'UTC'",
          },
        ],
        sql: [
          `ALTER TABLE ${qualified(table(hostileName))} ALTER COLUMN created_at TYPE timestamp with time zone USING created_at AT TIME ZONE 'UTC';`,
        ],
      }),
    ]),
    finding(sampleRules.quotes, [
      item(sampleRules.quotes, {
        at: { kind: 'table', object: table('Weird "Table" 🛒') },
        message: 'The table "Weird ""Table"" 🛒" needs quotes in every query',
        evidence: [stated('the name has spaces, quotes and capitals')],
      }),
      item(sampleRules.quotes, {
        at: { kind: 'column', object: table('line\nbreak\u001b[31m | `tick` *star* @all'), names: ['名前カラム'] },
        message: 'The column 名前カラム of "line\nbreak\u001b[31m | `tick` *star* @all" needs quotes in every query',
        evidence: [stated('the name is not in lower case ASCII')],
        changes: [
          {
            kind: 'rename',
            object: { kind: 'column', name: '名前カラム', of: table('line\nbreak\u001b[31m | `tick` *star* @all') },
            to: 'name',
          },
        ],
        sql: ['ALTER TABLE public."line\nbreak\u001b[31m | `tick` *star* @all" RENAME COLUMN "名前カラム" TO name;'],
      }),
    ]),
    finding(sampleRules.shape, [
      item(sampleRules.shape, {
        at: { kind: 'column', object: table('suppliers'), names: ['phone1', 'phone2', 'phone3'] },
        message: 'suppliers repeats phone1, phone2 and phone3',
        importance: 0.1,
        evidence: [presumed('three columns of one type are numbered', 'fair'), stated('all are character varying(30)')],
      }),
    ]),
  ],
  {
    risks: [
      {
        text: 'a nightly sequential scan of 400 000 000 rows becomes one of 4 000 000 000',
        factor: 10,
        at: 'public.events',
        basis: 'declared',
      },
      { text: 'the integer key is used up long before', factor: 10, at: 'public.order_items', basis: 'declared' },
      {
        text: 'one table of 800 GB cannot be vacuumed or reindexed in a night: partition by month first',
        factor: 100,
        at: 'public.events',
        basis: 'presumed',
      },
    ],
    assumptions: [
      'Volumes are those of volumes.yaml; nothing was measured.',
      'The schema is for PostgreSQL 18, the version of the embedded engine.',
    ],
    questions: [
      {
        question: 'How many rows does public.reviews gain in a month?',
        changes: 'whether it should be partitioned',
        rules: ['large-table-unpartitioned', 'append-only-without-retention'],
      },
      {
        question: 'In which time zone were the time stamps written?',
        changes: 'the USING clause of the fix',
        rules: ['timestamp-without-time-zone'],
      },
    ],
    suppressed: [
      {
        rule: sampleRules.unindexed.id,
        item: unindexed(table('carts'), 'customer_id', 0.4, 61),
        reason: 'carts are dropped every night <b>really</b>',
        by: 'comment',
      },
      {
        rule: sampleRules.unindexed.id,
        item: unindexed(table('coupons'), 'product_id', 0.1),
        reason: 'known when the baseline was written',
        by: 'baseline',
      },
    ],
    rejected: [
      {
        rule: 'index-on-low-selectivity',
        item: 'index-on-low-selectivity:public.orders:orders_status_idx',
        message: 'Dropping orders_status_idx',
        reason: "the planner uses it for status = 'pending' (0.4% of the rows): cost 8 211 with it, 611 042 without",
        kind: 'planned',
      },
    ],
    diagnostics: [
      {
        severity: 'error',
        code: 'statement-failed',
        message: 'type "geography" does not exist',
        file: 'db/schema.sql',
        line: 412,
        hint: 'The statement was left out; all else was reviewed.',
      },
      {
        severity: 'warning',
        code: 'extension-stubbed',
        message: 'postgis is not part of the embedded engine; 12 of its functions were replaced by stand-ins',
      },
      {
        severity: 'note',
        code: 'suppression-stale',
        message: '1 entry of the baseline no longer matches: missing-unique:public.gone:code',
      },
    ],
  },
);

/** The same report with every list in another order, but for those whose order is their author's. */
export function shuffled(report: Report): Report {
  const turn = <T>(list: readonly T[]): readonly T[] => [...list].reverse();
  return {
    ...report,
    findings: turn(report.findings).map((one) => ({ ...one, items: turn(one.items) })),
    assumptions: turn(report.assumptions),
    questions: turn(report.questions).map((question) => ({ ...question, rules: turn(question.rules) })),
    suppressed: turn(report.suppressed),
    rejected: turn(report.rejected),
    diagnostics: turn(report.diagnostics),
    rules: turn(report.rules),
  };
}
