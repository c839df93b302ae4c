import { isDeepStrictEqual } from 'node:util';
import type { Column } from '../../../catalog/table.ts';
import { quoteIdentifier } from '../quote.ts';
import { canonicalExpression } from '../sql/expression.ts';
import type { Reader } from '../sql/reader.ts';
import { bytesOfCharacter, characterSet, collationName, defaultCollation } from './charsets.ts';
import { constantOf, holding, inBytes, readColumn, readEnforced } from './column.ts';
import {
  columnNamed,
  copyOfTable,
  type Draft,
  type DraftColumn,
  type DraftTable,
  Refused,
  same,
  schemaName,
  tableNamed,
} from './draft.ts';
import { dropPart, requireKeyIndexes, requireWhatIsRead } from './drop-parts.ts';
import { withKeyPrefixes } from './key-prefixes.ts';
import { namedOnce, requireFreeName, type TakeColumn } from './named-once.ts';
import { readName } from './names.ts';
import { addPartitions, alterPartitions, dropPartitions } from './partitions.ts';
import { completeHistory } from './periods.ts';
import { renameColumn } from './rename-column.ts';
import { requireKeys } from './required.ts';
import { requireColumns } from './required-columns.ts';
import { requireExpressions } from './required-expressions.ts';
import { readPartitioning, readTableOption } from './table-options.ts';
import {
  addBrought,
  addColumn,
  addTableParts,
  beginsPart,
  putColumn,
  requireNumbering,
  withoutPlace,
} from './table-parts.ts';
import { jsonText, roomFor } from './types.ts';

/** Reads from behind `ALTER [IGNORE] TABLE` on: all of it or nothing is done. */
export function alterTable(reader: Reader, draft: Draft): void {
  const spares = reader.take('IF', 'EXISTS');
  const { name } = readName(reader, draft);
  if (spares && !draft.tables.has(name)) return;
  const before = tableNamed(draft, name);
  const table = { ...copyOfTable(before), collation: collationAfter(reader, before, draft) };
  const take = draft.inParts ? (column: string) => column : namedOnce(reader, before, table, draft);
  let renamed: string | undefined;
  // Keys and constraints are made when all columns are there, wherever they stand.
  const parts: Reader[] = [];
  while (!reader.done()) {
    if (reader.sees('PARTITION', 'BY')) {
      readPartitioning(reader, table);
      break;
    }
    if (reader.sees('ADD') && beginsPart(reader.part(reader.peek()?.end ?? reader.at(), reader.sql.length))) {
      reader.take('ADD');
      parts.push(oneAction(reader));
    } else renamed = alterOne(reader, table, before, draft, take) ?? renamed;
    if (reader.take(',') && reader.done()) reader.fail('an action');
  }
  addTableParts(parts, table, draft);
  table.columns = table.columns.map((column) => settled(column, table));
  withKeyPrefixes(table, draft);
  completeHistory(table);
  if (!draft.inParts) {
    requireNumbering(table);
    requireColumns(table, draft, before);
    requireExpressions(table, draft, before);
    requireKeys(table, draft, before);
    requireKeyIndexes(before, table);
    requireEngine(before, table, draft);
    requireWhatIsRead(before, table, draft);
  }
  if (before.options['system_versioning'] !== undefined && !draft.keepsHistory) requireHistory(before, table);
  if (renamed === undefined || renamed === table.name) draft.tables.set(table.name, table);
  else renameTable(draft, table, renamed);
}

/** Columns that the statement defines take the collation that it gives the table, wherever that is said. */
function collationAfter(reader: Reader, before: DraftTable, draft: Draft): string {
  const table = copyOfTable(before);
  for (const part of reader.part(reader.at(), reader.sql.length).parts())
    while (!part.done() && readTableOption(part, table, draft));
  return table.collation;
}

/** A column that was defined anew, and whose key may have been dropped by the same statement. */
function settled({ nullableOutsideKey, ...column }: DraftColumn, { indexes }: DraftTable): DraftColumn {
  const inKey = indexes.some(({ kind, keys }) => kind === 'primary' && keys.some((key) => key.column === column.name));
  return nullableOutsideKey && !inKey ? { ...column, nullable: true } : column;
}

/** A table that foreign keys lead from or to keeps its engine, also where their checks are off or they go along. */
function requireEngine(before: DraftTable, after: DraftTable, draft: Draft): void {
  if (same(before.engine, after.engine)) return;
  const leads = ({ references }: DraftTable['foreignKeys'][number]) =>
    references.schema === schemaName && references.name === before.name;
  const other = [...draft.tables.values()].find(({ foreignKeys }) => foreignKeys.some(leads));
  const key = before.foreignKeys[0] ?? other?.foreignKeys.find(leads);
  if (key)
    throw new Refused(
      `foreign key ${key.name} holds ${before.name} to its engine: drop it by a statement before this one`,
    );
}

