import { compareText, type QualifiedName } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type {
  CheckConstraint,
  Column,
  ConstraintState,
  ExclusionConstraint,
  ForeignKey,
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
} from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import type { TypeReader } from './types.ts';
import {
  commented,
  flag,
  grants,
  groupBy,
  items,
  list,
  name,
  number,
  numbers,
  optional,
  optionalText,
  options,
  owned,
  text,
} from './rows.ts';

/** The rows of the queries that make up tables, views and their parts. */
export interface RelationRows {
  readonly relations: readonly Row[];
  readonly columns: readonly Row[];
  readonly constraints: readonly Row[];
  readonly indexes: readonly Row[];
  readonly indexColumns: readonly Row[];
  readonly sequences: readonly Row[];
  readonly triggers: readonly Row[];
  readonly rules: readonly Row[];
  readonly policies: readonly Row[];
  readonly columnGrants: readonly Row[];
}

/** The rows by the relation that they belong to. */
export interface RelationParts {
  readonly names: ReadonlyMap<string, QualifiedName>;
  readonly columns: ReadonlyMap<string, readonly Row[]>;
  readonly constraints: ReadonlyMap<string, readonly Row[]>;
  readonly indexes: ReadonlyMap<string, readonly Row[]>;
  readonly indexColumns: ReadonlyMap<string, readonly Row[]>;
  readonly sequences: ReadonlyMap<string, Row>;
  readonly triggers: ReadonlyMap<string, readonly Row[]>;
  readonly rules: ReadonlyMap<string, readonly Row[]>;
  readonly policies: ReadonlyMap<string, readonly Row[]>;
  readonly columnGrants: ReadonlyMap<string, readonly Row[]>;
}

export function relationParts(rows: RelationRows): RelationParts {
  const owned = rows.sequences.filter((row) => row['owner_relation'] !== null);
  return {
    names: new Map(
      rows.relations.map((row) => [text(row, 'oid'), { schema: text(row, 'schema'), name: text(row, 'name') }]),
    ),
    columns: groupBy(rows.columns, 'relation'),
    constraints: groupBy(rows.constraints, 'relation'),
    indexes: groupBy(rows.indexes, 'relation'),
    indexColumns: groupBy(rows.indexColumns, 'index'),
    sequences: new Map(owned.map((row) => [`${text(row, 'owner_relation')} ${text(row, 'owner_column')}`, row])),
    triggers: groupBy(rows.triggers, 'relation'),
    rules: groupBy(rows.rules, 'relation'),
    policies: groupBy(rows.policies, 'relation'),
    columnGrants: groupBy(rows.columnGrants, 'relation'),
  };
}

const persistences: Readonly<Record<string, Table['persistence']>> = { p: 'permanent', u: 'unlogged', t: 'temporary' };
const replicaIdentities: Readonly<Record<string, Table['replicaIdentity']>> = { d: 'default', n: 'nothing', f: 'full', i: 'index' };

