import { bytes } from '../words.ts';
import type { IndexReport, IndexToCreate } from './report.ts';
import { figures, rate } from './words.ts';

/** A line of the table of what each index brings and takes. */
interface BalanceRow {
  /** Its number in the list above: `1`, `drop 1`. */
  readonly mark: string;
  readonly index: string;
  /** What is credited to it of what a second of the workload gains, by the planner's cost. */
  readonly gain: string;
  readonly size: string;
  readonly entries: string;
  readonly log: string;
  /** What becomes of heap-only updates. */
  readonly hot: string;
}

const heads = ['', 'index', 'cost/s less', 'size', 'entries/s', 'log/s', 'HOT'] as const;

/** The table with its heads, the first of which is empty. Heap-only updates are told only where there are such. */
export function balanceTable(report: Pick<IndexReport, 'create' | 'drop'>): {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const rows = balanceRows(report);
  const width = rows.every(({ hot }) => hot === '') ? heads.length - 1 : heads.length;
  return {
    heads: heads.slice(0, width),
    rows: rows.map(({ mark, index, gain, size, entries, log, hot }) =>
      [mark, index, gain, size, entries, log, hot].slice(0, width),
    ),
  };
}

/** What each index of the advice brings to reads and takes from writes, those to drop with what they free. */
function balanceRows({ create, drop }: Pick<IndexReport, 'create' | 'drop'>): readonly BalanceRow[] {
  return [
    ...create.map((one, at) => ({
      mark: String(at + 1),
      index: one.definition,
      gain: figures(one.gainPerSecond),
      size: bytes(one.bytes),
      ...writes(one.writeCost, 1),
      hot: hotText(one.writeCost.hot),
    })),
    ...drop.map((one, at) => ({
      mark: `drop ${at + 1}`,
      index: one.definition ?? one.index,
      gain: '0',
      size: `−${bytes(one.bytes)}`,
      ...writes(one.writeCost, -1),
      hot: '',
    })),
  ];
}

function hotText(hot: IndexToCreate['writeCost']['hot']): string {
  return hot === 'absent' ? '' : hot === 'summarized' ? 'kept' : hot;
}

function writes(cost: IndexToCreate['writeCost'], sign: 1 | -1): Pick<BalanceRow, 'entries' | 'log'> {
  const told = cost.known ? cost : cost.byUpdates;
  if (told === undefined) return { entries: 'unknown', log: 'unknown' };
  // What inserts write comes on top.
  const least = cost.known ? '' : '≥';
  const signed = (text: string) => (sign > 0 || text === '0' ? text : `−${text}`);
  return {
    entries: `${least}${signed(rate(told.entriesPerSecond))}`,
    log: `${least}${signed(bytes(Math.round(told.logBytesPerSecond)))}`,
  };
}
