import type { Catalog, Routine } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { BrokenDependent } from '../../../check/checked.ts';
import type { Engine } from '../../../engines/engine.ts';
import type { MigrationAction, ObjectKind, WrittenName } from '../../../engines/migration-action.ts';
import { RelvarError } from '../../../findings/error.ts';
import type { WorkloadEntry } from '../../indexes/workload-queries.ts';

/** A name that a statement takes away. */
export type TakenName =
  /** Without a column it is the table itself. */
  { readonly table: QualifiedName; readonly column?: string } | { readonly type: QualifiedName };

/** The names of tables, views, columns and types that are gone after the action. */
export function takenNames(
  action: MigrationAction,
  resolve: (name: WrittenName) => QualifiedName,
): readonly TakenName[] {
  switch (action.kind) {
    case 'drop column':
    case 'rename column':
      return [{ table: resolve(action.table), column: action.column }];
    case 'drop':
      return action.objects.flatMap((object) => takenName(action.objectKind, resolve(object)));
    case 'rename':
    case 'set schema':
      return takenName(action.objectKind, resolve(action.object));
    default:
      return [];
  }
}

function takenName(kind: ObjectKind, name: QualifiedName): readonly TakenName[] {
  if (kind === 'table' || kind === 'view' || kind === 'materialized view') return [{ table: name }];
  return kind === 'type' || kind === 'domain' ? [{ type: name }] : [];
}

/** Routines that are there after the migration and still name it: the engine does not look into bodies of text. */
export function brokenRoutines(
  taken: TakenName,
  after: Catalog,
  identifiers: (text: string) => ReadonlySet<string>,
): readonly BrokenDependent[] {
  return after.routines.flatMap((routine) => {
    if (!/^(?:sql|plpgsql)$/.test(routine.language)) return [];
    const words = identifiers(routine.body);
    const broken = (said: string): BrokenDependent => ({
      what: 'routine',
      name: `${routine.schema}.${routine.signature}`,
      names: nameOf(taken),
      reason: `its body says ${said}, and is not checked before it is called`,
    });
    if ('type' in taken)
      return words.has(taken.type.name) && !stands(taken.type, after.types) ? [broken(taken.type.name)] : [];
    const column = taken.column;
    if (column !== undefined && !words.has(column)) return [];
    if (!words.has(taken.table.name) && !isTriggerOf(routine, taken.table, words, after)) return [];
    // The name may have come back: a view in the place of the table, a column of another table.
    if (column === undefined)
      return stands(taken.table, [...after.tables, ...after.views]) ? [] : [broken(taken.table.name)];
    return [broken(`${column} and ${words.has(taken.table.name) ? taken.table.name : 'NEW or OLD'}`)];
  });
}

function isTriggerOf(routine: Routine, table: QualifiedName, words: ReadonlySet<string>, { tables }: Catalog): boolean {
  if (!words.has('new') && !words.has('old')) return false;
  const own = tables.find((one) => one.schema === table.schema && one.name === table.name);
  return (
    own?.triggers.some(({ function: called }) => called?.schema === routine.schema && called.name === routine.name) ??
    false
  );
}

function stands(name: QualifiedName, among: readonly QualifiedName[]): boolean {
  return among.some((one) => sameName(one, name));
}

/** Queries that were fine before and are not after, with the name that is missing. */
export async function brokenQueries(
  entries: readonly WorkloadEntry[],
  after: Catalog,
  engine: Engine,
  traits: Traits,
  taken: readonly TakenName[],
): Promise<readonly (BrokenDependent & { readonly taken: TakenName })[]> {
  const broken: (BrokenDependent & { readonly taken: TakenName })[] = [];
  for (const { sql, where = 'a query', name } of entries) {
    try {
      await engine.readFacts(sql, after, traits, where);
    } catch (error) {
      if (!(error instanceof RelvarError)) throw error;
      const cause = taken.find((one) => new RegExp(`\\b${escaped(lastOf(one))}\\b`).test(error.message));
      if (!cause) continue;
      const [, file, line] = /^(.*?):(\d+)(?::\d+)?$/.exec(where) ?? [];
      broken.push({
        what: 'query',
        name: name ?? where,
        ...(file !== undefined ? { at: { file, line: Number(line) } } : {}),
        names: nameOf(cause),
        reason: `read against the schema after the migration: ${error.message}`,
        taken: cause,
      });
    }
  }
  return broken;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function lastOf(taken: TakenName): string {
  return 'type' in taken ? taken.type.name : (taken.column ?? taken.table.name);
}

function nameOf(taken: TakenName): string {
  if ('type' in taken) return qualified(taken.type);
  return taken.column === undefined ? qualified(taken.table) : `${qualified(taken.table)}.${taken.column}`;
}
