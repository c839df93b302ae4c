import type { Change } from '../../../catalog/change.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { CheckConstraint, Column, Table } from '../../../catalog/table.ts';
import type { Flavour } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { constantOf } from '../read/column.ts';
import { schemaName } from '../read/draft.ts';
import { periodName, periodOptions } from '../read/periods.ts';
import { readType } from '../read/types.ts';
import { canonicalExpression } from '../sql/expression.ts';
import { readerOf } from '../sql/reader.ts';
import { quoteString } from '../sql/tokens.ts';
import {
  checkClause,
  columnDefinition,
  foreignKeyClause,
  ignoredWord,
  indexClause,
  indexKey,
  isOfColumn,
  list,
  optionClause,
  periodClause,
  resetClause,
  setOf,
} from './create-table.ts';

/** What ALTER TABLE does for a change of a table as it is now; empty for what the engine has no form for. */
export function alterationsOf(change: Change, table: Table | undefined, flavour: Flavour): readonly string[] {
  const modified = (name: string, alter: (column: Column) => Column): readonly string[] => {
    const column = table?.columns.find((one) => one.name === name);
    return table && column ? [`MODIFY COLUMN ${columnDefinition(alter(column), table, flavour)}`] : [];
  };
  switch (change.kind) {
    case 'create':
      return created(change.object, table, flavour);
    case 'drop':
      return dropped(change.object, table, flavour);
    case 'replace':
      return [...dropped(change.was, table, flavour), ...created(change.object, table, flavour)];
    case 'rename':
      return renamed(change, table, flavour);
    case 'set comment': {
      const { object, comment = '' } = change;
      if (object.kind === 'table') return [`COMMENT=${quoteString(comment)}`];
      if (object.kind !== 'column') return [];
      return modified(object.name, ({ comment: _, ...column }) => (comment === '' ? column : { ...column, comment }));
    }
    case 'set options':
      if (change.object.kind === 'column') return modified(change.object.name, (column) => withOptions(column, change));
      return change.object.kind === 'table'
        ? tableOptions(change, table, flavour)
        : indexOptions(change, table, flavour);
    case 'create index': {
      const keys = change.keys.map((key) => ({ descending: false, nullsFirst: false, ...key }));
      return [
        `ADD ${change.unique ? 'UNIQUE ' : ''}KEY ${quoteIdentifier(change.name)} (${keys.map(indexKey).join(', ')})`,
      ];
    }
    case 'drop index':
      return [`DROP KEY ${quoteIdentifier(change.index.name)}`];
    case 'add foreign key':
      return [`ADD ${foreignKeyClause(change, flavour)}`];
    case 'add primary key':
      // It may have come with its column.
      return table?.primaryKey ? [] : [`ADD PRIMARY KEY (${list(change.columns)})`];
    case 'add unique':
      return [`ADD UNIQUE KEY ${quoteIdentifier(change.name)} (${list(change.columns)})`];
    case 'add check':
      return [`ADD ${checkClause({ ...change, enforced: true })}`];
    case 'set enforced':
      return flavour === 'mysql'
        ? [`ALTER CHECK ${quoteIdentifier(change.name)} ${change.enforced ? '' : 'NOT '}ENFORCED`]
        : [];
    case 'drop constraint':
      return [droppedConstraint(change.name, table, flavour)];
    case 'set not null':
      return modified(change.column, (column) => ({ ...column, nullable: false }));
    case 'drop not null':
      return modified(change.column, (column) => ({ ...column, nullable: true }));
    case 'add column': {
      const type = typeOf(change.type, flavour);
      const column: Column = {
        name: change.column,
        type,
        nullable: change.nullable,
        ...(change.default === undefined ? {} : { default: canonicalDefault(change.default, { type }, flavour) }),
        ...(change.identity === undefined ? {} : { identity: { generation: change.identity } }),
        ...(change.generated === undefined ? {} : { generated: { expression: change.generated, stored: true } }),
        local: true,
      };
      // A column that counts by itself must be a key from the beginning.
      const key = column.identity && !table?.primaryKey ? ' PRIMARY KEY' : '';
      return table ? [`ADD COLUMN ${columnDefinition(column, table, flavour)}${key}`] : [];
    }
    case 'drop column':
      return [`DROP COLUMN ${quoteIdentifier(change.column)}`];
    case 'change type':
      return modified(change.column, ({ collation: _, ...column }) => ({
        ...column,
        type: typeOf(change.type, flavour),
        ...(change.default === undefined ? {} : { default: change.default }),
        ...(change.collation ? { collation: change.collation } : {}),
      }));
    case 'set default':
      return modified(change.column, (column) => ({
        ...column,
        default: canonicalDefault(change.default, column, flavour),
      }));
    case 'drop default':
      return modified(change.column, ({ default: _, ...column }) => column);
    case 'set generated':
      return modified(change.column, (column) => ({
        ...column,
        generated: { stored: column.generated?.stored ?? true, expression: change.expression },
      }));
    case 'drop generated':
      return modified(change.column, ({ generated: _, ...column }) => column);
    case 'add identity':
      return modified(change.column, ({ default: _, ...column }) => ({ ...column, identity: change.identity }));
    case 'drop identity':
      return modified(change.column, ({ identity: _, ...column }) => column);
    case 'set on update': {
      const { expression } = change;
      return modified(change.column, ({ onUpdate: _, ...column }) =>
        expression === undefined ? column : { ...column, onUpdate: expression },
      );
    }
    case 'set hidden':
      return modified(change.column, ({ hidden: _, ...column }) =>
        change.hidden ? { ...column, hidden: true } : column,
      );
    case 'maintain updated at':
      return modified(change.column, (column) => ({ ...column, onUpdate: timeOf(column) }));
    default:
      return [];
  }
}

