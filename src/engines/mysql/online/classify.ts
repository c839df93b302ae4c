import type { Dialect } from '../flavour.ts';
import { applyStatement } from '../read/apply.ts';
import {
  copyOf,
  copyOfTable,
  type Draft,
  type DraftColumn,
  type DraftIndex,
  type DraftTable,
  Refused,
  same,
} from '../read/draft.ts';
import { NotUnderstood } from '../sql/reader.ts';
import { type AlterAction, columnOf, readAlter } from './alter-actions.ts';
import type { AlterClass } from './alter-class.ts';
import { movesVirtual, together } from './beside-virtual.ts';
import {
  classOf,
  comes,
  type Demands,
  fills,
  holdsComputed,
  isIndexed,
  noted,
  type Situation,
  virtuals,
} from './class-of.ts';
import { columnDemand, type Indexed } from './column-change.ts';
import { addedIndex, droppedIndex } from './index-change.ts';
import { asOfRelease, onOlderRelease, withoutInstant } from './older-release.ts';
import { partition } from './partition-change.ts';
import { storedBy, storedOtherwise } from './stored-by.ts';

/**
 * How the engine carries out an ALTER TABLE, CREATE INDEX or DROP INDEX on a table as the draft has it; nothing for other
 * statements and for what cannot be read. The rules are those that servers were seen to follow (test/facts), for MySQL
 * beyond these the manual's section "Online DDL Operations".
 */
export function classifyAlter(sql: string, draft: Draft): AlterClass | undefined {
  const found = classedOn(draft.dialect, sql, draft);
  return found && asOfRelease(found, draft.dialect, (dialect) => classedOn(dialect, sql, draft));
}

/** As a server of that version carries out what is read as the draft's. */
function classedOn(dialect: Dialect, sql: string, draft: Draft): AlterClass | undefined {
  try {
    const read = readAlter(sql, draft);
    if (!read) return undefined;
    const goal: Draft = { ...copyOf(draft), foreignKeyChecks: false, keepsHistory: true };
    const renames = read.actions.some(({ kind }) => kind === 'rename');
    if (!read.actions.every(({ kind }) => kind === 'partition')) applyStatement(sql, goal);
    const after = goal.tables.get(read.table.name) ?? (renames ? read.table : undefined);
    if (!after) return undefined;
    const demands: Demands = {};
    const situation: Situation = {
      before: copyOfTable(read.table),
      after,
      dialect,
      actions: read.actions,
      demands,
    };
    for (const action of read.actions) demand(action, situation);
    storedOtherwise(situation);
    together(situation);
    onOlderRelease(situation);
    return withoutInstant(classOf(situation), dialect);
  } catch (error) {
    if (error instanceof NotUnderstood || error instanceof Refused) return undefined;
    throw error;
  }
}

function demand(action: AlterAction, situation: Situation): void {
  const { demands, before, after, dialect } = situation;
  const mysql = dialect.flavour === 'mysql';
  switch (action.kind) {
    case 'add column':
      addedColumn(action, situation);
      return;
    case 'drop column':
      droppedColumn(action.name, situation);
      return;
    case 'change column':
      changedColumn(action, situation);
      return;
    case 'add index':
      addedIndex(action, situation);
      return;
    case 'drop index':
      droppedIndex(action.name, situation);
      return;
    case 'rename index':
    case 'hide index':
      if (mysql) demands.inPlace ??= 'the index stays as it is';
      else noted(demands, 'the index stays as it is');
      return;
    case 'add period':
      demands.copy ??= 'rows are checked against the period';
      return;
    case 'drop period':
      demands.instant ??= 'a period goes';
      return;
    case 'add foreign key':
      demands.copy ??= 'rows are checked against the foreign key';
      return;
    case 'drop foreign key':
      if (mysql) demands.inPlace ??= 'a foreign key goes';
      else noted(demands, 'a foreign key goes');
      return;
    case 'add check':
    case 'alter check':
      if (action.enforced) demands.copy ??= 'rows are checked';
      else demands.instant ??= 'no row is checked';
      return;
    case 'drop check':
      demands.instant ??= 'a check goes';
      return;
    case 'drop constraint':
      if (before.indexes.some((one) => same(one.name, action.name))) droppedIndex(action.name, situation);
      else if (mysql && before.foreignKeys.some((one) => same(one.name, action.name)))
        demands.inPlace ??= 'a foreign key goes';
      else demands.instant ??= 'a constraint goes';
      return;
    case 'option':
      option(action, situation);
      return;
    case 'convert': {
      for (const column of before.columns) {
        const now = columnOf(after, column.name);
        if (now && /text$/.test(column.type.name) && column.ownCollation !== now.ownCollation)
          demands.copy ??= 'a TEXT may become of a longer kind';
        else if (now) comparedColumn(column, now, situation);
      }
      demands.instant ??= 'no value changes';
      return;
    }
    case 'partition':
      partition(action.verb, situation);
      return;
    case 'force':
      demands.rebuild ??= 'the table is made anew';
      return;
    case 'keys':
      // By itself it is the storage engine's, which InnoDB passes over; beside others the server fills a new table.
      if (situation.actions.every(({ kind }) => kind === 'keys' || kind === 'manner')) break;
      if (mysql) demands.copy ??= 'keys are switched beside other actions';
      else {
        demands.copies = true;
        demands.instant = 'keys are switched beside other actions';
      }
      return;
    case 'order':
      if (mysql) demands.copy ??= 'rows are sorted';
      else demands.untold ??= 'rows are sorted by copying';
      return;
    case 'add versioning':
      demands.copy ??= 'rows get their times';
      return;
    case 'drop versioning':
      demands.rebuild ??= 'the history goes';
      demands.shared ??= 'the history goes';
      return;
    default:
  }
  demands.instant ??= 'only the definition changes';
}

