import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { same } from '../same.ts';
import { type Gone, pairUp } from './rename.ts';
import { nameSimilarity } from './similar.ts';

/** Columns that may have been renamed, of tables that both sides have. */
export function columnRenames(from: Catalog, to: Catalog): readonly Gone[] {
  const after = new Map(to.tables.map((table) => [qualified(table), table]));
  return from.tables.flatMap((table) => {
    const other = after.get(qualified(table));
    return other ? ofTable(table, other) : [];
  });
}

function ofTable(from: Table, to: Table): readonly Gone[] {
  const has = (table: Table, name: string) => table.columns.some((column) => column.name === name);
  const of = { schema: from.schema, name: from.name };
  const key = (name: string) => objectKey({ kind: 'column', name, of });
  return pairUp(
    // What comes from a parent is renamed there.
    from.columns.filter((column) => column.local && !has(to, column.name)),
    to.columns.filter((column) => column.local && !has(from, column.name)),
    (gone, added) => {
      // What is computed is no other name for what was written, nor the other way round.
      if ((gone.generated === undefined) !== (added.generated === undefined)) return undefined;
      const similar = nameSimilarity(gone.name, added.name);
      const place = placeOf(from, gone, to) === placeOf(to, added, from);
      const alike = same(state(gone), state(added));
      const use = same(uses(from, gone.name), uses(to, added.name)) && uses(from, gone.name).length > 0;
      const comment = gone.comment !== undefined && gone.comment === added.comment;
      const retyped = gone.type.text !== added.type.text;
      // Of another type, too, it is worth a question where its place and its name or use speak for it.
      if (retyped && !(place && (similar >= 0.5 || use || comment))) return undefined;
      const score =
        (retyped ? 0.1 : 0.3) +
        0.3 * similar +
        (place ? 0.1 : 0) +
        (alike ? 0.1 : 0) +
        (use ? 0.15 : 0) +
        (comment ? 0.05 : 0);
      return {
        key: key(added.name),
        name: added.name,
        score,
        reasons: [
          ...(retyped ? [] : ['the same type']),
          ...(similar >= 0.4 ? ['similar names'] : []),
          ...(place ? ['the same place among the columns'] : []),
          ...(use ? ['used by the same keys and indexes'] : []),
          ...(comment ? ['the same comment'] : []),
        ],
        change: { kind: 'rename', object: { kind: 'column', name: gone.name, of }, to: added.name },
        sure: alike && !retyped && place && (similar >= 0.4 || use || comment),
      };
    },
    (gone) => ({ key: key(gone.name), holdsData: !gone.generated && from.kind === 'table' }),
  );
}

/** The nearest column before it that both tables have. */
function placeOf(table: Table, column: Column, other: Table): string | undefined {
  const at = table.columns.indexOf(column);
  return table.columns.slice(0, at).findLast(({ name }) => other.columns.some((one) => one.name === name))?.name;
}

function state(column: Column): unknown {
  const { nullable, default: value, generated, identity, collation } = column;
  return {
    nullable,
    default: identity || column.ownedSequence ? undefined : value,
    generated,
    identity: identity?.generation,
    collation,
  };
}

/** The keys and indexes that a column is in, without their names. */
function uses(table: Table, column: string): readonly string[] {
  const at = (columns: readonly string[]) => columns.indexOf(column);
  const found: string[] = [];
  if (table.primaryKey && at(table.primaryKey.columns) >= 0) found.push(`primary key ${at(table.primaryKey.columns)}`);
  for (const key of table.uniques)
    if (at(key.columns) >= 0) found.push(`unique ${key.columns.length} ${at(key.columns)}`);
  for (const key of table.foreignKeys) {
    if (at(key.columns) >= 0)
      found.push(`foreign key ${qualified(key.references)} ${key.referencedColumns[at(key.columns)]}`);
  }
  for (const index of table.indexes) {
    const place = index.keys.findIndex((one) => one.column === column);
    if (place >= 0 && index.constraint === undefined) found.push(`index ${index.method} ${index.keys.length} ${place}`);
  }
  return found.sort();
}
