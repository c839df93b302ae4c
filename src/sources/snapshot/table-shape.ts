import { z } from 'zod';
import type {
  CheckConstraint,
  Column,
  ExclusionConstraint,
  ForeignKey,
  Grant,
  Identity,
  Index,
  IndexKey,
  KeyConstraint,
  Partitioning,
  PartitionKey,
  Policy,
  ReferentialAction,
  RewriteRule,
  Table,
  Trigger,
  View,
  ViewColumn,
} from '../../catalog/table.ts';
import { flag, list, number, object, optional, record, text } from './shape.ts';
import { dataType, qualifiedName } from './type-shape.ts';

export const grant = object<Grant>({
  grantee: text,
  privileges: list(text),
  grantable: list(text),
  column: optional(text),
}).meta({ id: 'grant' });

const storage = optional(z.enum(['plain', 'external', 'extended', 'main']));

const column = object<Column>({
  name: text,
  type: dataType,
  nullable: flag,
  notNull: optional(object<NonNullable<Column['notNull']>>({ name: optional(text), validated: flag, inherited: flag })),
  default: optional(text),
  ownedSequence: optional(qualifiedName),
  identity: optional(
    object<Identity>({ generation: z.enum(['always', 'by default']), sequence: optional(qualifiedName) }),
  ),
  generated: optional(object<NonNullable<Column['generated']>>({ expression: text, stored: flag })),
  onUpdate: optional(text),
  hidden: optional(z.literal(true)),
  collation: optional(qualifiedName),
  storage,
  compression: optional(text),
  statisticsTarget: optional(number),
  options: optional(record(text)),
  local: flag,
  comment: optional(text),
});

const state = { validated: flag, enforced: flag, deferrable: flag, initiallyDeferred: flag };

const key = object<KeyConstraint>({
  ...state,
  name: text,
  columns: list(text),
  include: list(text),
  nullsNotDistinct: flag,
  withoutOverlaps: flag,
  index: text,
  comment: optional(text),
});

const action: z.ZodType<ReferentialAction> = z.enum(['no action', 'restrict', 'cascade', 'set null', 'set default']);

const foreignKey = object<ForeignKey>({
  ...state,
  name: text,
  columns: list(text),
  references: qualifiedName,
  referencedColumns: list(text),
  referencedIndex: optional(text),
  onDelete: action,
  onUpdate: action,
  onDeleteColumns: optional(list(text)),
  match: z.enum(['simple', 'full']),
  period: flag,
  inherited: flag,
  comment: optional(text),
});

const check = object<CheckConstraint>({
  ...state,
  name: text,
  expression: text,
  columns: list(text),
  noInherit: flag,
  inherited: flag,
  comment: optional(text),
});

const exclusion = object<ExclusionConstraint>({
  ...state,
  name: text,
  definition: text,
  columns: list(text),
  index: text,
  comment: optional(text),
});

const indexKey = object<IndexKey>({
  column: optional(text),
  expression: optional(text),
  prefix: optional(object<NonNullable<IndexKey['prefix']>>({ column: text, length: number })),
  operatorClass: optional(text),
  collation: optional(qualifiedName),
  descending: flag,
  nullsFirst: flag,
});

const index = object<Index>({
  name: text,
  method: text,
  unique: flag,
  nullsNotDistinct: flag,
  keys: list(indexKey),
  include: list(text),
  predicate: optional(text),
  expressionColumns: list(text),
  predicateColumns: list(text),
  valid: flag,
  constraint: optional(text),
  partitionOf: optional(qualifiedName),
  replicaIdentity: flag,
  clustered: flag,
  options: record(text),
  tablespace: optional(text),
  comment: optional(text),
  definition: text,
}).meta({ id: 'index' });

const policy = object<Policy>({
  name: text,
  command: z.enum(['all', 'select', 'insert', 'update', 'delete']),
  permissive: flag,
  roles: list(text),
  using: optional(text),
  withCheck: optional(text),
  comment: optional(text),
});

const trigger = object<Trigger>({
  name: text,
  timing: z.enum(['before', 'after', 'instead of']),
  events: list(z.enum(['insert', 'update', 'delete', 'truncate'])),
  columns: list(text),
  forEach: z.enum(['row', 'statement']),
  function: optional(qualifiedName),
  enabled: z.enum(['origin', 'disabled', 'replica', 'always']),
  definition: text,
  mode: optional(text),
  owner: optional(text),
  comment: optional(text),
}).meta({ id: 'trigger' });

const rule = object<RewriteRule>({ name: text, definition: text });

const partitionKey = object<PartitionKey>({ column: optional(text), expression: optional(text) });

const partitioning = object<Partitioning>({
  strategy: z.enum(['range', 'list', 'hash']),
  keys: list(partitionKey),
  definition: text,
});

export const tableShape = object<Table>({
  schema: text,
  name: text,
  kind: z.enum(['table', 'foreign']),
  persistence: z.enum(['permanent', 'unlogged', 'temporary']),
  columns: list(column),
  primaryKey: optional(key),
  uniques: list(key),
  foreignKeys: list(foreignKey),
  checks: list(check),
  exclusions: list(exclusion),
  indexes: list(index),
  partitioning: optional(partitioning),
  partitionOf: optional(
    object<NonNullable<Table['partitionOf']>>({ parent: qualifiedName, bound: text, isDefault: flag }),
  ),
  inherits: list(qualifiedName),
  policies: list(policy),
  rowSecurity: z.enum(['off', 'on', 'forced']),
  rowSecurityForced: optional(z.literal(true)),
  triggers: list(trigger),
  rules: list(rule),
  grants: list(grant),
  options: record(text),
  accessMethod: optional(text),
  tablespace: optional(text),
  replicaIdentity: z.enum(['default', 'nothing', 'full', 'index']),
  server: optional(text),
  owner: optional(text),
  comment: optional(text),
});

/** A column of a view, or of what is read as a table is. */
export const viewColumn = object<ViewColumn>({
  name: text,
  type: dataType,
  default: optional(text),
  storage,
  compression: optional(text),
  statisticsTarget: optional(number),
  options: optional(record(text)),
  comment: optional(text),
});

export const viewShape = object<View>({
  schema: text,
  name: text,
  materialized: flag,
  columns: list(viewColumn),
  definition: text,
  reads: list(qualifiedName),
  indexes: list(index),
  triggers: list(trigger),
  rules: list(rule),
  options: record(text),
  grants: list(grant),
  populated: flag,
  accessMethod: optional(text),
  tablespace: optional(text),
  owner: optional(text),
  comment: optional(text),
});
