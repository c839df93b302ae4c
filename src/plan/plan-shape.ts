import { z } from 'zod';
import type { QualifiedName } from '../catalog/names.ts';
import type { Statement } from '../engines/engine.ts';
import { amount, flag, instant, list, number, object, optional, record, text } from '../sources/snapshot/shape.ts';
import {
  type BatchesWork,
  type Duration,
  type MigrationPlan,
  type OtherWay,
  type PlanEnd,
  type Precautions,
  type Precondition,
  phases,
  planModes,
  type StatementsWork,
  type Step,
  type StepEffects,
  type StepLock,
  stepClasses,
  type UndoWork,
  type WaitWork,
  type WatchQuery,
  type Work,
} from './plan.ts';

const name = object<QualifiedName>({ schema: text, name: text });
const statement = object<Statement>({ sql: text, transactional: flag });

const statements = object<StatementsWork>({
  kind: z.literal('statements'),
  statements: z
    .array(statement)
    .min(1)
    .refine((all) => all.length === 1 || all.every(({ transactional }) => transactional), {
      message: 'a statement outside transactions stands alone in its step',
    }),
  recover: optional(object<NonNullable<StatementsWork['recover']>>({ done: text, cleanUp: list(statement) })),
});

const batches = object<BatchesWork>({
  kind: z.literal('batches'),
  table: name,
  sql: text,
  total: text,
  rowsPerBatch: amount,
  pauseMilliseconds: amount,
});

const wait = object<WaitWork>({ kind: z.literal('wait'), until: list(text), seconds: optional(amount) });

const work: z.ZodType<Work> = z.union([statements, batches, wait]);

const effects = object<StepEffects>({
  locks: list(
    object<StepLock>({
      relation: name,
      kind: z.enum(['table', 'index', 'view', 'sequence']),
      mode: text,
      blocks: z.enum(['nothing', 'other schema changes', 'writes', 'reads and writes']),
      known: z.enum(['seen', 'documented']),
    }),
  ),
  rewritten: list(name),
  scanned: list(name),
  indexesBuilt: list(name),
  underLock: optional(z.literal(true)),
  known: z.enum(['rehearsed', 'facts', 'unknown']),
});

const precondition = object<Precondition>({
  holds: text,
  prepare: optional(text),
  count: text,
  list: text,
  guard: optional(text),
});

const step = object<Step>({
  id: text,
  title: text,
  phase: z.enum(phases),
  class: z.enum(stepClasses),
  why: optional(text),
  breaks: optional(text),
  work,
  effects,
  duration: object<Duration>({ leastSeconds: number, likelySeconds: number, mostSeconds: number, basis: text }),
  precautions: object<Precautions>({
    lockTimeoutMilliseconds: optional(amount),
    statementTimeoutMilliseconds: optional(amount),
    retries: amount,
  }),
  preconditions: list(precondition),
  watch: list(object<WatchQuery>({ title: text, sql: text })),
  undo: z.union([
    object<UndoWork>({
      work: list(work),
      loses: optional(text),
      breaks: optional(text),
      preconditions: optional(list(precondition)),
    }),
    object<{ readonly none: string }>({ none: text }),
  ]),
  otherWays: optional(
    list(
      object<OtherWay>({
        title: text,
        why: text,
        commands: list(text),
        needs: list(text),
        counts: optional(list(text)),
      }),
    ),
  ),
});

const end = object<PlanEnd>({ name: text, hash: text, objects: optional(record(text)), unsure: optional(list(text)) });

/** The form of `plan.json`. */
export const planShape = object<MigrationPlan>({
  format: z.literal('relvar-plan'),
  version: z.literal(1),
  from: end,
  to: end,
  engine: object<MigrationPlan['engine']>({ id: text, version: text, name: optional(text) }),
  mode: z.enum(planModes),
  planned: optional(instant),
  steps: list(step),
  leftOut: list(text),
  notes: list(text),
  broken: optional(list(text)),
  digests: optional(record(text)),
  files: optional(record(text)),
});
