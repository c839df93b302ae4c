import type { Catalog, ExtendedStatistics } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import { usualOwner } from '../../../catalog/owner.ts';
import type { CheckConstraint, Column, ForeignKey, Index, KeyConstraint, Table } from '../../../catalog/table.ts';
import { renamedColumn } from './expressions.ts';

/** A primary key or unique constraint with its index. */
export interface KeyPart {
  readonly type: 'primary key' | 'unique';
  readonly constraint: KeyConstraint;
  readonly index: Index;
  /** Rows that were allowed before may break it. */
  readonly stricter?: true;
}

/** Columns of one table that others take the place of, with all that hangs on them and must be made again. */
export interface TableParts {
  readonly table: Table;
  readonly columns: readonly Column[];
  /** Indexes that no constraint owns. */
  readonly indexes: readonly Index[];
  readonly keys: readonly KeyPart[];
  readonly checks: readonly CheckConstraint[];
  /** With their owners alone that are not whoever makes them anew. */
  readonly statistics: readonly ExtendedStatistics[];
}

export interface ForeignKeyPart {
  readonly table: QualifiedName;
  readonly key: ForeignKey;
  /** It points at other rows than before, which those that were allowed before may not have. */
  readonly stricter?: true;
}

/** Of several tables, with the foreign keys that have such a column on either side. */
export interface Parts {
  readonly tables: readonly TableParts[];
  readonly foreignKeys: readonly ForeignKeyPart[];
}

/** Whether a constraint goes away by itself, and so is not in the way. */
export type Gone = (of: QualifiedName, name: string) => boolean;

const mentions = (expression: string, column: string): boolean =>
  renamedColumn(expression, column, `${column}_`) !== expression;

/** The parts in a catalog; or why the columns cannot be replaced while the tables are in use. */
export function partsOf(
  catalog: Catalog,
  replaced: readonly { readonly table: Table; readonly columns: readonly string[] }[],
  gone: Gone,
): Parts | { readonly refused: string } {
  for (const { table, columns } of replaced) {
    const refused = columns.map((column) => refusal(catalog, table, column, gone)).find((one) => one !== undefined);
    if (refused !== undefined) return { refused };
  }
  const columnsOf = (table: QualifiedName) => replaced.find((one) => sameName(one.table, table))?.columns ?? [];
  return {
    tables: replaced.map(({ table, columns }) => tableParts(catalog, table, columns)),
    foreignKeys: catalog.tables.flatMap((table) =>
      table.foreignKeys
        .filter(
          (key) =>
            !key.inherited &&
            (key.columns.some((one) => columnsOf(table).includes(one)) ||
              key.referencedColumns.some((one) => columnsOf(key.references).includes(one))),
        )
        .map((key) => ({ table: { schema: table.schema, name: table.name }, key })),
    ),
  };
}

/** Why no other column can take the place of one while its table is in use; nothing where one can. */
export function refusal(catalog: Catalog, table: Table, name: string, gone: Gone): string | undefined {
  const column = table.columns.find((one) => one.name === name);
  if (table.partitioning || table.partitionOf) return 'the table is partitioned';
  if (table.inherits.length > 0 || catalog.tables.some((one) => one.inherits.some((parent) => sameName(parent, table))))
    return 'the table inherits or is inherited from';
  if (!column || column.generated) return 'the column is generated';
  if (generatedFrom(table, name).some((one) => one.generated?.stored)) return 'a stored generated column reads it';
  if (table.exclusions.some((one) => one.columns.includes(name) && !gone(table, one.name)))
    return 'an exclusion constraint is on it';
  if ([table.primaryKey, ...table.uniques].some((one) => one?.withoutOverlaps && one.columns.includes(name)))
    return 'a key without overlaps is on it';
  const partitioned = catalog.tables.some(
    (one) =>
      one.foreignKeys.some((key) => sameName(key.references, table) && key.referencedColumns.includes(name)) &&
      (one.partitioning || one.partitionOf),
  );
  return partitioned ? `a partitioned table refers to ${qualified(table)}` : undefined;
}

/** The generated columns of a table that read one of its columns. */
export function generatedFrom({ columns }: Table, name: string): readonly Column[] {
  return columns.filter(({ generated }) => generated && mentions(generated.expression, name));
}

function tableParts(catalog: Catalog, table: Table, columns: readonly string[]): TableParts {
  const isOne = (name: string | undefined) => name !== undefined && columns.includes(name);
  const uses = (index: Index) =>
    index.keys.some((key) => isOne(key.column)) ||
    [...index.include, ...index.expressionColumns, ...index.predicateColumns].some(isOne);
  const all = [
    ...(table.primaryKey ? [{ type: 'primary key' as const, constraint: table.primaryKey }] : []),
    ...table.uniques.map((constraint) => ({ type: 'unique' as const, constraint })),
  ];
  return {
    table,
    columns: columns.flatMap((name) => table.columns.find((one) => one.name === name) ?? []),
    keys: all.flatMap((one) => {
      const index = table.indexes.find((other) => other.name === one.constraint.index);
      return index && uses(index) ? [{ ...one, index }] : [];
    }),
    indexes: table.indexes.filter((index) => index.constraint === undefined && uses(index)),
    checks: table.checks.filter((one) => one.columns.some(isOne)),
    statistics: catalog.statistics
      .filter((one) => sameName(one.table, table) && columns.some((name) => mentions(one.definition, name)))
      .map(({ owner, ...one }) => ({
        ...one,
        ...(owner === undefined || owner === usualOwner(catalog) ? {} : { owner }),
      })),
  };
}
