import { compareText } from '../../catalog/names.ts';
import { type Dependency, objectKey } from '../../catalog/object.ts';
import type { Connection } from '../connection.ts';
import { introspect } from './introspect.ts';

/** What needs what: views the relations that they read. Names in programs are looked up when these run. */
export async function readDependencies(connection: Connection): Promise<readonly Dependency[]> {
  const { tables, views } = await introspect(connection);
  const kinds = new Map<string, string>();
  for (const { schema, name } of tables) kinds.set(name, objectKey({ kind: 'table', schema, name }));
  for (const { schema, name } of views) kinds.set(name, objectKey({ kind: 'view', schema, name }));
  const found = views.flatMap(({ schema, name, reads }) =>
    reads.flatMap((read): readonly Dependency[] => {
      const on = read.schema === schema ? kinds.get(read.name) : undefined;
      return on === undefined ? [] : [{ from: objectKey({ kind: 'view', schema, name }), on }];
    }),
  );
  return found.sort((a, b) => compareText(a.from, b.from) || compareText(a.on, b.on));
}
