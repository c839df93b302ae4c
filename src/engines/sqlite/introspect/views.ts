import { bareView } from '../../../catalog/bare.ts';
import { compareNames } from '../../../catalog/names.ts';
import type { View } from '../../../catalog/table.ts';
import type { Connection } from '../../connection.ts';
import { readCreateView } from '../sql/create-view.ts';
import { withTexts } from '../sql/double-quoted.ts';
import { withBareRelations } from '../sql/identifiers.ts';
import { relationsRead } from '../sql/relations-read.ts';
import { type ColumnRow, readViewColumns, type SchemaRows } from './rows.ts';
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
    const { columns: given, query: quoted } = readCreateView(sql);
    const written = withBareRelations(quoted, relations);
    const seen = await readViewColumns(connection, name);
    const texts = seen === undefined ? await withTexts(written, (text) => explained(connection, text)) : undefined;
    const query = (texts?.sql ?? written).trimEnd();
    const columns = seen ?? (texts && (await columnsOf(connection, given, query)));
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

async function explained(connection: Connection, query: string): Promise<string | undefined> {
  return (await connection.batch([`EXPLAIN ${query}`])).error?.message;
}

/** The columns of a view that the embedded engine cannot use as it is written: those of a temporary one. */
async function columnsOf(
  connection: Connection,
  given: string | undefined,
  query: string,
): Promise<readonly ColumnRow[] | undefined> {
  const list = given === undefined ? '' : ` (${given})`;
  const { error } = await connection.batch([`CREATE TEMP VIEW relvar_view${list} AS ${query}`]);
  if (error) return undefined;
  const columns = await readViewColumns(connection, 'relvar_view');
  await connection.batch(['DROP VIEW temp.relvar_view']);
  return columns;
}
