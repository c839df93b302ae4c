import { type Catalog, emptyCatalog } from '../catalog/catalog.ts';
import { type Conversion, conversionOf, type Loss, type Receiver } from './conversion.ts';
import { withEqualTypes, withoutChecksOfSet } from './foreign-keys.ts';
import { withoutServed } from './indexes.ts';
import { withLegalColumns } from './legal-columns.ts';
import { tableOf } from './tables.ts';
import { viewOf } from './views.ts';

export interface Converted {
  readonly catalog: Catalog;
  readonly losses: readonly Loss[];
}

/** The schema in the form that another engine can hold, and what of it is lost on the way; in the order of the schema. */
export function convert(given: Catalog, receiver: Receiver): Converted {
  const renamed: Loss[] = [];
  const { naming, fitted } = receiver.receiving;
  const from = withLegalColumns(given, naming, (what, why) => void renamed.push({ what, why }));
  const schemas = new Set([...from.tables, ...from.views].map(({ schema }) => schema));
  const conversion = conversionOf(from, receiver, schemas);
  const { lose, losses, nameOf } = conversion;
  if (schemas.size > 1) lose(`${schemas.size} schemas`, 'all tables stand in one');
  const parts = from.tables.filter(({ partitionOf }) => partitionOf);
  if (parts.length > 0)
    lose(parts.length === 1 ? '1 partition' : `${parts.length} partitions`, 'their rows stand in the table itself');
  const own = from.tables.filter(({ partitionOf, kind }) => !partitionOf && kind === 'table');
  for (const relation of [...own, ...from.views]) nameOf(relation);
  const keyed = withEqualTypes(
    own.map((table) => tableOf(table, conversion)),
    conversion,
  );
  const tables = withoutServed(withoutChecksOfSet(keyed, conversion), conversion);
  for (const one of from.tables.filter(({ kind }) => kind === 'foreign'))
    lose(`foreign table ${one.name}`, 'it is elsewhere');
  const views = from.views.flatMap((view) => viewOf(view, conversion));
  tellOthers(conversion);
  const catalog = { ...emptyCatalog, tables, views };
  const { catalog: within, losses: cut } = fitted?.(catalog) ?? { catalog, losses: [] };
  return { catalog: within, losses: [...renamed, ...losses, ...cut] };
}

/** Tells of what is neither a table nor a view, none of which is carried over. */
function tellOthers({ from, traits, drawn, lose }: Conversion): void {
  for (const routine of from.routines) lose(`${routine.kind} ${routine.name}`, 'it is in another language');
  for (const sequence of from.sequences.filter(
    ({ ownedBy, identity, name }) => !ownedBy && !identity && !drawn.has(name),
  ))
    lose(`sequence ${sequence.name}`, 'it belongs to no column');
  for (const extension of from.extensions) lose(`extension ${extension.name}`, 'it is of the other engine');
  for (const other of from.others) lose(`${other.kind} ${other.name}`, 'it is of the other engine');
  const granted = from.tables.filter(({ grants }) => grants.length > 0).length;
  if (granted > 0) lose(`rights on ${granted} ${granted === 1 ? 'table' : 'tables'}`, 'roles are those of a server');
  const said = [...from.tables, ...from.tables.flatMap(({ columns }) => columns)].filter(
    ({ comment }) => comment !== undefined,
  );
  if (said.length > 0 && !traits.comments)
    lose(said.length === 1 ? '1 comment' : `${said.length} comments`, 'objects have none');
}
