import { canonicalText } from '../../../catalog/hash.ts';
import { displayName } from '../../../catalog/names.ts';
import type { CheckConstraint, Column, Index, Table } from '../../../catalog/table.ts';
import type { Flavour } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { isComputedAnew } from '../read/alter-table.ts';
import { tableOf } from '../read/catalog.ts';
import { type Draft, type DraftTable, schemaName } from '../read/draft.ts';
import { periodName, periodOptions } from '../read/periods.ts';
import {
  checkClause,
  columnDefinition,
  ignoredWord,
  indexClause,
  isOfColumn,
  optionClause,
  periodClause,
  setOf,
} from '../render/create-table.ts';
import { quoteString } from '../sql/tokens.ts';

/** An action of ALTER TABLE. */
export interface Action {
  readonly sql: string;
  /** In words: `add column total`. */
  readonly title: string;
  /** The column that it is about. */
  readonly column?: string;
}

/** A table as it is at a point, with the collation that each of its texts has, whoever said so. */
interface State {
  readonly table: Table;
  readonly collations: ReadonlyMap<string, string | undefined>;
}

/** What ALTER TABLE has to do to make one table out of another of its name; foreign keys and triggers aside. */
export function actionsBetween(from: DraftTable, to: DraftTable, draft: Draft): readonly Action[] {
  const { flavour } = draft.dialect;
  const [before, after] = [stateOf(from, draft), stateOf(to, draft)];
  const anew = columnsAnew(before.table, after.table);
  return [
    ...indexesGone(before.table, after.table, anew),
    ...checksGone(before.table, after.table, flavour),
    ...periodsGone(before.table, after.table),
    ...columnActions(before, after, flavour),
    ...periodsMade(before.table, after.table),
    ...indexesMade(before.table, after.table, flavour, anew),
    ...checksMade(before.table, after.table, flavour),
    ...optionActions(before, after),
  ];
}

/** The statement with these actions, carried out in the manner asked for. */
export function alterStatement(table: string, actions: readonly Action[], manner: readonly string[] = []): string {
  return `ALTER TABLE ${quoteIdentifier(table)} ${[...actions.map(({ sql }) => sql), ...manner].join(', ')}`;
}

function stateOf(table: DraftTable, draft: Draft): State {
  return {
    table: tableOf(table, draft),
    collations: new Map(table.columns.map(({ name, ownCollation }) => [name, ownCollation])),
  };
}

const named = (kind: string, name: string) => `${kind} ${displayName(name)}`;

function columnActions(before: State, after: State, flavour: Flavour): readonly Action[] {
  const known = new Map(before.table.columns.map((column) => [column.name, column]));
  const kept = new Set(after.table.columns.map(({ name }) => name));
  const action = (verb: string, word: string, column: string, definition: string): Action => ({
    sql: `${verb} COLUMN ${definition}`,
    title: `${word} ${named('column', column)}`,
    column,
  });
  const drop = (name: string) => action('DROP', 'drop', name, quoteIdentifier(name));
  const actions = before.table.columns.filter(({ name }) => !kept.has(name)).map(({ name }) => drop(name));
  const collated = before.table.options['collation'] !== after.table.options['collation'];
  for (const column of after.table.columns) {
    const old = known.get(column.name);
    const definition = definitionOf(column, after, flavour, collated);
    if (!old) actions.push(action('ADD', 'add', column.name, definition));
    else if (isComputedAnew(old, column)) {
      actions.push(drop(column.name), action('ADD', 'make anew', column.name, definition));
    } else if (definitionOf(old, before, flavour, true) !== definitionOf(column, after, flavour, true)) {
      actions.push(action('MODIFY', 'change', column.name, definition));
    }
  }
  return actions;
}

/** `told`: with the collation, also where it is the table's. */
function definitionOf(column: Column, { table, collations }: State, flavour: Flavour, told: boolean): string {
  const own = collations.get(column.name);
  const written =
    told && own !== undefined && column.type.family !== 'json'
      ? { ...column, collation: { schema: schemaName, name: own } }
      : column;
  return columnDefinition(written, table, flavour);
}

/** Columns that go and come again in one statement: their indexes do so with them. */
function columnsAnew(before: Table, after: Table): ReadonlySet<string> {
  const isAnew = (column: Column) => {
    const old = before.columns.find(sameNamed(column));
    return old !== undefined && isComputedAnew(old, column);
  };
  return new Set(after.columns.filter(isAnew).map(({ name }) => name));
}

function reads({ keys, expressionColumns }: Index, columns: ReadonlySet<string>): boolean {
  const own = keys.map(({ column, prefix }) => column ?? prefix?.column ?? '');
  return [...own, ...expressionColumns].some((name) => columns.has(name));
}

function indexesGone(before: Table, after: Table, anew: ReadonlySet<string>): readonly Action[] {
  return before.indexes
    .filter((index) => reads(index, anew) || needsMaking(after.indexes.find(sameNamed(index)), index))
    .map((index) => ({
      sql: index.name === 'PRIMARY' ? 'DROP PRIMARY KEY' : `DROP KEY ${quoteIdentifier(index.name)}`,
      title: `drop ${named(...indexName(index))}`,
    }));
}