export function readTable(row: Row, parts: RelationParts, types: TypeReader): Table {
  const oid = text(row, 'oid');
  const columnRows = parts.columns.get(oid) ?? [];
  const byNumber = new Map(columnRows.map((column) => [number(column, 'number'), text(column, 'name')]));
  const constraintRows = [...(parts.constraints.get(oid) ?? [])].sort((a, b) => compareText(text(a, 'name'), text(b, 'name')));
  const notNulls = constraintRows.filter((constraint) => constraint['kind'] === 'n');
  const of = (kind: string) => constraintRows.filter((constraint) => constraint['kind'] === kind);
  const indexes = readIndexes(oid, byNumber, parts);
  const key = (constraint: Row) => keyConstraint(constraint, byNumber, indexes);
  const primary = of('p')[0];
  const parents = items<number>(row, 'parents').map((parent) => parts.names.get(String(parent)) ?? { schema: '', name: String(parent) });
  const bound = optionalText(row, 'bound');
  const tableName = text(row, 'name');
  return {
    schema: text(row, 'schema'),
    name: tableName,
    kind: row['kind'] === 'f' ? 'foreign' : 'table',
    persistence: persistences[text(row, 'persistence')] ?? 'permanent',
    columns: columnRows.map((column) => readColumn(column, oid, tableName, byNumber, notNulls, parts, types)),
    ...optional('primaryKey', primary && key(primary)),
    uniques: of('u').map(key),
    foreignKeys: of('f').map((constraint) => foreignKey(constraint, byNumber)),
    checks: of('c').map((constraint) => checkConstraint(constraint, byNumber)),
    exclusions: of('x').map((constraint) => exclusionConstraint(constraint, byNumber)),
    indexes,
    ...optional('partitioning', partitioning(row, byNumber)),
    ...(bound !== undefined && parents[0] ? { partitionOf: { parent: parents[0], bound, isDefault: bound === 'DEFAULT' } } : {}),
    inherits: bound === undefined ? parents : [],
    policies: readPolicies(parts.policies.get(oid) ?? []),
    rowSecurity: flag(row, 'row_security') ? (flag(row, 'row_security_forced') ? 'forced' : 'on') : 'off',
    triggers: readTriggers(parts.triggers.get(oid) ?? [], byNumber),
    rules: readRules(parts.rules.get(oid) ?? []),
    grants: [
      ...grants(row),
      ...(parts.columnGrants.get(oid) ?? [])
        .flatMap((granted) => grants(granted, text(granted, 'column')))
        .sort((a, b) => compareText(a.column ?? '', b.column ?? '') || compareText(a.grantee, b.grantee)),
    ],
    options: options(row, 'options'),
    ...(row['access_method'] === 'heap' ? {} : optional('accessMethod', optionalText(row, 'access_method'))),
    ...optional('tablespace', optionalText(row, 'tablespace')),
    replicaIdentity: replicaIdentities[text(row, 'replica_identity')] ?? 'default',
    ...optional('server', optionalText(row, 'server')),
    ...owned(row),
    ...commented(row),
  };
}

const storages: Readonly<Record<string, NonNullable<Column['storage']>>> = { p: 'plain', e: 'external', x: 'extended', m: 'main' };
const compressions: Readonly<Record<string, string>> = { p: 'pglz', l: 'lz4' };

function readColumn(
  row: Row,
  relation: string,
  table: string,
  byNumber: ReadonlyMap<number, string>,
  notNulls: readonly Row[],
  parts: RelationParts,
  types: TypeReader,
): Column {
  const place = number(row, 'number');
  const columnName = text(row, 'name');
  const sequence = parts.sequences.get(`${relation} ${place}`);
  const sequenceName = sequence && { schema: text(sequence, 'schema'), name: text(sequence, 'name') };
  const identity = text(row, 'identity');
  const generated = text(row, 'generated');
  const expression = optionalText(row, 'default');
  const constraint = notNulls.find((one) => items<number>(one, 'columns')[0] === place);
  const target = number(row, 'statistics_target');
  return {
    name: columnName,
    type: types.read(text(row, 'type'), number(row, 'modifier'), text(row, 'type_text')),
    nullable: !flag(row, 'not_null'),
    ...optional('notNull', constraint && notNullDetails(constraint, table, byNumber.get(place) ?? '')),
    ...(generated === '' ? optional('default', expression) : {}),
    ...(identity === ''
      ? optional('ownedSequence', sequenceName)
      : { identity: { generation: identity === 'a' ? 'always' : 'by default', ...optional('sequence', sequenceName) } }),
    ...(generated === '' || expression === undefined ? {} : { generated: { expression, stored: generated === 's' } }),
    ...optional('collation', name(row, 'collation_schema', 'collation_name')),
    ...optional('storage', storages[optionalText(row, 'storage') ?? '']),
    ...optional('compression', compressions[optionalText(row, 'compression') ?? '']),
    ...(target < 0 ? {} : { statisticsTarget: target }),
    local: flag(row, 'local'),
    ...commented(row),
  };
}

/**
 * Before PostgreSQL 18 not-null constraints have no names: a name counts only when it is not the one the server
 * would have chosen (`table_column_not_null`, cut to 63 bytes, a number behind it on a clash).
 */
function notNullDetails(row: Row, table: string, column: string): Column['notNull'] {
  const constraint = text(row, 'name');
  const usual = objectName([table, column], 'not_null', 63);
  const named = !(constraint === usual || (constraint.startsWith(usual) && /^\d+$/.test(constraint.slice(usual.length))));
  const validated = flag(row, 'validated');
  const inherited = !flag(row, 'no_inherit');
  if (!named && validated && inherited) return undefined;
  return { ...(named ? { name: constraint } : {}), validated, inherited };
}

function state(row: Row): ConstraintState {
  return {
    validated: flag(row, 'validated'),
    enforced: flag(row, 'enforced'),
    deferrable: flag(row, 'deferrable'),
    initiallyDeferred: flag(row, 'deferred'),
  };
}

