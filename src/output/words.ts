import type { EvidenceKind } from '../findings/evidence.ts';
import type { Priority } from '../findings/finding.ts';
import type { Report } from '../findings/report.ts';
import type { SchemaStatistics } from '../findings/schema-statistics.ts';

/** `1 table`, `2 tables`, `2 policies`, `2 indexes`. */
export function count(number: number, noun: string): string {
  const shown = digits(number);
  return `${shown} ${shown === '1' ? noun : plural(noun)}`;
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return noun.endsWith('x') ? `${noun}es` : `${noun}s`;
}

/** `1234567` → `1 234 567`. */
export function digits(number: number): string {
  return Math.round(number)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

/** `50 000 000` → `50M`; three digits at most. */
export function short(number: number): string {
  for (const [size, unit] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (number >= size) return `${Number((number / size).toPrecision(3))}${unit}`;
  }
  return digits(number);
}

/** `12345678` → `11.8 MB`, in powers of 1024 as PostgreSQL's pg_size_pretty. */
export function bytes(number: number): string {
  let value = number;
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${units[unit] ?? ''}`;
}

export const priorityWords: Readonly<Record<Priority, string>> = {
  P0: 'must fix',
  P1: 'high priority',
  P2: 'nice to have',
};

/** What each kind of evidence means, for the reader. */
export const evidenceWords: Readonly<Record<EvidenceKind, string>> = {
  measured: 'queries were run on rows',
  planned: 'the real planner was asked',
  rehearsed: 'the statement was run in the lab',
  counted: 'rows were counted',
  observed: "the live system's own counters",
  stated: 'follows from the DDL alone',
  presumed: 'a name or a habit suggests it',
};

/** The first sentence of every report. */
export function verdict(report: Report): string {
  const { findings, score } = report;
  const word = score.word.charAt(0).toUpperCase() + score.word.slice(1);
  if (findings.length === 0) return `${word}: no rule found anything to say.`;
  const of = (priority: Priority) => findings.filter((finding) => finding.priority === priority).length;
  const parts = [
    of('P0') > 0 ? `${of('P0')} must be fixed` : '',
    of('P1') > 0 ? `${of('P1')} ${of('P1') === 1 ? 'is' : 'are'} of high priority` : '',
    of('P2') > 0 ? `${of('P2')} ${of('P2') === 1 ? 'is' : 'are'} nice to have` : '',
  ].filter((part) => part !== '');
  return `${word}: ${count(findings.length, 'finding')}, of which ${joined(parts)}.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The schema's size in a list: `20 tables`, `143 columns`…; what there is none of is left out, but for tables. */
export function schemaFacts(statistics: SchemaStatistics): readonly string[] {
  const facts: readonly (readonly [number, string, string?])[] = [
    [statistics.columns, 'column'],
    [statistics.indexes, 'index'],
    [statistics.foreignKeys, 'foreign key'],
    [statistics.partitions, 'partition'],
    [statistics.foreignTables, 'foreign table'],
    [statistics.views, 'view'],
    [statistics.materializedViews, 'materialised view'],
    [statistics.enums, 'enum'],
    [statistics.domains, 'domain'],
    [statistics.functions, 'function'],
    [statistics.triggers, 'trigger'],
    [statistics.policies, 'policy'],
    [statistics.extensions, 'extension'],
    ...Object.entries(statistics.others).map(([kind, number]) => [number, kind] as const),
  ];
  return [
    count(statistics.tables, 'table') + (statistics.schemas > 1 ? ` in ${count(statistics.schemas, 'schema')}` : ''),
    ...facts.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun)),
  ];
}

/** What is known of the rows, in one sentence. */
export function sizeFacts(statistics: SchemaStatistics): string {
  const { rows, largest, tablesOfKnownSize, tables } = statistics;
  if (rows === undefined) return 'Row counts unknown: priorities follow from references alone.';
  const origins = [...new Set(largest.map((table) => table.origin))].sort();
  const coverage = tablesOfKnownSize < tables ? ` in the ${digits(tablesOfKnownSize)} tables of known size` : '';
  const size = statistics.bytes === undefined ? '' : `, ${bytes(statistics.bytes)}`;
  const top = largest.filter((table) => table.rows > 0).slice(0, 3);
  const names = top.map((table) => `${table.table} ${short(table.rows)}`).join(', ');
  return `${digits(rows)} rows${size}${coverage} (${origins.join(', ')})${names === '' ? '' : `; largest: ${names}`}.`;
}
