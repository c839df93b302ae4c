import type { Catalog } from '../../catalog/catalog.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { allowedValues } from '../constants.ts';
import type { Candidate, Search } from './candidate.ts';
import { findCandidates } from './candidates.ts';
import { isIdentifier, kindOf, mayRefer } from './compatible.ts';
import { compositeReferences } from './composites.ts';
import { discriminators } from './doubts.ts';
import { makeHabits } from './habits.ts';
import { readings } from './names.ts';
import { personTables } from './people.ts';
import { type IsQuiet, quietNames } from './quiet.ts';
import { type Proposal, score } from './scoring.ts';
import { isGenericKey } from './target-table.ts';
import { makeTargets } from './targets.ts';

/** How much better the best must be than the next for the choice not to be a guess. */
const clearly = 0.04;

/**
 * References that columns hold and no foreign key declares, at most one for each column, by the names, keys, types
 * and habits of the schema itself; in the order of tables and columns.
 *
 * @param least the least score, 0 to 1, of what is handed back
 */
export function proposeReferences(catalog: Catalog, lookups: Lookups, least: number): readonly Proposal[] {
  const tables = lookups.ownTables;
  const targets = makeTargets(tables, lookups);
  const habits = makeHabits(tables, catalog.views, targets, lookups);
  const persons = personTables(tables.map((table) => targets(table.schema).of(table)));
  const bySchema = new Map<string, Sources>();
  const sources = (schema: string): Sources => {
    let known = bySchema.get(schema);
    if (known) return known;
    const own = persons.filter((person) => person.table.schema === schema);
    const here = targets(schema);
    const isQuiet = quietNames({ targets: here, habits });
    known = { targets: here, habits, persons: own.length > 0 ? own : persons, isQuiet };
    bySchema.set(schema, known);
    return known;
  };
  const singles = tables.flatMap((table) => referencesOf(table, sources(table.schema), lookups, least));
  const found = new Set(singles.map(columnsOf));
  const composites = compositeReferences(tables, singles, targets, lookups).filter(
    (one) => one.score >= least && !found.has(columnsOf(one)),
  );
  const all = [...singles, ...composites];
  const long = new Map<Table, Proposal[]>();
  for (const one of all) if (one.columns.length > 1) long.set(one.child, [...(long.get(one.child) ?? []), one]);
  const covered = (one: Proposal) =>
    one.columns.length === 1 && (long.get(one.child) ?? []).some((other) => covers(other, one, all));
  return all.filter((one) => !covered(one));
}

function columnsOf({ child, columns }: Proposal): string {
  return JSON.stringify([child.schema, child.name, ...[...columns].sort()]);
}

/** What references of a schema's tables are found by. */
type Sources = Pick<Search, 'targets' | 'habits' | 'persons'> & { readonly isQuiet: IsQuiet };

function referencesOf(table: Table, sources: Sources, lookups: Lookups, least: number): readonly Proposal[] {
  const { targets, habits, isQuiet } = sources;
  const byNameOnly = !table.partitioning && !habits.hasJoins(table);
  const own = targets.of(table);
  const declared = declaredColumns(table, lookups);
  let known: ReadonlyMap<string, string> | undefined;
  const kinds = () => {
    known ??= discriminators(table);
    return known;
  };
  const result: Proposal[] = [];
  const taken = new Set<string>();
  for (const column of table.columns) {
    if (!mayRefer(column.type) || declared.has(column.name) || isDrawn(table, column)) continue;
    // A check lists the values: no other table does.
    if (allowedValues(table, column.name)) continue;
    // What a table inherits is said of the table that it inherits from.
    if (!column.local && table.inherits.length > 0) continue;
    const all = readings(column.name, own.columnPrefix);
    if (byNameOnly && column.comment === undefined && isQuiet(column, all)) {
      // What `type` means in one table (artist_type of artist) it means in no other.
      if (!isIdentifier(column.type) || all.every((reading) => targets.wholly(own.text + reading.text).length === 0))
        continue;
    }
    const found: Candidate[] = [];
    const kind = kindOf(column.type);
    const search: Search = {
      child: table,
      own,
      kinds,
      column,
      targets,
      habits: sources.habits,
      persons: sources.persons,
      readings: all,
      add(candidate) {
        if (targets.of(candidate.parent).keyKinds.includes(kind)) found.push(candidate);
      },
    };
    findCandidates(search);
    const [best, next] = score(search, own.key === column.name ? sharedKey(search, found) : found, lookups);
    if (!best || best.score < least || (next && best.score - next.score < clearly)) continue;
    const columns = best.columns.join('\n');
    if (taken.has(columns)) continue;
    taken.add(columns);
    result.push(best);
  }
  return result;
}

/**
 * Of what a table's whole key may refer to: only the table that it is named for, of which this one then holds one more
 * aspect (`film_embedding.film_id`); nothing when it is named for its own table.
 */
function sharedKey({ child, own, column }: Search, found: readonly Candidate[]): readonly Candidate[] {
  const [reading] = readings(column.name);
  const stem = reading?.text ?? '';
  if (isGenericKey(column.name) || stem === own.text || stem === own.words.join('')) return [];
  return found.flatMap((one) => {
    if (one.role || one.parent === child || !sharing.has(one.how)) return [];
    // `version_id` of metadata_versions rather is its own than that of versions.
    return [own.text.endsWith(stem) ? { ...one, telling: one.telling - 0.3 } : one];
  });
}

const sharing: ReadonlySet<string> = new Set([
  'key name',
  'whole',
  'without prefix',
  'key',
  'module',
  'declared',
  'view',
  'comment',
]);

/** Columns of the table's own foreign keys, and of those that all of its partitions have. */
function declaredColumns(table: Table, lookups: Lookups): ReadonlySet<string> {
  const own = new Set(table.foreignKeys.flatMap((key) => key.columns));
  if (!table.partitioning) return own;
  const parts = lookups.partitions(table).map((part) => new Set(part.foreignKeys.flatMap((key) => key.columns)));
  if (parts.length === 0) return own;
  for (const column of table.columns) if (parts.every((columns) => columns.has(column.name))) own.add(column.name);
  return own;
}

/** The values are made here: drawn from a sequence, or computed. */
function isDrawn(table: Table, column: Column): boolean {
  if (column.identity || column.ownedSequence || column.generated) return true;
  return column.default?.startsWith('nextval(') === true && table.primaryKey?.columns.includes(column.name) === true;
}

/** Whether a longer reference holds one by a single column already: its parent refers by that column in turn. */
function covers(long: Proposal, one: Proposal, all: readonly Proposal[]): boolean {
  const [name = ''] = one.columns;
  if (!long.columns.includes(name)) return false;
  const nullable = new Map(long.child.columns.map((column) => [column.name, column.nullable]));
  // With a null beside it the long key says nothing of a value that must be there.
  if (nullable.get(name) === false && long.columns.some((column) => nullable.get(column))) return false;
  const passesOn = (other: { readonly columns: readonly string[] }) => other.columns.includes(name);
  return all.some((other) => other.child === long.parent && passesOn(other)) || long.parent.foreignKeys.some(passesOn);
}
