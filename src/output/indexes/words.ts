import type { GainingQuery, WriteCost } from '../../advisor/advice.ts';
import { relativeCostText } from '../../advisor/relative-cost.ts';
import { callsText, costText } from '../explain/words.ts';
import { bytes, count, digits, joined } from '../words.ts';
import type { IndexReport, IndexToCreate, ReportedQuery } from './report.ts';

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
        ? `${joined(parts)}: ${helpedText(helped, report)}`
        : queries.length === 0
          ? 'there is no query that could be planned'
          : nothingText(report),
    gain:
      before.workloadCost === after.workloadCost
        ? `none: the planner cost of the workload stays ${figures(before.workloadCost)} a second`
        : `planner cost of the workload ${figures(before.workloadCost)} → ${figures(after.workloadCost)} a second${timesLess(before.workloadCost, after.workloadCost)}`,
    price: `${bytes(before.indexBytes)} of indexes → ${bytes(after.indexBytes)}; ${entriesText(report)}`,
  };
}

/** Whether nobody told of any write to a table that has or gets an index. */
export function nothingKnown({ totals, unknownWrites }: Pick<IndexReport, 'totals' | 'unknownWrites'>): boolean {
  const { before, after } = totals;
  return unknownWrites.length > 0 && before.entriesPerSecond === 0 && after.entriesPerSecond === 0;
}

function entriesText(report: IndexReport): string {
  const { totals, unknownWrites } = report;
  if (nothingKnown(report)) return 'how many index entries are written is unknown';
  const { before, after } = totals;
  const known = `${rateOfEntries(before.entriesPerSecond, 'index ')} written a second → ${rate(after.entriesPerSecond)}`;
  if (unknownWrites.length === 0) return known;
  const most = 3;
  const more = unknownWrites.length - most;
  const tables = more > 0 ? [...unknownWrites.slice(0, most), `${digits(more)} more`] : unknownWrites;
  return `${known}, and unknown ones of ${joined(tables)}`;
}

/** Why there is nothing to create and nothing to drop. */
function nothingText({ limits, rejected, queries, search }: IndexReport): string {
  if (!search.complete) return 'nothing was found yet: the search was ended before it was done';
  if (queries.every((query) => query.callsPerSecond === 0)) return 'nothing: no query of the workload is ever called';
  if (limits.dropOnly) return 'no index can be dropped; none was to be created';
  const big = rejected.filter((one) => one.reason === 'over budget');
  if (big.length > 0)
    return `nothing fits the budget: the smallest index that helps takes ${bytes(Math.min(...big.map((one) => one.bytes)))}`;
  if (rejected.some((one) => one.reason === 'too many on the table'))
    return 'nothing: indexes that would help are beyond the limits given';
  if (rejected.some((one) => one.reason === 'writes'))
    return 'nothing: the indexes that would help write more than they gain';
  if (rejected.some((one) => one.reason === 'space'))
    return 'nothing: what the indexes that would help gain is not worth their space';
  const unserved = queries.filter((query) => query.unserved !== undefined || query.error !== undefined).length;
  if (unserved > 0)
    return `none to create, none to drop; ${unserved === 1 ? '1 query is' : `${digits(unserved)} queries are`} served by no index, and the report tells why`;
  return 'the indexes are right as they are: none to create, none to drop';
}

function helpedText(helped: number, { queries, create }: IndexReport): string {
  const all = queries.length;
  if (helped === 0) return unhelpedText(create);
  if (helped === all) return all === 1 ? 'the query gets cheaper' : `all ${digits(all)} queries get cheaper`;
  return `${digits(helped)} of ${count(all, 'query')} ${helped === 1 ? 'gets' : 'get'} cheaper`;
}

