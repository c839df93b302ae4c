import type { Sequence } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { Column, ForeignKey, Table } from '../../../catalog/table.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { countOn } from '../schema/count-on.ts';
import { grantStatements } from '../schema/grants.ts';
import { identity, sequenceType } from '../schema/tables.ts';
import type { TableParts } from './column-parts.ts';
import { marksOf } from './marks.ts';

const alterColumn = (table: Table, name: string) =>
  `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(name)}`;

/** Default and owned sequence go over from the column that now is called `left` to the one in its place. */
export function moveDefault(table: Table, now: Column, wanted: Column, left: string): readonly string[] {
  const owner = `${quoteName(table)}.${quoteIdentifier(wanted.name)}`;
  return [
    ...(now.default === undefined ? [] : [`${alterColumn(table, left)} DROP DEFAULT`]),
    ...(wanted.default === undefined ? [] : [`${alterColumn(table, wanted.name)} SET DEFAULT ${wanted.default}`]),
    ...(wanted.ownedSequence ? [`ALTER SEQUENCE ${quoteName(wanted.ownedSequence)} OWNED BY ${owner}`] : []),
  ];
}

/**
 * Other sequences that the column owns are its successor's, too, and are nobody's meanwhile: of several, what asks for the
 * column's sequence is given any.
 */
export function keepingOthers(
  table: Table,
  column: Column,
  { sequences }: { readonly sequences: ReadonlyMap<string, Sequence> },
  statements: readonly string[],
): readonly string[] {
  const others = [...sequences.values()].filter(
    (one) =>
      !one.identity &&
      one.ownedBy?.column === column.name &&
      sameName(one.ownedBy.table, table) &&
      !(column.ownedSequence && sameName(one, column.ownedSequence)),
  );
  const owner = `${quoteName(table)}.${quoteIdentifier(column.name)}`;
  return [
    ...others.map((one) => `ALTER SEQUENCE ${quoteName(one)} OWNED BY NONE`),
    ...statements,
    ...others.map((one) => `ALTER SEQUENCE ${quoteName(one)} OWNED BY ${owner}`),
  ];
}

/**
 * The identity goes on from where it is. `between` is done when the old column has it no more and the new one not yet: it
 * demands a NOT NULL, and holds the old one's.
 */
export function moveIdentity(
  table: Table,
  wanted: Column,
  left: string,
  sequences: ReadonlyMap<string, Sequence>,
  between: readonly string[],
): string {
  const own = quoteLiteral(quoteName(table));
  const lines = [
    `EXECUTE 'SELECT last_value, is_called FROM ' || sequence INTO state;`,
    `${alterColumn(table, left)} DROP IDENTITY;`,
    ...between.map((statement) => `${statement};`),
    `${alterColumn(table, wanted.name)} ADD ${identity(wanted, sequences)};`,
    ...[...sequenceType(wanted, sequences)].map((statement) => `${statement};`),
    `PERFORM setval(pg_get_serial_sequence(${own}, ${quoteLiteral(wanted.name)}), state.last_value, state.is_called);`,
  ];
  return `DO ${dollarQuoted(`DECLARE
  state record;
  sequence text := pg_get_serial_sequence(${own}, ${quoteLiteral(left)});
BEGIN
${lines.map((line) => `  ${line}`).join('\n')}
END`)}`;
}

export function dropIdentity(table: Table, column: string): string {
  return `${alterColumn(table, column)} DROP IDENTITY`;
}

/** An identity that counts on behind the values that are there; the largest of a key is found at the end of its index. */
export function addIdentity(table: Table, column: Column, sequences: ReadonlyMap<string, Sequence>): readonly string[] {
  return [
    `${alterColumn(table, column.name)} ADD ${identity(column, sequences)}`,
    ...sequenceType(column, sequences),
    countOn(table, column.name, column.identity?.sequence && sequences.get(qualified(column.identity.sequence))),
  ];
}

/** Marks, statistics, comments and rights that the things had whose place was taken. */
export function settings({ table, columns, indexes, keys, checks, statistics }: TableParts): readonly string[] {
  const comment = (what: string, one: { readonly comment?: string }) =>
    one.comment === undefined ? [] : [`COMMENT ON ${what} IS ${quoteLiteral(one.comment)}`];
  const name = quoteName(table);
  const on = (constraint: string) => `CONSTRAINT ${quoteIdentifier(constraint)} ON ${name}`;
  const all = [...indexes, ...keys.map((one) => one.index)];
  return [
    ...all.flatMap((index) => marksOf(table, index)),
    // The table may be called otherwise than when the definition was read.
    ...statistics.map((one) => one.definition.replace(/ FROM (?:"(?:[^"]|"")*"|[^\s"])+$/, () => ` FROM ${name}`)),
    ...columns.flatMap((column) => [
      ...(column.statisticsTarget === undefined
        ? []
        : [
            `ALTER TABLE ${name} ALTER COLUMN ${quoteIdentifier(column.name)} SET STATISTICS ${column.statisticsTarget}`,
          ]),
      ...comment(`COLUMN ${name}.${quoteIdentifier(column.name)}`, column),
      ...grantStatements(
        `TABLE ${name}`,
        table.grants.filter((grant) => grant.column === column.name),
      ),
    ]),
    ...indexes.flatMap((index) => comment(`INDEX ${quoteName({ schema: table.schema, name: index.name })}`, index)),
    ...keys.flatMap((one) => comment(on(one.constraint.name), one.constraint)),
    ...checks.flatMap((one) => comment(on(one.name), one)),
    ...statistics.flatMap((one) => comment(`STATISTICS ${quoteName(one)}`, one)),
    ...statistics.flatMap((one) =>
      one.owner === undefined ? [] : [`ALTER STATISTICS ${quoteName(one)} OWNER TO ${quoteIdentifier(one.owner)}`],
    ),
  ];
}

/** The comment that a foreign key had, on the one in its place. */
export function foreignKeyComment(table: QualifiedName, key: ForeignKey): readonly string[] {
  if (key.comment === undefined) return [];
  return [`COMMENT ON CONSTRAINT ${quoteIdentifier(key.name)} ON ${quoteName(table)} IS ${quoteLiteral(key.comment)}`];
}

/** An index takes the name of the one whose place it takes. */
export function renameIndex({ schema }: QualifiedName, from: string, to: string): string {
  return `ALTER INDEX ${quoteName({ schema, name: from })} RENAME TO ${quoteIdentifier(to)}`;
}
