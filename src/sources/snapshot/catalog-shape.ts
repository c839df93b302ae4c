import { z } from 'zod';
import type {
  Attribute,
  Catalog,
  ExtendedStatistics,
  Extension,
  OtherObject,
  Routine,
  Schema,
  Sequence,
  UserType,
} from '../../catalog/catalog.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import { flag, integerText, list, object, optional, record, text } from './shape.ts';
import { grant, tableShape, viewColumn, viewShape } from './table-shape.ts';
import { dataType, qualifiedName } from './type-shape.ts';

const schema = object<Schema>({
  name: text,
  grants: list(grant),
  owner: optional(text),
  comment: optional(text),
});

const owned = { grants: list(grant), owner: optional(text), comment: optional(text) };
const named = { schema: text, name: text };

type OfKind<K extends UserType['kind']> = Extract<UserType, { kind: K }>;

const domainCheck = object<OfKind<'domain'>['checks'][number]>({ name: text, expression: text, validated: flag });
const attribute = object<Attribute>({ name: text, type: dataType, collation: optional(qualifiedName) });

const userType: z.ZodType<UserType> = z.union([
  object<OfKind<'enum'>>({ kind: z.literal('enum'), ...named, ...owned, values: list(text) }),
  object<OfKind<'domain'>>({
    kind: z.literal('domain'),
    ...named,
    ...owned,
    base: dataType,
    nullable: flag,
    notNull: optional(text),
    default: optional(text),
    collation: optional(qualifiedName),
    checks: list(domainCheck),
  }),
  object<OfKind<'composite'>>({ kind: z.literal('composite'), ...named, ...owned, attributes: list(attribute) }),
  object<OfKind<'range'>>({
    kind: z.literal('range'),
    ...named,
    ...owned,
    subtype: dataType,
    operatorClass: optional(text),
    collation: optional(qualifiedName),
    canonical: optional(qualifiedName),
    difference: optional(qualifiedName),
    multirange: optional(qualifiedName),
  }),
]);

const sequence = object<Sequence>({
  ...named,
  ...owned,
  type: dataType,
  start: integerText,
  increment: integerText,
  minimum: integerText,
  maximum: integerText,
  cache: integerText,
  cycle: flag,
  ownedBy: optional(
    object<{ readonly table: QualifiedName; readonly column: string }>({ table: qualifiedName, column: text }),
  ),
  identity: flag,
  persistence: z.enum(['permanent', 'unlogged', 'temporary']),
});

const routine = object<Routine>({
  ...named,
  ...owned,
  kind: z.enum(['function', 'procedure', 'aggregate', 'window']),
  signature: text,
  arguments: text,
  returns: optional(text),
  language: text,
  volatility: z.enum(['immutable', 'stable', 'volatile']),
  strict: flag,
  securityDefiner: flag,
  leakproof: flag,
  parallel: z.enum(['safe', 'restricted', 'unsafe']),
  settings: record(text),
  body: text,
  definition: text,
});

const extension = object<Extension>({
  name: text,
  schema: text,
  version: optional(text),
  stubbed: flag,
  comment: optional(text),
});

const extendedStatistics = object<ExtendedStatistics>({
  ...named,
  table: qualifiedName,
  kinds: list(text),
  columns: list(text),
  definition: text,
  owner: optional(text),
  comment: optional(text),
});

const other = object<OtherObject>({
  kind: text,
  schema: optional(text),
  name: text,
  definition: optional(text),
  starts: optional(text),
  mode: optional(text),
  version: optional(text),
  options: optional(record(text)),
  on: optional(list(text)),
  undo: optional(text),
  holdsRows: optional(z.literal(true)),
  columns: optional(list(viewColumn)),
  reads: optional(list(qualifiedName)),
  grants: optional(list(grant)),
  owner: optional(text),
  comment: optional(text),
  defaults: optional(
    object<NonNullable<OtherObject['defaults']>>({
      target: z.enum(['table', 'sequence', 'routine', 'type', 'schema', 'large object']),
      schema: optional(text),
      grants: list(grant),
    }),
  ),
});

/** The schema as catalog/catalog.ts tells it; whole numbers beyond 2^53 are text. */
export const catalogShape = object<Catalog>({
  schemas: list(schema),
  tables: list(tableShape),
  views: list(viewShape),
  types: list(userType),
  sequences: list(sequence),
  routines: list(routine),
  extensions: list(extension),
  statistics: list(extendedStatistics),
  others: list(other),
  reader: optional(text),
});
