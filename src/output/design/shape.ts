import { z } from 'zod';
import { logicalTypes } from '../../catalog/logical-type.ts';
import type { Cause, Contradiction, Decision, NotUnderstood, Question } from '../../design/model.ts';
import { amount, flag, list, number, object, optional, text } from '../../sources/snapshot/shape.ts';
import { type DesignFile, designVersion, type ToldProof, type ToldQuery, type ToldTable } from './json.ts';
import type { DesignedPlan } from './report.ts';

const cause = object<Cause>({
  kind: z.enum(['said', 'known', 'implied']),
  words: text.describe('Of the description, of the library, or what it follows from'),
  line: optional(z.int().min(1)),
}).meta({ id: 'cause' });

const plan = object<DesignedPlan>({
  cost: number.describe('Planner cost'),
  indexes: list(text),
  whole: list(text).describe('Large tables that are read from end to end'),
}).meta({ id: 'plan' });

const table = object<ToldTable>({
  name: text,
  entity: text,
  about: text,
  columns: list(
    object<ToldTable['columns'][number]>({
      name: text,
      meaning: z.enum([...logicalTypes, 'identity', 'reference', 'count', 'total']),
      nullable: flag,
      values: optional(list(text)).describe('The closed list'),
      about: text,
    }),
  ),
  primaryKey: list(text),
  references: list(
    object<ToldTable['references'][number]>({
      columns: list(text),
      to: text,
      toColumns: list(text),
      onDelete: z.enum(['no action', 'restrict', 'cascade', 'set null', 'set default']),
    }),
  ),
  rows: amount,
  bytes: amount.describe('With indexes'),
  growthPerMonth: optional(number).describe('A share: 0.08 is 8%'),
  rowsWhy: text,
});

const query = object<ToldQuery>({
  name: text,
  said: flag.describe('False: usual, not asked for'),
  words: text,
  sql: text,
  perHour: optional(amount),
  goalMilliseconds: optional(amount),
  today: optional(plan).describe('Absent where no engine was there to plan it'),
  tenfold: optional(plan).describe('At ten times the rows'),
  tenfoldMilliseconds: optional(number).describe('How long that takes at most, where costs tell'),
  served: optional(flag).describe('Every large table is read through an index at ten times the size'),
  without: optional(list(text)).describe('What it is asked by and the design has no name for: it is planned without'),
  summary: flag.describe('Adds up rows: what it costs grows with them'),
});

const proof = object<ToldProof>({
  lab: text.describe('In what the schema was loaded'),
  tried: flag.describe('False where no engine was there: the statements were read, and no row was tried'),
  statements: amount,
  goodRows: amount,
  refused: amount,
  effects: amount.describe('Kept values that a change of a sample row wrote, as it should'),
  wrong: list(text),
  score: amount.describe('Of relvar review, of 100'),
  findings: list(
    object<ToldProof['findings'][number]>({
      rule: text,
      priority: z.enum(['P0', 'P1', 'P2']),
      message: text,
      because: optional(text).describe('The decision that explains it'),
    }),
  ),
});

/** The form of the JSON; `schemas/design.schema.json` is made from this. */
export const designShape = object<DesignFile>({
  format: z.literal('relvar-design'),
  version: z.literal(designVersion).describe('The version of this form; it grows when a reader could break'),
  tool: object<DesignFile['tool']>({ name: text, version: text }),
  source: text,
  engine: text,
  proposer: text,
  title: text,
  domains: list(text),
  tables: list(table),
  indexes: list(object<DesignFile['indexes'][number]>({ table: text, definition: text, why: text })),
  queries: list(query),
  decisions: list(
    object<Decision>({
      at: optional(text).describe('An entity, or entity.attribute; the whole design when absent'),
      what: text,
      why: text,
      instead: optional(text),
      cause,
    }),
  ),
  otherwise: list(text).describe('What the engine has otherwise than the decisions say, or not at all'),
  contradictions: list(object<Contradiction>({ at: text, first: cause, second: cause, taken: text })),
  questions: list(object<Question>({ question: text, changes: text })),
  constraints: list(text).describe('What limits the design, in the words of the description'),
  risks: list(text).describe('What is feared, in the words of the description'),
  notUnderstood: list(object<NotUnderstood>({ words: text, line: z.int(), why: text })),
  proof,
});
