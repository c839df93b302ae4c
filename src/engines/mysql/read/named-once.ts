import type { Reader } from '../sql/reader.ts';
import { type Draft, type DraftTable, Refused, same } from './draft.ts';
import { renameColumn } from './rename-column.ts';

/** Notes that an action of a statement takes a column, and gives the name by which the table has it by then. */
export type TakeColumn = (name: string) => string;

/**
 * Of the actions of one ALTER TABLE only one finds a column of the table as it was, by the name that it had: all others meet
 * an unknown column (seen on MariaDB 10.11; MySQL's mysql_prepare_alter_table does the same). Columns may so take the names of
 * each other: until their turn comes, these stand in `table` under a name that none has. `reader` stands at the actions.
 */
export function namedOnce(reader: Reader, before: DraftTable, table: DraftTable, draft: Draft): TakeColumn {
  const taken = new Set<string>();
  const renames = renamesOf(reader);
  const waiting = new Map<string, string>();
  for (const { from } of renames) {
    if (!renames.some(({ from: other, to }) => to !== undefined && same(to, from) && !same(other, from))) continue;
    const column = table.columns.find(({ name }) => same(name, from));
    if (!column) continue;
    waiting.set(from.toLowerCase(), `\0${column.name}`);
    renameColumn(column.name, `\0${column.name}`, table, draft);
  }
  return (name) => {
    const key = name.toLowerCase();
    if (!before.columns.some((one) => same(one.name, name))) throw new Refused(`${before.name} has no column ${name}`);
    if (taken.has(key))
      throw new Refused(
        `another action of the statement has ${before.name}.${name} already: put both into one, or into two statements`,
      );
    taken.add(key);
    return waiting.get(key) ?? name;
  };
}

/** The columns that the actions give other names, or none: these go. */
function renamesOf(reader: Reader): readonly { readonly from: string; readonly to?: string }[] {
  return reader
    .part(reader.at(), reader.sql.length)
    .parts()
    .flatMap((part) => {
      const drops = part.take('DROP') && !/^(?:PRIMARY|FOREIGN|INDEX|KEY|CHECK|CONSTRAINT)$/.test(wordOf(part));
      const changes = part.take('CHANGE');
      if (!drops && !changes && !part.take('RENAME', 'COLUMN')) return [];
      part.take('COLUMN');
      part.take('IF', 'EXISTS');
      const from = part.name();
      if (drops) return [{ from }];
      if (!changes) part.expect('TO');
      return [{ from, to: part.name() }];
    });
}

function wordOf(reader: Reader): string {
  const token = reader.peek();
  return token?.kind === 'word' ? token.value : '';
}

/** A name that a column gets is free by then. */
export function requireFreeName(from: string, to: string, table: DraftTable): void {
  if (!same(from, to) && table.columns.some((one) => same(one.name, to)))
    throw new Refused(`${table.name} has a column ${to} already: ${from} cannot take its name`);
}
