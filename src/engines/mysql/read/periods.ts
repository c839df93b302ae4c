import { quoteIdentifier } from '../quote.ts';
import { type Reader, readerOf } from '../sql/reader.ts';
import { columnNamed, type DraftIndex, type DraftTable, Refused, same } from './draft.ts';

/** A period of a table: the columns that say from when and until when a row holds. */
export interface Period {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The period that the engine keeps by itself, of a table with a history. */
const systemTime = 'SYSTEM_TIME';

/** The options of a table that hold its periods, each as what follows `PERIOD FOR`: one of the person's own, one of the engine's. */
export const periodOptions: readonly string[] = ['period', 'system_period'];

/** The option of an index that names the period whose overlaps it refuses. */
export const withoutOverlaps = 'without_overlaps';

/** The option of a column whose values the history of its table leaves out. */
export const withoutHistory = 'without_system_versioning';

/**
 * A table has a history as soon as one of its columns asks for it, and then of those columns alone. Where the ends of rows
 * stand in a column of their own, each key that keeps rows apart has it last.
 */
export function completeHistory(table: DraftTable): void {
  if (table.options['system_versioning'] === undefined && table.columns.some(({ versioned }) => versioned)) {
    table.options['system_versioning'] = 'true';
    table.columns = table.columns.map((column) => ({ ...column, versioned: column.versioned === true }));
  }
  const period = table.options['system_versioning'] === undefined ? undefined : periodNamed(table, systemTime);
  if (!period) return;
  table.indexes = table.indexes.map((index) =>
    (index.kind === 'primary' || index.kind === 'unique') && !index.keys.some(({ column }) => column === period.to)
      ? { ...index, keys: [...index.keys, { column: period.to, descending: false, nullsFirst: false }] }
      : index,
  );
}

/** Reads from behind `PERIOD FOR` on. */
export function readPeriod(reader: Reader): Period {
  const name = reader.name();
  const [from, to] = reader
    .brackets()
    .parts()
    .map((part) => part.name());
  if (from === undefined || to === undefined) return reader.fail('two columns');
  return { name, from, to };
}

/** Gives a table a period; the columns that a person keeps it in take no NULL any more. */
export function addPeriod(table: DraftTable, period: Period): void {
  const option = optionOf(period.name);
  if (table.options[option] !== undefined) throw new Refused(`${table.name} has a period already`);
  const [from, to] = [columnNamed(table, period.from).name, columnNamed(table, period.to).name];
  table.options[option] = periodText({ name: period.name, from, to });
  table.columns = table.columns.map((column) =>
    column.name === from || column.name === to ? { ...column, nullable: false } : column,
  );
}

/** Takes a period away, which no index may need. */
export function dropPeriod(table: DraftTable, name: string): void {
  const period = periodNamed(table, name);
  if (!period) throw new Refused(`${table.name} has no period ${name}`);
  const needing = table.indexes.find((index) => same(index.options[withoutOverlaps] ?? '', name));
  if (needing) throw new Refused(`index ${needing.name} of ${table.name} needs the period ${name}`);
  delete table.options[optionOf(name)];
}

/** The period of a table by its name. */
export function periodNamed(table: Pick<DraftTable, 'options'>, name: string): Period | undefined {
  return periodsOf(table).find((period) => same(period.name, name));
}

/** A column goes: the engine's own period goes with its columns, a person's must be gone before. */
export function dropFromPeriods(table: DraftTable, column: string): void {
  for (const { name, from, to } of periodsOf(table)) {
    if (!same(column, from) && !same(column, to)) continue;
    if (!same(name, systemTime)) throw new Refused(`the period ${name} of ${table.name} needs the column ${column}`);
    delete table.options[optionOf(name)];
  }
}

/** Periods whose columns follow when one of them gets another name. */
export function renameInPeriods(table: DraftTable, from: string, to: string): void {
  const name = (one: string) => (same(one, from) ? to : one);
  for (const period of periodsOf(table)) {
    table.options[optionOf(period.name)] = periodText({ ...period, from: name(period.from), to: name(period.to) });
  }
}

/** What an index lists: its columns, and in the place of those of its period the period itself. */
export function listedKeys(
  index: Pick<DraftIndex, 'keys' | 'options'>,
  keyText: (key: DraftIndex['keys'][number]) => string,
): string {
  const period = index.options[withoutOverlaps];
  const keys = (period === undefined ? index.keys : index.keys.slice(0, -2)).map(keyText);
  return [...keys, ...(period === undefined ? [] : [`${quoteIdentifier(period)} WITHOUT OVERLAPS`])].join(', ');
}

function periodsOf({ options }: Pick<DraftTable, 'options'>): readonly Period[] {
  return periodOptions.flatMap((option) => {
    const text = options[option];
    return text === undefined ? [] : [readPeriod(readerOf(text, { flavour: 'mariadb', number: 0 }))];
  });
}

function optionOf(name: string): string {
  return same(name, systemTime) ? 'system_period' : 'period';
}

function periodText({ name, from, to }: Period): string {
  const called = same(name, systemTime) ? systemTime : quoteIdentifier(name);
  return `${called} (${quoteIdentifier(from)}, ${quoteIdentifier(to)})`;
}

/** The name that the text of a period begins with, as DROP PERIOD FOR writes it. */
export function periodName(text: string): string {
  const { name } = readPeriod(readerOf(text, { flavour: 'mariadb', number: 0 }));
  return same(name, systemTime) ? systemTime : quoteIdentifier(name);
}
