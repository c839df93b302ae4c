import { z } from 'zod';

const setting = z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]);

/** `relvar.config.json`; `schemas/config.schema.json` is made from this. */
export const configFile = z
  .strictObject({
    $schema: z.string().optional(),
    environments: z
      .record(z.string(), z.string().min(1))
      .optional()
      .describe('Databases by name: a URL; environment variables may stand in it, in braces after a dollar sign'),
    rules: z
      .record(z.string(), z.union([z.enum(['on', 'off']), z.record(z.string(), setting)]))
      .optional()
      .describe('By rule id: "off", "on", or its settings'),
    engine: z
      .string()
      .optional()
      .describe('Whose SQL a schema in files is, where it does not tell: postgres, sqlite, mysql or mariadb'),
    volumes: z.string().optional().describe('A volumes file: how many rows the tables have'),
    ignore: z
      .array(z.string())
      .optional()
      .describe('Tables that are passed over, as schema.table; * stands for any text'),
    suppress: z
      .array(
        z.strictObject({
          rule: z.string(),
          at: z.string().optional().describe("The item's subject, as in its id; * stands for any text"),
          reason: z.string().min(1),
        }),
      )
      .optional()
      .describe('Findings that are accepted, each with a reason'),
    rates: z
      .partialRecord(z.enum(['scan', 'rewrite', 'index', 'batch']), z.union([z.number(), z.string()]))
      .optional()
      .describe(
        'How fast the server works, for durations of migrations: scan and rewrite in bytes, index and batch in rows per second: "250M"',
      ),
    baseline: z.string().optional().describe('The baseline file; relvar-baseline.json when absent'),
  })
  .describe('Configuration of Relvar');

type Mutable = z.infer<typeof configFile>;
/** The configuration as it stands in the file. */
export type ConfigFile = { readonly [Key in keyof Mutable]: Mutable[Key] };