/** What new indexes are for that make no query cheaper by the planner's costs. */
function unhelpedText(create: IndexReport['create']): string {
  const none = 'no query of the workload gets cheaper by it';
  if (create.length === 0) return none;
  const [it, they] = create.length === 1 ? ['it', 'finds'] : ['they', 'find'];
  if (create.every((one) => one.change.unique)) return 'statements of the workload that fail without can run';
  if (create.every((one) => one.foreignKeys.length > 0))
    return `${none}; ${it} ${they} the rows that refer to a row which goes, which no query plan shows`;
  return 'no query gets cheaper at the numbers of rows that are assumed; what is gained is where a key has many more rows than the mean, or few of many rows match';
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

/** `12 entries`, `1 entry`, of a second. */
function rateOfEntries(perSecond: number, kind = ''): string {
  const shown = rate(perSecond);
  return `${shown} ${kind}${shown === '1' ? 'entry' : 'entries'}`;
}

function assumedText(perSecond: number, of: string): string {
  return `${rateOfEntries(perSecond)}${of} ${rate(perSecond) === '1' ? 'was' : 'were'} assumed`;
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
  const goal =
    query.goal === undefined ? '' : query.goal === 'unknown' ? '; goal: no time was measured' : `; goal ${query.goal}`;
  return `${coveredWords[query.covered]}${by}${goal}`;
}

/** What a new index costs with every write, in one line. */
export function writeText(cost: WriteCost): string {
  const { byUpdates } = cost;
  if (cost.known) return `${writtenText(cost)} a second (${cost.source})${hotWords[cost.hot]}`;
  if (byUpdates === undefined) return `unknown; ${assumedText(cost.entriesPerSecond, ' a second')} (${cost.source})`;
  return `${writtenText(byUpdates)} a second by the updates of the workload, and what inserts write, ${assumedText(cost.entriesPerSecond - byUpdates.entriesPerSecond, ' of which')} (${cost.source})${hotWords[cost.hot]}`;
}

function writtenText({ entriesPerSecond, logBytesPerSecond }: NonNullable<WriteCost['byUpdates']>): string {
  return `${rateOfEntries(entriesPerSecond)} and ${bytes(Math.round(logBytesPerSecond))} of log`;
}

/** What becomes of updates that write no index entry as long as no indexed column changes. */
const hotWords: Readonly<Record<WriteCost['hot'], string>> = {
  kept: '; heap-only updates (HOT) stay so: none sets a column of it',
  summarized:
    '; heap-only updates (HOT) stay so: those of its columns only have the summaries of their page ranges written anew',
  lost: '; heap-only updates (HOT) are lost: those of its columns write into every index from now on',
  none: '; no heap-only updates (HOT) are there to lose',
  unknown: '; whether heap-only updates (HOT) are lost is unknown: nobody told which columns are updated',
  absent: '',
};

/** Why `UNIQUE` may be right. */
export const uniqueText = 'it may be meant to be unique: if each value must stand only once, make it UNIQUE';

/** The head of a cheaper form's costs. */
export function formCostText({ before, after, advised, create }: IndexReport['rewrites'][number]): string {
  const beside =
    create.length === 0
      ? 'as things are'
      : `with ${joined(create.map((one) => `${one.definition}${one.sql.length === 0 ? ', which is advised' : `, about ${bytes(one.bytes)}`}`))}`;
  return `${costText(before)} → ${costText(after)} ${beside}; ${costText(advised)} as it is written, with the advice`;
}

/** What the list of cheaper forms is called. */
export function formsTitle(rewrites: IndexReport['rewrites']): string {
  return rewrites.every((one) => one.create.length === 0) ? 'Cheaper forms that need no index' : 'Cheaper forms';
}

type Sized = Pick<IndexToCreate, 'bytes'> & Partial<Pick<IndexToCreate, 'bytesGuessedFor'>>;

/** `about 3 MB`, and how far that is known: by the size model, or guessed where nobody knows the values of an expression. */
export function sizeText({ bytes: size, bytesGuessedFor: guessed = [] }: Sized, more = ''): string {
  const source =
    guessed.length === 0 ? 'by the size model' : `a guess: nothing is known of the values of ${joined(guessed)}`;
  return `about ${bytes(size)}${more}, ${source}`;
}

/** Why an index was not chosen, with its size and the numbers that speak against it. */
export function rejectedText({ reason, bytes: size, gain, why }: IndexReport['rejected'][number]): string {
  const told =
    why !== ''
      ? [why]
      : gain === undefined
        ? []
        : [`alone it takes ${gain > 0 ? percent(gain) : 'nothing'} off the planner cost of the workload`];
  return [rejectedWords[reason], bytes(size), ...told].join(' · ');
}

function percent(share: number): string {
  return share < 0.0005 ? '<0.1%' : `${Number((share * 100).toPrecision(2))}%`;
}

/** What the workload costs by the planner with another index in the place of the chosen one, its size and its writes. */
export function insteadText(
  {
    workloadCost,
    relativeCost,
    bytes: size,
    entriesPerSecond,
    why,
  }: IndexReport['create'][number]['alternatives'][number],
  { bytes: own, writeCost }: Pick<IndexReport['create'][number], 'bytes' | 'writeCost'>,
): string {
  const space = Math.abs(size - own) <= own * 0.005 ? 'the same size' : size > own ? 'larger' : 'smaller';
  const writes =
    Math.abs(entriesPerSecond - writeCost.entriesPerSecond) < 1e-9
      ? []
      : [`${rateOfEntries(entriesPerSecond)} written a second instead of ${rate(writeCost.entriesPerSecond)}`];
  return [
    `planner cost of the workload ${figures(workloadCost)} a second${relativeCost === 1 ? ', the same' : `; the queries that it changes cost ${relativeCostText(relativeCost)}`}`,
    `${bytes(size)}, ${space}`,
    ...writes,
    ...(why === '' ? [] : [why]),
  ].join('; ');
}

/** Why an index was not chosen, in a word or two. */
const rejectedWords: Readonly<Record<IndexReport['rejected'][number]['reason'], string>> = {
  'no gain': 'too little gain',
  'served by another': 'served by another',
  'over budget': 'over budget',
  'too many on the table': 'too many on the table',
  writes: 'too dear for writes',
  space: 'not worth its space',
  refused: 'refused by the engine',
};

/** `1 570 847 → 12.5`; where others of the advice would serve it nearly as well, also what it costs without this one. */
export function gainText({ before, after, without }: GainingQuery): string {
  const beside = without < before * 0.98 ? ` (${costText(without)} without)` : '';
  return `${costText(before)} → ${costText(after)}${beside}`;
}
