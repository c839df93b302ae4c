import type { Catalog } from '../../../catalog/catalog.ts';
import type { RowLimit } from '../../../catalog/declared-row.ts';
import type { Column, Table } from '../../../catalog/table.ts';
import type { TakenOver } from '../../receiving.ts';
import type { Dialect } from '../flavour.ts';
import { namingOf } from '../naming.ts';
import { takenDefault } from './constants.ts';
import { withFittingForeignKeys } from './foreign-keys.ts';
import { withFittingIndexes } from './indexes.ts';
import { typeIn } from './key-bytes.ts';
import { type Limits, limitsOf } from './limits.ts';
import { withFittingRows } from './rows.ts';

type Lose = (what: string, why: string) => void;

/** A schema as the server takes it, and what had to be made shorter or left out. */
export function fitted(
  catalog: Catalog,
  dialect: Dialect,
  rows: RowLimit | undefined,
): Pick<TakenOver, 'catalog' | 'losses'> {
  const losses: { readonly what: string; readonly why: string }[] = [];
  const lose: Lose = (what, why) => void losses.push({ what, why });
  const limits = limitsOf(dialect);
  const tables = catalog.tables
    .map((table) => withFittingColumns(table, limits, lose))
    .map((table) => (rows ? withFittingRows(table, rows, lose) : table))
    .map((table) => withFittingIndexes(table, limits, lose));
  return {
    catalog: { ...catalog, tables: withFittingForeignKeys(tables, limits, namingOf(dialect), lose) },
    losses,
  };
}

/** Defaults that are of the columns' types, and no longer comments than the server keeps. */
function withFittingColumns(table: Table, limits: Limits, lose: Lose): Table {
  const said = (what: string, text: string, most: number): string => {
    if ([...text].length <= most) return text;
    lose(`the comment of ${what}`, `all of it but the first ${most} characters`);
    return [...text].slice(0, most).join('');
  };
  const { comment } = table;
  return {
    ...table,
    ...(comment === undefined ? {} : { comment: said(`table ${table.name}`, comment, limits.tableComment) }),
    columns: table.columns.map((column): Column => {
      const { default: given, comment: own, ...rest } = column;
      const kept = given === undefined || column.generated ? given : takenDefault(given, typeIn(column.type.text));
      if (given !== undefined && kept === undefined)
        lose(
          `column ${table.name}.${column.name}`,
          `its default, ${given}: it is no value of ${column.type.text} here`,
        );
      return {
        ...rest,
        ...(kept === undefined ? {} : { default: kept }),
        ...(own === undefined ? {} : { comment: said(`column ${table.name}.${column.name}`, own, limits.comment) }),
      };
    }),
    indexes: table.indexes.map(({ comment: own, ...index }) => ({
      ...index,
      ...(own === undefined ? {} : { comment: said(`index ${index.name} of ${table.name}`, own, limits.comment) }),
    })),
  };
}