function indexesMade(before: Table, after: Table, flavour: Flavour, anew: ReadonlySet<string>): readonly Action[] {
  return after.indexes.flatMap((index): readonly Action[] => {
    const old = before.indexes.find(sameNamed(index));
    if (reads(index, anew) || needsMaking(old, index)) {
      return [{ sql: `ADD ${indexClause(index, flavour)}`, title: `add ${named(...indexName(index))}` }];
    }
    const [was, is] = [old?.options['ignored'], index.options['ignored']];
    if (was === is) return [];
    const word = is === undefined ? (flavour === 'mariadb' ? 'NOT IGNORED' : 'VISIBLE') : ignoredWord(flavour);
    const title = `${is === undefined ? 'use' : 'hide'} ${named('index', index.name)}`;
    return [{ sql: `ALTER INDEX ${quoteIdentifier(index.name)} ${word}`, title }];
  });
}

function indexName({ name }: Index): readonly [string, string] {
  return name === 'PRIMARY' ? ['primary', 'key'] : ['index', name];
}

const sameNamed = (one: { readonly name: string }) => (other: { readonly name: string }) => other.name === one.name;

/** All but whether it is used. */
function needsMaking(one: Index | undefined, other: Index): boolean {
  if (!one) return true;
  const text = ({ options: { ignored: _, ...options }, ...index }: Index) => canonicalText({ ...index, options });
  return text(one) !== text(other);
}

function periodsGone({ options: before }: Table, { options: after }: Table): readonly Action[] {
  return periodOptions.flatMap((option) => {
    const was = before[option];
    if (was === undefined || was === after[option]) return [];
    return [{ sql: `DROP PERIOD FOR ${periodName(was)}`, title: `drop period ${periodName(was)}` }];
  });
}

function periodsMade({ options: before }: Table, { options: after }: Table): readonly Action[] {
  return periodOptions.flatMap((option) => {
    const is = after[option];
    if (is === undefined || is === before[option]) return [];
    return [{ sql: `ADD ${periodClause(is)}`, title: `add period ${periodName(is)}` }];
  });
}

function checksGone(before: Table, after: Table, flavour: Flavour): readonly Action[] {
  return before.checks
    .filter((check) => !isOfColumn(check, before, flavour) && isOther(after.checks.find(sameNamed(check)), check))
    .map(({ name }) => ({ sql: `DROP CONSTRAINT ${quoteIdentifier(name)}`, title: `drop ${named('check', name)}` }));
}

function checksMade(before: Table, after: Table, flavour: Flavour): readonly Action[] {
  return after.checks.flatMap((check): readonly Action[] => {
    if (isOfColumn(check, after, flavour)) return [];
    const old = before.checks.find(sameNamed(check));
    if (isOther(old, check)) return [{ sql: `ADD ${checkClause(check)}`, title: `add ${named('check', check.name)}` }];
    if (old?.enforced === check.enforced) return [];
    const word = check.enforced ? 'ENFORCED' : 'NOT ENFORCED';
    const title = `${check.enforced ? 'enforce' : 'stop enforcing'} ${named('check', check.name)}`;
    return [{ sql: `ALTER CHECK ${quoteIdentifier(check.name)} ${word}`, title }];
  });
}

function isOther(one: CheckConstraint | undefined, other: CheckConstraint): boolean {
  return one?.expression !== other.expression;
}

function optionActions({ table: before }: State, { table: after }: State): readonly Action[] {
  const actions: Action[] = [];
  const push = (sql: string, title: string) => actions.push({ sql, title });
  const names = [...new Set([...Object.keys(before.options), ...Object.keys(after.options)])].sort();
  for (const name of names) {
    const [was, is] = [before.options[name], after.options[name]];
    if (was === is || name === 'partition_by' || periodOptions.includes(name)) continue;
    if (name === 'collation' && is !== undefined) {
      push(`DEFAULT CHARACTER SET ${setOf(is)} COLLATE ${is}`, `set the collation ${is}`);
    } else if (name === 'engine') push(`ENGINE=${is ?? 'InnoDB'}`, `store it by ${is ?? 'InnoDB'}`);
    else if (name === 'system_versioning') {
      push(
        `${is === undefined ? 'DROP' : 'ADD'} SYSTEM VERSIONING`,
        `${is === undefined ? 'drop' : 'keep'} its history`,
      );
    } else if (is === undefined) push(`${name.toUpperCase()}=${defaultOf(name)}`, `set ${name} back`);
    else push(optionClause(name, is), `set ${name}`);
  }
  if (before.comment !== after.comment) {
    push(
      `COMMENT=${quoteString(after.comment ?? '')}`,
      after.comment === undefined ? 'drop its comment' : 'set its comment',
    );
  }
  return actions;
}

/** What an option is set back by: some know no DEFAULT. */
function defaultOf(name: string): string {
  return /^(?:row_format|pack_keys|stats_persistent|stats_auto_recalc|stats_sample_pages)$/.test(name)
    ? 'DEFAULT'
    : '0';
}

/**
 * What changes the partitions of a table: each is a statement of its own. Ones that are only added behind the others are;
 * all else divides the rows anew, and keeps them. `first`: before the other actions, since keys may have to change.
 */
export function partitionAction(
  { options: { partition_by: was } }: DraftTable,
  { options: { partition_by: is } }: DraftTable,
): (Action & { readonly first: boolean }) | undefined {
  if (was === is) return undefined;
  if (is === undefined) return { sql: 'REMOVE PARTITIONING', title: 'remove its partitions', first: true };
  const begin = was?.endsWith(')') ? `${was.slice(0, -1).trimEnd()},` : undefined;
  if (begin !== undefined && is.startsWith(begin)) {
    return { sql: `ADD PARTITION (${is.slice(begin.length).trim()}`, title: 'add partitions', first: false };
  }
  return { sql: `PARTITION BY ${is}`, title: 'divide it into partitions', first: false };
}
