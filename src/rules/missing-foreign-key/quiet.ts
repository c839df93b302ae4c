import type { Column } from '../../catalog/table.ts';
import { mayBePerson } from './agents.ts';
import type { Search } from './candidate.ts';
import { isIdentifier } from './compatible.ts';
import { isWhole, type Named } from './name-index.ts';
import type { Reading } from './names.ts';
import { linkEnds, selfRoles } from './roles.ts';

/** Whether the name of a column, wherever in the schema it stands, cannot be that of a reference. */
export type IsQuiet = (column: Column, readings: readonly Reading[]) => boolean;

/**
 * Most columns (`title`, `amount`) are nothing that could be a reference, and their names come back in table after
 * table: what is found out of one is kept, so that only the others are looked at closely.
 */
export function quietNames({ targets, habits }: Pick<Search, 'targets' | 'habits'>): IsQuiet {
  const numbers = new Map<string, boolean>();
  const texts = new Map<string, boolean>();
  const says = (reading: Reading, { table, naming }: Named, identifier: boolean) => {
    if (reading.key !== undefined) return targets.of(table).keyWords.includes(reading.key);
    return isWhole(naming) || naming === 'key' || (identifier && (naming === 'module' || naming === 'tail'));
  };
  const speaks = (reading: Reading, identifier: boolean) =>
    reading.keyed ||
    (identifier &&
      (selfRoles.has(reading.text) || linkEnds.has(reading.text) || selfRoles.has(reading.written[0] ?? ''))) ||
    (!reading.plural &&
      reading.ends.some(
        ({ text, written }) =>
          targets.named(text).some((one) => says(reading, one, identifier)) ||
          (written !== undefined && targets.named(written).some((one) => says(reading, one, identifier))),
      ));
  return (column, readings) => {
    const identifier = isIdentifier(column.type);
    const known = identifier ? numbers : texts;
    let quiet = known.get(column.name);
    if (quiet === undefined) {
      quiet =
        !readings.some((reading) => speaks(reading, identifier)) &&
        !mayBePerson(column.name) &&
        targets.keyed(column.name).length === 0 &&
        habits.declared(column.name).length === 0;
      known.set(column.name, quiet);
    }
    return quiet;
  };
}
