import { compareText } from '../../catalog/names.ts';
import { type Dependency, objectKey } from '../../catalog/object.ts';
import type { Table } from '../../catalog/table.ts';
import type { Connection } from '../connection.ts';
import { introspect } from './introspect.ts';

/** What needs what: views the relations that they read, indexes their columns. Names in programs are looked up when these run. */
export async function readDependencies(connection: Connection): Promise<readonly Dependency[]> {
  const { tables, views } = await introspect(connection);
  const kinds = new Map<string, string>();
  for (const { schema, name } of tables) kinds.set(name, objectKey({ kind: 'table', schema, name }));
  for (const { schema, name } of views) kinds.set(name, objectKey({ kind: 'view', schema, name }));
  const found: Dependency[] = views.flatMap(({ schema, name, reads }) =>
    reads.flatMap((read): readonly Dependency[] => {
      const on = read.schema === schema ? kinds.get(read.name) : undefined;
      return on === undefined ? [] : [{ from: objectKey({ kind: 'view', schema, name }), on }];
    }),
  );
  found.push(...tables.flatMap(columnsOfIndexes));
  return found.sort((a, b) => compareText(a.from, b.from) || compareText(a.on, b.on));
}

/** An index goes with its last column, and one that is made anew has none: keys say so of theirs by themselves. */
function columnsOfIndexes({ schema, name, indexes }: Table): readonly Dependency[] {
  const of = { schema, name };
  return indexes
    .filter(({ constraint }) => constraint === undefined)
    .flatMap((index) => {
      const columns = index.keys.flatMap(({ column, prefix }) => column ?? prefix?.column ?? []);
      return [...new Set([...columns, ...index.expressionColumns])].map((column) => ({
        from: objectKey({ kind: 'index', name: index.name, of }),
        on: objectKey({ kind: 'column', name: column, of }),
      }));
    });
}
