import type { Lookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Index, Table, View } from '../../catalog/table.ts';
import { count, joined } from '../words.ts';
import type { DocumentedQuery } from './dictionary.ts';
import { type Cell, code, quiet, text } from './page.ts';

/** What an index is there for, as far as it is known: a constraint, foreign keys, queries, replication. */
export function indexServes(
  table: Table | View,
  index: Index,
  lookups: Lookups,
  queries: readonly DocumentedQuery[],
): Cell {
  const reasons: Cell[] = [];
  if (index.constraint !== undefined) reasons.push([text('constraint '), code(index.constraint)]);
  else if (index.unique) reasons.push([text('keeps values unique')]);
  const keys = 'foreignKeys' in table ? table.foreignKeys : [];
  for (const key of keys) {
    if (beginsWith(index, key.columns)) reasons.push([text('foreign key '), code(key.name)]);
  }
  if ('foreignKeys' in table && index.constraint !== undefined) {
    const children = lookups
      .referencesTo(table)
      .filter(({ key }) => !key.inherited && key.referencedIndex === index.name);
    if (children.length > 0) reasons.push([text(`target of ${count(children.length, 'reference')}`)]);
  }
  const own = qualified({ schema: table.schema, name: index.name });
  const users = queries.filter((query) => query.indexes?.includes(own)).map((query) => query.title);
  if (users.length > 0) {
    const shown = users.length > 4 ? [...users.slice(0, 3), `${users.length - 3} more`] : users;
    reasons.push([text(`${users.length === 1 ? 'query' : 'queries'}: ${joined(shown)}`)]);
  }
  if (index.replicaIdentity) reasons.push([text('identifies rows for replication')]);
  if (reasons.length > 0) return reasons.flatMap((reason, at) => (at === 0 ? reason : [text('; '), ...reason]));
  const planned = queries.some((query) => query.indexes !== undefined);
  return [
    quiet(
      planned
        ? 'no constraint, no foreign key, and no query of the workload uses it'
        : 'no constraint, no foreign key; no queries are known',
    ),
  ];
}

function beginsWith(index: Index, columns: readonly string[]): boolean {
  if (index.method !== 'btree' || index.predicate !== undefined) return false;
  const first = index.keys.slice(0, columns.length).map((key) => key.column);
  return first.length === columns.length && columns.every((column) => first.includes(column));
}
