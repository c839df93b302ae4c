import type { Catalog } from '../src/catalog/catalog.ts';
import type { LoadedScript } from '../src/lab/engine-lab.ts';
import { mysqlLab } from '../src/lab/mysql/mysql-lab.ts';

/** Reads a script as a file of the command line is read. */
export async function readMysql(sql: string, target = '10.11'): Promise<LoadedScript> {
  const file = {
    name: 'schema.sql',
    async *read() {
      yield sql;
    },
  };
  return await mysqlLab.load([file], { target, signal: new AbortController().signal, progress: () => {} });
}

/**
 * A catalog without what only a server tells of views: the query as it writes it, and types of columns that are
 * computed.
 */
export function withoutQueries(catalog: Catalog): Catalog {
  return {
    ...catalog,
    views: catalog.views.map(({ options: { columns: _, ...options }, ...view }) => ({
      ...view,
      definition: '',
      options,
      columns: view.columns.map(({ name }) => ({
        name,
        type: { text: '', family: 'other', name: '', alignment: 1 } as const,
      })),
    })),
  };
}
