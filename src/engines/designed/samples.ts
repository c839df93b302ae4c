import type { Blueprint, BlueprintColumn, BlueprintTable } from '../../catalog/blueprint.ts';
import type { SampleRows } from '../blueprints.ts';
import { historyEffect } from './history-effect.ts';

/** How an engine writes rows. */
export interface RowWords {
  readonly quote: (name: string) => string;
  readonly literal: (text: string) => string;
  /** A moment, given as `2026-01-01 00:00`, of UTC. */
  readonly instant: (text: string) => string;
  /** The row of defaults alone. */
  readonly defaults: string;
}

type Values = ReadonlyMap<string, string>;

/** Rows that must go in, and rows that must not. Written for tables without rows. `effects` are more of an engine's own. */
export function samples(
  blueprint: Blueprint,
  words: RowWords,
  effects: (have: ReadonlySet<string>) => SampleRows['effects'] = () => [],
): SampleRows {
  const good: { table: string; sql: string; values?: Values; of?: BlueprintTable }[] = [];
  const have = new Set<string>();
  const twice = new Set(
    blueprint.tables.flatMap((table) =>
      table.checks.flatMap((check) => (check.kind === 'different' ? (targetOfBoth(table, check) ?? []) : [])),
    ),
  );
  // What triggers add up is written by them.
  const sums = new Set(blueprint.summaries?.map((one) => one.shape.name));
  const open = blueprint.tables.filter((one) => !sums.has(one.name));
  // What a row refers to comes before it; what may be missing is left out.
  for (let progress = true; progress; ) {
    progress = false;
    for (const table of [...open]) {
      const ready = table.references.every(
        (one) =>
          have.has(one.to) || one.to === table.name || one.columns.some((name) => columnOf(table, name)?.nullable),
      );
      if (!ready) continue;
      // A row of one kind is a row of the whole that says so.
      for (const kind of kindsOf(table, blueprint)) {
        const whole = rowOf(kind.whole, have, words);
        const row = another(kind.whole, whole, words, good.length + 1);
        row.set(kind.column, words.literal(kind.value));
        good.push({ table: kind.whole.name, sql: insert(kind.whole, row, words) });
      }
      if (table.rows) for (const sql of firstRows(table, words)) good.push({ table: table.name, sql });
      const values = rowOf(table, have, words);
      good.push({ table: table.name, sql: insert(table, values, words), values, of: table });
      have.add(table.name);
      // Who is not to stand beside himself needs another.
      if (twice.has(table.name))
        good.push({ table: table.name, sql: insert(table, another(table, values, words), words), values, of: table });
      open.splice(open.indexOf(table), 1);
      progress = true;
    }
  }
  const first = good.filter((one, at) => good.findIndex((two) => two.of === one.of) === at);
  const bad = first.flatMap(({ of, values }) => (of && values ? badRows(of, values, have, blueprint, words) : []));
  // What triggers write is there already.
  const written = new Set(blueprint.histories?.map((one) => one.table));
  return {
    good: good.filter(({ table }) => !written.has(table)).map(({ table, sql }) => ({ table, sql })),
    bad,
    effects: [
      ...effects(have),
      ...(blueprint.histories ?? []).flatMap((one) => {
        const column = blueprint.tables
          .find(({ name }) => name === one.of)
          ?.columns.find(({ name }) => name === one.columns[0]);
        return column && have.has(one.of) ? [historyEffect(one, changed(column, words), words.quote)] : [];
      }),
    ],
  };
}

interface KindOfRow {
  readonly whole: BlueprintTable;
  readonly column: string;
  readonly value: string;
}

/** The wholes that a row of one kind is a row of: a reference over a column with this one value. */
function kindsOf(table: BlueprintTable, blueprint: Blueprint): readonly KindOfRow[] {
  return table.references.flatMap((one): readonly KindOfRow[] => {
    const whole = blueprint.tables.find(({ name }) => name === one.to);
    const column = one.columns.map((name) => columnOf(table, name)).find((two) => two?.values?.length === 1);
    const [value] = column?.values ?? [];
    return whole && column && value !== undefined && one.columns.length > 1
      ? [{ whole, column: column.name, value }]
      : [];
  });
}

/** Another value than that of the first row. */
function changed(column: BlueprintColumn, words: RowWords): string {
  const other = column.values?.find((one) => words.literal(one) !== sampleOf(column, 1, words));
  if (other !== undefined) return words.literal(other);
  const value = sampleOf(column, 2, words);
  if (value !== sampleOf(column, 1, words)) return value;
  return column.length === undefined ? value.replace(/'([^']*)'/, "'$1b'") : otherText(value, 1, column.length);
}

/** A text of another beginning, and of its length where that is given. */
function otherText(value: string, number: number, length: number | undefined): string {
  const begun = value.replace("'a", `'${number === 1 ? 'b' : `b${number}`}`);
  return length === undefined ? begun : `'${begun.slice(1, -1).slice(0, length)}'`;
}

