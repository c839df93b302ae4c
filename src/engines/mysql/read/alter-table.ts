import type { ForeignKey } from '../../../catalog/table.ts';
import { quoteIdentifier } from '../quote.ts';
import { canonicalTokens } from '../sql/canonical.ts';
import { canonicalExpression } from '../sql/expression.ts';
import { type Reader, readerOf } from '../sql/reader.ts';
import { characterSet, collationName, defaultCollation } from './charsets.ts';
import { constantOf, inBytes, readColumn, readEnforced } from './column.ts';
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
import { readName } from './names.ts';
import { readPartitioning, readTableOption } from './table-options.ts';
import { addBrought, addColumn, addTablePart, covers, putColumn, withoutPlace } from './table-parts.ts';

/** Reads from behind `ALTER [IGNORE] TABLE` on: all of it or nothing is done. */
export function alterTable(reader: Reader, draft: Draft): void {
  const spares = reader.take('IF', 'EXISTS');
  const { name } = readName(reader, draft);
  if (spares && !draft.tables.has(name)) return;
  const before = tableNamed(draft, name);
  const table = copyOfTable(before);
  let renamed: string | undefined;
  while (!reader.done()) {
    if (reader.sees('PARTITION', 'BY')) {
      readPartitioning(reader, table);
      break;
    }
    renamed = alterOne(reader, table, before, draft) ?? renamed;
    reader.take(',');
  }
  if (table.columns.filter(({ identity }) => identity).length > 1)
    throw new Refused(`only one column of ${table.name} can be AUTO_INCREMENT`);
  if (renamed === undefined || renamed === table.name) draft.tables.set(table.name, table);
  else renameTable(draft, table, renamed);
}

/** Gives a table another name, everywhere. */
export function renameTable(draft: Draft, table: DraftTable, to: string): void {
  if (draft.tables.has(to) && !same(to, table.name)) throw new Refused(`there is a table ${to} already`);
  const from = table.name;
  draft.tables.delete(from);
  draft.tables.set(to, { ...table, name: to });
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

/** What asks how it is done, and changes nothing. */
function skipManner(reader: Reader): boolean {
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
    reader.take('DISABLE', 'KEYS')
  );
}

/** One action; the new name where it is one that renames the table. */
function alterOne(reader: Reader, table: DraftTable, before: DraftTable, draft: Draft): string | undefined {
  if (skipManner(reader)) return undefined;
  if (reader.take('ADD')) add(oneAction(reader), table, draft);
  else if (reader.take('DROP')) drop(oneAction(reader), table, before, draft);
  else if (reader.take('MODIFY')) {
    reader.take('COLUMN');
    const spared = reader.take('IF', 'EXISTS');
    const action = oneAction(reader);
    const name = action.name();
    if (!(spared && !table.columns.some((one) => same(one.name, name)))) redefine(action, name, name, table, draft);
  } else if (reader.take('CHANGE')) {
    reader.take('COLUMN');
    reader.take('IF', 'EXISTS');
    const action = oneAction(reader);
    const from = action.name();
    redefine(action, from, action.name(), table, draft);
  } else if (reader.take('ALTER')) alterPart(oneAction(reader), table, draft);
  else if (reader.take('RENAME')) return rename(reader, table, draft);
  else if (reader.take('CONVERT', 'TO')) convert(reader, table, draft);
  else if (reader.take('ORDER', 'BY')) oneAction(reader).rest();
  else if (reader.take('REMOVE', 'PARTITIONING')) delete table.options['partition_by'];
  else if (reader.take('REORGANIZE', 'PARTITION')) reorganize(reader, table, draft);
  else if (partitionVerbs.some((verb) => reader.take(verb, 'PARTITION'))) while (!reader.done()) reader.next();
  else if (!readTableOption(reader, table, draft)) reader.fail('an action');
  return undefined;
}

/** What is done with the rows of partitions, which stay what they are. */
const partitionVerbs = [
  'TRUNCATE',
  'EXCHANGE',
  'REBUILD',
  'ANALYZE',
  'CHECK',
  'OPTIMIZE',
  'REPAIR',
  'DISCARD',
  'IMPORT',
];

