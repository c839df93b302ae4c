import type { CheckConstraint, ForeignKey } from '../../../catalog/table.ts';
import { canonicalExpression, columnsNamed } from '../sql/expression.ts';
import type { Reader } from '../sql/reader.ts';
import { holding, type ReadColumn, readColumn, readEnforced } from './column.ts';
import { keptAs } from './comparable.ts';
import { columnNamed, type Draft, type DraftColumn, type DraftIndex, type DraftTable, Refused, same } from './draft.ts';
import { type References, readReferences } from './foreign-key.ts';
import { indexOf, readIndex, type WrittenIndex } from './index-definition.ts';
import { addPeriod, readPeriod } from './periods.ts';

/** Where a new column goes: at the front, or behind another. */
export type Place = 'first' | { readonly after: string } | undefined;

/** Reads a column definition and puts the column into its table, with the keys and checks that it brings. */
export function addColumn(reader: Reader, table: DraftTable, draft: Draft): ReadColumn {
  const name = reader.name();
  const { place, definition } = withoutPlace(reader);
  const read = readColumn(definition, name, table.collation, draft, {
    columns: [...table.columns.map((one) => one.name), name],
  });
  if (table.columns.some((one) => same(one.name, name)))
    throw new Refused(`${table.name} has a column ${name} already`);
  putColumn(table, read.column, place);
  addBrought(table, read, draft);
  return read;
}

/** Keys, checks and references that a column definition brings. */
export function addBrought(table: DraftTable, { column, key, checks, references }: ReadColumn, draft: Draft): void {
  if (key) addIndex(table, { kind: key, keys: [{ column: column.name, descending: false }], options: {} });
  for (const check of checks) addCheck(table, check, draft);
  // MySQL before 9 passes over references that stand at a column; MariaDB and newer ones make the key.
  if (references && (draft.dialect.flavour === 'mariadb' || draft.dialect.number >= 90_000))
    addForeignKey(table, [column.name], references, draft);
}

export function putColumn(table: DraftTable, column: DraftColumn, place: Place): void {
  if (place === undefined) table.columns = [...table.columns, column];
  else if (place === 'first') table.columns = [column, ...table.columns];
  else {
    const at = table.columns.indexOf(columnNamed(table, place.after));
    table.columns = [...table.columns.slice(0, at + 1), column, ...table.columns.slice(at + 1)];
  }
}

/** Cuts `FIRST` or `AFTER x` off the end of a definition. */
export function withoutPlace(reader: Reader): { readonly place: Place; readonly definition: Reader } {
  const start = reader.at();
  let end = start;
  let place: Place;
  while (!reader.done()) {
    if (reader.take('FIRST')) place = 'first';
    else if (reader.sees('AFTER') && reader.peek(1)) {
      reader.take('AFTER');
      place = { after: reader.name() };
    } else {
      end = reader.next()?.end ?? end;
    }
  }
  return { place, definition: reader.part(start, end) };
}

/** Constraints and indexes of a table whose columns are there; they may name a period that stands behind them. */
export function addTableParts(parts: readonly Reader[], table: DraftTable, draft: Draft): void {
  const isPeriod = (part: Reader) => part.sees('PERIOD', 'FOR');
  for (const part of [...parts.filter(isPeriod), ...parts.filter((one) => !isPeriod(one))])
    if (!addTablePart(part, table, draft)) part.fail('a definition');
}

