import { qualified } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { columnDefinition, identity, sequenceType } from '../schema/tables.ts';
import { sequenceOptions } from '../schema/types.ts';

type ColumnObject = Extract<CatalogObject, { readonly kind: 'column' }>;

/** In one block, so that no insert comes between the two. */
export function identityFrom({ table, column, identity: sequence }: ColumnObject, old: string): string {
  const alter = `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
  const sequences = new Map(sequence ? [[qualified(sequence), sequence]] : []);
  const own = `pg_get_serial_sequence(${quoteLiteral(quoteName(table))}, ${quoteLiteral(column.name)})`;
  const lines = [
    `${alter} DROP DEFAULT`,
    `${alter} ADD ${identity(column, sequences)}`,
    ...sequenceType(column, sequences),
    `PERFORM setval(${own}, last_value, is_called) FROM ${old}`,
    `DROP SEQUENCE ${old}`,
  ];
  return `DO ${dollarQuoted(`BEGIN\n${lines.map((line) => `  ${line};\n`).join('')}END`)}`;
}

/** An identity column of a table with children, which the engine does not add in one statement; rows get numbers. */
export function addIdentityByDefault(object: ColumnObject, counter: string): readonly string[] {
  const { default: _, identity: __, ...plain } = object.column;
  const options = object.identity ? ` ${sequenceOptions(object.identity)}` : '';
  const column = { ...plain, default: `nextval(${quoteLiteral(counter)}::regclass)` };
  return [
    `CREATE SEQUENCE ${counter}${options}`,
    `ALTER TABLE ${quoteName(object.table)} ADD COLUMN ${columnDefinition({ inherits: [] }, column, new Map())}`,
    identityFrom(object, counter),
  ];
}
