import type { Catalog, Routine } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { BrokenDependent } from '../../../check/checked.ts';
import type { Engine } from '../../../engines/engine.ts';
import type { MigrationAction, WrittenName } from '../../../engines/migration-action.ts';
import { RelvarError } from '../../../findings/error.ts';
import type { WorkloadEntry } from '../../indexes/workload-queries.ts';

/** A name that a statement takes away. */
export interface TakenName {
  readonly table: QualifiedName;
  /** Nothing when it is the table itself. */
  readonly column?: string;
}

/** The names of tables, views and columns that are gone after the action. */
export function takenNames(
  action: MigrationAction,
  resolve: (name: WrittenName) => QualifiedName,
): readonly TakenName[] {
  switch (action.kind) {
    case 'drop column':
    case 'rename column':
      return [{ table: resolve(action.table), column: action.column }];
    case 'drop':
      return action.objectKind === 'table' || action.objectKind === 'view' || action.objectKind === 'materialized view'
        ? action.objects.map((object) => ({ table: resolve(object) }))
        : [];
    case 'rename':
    case 'set schema':
      return action.objectKind === 'table' || action.objectKind === 'view' ? [{ table: resolve(action.object) }] : [];
    default:
      return [];
  }
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
    const column = taken.column;
    if (column !== undefined && !words.has(column)) return [];
    if (!words.has(taken.table.name) && !isTriggerOf(routine, taken.table, words, after)) return [];
    // The name may have come back: a view in the place of the table, a column of another table.
    if (column === undefined && stands(taken.table, after)) return [];
    return [
      {
        what: 'routine' as const,
        name: `${routine.schema}.${routine.signature}`,
        names: nameOf(taken),
        reason: `its body says ${column ?? taken.table.name}${column === undefined ? '' : ` and ${words.has(taken.table.name) ? taken.table.name : 'NEW or OLD'}`}, and is not checked before it is called`,
      },
    ];
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

function stands({ schema, name }: QualifiedName, { tables, views }: Catalog): boolean {
  return [...tables, ...views].some((one) => one.schema === schema && one.name === name);
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
      const cause = taken.find(({ table, column }) =>
        new RegExp(`\\b${escaped(column ?? table.name)}\\b`).test(error.message),
      );
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

function nameOf({ table, column }: TakenName): string {
  return column === undefined ? qualified(table) : `${qualified(table)}.${column}`;
}
