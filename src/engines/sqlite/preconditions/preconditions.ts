import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import type { Column, Index, Table } from '../../../catalog/table.ts';
import type { Precondition } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';
import { isRowNumber } from '../render/create-table.ts';
import { canonicalExpression } from '../sql/canonical.ts';
import { identifiersIn } from '../sql/identifiers.ts';
import { type CarriedTable, carriedTables, type TablesAfter } from './carried-tables.ts';
import { referencedIn } from './checked-keys.ts';
import { alteredBy, refusedBy, type Taken, takenBy } from './conversions.ts';
import { newRows } from './new-rows.ts';
import { storedAs } from './stored-as.ts';

/**
 * Rows that would not go into the new form of their table, or that would refer to none: the engine names none of them. And
 * values that would go in as others: the engine says nothing of these.
 */
export function preconditionsOf(changes: readonly Change[], from: Catalog): readonly Precondition[] {
  const after = carriedTables(changes, from);
  const touched = [...after.carried.values()].filter(({ before, after }) => before !== after);
  return [
    ...touched.flatMap(alteredIn),
    ...touched.flatMap(numbered),
    ...touched.flatMap(refusedIn),
    ...touched.flatMap(unfilled),
    ...touched.flatMap(alike),
    ...touched.flatMap(failing),
    ...touched.flatMap((one) => orphans(one, after)),
  ];
}

/** Of these the ones that the engine would say nothing of. */
export function alterations(changes: readonly Change[], from: Catalog): readonly Precondition[] {
  return [...carriedTables(changes, from).carried.values()].flatMap((one) => [...alteredIn(one), ...numbered(one)]);
}

function counted(holds: string, from: string): Precondition {
  return { holds, count: `SELECT count(*) FROM ${from}`, list: `SELECT * FROM ${from} LIMIT 100` };
}

/** Columns with the ones that their values come from, where they take other values than these. */
function retyped({ before, after, origins }: CarriedTable) {
  return after.columns.flatMap((column) => {
    const was = before.columns.find(({ name }) => name === origins.get(column.name));
    if (!was || column.generated) return [];
    const [from, to] = [takenIn(was, before), takenIn(column, after)];
    return from.makes === to.makes && from.holds === to.holds ? [] : [{ column, was, from, to }];
  });
}

/** The number of a row is a whole number in every table. */
function takenIn(column: Column, table: Table): Taken {
  return isRowNumber(column.name, table) ? { makes: 'number', holds: 'integer' } : takenBy(column, table);
}

function alteredIn(one: CarriedTable): readonly Precondition[] {
  return retyped(one).flatMap(({ column, was, from, to }) =>
    alteredBy(quoteIdentifier(was.name), from, to).map(({ condition, example }) =>
      counted(
        `No ${was.name} of ${one.before.name} becomes another value as ${column.type.text} (${example}).`,
        `${quoteIdentifier(one.before.name)} WHERE ${condition}`,
      ),
    ),
  );
}

/** A row that has nothing in what becomes the number of its row is given one that nobody chose. */
function numbered({ before, after, origins }: CarriedTable): readonly Precondition[] {
  return after.columns.flatMap((column) => {
    const was = before.columns.find(({ name }) => name === origins.get(column.name));
    if (!was?.nullable || !isRowNumber(column.name, after)) return [];
    return counted(
      `No row of ${before.name} lacks ${was.name}, which would be given a number of its own.`,
      `${quoteIdentifier(before.name)} WHERE ${quoteIdentifier(was.name)} IS NULL`,
    );
  });
}

function refusedIn(one: CarriedTable): readonly Precondition[] {
  return retyped(one).flatMap(({ column, was, from, to }) => {
    const conditions = refusedBy(quoteIdentifier(was.name), from, to);
    if (conditions.length === 0) return [];
    const [only = ''] = conditions;
    const condition = conditions.length === 1 ? only : conditions.map((each) => `(${each})`).join(' OR ');
    return counted(
      `Every ${was.name} of ${one.before.name} can be stored as ${column.type.text}.`,
      `${quoteIdentifier(one.before.name)} WHERE ${condition}`,
    );
  });
}

