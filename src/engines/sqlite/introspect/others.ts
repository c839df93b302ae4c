import type { OtherObject } from '../../../catalog/catalog.ts';
import { compareText } from '../../../catalog/names.ts';
import type { ViewColumn } from '../../../catalog/table.ts';
import { holdsRows } from '../render/virtual-table.ts';
import { createVirtualTable, readVirtualTable, type VirtualTable } from '../sql/virtual-table.ts';
import type { SchemaRows } from './rows.ts';
import { schema } from './tables.ts';
import { dataType } from './types.ts';

/** Virtual tables: full-text indexes, R-trees and others. The tables that hold their content belong to them. */
export function readOthers({ objects, tables }: SchemaRows): readonly OtherObject[] {
  return objects
    .filter(({ type, sql }) => type === 'table' && /^\s*CREATE\s+VIRTUAL\b/i.test(sql ?? ''))
    .filter(({ name }) => tables.get(name)?.type !== 'shadow')
    .map(({ name, sql = '' }) => virtualTable(name, sql))
    .sort((a, b) => compareText(a.name, b.name));
}

/** A virtual table by its statement, in one form: what is laid out otherwise is no other. */
export function virtualTable(name: string, sql: string): OtherObject {
  const read = readVirtualTable(sql);
  const definition = read ? createVirtualTable(read, name) : sql;
  return {
    kind: 'virtual table',
    schema,
    name,
    definition,
    ...(read && holdsRows(read) ? { holdsRows: true } : {}),
    ...(read && read.columns.length > 0 ? { columns: columnsOf(read) } : {}),
    ...(read?.content ? { reads: [{ schema, name: read.content }] } : {}),
  };
}

/** An R-tree's columns are its key, its coordinates, then what is kept beside them (https://sqlite.org/rtree.html). */
function columnsOf({ module, columns, arguments: written }: VirtualTable): readonly ViewColumn[] {
  const coordinate = module === 'rtree' ? 'REAL' : module === 'rtree_i32' ? 'INT' : undefined;
  return columns.map((name, at) => {
    const beside = /^\+\s*\S+\s+(.+)$/.exec(written[at] ?? '')?.[1];
    const type = coordinate === undefined ? '' : (beside ?? (at === 0 ? 'INT' : coordinate));
    return { name, type: dataType(type, false) };
  });
}

/** What modules keep their content in, by the ends of the names: where the engine lacks the module it cannot tell. */
const contentOf: Readonly<Record<string, string>> = {
  fts3: 'content|segments|segdir|docsize|stat',
  fts4: 'content|segments|segdir|docsize|stat',
  fts5: 'data|idx|content|docsize|config',
  rtree: 'node|rowid|parent',
  rtree_i32: 'node|rowid|parent',
  geopoly: 'node|rowid|parent',
};
const anyContent = [...new Set(Object.values(contentOf).flatMap((ends) => ends.split('|')))].join('|');

/** Whether a table holds the content of one of the virtual tables. */
export function isContentOf(table: string, virtual: readonly OtherObject[]): boolean {
  return virtual.some(({ name, definition = '' }) => {
    const begins = `${name}_`.toLowerCase();
    if (!table.toLowerCase().startsWith(begins)) return false;
    const ends = contentOf[readVirtualTable(definition)?.module ?? ''] ?? anyContent;
    return new RegExp(`^(?:${ends})$`, 'i').test(table.slice(begins.length));
  });
}
