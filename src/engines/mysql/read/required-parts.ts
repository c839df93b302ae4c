import { limitsOf } from '../limits/limits.ts';
import { columnsNamed } from '../sql/expression.ts';
import { type Reader, readerOf } from '../sql/reader.ts';
import { columnNamed, type Draft, type DraftIndex, type DraftTable, Refused } from './draft.ts';

/** The column of a part of an index, whole or by its beginning. */
const columnsOf = ({ keys }: DraftIndex) => keys.flatMap(({ column, prefix }) => column ?? prefix?.column ?? []);

/**
 * What both servers ask of the columns of an index, seen on MariaDB 10.11: words of texts that are compared alike, one shape
 * that is never NULL, and beginnings of what has one.
 * @throws Refused
 */
export function requireParts(index: DraftIndex, table: DraftTable, draft: Draft): void {
  const names = columnsOf(index).map((one) => one.toLowerCase());
  const twice = names.find((one, at) => names.indexOf(one) !== at);
  const what = `index ${index.name} of ${table.name}`;
  if (twice !== undefined) throw new Refused(`${what} has ${twice} twice: once is enough`);
  for (const { prefix } of index.keys) {
    if (!prefix) continue;
    const { name, type } = columnNamed(table, prefix.column);
    if (prefix.length === 0) throw new Refused(`${what} has the first 0 of ${name}: one at the least`);
    // As many bytes as it has are the whole of it.
    if (
      prefix.length !== type.bytes &&
      /^(?:integer|boolean|decimal|float|date|time|timestamp|timestamp-with-zone|enum)$/.test(type.family)
    )
      throw new Refused(`${what} has the beginning of ${name}, which is ${type.text}: only texts and bytes have one`);
  }
  if (index.kind === 'fulltext') requireWords(index, what, table, draft);
  if (index.kind === 'spatial') requireShape(index, what, table);
  if (index.kind !== 'primary' || limitsOf(draft.dialect).generatedPrimaryKeys) return;
  const computed = names.find((name) => !/^row /.test(columnNamed(table, name).generated?.expression ?? 'row '));
  if (computed !== undefined)
    throw new Refused(`the primary key of ${table.name} has ${computed}, which is computed: make it a unique key`);
}

function requireWords(index: DraftIndex, what: string, table: DraftTable, { dialect }: Draft): void {
  const columns = columnsOf(index).map((name) => columnNamed(table, name));
  const isText = ({ type }: (typeof columns)[number]) =>
    type.family === 'text' || (type.family === 'json' && dialect.flavour === 'mariadb');
  const other = columns.find((one) => !isText(one));
  if (other) throw new Refused(`${what} is of words, and ${other.name} is ${other.type.text}: only texts have words`);
  const [first] = columns;
  const apart = columns.find(({ ownCollation }) => ownCollation !== first?.ownCollation);
  if (apart)
    throw new Refused(`${what} needs texts of one collation: ${apart.name} has ${apart.ownCollation}, others have not`);
}

function requireShape(index: DraftIndex, what: string, table: DraftTable): void {
  const [name = '', ...others] = columnsOf(index);
  const { type, nullable } = columnNamed(table, name);
  if (others.length > 0 || type.family !== 'geometry')
    throw new Refused(`${what} is spatial: it is over one column, which is a shape`);
  if (nullable) throw new Refused(`${what} is spatial: ${name} must be NOT NULL`);
}

/**
 * What keeps rows apart in a divided table has all columns that it is divided by, for each part looks only at its own rows
 * (https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations-partitioning-keys-unique-keys.html), and no foreign key
 * leads from it.
 * @throws Refused
 */
export function requireDivided(table: DraftTable, draft: Draft): void {
  const by = table.options['partition_by'];
  if (by === undefined) return;
  const [key] = table.foreignKeys;
  if (key) throw new Refused(`${table.name} is divided into partitions: no foreign key (${key.name}) leads from it`);
  const columns = dividing(readerOf(by, draft.dialect), table);
  for (const index of table.indexes) {
    if (!index.unique || index.keys.some(({ column, prefix }) => column === undefined && !prefix)) continue;
    const own = columnsOf(index);
    const lost = columns.find((name) => !own.includes(name));
    if (lost !== undefined)
      throw new Refused(
        `${index.kind === 'primary' ? 'the primary key' : `index ${index.name}`} of ${table.name} needs ${lost}, which its partitions are divided by`,
      );
  }
}

/** The columns behind `RANGE (…)` and `SUBPARTITION BY HASH (…)`; those of the history are the server's. */
function dividing(reader: Reader, { columns }: DraftTable): readonly string[] {
  if (reader.sees('SYSTEM_TIME')) return [];
  const found = [nextBrackets(reader)];
  while (!reader.done()) {
    if (reader.take('SUBPARTITION', 'BY')) found.push(nextBrackets(reader));
    else reader.next();
  }
  return columnsNamed(
    found.join(' , '),
    reader.dialect,
    columns.map(({ name }) => name),
  );
}

function nextBrackets(reader: Reader): string {
  while (!reader.done() && reader.peek()?.text !== '(') reader.next();
  return reader.done() ? '' : reader.brackets().rest();
}