function unfilled({ before, after, origins }: CarriedTable): readonly Precondition[] {
  const own = quoteIdentifier(before.name);
  return after.columns.flatMap((column) => {
    if (column.nullable || isRowNumber(column.name, after)) return [];
    const was = before.columns.find(({ name }) => name === origins.get(column.name));
    if (was) {
      if (!was.nullable) return [];
      return counted(
        `No row of ${before.name} lacks ${was.name}.`,
        `${own} WHERE ${quoteIdentifier(was.name)} IS NULL`,
      );
    }
    if (column.generated || !/^null$/i.test(column.default ?? 'null')) return [];
    return counted(`${before.name} has no row, which would have nothing in ${column.name}.`, own);
  });
}

/** Keys of one meaning are one text; of the table before in the words of its own columns. */
function keyText(index: Index, table: Table, column: (name: string) => string, expression: (sql: string) => string) {
  const keys = index.keys.map((key) => {
    const collation = key.collation ?? table.columns.find(({ name }) => name === key.column)?.collation;
    const what = key.column === undefined ? canonicalExpression(expression(key.expression ?? '')) : column(key.column);
    return `${what.toLowerCase()} ${collation?.name.toUpperCase() ?? 'BINARY'}`;
  });
  return [...keys, index.predicate === undefined ? '' : canonicalExpression(expression(index.predicate))].join('\n');
}

function alike(one: CarriedTable): readonly Precondition[] {
  const { before, after } = one;
  const there = new Set(
    before.indexes.filter(({ unique }) => unique).map((index) => keyText(index, before, quoteIdentifier, (sql) => sql)),
  );
  return after.indexes.flatMap((index) => {
    if (!index.unique || index.keys.length === 0) return [];
    const rows = newRows(one, {
      columns: index.keys.flatMap(({ column }) => column ?? []),
      sql: [...index.keys.map(({ expression = '' }) => expression), index.predicate ?? ''],
      retyped: 'told',
    });
    if (!rows || there.has(keyText(index, after, rows.column, rows.expression))) return [];
    const keys = index.keys.map((key) => {
      if (key.column === undefined) return `(${rows.expression(key.expression ?? '')})${collated(key.collation?.name)}`;
      const own = after.columns.find(({ name }) => name === key.column)?.collation;
      const was = before.columns.find(({ name }) => name === one.origins.get(key.column ?? ''))?.collation;
      const collation = (key.collation ?? own)?.name ?? 'BINARY';
      return `${rows.column(key.column)}${collated(collation === (was?.name ?? 'BINARY') ? undefined : collation)}`;
    });
    const filled = [
      ...keys.map((key) => `${key} IS NOT NULL`),
      ...(index.predicate === undefined ? [] : [`(${rows.expression(index.predicate)})`]),
    ];
    const group = `SELECT ${keys.join(', ')}, count(*) AS alike FROM ${rows.from} WHERE ${filled.join(' AND ')} GROUP BY ${keys.join(', ')} HAVING count(*) > 1`;
    const named = index.keys.map(({ column, expression = '' }) => column ?? expression).join(', ');
    return [
      {
        holds: `No rows of ${before.name} are alike in ${named}.`,
        count: `SELECT coalesce(sum(alike - 1), 0) FROM (${group})`,
        list: `${group} LIMIT 100`,
      },
    ];
  });
}

function collated(name: string | undefined): string {
  return name === undefined ? '' : ` COLLATE ${quoteIdentifier(name)}`;
}