/** MariaDB changes nothing of what the history of a table with system versioning stores, unless it is told to keep that. */
function requireHistory(before: DraftTable, after: DraftTable): void {
  const stored = ({ columns }: DraftTable) =>
    columns.map(({ type, ownCollation, versioned }) => [type.text, ownCollation, versioned === false]);
  const keys = ({ indexes }: DraftTable) =>
    indexes.flatMap(({ kind, keys }) => (kind === 'unique' ? [keys.map(({ column }) => column)] : []));
  const isVersioned = after.options['system_versioning'] !== undefined;
  if (!isVersioned || isDeepStrictEqual([stored(before), keys(before)], [stored(after), keys(after)])) return;
  throw new Refused(`${before.name} has its history: SET system_versioning_alter_history = KEEP allows the change`);
}

/** Gives a table another name, everywhere. */
export function renameTable(draft: Draft, table: DraftTable, to: string): void {
  if (draft.tables.has(to) && !same(to, table.name)) throw new Refused(`there is a table ${to} already`);
  const from = table.name;
  draft.tables.delete(from);
  draft.tables.set(to, withGeneratedNames({ ...table, name: to }, from, draft));
  for (const [name, other] of draft.tables) {
    if (!other.foreignKeys.some(({ references }) => references.schema === schemaName && references.name === from))
      continue;
    draft.tables.set(name, {
      ...other,
      foreignKeys: other.foreignKeys.map((key) =>
        key.references.schema === schemaName && key.references.name === from
          ? { ...key, references: { schema: schemaName, name: to } }
          : key,
      ),
    });
  }
}

/**
 * Names that begin as those which the engine generates go along with the table, whoever gave them
 * (https://dev.mysql.com/doc/refman/8.4/en/rename-table.html); MariaDB generates none for checks.
 */
function withGeneratedNames(table: DraftTable, from: string, { dialect }: Draft): DraftTable {
  const renamed = <Named extends { readonly name: string }>(one: Named, word: string): Named => {
    const begin = `${from}_${word}_`;
    return one.name.startsWith(begin) ? { ...one, name: `${table.name}_${word}_${one.name.slice(begin.length)}` } : one;
  };
  return {
    ...table,
    foreignKeys: table.foreignKeys.map((key) => renamed(key, 'ibfk')),
    checks: dialect.flavour === 'mysql' ? table.checks.map((check) => renamed(check, 'chk')) : table.checks,
  };
}

/** What asks how it is done, and changes nothing. */
export function skipManner(reader: Reader): boolean {
  if (reader.take('ALGORITHM') || reader.take('LOCK')) {
    reader.take('=');
    reader.next();
    return true;
  }
  if (reader.take('WAIT')) {
    reader.next();
    return true;
  }
  return (
    ['FORCE', 'NOWAIT', 'ONLINE'].some((word) => reader.take(word)) ||
    reader.take('WITH', 'VALIDATION') ||
    reader.take('WITHOUT', 'VALIDATION') ||
    reader.take('ENABLE', 'KEYS') ||
    reader.take('DISABLE', 'KEYS') ||
    reader.take('DISCARD', 'TABLESPACE') ||
    reader.take('IMPORT', 'TABLESPACE')
  );
}

/** One action; the new name where it is one that renames the table. */
function alterOne(
  reader: Reader,
  table: DraftTable,
  before: DraftTable,
  draft: Draft,
  take: TakeColumn,
): string | undefined {
  if (skipManner(reader)) return undefined;
  if (reader.take('ADD', 'PARTITION')) addPartitions(reader, table, draft);
  else if (reader.take('DROP', 'PARTITION')) dropPartitions(reader, table, draft);
  else if (reader.take('ADD')) add(oneAction(reader), table, draft);
  else if (reader.take('DROP')) dropPart(oneAction(reader), table, before, draft, take);
  else if (reader.take('MODIFY')) {
    reader.take('COLUMN');
    const spared = reader.take('IF', 'EXISTS');
    const action = oneAction(reader);
    const name = action.name();
    if (!(spared && !table.columns.some((one) => same(one.name, name))))
      redefine(action, name, name, table, draft, take);
  } else if (reader.take('CHANGE')) {
    reader.take('COLUMN');
    const spared = reader.take('IF', 'EXISTS');
    const action = oneAction(reader);
    const from = action.name();
    if (!(spared && !table.columns.some((one) => same(one.name, from))))
      redefine(action, from, action.name(), table, draft, take);
  } else if (reader.take('ALTER')) alterPart(oneAction(reader), table, draft, take);
  else if (reader.take('RENAME')) return rename(reader, table, draft, take);
  else if (reader.take('CONVERT', 'TO')) convert(reader, table, draft);
  else if (reader.take('ORDER', 'BY')) oneAction(reader).rest();
  else if (!alterPartitions(reader, table, draft) && !readTableOption(reader, table, draft)) reader.fail('an action');
  return undefined;
}

