import type { Catalog } from '../../catalog/catalog.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Candidate } from './candidate.ts';
import { candidates } from './candidates.ts';
import { mayRefer } from './compatible.ts';
import { makeHabits } from './habits.ts';
import { readings } from './names.ts';
import { personTables } from './people.ts';
import { type Proposal, score } from './scoring.ts';
import { isGenericKey, makeTargets, type Targets } from './targets.ts';

/** How much better the best must be than the next for the choice not to be a guess. */
const clearly = 0.04;

/**
 * References that columns hold and no foreign key declares: at most one for each column, by the names, keys, types
 * and habits of the schema itself.
 */
export function proposeReferences(catalog: Catalog, lookups: Lookups, least: number): readonly Proposal[] {
  const tables = lookups.ownTables;
  const targets = makeTargets(tables, lookups);
  const habits = makeHabits(tables, catalog.views, targets, lookups);
  const persons = personTables(tables, targets);
  const result: Proposal[] = [];
  for (const table of tables) {
    const declared = declaredColumns(table, lookups);
    const taken = new Set<string>();
    for (const column of table.columns) {
      if (!mayRefer(column.type) || declared.has(column.name) || isOwnKey(table, column)) continue;
      if (!column.local && table.inherits.length > 0) continue;
      const all = readings(column.name, habits.columnPrefix(table));
      let found = [...candidates(table, column, all, { targets, habits, persons })];
      if (table.primaryKey?.columns.length === 1 && table.primaryKey.columns[0] === column.name) found = sharedKey(table, column, found, targets);
      if (found.length === 0) continue;
      const judged = score(table, column, found, all, targets, lookups);
      const [best, next] = judged;
      if (!best || best.score < least || (next && best.score - next.score < clearly)) continue;
      const key = best.columns.join('\n');
      if (taken.has(key)) continue;
      taken.add(key);
      result.push(best);
    }
  }
  return result;
}

/**
 * Of what a table's whole key may refer to: only the table that it is named for, of which this one then holds one more
 * aspect (`film_embedding.film_id`); nothing when it is named for its own table.
 */
function sharedKey(table: Table, column: Column, found: readonly Candidate[], targets: Targets): Candidate[] {
  const [reading] = readings(column.name);
  const { core, words } = targets.of(table);
  const stem = reading?.stem.join('') ?? '';
  if (isGenericKey(column.name) || stem === core.join('') || stem === words.join('')) return [];
  return found.flatMap((one) => {
    if (one.role || one.parent === table || !keyNamings.has(one.how)) return [];
    // `version_id` of metadata_versions rather is its own than that of versions.
    return [core.join('').endsWith(stem) ? { ...one, telling: one.telling - 0.3 } : one];
  });
}

const keyNamings: ReadonlySet<string> = new Set(['key name', 'whole', 'without prefix', 'key', 'module', 'declared', 'view', 'comment']);

/** Columns of the table's own foreign keys, and of those that all of its partitions have. */
function declaredColumns(table: Table, lookups: Lookups): ReadonlySet<string> {
  const own = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const parts = lookups.partitions(table);
  if (parts.length === 0) return own;
  const shared = parts.map((part) => new Set(part.foreignKeys.flatMap((key) => key.columns)));
  for (const column of table.columns) if (shared.every((columns) => columns.has(column.name))) own.add(column.name);
  return own;
}

/** The table's own surrogate key: drawn from a sequence, or the whole key under a name that says nothing else. */
function isOwnKey(table: Table, column: Column): boolean {
  if (column.identity || column.ownedSequence || column.generated) return true;
  return column.default?.startsWith('nextval(') === true && table.primaryKey?.columns.includes(column.name) === true;
}
