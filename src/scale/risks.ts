import type { Catalog } from '../catalog/catalog.ts';
import type { Lookups } from '../catalog/lookups.ts';
import { compareText, qualified, qualifiedColumn } from '../catalog/names.ts';
import { isPartitioned } from '../catalog/partitioned.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Column, Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import { greatestInteger } from '../catalog/type.ts';
import type { Finding } from '../findings/finding.ts';
import type { Risk } from '../findings/report.ts';

const factors = [10, 100] as const;

/** From this many rows on, vacuum, index builds and full reads of one table take hours: a table to be partitioned. */
const largeRows = 100_000_000;

/** Rows in which a scan for every parent row, or a sort, is felt. */
const feltRows = 1_000_000;

interface Weighed extends Risk {
  /** What becomes a problem: told once of an object, at the smaller factor. */
  readonly what: string;
  /** Greater comes first. */
  readonly weight: number;
}

export interface RiskInput {
  readonly catalog: Catalog;
  readonly lookups: Lookups;
  readonly traits: Pick<Traits, 'partitioning' | 'partsOption'>;
  readonly statistics: Statistics;
  /** Rows now, partitions included; nothing when not known. */
  readonly rows: (table: Table) => number | undefined;
  readonly findings: readonly Finding[];
  /** What the planner says of the queries at these sizes; absent when none were given. */
  readonly planned?: readonly Risk[];
  /** How many risks for each factor at the most. */
  readonly most: number;
}

/**
 * What becomes a problem at 10 and 100 times the present rows, by arithmetic on what is known: keys that end, tables
 * that grow past what one heap bears, and what the queries cost, by the planner's word, or, without queries, findings
 * whose cost grows with the rows. A risk is told at the smaller factor only. Where no row count is known, the limits
 * are told instead of a forecast.
 */
export function risks(input: RiskInput): readonly Risk[] {
  if (input.lookups.ownTables.every((table) => input.rows(table) === undefined)) return limits(input);
  const told = new Set<string>();
  return factors.flatMap((factor) => {
    const costs = input.planned ? plannedAt(input.planned, factor) : costsThatGrow(input, factor);
    const found = [...keysThatEnd(input, factor), ...tablesTooLarge(input, factor), ...costs]
      .filter((risk) => !told.has(`${risk.at} ${risk.what}`))
      .sort((a, b) => b.weight - a.weight || compareText(a.at, b.at) || compareText(a.text, b.text))
      .slice(0, input.planned ? input.most * 2 : input.most);
    for (const risk of found) told.add(`${risk.at} ${risk.what}`);
    return found.map(({ what, weight, ...risk }): Risk => risk);
  });
}

/** Integer keys fed by a sequence whose values end before the rows do. */
function* keysThatEnd(input: RiskInput, factor: 10 | 100): Iterable<Weighed> {
  for (const table of input.lookups.ownTables) {
    const column = singleIntegerKey(table);
    if (!column?.type.bytes || column.type.bytes >= 8) continue;
    const greatest = greatestInteger(column.type);
    const last = sequenceValue(column, input.statistics);
    const used = last ?? input.rows(table);
    if (used === undefined || used * factor <= greatest || used > greatest) continue;
    yield {
      text: `the key runs out: ${column.name} is ${column.type.text} and ends at ${digits(greatest)}; ${digits(used)} are used now, ${digits(used * factor)} at ${factor}×`,
      factor,
      at: qualifiedColumn(table, column.name),
      basis: last === undefined ? basis(input, table) : 'observed',
      what: 'key',
      weight: 3e12 + used,
    };
  }
}

/** In their own order, before what one heap bears: they are known, not reckoned. */
function plannedAt(planned: readonly Risk[], factor: 10 | 100): readonly Weighed[] {
  return planned
    .filter((risk) => risk.factor === factor)
    .map((risk, at) => ({ ...risk, what: risk.text, weight: 2e12 - at }));
}

