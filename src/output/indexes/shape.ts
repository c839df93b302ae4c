import { z } from 'zod';
import type {
  AdviceTotals,
  DropProof,
  GainingQuery,
  NewIndex,
  RejectedIndex,
  ServedQuery,
  WriteCost,
} from '../../advisor/advice.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { ReportSource } from '../../findings/report.ts';
import { amount, flag, list, number, object, optional, record, text } from '../../sources/snapshot/shape.ts';
import { confidence, evidence, plan } from '../explain/shape.ts';
import { indexesVersion } from './json.ts';
import type {
  CheaperForm,
  IndexLimits,
  IndexOfForm,
  IndexReport,
  IndexToCreate,
  IndexToDrop,
  KeptOutStatements,
  MonitoringQuery,
  RejectedCandidate,
  ReportedQuery,
} from './report.ts';

/** What `relvar indexes --format json` prints. */
interface IndexesFile extends IndexReport {
  readonly format: 'relvar-indexes';
  readonly version: typeof indexesVersion;
}

const cost = number.describe('Planner cost of one call');
const bytes = amount.describe('Bytes');
const queryNumber = z.int().min(1).describe('Number of a query in this report');
const name = object<QualifiedName>({ schema: text, name: text }).meta({ id: 'name' });

const served = object<ServedQuery>({ query: queryNumber, before: cost, after: cost }).meta({ id: 'served' });

const gaining = object<GainingQuery>({
  query: queryNumber,
  before: cost.describe('Planner cost of one call as things are'),
  after: cost.describe('With all of the advice'),
  without: cost.describe('With all of the advice but this index'),
  gain: number.describe('What is credited to this index of the difference between before and after'),
}).meta({ id: 'gaining' });

const writeCost = object<WriteCost>({
  known: flag.describe('False where nobody told how much is written: the rates are then what the search assumed'),
  entriesPerSecond: amount,
  logBytesPerSecond: amount,
  byUpdates: optional(
    object<NonNullable<WriteCost['byUpdates']>>({ entriesPerSecond: amount, logBytesPerSecond: amount }),
  ).describe("Where only the inserts are assumed: what the workload's own updates write"),
  hot: z
    .enum(['kept', 'summarized', 'lost', 'none', 'unknown', 'absent'])
    .describe(
      'What becomes of heap-only updates; summarized: kept, and page ranges are summed up anew; none: there are none to lose; unknown: which columns are updated; absent: the engine has none',
    ),
  source: text.describe('Where the number of writes comes from'),
});

const key = object<NewIndex['keys'][number]>({
  column: optional(text),
  expression: optional(text),
  operatorClass: optional(text),
  collation: optional(name),
  descending: optional(flag),
  nullsFirst: optional(flag),
});

const change = object<NewIndex>({
  kind: z.literal('create index'),
  table: name,
  partitioned: optional(z.literal(true)),
  name: text,
  keys: list(key),
  method: optional(text),
  unique: optional(flag),
  nullsNotDistinct: optional(flag),
  include: optional(list(text)),
  predicate: optional(text),
}).meta({ id: 'newIndex' });

const definition = text.describe('The index in one line for people: orders (user_id, created_at DESC)');

const create = object<IndexToCreate>({
  change,
  definition,
  sql: list(text).describe('What to run, in the form that is safest on a live table'),
  bytes,
  bytesGuessedFor: optional(list(text)).describe(
    'Expressions among its keys of whose values nothing is known: the bytes are a guess',
  ),
  rows: optional(amount),
  height: optional(amount).describe('Levels above the leaves'),
  serves: list(gaining).describe('The most gained first'),
  foreignKeys: list(text).describe('Foreign keys that need it'),
  why: list(text).describe('Why its columns stand in this order, and why each is there'),
  writeCost,
  gainPerSecond: number.describe('Calls × planner cost that is credited to it of what a second of the workload gains'),
  alternatives: list(
    object<IndexToCreate['alternatives'][number]>({
      definition,
      bytes,
      workloadCost: number.describe('Sum of calls × planner cost over all queries with it instead, of one second'),
      relativeCost: number.describe('What the queries cost whose cost it changes, where that is 1 with the chosen one'),
      entriesPerSecond: amount.describe('Index entries written in a second by it'),
      why: text.describe('Why the chosen one was preferred'),
    }),
  ),
  maybeUnique: flag,
  evidence: list(evidence),
  confidence,
  waits: z.enum(['nothing', 'writes', 'reads and writes']).describe('What waits while it is made'),
}).meta({ id: 'create' });

const proof: z.ZodType<DropProof> = z.union([
  z.object({ kind: z.enum(['duplicate', 'prefix', 'equality']), of: name }),
  z.object({ kind: z.literal('replaced'), by: text }),
  z.object({ kind: z.literal('unused'), since: optional(text) }),
]);