function failing(one: CarriedTable): readonly Precondition[] {
  const there = new Set(one.before.checks.map(({ expression }) => canonicalExpression(expression)));
  return one.after.checks.flatMap(({ name, expression }) => {
    const rows = newRows(one, { sql: [expression], retyped: 'untold' });
    if (!rows) return failingRetyped(one, name, expression);
    const said = canonicalExpression(rows.expression(expression));
    if (there.has(said)) return [];
    return counted(`Every row of ${one.before.name} passes the check ${name}.`, `${rows.from} WHERE NOT (${said})`);
  });
}

/** Classes of rows that a count of one check asks for: three columns of three classes each. */
const mostClasses = 27;

/** A check that names columns that take other values than before: these are counted as they will be stored. */
function failingRetyped(one: CarriedTable, name: string, expression: string): readonly Precondition[] {
  const named = identifiersIn(expression);
  const columns = retyped(one).filter(({ column }) => named.has(column.name.toLowerCase()));
  const texts = new Set(
    one.after.columns.flatMap((each) => (takenIn(each, one.after).makes === 'text' ? each.name.toLowerCase() : [])),
  );
  const classes = columns.map(
    ({ column, was, to }) =>
      storedAs({ column: quoteIdentifier(was.name), name: column.name, to }, expression, texts) ?? [],
  );
  const combined = combinations(classes);
  if (columns.length === 0 || combined.length > mostClasses) return [];
  const parts = combined.flatMap((each) => {
    const stored = new Map(columns.map(({ column }, at) => [column.name, each[at]?.value ?? '']));
    const rows = newRows(one, { sql: [expression], retyped: 'untold', stored });
    const are = each.map(({ condition }) => (each.length === 1 ? condition : `(${condition})`)).join(' AND ');
    return rows ? `${rows.from} WHERE ${are} AND NOT (${rows.expression(expression)})` : [];
  });
  if (parts.length === 0 || parts.length < combined.length) return [];
  const as = columns.map(({ column, was }) => `its ${was.name} being stored as ${column.type.text}`).join(', ');
  return [
    {
      holds: `Every row of ${one.before.name} passes the check ${name}, ${as}.`,
      count: `SELECT ${parts.map((part) => `(SELECT count(*) FROM ${part})`).join(' + ')}`,
      list: `${parts.map((part) => `SELECT * FROM ${part}`).join('\nUNION ALL ')}\nLIMIT 100`,
    },
  ];
}

/** One of each list, in every way. */
function combinations<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (all, list) => all.flatMap((before) => list.map((one) => [...before, one])),
    [[]],
  );
}

function orphans(one: CarriedTable, { carried, made }: TablesAfter): readonly Precondition[] {
  const { before, after, origins } = one;
  const there = new Set(
    before.foreignKeys.map((key) => `${key.columns}\n${key.references.name}\n${key.referencedColumns}`),
  );
  return after.foreignKeys.flatMap((key) => {
    const columns = key.columns.flatMap((name) => origins.get(name) ?? []);
    if (columns.length < key.columns.length) return [];
    const parent = carried.get(key.references.name);
    const referenced = (parent ? referencedIn(key, parent.after) : []).flatMap(
      (name) => parent?.origins.get(name) ?? [],
    );
    const found = parent && referenced.length === columns.length;
    if (!found && !made.has(key.references.name)) return [];
    if (found && there.has(`${columns}\n${parent.before.name}\n${referenced}`)) return [];
    const child = columns.map((name) => `child.${quoteIdentifier(name)}`);
    const filled = child.map((column) => `${column} IS NOT NULL`).join(' AND ');
    const same = referenced.map((name, at) => `parent.${quoteIdentifier(name)} = ${child[at]}`).join(' AND ');
    const missing = found
      ? ` AND NOT EXISTS (SELECT 1 FROM ${quoteIdentifier(parent.before.name)} AS parent WHERE ${same})`
      : '';
    return [
      counted(
        `Every ${columns.join(', ')} of ${before.name} is in ${parent?.before.name ?? key.references.name}${found ? '' : ', which begins empty'}.`,
        `${quoteIdentifier(before.name)} AS child WHERE ${filled}${missing}`,
      ),
    ];
  });
}
