import { printable } from '../printable.ts';
import type { Page, Style } from '../text-style.ts';
import { cut, displayWidth, padEnd, wrap } from '../width.ts';
import { mark } from './marks.ts';
import type { NodeDetail } from './node-details.ts';
import type { PlanRow, PlanTable } from './plan-rows.ts';

const barWidth = 6;
const percentWidth = 4;

/** The narrowest column that a node's name may get beside its branches. */
const leastLabel = 24;

/** Where the columns of a plan tree stand. */
interface Columns {
  readonly marks: number;
  /** Branches and names. */
  readonly tree: number;
  readonly rows: number;
  readonly amount: number;
  /** Columns for each level of depth. */
  readonly step: 1 | 2;
  /** No more than so many columns of branches. */
  readonly most: number;
}

/** The plan as a tree: marks of the causes, a bar for each node's own share, its name, rows, time or cost; details below. */
export function planTreeText(table: PlanTable, page: Page): readonly string[] {
  const columns = columnsOf(table, page);
  return [
    headLine(table, columns, page),
    ...table.rows.flatMap((row, at) => rowLines(row, (table.rows[at + 1]?.depth ?? 0) > row.depth, columns, page)),
  ];
}

function columnsOf({ rows }: PlanTable, page: Page): Columns {
  const widest = (texts: readonly string[], least: number) => Math.max(least, ...texts.map(displayWidth));
  const marks = widest(
    rows.map((row) => marksText(row)),
    1,
  );
  const rowsWidth = widest(
    rows.map((row) => row.rows),
    4,
  );
  const amount = widest(
    rows.map((row) => row.amount),
    4,
  );
  const tree = page.width - (marks + 1 + barWidth + 1 + percentWidth + 1) - (rowsWidth + 2) - (amount + 2);
  const depth = Math.max(...rows.map((row) => row.depth));
  const room = Math.max(4, tree - leastLabel);
  return { marks, tree, rows: rowsWidth, amount, step: depth * 2 <= room ? 2 : 1, most: room };
}

function headLine(table: PlanTable, columns: Columns, page: Page): string {
  const { dim } = page.colors;
  const left =
    padEnd('', columns.marks + 1) +
    padEnd(table.uncosted && !table.timed ? '' : 'own share', barWidth + percentWidth + 2);
  const rows = table.uncosted && !table.analyzed ? '' : 'rows';
  const amount = table.timed ? 'time' : table.uncosted ? '' : 'cost';
  return dim(
    `${left}${padEnd('', columns.tree)}  ${rows.padStart(columns.rows)}  ${amount.padStart(columns.amount)}`.trimEnd(),
  );
}

function rowLines(row: PlanRow, hasChildren: boolean, columns: Columns, page: Page): readonly string[] {
  const { colors } = page;
  const quiet = row.neverExecuted || row.folded > 0;
  const own = branches(row, columns, 'own');
  // A line to the first child, past what stands below the name.
  const below = branches(row, columns, 'below') + (hasChildren ? '│' : ' ');
  const left = columns.marks + 1 + barWidth + 1 + percentWidth + 1;
  const [label, rest] = split(printable(row.label), columns.tree - own.length, page.width - left - below.length - 1);
  const style: Style = quiet ? colors.dim : row.marks.length > 0 ? colors.bold : (text) => text;
  const heat = heatStyle(row, page);
  const head =
    colors.red(padEnd(marksText(row), columns.marks)) +
    ` ${heat(padEnd(bar(row.folded > 0 ? 0 : row.share), barWidth))} ` +
    (row.share >= 0.005 ? heat : colors.dim)(row.percent.padStart(percentWidth)) +
    ` ${colors.dim(own)}${style(label)}${padEnd('', columns.tree - displayWidth(own + label))}`;
  const rows = row.rows.padStart(columns.rows);
  const tail = `  ${row.off ? colors.yellow(rows) : quiet ? colors.dim(rows) : rows}  ${row.amount.padStart(columns.amount)}`;
  const indent = padEnd('', left);
  const room = page.width - left - displayWidth(below) - 1;
  const details = row.details.flatMap((detail) => detailLines(detail, room, page.verbose));
  return [
    head + tail,
    ...rest.map((line) => `${indent}${colors.dim(below)} ${style(line)}`),
    ...details.map((line) => `${indent}${colors.dim(`${below} ${line}`)}`),
  ];
}

/** The note stands behind the text where both fit, else below it; a text that is too long is cut unless all is asked for. */
function detailLines(detail: NodeDetail, room: number, verbose: boolean): readonly string[] {
  const text = printable(detail.text);
  const { note } = detail;
  if (note !== undefined && displayWidth(text) + 3 + displayWidth(note) <= room) return [`${text} · ${note}`];
  const lines = verbose ? wrap(text, room - 2).map((line) => cut(line, room - 2)) : [cut(text, room)];
  const all = note === undefined ? lines : [...lines, cut(note, room - 2)];
  return all.map((line, at) => (at === 0 ? line : `  ${line}`));
}

function marksText(row: PlanRow): string {
  return row.marks.map(mark).join('');
}

function heatStyle(row: PlanRow, { colors }: Page): Style {
  if (row.folded > 0) return colors.dim;
  return row.share >= 0.5 ? colors.red : row.share >= 0.15 ? colors.yellow : colors.dim;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of up to six columns, in steps of an eighth of a column. */
function bar(share: number): string {
  const parts = Math.round(Math.min(1, share) * barWidth * 8);
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}

/** The branches left of a node's name, or of the lines below it; of very deep trees the innermost levels. */
function branches(row: PlanRow, { step, most }: Columns, line: 'own' | 'below'): string {
  const drawn = row.goesOn.map((goesOn, at) => {
    const own = at === row.goesOn.length - 1;
    const sign = line === 'own' && own ? (goesOn ? '├' : '└') : goesOn ? '│' : ' ';
    return step === 1 ? sign : `${sign} `;
  });
  const shown = drawn.join('');
  return displayWidth(shown) <= most ? shown : `⋮${shown.slice(shown.length - most + 1)}`;
}

/** What of a name fits beside the branches, and the lines for the rest; a word that fits nowhere is cut. */
function split(label: string, room: number, below: number): readonly [string, readonly string[]] {
  if (displayWidth(label) <= room) return [label, []];
  const [first = '', ...others] = wrap(label, room);
  if (displayWidth(first) > room) return [cut(label, room), []];
  return [first, wrap(others.join(' '), below).map((line) => cut(line, below))];
}
