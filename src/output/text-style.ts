import { padEnd, wrap } from './width.ts';

/** The colours that text may use; picocolors' are. */
export interface Palette {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
  readonly blue: Style;
  readonly cyan: Style;
}

export type Style = (text: string) => string;

const plain: Style = (text) => text;

/** No colours at all. */
const noColors: Palette = {
  bold: plain,
  dim: plain,
  red: plain,
  green: plain,
  yellow: plain,
  blue: plain,
  cyan: plain,
};

export interface TextOptions {
  /** None when absent. */
  readonly colors?: Palette;
  /** Everything: all items, whole migrations, what was rejected and silenced. */
  readonly verbose?: boolean;
  /** Columns; 80 when absent. */
  readonly width?: number;
}

/** The options with their defaults, as every part of the text asks for them. */
export interface Page {
  readonly colors: Palette;
  readonly verbose: boolean;
  readonly width: number;
}

export function pageOf(options: TextOptions): Page {
  return {
    colors: options.colors ?? noColors,
    verbose: options.verbose ?? false,
    width: Math.max(40, options.width ?? 80),
  };
}

const labelWidth = 12;

/** Wrapped text behind a label in the margin; the further lines are indented as far. */
export function labelled(page: Page, label: string, text: string, style: Style = plain): readonly string[] {
  return besideLabel(page, label, wrap(text, page.width - labelWidth).map(style));
}

/** Lines behind a label in the margin. */
export function besideLabel(page: Page, label: string, lines: readonly string[]): readonly string[] {
  return lines.map(
    (line, at) => (at === 0 ? page.colors.dim(padEnd(`  ${label}`, labelWidth)) : ' '.repeat(labelWidth)) + line,
  );
}

/** The columns that are left beside a label. */
export function roomBesideLabel(page: Page): number {
  return page.width - labelWidth;
}

/** Wrapped text behind a mark (`1.`, `·`), hanging. */
export function hanging(page: Page, mark: string, text: string, style: Style = plain): readonly string[] {
  const indent = mark.length + 1;
  return wrap(text, page.width - indent).map((line, at) => (at === 0 ? `${mark} ` : ' '.repeat(indent)) + style(line));
}

/** A rule across the page with a title in it. */
export function heading(page: Page, title: string, style: Style): readonly string[] {
  return [
    '',
    page.colors.bold(style(title)) + page.colors.dim(` ${'─'.repeat(Math.max(0, page.width - title.length - 1))}`),
    '',
  ];
}