function addedColumn(
  { name, placed, text }: Extract<AlterAction, { readonly kind: 'add column' }>,
  situation: Situation,
): void {
  const { demands, after, before, dialect } = situation;
  const mysql = dialect.flavour === 'mysql';
  const column = columnOf(after, name);
  if (!column) return;
  if (column.generated?.stored) demands.copy ??= 'computed values are stored';
  else if (column.generated) {
    demands.virtual = true;
    demands.instant ??= 'a virtual column holds nothing';
  } else demands.columns ??= comes;
  if (column.identity) {
    demands.rebuild ??= 'rows are counted';
    demands.shared ??= 'rows are counted';
  }
  const isKey = (one: DraftIndex) =>
    one.keys.length === 1 && same(one.keys[0]?.column ?? '', name) && /\b(?:UNIQUE|KEY)\b/i.test(text);
  if (
    after.indexes.some(
      (one) =>
        isKey(one) &&
        !before.indexes.includes(one) &&
        !situation.actions.some((other) => other.kind === 'add index' && other.name === one.name),
    )
  ) {
    fills(demands, 'an index is filled');
  }
  if (/\bREFERENCES\b/i.test(text) && after.foreignKeys.length > before.foreignKeys.length)
    demands.copy ??= 'rows are checked against the foreign key';
  if (mysql && /\bCHECK\s*\(/i.test(text) && !/\bNOT\s+ENFORCED\b/i.test(text)) demands.copy ??= 'rows are checked';
  if (
    column.default !== undefined &&
    /[a-z_`]/i.test(column.default.replace(/^(?:current_timestamp\(\d*\)|'.*'|[bx]'.*'|null|true|false)$/is, ''))
  )
    demands.copy ??= 'each row gets a value that is reckoned';
  if (!mysql && placed && !column.generated && movesVirtual(situation))
    demands.copy ??= 'virtual columns change their places';
}

function droppedColumn(name: string, situation: Situation): void {
  const { demands, before, after, dialect } = situation;
  const column = columnOf(before, name);
  if (!column) return;
  const key = before.indexes.find(
    (one) => one.name === 'PRIMARY' && one.keys.some((part) => same(part.column ?? '', name)),
  );
  if (key) droppedIndex('PRIMARY', situation);
  if (column.generated?.stored === false) {
    demands.virtual = true;
    if (isIndexed(name, before)) demands.inPlace ??= 'an index goes with its column';
    else demands.instant ??= 'a virtual column holds nothing';
  } else if (!key && isIndexed(name, before)) {
    const words = before.indexes.some(
      ({ kind, keys }) => kind === 'fulltext' && keys.some((part) => same(part.column ?? '', name)),
    );
    if (dialect.flavour === 'mysql' || words) demands.rebuild ??= 'an index goes with its column';
    else {
      // One that other columns stay in is made anew of them.
      const isKept = (one: DraftIndex) => after.indexes.some((other) => same(other.name, one.name));
      if (
        before.indexes.some(
          (one) => isKept(one) && one.keys.some((part) => same(part.column ?? part.prefix?.column ?? '', name)),
        )
      )
        fills(demands, 'an index is made of fewer columns');
      else demands.inPlace ??= 'an index goes with its column';
      demands.columns ??= 'columns go';
    }
  } else demands.columns ??= 'columns go';
  if (dialect.flavour === 'mysql' && demands.virtual && (demands.rebuild ?? demands.inPlace) !== undefined)
    demands.copy ??= 'virtual columns go together with what takes work';
  const moved = dialect.flavour === 'mariadb' && virtuals(before).some((one) => isIndexed(one.name, before));
  if (moved && column.generated?.stored !== false) demands.copy ??= 'indexed virtual columns change their places';
}

function changedColumn(
  { from, to, place }: Extract<AlterAction, { readonly kind: 'change column' }>,
  situation: Situation,
): void {
  const { demands, before, after, dialect } = situation;
  const [was, is] = [columnOf(before, from), columnOf(after, to)];
  if (!was || !is) return;
  const isComputed = was.generated?.stored === false;
  if (dialect.flavour === 'mariadb' && isComputed && !same(from, to) && isIndexed(from, before))
    demands.copy ??= 'an indexed virtual column is renamed';
  comparedColumn(was, is, situation);
  const checks = (table: DraftTable, name: string) =>
    table.checks.filter(({ own }) => own !== undefined && same(own, name)).map(({ expression }) => expression);
  if (checks(after, to).some((one) => !checks(before, from).includes(one))) demands.copy ??= 'rows are checked';
  if (place === undefined || !isMoved(from, place, before)) return;
  if (dialect.flavour === 'mysql') demands.rebuild ??= 'columns change their places';
  else if (movesVirtual(situation)) demands.copy ??= 'virtual columns change their places';
  else demands.columns ??= 'columns change their places';
}

function isMoved(name: string, place: 'first' | { readonly after: string }, { columns }: DraftTable): boolean {
  const at = columns.findIndex((one) => same(one.name, name));
  if (place === 'first') return at !== 0;
  return !same(columns[at - 1]?.name ?? '', place.after);
}

function comparedColumn(was: DraftColumn, is: DraftColumn, { before, demands, dialect }: Situation): void {
  const mysql = dialect.flavour === 'mysql';
  const wanted = columnDemand(was, is, indexedOf(was.name, before), dialect);
  switch (wanted.kind) {
    case 'copy':
      demands.copy ??= wanted.why;
      return;
    case 'nullability': {
      if (!mysql && !is.nullable && holdsComputed(before))
        demands.copy ??= 'the table has computed values that are stored';
      else demands.rebuild ??= wanted.why;
      return;
    }
    case 'reindex':
      fills(demands, wanted.why);
      return;
    case 'lengthen':
      if (mysql) demands.inPlace ??= wanted.why;
      else noted(demands, wanted.why);
      demands.longer ??= wanted.why;
      return;
    default:
      if (was.name !== is.name || was.ownCollation !== is.ownCollation) noted(demands, wanted.why);
      else demands.instant ??= wanted.why;
  }
}

function indexedOf(name: string, table: DraftTable): Indexed {
  if (storedBy(table)?.keys.some(({ column = '' }) => same(column, name))) return 'stored by';
  return isIndexed(name, table) ? 'beside' : 'not';
}

const rebuilding = new Set([
  'row_format',
  'key_block_size',
  'page_compressed',
  'page_compression_level',
  'encrypted',
  'encryption_key_id',
]);

function option({ name, value }: Extract<AlterAction, { readonly kind: 'option' }>, situation: Situation): void {
  const { demands, dialect } = situation;
  const mysql = dialect.flavour === 'mysql';
  if (name === 'engine' || name === 'type') {
    if (value === 'same') demands.rebuild ??= 'the table is made anew';
    else {
      demands.copies = true;
      demands.instant = 'another engine stores the rows';
      if (mysql) demands.copy ??= 'another engine stores the rows';
    }
  } else if (rebuilding.has(name)) demands.rebuild ??= 'rows are stored otherwise';
  else if (name === 'encryption' || name === 'tablespace') demands.copy ??= 'rows are stored otherwise';
  // https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-table-operations
  else if (mysql) demands.inPlace ??= 'only the definition changes';
  else {
    demands.instant ??= 'only the definition changes';
    demands.options = true;
  }
}
