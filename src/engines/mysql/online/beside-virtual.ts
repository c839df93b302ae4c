import { type DraftTable, same } from '../read/draft.ts';
import { type AlterAction, columnOf } from './alter-actions.ts';
import { type Situation, virtuals } from './class-of.ts';

/** What actions that could be done at once each cannot be together. */
export function together(situation: Situation): void {
  const { actions, dialect, demands } = situation;
  const words = actions.filter((one) => one.kind === 'add index' && one.type === 'fulltext');
  if (words.length > 1) demands.copy ??= 'FULLTEXT indexes are made one at a time';
  // "INPLACE ADD or DROP of virtual columns cannot be combined with other ALTER TABLE actions"
  const touched = demands.virtual === true || movesVirtual(situation);
  if (dialect.flavour === 'mariadb' && touched && !actions.every((one) => goesWithVirtual(one, situation)))
    demands.copy ??= 'virtual columns come, go or change their places together with what else is done';
}

/** What MariaDB does in place while virtual columns come, go or change their places: little. */
function goesWithVirtual(action: AlterAction, { before, after, demands }: Situation): boolean {
  const makesUnique = after.indexes.some((one) => one.kind === 'unique' && !before.indexes.includes(one));
  switch (action.kind) {
    case 'manner':
      return true;
    case 'add column':
      return columnOf(after, action.name)?.generated?.stored === false && !makesUnique;
    case 'drop column': {
      if (columnOf(before, action.name)?.generated?.stored === false) return true;
      const isUnique = before.indexes.some(
        ({ kind, keys }) => kind === 'unique' && keys.some(({ column = '' }) => same(column, action.name)),
      );
      return !isUnique && !demands.fills;
    }
    case 'add index':
      return action.type === 'index' && !makesUnique;
    case 'drop index':
      return before.indexes.some(({ kind, name }) => kind === 'index' && same(name, action.name));
    default:
      return false;
  }
}

/** MariaDB: another place for a virtual column, which holds nothing to be moved. */
export function movesVirtual({ before, after, actions }: Situation): boolean {
  const place = (table: DraftTable, name: string) => table.columns.findIndex((one) => same(one.name, name));
  return virtuals(before).some(({ name }) => {
    const now = place(after, nameAfter(name, actions));
    return now >= 0 && place(before, name) !== now;
  });
}

/** What a column is called once the actions are done. */
function nameAfter(name: string, actions: readonly AlterAction[]): string {
  const change = actions.find((one) => one.kind === 'change column' && same(one.from, name));
  return change?.kind === 'change column' ? change.to : name;
}