/** `p1, p2 INTO (PARTITION …)`: others in the place of partitions. */
function reorganize(reader: Reader, table: DraftTable, draft: Draft): void {
  const names: string[] = [];
  while (!reader.done() && !reader.sees('INTO')) {
    names.push(reader.name().toLowerCase());
    reader.take(',');
  }
  reader.take('INTO');
  const added = canonicalTokens(reader.rest(), draft.dialect).slice(1, -1);
  const known = table.options['partition_by'];
  const begin = known?.search(/ \(partition /) ?? -1;
  if (known === undefined || begin < 0) throw new Refused(`${table.name} has no partitions of these names`);
  const parts = readerOf(known.slice(begin + 1), draft.dialect)
    .brackets()
    .parts()
    .map((part) => part.rest());
  const isNamed = (part: string) => names.includes(/^partition `?([^\s`]+)/i.exec(part)?.[1]?.toLowerCase() ?? '');
  const at = parts.findIndex(isNamed);
  if (at < 0) throw new Refused(`${table.name} has no partition ${names[0]}`);
  const kept = (list: readonly string[]) => list.filter((part) => !isNamed(part));
  const all = [...kept(parts.slice(0, at)), added, ...kept(parts.slice(at))];
  table.options['partition_by'] = `${known.slice(0, begin)} (${all.join(', ')})`;
}

/** A reader of the tokens up to the next comma outside brackets; the comma is left. */
function oneAction(reader: Reader): Reader {
  const start = reader.at();
  let end = start;
  let depth = 0;
  for (let token = reader.peek(); token; token = reader.peek()) {
    if (token.kind === 'operator') {
      if (token.text === '(') depth++;
      else if (token.text === ')') depth--;
      else if (token.text === ',' && depth === 0) break;
    }
    end = token.end;
    reader.next();
  }
  return reader.part(start, end);
}

function add(reader: Reader, table: DraftTable, draft: Draft): void {
  if (reader.take('SYSTEM', 'VERSIONING')) {
    table.options['system_versioning'] = 'true';
    return;
  }
  if (reader.take('PARTITION')) {
    const [known = '', added] = [table.options['partition_by'], canonicalTokens(reader.rest(), draft.dialect)];
    table.options['partition_by'] =
      known.endsWith(')') && added.startsWith('(')
        ? `${known.slice(0, -1)}, ${added.slice(1)}`
        : `${known} add ${added}`;
    return;
  }
  const spares = reader.sees('COLUMN', 'IF') || reader.sees('IF');
  if (!reader.take('COLUMN') && addTablePart(reader, table, draft)) return;
  reader.take('IF', 'NOT', 'EXISTS');
  if (reader.peek()?.text === '(') {
    for (const part of reader.brackets().parts()) if (!addTablePart(part, table, draft)) addColumn(part, table, draft);
    return;
  }
  const name = reader.peek();
  const own = name?.kind === 'name' ? name.value : name?.text;
  if (spares && table.columns.some((one) => same(one.name, own ?? ''))) return;
  addColumn(reader, table, draft);
}

function drop(reader: Reader, table: DraftTable, before: DraftTable, draft: Draft): void {
  if (reader.take('SYSTEM', 'VERSIONING')) {
    delete table.options['system_versioning'];
    return;
  }
  if (reader.take('PRIMARY', 'KEY')) {
    dropIndex(table, 'PRIMARY');
    return;
  }
  if (reader.take('FOREIGN', 'KEY')) {
    reader.take('IF', 'EXISTS');
    dropConstraint(reader.name(), table, { checks: [] }, 'foreign key');
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
    if (!spares || table.indexes.some((one) => same(one.name, name))) dropIndex(table, name);
    return;
  }
  if (reader.take('PARTITION')) {
    table.options['partition_by'] = `${table.options['partition_by'] ?? ''} drop ${reader.rest()}`;
    return;
  }
  reader.take('COLUMN');
  const spares = reader.take('IF', 'EXISTS');
  const name = reader.name();
  if (spares && !table.columns.some((one) => same(one.name, name))) return;
  dropColumn(name, table, draft);
}

export function dropIndex(table: DraftTable, name: string): void {
  const index = table.indexes.find((one) => same(one.name, name));
  if (!index) throw new Refused(`${table.name} has no index ${name}`);
  const rest = table.indexes.filter((one) => one !== index);
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
  before: Pick<DraftTable, 'checks'>,
  kind: 'foreign key' | 'constraint' | 'spared',
): void {
  const is = (one: { readonly name: string }) => same(one.name, name);
  if (table.foreignKeys.some(is)) table.foreignKeys = table.foreignKeys.filter((one) => !is(one));
  else if (kind === 'constraint' && table.checks.some(is)) table.checks = table.checks.filter((one) => !is(one));
  else if (kind !== 'foreign key' && table.checks.some(is)) table.checks = table.checks.filter((one) => !is(one));
  else if (kind !== 'foreign key' && table.indexes.some(is)) dropIndex(table, name);
  else if (kind !== 'spared' && !before.checks.some(is)) throw new Refused(`${table.name} has no constraint ${name}`);
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
  table.columns = table.columns.filter((one) => one !== column);
  // A key loses the column, and goes with its last one.
  table.indexes = table.indexes
    .map((index) => ({
      ...index,
      keys: index.keys.filter((one) => one.column !== column.name && one.prefix?.column !== column.name),
    }))
    .filter(({ keys }) => keys.length > 0);
  table.checks = table.checks.filter((check) => !(check.columns.length === 1 && check.columns[0] === column.name));
}

