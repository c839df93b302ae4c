import type { Change } from '../../../catalog/change.ts';
import type { Table } from '../../../catalog/table.ts';
import { tableAfter } from './apply-change.ts';
import { withColumnRenamed, withTableRenamed } from './follow-rename.ts';

/** The table that a change is one of; nothing for views and what belongs to them, and for new tables. */
export function tableOf(change: Change): string | undefined {
  if (change.kind === 'create' || change.kind === 'drop' || change.kind === 'replace') {
    const { object } = change;
    switch (object.kind) {
      case 'table':
        return object.table.name;
      case 'column':
      case 'constraint':
        return object.table.name;
      case 'index':
      case 'trigger':
        return object.relation.name;
      default:
        return undefined;
    }
  }
  if (change.kind === 'rename' || change.kind === 'set options') {
    return change.object.of?.name ?? (change.object.kind === 'table' ? change.object.name : undefined);
  }
  return 'table' in change ? change.table.name : undefined;
}

/** Takes tables through a change of one of them, as `table` is before it. */
export function follow(tables: Map<string, Table>, change: Change, table: Table | undefined): void {
  if (change.kind === 'rename') {
    const { kind, name, of } = change.object;
    if (kind === 'table' && table) withTableRenamed(tables, table, change.to);
    else if (kind === 'column' && of) withColumnRenamed(tables, of.name, name, change.to);
  } else if (change.kind === 'drop' && change.object.kind === 'table') tables.delete(change.object.table.name);
  else if (table) {
    const next = tableAfter(table, change);
    if (next) tables.set(table.name, next);
  }
}
