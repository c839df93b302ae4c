import { qualified, sameName } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Lab } from '../../lab/lab.ts';
import { count, digits } from '../../output/words.ts';
import type { OpenedSource } from '../opened-source.ts';
import { type Guarded, guardedQuery, guardedText } from './guarded.ts';
import { unknownPatterns, withKnownPatterns } from './known-patterns.ts';
import { type RecurringContext, withRecurringWrite } from './recurring-writes.ts';
import { shortened, type WorkloadEntry } from './workload-queries.ts';

/** What is known beside the queries. */
export interface PlanningContext {
  readonly lab: Pick<Lab, 'constantValue' | 'standIns' | 'plan'>;
  readonly opened: Pick<OpenedSource, 'catalog' | 'engine' | 'statistics' | 'traits'>;
  /** Complete: read, declared or derived. */
  readonly statistics: Statistics;
}

/**
 * The queries with what the lab knows of their patterns and with what one run of a recurring write finds, the lab made
 * ready for them, and what was supposed or is not known, sentences.
 */
export async function plannedQueries(
  entries: readonly WorkloadEntry[],
  { lab, opened, statistics }: PlanningContext,
): Promise<{ readonly entries: readonly WorkloadEntry[]; readonly assumptions: readonly string[] }> {
  const { catalog, engine } = opened;
  const inserted = insertedRows(entries, statistics);
  const context = { lab, engine, statistics, inserted, tables: catalog.tables };
  const known: WorkloadEntry[] = [];
  const notes: string[] = [];
  const guarded: Guarded[] = [];
  for (const written of entries) {
    notes.push(...(await lab.standIns(written.sql)));
    const guard = await guardedQuery(written.sql, written.facts, opened);
    if (guard) guarded.push(guard);
    const entry = guard ? { ...written, sql: guard.query.planned, facts: guard.facts } : written;
    const understood = { ...entry, ...(await withKnownPatterns(entry, opened.statistics, lab)) };
    const planned = { ...understood, ...(await withRecurringWrite(understood, context)) };
    known.push(guard ? { ...planned, sql: written.sql, planned: planned.planned ?? guard.query.planned } : planned);
  }
  return {
    entries: known,
    assumptions: [
      ...notes,
      ...guardedText(guarded),
      ...supposedBeginnings(known),
      ...unknownBeginnings(known),
      ...supposedRuns(known),
    ],
  };
}

/** Rows that a second brings to a table, where the workload inserts into it or its writes were declared. */
function insertedRows(entries: readonly WorkloadEntry[], { tables }: Statistics): RecurringContext['inserted'] {
  return (table) => {
    const inserts = entries.filter(
      ({ facts: { kind, target } }) => kind === 'insert' && target !== undefined && sameName(target, table),
    );
    if (inserts.length === 0) return tables[qualified(table)]?.writesPerSecond;
    return inserts.reduce((sum, { callsPerSecond = 1 }) => sum + callsPerSecond, 0);
  };
}

/** So many recurring writes are told one by one. */
export const mostRuns = 3;

/** What each run of a recurring write was taken to find. */
function supposedRuns(entries: readonly WorkloadEntry[]): readonly string[] {
  const runs = entries.flatMap(({ recurring, name, sql }) => {
    if (!recurring?.planned) return [];
    const { rows, told, share, table } = recurring;
    const source = told ? '' : ' (by its calls and by how fast the table is filled: nobody told)';
    return [
      `each run of "${name ?? shortened(sql)}" but the first finds only what gathered since the last: it was planned for ${count(Math.round(rows), 'row')} of ${table}${source}, not for the ${Number((share * 100).toPrecision(2))}% of all rows that it finds as the table is`,
    ];
  });
  const more = runs.length - mostRuns;
  return more > 0 ? [...runs.slice(0, mostRuns), `so it is with ${count(more, 'more statement')}`] : runs;
}

function supposedBeginnings(entries: readonly WorkloadEntry[]): readonly string[] {
  const all = entries.filter(({ supposed }) => supposed !== undefined);
  const [first] = all;
  if (!first) return [];
  const whose = all.length === 1 ? `"${first.name ?? shortened(first.sql)}" was` : `${digits(all.length)} queries were`;
  return [
    `${whose} planned with a supposed value in ${all.length === 1 ? 'its pattern' : 'their patterns'} (${first.supposed}): a plan that is made for the value can use an index for how it begins and knows that a word is seldom, a generic plan cannot`,
  ];
}

/** Patterns that a value decides: a generic plan is all there is. */
function unknownBeginnings(entries: readonly WorkloadEntry[]): readonly string[] {
  const [first, ...others] = entries.flatMap(({ facts }) => unknownPatterns(facts));
  if (!first) return [];
  const more = others.length === 0 ? '' : ` and ${digits(others.length)} more`;
  return [
    `how the pattern of ${first.text}${more} begins is not known: where it begins with letters, a B-tree on ${first.left?.text} text_pattern_ops finds the rows in a plan that is made for the value; where with a wildcard, only trigrams do; an example in a log or a constant tells it`,
  ];
}