/** Table constraints and indexes; false where it is a column that follows. */
function addTablePart(reader: Reader, table: DraftTable, draft: Draft): boolean {
  let name: string | undefined;
  const constraint = reader.take('CONSTRAINT');
  if (constraint) {
    reader.take('IF', 'NOT', 'EXISTS');
    if (!/^(?:PRIMARY|UNIQUE|FOREIGN|CHECK)$/.test(reader.peek()?.value ?? '') || reader.peek()?.kind === 'name')
      name = reader.name();
  }
  if (reader.sees('PRIMARY', 'KEY')) {
    reader.take('PRIMARY', 'KEY');
    addIndex(table, readIndex(reader, 'primary', table));
  } else if (reader.sees('UNIQUE')) {
    reader.take('UNIQUE');
    if (!reader.take('KEY')) reader.take('INDEX');
    addIndex(table, readIndex(reader, 'unique', table, name));
  } else if (reader.sees('FOREIGN', 'KEY')) {
    reader.take('FOREIGN', 'KEY');
    reader.take('IF', 'NOT', 'EXISTS');
    const index = reader.sees('(') ? undefined : reader.name();
    const columns = reader
      .brackets()
      .parts()
      .map((part) => part.name());
    addForeignKey(table, columns, readReferences(reader, draft), draft, name, index);
  } else if (reader.sees('CHECK', '(')) {
    reader.take('CHECK');
    const names = table.columns.map((one) => one.name);
    const expression = canonicalExpression(reader.brackets().rest(), draft.dialect, { columns: names });
    const enforced = readEnforced(reader);
    const columns = columnsNamed(expression, draft.dialect, names);
    addCheck(
      table,
      {
        ...holding,
        enforced,
        ...(name === undefined ? {} : { name }),
        expression,
        columns,
        noInherit: false,
        inherited: false,
      },
      draft,
    );
  } else if (constraint) return reader.fail('a constraint');
  else if (isKeyWord(reader, 'FULLTEXT') || isKeyWord(reader, 'SPATIAL') || isVector(reader)) {
    const kind =
      ({ FULLTEXT: 'fulltext', SPATIAL: 'spatial', VECTOR: 'vector' } as const)[reader.next()?.value ?? ''] ?? 'index';
    if (!reader.take('KEY')) reader.take('INDEX');
    addIndex(table, readIndex(reader, kind, table));
  } else if (isKeyWord(reader, 'KEY') || isKeyWord(reader, 'INDEX')) {
    reader.next();
    addIndex(table, readIndex(reader, 'index', table));
  } else if (reader.take('PERIOD', 'FOR')) addPeriod(table, readPeriod(reader));
  else return false;
  if (!reader.done()) reader.fail('the end of the definition');
  return true;
}

/** Whether a part of a table is no column. */
export function beginsPart(part: Reader): boolean {
  const first = part.peek();
  if (first?.kind !== 'word') return false;
  switch (first.value) {
    case 'CONSTRAINT':
    case 'PRIMARY':
    case 'UNIQUE':
    case 'FOREIGN':
    case 'FULLTEXT':
    case 'SPATIAL':
    case 'KEY':
    case 'INDEX':
      return true;
    case 'CHECK':
      return part.peek(1)?.text === '(';
    case 'VECTOR':
      return isVector(part);
    case 'PERIOD':
      return part.sees('PERIOD', 'FOR');
    default:
      return false;
  }
}

/** `VECTOR INDEX …`; a column may be called `vector` too. */
function isVector(reader: Reader): boolean {
  return isKeyWord(reader, 'VECTOR') && /^(?:INDEX|KEY)$/.test(reader.peek(1)?.value ?? '');
}

/** These words begin a part of a table, unless quotes make them a column's name. */
function isKeyWord(reader: Reader, word: string): boolean {
  return reader.sees(word) && reader.peek()?.kind === 'word';
}

export function addIndex(table: DraftTable, written: WrittenIndex): void {
  const index = indexOf(written, table);
  if (index.kind === 'primary' && table.indexes.some((one) => one.kind === 'primary')) {
    throw new Refused(`${table.name} has a primary key already`);
  }
  const isThere = table.indexes.some((one) => same(one.name, index.name) && !one.implicit);
  if (isThere && written.spares) return;
  if (isThere) throw new Refused(`${table.name} has an index ${index.name} already`);
  table.indexes = [...beside(index, table), index];
  if (index.kind === 'primary') {
    table.columns = table.columns.map((column) =>
      index.keys.some((key) => key.column === column.name) ? { ...column, nullable: false } : column,
    );
  }
}

function columnsOf(index: DraftIndex): readonly string[] {
  return index.keys.flatMap(({ column }) => column ?? []);
}

/** Whether a foreign key over the columns can use the index: they stand first in it, in order. */
export function covers(index: DraftIndex, columns: readonly string[]): boolean {
  if (index.kind === 'fulltext' || index.kind === 'spatial' || index.kind === 'vector') return false;
  return columns.every((name, at) => {
    const own = index.keys[at]?.column;
    return own !== undefined && same(own, name);
  });
}

/** One column may be AUTO_INCREMENT, and InnoDB finds its last number by an index that it leads. */
export function requireNumbering({ name, columns, indexes, engine }: DraftTable): void {
  const [numbered, another] = columns.filter(({ identity }) => identity);
  if (another) throw new Refused(`only one column of ${name} can be AUTO_INCREMENT`);
  if (!numbered || !/^innodb$/i.test(engine)) return;
  if (!indexes.some(({ keys: [first] }) => first?.column === numbered.name))
    throw new Refused(`${name}.${numbered.name} is AUTO_INCREMENT: it must be the first column of an index`);
}

