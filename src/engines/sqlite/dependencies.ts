import { compareText, type QualifiedName } from '../../catalog/names.ts';
import { type Dependency, objectKey } from '../../catalog/object.ts';
import type { Connection } from '../connection.ts';
import { introspect } from './introspect/index.ts';
import { relationsRead } from './sql/relations-read.ts';

/**
 * What needs what: views and triggers the relations that they read or change. The engine keeps no record of it and looks
 * names up when they are used, so nothing else has to wait for anything.
 */
export async function readDependencies(connection: Connection): Promise<readonly Dependency[]> {
  const { tables, views } = await introspect(connection);
  const kinds = new Map<string, string>();
  for (const table of tables) kinds.set(table.name.toLowerCase(), keyOf('table', table));
  for (const view of views) kinds.set(view.name.toLowerCase(), keyOf('view', view));
  const found: Dependency[] = views.flatMap((view) =>
    view.reads.flatMap((read) => {
      const on = kinds.get(read.name.toLowerCase());
      return on === undefined ? [] : [{ from: keyOf('view', view), on }];
    }),
  );
  for (const relation of [...tables, ...views]) {
    for (const trigger of relation.triggers) {
      const from = objectKey({ kind: 'trigger', name: trigger.name, of: relation });
      for (const name of relationsRead(trigger.definition)) {
        const on = kinds.get(name);
        if (on !== undefined) found.push({ from, on });
      }
    }
  }
  return found.sort((a, b) => compareText(a.from, b.from) || compareText(a.on, b.on));
}

function keyOf(kind: 'table' | 'view', { schema, name }: QualifiedName): string {
  return objectKey({ kind, schema, name });
}
