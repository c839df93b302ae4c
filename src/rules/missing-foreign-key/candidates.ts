import type { Column, Table } from '../../catalog/table.ts';
import { byKeyName } from './by-key-name.ts';
import { byTableName } from './by-name.ts';
import type { Candidate, Sources } from './candidate.ts';
import type { Reading } from './names.ts';
import { byOwnRow } from './own-row.ts';
import { byPerson } from './people.ts';

/** Every table that something says a column refers to. One table may be said more than once. */
export function* candidates(
  child: Table,
  column: Column,
  all: readonly Reading[],
  sources: Sources,
): Generator<Candidate> {
  yield* byHabit(child, column, sources);
  yield* byKeyName(child, column, sources);
  for (const reading of all) if (!reading.plural) yield* byTableName(child, column, reading, sources);
  yield* byOwnRow(child, column, all, sources);
  yield* byPerson(child, column, sources);
}

/** What the schema says elsewhere: foreign keys of columns of this name, joins in views, the column's comment. */
function* byHabit(child: Table, column: Column, { habits }: Sources): Generator<Candidate> {
  for (const { to, count } of habits.declared(column.name)) {
    const fact =
      count === 1
        ? 'has the name of a column with a foreign key to the parent'
        : `has the name of ${count} columns with foreign keys to the parent`;
    yield { parent: to, telling: count > 1 ? 0.9 : 0.84, reading: undefined, how: 'declared', fact };
  }
  for (const { to, count, of } of habits.onPartitions(child, column.name)) {
    const fact = `has a foreign key to the parent on ${count} of the ${of} partitions`;
    yield { parent: to, telling: 1, reading: undefined, how: 'declared', fact };
  }
  for (const { to, views } of habits.joined(child, column.name)) {
    yield {
      parent: to,
      telling: 0.8,
      reading: undefined,
      how: 'view',
      fact: `is compared with the parent's key in the view ${views[0]}`,
    };
  }
  const said = habits.commented(child, column);
  if (said)
    yield { parent: said, telling: 0.88, reading: undefined, how: 'comment', fact: 'names the parent in its comment' };
}