/** A foreign key ties columns whose values are kept alike, whatever their length. */
function requireSameKinds(key: ForeignKey, table: DraftTable, target: DraftTable): void {
  key.columns.forEach((name, at) => {
    const [own, other] = [columnNamed(table, name), columnNamed(target, key.referencedColumns[at] ?? '')];
    if (keptAs(own) !== keptAs(other))
      throw new Refused(
        `foreign key ${key.name} of ${table.name} needs ${name} as ${target.name}.${other.name}: ${other.type.text}`,
      );
  });
}

function addForeignKey(
  table: DraftTable,
  columns: readonly string[],
  references: References,
  draft: Draft,
  name?: string,
  indexName?: string,
): void {
  const own = columns.map((column) => columnNamed(table, column).name);
  // Other engines than InnoDB read foreign keys and forget them.
  if (!/^innodb$/i.test(table.engine)) return;
  const target = draft.tables.get(references.references.name);
  const referenced =
    references.referencedColumns.length > 0
      ? references.referencedColumns
      : (target?.indexes.find(({ kind }) => kind === 'primary')?.keys.flatMap(({ column }) => column ?? []) ?? []);
  // MariaDB calls a key without a name as the index that is named for it.
  const given = name ?? (draft.dialect.flavour === 'mariadb' ? indexName : undefined) ?? freeForeignKeyName(table);
  if (table.foreignKeys.some((one) => same(one.name, given)))
    throw new Refused(`${table.name} has a foreign key ${given} already`);
  const { flavour, number } = draft.dialect;
  if (flavour === 'mariadb' && number < 120_100 && !draft.inParts && isGoing(given, table, draft))
    throw new Refused(
      `the name ${given} of a foreign key is free for a statement behind the one that drops it: give it another, or two statements`,
    );
  const key: ForeignKey = {
    ...holding,
    name: given,
    columns: own,
    references: references.references,
    referencedColumns: referenced.map((one) => target?.columns.find((column) => same(column.name, one))?.name ?? one),
    onDelete: references.onDelete,
    onUpdate: references.onUpdate,
    match: 'simple',
    period: false,
    inherited: false,
  };
  if (draft.foreignKeyChecks && target) requireSameKinds(key, table, target);
  table.foreignKeys = [...table.foreignKeys, key];
  if (table.indexes.some((index) => covers(index, own))) return;
  const index = indexOf(
    {
      kind: 'index',
      ...(name === undefined && indexName === undefined ? {} : { name: name ?? indexName ?? '' }),
      keys: own.map((column) => ({ column, descending: false })),
      options: {},
    },
    table,
    true,
  );
  table.indexes = [...beside(index, table), index];
}

/** What is left beside a new index: what the engine made for a foreign key goes when another does its work. */
function beside(index: DraftIndex, table: DraftTable): readonly DraftIndex[] {
  return table.indexes.filter(
    (one) => !(one.implicit && (covers(index, columnsOf(one)) || same(one.name, index.name))),
  );
}

/** Whether the statement that is being read has dropped a foreign key of the name: the table still has it as it stands. */
function isGoing(name: string, table: DraftTable, draft: Draft): boolean {
  const stands = draft.tables.get(table.name);
  const isAltered = stands?.columns.some((column) => table.columns.includes(column)) === true;
  return isAltered && stands.foreignKeys.some((one) => same(one.name, name));
}

/** Generated names go on counting from the greatest. */
function freeForeignKeyName(table: DraftTable): string {
  const begin = `${table.name}_ibfk_`;
  const numbers = table.foreignKeys.map(({ name }) =>
    name.startsWith(begin) ? Number(name.slice(begin.length)) || 0 : 0,
  );
  return `${begin}${Math.max(0, ...numbers) + 1}`;
}

function addCheck(
  table: DraftTable,
  check: Omit<CheckConstraint, 'name'> & { readonly name?: string; readonly own?: string },
  draft: Draft,
): void {
  const name = check.name ?? checkName(table, check.own, draft);
  const { own, ...rest } = check;
  // MariaDB keeps the check of a column as part of it, under its name.
  const atColumn = own !== undefined && draft.dialect.flavour === 'mariadb';
  table.checks = [...table.checks, { ...rest, name: atColumn ? own : name, ...(atColumn ? { own } : {}) }];
}

function checkName(table: DraftTable, own: string | undefined, { dialect }: Draft): string {
  if (dialect.flavour === 'mariadb') {
    if (own !== undefined) return own;
    for (let number = 1; ; number++) {
      const name = `CONSTRAINT_${number}`;
      if (!table.checks.some((one) => same(one.name, name))) return name;
    }
  }
  for (let number = 1; ; number++) {
    const name = `${table.name}_chk_${number}`;
    if (!table.checks.some((one) => same(one.name, name))) return name;
  }
}
