import type { ForeignKey } from '../../../catalog/table.ts';
import type { Dialect } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { tokens } from '../sql/tokens.ts';
import { type Draft, type DraftTable, same, schemaName } from './draft.ts';
import { renameInPeriods } from './periods.ts';

/** Everything that names the column follows. */
export function renameColumn(from: string, to: string, table: DraftTable, draft: Draft): void {
  const name = (one: string) => (same(one, from) ? to : one);
  table.columns = table.columns.map((one) => (one.name === from ? { ...one, name: to } : one));
  table.indexes = table.indexes.map((index) => ({
    ...index,
    keys: index.keys.map((key) => ({
      ...key,
      ...(key.column === undefined ? {} : { column: name(key.column) }),
      ...(key.prefix && same(key.prefix.column, from)
        ? { prefix: { ...key.prefix, column: to }, expression: `${quoteIdentifier(to)}(${key.prefix.length})` }
        : {}),
    })),
    expressionColumns: index.expressionColumns.map(name),
  }));
  renameInPeriods(table, from, to);
  if (draft.dialect.flavour === 'mariadb' || draft.inParts) renameInExpressions(from, to, table, draft.dialect);
  const pointsHere = (key: ForeignKey) => key.references.schema === schemaName && key.references.name === table.name;
  table.foreignKeys = table.foreignKeys.map((key) => ({
    ...key,
    columns: key.columns.map(name),
    ...(pointsHere(key) ? { referencedColumns: key.referencedColumns.map(name) } : {}),
  }));
  table.checks = table.checks.map((check) =>
    check.own !== undefined && same(check.own, from) ? { ...check, own: to, name: to } : check,
  );
  for (const [other, one] of draft.tables) {
    draft.tables.set(other, {
      ...one,
      foreignKeys: one.foreignKeys.map((key) =>
        pointsHere(key) ? { ...key, referencedColumns: key.referencedColumns.map(name) } : key,
      ),
    });
  }
}

/** MariaDB writes the new name into whatever computes with the column. */
function renameInExpressions(from: string, to: string, table: DraftTable, dialect: Dialect): void {
  const renamed = (expression: string) => withName(expression, from, to, dialect);
  table.columns = table.columns.map((column) => ({
    ...column,
    ...(column.default === undefined ? {} : { default: renamed(column.default) }),
    ...(column.generated
      ? { generated: { ...column.generated, expression: renamed(column.generated.expression) } }
      : {}),
  }));
  table.checks = table.checks.map((check) => ({
    ...check,
    expression: renamed(check.expression),
    columns: check.columns.map((one) => (same(one, from) ? to : one)),
  }));
}

/** An expression in which a column has another name; functions of the name stay. */
function withName(expression: string, from: string, to: string, dialect: Dialect): string {
  const list = tokens(expression, dialect);
  let text = '';
  let end = 0;
  for (const [at, { kind, text: written, value, start, end: after }] of list.entries()) {
    const isName =
      (kind === 'word' && list[at + 1]?.text !== '(' && same(written, from)) || (kind === 'name' && same(value, from));
    if (!isName || list[at + 1]?.text === '.') continue;
    text += `${expression.slice(end, start)}${quoteIdentifier(to)}`;
    end = after;
  }
  return text + expression.slice(end);
}
