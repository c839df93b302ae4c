import { z } from 'zod';
import { timeUnits } from '../../catalog/blueprint.ts';
import { logicalTypes } from '../knowledge/domain.ts';
import { wishKinds } from '../model.ts';

const name = z
  .string()
  .regex(/^\p{L}[\p{L}\p{N}_]*$/u, 'a name is made of letters, digits and underscores, and begins with a letter');
const names = z.array(name);
const amount = z.union([z.number(), z.string()]).describe('A number: 50M, 1.2k, 3_000');
const value = z.union([z.string(), z.number(), z.boolean()]);
const because = z
  .string()
  .optional()
  .describe('Where it comes from: "said (line 3): …", "known: …" or "implied: …"; written by relvar design');

const attribute = z.union([
  z
    .string()
    .describe('A type; a question mark at the end where it may be absent: "phone?". Of SQL, too: "varchar(20)"'),
  z.array(z.string()).min(2).describe('The values of a closed list; the first is the default'),
  z.strictObject({
    type: z
      .string()
      .optional()
      .describe(`One of ${logicalTypes.join(', ')}; guessed from the name when absent`),
    sql_type: z
      .string()
      .regex(
        /^(?:(?:var)?char\(\d+\)|numeric\(\d+,\d+\)|bigint|smallint|integer|real|double precision|text)$/,
        'a type of SQL with its size: varchar(20), numeric(10,2), bigint',
      )
      .optional()
      .describe('The type of SQL, where that of the meaning is not the one: varchar(7)'),
    length: z.number().int().positive().optional().describe('A text has exactly so many characters'),
    optional: z.boolean().optional(),
    values: z.array(z.string()).min(1).optional(),
    default: value.optional().describe('A value, or now'),
    unique: z.boolean().optional(),
    personal: z.boolean().optional().describe('Says something of a living person'),
    min: z.number().optional(),
    max: z.number().optional(),
    signed: z.boolean().optional().describe('A quantity or money that may be below 0'),
    about: z.string().optional(),
    because,
  }),
]);

const onDelete = z.enum(['cascade', 'restrict', 'set null']);
const reference = z.union([
  z.string().describe('The entity that is referred to; a question mark at the end where it may be absent'),
  z.strictObject({
    to: name.optional().describe('The entity; the role itself when absent'),
    optional: z.boolean().optional(),
    one: z.boolean().optional().describe('At most one row refers to each'),
    on_delete: onDelete.optional(),
    why: z.string().optional(),
    column: name.optional().describe("The column's own name"),
    because,
  }),
]);

const condition = z
  .strictObject({ attribute: name, is: z.union([z.string(), z.boolean(), z.null()]) })
  .describe('Only among the rows where the attribute is this');
const key = z.union([
  names.min(1),
  z.strictObject({ of: names.min(1), when: condition.optional(), about: z.string().optional() }),
]);

const about = z.string();
const check = z.union([
  z.strictObject({ order: z.tuple([name, name]), strict: z.boolean().optional(), about }),
  z.strictObject({ exactly_one: names.min(2), about }),
  z.strictObject({ at_most_one: names.min(2), about }),
  z.strictObject({ at_least_one: names.min(2), about }),
  z.strictObject({ together: names.min(2), about }),
  z.strictObject({ different: z.tuple([name, name]), about }),
  z.strictObject({ requires: names.min(1), when: z.record(name, z.array(z.string()).min(1)), about }),
  z.strictObject({ absent: names.min(1), unless: z.record(name, z.array(z.string()).min(1)), about }),
  z.strictObject({
    no_overlap: name,
    until: name.optional(),
    within: names,
    except: z.record(name, z.array(z.string()).min(1)).optional(),
    about,
  }),
]);

const entity = z.union([
  z.null().describe('As the library knows it'),
  amount.describe('How many rows; the rest as the library knows it'),
  z.strictObject({
    about: z.string().optional().describe('A sentence: what a row is'),
    table: name.optional().describe("The table's name; the plural when absent"),
    exact: z.boolean().optional().describe('Nothing is added to what is listed here but what keys and references need'),
    rows: amount.optional(),
    per_day: amount.optional().describe('New rows a day'),
    growth_per_year: z.number().positive().optional().describe('How many times as many a year later'),
    each: z.record(name, z.number().positive()).optional().describe('So many for each row of another entity'),
    rows_because: because,
    attributes: z
      .union([z.record(name, attribute), names])
      .optional()
      .describe('By name, or a list of names'),
    usual: z
      .record(z.string(), names)
      .optional()
      .describe('Attributes that such things usually have, by the domain of the library; written by relvar design'),
    references: z
      .union([z.record(name, reference), names])
      .optional()
      .describe('By role, or a list of entities'),
    identified_by: names.min(1).optional().describe('The primary key where it is no number of its own'),
    unique: z.array(key).optional(),
    checks: z.array(check).optional(),
    subtype_of: z
      .strictObject({ of: name, when: z.strictObject({ attribute: name, is: z.string() }).optional() })
      .optional()
      .describe('It is a kind of that entity: whose attribute has that value, or, without, beside other kinds'),
    append_only: z.boolean().optional().describe('Rows are written once and never changed'),
    retention: z
      .strictObject({ by: name, months: z.number().int().positive(), because })
      .optional()
      .describe('How long rows are kept'),
    because,
  }),
]);