function* tablesTooLarge(input: RiskInput, factor: 10 | 100): Iterable<Weighed> {
  for (const table of input.lookups.ownTables) {
    const rows = input.rows(table);
    if (rows === undefined || isPartitioned(table, input.traits) || rows >= largeRows || rows * factor < largeRows)
      continue;
    yield {
      text: `one ${input.traits.partitioning ? 'unpartitioned ' : ''}table of ${digits(rows * factor)} rows: clean-up, index builds and archiving work on all of it at once`,
      factor,
      at: qualified(table),
      basis: basis(input, table),
      what: 'heap',
      weight: 1e12 + rows,
    };
  }
}

/** Serious findings of performance or scalability on tables that become large; the state of a server does not grow. */
function* costsThatGrow(input: RiskInput, factor: 10 | 100): Iterable<Weighed> {
  for (const finding of input.findings) {
    if (finding.dimension !== 'performance' && finding.dimension !== 'scalability') continue;
    if (finding.category === 'scale and operations') continue;
    const tables = new Map<string, { table: Table; count: number }>();
    for (const item of finding.items) {
      const table = input.lookups.table(item.at.object);
      if (!table || item.severity === 'low' || item.severity === 'medium') continue;
      const entry = tables.get(qualified(table)) ?? { table, count: 0 };
      tables.set(qualified(table), { table, count: entry.count + 1 });
    }
    for (const { table, count } of tables.values()) {
      const rows = input.rows(table);
      if (rows === undefined || rows * factor < feltRows) continue;
      yield {
        text: `${finding.rule}${count > 1 ? ` (${count} times)` : ''}: what it costs grows with the rows, ${digits(rows)} now, ${digits(rows * factor)} at ${factor}×`,
        factor,
        at: qualified(table),
        basis: basis(input, table),
        what: finding.rule,
        weight: rows * (finding.priority === 'P0' ? 4 : finding.priority === 'P1' ? 2 : 1),
      };
    }
  }
}

/** Without row counts: what grows with the rows, and where integer keys end, the most referenced tables first. */
function limits(input: RiskInput): readonly Risk[] {
  const references = (table: Table) => input.lookups.referencesTo(table).length;
  const growing = input.findings
    .filter((finding) => finding.priority !== 'P2' && finding.dimension === 'performance')
    .filter((finding) => finding.category !== 'scale and operations')
    .slice(0, input.most)
    .flatMap(({ rule, items }): readonly Risk[] => {
      const [first] = items;
      if (!first) return [];
      const times = items.length > 1 ? ` (${items.length} times, here first)` : '';
      const text = `${rule}${times}: what it costs grows with the rows, whose number is not known`;
      return [{ text, factor: 10, at: qualified(first.at.object), basis: 'stated' }];
    });
  const ending = input.lookups.ownTables
    .filter((table) => (singleIntegerKey(table)?.type.bytes ?? 8) < 8)
    .sort((a, b) => references(b) - references(a) || compareText(qualified(a), qualified(b)))
    .slice(0, input.most)
    .map((table): Risk => {
      const column = singleIntegerKey(table);
      const greatest = greatestInteger(column?.type ?? { bytes: 4 });
      const text = `the key ends at ${digits(greatest)}: ${column?.type.text} bears 100 times the rows only below ${digits(greatest / 100)} now`;
      return { text, factor: 100, at: qualifiedColumn(table, column?.name ?? ''), basis: 'stated' };
    });
  return [...growing, ...ending];
}

/** The column of a primary key of one integer column that a sequence feeds. */
function singleIntegerKey(table: Table): Column | undefined {
  if (table.primaryKey?.columns.length !== 1) return undefined;
  const column = table.columns.find((one) => one.name === table.primaryKey?.columns[0]);
  return column?.type.family === 'integer' && (column.identity || column.ownedSequence) ? column : undefined;
}

function sequenceValue(column: Column, statistics: Statistics): number | undefined {
  const sequence = column.ownedSequence ?? column.identity?.sequence;
  const value = sequence && statistics.sequences[qualified(sequence)]?.lastValue;
  return value === undefined ? undefined : Number(value);
}

function basis(input: RiskInput, table: Table): Risk['basis'] {
  return input.statistics.tables[qualified(table)]?.origin === 'declared' ? 'declared' : 'observed';
}

function digits(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}
