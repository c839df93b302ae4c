import { z } from 'zod';

const expression = z.string().min(1);
const expressions = z.record(z.string().min(1), expression);
const batch = z
  .strictObject({
    rows: z.int().min(1).max(1_000_000).optional().describe('Rows at a time; 5000 when absent'),
    pause: z.string().optional().describe('Between two of them: "100ms", "2s"; 100 ms when absent'),
  })
  .optional();
const time = z.string().describe('A span of time: "7d", "12h"');
const name = (what: string) => z.string().min(1).describe(what);

/** One intent by its verb; `schemas/intents.schema.json` is made from these. */
export const intentShapes = {
  split: z
    .strictObject({
      split: name('The column, as table.column; it is gone in the new schema'),
      into: expressions.describe('New columns of the table, each with the expression that makes it from the row'),
      back: expression.optional().describe('The expression that makes the old column from the new ones'),
      batch,
    })
    .describe('A column is split into several'),
  merge: z
    .strictObject({
      merge: z.array(name('A column, as table.column')).min(2).describe('They are gone in the new schema'),
      into: expressions.describe('The new column of the table, with the expression that makes it from the row'),
      back: expressions.optional().describe('The expression that makes each old column from the new one'),
      batch,
    })
    .describe('Several columns are merged into one'),
  delete: z
    .strictObject({
      delete: name('The table'),
      where: expression.describe('Which rows; "true" for all'),
      phase: z.enum(['expand', 'migrate', 'contract']).optional().describe('At its beginning; migrate when absent'),
      batch,
    })
    .describe('Rows are deleted in batches'),
  update: z
    .strictObject({
      update: name('The table'),
      set: expressions.describe('Columns, each with the expression of its new value'),
      where: expression.describe('Which rows; "true" for all'),
      back: z
        .strictObject({ set: expressions, where: expression })
        .optional()
        .describe('What turns the change round, for relvar migrate rollback'),
      phase: z.enum(['expand', 'migrate', 'contract']).optional().describe('At its beginning; migrate when absent'),
      batch,
    })
    .describe('Rows are changed in batches'),
  partition: z
    .strictObject({
      partition: name('The table; the new schema has it partitioned'),
      quarantine: time.optional(),
      batch,
    })
    .describe('A table becomes a partitioned one, with its rows'),
  drop: z
    .strictObject({ drop: name('A table or a table.column that is gone in the new schema'), quarantine: time })
    .describe('What is dropped is kept for a while under another name'),
} as const;

export type Verb = keyof typeof intentShapes;

/** A file of intents. */
export const intentsFile = z
  .strictObject({
    intents: z.array(z.union(Object.values(intentShapes))),
  })
  .describe('What a migration means and two schemas cannot tell');

type Read = { readonly [One in Verb]: { readonly verb: One } & z.infer<(typeof intentShapes)[One]> };
/** An intent as it stands in the file, with its verb. */
export type DeclaredIntent = Read[Verb];
