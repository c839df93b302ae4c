import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import type { ForeignKey, Table } from '../../catalog/table.ts';
import type { Precondition } from '../procedure.ts';
import { quoteIdentifier, quoteList } from './quote.ts';

/** Rows that would not go into the new form of their table, or that would refer to none: the engine names none of them. */
export function preconditionsOf(changes: readonly Change[], from: Catalog): readonly Precondition[] {
  const tables = new Map(from.tables.map((table) => [table.name, table]));
  const has = (table: string, columns: readonly string[]) =>
    columns.every((name) => tables.get(table)?.columns.some((column) => column.name === name));
  return changes.flatMap((change): readonly Precondition[] => {
    if (change.kind === 'set not null') return has(change.table.name, [change.column]) ? [filled(change)] : [];
    const made = constraintOf(change);
    if (!made || !tables.has(made.table) || !has(made.table, made.columns)) return [];
    if (made.kind === 'check') return [passing(made.table, made.name, made.expression)];
    if (made.kind === 'unique') return made.columns.length === 0 ? [] : [apart(made.table, made.columns)];
    const parent = tables.get(made.key.references.name);
    const columns = parent && referenced(made.key, parent);
    return columns && has(parent.name, columns) ? [referring(made.table, made.key, columns)] : [];
  });
}

type Constraint = { readonly table: string; readonly columns: readonly string[] } & (
  | { readonly kind: 'foreign key'; readonly key: Pick<ForeignKey, 'columns' | 'references' | 'referencedColumns'> }
  | { readonly kind: 'unique' }
  | { readonly kind: 'check'; readonly name: string; readonly expression: string }
);

/** What a change holds rows to. */
function constraintOf(change: Change): Constraint | undefined {
  switch (change.kind) {
    case 'add foreign key':
      return { kind: 'foreign key', table: change.table.name, columns: change.columns, key: change };
    case 'add unique':
    case 'add primary key':
      return { kind: 'unique', table: change.table.name, columns: change.columns };
    case 'add check':
      return { ...change, kind: 'check', table: change.table.name, columns: [] };
    case 'create':
      return created(change.object);
    default:
      return undefined;
  }
}

function created(object: Extract<Change, { readonly kind: 'create' }>['object']): Constraint | undefined {
  if (object.kind === 'index') {
    const { unique, keys, predicate } = object.index;
    const columns = keys.flatMap(({ column, collation }) => (collation === undefined ? (column ?? []) : []));
    // Of expressions, or of some rows, too many would be counted.
    const isPlain = unique && predicate === undefined && columns.length === keys.length;
    return isPlain ? { kind: 'unique', table: object.relation.name, columns } : undefined;
  }
  if (object.kind !== 'constraint') return undefined;
  const table = object.table.name;
  switch (object.type) {
    case 'foreign key':
      return { kind: 'foreign key', table, columns: object.constraint.columns, key: object.constraint };
    case 'unique':
    case 'primary key':
      return { kind: 'unique', table, columns: object.constraint.columns };
    case 'check':
      return { kind: 'check', table, ...object.constraint };
    default:
      return undefined;
  }
}

/** Without columns a foreign key leads to the primary key. */
function referenced({ referencedColumns }: Pick<ForeignKey, 'referencedColumns'>, parent: Table): readonly string[] {
  return referencedColumns.length > 0 ? referencedColumns : (parent.primaryKey?.columns ?? []);
}

function counted(holds: string, from: string): Precondition {
  return { holds, count: `SELECT count(*) FROM ${from}`, list: `SELECT * FROM ${from} LIMIT 100` };
}

function filled({ table, column }: Extract<Change, { readonly kind: 'set not null' }>): Precondition {
  return counted(
    `No row of ${table.name} lacks ${column}.`,
    `${quoteIdentifier(table.name)} WHERE ${quoteIdentifier(column)} IS NULL`,
  );
}

function referring(
  table: string,
  { columns, references }: Pick<ForeignKey, 'columns' | 'references'>,
  referencedColumns: readonly string[],
): Precondition {
  const child = columns.map((name) => `child.${quoteIdentifier(name)}`);
  const found = referencedColumns.map((name, at) => `parent.${quoteIdentifier(name)} = ${child[at]}`).join(' AND ');
  return counted(
    `Every ${columns.join(', ')} of ${table} is in ${references.name}.`,
    `${quoteIdentifier(table)} AS child WHERE ${child.map((one) => `${one} IS NOT NULL`).join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${quoteIdentifier(references.name)} AS parent WHERE ${found})`,
  );
}

function apart(table: string, columns: readonly string[]): Precondition {
  const list = quoteList(columns);
  const filledIn = columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`).join(' AND ');
  return counted(
    `No rows of ${table} are alike in ${columns.join(', ')}.`,
    `(SELECT ${list}, count(*) AS alike FROM ${quoteIdentifier(table)} WHERE ${filledIn} GROUP BY ${list} HAVING count(*) > 1)`,
  );
}

function passing(table: string, name: string, expression: string): Precondition {
  return counted(
    `Every row of ${table} passes the check ${name}.`,
    `${quoteIdentifier(table)} WHERE NOT (${expression})`,
  );
}
