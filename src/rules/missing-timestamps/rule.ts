import type { Change } from '../../catalog/change.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { isCreationTime, isUpdateTime } from '../time-names.ts';
import { updateTriggers } from '../update-trigger.ts';
import { isEntity } from './entity.ts';

export const rule = defineRule({
  id: 'missing-timestamps',
  category: 'names and habits',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A table does not say when its rows were made or changed, as most others do.',
  headline: (count) => `${count} tables do not say when their rows were made or changed`,
  why: 'Finding out what happened, exporting only what is new, and archiving what is old all start from these times, and nobody can fill them in afterwards.',
  effort: 'minutes',
  tradeOff: 'A few bytes a row for each. The rows that are there stay without: their times are not known.',
  needs: ['catalog'],
  when: (traits) => traits.timeTypes,
  settings: {
    /** The share of the tables that must have such a column for it to be the schema's habit. */
    habit: 0.8,
    /** Fewer tables make no habit. */
    leastTables: 5,
  },
  *check({ catalog, lookups, settings, traits }) {
    const entities = lookups.ownTables.filter(isEntity);
    if (entities.length < settings.leastTables) return;
    const habits = [creation, update].flatMap((what) => habitOf(entities, what, settings.habit) ?? []);
    const triggers = updateTriggers(catalog);
    const maintained = entities.some((table) =>
      table.columns.some((column) => isUpdate(column) && triggers.maintainer(table, column.name) !== undefined),
    );
    for (const table of entities) {
      const missing = habits.filter(
        (habit) => !table.columns.some(habit.matches) && lookups.column(table, habit.name) === undefined,
      );
      if (missing.length === 0) continue;
      const names = missing.map((habit) => displayName(habit.name)).join(' nor ');
      const counts = missing.map((habit) => `${habit.count} have ${displayName(habit.name)}`).join(', ');
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} has ${missing.length === 1 ? `no ${names}` : `neither ${names}`}; of ${entities.length} tables like it ${counts}`,
        evidence: [
          stated(`of the ${entities.length} tables with a primary key and columns of their own ${counts}`),
          presumed(
            'what is the habit elsewhere is wanted here',
            missing.some((habit) => habit.matches === isCreation) ? 'fair' : 'weak',
          ),
        ],
        changes: missing.flatMap((habit) => changes(table, habit, traits, maintained)),
      };
    }
  },
});

interface Habit {
  readonly name: string;
  readonly type: string;
  readonly count: number;
  readonly matches: (column: Column) => boolean;
}

const creation = { matches: isCreation, isNamed: isCreationTime };
const update = { matches: isUpdate, isNamed: isUpdateTime };

/** A time that rows get when they are made, whatever its name: `placed_at timestamptz default now()`. */
function isCreation(column: Column): boolean {
  if (isCreationTime(column.name)) return true;
  return (
    isTime(column) &&
    /\b(?:now\(\)|CURRENT_TIMESTAMP|CURRENT_DATE|clock_timestamp\(\))/.test(column.default ?? '') &&
    !isUpdateTime(column.name)
  );
}

function isUpdate(column: Column): boolean {
  return isUpdateTime(column.name);
}

function isTime({ type }: Column): boolean {
  return type.family === 'timestamp' || type.family === 'timestamp-with-zone' || type.family === 'date';
}

/** The usual name and type of such a column, when enough tables have one as a time stamp. */
function habitOf(tables: readonly Table[], what: typeof creation, share: number): Habit | undefined {
  const having = tables.filter((table) => table.columns.some(what.matches)).length;
  if (having < share * tables.length) return undefined;
  const counts = new Map<string, { readonly name: string; readonly type: string; count: number }>();
  for (const column of tables.flatMap((table) => table.columns)) {
    if (
      !what.isNamed(column.name) ||
      (column.type.family !== 'timestamp' && column.type.family !== 'timestamp-with-zone')
    )
      continue;
    const known = counts.get(column.name);
    if (known) known.count++;
    else counts.set(column.name, { name: column.name, type: column.type.text, count: 1 });
  }
  const [usual] = [...counts.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return usual && { ...usual, count: having, matches: what.matches };
}

/** Without a default at first, so that the rows that are there do not get the time of the migration. */
function changes(table: Table, habit: Habit, traits: Traits, maintained: boolean): readonly Change[] {
  const type = traits.timestampWithZone ? 'timestamp with time zone' : habit.type;
  return [
    { kind: 'add column', table, column: habit.name, type, nullable: true },
    { kind: 'set default', table, column: habit.name, default: 'CURRENT_TIMESTAMP' },
    ...(maintained && habit.matches === isUpdate
      ? [{ kind: 'maintain updated at', table, column: habit.name } as const]
      : []),
  ];
}
