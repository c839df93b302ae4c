import type { Column, Table } from '../../catalog/table.ts';
import type { Search } from './candidate.ts';
import { isIdentifier } from './compatible.ts';
import { type Reading, readings } from './names.ts';
import { linkEnds, peopleEnds, selfRoles } from './roles.ts';

/** `parent_id`, `reports_to`: another row of the same table, or of the table whose rows this one links or keeps the history of. */
export function byOwnRow(search: Search): void {
  const { child, column, own, habits, add } = search;
  for (const reading of search.readings) {
    if (reading.key === undefined && !isIdentifier(column.type)) continue;
    const text = reading.text;
    const other = otherEnd(child, column, reading, text);
    if (other !== undefined) {
      byLink(search, reading, text, other);
      continue;
    }
    const last = reading.stem.at(-1) ?? '';
    const fact = 'names another row of the same table';
    const found = { reading, how: 'own row', fact } as const;
    const role = reading.stem.length > 1 ? reading.stem.slice(0, -1).join('') : '';
    if (own.key !== undefined && selfRoles.has(role) && own.text.endsWith(last)) {
      add({ ...found, parent: child, telling: reading.key === undefined ? 0.66 : 0.76 });
    }
    if (!selfRoles.has(text) && !(reading.keyed && moved.test(reading.stem.join(' ')))) continue;
    const base = habits.historyOf(child);
    if (base) {
      add({
        ...found,
        parent: base,
        telling: 0.8,
        fact: 'names another row of the table whose history this one keeps',
      });
    } else if (own.key !== undefined) {
      const telling = text !== 'parent' ? 0.68 : reading.key === undefined ? 0.74 : 0.82;
      add({ ...found, parent: child, telling });
    }
  }
}

/** `duplicate_of_id`, `moved_to_id`; but who it is assigned to is a person. */
const moved = / of$|(?<!assign|delegat|escalat|address)ed (?:to|into|from)$/;

/** One end of a link between rows of another table, or between people. */
function byLink({ child, habits, persons, add }: Search, reading: Reading, text: string, other: string): void {
  const found = { reading, how: 'pair' } as const;
  const linked = habits.linkedBy(child);
  const [person] = persons;
  if (linked) {
    add({ ...found, parent: linked, telling: 0.76, fact: `is one end of a link, ${other} the other` });
  } else if (person && peopleEnds.has(text)) {
    const fact = `is one end of a link between people, ${other} the other`;
    add({ ...found, parent: person.table, telling: 0.7, fact });
  } else if (person && (text === 'from' || text === 'to')) {
    add({ ...found, parent: person.table, telling: 0.56, fact: `with ${other} says who to whom` });
  }
}

/** The column that is the other end of a link of which this one is an end: to_id for from_id. */
function otherEnd(table: Table, column: Column, reading: Reading, text: string): string | undefined {
  for (const wanted of linkEnds.get(text) ?? []) {
    const isOther = (each: Column) =>
      each !== column &&
      each.type.text === column.type.text &&
      readings(each.name).some((its) => its.key === reading.key && its.text === wanted);
    const found = table.columns.find(isOther);
    if (found) return found.name;
  }
  return undefined;
}
