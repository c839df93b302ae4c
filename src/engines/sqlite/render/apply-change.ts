import type { Change } from '../../../catalog/change.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Column, ForeignKey, Index, KeyConstraint, Table } from '../../../catalog/table.ts';
import type { DataType } from '../../../catalog/type.ts';
import { dataType } from '../introspect/types.ts';
import { canonicalExpression } from '../sql/canonical.ts';

const state = { validated: true, enforced: true, deferrable: false, initiallyDeferred: false } as const;

/** The table as it is after a change of it; nothing for a change that is none of a table, or that the engine cannot make. */
export function tableAfter(table: Table, change: Change): Table | undefined {
  switch (change.kind) {
    case 'create':
      return withObject(table, change.object);
    case 'drop':
      return withoutObject(table, change.object);
    case 'replace':
      return change.object.kind === 'trigger'
        ? withObject(withoutObject(table, change.was) ?? table, change.object)
        : undefined;
    case 'set options':
      return { ...table, options: optionsAfter(table, change) };
    case 'set table option':
      return { ...table, options: { ...table.options, [change.option]: change.value } };
    case 'add column':
      return { ...table, columns: [...table.columns, newColumn(change, table)] };
    case 'drop column':
      return { ...table, columns: table.columns.filter(({ name }) => name !== change.column) };
    case 'change type':
      return withColumn(table, change.column, ({ default: before, collation: _, ...column }) => {
        const kept = change.default ?? before;
        return {
          ...column,
          type: typeOf(change.type, table),
          ...(kept === undefined ? {} : { default: kept }),
          ...(change.collation ? { collation: change.collation } : {}),
        };
      });
    case 'set not null':
      return withColumn(table, change.column, (column) => ({
        ...column,
        nullable: false,
        ...(change.constraint ? { notNull: change.constraint } : {}),
      }));
    case 'drop not null':
      return withColumn(table, change.column, ({ notNull: _, ...column }) => ({ ...column, nullable: true }));
    case 'set default':
      return withColumn(table, change.column, (column) => ({ ...column, default: change.default }));
    case 'drop default':
      return withColumn(table, change.column, ({ default: _, ...column }) => column);
    case 'set generated':
      return withColumn(table, change.column, (column) => ({
        ...column,
        generated: { stored: column.generated?.stored ?? false, expression: change.expression },
      }));
    case 'drop generated':
      return withColumn(table, change.column, ({ generated: _, ...column }) => column);
    case 'add identity':
    case 'set identity':
      return withColumn(table, change.column, (column) => ({ ...column, identity: { generation: 'by default' } }));
    case 'drop identity':
      return withColumn(table, change.column, ({ identity: _, ...column }) => column);
    case 'rename':
      return renamed(table, change);
    default:
      return constraintAfter(table, change);
  }
}

function constraintAfter(table: Table, change: Change): Table | undefined {
  switch (change.kind) {
    case 'add foreign key': {
      const key: ForeignKey = {
        ...state,
        name: change.name,
        columns: change.columns,
        references: change.references,
        referencedColumns: change.referencedColumns,
        onDelete: change.onDelete ?? 'no action',
        onUpdate: change.onUpdate ?? 'no action',
        match: change.match ?? 'simple',
        period: false,
        inherited: false,
        deferrable: change.deferrable ?? false,
        initiallyDeferred: change.initiallyDeferred ?? false,
      };
      return { ...table, foreignKeys: [...table.foreignKeys, key] };
    }
    case 'add primary key':
    case 'add unique': {
      const key: KeyConstraint = {
        ...state,
        name: change.name,
        columns: change.columns,
        include: [],
        nullsNotDistinct: false,
        withoutOverlaps: false,
        index: change.name,
      };
      const indexes = [...table.indexes, keyIndex(key)];
      return change.kind === 'add unique'
        ? { ...table, uniques: [...table.uniques, key], indexes }
        : { ...table, primaryKey: key, indexes };
    }
    case 'add check': {
      const expression = canonicalExpression(change.expression);
      const check = { ...state, name: change.name, expression, columns: [], noInherit: false, inherited: false };
      return { ...table, checks: [...table.checks, check] };
    }
    case 'drop constraint':
      return withoutConstraint(table, change.name);
    case 'set deferrable':
      return {
        ...table,
        foreignKeys: table.foreignKeys.map((key) =>
          key.name === change.name
            ? { ...key, deferrable: change.deferrable, initiallyDeferred: change.initiallyDeferred }
            : key,
        ),
      };
    case 'create index':
      return { ...table, indexes: [...table.indexes, newIndex(change)] };
    case 'drop index':
      return { ...table, indexes: table.indexes.filter(({ name }) => name !== change.index.name) };
    default:
      return undefined;
  }
}

