import type { DomainType } from '../../../catalog/catalog.ts';
import { displayName, type QualifiedName, qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import type { Precondition, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { noRows } from './preconditions.ts';

/** Values of a domain that its check refuses, in each column that has it. */
export function valuesSatisfy(
  type: QualifiedName,
  { name, expression }: DomainType['checks'][number],
  situation: Situation,
): readonly Precondition[] {
  const domain = situation.to.types.find((one) => one.kind === 'domain' && sameName(one, type));
  // In the check, VALUE is of the type beneath: operators for any enum or range take no domain beside it.
  const beneath = domain?.kind === 'domain' ? `::${domain.base.text}` : '';
  return columnsOf(type, situation).map(({ table, column }) =>
    noRows(
      table,
      // The check says VALUE: inside, that is the column of the row, whatever else is called so.
      `(SELECT NOT (${expression}) FROM (SELECT ${quoteName(table)}.${quoteIdentifier(column)}${beneath} AS value) AS own)`,
      `Every value of ${qualifiedColumn(table, column)} satisfies the check ${displayName(name)} of ${qualified(type)}.`,
    ),
  );
}

export function valuesNotNull(type: QualifiedName, situation: Situation): readonly Precondition[] {
  return columnsOf(type, situation).map(({ table, column }) =>
    noRows(
      table,
      `${quoteIdentifier(column)} IS NULL`,
      `Every row of ${qualified(table)} has a value in ${displayName(column)}, of ${qualified(type)}.`,
    ),
  );
}

/** Columns that had the domain before and keep it. */
export function columnsOf(
  type: QualifiedName,
  { to, before }: Situation,
): readonly { readonly table: QualifiedName; readonly column: string }[] {
  return to.tables
    .filter((table) => table.kind === 'table' && !table.partitionOf)
    .flatMap((table) => {
      const known = before(table)?.columns.map((column) => column.name) ?? [];
      return table.columns
        .filter((column) => column.type.ref && sameName(column.type.ref, type) && known.includes(column.name))
        .filter((column) => !column.type.element)
        .map((column) => ({ table: { schema: table.schema, name: table.name }, column: column.name }));
    });
}
