import { bareTable } from '../catalog/bare.ts';
import type { CheckConstraint, KeyConstraint, Table } from '../catalog/table.ts';
import { columnOf } from './columns.ts';
import { type Conversion, plainState } from './conversion.ts';
import { translated } from './expression.ts';
import { foreignKeyOf } from './foreign-keys.ts';
import { indexOf, withoutRepeated } from './indexes.ts';
import { lossesOfTable } from './losses.ts';
import { numberingOf } from './numbering.ts';
import { isTaken, meaningOf } from './taken.ts';

/** A table as the other engine can hold it. */
export function tableOf(table: Table, conversion: Conversion): Table {
  const { giving, traits, lose, loseAll, nameOf, partNameOf } = conversion;
  const name = nameOf(table);
  const keyed = keyedColumns(table, conversion);
  loseAll(`table ${name}`, lossesOfTable(table, giving));
  const numbering = numberingOf(table, conversion);
  const checks = checksOf(table, name, numbering, conversion);
  const columns = table.columns.map((column) => {
    const converted = columnOf(column, { table, keyed: keyed.has(column.name), numbering }, conversion);
    checks.push(...converted.checks);
    return converted.column;
  });
  for (const trigger of table.triggers)
    lose(`trigger ${trigger.name} of ${name}`, 'its statements are in another language');
  for (const one of table.exclusions) lose(`exclusion ${one.name} of ${name}`, 'there is no such constraint');
  const { indexes, keyNames } = indexesOf(table, name, conversion);
  const key = (one: KeyConstraint) => keyConstraintOf(one, name, keyNames.get(one.name) ?? one.name, conversion);
  return bareTable({
    schema: traits.defaultSchema,
    name,
    columns,
    ...(table.primaryKey ? { primaryKey: key(table.primaryKey) } : {}),
    uniques: table.uniques.map(key),
    foreignKeys: table.foreignKeys
      .filter(({ inherited }) => !inherited)
      .map((one) => foreignKeyOf(one, { table, name }, conversion)),
    checks: checks.map((check) => ({ ...check, name: partNameOf('check', name, check.name) })),
    indexes,
    ...(table.comment !== undefined && traits.comments ? { comment: table.comment } : {}),
  });
}

/** The columns that stand in a key or an index, also in an expression of one. */
function keyedColumns(
  { primaryKey, uniques, foreignKeys, indexes }: Table,
  { receiving }: Conversion,
): ReadonlySet<string> {
  return new Set([
    ...(primaryKey?.columns ?? []),
    ...uniques.flatMap(({ columns }) => columns),
    ...foreignKeys.flatMap(({ columns }) => columns),
    ...indexes.flatMap(({ keys, expressionColumns }) => [
      ...keys.flatMap(({ column }) => column ?? []),
      ...(receiving.indexesExpressions ? expressionColumns : []),
    ]),
  ]);
}

function checksOf(
  table: Table,
  name: string,
  numbering: ReadonlySet<string>,
  conversion: Conversion,
): CheckConstraint[] {
  return table.checks
    .filter(({ inherited }) => !inherited)
    .flatMap((check) => {
      const what = `check ${check.name} of ${name}`;
      if (!check.enforced) conversion.lose(what, 'that it is not enforced: it is');
      const expression = translated(check.expression, conversion.writing, meaningOf(what, conversion, [table]));
      return isTaken({ what, expression, columns: check.columns }, numbering, conversion)
        ? [{ ...plainState, ...check, enforced: true, expression }]
        : [];
    });
}

/** The indexes of a table, and under which names those of its constraints now stand. */
function indexesOf(
  table: Table,
  name: string,
  conversion: Conversion,
): { readonly indexes: Table['indexes']; readonly keyNames: ReadonlyMap<string, string> } {
  const keyNames = new Map<string, string>();
  const indexes = withoutRepeated(table.indexes, name, conversion).flatMap((index) => {
    const own = indexOf(index, name, table, conversion);
    if (!own) return [];
    // One engine calls every primary key alike.
    const wanted =
      index.constraint !== undefined && index.constraint === table.primaryKey?.name ? `${name}_pkey` : index.name;
    const called = conversion.partNameOf('index', name, wanted);
    if (index.constraint !== undefined) keyNames.set(index.constraint, called);
    return [{ ...own, name: called, ...(index.constraint === undefined ? {} : { constraint: called }) }];
  });
  return { indexes, keyNames };
}

function keyConstraintOf(key: KeyConstraint, table: string, called: string, { lose }: Conversion): KeyConstraint {
  if (key.withoutOverlaps) lose(`key ${key.name} of ${table}`, 'WITHOUT OVERLAPS: it keeps equal values apart alone');
  if (key.deferrable) lose(`key ${key.name} of ${table}`, 'that it is checked at the end of the transaction');
  return { ...key, ...plainState, name: called, index: called, include: [] };
}