function columnsOf(row: Row, byNumber: ReadonlyMap<number, string>): readonly string[] {
  return items<number>(row, 'columns').map((place) => byNumber.get(place) ?? '');
}

function keyConstraint(row: Row, byNumber: ReadonlyMap<number, string>, indexes: readonly Index[]): KeyConstraint {
  const index = text(row, 'index');
  const behind = indexes.find((one) => one.name === index);
  return {
    name: text(row, 'name'),
    ...state(row),
    columns: columnsOf(row, byNumber),
    include: behind?.include ?? [],
    nullsNotDistinct: behind?.nullsNotDistinct ?? false,
    withoutOverlaps: flag(row, 'period'),
    index,
    ...commented(row),
  };
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

function foreignKey(row: Row, byNumber: ReadonlyMap<number, string>): ForeignKey {
  const deleteColumns = items<number>(row, 'delete_columns').map((place) => byNumber.get(place) ?? '');
  return {
    name: text(row, 'name'),
    ...state(row),
    columns: columnsOf(row, byNumber),
    references: { schema: text(row, 'referenced_schema'), name: text(row, 'referenced_name') },
    referencedColumns: list(row, 'referenced_columns'),
    ...optional('referencedIndex', optionalText(row, 'index')),
    onDelete: actions[text(row, 'on_delete')] ?? 'no action',
    onUpdate: actions[text(row, 'on_update')] ?? 'no action',
    ...(deleteColumns.length === 0 ? {} : { onDeleteColumns: deleteColumns }),
    match: row['match'] === 'f' ? 'full' : 'simple',
    period: flag(row, 'period'),
    inherited: flag(row, 'has_parent'),
    ...commented(row),
  };
}

function checkConstraint(row: Row, byNumber: ReadonlyMap<number, string>): CheckConstraint {
  return {
    name: text(row, 'name'),
    ...state(row),
    expression: text(row, 'expression'),
    columns: [...columnsOf(row, byNumber)].sort(compareText),
    noInherit: flag(row, 'no_inherit'),
    inherited: !flag(row, 'local'),
    ...commented(row),
  };
}

function exclusionConstraint(row: Row, byNumber: ReadonlyMap<number, string>): ExclusionConstraint {
  return {
    name: text(row, 'name'),
    ...state(row),
    definition: text(row, 'expression'),
    columns: columnsOf(row, byNumber).filter((column) => column !== ''),
    index: text(row, 'index'),
    ...commented(row),
  };
}

export function readIndexes(relation: string, byNumber: ReadonlyMap<number, string>, parts: RelationParts): readonly Index[] {
  return (parts.indexes.get(relation) ?? [])
    .map((row) => readIndex(row, byNumber, parts.indexColumns.get(text(row, 'oid')) ?? []))
    .sort((a, b) => compareText(a.name, b.name));
}

function readIndex(row: Row, byNumber: ReadonlyMap<number, string>, detailRows: readonly Row[]): Index {
  const keyCount = number(row, 'key_count');
  const columnNumbers = numbers(row, 'key_columns');
  const optionBits = numbers(row, 'key_options');
  const details = new Map(detailRows.map((detail) => [number(detail, 'place'), detail]));
  const keys = columnNumbers
    .slice(0, keyCount)
    .map((place, at) => indexKey(byNumber.get(place), optionBits[at] ?? 0, details.get(at + 1)));
  const predicate = optionalText(row, 'predicate');
  const read = items<number>(row, 'read_columns').map((place) => byNumber.get(place) ?? '');
  const expressions = keys.flatMap((key) => (key.expression === undefined ? [] : [key.expression])).join(' ');
  return {
    name: text(row, 'name'),
    method: text(row, 'method'),
    unique: flag(row, 'unique'),
    nullsNotDistinct: flag(row, 'nulls_not_distinct'),
    keys,
    include: columnNumbers.slice(keyCount).map((place) => byNumber.get(place) ?? ''),
    ...optional('predicate', predicate),
    expressionColumns: mentioned(expressions, read),
    predicateColumns: mentioned(predicate ?? '', read),
    valid: flag(row, 'valid'),
    ...optional('constraint', optionalText(row, 'constraint')),
    ...optional('partitionOf', name(row, 'parent_schema', 'parent_name')),
    replicaIdentity: flag(row, 'replica_identity'),
    clustered: flag(row, 'clustered'),
    options: options(row, 'options'),
    ...optional('tablespace', optionalText(row, 'tablespace')),
    ...commented(row),
    definition: text(row, 'definition'),
  };
}

/** `indoption`: bit 0 is DESC, bit 1 NULLS FIRST. */
function indexKey(column: string | undefined, bits: number, detail: Row | undefined): IndexKey {
  const classOptions = detail ? list(detail, 'operator_class_options') : [];
  const operatorClass = detail && optionalText(detail, 'operator_class');
  return {
    ...optional('column', column),
    ...optional('expression', detail && optionalText(detail, 'expression')),
    ...optional('operatorClass', operatorClass && `${operatorClass}${classOptions.length > 0 ? `(${classOptions.join(', ')})` : ''}`),
    ...optional('collation', detail && name(detail, 'collation_schema', 'collation_name')),
    descending: (bits & 1) !== 0,
    nullsFirst: (bits & 2) !== 0,
  };
}

/**
 * Which of the columns that an index reads stand in an expression. The engine tells what the index reads as a whole;
 * the expression's text, as the engine wrote it, tells in which part: literals are dropped, identifiers compared.
 */
function mentioned(expression: string, columns: readonly string[]): readonly string[] {
  if (expression === '' || columns.length === 0) return [];
  const identifiers = new Set<string>();
  for (const match of expression.replaceAll(/'(?:[^']|'')*'/g, "''").matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu)) {
    identifiers.add(match[1] === undefined ? match[0] : match[1].replaceAll('""', '"'));
  }
  return columns.filter((column) => identifiers.has(column)).sort(compareText);
}

