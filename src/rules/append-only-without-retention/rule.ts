import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { isPartitioned } from '../../catalog/partitioned.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { endsWithPhrase, phrases, spoken } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { arrivalColumn, hasChangeTime } from '../arrival-time.ts';
import { isLogName, isMigrationRecord } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { groupDigits } from '../sizes.ts';

export const rule = defineRule({
  id: 'append-only-without-retention',
  category: 'scale and operations',
  dimension: 'scalability',
  severity: 'low',
  summary: 'A table of events or logs only grows, and nothing seems to remove what is old.',
  headline: (count) => `${count} tables of logs or events only grow`,
  why: 'It becomes the largest table of the database, and the one least read; when it must shrink at last, deleting takes days.',
  effort: 'hours',
  tradeOff: 'What is removed is gone, or must be read from an archive.',
  needs: ['catalog', 'statistics', 'volumes'],
  settings: {
    manyRows: 10_000_000,
    /** Growth in a month from which it matters whatever the size, as a share of the rows. */
    fastGrowth: 0.1,
  },
  *check({ catalog, lookups, sizes, settings, traits }) {
    let bodies: readonly string[] | undefined;
    for (const table of lookups.ownTables) {
      if (!isAppendOnly(table, traits) || lookups.referencesTo(table).some(({ from }) => from !== table)) continue;
      const arrival = arrivalColumn(table);
      const counted = counters(sizes.statistics(table));
      if (!arrival || counted === 'changes') continue;
      bodies ??= deletingBodies(catalog);
      if (isPurged(table, bodies)) continue;
      const rows = sizes.rows(table);
      const monthly = sizes.statistics(table)?.growthPerMonth;
      const size = [sizes.describe(table) ?? [], monthly === undefined ? [] : `growing by ${percent(monthly)} a month`]
        .flat()
        .join(', ');
      const matters =
        rows !== undefined &&
        (rows >= settings.manyRows ||
          (monthly !== undefined && monthly >= settings.fastGrowth && rows >= settings.manyRows / 10));
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} only grows, and nothing in the schema removes its old rows${size ? `; ${size}` : ''}`,
        evidence: [
          stated(
            `it has ${arrival.name}, no time of change, and is not partitioned; nothing in the schema deletes from it`,
          ),
          presumed('its name says that it keeps what happened', 'fair'),
          ...counted,
        ],
        severity: matters ? 'medium' : 'low',
        changes: [],
        questions: [
          {
            question: 'How long must the rows of logs and events be kept, and what removes them?',
            changes: 'whether tables that only grow need partitions by time, to be dropped when they are old',
          },
        ],
      };
    }
  },
});

function isAppendOnly(table: Table, traits: Traits): boolean {
  if (!isLogName(table.name) || isMigrationRecord(table.name)) return false;
  if (isPartitioned(table, traits) || table.inherits.length > 0 || table.columns.length < 3 || hasChangeTime(table))
    return false;
  return !isCalendar(table);
}

const starts = phrases(`
  start, starts, start at, starts at, start time, start date, begin, begins at, start ts`);
const ends = phrases(`
  end, ends, end at, ends at, end time, end date, finish, end ts`);

/** Events that are planned have a beginning and an end. */
function isCalendar(table: Table): boolean {
  const names = table.columns.map((column) => spoken(column.name));
  return names.some((name) => endsWithPhrase(name, starts)) && names.some((name) => endsWithPhrase(name, ends));
}

/** What the counters tell: rows that come and go, or change, need no advice. */
function counters(statistics: TableStatistics | undefined): readonly Evidence[] | 'changes' {
  const { inserted = 0, updated = 0, deleted = 0 } = statistics ?? {};
  if (inserted + updated + deleted < 1000) return [];
  if (deleted > inserted / 10 || updated > inserted / 2) return 'changes';
  return [
    observed(
      `${groupDigits(inserted)} rows were inserted, ${groupDigits(updated)} updated and ${groupDigits(deleted)} deleted since the counters were reset`,
    ),
  ];
}

/** What routines, triggers and what runs by the clock do, in lower case, where they delete something. */
function deletingBodies({ routines, tables, others }: Catalog): readonly string[] {
  return [
    ...routines.map(({ body }) => body),
    ...tables.flatMap(({ triggers }) => triggers.map(({ definition }) => definition)),
    ...others.flatMap(({ definition }) => definition ?? []),
  ]
    .map((body) => body.toLowerCase())
    .filter((body) => /\b(?:delete\s+from|truncate|detach\s+partition)\b/.test(body));
}

function isPurged(table: Table, bodies: readonly string[]): boolean {
  const name = table.name.toLowerCase();
  return bodies.some((body) => {
    for (const match of body.matchAll(
      /\b(?:delete\s+from|truncate(?:\s+table)?)\s+(?:only\s+)?(?:[\w"`]+\s*\.\s*)?["`]?([^\s"`;,]+)/g,
    ))
      if (match[1] === name) return true;
    return false;
  });
}