/** The index that a `create index` change makes; columns that others only include stand at its end. */
export function newIndex(change: Extract<Change, { readonly kind: 'create index' }>): Index {
  return {
    ...keyIndex({ name: change.name, columns: [] }),
    unique: change.unique ?? false,
    keys: [
      ...change.keys.map(({ descending = false, operatorClass: _, ...key }) => ({
        ...key,
        descending,
        nullsFirst: descending,
      })),
      ...(change.include ?? []).map((column) => ({ column, descending: false, nullsFirst: false })),
    ],
    ...(change.predicate === undefined ? {} : { predicate: change.predicate }),
  };
}

function keyIndex(key: Pick<KeyConstraint, 'name' | 'columns'>): Index {
  return {
    name: key.name,
    method: 'btree',
    unique: true,
    nullsNotDistinct: false,
    keys: key.columns.map((column) => ({ column, descending: false, nullsFirst: false })),
    include: [],
    expressionColumns: [],
    predicateColumns: [],
    valid: true,
    ...(key.columns.length > 0 ? { constraint: key.name } : {}),
    replicaIdentity: false,
    clustered: false,
    options: {},
    definition: '',
  };
}

/** A type as the catalog writes it: `any` is none, where a table does not hold to its types. */
function typeOf(text: string, { options }: Table): DataType {
  const strict = options['strict'] === 'true';
  return dataType(text === 'any' && !strict ? '' : text, strict);
}

function newColumn(change: Extract<Change, { readonly kind: 'add column' }>, table: Table): Column {
  return {
    name: change.column,
    type: typeOf(change.type, table),
    nullable: change.nullable,
    ...(change.default === undefined ? {} : { default: change.default }),
    ...(change.generated === undefined ? {} : { generated: { expression: change.generated, stored: false } }),
    ...(change.identity === undefined ? {} : { identity: { generation: change.identity } }),
    local: true,
  };
}

function withColumn(table: Table, name: string, with_: (column: Column) => Column): Table {
  return { ...table, columns: table.columns.map((column) => (column.name === name ? with_(column) : column)) };
}

function optionsAfter(
  table: Table,
  change: Extract<Change, { readonly kind: 'set options' }>,
): Readonly<Record<string, string>> {
  const kept = Object.entries(table.options).filter(([option]) => !change.reset.includes(option));
  return { ...Object.fromEntries(kept), ...change.set };
}

function withObject(table: Table, object: CatalogObject): Table | undefined {
  switch (object.kind) {
    case 'column':
      return { ...table, columns: [...table.columns, object.column] };
    case 'index':
      return { ...table, indexes: [...table.indexes, object.index] };
    case 'trigger':
      return { ...table, triggers: [...table.triggers, object.trigger] };
    case 'constraint': {
      const indexes = object.index ? [...table.indexes, object.index] : table.indexes;
      switch (object.type) {
        case 'primary key':
          return { ...table, primaryKey: object.constraint, indexes };
        case 'unique':
          return { ...table, uniques: [...table.uniques, object.constraint], indexes };
        case 'foreign key':
          return { ...table, foreignKeys: [...table.foreignKeys, object.constraint] };
        case 'check':
          return { ...table, checks: [...table.checks, object.constraint] };
        default:
          return undefined;
      }
    }
    default:
      return undefined;
  }
}

function withoutObject(table: Table, object: CatalogObject): Table | undefined {
  switch (object.kind) {
    // What is made of the column goes by changes of its own, or stays for one that is made anew.
    case 'column':
      return { ...table, columns: table.columns.filter(({ name }) => name !== object.column.name) };
    case 'index':
      return { ...table, indexes: table.indexes.filter(({ name }) => name !== object.index.name) };
    case 'trigger':
      return { ...table, triggers: table.triggers.filter(({ name }) => name !== object.trigger.name) };
    case 'constraint':
      return withoutConstraint(table, object.constraint.name);
    default:
      return undefined;
  }
}

function withoutConstraint(table: Table, name: string): Table {
  const { primaryKey, ...rest } = table;
  const differs = (one: { readonly name: string }) => one.name !== name;
  return {
    ...rest,
    ...(primaryKey && differs(primaryKey) ? { primaryKey } : {}),
    uniques: table.uniques.filter(differs),
    foreignKeys: table.foreignKeys.filter(differs),
    checks: table.checks.filter(differs),
    indexes: table.indexes.filter((index) => index.constraint !== name),
  };
}

/** Of a constraint: the engine has no statement for it. Other renames are statements, and not worked out here. */
function renamed(table: Table, { object, to }: Extract<Change, { readonly kind: 'rename' }>): Table | undefined {
  if (object.kind !== 'constraint') return undefined;
  const named = <T extends { readonly name: string }>(one: T): T =>
    one.name === object.name ? { ...one, name: to } : one;
  return {
    ...table,
    ...(table.primaryKey ? { primaryKey: named(table.primaryKey) } : {}),
    uniques: table.uniques.map(named),
    foreignKeys: table.foreignKeys.map(named),
    checks: table.checks.map(named),
    indexes: table.indexes.map((index) =>
      index.constraint === object.name ? { ...index, name: to, constraint: to } : index,
    ),
  };
}
