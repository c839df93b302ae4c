import type { ForeignKey, Table } from '../catalog/table.ts';
import { type Conversion, plainState } from './conversion.ts';
import { lossesOfForeignKey } from './losses.ts';

export function foreignKeyOf(
  { onDeleteColumns, ...key }: ForeignKey,
  { table, name }: { readonly table: Table; readonly name: string },
  { receiving, traits, loseAll, nameOf, partNameOf }: Conversion,
): ForeignKey {
  const what = `foreign key ${key.name} of ${name}`;
  loseAll(what, lossesOfForeignKey(key, receiving));
  const { schema: _, ...rest } = key.references;
  const named = traits.deleteActionColumns ? onDeleteColumns : undefined;
  // Every column would be set, one that is never NULL among them: each such deletion would fail in the end.
  const isRefused =
    onDeleteColumns !== undefined &&
    named === undefined &&
    table.columns.some((column) => key.columns.includes(column.name) && !column.nullable);
  if (onDeleteColumns && !named)
    loseAll(what, [
      `that only ${onDeleteColumns.join(', ')} is set when the row is deleted${isRefused ? ': such a row is not deleted' : ''}`,
    ]);
  return {
    ...key,
    ...plainState,
    name: partNameOf('foreign key', name, key.name),
    ...(named ? { onDeleteColumns: named } : {}),
    ...(isRefused ? { onDelete: 'restrict' } : {}),
    deferrable: key.deferrable && receiving.defers,
    initiallyDeferred: key.initiallyDeferred && receiving.defers,
    period: false,
    references: { ...rest, schema: traits.defaultSchema, name: nameOf(key.references) },
  };
}

/** Tables without the checks of columns that a foreign key sets, where the engine takes none; these are told. */
export function withoutChecksOfSet(tables: readonly Table[], { traits, lose }: Conversion): readonly Table[] {
  if (traits.checksOfSetColumns) return tables;
  return tables.map((table) => {
    const set = new Map(
      table.foreignKeys
        .filter(({ onDelete, onUpdate }) => /^set /.test(onDelete) || /^(?:set |cascade)/.test(onUpdate))
        .flatMap(({ name, columns }) => columns.map((column) => [column, name] as const)),
    );
    return {
      ...table,
      checks: table.checks.filter((check) => {
        const column = check.columns.find((one) => set.has(one));
        if (column === undefined) return true;
        lose(
          `check ${check.name} of ${table.name}`,
          `foreign key ${set.get(column)} sets ${column}, which no check may be of then`,
        );
        return false;
      }),
    };
  });
}

/** Tables with foreign keys over columns of one type each, where the engine wants it so; the others are told. */
export function withEqualTypes(tables: readonly Table[], { traits, lose }: Conversion): readonly Table[] {
  if (!traits.foreignKeysNeedEqualTypes) return tables;
  const typeOf = (table: string, column: string) =>
    tables
      .find(({ name }) => name === table)
      ?.columns.find(({ name }) => name === column)
      // Texts of other lengths are of one type.
      ?.type.text.replace(/(?<=char)\(.*/, '');
  return tables.map((table) => ({
    ...table,
    foreignKeys: table.foreignKeys.filter(({ name, columns, references, referencedColumns }) => {
      const other = columns.findIndex(
        (column, at) => typeOf(table.name, column) !== typeOf(references.name, referencedColumns[at] ?? ''),
      );
      if (other < 0) return true;
      const type = typeOf(references.name, referencedColumns[other] ?? '');
      lose(
        `foreign key ${name} of ${table.name}`,
        type === undefined
          ? `${references.name} is not in the schema`
          : `${columns[other]} is ${typeOf(table.name, columns[other] ?? '')}, and what it refers to ${type}`,
      );
      return false;
    }),
  }));
}
