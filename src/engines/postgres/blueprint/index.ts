import type {
  Blueprint,
  BlueprintColumn,
  BlueprintReference,
  BlueprintTable,
  NewIndexOf,
} from '../../../catalog/blueprint.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Blueprints } from '../../blueprints.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { columnCheck, constraintName, rowCheck } from './checks.ts';
import { queryCode } from './code/index.ts';
import { guards } from './guards.ts';
import { scriptParts } from './parts.ts';
import { writeQuery } from './queries.ts';
import { firstRows, samples } from './samples.ts';
import { summaryFill, summaryTriggers, summaryViews } from './summaries.ts';
import { inOrder, typeOf } from './types.ts';

/** How PostgreSQL writes a schema that is to be made. */
export const blueprints: Blueprints = {
  script,
  parts: scriptParts,
  index: plainIndex,
  query: writeQuery,
  code: queryCode,
  samples,
  rows: firstRows,
  settle: 'SET CONSTRAINTS ALL IMMEDIATE',
  // Class 23: a constraint refused it, and not its form; 22P02: no value of the enum.
  refuses: ({ code }, what) => code.startsWith('23') || (code === '22P02' && what.endsWith('not in the list')),
  fill: summaryFill,
};

function script(blueprint: Blueprint, traits: Traits, now: Date): string {
  const parts = [
    `-- ${blueprint.title}\n-- Written by relvar design for ${traits.name}. Every table and column has its reason as a comment.`,
  ];
  if (needsExclusion(blueprint)) parts.push('CREATE EXTENSION IF NOT EXISTS btree_gist;');
  parts.push(...listTypes(blueprint));
  const made = new Set<string>();
  const later: { readonly table: BlueprintTable; readonly reference: BlueprintReference }[] = [];
  for (const table of blueprint.tables) {
    made.add(table.name);
    const now2 = table.references.filter((one) => made.has(one.to));
    later.push(...table.references.filter((one) => !made.has(one.to)).map((reference) => ({ table, reference })));
    parts.push(createTable(table, blueprint, now2, traits));
    if (table.partition) parts.push(partitions(table, table.partition, now));
    parts.push(...comments(table, blueprint));
    for (const index of table.indexes) parts.push(`-- ${index.why}\n${plainIndex(index.change)};`);
    parts.push(...uniqueIndexes(table));
    if (table.rows)
      parts.push(
        `-- What it begins with.\n${firstRows(table)
          .map((sql) => `${sql};`)
          .join('\n')}`,
      );
  }
  if (later.length > 0) {
    parts.push('-- References to tables that come after their own.');
    for (const { table, reference } of later) {
      parts.push(`ALTER TABLE ${quoteIdentifier(table.name)}\n  ADD ${foreignKey(table, reference, traits)};`);
    }
  }
  parts.push(...summaryViews(blueprint, plainIndex), ...guards(blueprint), ...summaryTriggers(blueprint));
  return `${parts.join('\n\n')}\n`;
}

/** Closed lists that are types, before the tables that use them. */
function listTypes({ tables }: Blueprint): readonly string[] {
  const types = new Map<string, readonly string[]>();
  for (const { listType, values = [] } of tables.flatMap((one) => one.columns))
    if (listType !== undefined && !types.has(listType)) types.set(listType, values);
  return [...types].map(
    ([name, values]) => `CREATE TYPE ${quoteIdentifier(name)} AS ENUM (${values.map(quoteLiteral).join(', ')});`,
  );
}

function needsExclusion({ tables }: Blueprint): boolean {
  return tables.some((table) => table.checks.some((check) => check.kind === 'no overlap' && check.within.length > 0));
}

