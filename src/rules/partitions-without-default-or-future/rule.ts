import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { objectName } from '../../catalog/object-name.ts';
import type { Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { type Draft, defineRule } from '../rule.ts';
import { parseBound } from './bounds.ts';
import { horizon, nextPartitions, reach } from './future.ts';

export const rule = defineRule({
  id: 'partitions-without-default-or-future',
  category: 'scale and operations',
  dimension: 'scalability',
  severity: 'high',
  summary: 'A partitioned table has no partition for rows that are to come.',
  headline: (count) => `${count} partitioned tables have no partition for rows to come`,
  why: 'A row that fits no partition is refused: at that moment every insert fails.',
  effort: 'minutes',
  tradeOff: 'Partitions must be made ahead for ever: let a job do it, and watch it.',
  needs: ['catalog'],
  when: (traits) => traits.partitioning,
  settings: {
    /** How many days ahead there must be partitions. */
    daysAhead: 30,
  },
  *check({ catalog, lookups, sizes, settings, traits, now }) {
    for (const table of catalog.tables) {
      if (!table.partitioning || isPartOfPeriod(table)) continue;
      const partitions = lookups.partitions(table);
      if (partitions.some((one) => one.partitionOf?.isDefault)) continue;
      const managed = isManaged(catalog);
      const at = { kind: 'table', object: table } as const;
      const name = qualified(table);
      if (partitions.length === 0) {
        yield {
          at,
          message: `${name} is partitioned and has no partition: every insert fails until one is made`,
          evidence: [stated(`no table is a partition of ${name}`)],
          // A schema file often leaves the partitions to the application that makes them.
          severity: managed || sizes.unknown ? 'low' : 'high',
          changes: [],
          questions: [managerQuestion],
        };
      } else if (table.partitioning.strategy === 'list') {
        if (listsEverything(table, partitions, catalog)) continue;
        yield {
          at,
          message: `${name} is partitioned by list and has no default partition: a row with another value of ${keyText(table)} is refused`,
          evidence: [stated(`${partitions.length} partitions name their values, and none is the default`)],
          severity: 'low',
          changes: [
            {
              kind: 'create partition',
              table,
              name: objectName(
                [table.name],
                'default',
                traits.identifierBytes,
                (one) => lookups.table({ schema: table.schema, name: one }) !== undefined,
              ),
            },
          ],
        };
      } else {
        const known = reach(table, partitions);
        if (!known) continue;
        const ahead = horizon(known.width, settings.daysAhead);
        if (known.until > now.getTime() + ahead) continue;
        yield {
          at,
          ...ends(name, keyText(table), known.until, now, managed),
          changes: nextPartitions(table, known, now.getTime(), ahead, lookups),
          questions: [managerQuestion],
        };
      }
    }
  },
});

const managerQuestion = {
  question: 'What makes new partitions, and does it run?',
  changes: 'whether partitions will be there in time: a schema file does not show the job',
};

function ends(
  name: string,
  key: string,
  until: number,
  now: Date,
  managed: boolean,
): Pick<Draft, 'message' | 'evidence' | 'severity'> {
  const date = new Date(until).toISOString().slice(0, 10);
  const over = until <= now.getTime();
  const severity: Severity = managed ? 'low' : over ? 'high' : 'medium';
  return {
    message: over
      ? `the last partition of ${name} ended on ${date}: inserts with a later ${key} fail`
      : `the last partition of ${name} ends on ${date}: from then on inserts fail`,
    evidence: [
      stated(
        `the greatest bound of its partitions is ${date}, the day of this review is ${now.toISOString().slice(0, 10)}, and there is no default partition`,
      ),
    ],
    severity,
  };
}

function keyText(table: Table): string {
  return (table.partitioning?.keys ?? []).map((key) => key.column ?? key.expression ?? '').join(', ');
}

/** A partition for a period, cut further by time: its last part ends where it ends itself. */
function isPartOfPeriod(table: Table): boolean {
  return table.partitionOf !== undefined && parseBound(table.partitionOf.bound).kind === 'range';
}

/** Something in the database is there to make partitions. */
function isManaged(catalog: Catalog): boolean {
  return (
    catalog.extensions.some((extension) => extension.name === 'pg_partman') ||
    catalog.routines.some((routine) => /\bpartition\s+of\b|\battach\s+partition\b/i.test(routine.body))
  );
}

/** Every value of an enum or a boolean has its partition. */
function listsEverything(table: Table, partitions: readonly Table[], catalog: Catalog): boolean {
  const column = table.columns.find((one) => one.name === table.partitioning?.keys[0]?.column);
  const listed = new Set(partitions.flatMap((one) => (one.partitionOf ? valuesOf(one.partitionOf.bound) : [])));
  if (column?.type.family === 'boolean') return listed.has('true') && listed.has('false');
  const type = catalog.types.find(
    (one) => one.schema === column?.type.ref?.schema && one.name === column?.type.ref?.name,
  );
  return type?.kind === 'enum' && type.values.every((value) => listed.has(value));
}

function valuesOf(text: string): readonly string[] {
  const bound = parseBound(text);
  return bound.kind === 'list' ? bound.values : [];
}