/** A reader of the tokens up to the next comma outside brackets, or to what divides the rows; these are left. */
function oneAction(reader: Reader): Reader {
  const start = reader.at();
  let end = start;
  let depth = 0;
  for (let token = reader.peek(); token; token = reader.peek()) {
    if (token.kind === 'operator') {
      if (token.text === '(') depth++;
      else if (token.text === ')') depth--;
      else if (token.text === ',' && depth === 0) break;
    } else if (depth === 0 && dividesRows(reader)) break;
    end = token.end;
    reader.next();
  }
  return reader.part(start, end);
}

/** What divides a table into partitions, or no more, stands behind the other actions without a comma. */
function dividesRows(reader: Reader): boolean {
  return reader.sees('PARTITION', 'BY') || reader.sees('REMOVE', 'PARTITIONING');
}

function add(reader: Reader, table: DraftTable, draft: Draft): void {
  if (reader.take('SYSTEM', 'VERSIONING')) {
    table.options['system_versioning'] = 'true';
    return;
  }
  const spares = reader.sees('COLUMN', 'IF') || reader.sees('IF');
  reader.take('COLUMN');
  reader.take('IF', 'NOT', 'EXISTS');
  if (reader.peek()?.text === '(') {
    const parts = reader.brackets().parts();
    for (const part of parts) if (!beginsPart(part)) addColumn(part, table, draft);
    addTableParts(parts.filter(beginsPart), table, draft);
    return;
  }
  const name = reader.peek();
  const own = name?.kind === 'name' ? name.value : name?.text;
  if (spares && table.columns.some((one) => same(one.name, own ?? ''))) return;
  addColumn(reader, table, draft);
}

function redefine(reader: Reader, from: string, to: string, table: DraftTable, draft: Draft, take: TakeColumn): void {
  const before = columnNamed(table, take(from));
  requireFreeName(from, to, table);
  const { place, definition } = withoutPlace(reader);
  const names = table.columns.map((one) => (one === before ? to : one.name));
  const read = readColumn(definition, to, table.collation, draft, { columns: names });
  requireKeysFit(before, read.column, table, draft);
  if (!draft.inParts) requireSameKind(before, read.column, table);
  const inKey = table.indexes.some(
    (one) => one.kind === 'primary' && one.keys.some((key) => key.column === before.name),
  );
  const column: DraftColumn =
    inKey && read.column.nullable ? { ...read.column, nullable: false, nullableOutsideKey: true } : read.column;
  // The checks that stand at a column are part of its definition.
  table.checks = table.checks.filter((check) => check.own === undefined || !same(check.own, before.name));
  table.columns = table.columns.map((one) => (one === before ? column : one));
  if (before.name !== to) renameColumn(before.name, to, table, draft);
  if (place !== undefined) {
    const placed = columnNamed(table, to);
    table.columns = table.columns.filter((one) => one !== placed);
    putColumn(table, placed, place);
  }
  addBrought(table, read, draft);
}

/**
 * A virtual column has no values that another kind could take over, nor the other way round: servers of both kinds refuse it
 * (https://dev.mysql.com/doc/refman/8.4/en/alter-table-generated-columns.html).
 */
function requireSameKind(before: DraftColumn, after: DraftColumn, table: DraftTable): void {
  if (isComputedAnew(before, after))
    throw new Refused(
      `a column cannot become virtual, nor stop being so: drop ${table.name}.${before.name} and add it anew`,
    );
}

/** A virtual column holds no values that another kind could take over, nor the other way round. */
export function isComputedAnew(from: Column, to: Column): boolean {
  const isVirtual = ({ generated }: Column) => generated?.stored === false;
  return isVirtual(from) !== isVirtual(to);
}

/** Columns of foreign keys keep their type, unless the checks of foreign keys are off. */
function requireKeysFit(before: DraftColumn, after: DraftColumn, table: DraftTable, draft: Draft): void {
  if (!draft.foreignKeyChecks || (before.type.text === after.type.text && before.ownCollation === after.ownCollation))
    return;
  for (const other of draft.tables.values()) {
    const key = other.foreignKeys.find(
      ({ columns, references, referencedColumns }) =>
        (other.name === table.name && columns.includes(before.name)) ||
        (references.name === table.name && references.schema === schemaName && referencedColumns.includes(before.name)),
    );
    if (key)
      throw new Refused(`foreign key ${key.name} of ${other.name} needs the type of ${table.name}.${before.name}`);
  }
}