/** Inserts of the rows that a table begins with. */
export function firstRows({ name, rows = [] }: BlueprintTable, words: RowWords): readonly string[] {
  return rows.map((row) => {
    const values = Object.values(row).map((one) => (typeof one === 'string' ? words.literal(one) : String(one)));
    return `INSERT INTO ${words.quote(name)} (${Object.keys(row).map(words.quote).join(', ')}) VALUES (${values.join(', ')})`;
  });
}

type Different = Extract<BlueprintTable['checks'][number], { readonly kind: 'different' }>;

/** The table that both of two mandatory references are to. */
function targetOfBoth(table: BlueprintTable, { first, second }: Different): string | undefined {
  const [a, b] = [columnOf(table, first), columnOf(table, second)];
  return a?.of && a.of.table === b?.of?.table && !a.nullable && !b.nullable ? a.of.table : undefined;
}

/** One more row, the first after the first by default: what is unique is another value. */
function another(table: BlueprintTable, values: Values, words: RowWords, number = 1): Map<string, string> {
  const unique = new Set([...table.uniques.flatMap((one) => one.columns), ...table.primaryKey]);
  const changed = new Map(values);
  for (const column of table.columns) {
    const value = values.get(column.name);
    if (value === undefined || !unique.has(column.name) || column.meaning === 'reference' || column.values) continue;
    const text = /^'a/.test(value) ? otherText(value, number, column.length) : undefined;
    const uuid =
      column.meaning === 'uuid' ? value.replace(/0001'$/, `${String(number + 1).padStart(4, '0')}'`) : undefined;
    const counted = /^\d+$/.test(value) ? String(Number(value) + number) : undefined;
    changed.set(column.name, text ?? uuid ?? counted ?? sampleOf(column, 2, words));
  }
  return changed;
}

function columnOf(table: BlueprintTable, name: string): BlueprintColumn | undefined {
  return table.columns.find((one) => one.name === name);
}

/** One row: every column that must be told, and references to the first row of the others. */
function rowOf(table: BlueprintTable, have: ReadonlySet<string>, words: RowWords): Values {
  const values = new Map<string, string>();
  const given = new Set(table.columns.filter((one) => isTold(one)).map((one) => one.name));
  for (const check of table.checks) {
    if (check.kind === 'exactly one' || check.kind === 'at least one') {
      const own = check.of.filter((name) => !columnOf(table, name)?.nullable || given.has(name));
      const free = check.of.find((name) => isPossible(table, name, have));
      if (own.length === 0 && free !== undefined) given.add(free);
    }
    if (check.kind === 'requires' && check.values.includes(bare(columnOf(table, check.column))))
      for (const name of check.present) given.add(name);
  }
  for (const check of table.checks)
    if (check.kind === 'together' && check.of.some((name) => given.has(name)))
      for (const name of check.of) given.add(name);
  for (const column of table.columns) {
    if (!given.has(column.name) || column.meaning === 'identity') continue;
    const value = column.meaning === 'reference' ? referencedBy(table, column, words) : sampleOf(column, 1, words);
    values.set(column.name, value);
  }
  for (const check of table.checks) {
    const column =
      check.kind === 'different' && targetOfBoth(table, check) !== undefined
        ? columnOf(table, check.second)
        : undefined;
    if (column) values.set(column.name, referenced(column, words).replace(' LIMIT 1)', ' LIMIT 1 OFFSET 1)'));
  }
  // What must come first, comes first.
  for (const check of table.checks) {
    if (check.kind !== 'order' || !values.has(check.second)) continue;
    const [first, second] = [columnOf(table, check.first), columnOf(table, check.second)];
    // What is due some day was not issued on the day of the proof, as it would be by default.
    if (first && !first.nullable && !values.has(first.name)) values.set(first.name, sampleOf(first, 1, words));
    if (second)
      values.set(
        check.second,
        sampleOf({ ...second, ...(second.max === undefined ? {} : { min: second.max }) }, 2, words),
      );
  }
  return values;
}

function isTold(column: BlueprintColumn): boolean {
  return (
    column.meaning !== 'identity' &&
    !column.nullable &&
    (column.default === undefined || column.meaning === 'status' || column.meaning === 'choice')
  );
}

function isPossible(table: BlueprintTable, name: string, have: ReadonlySet<string>): boolean {
  const reference = table.references.find((one) => one.columns.includes(name));
  return reference === undefined || have.has(reference.to);
}

function bare(column: BlueprintColumn | undefined): string {
  return String(column?.default ?? column?.values?.[0] ?? '');
}

/** A row of the table that a column refers to: of the same kind, where the reference tells the kind as well. */
function referencedBy(table: BlueprintTable, column: BlueprintColumn, words: RowWords): string {
  const kind = table.references
    .find((one) => one.columns.length > 1 && one.columns[0] === column.name)
    ?.columns.map((name) => columnOf(table, name))
    .find((one) => one?.values?.length === 1);
  const value = kind?.values?.[0];
  const row = referenced(column, words);
  return kind && value !== undefined
    ? row.replace(' LIMIT 1)', ` WHERE ${words.quote(kind.name)} = ${words.literal(value)} LIMIT 1)`)
    : row;
}

function referenced({ of }: BlueprintColumn, words: RowWords): string {
  return of === undefined ? 'NULL' : `(SELECT ${words.quote(of.column)} FROM ${words.quote(of.table)} LIMIT 1)`;
}

/** A value that the meaning allows; the second is after the first. */
function sampleOf(column: BlueprintColumn, which: 1 | 2, words: RowWords): string {
  const { meaning, values, min, max } = column;
  if (values)
    return words.literal(
      column.default !== undefined && values.includes(String(column.default))
        ? String(column.default)
        : (values[0] ?? ''),
    );
  // A number of so many digits is a text, whatever its name says.
  if (column.length !== undefined) return `'${'a'.repeat(column.length)}'`;
  const least = Math.max(min ?? 1, 1);
  const number = String(max !== undefined && max < least + which ? max : least + which - 1);
  switch (meaning) {
    case 'email':
      return "'a@example.org'";
    case 'url':
      return "'https://example.org/'";
    case 'slug':
      return "'a-slug'";
    case 'currency':
      return "'EUR'";
    case 'country':
      return "'PT'";
    case 'language':
      return "'en'";
    case 'time zone':
      return "'UTC'";
    case 'ip address':
      return "'192.0.2.1'";
    case 'uuid':
      return "'00000000-0000-7000-8000-000000000001'";
    case 'integer':
    case 'quantity':
    case 'decimal':
    case 'money':
    case 'percentage':
    case 'latitude':
    case 'longitude':
      return number;
    case 'year':
      return String(min === undefined ? 2000 + which : min + which);
    case 'date':
      return `'2026-01-0${which}'`;
    case 'time':
      return `'0${which}:00'`;
    case 'instant':
      return words.instant(`2026-01-0${which} 00:00`);
    case 'period':
      return "'[2026-01-01 00:00+00,2026-01-02 00:00+00)'";
    case 'date period':
      return "'[2026-01-01,2026-01-02)'";
    case 'duration':
      return "'1 hour'";
    case 'boolean':
      return 'true';
    case 'json':
      return "'{}'";
    default:
      return "'a'";
  }
}

function insert(table: BlueprintTable, values: Values, words: RowWords): string {
  const name = words.quote(table.name);
  if (values.size === 0) return `INSERT INTO ${name} ${words.defaults}`;
  return `INSERT INTO ${name} (${[...values.keys()].map(words.quote).join(', ')}) VALUES (${[...values.values()].join(', ')})`;
}

/** One row for each rule of a table, which breaks this rule alone. */
function badRows(
  table: BlueprintTable,
  values: Values,
  have: ReadonlySet<string>,
  blueprint: Blueprint,
  words: RowWords,
): SampleRows['bad'] {
  const found: { table: string; what: string; sql: string }[] = [];
  const with_ = (name: string, value: string, what: string) => {
    const changed = new Map(values);
    changed.set(name, value);
    found.push({ table: table.name, what, sql: insert(table, changed, words) });
  };
  for (const column of table.columns) {
    const { name, meaning, nullable } = column;
    if (values.has(name) && !nullable) with_(name, 'NULL', `no ${name}`);
    if (column.values) with_(name, "'no such value'", `a ${name} that is not in the list`);
    else if (meaning === 'email') with_(name, "'nobody'", `a ${name} without an @`);
    else if ((meaning === 'quantity' || meaning === 'money') && !column.signed) with_(name, '-1', `a ${name} below 0`);
    else if (column.length !== undefined && column.length > 1) with_(name, "'a'", `a ${name} that is too short`);
    else if (meaning === 'currency') with_(name, "'eu'", `a ${name} that is no code`);
    else if (column.max !== undefined) with_(name, String(column.max + 1), `a ${name} above ${column.max}`);
    if (
      meaning === 'reference' &&
      values.has(name) &&
      column.of &&
      have.has(column.of.table) &&
      table.references.some((one) => one.columns.includes(name))
    ) {
      with_(name, nobody(column, blueprint), `a ${name} that is nobody’s`);
    }
  }
  for (const unique of table.uniques) {
    const holds = unique.when.every(({ column, is }) => is === null && !values.has(column));
    if (!holds || !unique.columns.every((name) => values.has(name))) continue;
    found.push({
      table: table.name,
      what: `the same ${unique.columns.join(' and ')} twice`,
      sql: insert(table, values, words),
    });
  }
  return found;
}

/** A key that no row has. */
function nobody(column: BlueprintColumn, blueprint: Blueprint): string {
  return meaningOf(column, blueprint) === 'uuid' ? "'00000000-0000-4000-8000-000000000000'" : '-1';
}

/** What the value means; of a reference, what it means where it refers to. */
function meaningOf(column: BlueprintColumn, blueprint: Blueprint): BlueprintColumn['meaning'] {
  const table = blueprint.tables.find((one) => one.name === column.of?.table);
  const target = table && columnOf(table, column.of?.column ?? '');
  return column.meaning === 'reference' && target && target !== column ? meaningOf(target, blueprint) : column.meaning;
}
