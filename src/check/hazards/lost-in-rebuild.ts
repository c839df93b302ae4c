import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { actionsOf, type CheckContext } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'lost-in-rebuild',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A table is rebuilt, and what hung on the old one is not made again.',
  headline: (count) => `${count} tables lose something when they are rebuilt`,
  why: 'Indexes, triggers and foreign keys go with the old table without a word; columns that are not copied lose their values.',
  advice: 'Make them again on the new table in the same transaction; where they are meant to go, drop them by name.',
  effort: 'minutes',
  tradeOff: 'None.',
  example: {
    engine: 'sqlite',
    schema: 'create table orders (id integer primary key, status text); create index orders_status on orders (status);',
    migration:
      'create table fresh (id integer primary key, status text not null); insert into fresh select id, status from orders; drop table orders; alter table fresh rename to orders;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'drop')) {
      if (action.objectKind !== 'table') continue;
      for (const name of action.objects.map(context.resolve)) {
        const [before, after] = [context.lookups.table(name), context.after.table(name)];
        if (!before || !after || !context.rebuilt.has(qualified(name))) continue;
        const lost = lostOf(before, after, context);
        if (lost.length === 0) continue;
        yield {
          statement,
          at: tableSubject(name),
          message: `${tableText(name, context)} is rebuilt without ${lost.join(', ')}`,
          evidence: [
            stated('they are there before the migration and not after it, and no statement drops them by name'),
          ],
        };
      }
    }
  },
});

function lostOf(before: Table, after: Table, context: CheckContext): readonly string[] {
  const said = droppedByName(context);
  const columns = before.columns
    .filter(({ name }) => !after.columns.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    .filter(({ name }) => !isCopied(before, name, context))
    .map(({ name }) => `the column ${name}`);
  const keysOf = (index: Table['indexes'][number]) => JSON.stringify([index.keys, index.predicate, index.unique]);
  const indexes = before.indexes
    .filter(({ constraint }) => constraint === undefined)
    .filter(
      (index) => !said.has(index.name.toLowerCase()) && !after.indexes.some((one) => keysOf(one) === keysOf(index)),
    )
    .filter(({ keys }) =>
      keys.every(({ column }) => column === undefined || after.columns.some(({ name }) => name === column)),
    )
    .map(({ name }) => `the index ${name}`);
  const triggers = before.triggers
    .filter(({ name }) => !said.has(name.toLowerCase()) && !after.triggers.some((one) => one.name === name))
    .map(({ name }) => `the trigger ${name}`);
  const references = before.foreignKeys
    .filter(
      ({ columns }) =>
        !after.foreignKeys.some((one) => one.columns.join() === columns.join()) &&
        columns.every((column) => after.columns.some(({ name }) => name === column)),
    )
    .map(({ columns, references: { name } }) => `the foreign key of ${columns.join(', ')} to ${name}`);
  return [...columns, ...indexes, ...triggers, ...references];
}

function droppedByName(context: CheckContext): ReadonlySet<string> {
  return new Set(
    [...actionsOf(context, 'drop')]
      .filter(({ action }) => action.objectKind !== 'table')
      .flatMap(({ action }) => action.objects.map(({ name }) => name.toLowerCase())),
  );
}

/** The statement that copies the rows says it: it goes on under another name. */
function isCopied(table: QualifiedName, column: string, { statements }: CheckContext): boolean {
  const word = new RegExp(`(?<![\\w$])${column.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`, 'i');
  return statements.some(
    ({ sql, actions, effects }) =>
      actions.some((action) => action.kind === 'insert' && action.from === 'query') &&
      effects.scanned.some((one) => qualified(one) === qualified(table)) &&
      word.test(sql),
  );
}