function createTable(
  table: BlueprintTable,
  blueprint: Blueprint,
  references: readonly BlueprintReference[],
  traits: Traits,
): string {
  const columns = inOrder(table, blueprint);
  const rows: string[] = columns.map((column) => columnDefinition(table, column, blueprint, traits));
  if (table.search) {
    const words = table.search.of.map((one) => `coalesce(${quoteIdentifier(one)}, '')`).join(" || ' ' || ");
    rows.push(
      `${quoteIdentifier(table.search.column)} tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', ${words})) STORED`,
    );
  }
  if (table.primaryKey.length > 0) {
    rows.push(
      `CONSTRAINT ${quoteIdentifier(constraintName([table.name], 'pkey'))} PRIMARY KEY (${list(table.primaryKey)})`,
    );
  }
  for (const unique of table.uniques) {
    if (unique.when.length === 0)
      rows.push(
        `CONSTRAINT ${quoteIdentifier(constraintName([table.name, ...unique.columns], 'key'))} UNIQUE (${list(unique.columns)})`,
      );
  }
  for (const reference of references) rows.push(foreignKey(table, reference, traits));
  for (const column of columns) {
    const check = columnCheck(table, column);
    if (check) rows.push(`CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${check.expression})`);
  }
  const named = new Set<string>();
  for (const [at, one] of table.checks.entries()) {
    const check = rowCheck(table, one, at);
    // The same columns may have rules of two kinds.
    const name = check && (named.has(check.name) ? constraintName([table.name, `rule${at + 1}`], 'check') : check.name);
    if (check && name !== undefined) {
      named.add(name);
      rows.push(`CONSTRAINT ${quoteIdentifier(name)} CHECK (${check.expression})`);
    } else if (one.kind === 'no overlap') rows.push(exclusion(table, one, named));
  }
  const parted = table.partition ? `\nPARTITION BY RANGE (${quoteIdentifier(table.partition.column)})` : '';
  return `CREATE TABLE ${quoteIdentifier(table.name)} (\n${rows.map((row) => `  ${row}`).join(',\n')}\n)${parted};`;
}

function list(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ');
}

function columnDefinition(
  table: BlueprintTable,
  column: BlueprintColumn,
  blueprint: Blueprint,
  traits: Traits,
): string {
  const parts = [quoteIdentifier(column.name), typeOf(column, blueprint)];
  if (column.meaning === 'identity') parts.push('GENERATED ALWAYS AS IDENTITY');
  else if (!column.nullable || table.primaryKey.includes(column.name)) parts.push('NOT NULL');
  const fallback = defaultOf(column, traits);
  if (fallback !== undefined) parts.push(`DEFAULT ${fallback}`);
  return parts.join(' ');
}

function defaultOf(column: BlueprintColumn, traits: Traits): string | undefined {
  const { default: given, meaning } = column;
  if (given === undefined) return undefined;
  if (given === 'now')
    return meaning === 'date'
      ? 'CURRENT_DATE'
      : meaning === 'time'
        ? 'CURRENT_TIME'
        : meaning === 'year'
          ? 'EXTRACT(year FROM CURRENT_DATE)'
          : 'now()';
  if (given === 'random') return traits.orderedUuidFunction ?? 'gen_random_uuid()';
  return typeof given === 'string' ? quoteLiteral(given) : String(given);
}

function foreignKey(table: BlueprintTable, reference: BlueprintReference, traits: Traits): string {
  const { columns, to, toColumns, nulled } = reference;
  const isOfSome = reference.onDelete === 'set null' && nulled !== undefined;
  const only = isOfSome && traits.deleteActionColumns ? ` (${list(nulled)})` : '';
  // Where it is of all or none, the tenant would be emptied, too, which is never NULL.
  const onDelete = isOfSome && !traits.deleteActionColumns ? 'restrict' : reference.onDelete;
  const name = constraintName([table.name, ...columns], 'fkey');
  return `CONSTRAINT ${quoteIdentifier(name)} FOREIGN KEY (${list(columns)}) REFERENCES ${quoteIdentifier(to)} (${list(toColumns)}) ON DELETE ${onDelete.toUpperCase()}${only}`;
}

type Overlap = Extract<BlueprintTable['checks'][number], { readonly kind: 'no overlap' }>;