const drop = object<IndexToDrop>({
  table: text,
  index: text,
  definition: optional(definition),
  sql: list(text),
  bytes,
  proof,
  why: text,
  affected: list(served),
  writeCost: writeCost.describe('What its going spares'),
  change: object<IndexToDrop['change']>({
    kind: z.literal('drop index'),
    table: name,
    partitioned: optional(z.literal(true)),
    index: name,
  }),
  evidence: list(evidence),
  confidence,
}).meta({ id: 'drop' });

const query = object<ReportedQuery>({
  number: queryNumber,
  title: text,
  fingerprint: optional(text).describe('Equal for queries that differ in constants only'),
  sql: text,
  where: optional(text),
  callsPerSecond: optional(amount),
  goalMilliseconds: optional(amount),
  costBefore: cost,
  costAfter: cost,
  indexes: list(text).describe('Names of the indexes that the plan after uses'),
  covered: z
    .enum(['full', 'partly', 'none'])
    .describe('Full: every table is read through an index that leaves no condition to check and nothing to sort'),
  predictedMilliseconds: optional(amount),
  goal: optional(z.enum(['met', 'missed', 'unknown'])),
  worse: flag.describe('It becomes dearer than the tolerance allows'),
  error: optional(text).describe('Why the planner refused it'),
  doubts: list(text),
  reads: record(z.union([text, z.null()])).describe(
    'How each table is read after the advice: the definition of the index, several with " and " between them, or null where it is read from end to end',
  ),
  unserved: optional(text).describe('Why no index helps it'),
  before: optional(plan),
  after: optional(plan),
}).meta({ id: 'query' });

const rejected = object<RejectedCandidate>({
  definition,
  bytes,
  gain: optional(number).describe('What it alone takes off the planner cost of the workload, as a share of it'),
  reason: z.enum([
    'no gain',
    'served by another',
    'over budget',
    'too many on the table',
    'writes',
    'space',
    'refused',
  ] satisfies [RejectedIndex['reason'], ...RejectedIndex['reason'][]]),
  why: text,
});

const totals = object<AdviceTotals>({
  indexBytes: bytes,
  workloadCost: number.describe('Sum of calls × planner cost over all queries, of one second'),
  entriesPerSecond: amount,
  logBytesPerSecond: amount,
});

/** The form of the JSON; `schemas/indexes.schema.json` is made from this. */
export const indexesFile = object<IndexesFile>({
  format: z.literal('relvar-indexes'),
  version: z.literal(indexesVersion).describe('The version of this form; it grows when a reader could break'),
  tool: object<IndexReport['tool']>({ name: text, version: text }),
  source: object<ReportSource>({
    name: text.describe('A path, or a URL without user and password'),
    kind: z.enum(['file', 'folder', 'standard input', 'database', 'snapshot']),
    engine: text,
  }),
  basis: z.enum(['shadow', 'lab']).describe('Where the plans come from'),
  limits: object<IndexLimits>({
    budgetBytes: optional(bytes),
    perTable: optional(amount),
    writeLimit: optional(amount),
    keep: list(text),
    dropOnly: flag,
  }),
  create: list(create).describe('In the order in which they should be created'),
  drop: list(drop),
  rewrites: list(
    object<CheaperForm>({
      query: queryNumber,
      id: text,
      title: text,
      sql: text,
      tested: text,
      before: cost,
      after: cost,
      advised: cost.describe('Of the query as it is written, with all of the advice'),
      create: list(object<IndexOfForm>({ definition, bytes, sql: list(text) })).describe(
        'Indexes that the form needs; without a statement where the advice creates it anyway',
      ),
    }),
  ).describe('Other forms of queries that are cheaper: as things are, or with an index of their own'),
  totals: object<IndexReport['totals']>({ before: totals, after: totals }),
  unknownWrites: list(text).describe('Tables whose writes nobody told: their index entries stand in no total'),
  search: object<IndexReport['search']>({
    calls: amount.describe('How often the planner was asked'),
    candidates: amount,
    complete: flag.describe('False when time, calls or an interruption ended it'),
  }),
  keptOut: list(object<KeptOutStatements>({ why: text, count: z.int().min(1), example: text })),
  rejected: list(rejected).describe('Considered and not chosen, the most gain first'),
  monitoring: list(object<MonitoringQuery>({ title: text, sql: text })),
  assumptions: list(text),
  doubts: list(text),
  questions: list(text),
  diagnostics: list(
    object<Diagnostic>({
      severity: z.enum(['error', 'warning', 'note']),
      code: text,
      message: text,
      file: optional(text),
      line: optional(number),
      hint: optional(text),
    }),
  ),
  nextSteps: list(text),
  queries: list(query).describe('All queries that could be planned for'),
}).describe('Which indexes to have for a workload, as `relvar indexes --format json` prints it');
