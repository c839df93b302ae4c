import type { Sequence } from '../../catalog/catalog.ts';
import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { listed } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { baseTypes } from '../base-type.ts';
import { growsWithoutEnd } from '../growing-tables.ts';
import { implied } from '../implied.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { keySequences } from '../key-sequence.ts';
import { widenKey } from '../key-widening.ts';
import { defineRule } from '../rule.ts';
import { groupDigits } from '../sizes.ts';
import { monthsLeft, percentText, timeText, type Use, useOf } from './use.ts';

export const rule = defineRule({
  id: 'integer-key-will-run-out',
  category: 'keys and relations',
  dimension: 'scalability',
  severity: 'high',
  summary: 'A smallint or integer key will run out of numbers.',
  headline: (count) => `${count} integer keys will run out of numbers`,
  why: 'After the last number every insert fails; changing the type then rewrites the table and all that refer to it, while nothing can be written.',
  effort: 'hours',
  tradeOff:
    'The tables and their indexes are rewritten under locks that shut out writers (readers too, on some servers), and each key takes 4 bytes more; on a large table a second column that is filled in batches and swapped in avoids the lock.',
  needs: ['catalog', 'statistics', 'volumes'],
  when: (traits) => traits.integerSizes,
  settings: {
    /** The share of the range from which it is of high and of critical severity, whatever the growth. */
    high: 0.5,
    critical: 0.8,
    /** The share from which it is reported where the growth is not known. */
    unknownGrowth: 0.2,
    /** Months within which the projected end is of high severity, and within which it is critical. */
    months: 24,
    criticalMonths: 6,
  },
  *check(context) {
    const { catalog, lookups, settings, sizes, statistics } = context;
    const base = baseTypes(catalog);
    const sequenceOf = keySequences(catalog);
    for (const [table, column] of judgedColumns(lookups)) {
      const type = base(column.type);
      const { family, bytes = 8 } = type;
      if (family !== 'integer' || bytes >= 8) continue;
      const sequence = sequenceOf(column);
      if (!isKey(table, column, sequence) || sequence?.cycle) continue;
      const use = useOf(table, sequence, type, sizes, statistics);
      const months = use && monthsLeft(use);
      const severity = use ? severityOf(use, months, settings) : unknownSeverity(table, sequence);
      if (severity === undefined) continue;
      const widening = widenKey(context, table, column, sequence);
      const name = qualifiedColumn(table, column.name);
      const at = { kind: 'column', object: table, names: [column.name] } as const;
      const end = months === undefined ? '' : `; ${timeText(months, context.now)}`;
      yield {
        at,
        message:
          (use
            ? `${name} is ${column.type.text} and ${use.by === 'rows' ? 'has at least' : 'stands at'} ${groupDigits(use.value)} of ${groupDigits(use.limit)} (${percentText(use)})${end}`
            : `${name} is ${column.type.text}, and ${qualified(table)} seems to grow without end: no more than ${groupDigits(2 ** (8 * bytes - 1) - 1)} numbers fit`) +
          (widening.followers.length === 0
            ? ''
            : `; ${widening.followers.length === 1 ? 'a column that refers to it must follow' : `${widening.followers.length} columns that refer to it must follow`}: ${listed(widening.followers)}`),
        evidence: [
          stated(`the type of the column is ${column.type.text}, up to ${groupDigits(2 ** (8 * bytes - 1) - 1)}`),
          ...(use ? facts(use) : [presumed(`the name ${table.name} says that rows come as things happen`, 'weak')]),
          ...widening.evidence,
        ],
        severity,
        changes: widening.changes,
        implies: sequence ? implied({ kind: 'sequence', object: sequence }, ['sequence-near-end']) : [],
        questions: questions(use),
      };
    }
  },
});

/** A key that gives out numbers of its own: not one that is a reference, nor a code that people chose. */
function isKey(table: Table, column: Column, sequence: Sequence | undefined): boolean {
  if (sequence) return true;
  const [only, ...more] = table.primaryKey?.columns ?? [];
  return only === column.name && more.length === 0 && !isReferencing(table, column.name);
}

/** Where nothing is known: the name alone; numbers that no sequence gives may be anything. */
function unknownSeverity(table: Table, sequence: Sequence | undefined): Severity | undefined {
  return sequence && growsWithoutEnd(table.name) ? 'low' : undefined;
}

function severityOf(
  use: Use,
  months: number | undefined,
  settings: {
    readonly high: number;
    readonly critical: number;
    readonly unknownGrowth: number;
    readonly months: number;
    readonly criticalMonths: number;
  },
): Severity | undefined {
  const share = use.value / use.limit;
  if (share >= settings.critical || (months !== undefined && months <= settings.criticalMonths)) return 'critical';
  if (share >= settings.high || (months !== undefined && months <= settings.months)) return 'high';
  if (months !== undefined) return months <= 2 * settings.months ? 'medium' : undefined;
  return use.growth === undefined && share >= settings.unknownGrowth ? 'medium' : undefined;
}

function facts(use: Use): readonly Evidence[] {
  const value =
    use.by === 'sequence'
      ? observed(`the last value that ${use.source} gave out is ${groupDigits(use.value)}`)
      : use.declared
        ? stated(`${use.source} has ${groupDigits(use.value)} rows (declared)`)
        : observed(`${use.source} has ${groupDigits(use.value)} rows`);
  if (use.growth === undefined) return [value];
  const growth = `it grows by ${Math.round(use.growth * 1000) / 10}% a month, taken to go on`;
  return [value, use.declared ? stated(`${growth} (declared)`) : observed(growth)];
}

function questions(use: Use | undefined) {
  if (!use)
    return [
      {
        question: 'How far have the sequences of the keys come?',
        changes: 'which integer keys will run out, and when',
      },
    ];
  if (use.growth !== undefined) return [];
  return [{ question: 'How fast do the tables grow, in a month?', changes: 'when integer keys run out' }];
}