function exclusion(table: BlueprintTable, { period, until, within, except }: Overlap, named: Set<string>): string {
  const plain = constraintName([table.name, period], 'excl');
  // Neither the trainer nor the room is taken twice at a time: two rules over one period.
  const name = named.has(plain) ? constraintName([table.name, ...within, period], 'excl') : plain;
  named.add(name);
  const days = table.columns.find((one) => one.name === period)?.meaning === 'date';
  const range =
    until === undefined
      ? quoteIdentifier(period)
      : `${days ? 'daterange' : 'tstzrange'}(${quoteIdentifier(period)}, ${quoteIdentifier(until)})`;
  const keys = [...within.map((one) => `${quoteIdentifier(one)} WITH =`), `${range} WITH &&`];
  const when = except
    ? ` WHERE (${quoteIdentifier(except.column)} NOT IN (${except.values.map(quoteLiteral).join(', ')}))`
    : '';
  return `CONSTRAINT ${quoteIdentifier(name)} EXCLUDE USING gist (${keys.join(', ')})${when}`;
}

/** Unique keys of some rows alone. */
function uniqueIndexes(table: BlueprintTable): readonly string[] {
  return table.uniques.flatMap(({ columns, when }) => {
    if (when.length === 0) return [];
    const suffix = when
      .map((one) => (one.column === 'deleted_at' ? undefined : one.is === null ? `without_${one.column}` : one.column))
      .filter((one) => one !== undefined);
    const conditions = when.map(({ column, is }) =>
      is === null
        ? `${quoteIdentifier(column)} IS NULL`
        : typeof is === 'boolean'
          ? is
            ? quoteIdentifier(column)
            : `NOT ${quoteIdentifier(column)}`
          : `${quoteIdentifier(column)} = ${quoteLiteral(is)}`,
    );
    const name = constraintName([table.name, ...columns, ...suffix], 'key');
    return [
      `CREATE UNIQUE INDEX ${quoteIdentifier(name)} ON ${quoteIdentifier(table.name)} (${list(columns)})\n  WHERE ${conditions.join(' AND ')};`,
    ];
  });
}

function comments(table: BlueprintTable, blueprint: Blueprint): readonly string[] {
  const name = quoteIdentifier(table.name);
  const rows = inOrder(table, blueprint).map(
    (column) => `COMMENT ON COLUMN ${name}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.about)};`,
  );
  if (table.search)
    rows.push(
      `COMMENT ON COLUMN ${name}.${quoteIdentifier(table.search.column)} IS ${quoteLiteral(`The words of ${table.search.of.join(' and ')}, for search; kept up by the database.`)};`,
    );
  return [[`COMMENT ON TABLE ${name} IS ${quoteLiteral(table.about)};`, ...rows].join('\n')];
}

/** One part a month from the present month on, and one for all else, so that no row is refused. */
function partitions(table: BlueprintTable, { months }: { readonly months: number }, now: Date): string {
  const name = quoteIdentifier(table.name);
  const rows: string[] = [];
  for (let at = 0; at < months; at++) {
    const [from, to] = [month(now, at), month(now, at + 1)];
    const part = quoteIdentifier(`${table.name}_${from.slice(0, 7).replace('-', '_')}`);
    rows.push(`CREATE TABLE ${part} PARTITION OF ${name} FOR VALUES FROM ('${from}') TO ('${to}');`);
  }
  rows.push(`CREATE TABLE ${quoteIdentifier(`${table.name}_default`)} PARTITION OF ${name} DEFAULT;`);
  return rows.join('\n');
}

function month(now: Date, later: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 1)).toISOString().slice(0, 10);
}

function plainIndex({ name, table, keys, method, unique, include, predicate }: NewIndexOf['change']): string {
  const columns = keys.map((key) => {
    const what = key.column === undefined ? `(${key.expression})` : quoteIdentifier(key.column);
    const nulls =
      key.nullsFirst !== undefined && key.nullsFirst !== (key.descending ?? false)
        ? ` NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`
        : '';
    return `${what}${key.operatorClass === undefined ? '' : ` ${key.operatorClass}`}${key.descending ? ' DESC' : ''}${nulls}`;
  });
  const using = method === undefined || method === 'btree' ? '' : ` USING ${method}`;
  const more = `${include?.length ? ` INCLUDE (${list(include)})` : ''}${predicate === undefined ? '' : `\n  WHERE ${predicate}`}`;
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoteIdentifier(name)} ON ${quoteIdentifier(table.name)}${using} (${columns.join(', ')})${more}`;
}
