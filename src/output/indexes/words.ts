import { callsText } from '../explain/words.ts';
import { bytes, count, digits, joined } from '../words.ts';
import type { IndexReport, ReportedQuery } from './report.ts';

/** What each degree of coverage means, for the reader. */
const coveredWords: Readonly<Record<ReportedQuery['covered'], string>> = {
  full: 'fully covered',
  partly: 'partly covered',
  none: 'not covered',
};

/** The first lines of every report: what to create and to drop, what it brings, what it takes. */
export interface IndexVerdict {
  readonly what: string;
  readonly gain: string;
  readonly price: string;
}

export function indexVerdict(report: IndexReport): IndexVerdict {
  const { create, drop, totals, queries } = report;
  const parts = [
    ...(create.length > 0 ? [`create ${count(create.length, 'index')}`] : []),
    ...(drop.length > 0 ? [`drop ${digits(drop.length)}`] : []),
  ];
  const helped = queries.filter((query) => query.costAfter < query.costBefore * 0.98).length;
  const { before, after } = totals;
  return {
    what:
      parts.length > 0
        ? `${joined(parts)}: ${helpedText(helped, queries.length)}`
        : queries.length === 0
          ? 'there is no query that could be planned'
          : 'the indexes are right as they are: none to create, none to drop',
    gain:
      before.workloadCost === after.workloadCost
        ? `none: the planner cost of the workload stays ${figures(before.workloadCost)} a second`
        : `planner cost of the workload ${figures(before.workloadCost)} → ${figures(after.workloadCost)} a second${timesLess(before.workloadCost, after.workloadCost)}`,
    price: `${bytes(before.indexBytes)} of indexes → ${bytes(after.indexBytes)}; ${rate(before.entriesPerSecond)} index entries written a second → ${rate(after.entriesPerSecond)}`,
  };
}

function helpedText(helped: number, all: number): string {
  if (helped === 0) return 'no query of the workload gets cheaper by it';
  if (helped === all) return all === 1 ? 'the query gets cheaper' : `all ${digits(all)} queries get cheaper`;
  return `${digits(helped)} of ${count(all, 'query')} ${helped === 1 ? 'gets' : 'get'} cheaper`;
}

function timesLess(before: number, after: number): string {
  if (!(before > 0) || !(after > 0) || before / after < 1.02) return '';
  const factor = before / after;
  return factor < 1.95
    ? ` (${digits((1 - after / before) * 100)}% less)`
    : ` (${factor < 10 ? Number(factor.toFixed(1)) : digits(Number(factor.toPrecision(2)))} times less)`;
}

/** A sum of costs, whatever its size: `0.29`, `12.4`, `1 168 479`. */
export function figures(value: number): string {
  return value < 100 ? `${Number(value.toFixed(value < 10 ? 2 : 1))}` : digits(value);
}

/** Events in a second: `0`, `0.03`, `12`, `1 200`. */
export function rate(perSecond: number): string {
  if (perSecond === 0) return '0';
  if (perSecond < 0.01) return '<0.01';
  return perSecond < 10 ? `${Number(perSecond.toPrecision(2))}` : digits(perSecond);
}

/** `1.4 calls per second`; `never called`. */
export function calledText(perSecond: number): string {
  return perSecond === 0 ? 'never called' : callsText(perSecond);
}

/** The indexes of a query: `by orders_user_id_idx and users_pkey`. */
export function coverageText(query: ReportedQuery): string {
  if (query.error !== undefined) return 'not planned';
  if (query.after && Object.keys(query.reads).length === 0) return 'reads no table';
  const by = query.indexes.length === 0 ? '' : ` by ${joined(query.indexes)}`;
  const goal = query.goal === undefined || query.goal === 'unknown' ? '' : `; goal ${query.goal}`;
  return `${coveredWords[query.covered]}${by}${goal}`;
}

/** What a new index costs with every write, in one line. */
export function writeText(cost: IndexReport['create'][number]['writeCost']): string {
  const hot = cost.losesHot ? '; updates of its columns no longer stay within their page' : '';
  return cost.entriesPerSecond === 0
    ? cost.source
    : `${rate(cost.entriesPerSecond)} entries and ${bytes(Math.round(cost.logBytesPerSecond))} of log a second (${cost.source})${hot}`;
}

/** Why an index was not chosen, with its size and the numbers that speak against it. */
export function rejectedText({ reason, bytes: size, gain, why }: IndexReport['rejected'][number]): string {
  const told = why === '' ? `alone it takes ${gain > 0 ? percent(gain) : 'nothing'} off the cost of the workload` : why;
  return `${rejectedWords[reason]} · ${bytes(size)} · ${told}`;
}

function percent(share: number): string {
  return share < 0.0005 ? '<0.1%' : `${Number((share * 100).toPrecision(2))}%`;
}

/** How much dearer the workload is with another index in the place of the chosen one. */
export function dearerText({
  relativeCost,
}: Pick<IndexReport['create'][number]['alternatives'][number], 'relativeCost'>): string {
  const more = (relativeCost - 1) * 100;
  if (more < 0.05) return 'as cheap';
  return `${more < 10 ? Number(more.toFixed(1)) : digits(more)}% dearer`;
}

/** Why an index was not chosen, in a word or two. */
const rejectedWords: Readonly<Record<IndexReport['rejected'][number]['reason'], string>> = {
  'no gain': 'no gain',
  'served by another': 'served by another',
  'over budget': 'over budget',
  'too many on the table': 'too many on the table',
  writes: 'too dear for writes',
  refused: 'refused by the engine',
};