function redefine(reader: Reader, from: string, to: string, table: DraftTable, draft: Draft): void {
  const before = columnNamed(table, from);
  const { place, definition } = withoutPlace(reader);
  const names = table.columns.map((one) => (one === before ? to : one.name));
  const read = readColumn(definition, to, table.collation, draft, { columns: names });
  requireKeysFit(before, read.column, table, draft);
  const inKey = table.indexes.some(
    (one) => one.kind === 'primary' && one.keys.some((key) => key.column === before.name),
  );
  const column: DraftColumn = inKey ? { ...read.column, nullable: false } : read.column;
  // The checks that stand at a column are part of its definition.
  table.checks = table.checks.filter((check) => check.own === undefined || !same(check.own, before.name));
  table.columns = table.columns.map((one) => (one === before ? column : one));
  if (from !== to) renameColumn(before.name, to, table, draft);
  if (place !== undefined) {
    table.columns = table.columns.filter((one) => one !== column);
    putColumn(table, column, place);
  }
  addBrought(table, read, draft);
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

/** Everything that names the column follows. */
function renameColumn(from: string, to: string, table: DraftTable, draft: Draft): void {
  const name = (one: string) => (same(one, from) ? to : one);
  table.columns = table.columns.map((one) => (one.name === from ? { ...one, name: to } : one));
  table.indexes = table.indexes.map((index) => ({
    ...index,
    keys: index.keys.map((key) => ({
      ...key,
      ...(key.column === undefined ? {} : { column: name(key.column) }),
      ...(key.prefix && same(key.prefix.column, from)
        ? { prefix: { ...key.prefix, column: to }, expression: `${quoteIdentifier(to)}(${key.prefix.length})` }
        : {}),
    })),
    expressionColumns: index.expressionColumns.map(name),
  }));
  const pointsHere = (key: ForeignKey) => key.references.schema === schemaName && key.references.name === table.name;
  table.foreignKeys = table.foreignKeys.map((key) => ({
    ...key,
    columns: key.columns.map(name),
    ...(pointsHere(key) ? { referencedColumns: key.referencedColumns.map(name) } : {}),
  }));
  table.checks = table.checks.map((check) =>
    check.own !== undefined && same(check.own, from) ? { ...check, own: to, name: to } : check,
  );
  for (const [other, one] of draft.tables) {
    draft.tables.set(other, {
      ...one,
      foreignKeys: one.foreignKeys.map((key) =>
        pointsHere(key) ? { ...key, referencedColumns: key.referencedColumns.map(name) } : key,
      ),
    });
  }
}

function alterPart(reader: Reader, table: DraftTable, draft: Draft): void {
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
  const column = columnNamed(table, reader.name());
  const { default: _, hidden: __, ...plain } = column;
  let next: DraftColumn;
  if (reader.take('DROP', 'DEFAULT')) next = column.hidden ? { ...plain, hidden: true } : plain;
  else if (reader.take('SET', 'DEFAULT')) {
    const text = canonicalExpression(reader.rest(), draft.dialect, { columns: table.columns.map((one) => one.name) });
    next = { ...column, default: constantOf(text, column.type) };
    if (text === 'null') next = plain;
  } else if (reader.take('SET', 'INVISIBLE')) next = { ...column, hidden: true };
  else {
    reader.expect('SET', 'VISIBLE');
    next = column.default === undefined ? plain : { ...plain, default: column.default };
  }
  table.columns = table.columns.map((one) => (one === column ? next : one));
}

function rename(reader: Reader, table: DraftTable, draft: Draft): string | undefined {
  if (reader.take('COLUMN')) {
    reader.take('IF', 'EXISTS');
    const from = columnNamed(table, reader.name()).name;
    reader.expect('TO');
    renameColumn(from, reader.name(), table, draft);
    return undefined;
  }
  if (reader.take('INDEX') || reader.take('KEY')) {
    reader.take('IF', 'EXISTS');
    const from = reader.name();
    reader.expect('TO');
    const to = reader.name();
    if (!table.indexes.some((one) => same(one.name, from))) throw new Refused(`${table.name} has no index ${from}`);
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
  table.collation = reader.take('COLLATE') ? collationName(reader.name()) : defaultCollation(set, dialect);
  table.columns = table.columns.map((column) => {
    if (column.ownCollation === undefined) return column;
    if (set !== 'binary') return { ...column, ownCollation: table.collation };
    const { ownCollation: _, ...rest } = column;
    return { ...rest, type: inBytes(rest.type) };
  });
}