function partitioning(row: Row, byNumber: ReadonlyMap<number, string>): Partitioning | undefined {
  const definition = optionalText(row, 'partition_definition');
  if (definition === undefined) return undefined;
  const strategies: Readonly<Record<string, Partitioning['strategy']>> = { r: 'range', l: 'list', h: 'hash' };
  // Several expressions come as one text, joined by `, `; a key of expressions keeps it whole.
  const expression = optionalText(row, 'partition_expressions');
  const keys = numbers(row, 'partition_columns').map(
    (place): PartitionKey => ({ ...optional('column', byNumber.get(place)), ...(place === 0 ? optional('expression', expression) : {}) }),
  );
  return { strategy: strategies[text(row, 'partition_strategy')] ?? 'range', keys, definition };
}

export function readTriggers(rows: readonly Row[], byNumber: ReadonlyMap<number, string>): readonly Trigger[] {
  const states: Readonly<Record<string, Trigger['enabled']>> = { O: 'origin', D: 'disabled', R: 'replica', A: 'always' };
  return rows
    .map((row): Trigger => {
      // pg_trigger.h: 1 row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate, 64 instead.
      const bits = number(row, 'bits');
      const events = (['insert', 'update', 'delete', 'truncate'] as const).filter(
        (event) => bits & { insert: 4, update: 16, delete: 8, truncate: 32 }[event],
      );
      return {
        name: text(row, 'name'),
        timing: bits & 64 ? 'instead of' : bits & 2 ? 'before' : 'after',
        events,
        columns: numbers(row, 'columns').map((place) => byNumber.get(place) ?? ''),
        forEach: bits & 1 ? 'row' : 'statement',
        function: { schema: text(row, 'function_schema'), name: text(row, 'function_name') },
        enabled: states[text(row, 'enabled')] ?? 'origin',
        definition: text(row, 'definition'),
        ...commented(row),
      };
    })
    .sort((a, b) => compareText(a.name, b.name));
}

export function readRules(rows: readonly Row[]): readonly RewriteRule[] {
  return rows
    .map((row) => ({ name: text(row, 'name'), definition: text(row, 'definition') }))
    .sort((a, b) => compareText(a.name, b.name));
}

function readPolicies(rows: readonly Row[]): readonly Policy[] {
  const commands: Readonly<Record<string, Policy['command']>> = { '*': 'all', r: 'select', a: 'insert', w: 'update', d: 'delete' };
  return rows
    .map((row): Policy => ({
      name: text(row, 'name'),
      command: commands[text(row, 'command')] ?? 'all',
      permissive: flag(row, 'permissive'),
      roles: list(row, 'roles'),
      ...optional('using', optionalText(row, 'using')),
      ...optional('withCheck', optionalText(row, 'with_check')),
      ...commented(row),
    }))
    .sort((a, b) => compareText(a.name, b.name));
}
