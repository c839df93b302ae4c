import { byKeyName } from './by-key-name.ts';
import { byTableName } from './by-name.ts';
import type { Search } from './candidate.ts';
import { byOwnRow } from './own-row.ts';
import { byPerson } from './people.ts';

/** Adds every table that something says a column refers to. One table may be said more than once. */
export function findCandidates(search: Search): void {
  byHabit(search);
  byKeyName(search);
  for (const reading of search.readings) if (!reading.plural) byTableName(search, reading);
  byOwnRow(search);
  byPerson(search);
}

/** What the schema says elsewhere: foreign keys of columns of this name, joins in views, the column's comment. */
function byHabit({ child, column, habits, add }: Search): void {
  const reading = undefined;
  for (const { to, count } of habits.declared(column.name)) {
    const fact =
      count === 1
        ? 'has the name of a column with a foreign key to the parent'
        : `has the name of ${count} columns with foreign keys to the parent`;
    add({ parent: to, telling: count > 1 ? 0.9 : 0.84, reading, how: 'declared', fact });
  }
  for (const { to, count, of } of habits.onPartitions(child, column.name)) {
    const fact = `has a foreign key to the parent on ${count} of the ${of} partitions`;
    add({ parent: to, telling: 1, reading, how: 'declared', fact });
  }
  for (const { to, views } of habits.joined(child, column.name)) {
    const fact = `is compared with the parent's key in the view ${views[0]}`;
    add({ parent: to, telling: 0.8, reading, how: 'view', fact });
  }
  const said = habits.commented(child, column);
  if (said) add({ parent: said, telling: 0.88, reading, how: 'comment', fact: 'names the parent in its comment' });
}