function alterPart(reader: Reader, table: DraftTable, draft: Draft, take: TakeColumn): void {
  if (reader.take('INDEX') || reader.take('KEY')) {
    reader.take('IF', 'EXISTS');
    const name = reader.name();
    const ignored = reader.take('INVISIBLE') || reader.take('IGNORED');
    table.indexes = table.indexes.map((index) => {
      if (!same(index.name, name)) return index;
      const { ignored: _, ...options } = index.options;
      return { ...index, options: ignored ? { ...options, ignored: 'true' } : options };
    });
    return;
  }
  if (reader.take('CHECK') || reader.take('CONSTRAINT')) {
    const name = reader.name();
    const enforced = readEnforced(reader);
    table.checks = table.checks.map((check) => (same(check.name, name) ? { ...check, enforced } : check));
    return;
  }
  reader.take('COLUMN');
  const spared = reader.take('IF', 'EXISTS');
  const altered = reader.name();
  if (spared && !table.columns.some((one) => same(one.name, altered))) return;
  const column = columnNamed(table, take(altered));
  const { default: _, hidden: __, ...plain } = column;
  let next: DraftColumn;
  if (reader.take('DROP', 'DEFAULT')) next = column.hidden ? { ...plain, hidden: true } : plain;
  else if (reader.take('SET', 'DEFAULT')) {
    const text = canonicalExpression(reader.rest(), draft.dialect, {
      columns: table.columns.map((one) => one.name),
      database: draft.database,
    });
    // What numbers the rows has no value of its own.
    next = text === 'null' || column.autoIncrement ? plain : { ...column, default: constantOf(text, column.type) };
  } else if (reader.take('SET', 'INVISIBLE')) next = { ...column, hidden: true };
  else {
    reader.expect('SET', 'VISIBLE');
    next = column.default === undefined ? plain : { ...plain, default: column.default };
  }
  table.columns = table.columns.map((one) => (one === column ? next : one));
}

function rename(reader: Reader, table: DraftTable, draft: Draft, take: TakeColumn): string | undefined {
  if (reader.take('COLUMN')) {
    const spared = reader.take('IF', 'EXISTS');
    const written = reader.name();
    reader.expect('TO');
    const to = reader.name();
    if (spared && !table.columns.some((one) => same(one.name, written))) return undefined;
    const from = columnNamed(table, take(written)).name;
    requireFreeName(written, to, table);
    renameColumn(from, to, table, draft);
    return undefined;
  }
  if (reader.take('INDEX') || reader.take('KEY')) {
    const spared = reader.take('IF', 'EXISTS');
    const from = reader.name();
    reader.expect('TO');
    const to = reader.name();
    const isThere = table.indexes.some((one) => same(one.name, from));
    if (spared && !isThere) return undefined;
    if (!isThere) throw new Refused(`${table.name} has no index ${from}`);
    table.indexes = table.indexes.map((one) => (same(one.name, from) ? { ...one, name: to } : one));
    return undefined;
  }
  if (!reader.take('TO') && !reader.take('AS')) reader.take('=');
  return readName(reader, draft).name;
}

/** `CONVERT TO CHARACTER SET x [COLLATE y]`: the table and its text columns. */
function convert(reader: Reader, table: DraftTable, { dialect }: Draft): void {
  if (!reader.take('CHARACTER', 'SET')) reader.expect('CHARSET');
  const set = characterSet(reader.name());
  table.collation = reader.take('COLLATE') ? collationName(reader.name(), set) : defaultCollation(set, dialect);
  for (const { name, type } of table.columns)
    if (dialect.flavour === 'mariadb' && type.family === 'json') becomeText(table, name);
  table.columns = table.columns.map((column) => {
    if (column.ownCollation === undefined) return column;
    if (set !== 'binary') {
      const type = roomFor(column.type, bytesOfCharacter(column.ownCollation), bytesOfCharacter(set));
      return { ...column, type, ownCollation: table.collation };
    }
    const { ownCollation: _, ...rest } = column;
    return { ...rest, type: inBytes(rest.type) };
  });
}

/** JSON of MariaDB is a text with a check, and stays one under another character set. */
function becomeText(table: DraftTable, name: string): void {
  table.columns = table.columns.map((column) =>
    column.name === name ? { ...column, type: jsonText, ownCollation: 'utf8mb4_bin' } : column,
  );
  if (table.checks.some(({ own }) => own === name)) return;
  const expression = `json_valid(${quoteIdentifier(name)})`;
  table.checks = [
    ...table.checks,
    { ...holding, enforced: true, name, own: name, expression, columns: [name], noInherit: false, inherited: false },
  ];
}