function withOptions(column: Column, { set, reset }: Extract<Change, { readonly kind: 'set options' }>): Column {
  const kept = Object.entries({ ...column.options, ...set }).filter(([name]) => !reset.includes(name));
  return { ...column, options: Object.fromEntries(kept) };
}

/** With as many digits as the column keeps. */
function timeOf({ type }: Column): string {
  return `current_timestamp(${/\((\d)\)/.exec(type.text)?.[1] ?? ''})`;
}

/** A default as the engine writes it back: rules write theirs in words that all engines have. */
function canonicalDefault(expression: string, { type }: Pick<Column, 'type'>, flavour: Flavour): string {
  return constantOf(canonicalExpression(expression, { flavour, number: 0 }), type);
}

function typeOf(text: string, flavour: Flavour): Column['type'] {
  return readType(readerOf(text, { flavour, number: 0 })).type;
}

function created(object: CatalogObject, table: Table | undefined, flavour: Flavour): readonly string[] {
  switch (object.kind) {
    case 'column':
      return table ? [`ADD COLUMN ${columnDefinition(object.column, table, flavour)}`] : [];
    case 'index':
      return [`ADD ${indexClause(object.index, flavour)}`];
    case 'constraint':
      if (object.type === 'foreign key') return [`ADD ${foreignKeyClause(object.constraint, flavour)}`];
      if (object.type === 'check') return addedCheck(object.constraint, table, flavour);
      return object.index ? [`ADD ${indexClause(object.index, flavour)}`] : [];
    default:
      return [];
  }
}

/** The check of a column is part of its definition. */
function addedCheck(check: CheckConstraint, table: Table | undefined, flavour: Flavour): readonly string[] {
  if (!table || !isOfColumn(check, table, flavour)) return [`ADD ${checkClause(check)}`];
  const column = table.columns.find(({ name }) => name === check.name);
  const others = table.checks.filter(({ name }) => name !== check.name);
  return column ? [`MODIFY COLUMN ${columnDefinition(column, { ...table, checks: [...others, check] }, flavour)}`] : [];
}

function dropped(object: CatalogObject, table: Table | undefined, flavour: Flavour): readonly string[] {
  switch (object.kind) {
    case 'column':
      return [`DROP COLUMN ${quoteIdentifier(object.column.name)}`];
    case 'index':
      return [`DROP KEY ${quoteIdentifier(object.index.name)}`];
    case 'constraint':
      return [droppedConstraint(object.constraint.name, table, flavour, object.type)];
    default:
      return [];
  }
}

/** Each kind of constraint is dropped by a clause of its own. */
function droppedConstraint(
  name: string,
  table: Table | undefined,
  flavour: Flavour,
  type?: Extract<CatalogObject, { readonly kind: 'constraint' }>['type'],
): string {
  const quoted = quoteIdentifier(name);
  if (type === 'primary key' || name === 'PRIMARY') return 'DROP PRIMARY KEY';
  if (type === 'foreign key' || (type === undefined && table?.foreignKeys.some((one) => one.name === name)))
    return `DROP FOREIGN KEY ${quoted}`;
  if (type === 'unique' || (type === undefined && table?.uniques.some((one) => one.name === name)))
    return `DROP KEY ${quoted}`;
  const check = table?.checks.find((one) => one.name === name);
  if (table && check && isOfColumn(check, table, flavour)) {
    const column = table.columns.find((one) => one.name === name);
    const others = table.checks.filter((one) => one !== check);
    if (column) return `MODIFY COLUMN ${columnDefinition(column, { ...table, checks: others }, flavour)}`;
  }
  return `DROP CONSTRAINT ${quoted}`;
}

