import { columnsNamed } from '../sql/expression.ts';
import type { Reader } from '../sql/reader.ts';
import { columnNamed, type Draft, type DraftTable, Refused, same } from './draft.ts';
import type { TakeColumn } from './named-once.ts';
import { dropFromPeriods, dropPeriod, withoutOverlaps } from './periods.ts';
import { covers } from './table-parts.ts';

/** Reads what follows DROP in an ALTER TABLE. */
export function dropPart(reader: Reader, table: DraftTable, before: DraftTable, draft: Draft, take: TakeColumn): void {
  const within = draft.inParts ? undefined : before;
  if (reader.take('SYSTEM', 'VERSIONING')) {
    delete table.options['system_versioning'];
    return;
  }
  if (reader.take('PERIOD', 'FOR')) {
    dropPeriod(table, reader.name());
    return;
  }
  if (reader.take('PRIMARY', 'KEY')) {
    dropIndex(table, 'PRIMARY', within);
    return;
  }
  if (reader.take('FOREIGN', 'KEY')) {
    reader.take('IF', 'EXISTS');
    dropConstraint(reader.name(), table, { checks: [], indexes: [] }, 'foreign key');
    return;
  }
  if (reader.sees('CONSTRAINT') || reader.sees('CHECK')) {
    reader.next();
    const spares = reader.take('IF', 'EXISTS');
    dropConstraint(reader.name(), table, before, spares ? 'spared' : 'constraint');
    return;
  }
  if ((reader.sees('INDEX') || reader.sees('KEY')) && reader.peek(1)) {
    reader.next();
    const spares = reader.take('IF', 'EXISTS');
    const name = reader.name();
    if (!spares || table.indexes.some((one) => same(one.name, name))) dropIndex(table, name, within);
    return;
  }
  reader.take('COLUMN');
  const spares = reader.take('IF', 'EXISTS');
  const name = reader.name();
  if (spares && !table.columns.some((one) => same(one.name, name))) return;
  dropColumn(take(name), table, draft);
}

/**
 * Drops an index, `before` among other actions of a statement: one that went with its last column, or that the engine had
 * made and another took the place of, is gone already, and what foreign keys need is looked at when all is done.
 */
export function dropIndex(table: DraftTable, name: string, before?: Pick<DraftTable, 'indexes'>): void {
  const index = table.indexes.find((one) => same(one.name, name));
  const gone = index ? undefined : before?.indexes.find((one) => same(one.name, name));
  const stands = (column: string | undefined) =>
    column !== undefined && table.columns.some((one) => same(one.name, column));
  if (gone && (gone.implicit || !gone.keys.every(({ column, prefix }) => stands(column ?? prefix?.column)))) return;
  if (!index) throw new Refused(`${table.name} has no index ${name}`);
  const rest = table.indexes.filter((one) => one !== index);
  if (before) {
    table.indexes = rest;
    return;
  }
  const needing = table.foreignKeys.find(
    ({ columns }) => covers(index, columns) && !rest.some((other) => covers(other, columns)),
  );
  if (needing && index.kind !== 'primary')
    throw new Refused(`foreign key ${needing.name} of ${table.name} needs the index ${name}`);
  table.indexes = rest;
}

/** A check that went with its column, in the same statement, is gone already. */
function dropConstraint(
  name: string,
  table: DraftTable,
  before: Pick<DraftTable, 'checks' | 'indexes'>,
  kind: 'foreign key' | 'constraint' | 'spared',
): void {
  const is = (one: { readonly name: string }) => same(one.name, name);
  if (table.foreignKeys.some(is)) table.foreignKeys = table.foreignKeys.filter((one) => !is(one));
  else if (kind === 'constraint' && table.checks.some(is)) table.checks = table.checks.filter((one) => !is(one));
  else if (kind !== 'foreign key' && table.checks.some(is)) table.checks = table.checks.filter((one) => !is(one));
  else if (kind !== 'foreign key' && table.indexes.some(is)) dropIndex(table, name);
  else if (kind !== 'spared' && ![...before.checks, ...before.indexes].some(is))
    throw new Refused(`${table.name} has no constraint ${name}`);
}

/** Each foreign key that had an index that it can use has one, when a statement is done. */
export function requireKeyIndexes(before: DraftTable, after: DraftTable): void {
  for (const { name, columns } of after.foreignKeys) {
    if (after.indexes.some((index) => covers(index, columns))) continue;
    const lost = before.indexes.find((index) => covers(index, columns));
    if (lost) throw new Refused(`foreign key ${name} of ${after.name} needs the index ${lost.name}`);
  }
}

function dropColumn(name: string, table: DraftTable, draft: Draft): void {
  const column = columnNamed(table, name);
  const key = table.foreignKeys.find(({ columns }) => columns.includes(column.name));
  if (key) throw new Refused(`foreign key ${key.name} of ${table.name} needs the column ${name}`);
  for (const other of draft.tables.values()) {
    const from = other.foreignKeys.find(
      ({ references, referencedColumns }) => references.name === table.name && referencedColumns.includes(column.name),
    );
    if (from && other.name !== table.name)
      throw new Refused(`foreign key ${from.name} of ${other.name} needs the column ${name}`);
  }
  dropFromPeriods(table, column.name);
  table.columns = table.columns.filter((one) => one !== column);
  // A key loses the column, and goes with its last one.
  table.indexes = table.indexes
    .map((index) => ({
      ...index,
      keys: index.keys.filter((one) => one.column !== column.name && one.prefix?.column !== column.name),
    }))
    // What is left of a key are the ends of its period alone.
    .filter(({ keys, options }) => keys.length > (options[withoutOverlaps] === undefined ? 0 : 2));
  table.checks = table.checks.filter((check) => !(check.columns.length === 1 && check.columns[0] === column.name));
}

/**
 * What computed columns that stay read must stay, too, and so must all columns of a check but its last: a server of MySQL
 * takes no other name for them either (errors 3108 and 3959), one of MariaDB follows it everywhere.
 */
export function requireWhatIsRead(before: DraftTable, after: DraftTable, { dialect }: Draft): void {
  const stays = (name: string) => after.columns.some((one) => same(one.name, name));
  const gone = before.columns.map(({ name }) => name).filter((name) => !stays(name));
  if (gone.length === 0) return;
  for (const { name, generated } of after.columns) {
    const [read] = generated ? columnsNamed(generated.expression, dialect, gone) : [];
    if (read !== undefined) throw new Refused(`the computed column ${after.name}.${name} needs the column ${read}`);
  }
  for (const { name, expression } of after.checks) {
    const [read] = columnsNamed(expression, dialect, gone);
    if (read !== undefined) throw new Refused(`the check ${name} of ${after.name} needs the column ${read}`);
  }
}
