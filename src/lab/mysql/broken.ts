import { compareText } from '../../catalog/names.ts';
import type { MigrationAction } from '../../engines/migration-action.ts';
import { type Draft, same } from '../../engines/mysql/read/draft.ts';
import { tokens } from '../../engines/mysql/sql/tokens.ts';
import type { BrokenObject } from '../rehearse-script.ts';

/**
 * Views and triggers that name what the actions took away, where it is missing at the end of the script: the engine says
 * nothing until they are used.
 */
export function brokenAt(actions: readonly MigrationAction[], draft: Draft): readonly BrokenObject[] {
  return actions.flatMap((action): readonly BrokenObject[] => {
    if (action.kind === 'drop column' || action.kind === 'rename column')
      return ofColumn(action.table.name, action.column, draft);
    if (action.kind === 'rename') return ofTable(action.object.name, draft);
    if (action.kind === 'drop' && action.objectKind === 'table')
      return action.objects.flatMap(({ name }) => ofTable(name, draft));
    return [];
  });
}

function ofTable(table: string, draft: Draft): readonly BrokenObject[] {
  if (draft.tables.has(table) || draft.views.has(table)) return [];
  return [
    ...viewsOf(table, draft).map((name) => broken('view', name, table)),
    ...[...draft.tables.values()].flatMap(({ triggers }) =>
      triggers
        .filter(({ definition }) => says(definition, table, draft))
        .map(({ name }) => broken('trigger', name, table)),
    ),
  ].sort((a, b) => compareText(a.name, b.name));
}

function ofColumn(table: string, column: string, draft: Draft): readonly BrokenObject[] {
  const own = draft.tables.get(table);
  const has = (name: string) => draft.tables.get(name)?.columns.some((one) => same(one.name, column)) === true;
  if (!own || has(table)) return [];
  return [
    ...viewsOf(table, draft)
      .filter((name) => {
        const view = draft.views.get(name);
        // Another table of the view may have a column of this name.
        return view && says(view.definition, column, draft) && !view.reads.some((read) => has(read.name));
      })
      .map((name) => broken('view', name, `${table}.${column}`)),
    ...own.triggers
      .filter(({ definition }) => says(definition, column, draft))
      .map(({ name }) => broken('trigger', name, `${table}.${column}`)),
  ].sort((a, b) => compareText(a.name, b.name));
}

function viewsOf(table: string, draft: Draft): readonly string[] {
  return [...draft.views.values()]
    .filter(({ reads }) => reads.some((one) => same(one.name, table)))
    .map(({ name }) => name);
}

function broken(what: BrokenObject['what'], name: string, names: string): BrokenObject {
  return { what, name, names, reason: 'the engine keeps its text, and refuses it when it is used' };
}

function says(text: string, name: string, { dialect, ansiQuotes }: Draft): boolean {
  return tokens(text, dialect, ansiQuotes).some(
    ({ kind, text: word, value }) => (kind === 'word' && same(word, name)) || (kind === 'name' && same(value, name)),
  );
}