/** Names with what they lead through before them: `unit.property`, `task_label.label`. */
const path = z
  .string()
  .regex(/^\p{L}[\p{L}\p{N}_]*(?:\.\p{L}[\p{L}\p{N}_]*)*$/u, 'a path is made of names with points between them');
const paths = z.array(path);

const access = z.strictObject({
  about: z.string().describe('What is asked: "a customer’s orders, newest first"'),
  of: name.describe('The entity whose rows are read'),
  equal: paths.optional().describe('Attributes and roles; what is reached over others has points: unit.property'),
  among: z.record(name, names).optional().describe('Attributes that have one of the values: {status: [open, held]}'),
  each: name.optional().describe('A role: of each of its rows the first in the order'),
  absent: names.optional(),
  range: name.optional(),
  search: names.optional().describe('Attributes searched for words'),
  order: z.array(z.string()).optional().describe('"placed_at desc"'),
  limit: z.number().int().positive().optional(),
  per_hour: amount.optional(),
  goal_ms: z.number().positive().optional(),
  summary: z
    .strictObject({
      group_by: z.array(z.string()),
      sum: z.string().optional(),
      ranked: z.boolean().optional(),
      per: z.enum(timeUnits).optional().describe('Once for each hour, day… of what range names'),
      fresh: z.boolean().optional().describe('The numbers must be those of this moment, and not of an hour ago'),
    })
    .optional(),
  without: z
    .array(z.string())
    .optional()
    .describe('What it is asked by, too, and the design has no name for; written by relvar design'),
  because,
});

const wish = z.union([
  z.enum(wishKinds),
  z.strictObject({
    kind: z.enum(wishKinds),
    of: names.optional().describe('The entities; all when absent'),
    by: name.optional().describe('Of tenancy: the entity that is the tenant. Of history: the attribute'),
    months: z.number().int().positive().optional(),
    because,
  }),
]);

/** `brief.yaml`; `schemas/brief.schema.json` is made from this. */
export const briefFile = z
  .strictObject({
    title: z.string().min(1).optional(),
    description: z.string().optional().describe('In plain words; what stands beside it here wins over it'),
    engine: z.string().optional().describe('The database: "postgresql", "postgresql 16"'),
    domains: z.array(z.string()).optional().describe('Domains of the library that are drawn on'),
    entities: z.record(name, entity).optional().describe('By name, singular'),
    many_to_many: z
      .array(
        z.strictObject({
          between: z.tuple([name, name]),
          through: name.optional().describe('The name of what lies between'),
          role: name.optional(),
          on_delete: onDelete.optional(),
          why: z.string().optional(),
          because,
        }),
      )
      .optional(),
    access: z.array(access).optional().describe('How the data is read'),
    wishes: z.array(wish).optional().describe('What holds across the whole design'),
    tenants: name.optional().describe('The entity whose rows are the tenants'),
    compliance: z.array(z.string()).optional().describe('Laws and standards: GDPR, HIPAA'),
    load: z
      .strictObject({
        connections: z.number().int().positive().optional().describe('At the peak'),
        reads_per_write: z.number().positive().optional(),
      })
      .optional(),
    goal_ms: z.number().positive().optional().describe('How long a query may take, where it does not say itself'),
    constraints: z.array(z.string()).optional().describe('What must hold, in words'),
    risks: z.array(z.string()).optional().describe('What is feared, in words'),
    decisions: z
      .array(
        z.strictObject({
          at: z.string().optional().describe('An entity, or entity.attribute'),
          what: z.string(),
          why: z.string(),
          instead: z.string().optional(),
          because,
        }),
      )
      .optional()
      .describe('What was decided, and why'),
    contradictions: z
      .array(z.strictObject({ at: z.string(), first: z.string(), second: z.string(), taken: z.string() }))
      .optional()
      .describe('Words that cannot both hold, and which were taken; written by relvar design'),
    not_understood: z
      .array(z.strictObject({ words: z.string(), line: z.number().int().positive(), why: z.string() }))
      .optional()
      .describe('What the words say that nothing was made of; written by relvar design'),
    questions: z
      .array(z.strictObject({ question: z.string(), changes: z.string() }))
      .optional()
      .describe('What is still to be asked, and what the answer would change'),
    came_from: z
      .array(z.string())
      .optional()
      .describe('The words that it was made of, in order; they are not read again'),
  })
  .describe('What a database is to be for');

export type BriefFile = z.infer<typeof briefFile>;