function renamed(
  { object, to }: Extract<Change, { readonly kind: 'rename' }>,
  table: Table | undefined,
  flavour: Flavour,
): readonly string[] {
  const [from, now] = [quoteIdentifier(object.name), quoteIdentifier(to)];
  if (object.kind === 'column') return [`RENAME COLUMN ${from} TO ${now}`];
  if (object.kind === 'index') return [`RENAME KEY ${from} TO ${now}`];
  if (object.kind !== 'constraint' || !table) return [];
  if (table.uniques.some(({ name }) => name === object.name)) return [`RENAME KEY ${from} TO ${now}`];
  const key = table.foreignKeys.find(({ name }) => name === object.name);
  if (key) return [`DROP FOREIGN KEY ${from}`, `ADD ${foreignKeyClause({ ...key, name: to }, flavour)}`];
  const check = table.checks.find(({ name }) => name === object.name);
  return check ? [droppedConstraint(object.name, table, flavour), `ADD ${checkClause({ ...check, name: to })}`] : [];
}

function tableOptions(
  { set, reset, was }: Extract<Change, { readonly kind: 'set options' }>,
  table: Table | undefined,
  flavour: Flavour,
): readonly string[] {
  const actions: string[] = [];
  const collation = set['collation'];
  if (collation !== undefined) {
    actions.push(`CONVERT TO CHARACTER SET ${setOf(collation)} COLLATE ${collation}`);
    // Columns with one of their own keep it, and texts their type, which would grow with the bytes of a character.
    for (const column of table?.columns ?? []) {
      const told = column.collation ? column : { ...column, collation: { schema: schemaName, name: collation } };
      if (table && (column.collation || /^(?:tiny|medium)?text$/.test(column.type.name)))
        actions.push(`MODIFY COLUMN ${columnDefinition(told, table, flavour)}`);
    }
  }
  for (const [name, value] of Object.entries(set)) {
    if (name === 'engine') actions.push(`ENGINE=${value}`);
    else if (name === 'system_versioning') actions.push('ADD SYSTEM VERSIONING');
    else if (periodOptions.includes(name)) {
      const old = was?.[name];
      actions.push(...(old === undefined ? [] : [`DROP PERIOD FOR ${periodName(old)}`]), `ADD ${periodClause(value)}`);
    } else if (name !== 'collation' && name !== 'partition_by') actions.push(optionClause(name, value));
  }
  for (const name of reset) {
    if (name === 'engine') actions.push('ENGINE=InnoDB');
    else if (name === 'system_versioning') actions.push('DROP SYSTEM VERSIONING');
    else if (name === 'partition_by') actions.push('REMOVE PARTITIONING');
    else if (periodOptions.includes(name)) {
      const old = was?.[name];
      if (old !== undefined) actions.push(`DROP PERIOD FOR ${periodName(old)}`);
    } else if (name !== 'collation') actions.push(resetClause(name));
  }
  const partitions = set['partition_by'];
  // It comes last, and without a comma of its own.
  if (partitions !== undefined) {
    const last = `PARTITION BY ${partitions}`;
    return actions.length === 0 ? [last] : [...actions.slice(0, -1), `${actions.at(-1)} ${last}`];
  }
  return was === undefined ? [] : actions;
}

function indexOptions(
  { object, set, reset }: Extract<Change, { readonly kind: 'set options' }>,
  table: Table | undefined,
  flavour: Flavour,
): readonly string[] {
  if (object.kind !== 'index' && object.kind !== 'constraint') return [];
  const index = table?.indexes.find(({ name }) => name === object.name);
  if (index && [...Object.keys(set), ...reset].some((name) => name !== 'ignored')) {
    const kept = Object.entries(index.options).filter(([name]) => !reset.includes(name));
    const name = index.name === 'PRIMARY' ? 'PRIMARY KEY' : `KEY ${quoteIdentifier(index.name)}`;
    return [
      `DROP ${name}`,
      `ADD ${indexClause({ ...index, options: { ...Object.fromEntries(kept), ...set } }, flavour)}`,
    ];
  }
  const used = flavour === 'mariadb' ? 'NOT IGNORED' : 'VISIBLE';
  const word = set['ignored'] !== undefined ? ignoredWord(flavour) : reset.includes('ignored') ? used : undefined;
  return word === undefined ? [] : [`ALTER INDEX ${quoteIdentifier(object.name)} ${word}`];
}
