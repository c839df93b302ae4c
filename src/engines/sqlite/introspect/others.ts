import type { OtherObject } from '../../../catalog/catalog.ts';
import { compareText } from '../../../catalog/names.ts';
import { holdsRows } from '../render/virtual-table.ts';
import { createVirtualTable, readVirtualTable } from '../sql/virtual-table.ts';
import type { SchemaRows } from './rows.ts';
import { schema } from './tables.ts';

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
  return { kind: 'virtual table', schema, name, definition, ...(read && holdsRows(read) ? { holdsRows: true } : {}) };
}

/** What the modules keep their content in, by the ends of the names: where the engine lacks the module it cannot tell. */
const contentTables = /_(?:node|rowid|parent|content|segments|segdir|docsize|stat|data|idx|config)$/i;

/** Whether a table holds the content of a virtual one. */
export function isContent(table: string, { objects }: SchemaRows): boolean {
  return isContentOf(
    table,
    objects
      .filter(({ type, sql }) => type === 'table' && /^\s*CREATE\s+VIRTUAL\b/i.test(sql ?? ''))
      .map(({ name }) => name),
  );
}

/** Whether a table holds the content of one of the virtual tables of these names. */
export function isContentOf(table: string, virtual: readonly string[]): boolean {
  if (!contentTables.test(table)) return false;
  const owner = table.replace(contentTables, '').toLowerCase();
  return virtual.some((name) => name.toLowerCase() === owner);
}
