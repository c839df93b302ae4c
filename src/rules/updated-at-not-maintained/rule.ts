import type { Catalog } from '../../catalog/catalog.ts';
import { displayName, qualifiedColumn } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import { type Evidence, presumed, stated } from '../../findings/evidence.ts';
import { judgedColumns } from '../judged-columns.ts';
import { defineRule } from '../rule.ts';
import { isUpdateTime } from '../time-names.ts';
import { updateTriggers } from '../update-trigger.ts';

export const rule = defineRule({
  id: 'updated-at-not-maintained',
  category: 'names and habits',
  dimension: 'integrity',
  severity: 'low',
  summary: 'Nothing in the schema sets the time of the last change.',
  headline: (count) => `${count} times of last change are set by nothing in the schema`,
  why: 'An update by hand, by a script or a second program leaves the old time in place, and whatever looks for changes by it (exports, caches, synchronisation) misses the row.',
  effort: 'minutes',
  tradeOff: 'A trigger costs a little on every update, and also stamps the rows that a migration rewrites.',
  needs: ['catalog'],
  settings: {
    /** The share of such columns from which on triggers are how this schema keeps them. */
    habit: 0.5,
  },
  *check({ catalog, lookups, settings, sizes }) {
    const triggers = updateTriggers(catalog);
    const columns = [...judgedColumns(lookups)].filter(([, column]) => isTime(column) && isUpdateTime(column.name));
    const bare = columns.filter(
      ([table, column]) => column.onUpdate === undefined && triggers.maintainer(table, column.name) === undefined,
    );
    const kept = columns.length - bare.length;
    const isHabit = kept > 0 && kept >= settings.habit * columns.length;
    // Where no table has such a trigger and a framework is known to set the column, this is how the team works.
    if (kept === 0 && frameworkOf(catalog) !== undefined) return;
    for (const [table, column] of bare) {
      const statistics = sizes.statistics(table);
      if (statistics?.updated === 0 && (statistics.inserted ?? 0) > 0) continue;
      const stopped = table.triggers.find(
        (trigger) => trigger.enabled === 'disabled' && trigger.events.includes('update'),
      );
      const reuse = triggers.functionFor(table.schema, column.name);
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)}: no trigger sets it when a row is updated${kept > 0 ? `, as one does for ${kept} other column${kept === 1 ? '' : 's'}` : ''}`,
        severity: isHabit ? 'medium' : 'low',
        evidence: evidence(kept, isHabit, stopped?.name),
        changes: [{ kind: 'maintain updated at', table, column: column.name, ...(reuse ? { function: reuse } : {}) }],
        questions: isHabit
          ? []
          : [
              {
                question:
                  'Do all programs that update rows go through a framework that sets the time of the last change?',
                changes: 'whether triggers for it are needed',
              },
            ],
      };
    }
  },
});

function isTime({ type }: Column): boolean {
  return type.family === 'timestamp' || type.family === 'timestamp-with-zone' || type.family === 'date';
}

function evidence(kept: number, isHabit: boolean, stopped: string | undefined): readonly Evidence[] {
  const others = kept === 1 ? 'a trigger sets one other such column' : `triggers set ${kept} other such columns`;
  return [
    stated(kept === 0 ? 'no enabled trigger sets the column' : `no enabled trigger sets the column; ${others}`),
    isHabit
      ? presumed('the trigger was forgotten here', 'fair')
      : presumed('some program updates rows without setting it', 'weak'),
    ...(stopped === undefined ? [] : [stated(`the trigger ${displayName(stopped)} is disabled`)]),
  ];
}

/** The framework that migrates the schema, where it is one that sets such columns by itself. */
function frameworkOf(catalog: Catalog): string | undefined {
  for (const table of catalog.tables) {
    const columns = new Set(table.columns.map((column) => column.name));
    if (table.name === 'ar_internal_metadata') return 'Rails';
    if (table.name === 'django_migrations') return 'Django';
    if (table.name === '_prisma_migrations') return 'Prisma';
    if (table.name === 'SequelizeMeta') return 'Sequelize';
    if (table.name === 'schema_migrations' && columns.has('inserted_at')) return 'Ecto';
    if (table.name === 'migrations' && columns.has('migration') && columns.has('batch')) return 'Laravel';
    if (table.name === 'migrations' && columns.has('timestamp') && columns.has('name')) return 'TypeORM';
  }
  return undefined;
}
