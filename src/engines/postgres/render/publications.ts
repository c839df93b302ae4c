import type { QualifiedName } from '../../../catalog/names.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import type { Setting } from './attached.ts';

/** Values that a setting of a publication has unless told. */
const usual: Readonly<Record<string, string>> = {
  publish: 'insert, update, delete, truncate',
  publish_via_partition_root: 'false',
  publish_generated_columns: 'none',
};

/** A setting of a publication that is not as usual; nothing for one that is. */
export function publicationSetting(publication: string, name: string, value: string | undefined): Setting | undefined {
  if (value === undefined || value === usual[name]) return undefined;
  const set = (to: string) => `ALTER PUBLICATION ${quoteIdentifier(publication)} SET (${name} = ${quoteLiteral(to)})`;
  return { definition: set(value), undo: set(usual[name] ?? '') };
}

/** A table without what inherits from it, which has a place of its own; or all tables of a schema. */
type Member =
  | { readonly table: QualifiedName; readonly columns?: readonly string[]; readonly condition?: string }
  | { readonly schema: string };

/** The place of a member in a publication. */
export function membership(publication: string, member: Member): Setting {
  const alter = `ALTER PUBLICATION ${quoteIdentifier(publication)}`;
  if ('schema' in member) {
    const tables = `TABLES IN SCHEMA ${quoteIdentifier(member.schema)}`;
    return { definition: `${alter} ADD ${tables}`, undo: `${alter} DROP ${tables}` };
  }
  const { table, columns, condition } = member;
  const only = `TABLE ONLY ${quoteName(table)}`;
  const list = columns === undefined ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
  const where = condition === undefined ? '' : ` WHERE (${condition})`;
  return { definition: `${alter} ADD ${only}${list}${where}`, undo: `${alter} DROP ${only}` };
}
