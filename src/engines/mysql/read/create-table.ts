import type { Reader } from '../sql/reader.ts';
import { copyOfTable, type Draft, type DraftColumn, type DraftTable, Refused, same, tableNamed } from './draft.ts';
import { withKeyPrefixes } from './key-prefixes.ts';
import { readName } from './names.ts';
import { completeHistory } from './periods.ts';
import { requireKeys } from './required.ts';
import { requireColumns } from './required-columns.ts';
import { requireExpressions } from './required-expressions.ts';
import { columnsOfQuery, seesQuery } from './table-from-query.ts';
import { readPartitioning, readTableOption } from './table-options.ts';
import { addColumn, addTableParts, beginsPart, requireNumbering } from './table-parts.ts';

/** Reads from behind `CREATE [OR REPLACE] [TEMPORARY] TABLE` on. */
export function createTable(
  reader: Reader,
  draft: Draft,
  mode: { readonly temporary: boolean; readonly replaces: boolean },
): void {
  const spares = reader.take('IF', 'NOT', 'EXISTS');
  const { name } = readName(reader, draft);
  if (mode.temporary) {
    draft.temporary.add(name);
    return;
  }
  if (draft.tables.has(name) || draft.views.has(name)) {
    if (spares) return;
    if (!mode.replaces) throw new Refused(`there is a table ${name} already`);
  }
  if (reader.take('LIKE') || reader.sees('(', 'LIKE')) {
    const source = reader.peek()?.text === '(' ? reader.brackets() : reader;
    source.take('LIKE');
    const like = copyOfTable(tableNamed(draft, readName(source, draft).name));
    // Foreign keys and triggers are not taken over.
    draft.tables.set(name, { ...like, name, foreignKeys: [], triggers: [] });
    return;
  }
  const table: DraftTable = {
    name,
    columns: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    triggers: [],
    engine: 'InnoDB',
    collation: draft.collation,
    options: {},
  };
  const isListed = reader.sees('(') && !seesQuery(reader);
  if (!isListed && reader.peek()?.kind !== 'word' && !seesQuery(reader)) reader.fail('(');
  const parts = isListed ? reader.brackets().parts() : [];
  readOptions(reader, table, draft);
  if (!isListed && reader.done()) reader.fail('columns or a query');
  // Indexes may stand before the columns that they are of.
  const later: Reader[] = [];
  for (const part of parts) {
    if (beginsPart(part)) later.push(part);
    else addColumn(part, table, draft);
  }
  if (!reader.done()) addOfQuery(columnsOfQuery(reader, name, draft), table);
  addTableParts(later, table, draft);
  if (table.columns.length === 0) throw new Refused(`${name} has no columns`);
  completeHistory(table);
  if (!draft.inParts) {
    requireNumbering(table);
    requireColumns(table, draft);
    requireExpressions(table, draft);
    requireKeys(table, draft);
  }
  withKeyPrefixes(table, draft);
  draft.tables.set(name, table);
}

/** The columns of a query stand behind those of the list, but for those that are in both. */
function addOfQuery(columns: readonly DraftColumn[], table: DraftTable): void {
  const isWritten = (column: DraftColumn) => table.columns.some((one) => same(one.name, column.name));
  const isOfQuery = (column: DraftColumn) => columns.some((one) => same(one.name, column.name));
  table.columns = [
    ...table.columns.filter((one) => !isOfQuery(one)),
    ...columns.map((one) => (isWritten(one) ? (table.columns.find(({ name }) => same(name, one.name)) ?? one) : one)),
  ];
}

/** Options and partitions, up to a query whose rows fill the table. */
function readOptions(reader: Reader, table: DraftTable, draft: Draft): void {
  while (!reader.done() && !seesQuery(reader)) {
    if (reader.sees('PARTITION', 'BY')) {
      readPartitioning(reader, table);
      return;
    }
    if (reader.take(',')) continue;
    if (readTableOption(reader, table, draft)) continue;
    reader.fail('an option of the table');
  }
}
