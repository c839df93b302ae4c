import { bareView } from '../../../catalog/bare.ts';
import { compareNames } from '../../../catalog/names.ts';
import type { View } from '../../../catalog/table.ts';
import type { Connection } from '../../connection.ts';
import { relationsRead } from '../sql/relations-read.ts';
import { tokens } from '../sql/tokens.ts';
import { readViewColumns, type SchemaRows } from './rows.ts';
import { schema } from './tables.ts';
import { triggersOf } from './triggers.ts';
import { dataType } from './types.ts';

export async function readViews(connection: Connection, rows: SchemaRows): Promise<readonly View[]> {
  const relations = new Map(
    rows.objects
      .filter(({ type }) => type === 'table' || type === 'view')
      .map(({ name }) => [name.toLowerCase(), name]),
  );
  const views: View[] = [];
  for (const { type, name, sql = '' } of rows.objects) {
    if (type !== 'view') continue;
    const { columns: given, query } = readCreateView(sql);
    const columns = await readViewColumns(connection, name);
    views.push(
      bareView({
        schema,
        name,
        columns: columns?.map((column) => ({ name: column.name, type: dataType(column.type, false) })) ?? [],
        definition: query,
        reads: [...relationsRead(query)]
          .flatMap((read) => relations.get(read) ?? [])
          .map((read) => ({ schema, name: read }))
          .sort(compareNames),
        triggers: triggersOf(name, rows.objects),
        options: given === undefined ? {} : { columns: given },
      }),
    );
  }
  return views;
}

/** The query of a CREATE VIEW, and the list of columns before it where there is one. */
function readCreateView(sql: string): { readonly columns?: string; readonly query: string } {
  let open: number | undefined;
  let columns: string | undefined;
  for (const token of tokens(sql)) {
    if (token.text === '(' && open === undefined) open = token.end;
    else if (token.text === ')' && columns === undefined && open !== undefined)
      columns = sql.slice(open, token.start).trim();
    else if (token.kind === 'word' && token.value === 'AS') {
      return { query: sql.slice(token.end).trim(), ...(columns === undefined ? {} : { columns }) };
    }
  }
  return { query: sql };
}
