import type { QualifiedName } from '../catalog/names.ts';
import type { ForeignKey, KeyConstraint, Table } from '../catalog/table.ts';

/** What things of a schema are called otherwise. */
export interface OtherNames {
  readonly table: (name: string) => string;
  readonly column: (table: QualifiedName, name: string) => string;
  /** Of columns, as expressions of the table name them. */
  readonly inExpressions: ReadonlyMap<string, string>;
}

/** A table under other names of itself, of its columns, and of what it refers to. */
export function inOtherNames(table: Table, { table: tableName, column, inExpressions }: OtherNames): Table {
  const own = (name: string) => column(table, name);
  const text = (expression: string) => inNames(expression, inExpressions);
  const key = <Key extends KeyConstraint | ForeignKey>(one: Key): Key => ({ ...one, columns: one.columns.map(own) });
  return {
    ...table,
    name: tableName(table.name),
    columns: table.columns.map((one) => ({
      ...one,
      name: own(one.name),
      ...(one.generated ? { generated: { ...one.generated, expression: text(one.generated.expression) } } : {}),
    })),
    ...(table.primaryKey ? { primaryKey: key(table.primaryKey) } : {}),
    uniques: table.uniques.map(key),
    foreignKeys: table.foreignKeys.map((one) => ({
      ...key(one),
      ...(one.onDeleteColumns ? { onDeleteColumns: one.onDeleteColumns.map(own) } : {}),
      references: { ...one.references, name: tableName(one.references.name) },
      referencedColumns: one.referencedColumns.map((name) => column(one.references, name)),
    })),
    checks: table.checks.map((check) => ({
      ...check,
      expression: text(check.expression),
      columns: check.columns.map(own),
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((one) => ({
        ...one,
        ...(one.column === undefined ? {} : { column: own(one.column) }),
        ...(one.prefix ? { prefix: { ...one.prefix, column: own(one.prefix.column) } } : {}),
        ...(one.expression === undefined ? {} : { expression: text(one.expression) }),
      })),
      include: index.include.map(own),
      expressionColumns: index.expressionColumns.map(own),
      predicateColumns: index.predicateColumns.map(own),
      ...(index.predicate === undefined ? {} : { predicate: text(index.predicate) }),
    })),
  };
}

/** An expression with other names; those in quotes, too, and nothing in strings. */
export function inNames(expression: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return expression;
  return expression.replace(
    /'(?:[^']|'')*'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|[A-Za-z_]\w*/g,
    (written, doubled?: string, ticked?: string) => {
      if (written.startsWith("'")) return written;
      const name = names.get(doubled ?? ticked ?? written);
      return name === undefined
        ? written
        : doubled === undefined && ticked === undefined
          ? name
          : written.replace(doubled ?? ticked ?? '', name);
    },
  );
}
