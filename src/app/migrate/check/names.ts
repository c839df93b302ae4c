import type { Catalog } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { MigrationAction, ReadStatement, WrittenName } from '../../../engines/migration-action.ts';

/** Tables and views that the script makes, and nobody waits for. */
export function madeTables(reads: readonly ReadStatement[], catalog: Catalog, traits: Traits): ReadonlySet<string> {
  const made = new Set<string>();
  const there = new Set([...catalog.tables, ...catalog.views].map(qualified));
  for (const action of reads.flatMap((read) => read.actions)) {
    const name =
      action.kind === 'create table' ? action.table : action.kind === 'create view' ? action.view : undefined;
    if (!name) continue;
    const table = qualified({ schema: name.schema ?? traits.defaultSchema, name: name.name });
    if (!there.has(table)) made.add(table);
  }
  return made;
}

/** Names without a schema mean the first schema of the path that has such an object. */
export function resolver(
  reads: readonly ReadStatement[],
  catalog: Catalog,
  made: ReadonlySet<string>,
  traits: Traits,
): (name: WrittenName) => QualifiedName {
  const paths = reads.flatMap((read) =>
    read.actions.flatMap((action) => (action.kind === 'set' && action.name === 'search_path' ? action.value : [])),
  );
  const written = paths.flatMap((path) => path.split(',').map((one) => one.trim().replace(/^["']|["']$/g, '')));
  const schemas = [...new Set([...written.filter((one) => one !== '' && !one.startsWith('$')), traits.defaultSchema])];
  const there = new Set<string>(made);
  for (const one of [...catalog.tables, ...catalog.views, ...catalog.types, ...catalog.sequences, ...catalog.routines])
    there.add(qualified(one));
  for (const { schema, indexes } of catalog.tables)
    for (const { name } of indexes) there.add(qualified({ schema, name }));
  return ({ schema, name }) => {
    if (schema !== undefined) return { schema, name };
    const found = schemas.find((one) => there.has(qualified({ schema: one, name })));
    return { schema: found ?? traits.defaultSchema, name };
  };
}

export function isNewTarget(
  actions: readonly MigrationAction[],
  resolve: (name: WrittenName) => QualifiedName,
  isNew: (table: QualifiedName) => boolean,
): boolean {
  return actions.some((action) => 'table' in action && action.table !== undefined && isNew(resolve(action.table)));
}
