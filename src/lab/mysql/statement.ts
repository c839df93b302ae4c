import type { Catalog } from '../../catalog/catalog.ts';
import type { Table } from '../../catalog/table.ts';
import { dialectOf } from '../../engines/mysql/flavour.ts';
import { queries } from '../../engines/mysql/query/read-facts.ts';
import { quoteIdentifier } from '../../engines/mysql/quote.ts';
import { quoteString, tokens } from '../../engines/mysql/sql/tokens.ts';
import { parse } from '../../engines/query/parse.ts';
import { below, type Expression, type Select, type Source, type Statement } from '../../engines/query/tree.ts';
import type { Condition, Operand, QueryFacts } from '../../engines/query-facts.ts';

/** Indexes that the planner is not to see, by the names of their tables. */
export type Hidden = ReadonlyMap<string, readonly string[]>;

/**
 * The statement as it is asked about: with values for its parameters, with hints that hide indexes, and what changes rows
 * as a query that finds them.
 */
export function planned(
  sql: string,
  facts: QueryFacts,
  catalog: Catalog,
  hidden: Hidden,
  samples: readonly (string | null)[] | undefined,
): string {
  const statement = parse(sql, queries);
  const pieces: Piece[] = [];
  for (const source of sourcesIn(statement)) {
    const table = catalog.tables.find((one) => one.name.toLowerCase() === source.table?.toLowerCase());
    const names = table ? (hidden.get(table.name) ?? []) : [];
    if (names.length === 0) continue;
    pieces.push({
      start: source.named,
      end: source.named,
      text: ` IGNORE INDEX (${names.map(quoteIdentifier).join(', ')})`,
    });
  }
  pieces.push(...parameterPieces(sql, facts, catalog, samples));
  const part = (start: number, end: number) => replaced(sql, start, end, pieces);
  if (statement.kind === 'delete' || statement.kind === 'update') {
    const [first] = statement.from;
    const start = first?.start ?? 0;
    if (statement.kind === 'delete') return `SELECT * FROM ${part(start, sql.length)}`;
    const where = statement.where ? ` WHERE ${part(statement.where.start, statement.where.end)}` : '';
    return `SELECT * FROM ${part(start, statement.from.at(-1)?.end ?? sql.length)}${where}`;
  }
  return part(0, sql.length);
}

/** Whether a statement finds no rows: INSERT of values that stand in it. */
export function findsNothing(sql: string): boolean {
  const statement = parse(sql, queries);
  return statement.kind === 'insert' && !(statement.select?.cores.some(({ from }) => from.length > 0) ?? false);
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function replaced(sql: string, from: number, to: number, pieces: readonly Piece[]): string {
  let text = '';
  let done = from;
  for (const { start, end, text: own } of pieces.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < from || end > to) continue;
    text += sql.slice(done, start) + own;
    done = end;
  }
  return text + sql.slice(done, to);
}

/** Values in the place of parameters: the samples, else any of the type of what each is held against. */
function parameterPieces(
  sql: string,
  facts: QueryFacts,
  catalog: Catalog,
  samples: readonly (string | null)[] | undefined,
): readonly Piece[] {
  let unnumbered = 0;
  return tokens(sql, dialectOf('8.4')).flatMap(({ kind, text, start, end }) => {
    const isBare = kind === 'operator' && text === '?';
    const numbered = kind === 'word' ? /^\$(\d+)$/.exec(text)?.[1] : undefined;
    if (!isBare && numbered === undefined) return [];
    const number = numbered === undefined ? ++unnumbered : Number(numbered);
    const value = samples ? samples[number - 1] : anyValue(number, facts, catalog);
    return [{ start, end, text: value === null || value === undefined ? 'NULL' : literal(value) }];
  });
}

function literal(value: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(value) ? value : quoteString(value);
}

/** A value of the type of the column that a parameter is held against; of a LIMIT a small number. */
function anyValue(number: number, facts: QueryFacts, catalog: Catalog): string {
  for (const block of facts.blocks) {
    if (block.limit?.parameter === number) return '10';
    if (block.offset?.parameter === number) return '0';
    for (const condition of block.conditions.flatMap(withBranches)) {
      const sides = [condition.left, condition.right, ...(condition.list ?? [])];
      if (!sides.some((one) => one?.parameter === number)) continue;
      // How a pattern begins is not known.
      if (condition.kind === 'like') return '%a%';
      const family = sides.map((one) => familyOf(one, facts, catalog)).find((one) => one !== undefined);
      return valuesOf[family ?? ''] ?? '1';
    }
  }
  return '1';
}

const valuesOf: Readonly<Record<string, string>> = {
  text: 'a',
  enum: 'a',
  date: '2024-01-01',
  time: '12:00:00',
  timestamp: '2024-01-01 00:00:00',
  'timestamp-with-zone': '2024-01-01 00:00:00',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function withBranches(condition: Condition): readonly Condition[] {
  return [condition, ...(condition.branches ?? []).flat().flatMap(withBranches)];
}

function familyOf(operand: Operand | undefined, facts: QueryFacts, catalog: Catalog): string | undefined {
  if (!operand?.column) return undefined;
  return tableOfAlias(operand.column.relation, facts, catalog)?.columns.find(
    ({ name }) => name === operand.column?.column,
  )?.type.family;
}

function tableOfAlias(alias: string | undefined, facts: QueryFacts, catalog: Catalog): Table | undefined {
  const relation = facts.blocks.flatMap(({ relations }) => relations).find((one) => one.alias === alias);
  return catalog.tables.find(({ name }) => name === relation?.table?.name);
}

/** Columns that a row must have so that the planner, which looks a row up by its whole key, finds one. */
export interface KeyRow {
  readonly table: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Rows for tables that the query looks up by a key: the planner reads those while it plans, and where there is none it
 * plans nothing further. Columns that are held equal to each other have one value.
 */
export function keyRows(
  facts: QueryFacts,
  catalog: Catalog,
  samples: readonly (string | null)[] | undefined,
): readonly KeyRow[] {
  const values = new Map<string, string>();
  const equal: (readonly [string, string])[] = [];
  const name = (operand: Operand | undefined): string | undefined =>
    operand?.column && operand.functions.length === 0
      ? `${operand.column.relation} ${operand.column.column}`
      : undefined;
  const conditions = facts.blocks.flatMap((block) => block.conditions);
  for (const condition of conditions) {
    if (condition.kind !== 'comparison' || condition.operator !== '=') continue;
    const [left, right] = [name(condition.left), name(condition.right)];
    if (left !== undefined && right !== undefined) equal.push([left, right]);
    for (const [side, other] of [
      [left, condition.right],
      [right, condition.left],
    ] as const) {
      if (side === undefined || !other || other.column) continue;
      const value =
        other.parameter === undefined
          ? other.constant
          : samples
            ? samples[other.parameter - 1]
            : anyValue(other.parameter, facts, catalog);
      if (typeof value === 'string') values.set(side, value);
    }
  }
  if (values.size === 0) return [];
  for (const [left, right] of [...equal, ...equal, ...equal]) {
    const value = values.get(left) ?? values.get(right);
    if (value === undefined) continue;
    if (!values.has(left)) values.set(left, value);
    if (!values.has(right)) values.set(right, value);
  }
  for (const pair of equal) for (const one of pair) if (!values.has(one)) values.set(one, '1');
  const rows = new Map<string, { table: string; values: Record<string, string> }>();
  for (const [key, value] of values) {
    const [alias, column] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
    const table = tableOfAlias(alias, facts, catalog);
    if (!table?.columns.some((one) => one.name === column && one.generated === undefined)) continue;
    const row = rows.get(alias) ?? { table: table.name, values: {} };
    rows.set(alias, row);
    row.values[column] = value;
  }
  return [...rows.values()];
}

/** The statement that adds a row, with whatever its other columns have by default. */
export function insertOf({ table, values }: KeyRow): string {
  const names = Object.keys(values).map(quoteIdentifier).join(', ');
  return `INSERT IGNORE INTO ${quoteIdentifier(table)} (${names}) VALUES (${Object.values(values).map(literal).join(', ')})`;
}

/** Every place where a statement names a relation. */
function sourcesIn(statement: Statement): readonly Source[] {
  const found: Source[] = [];
  const ofExpression = (expression: Expression): void => {
    if ('select' in expression && expression.select) ofSelect(expression.select);
    below(expression).forEach(ofExpression);
  };
  const ofSource = (source: Source): void => {
    if (source.select) ofSelect(source.select);
    else if (source.inner) source.inner.forEach(ofSource);
    else if (source.table !== undefined) found.push(source);
    if (source.on) ofExpression(source.on);
    source.items?.forEach(ofExpression);
  };
  const ofSelect = (select: Select): void => {
    for (const one of select.with) ofSelect(one.select);
    for (const core of select.cores) {
      core.from.forEach(ofSource);
      for (const one of [...core.results.map(({ expression }) => expression), ...core.group, ...core.windows])
        ofExpression(one);
      if (core.where) ofExpression(core.where);
      if (core.having) ofExpression(core.having);
    }
    for (const { expression } of select.order) ofExpression(expression);
  };
  if (statement.kind === 'other') return [];
  if (statement.kind === 'select') ofSelect(statement.select);
  else {
    for (const one of statement.with) ofSelect(one.select);
    if (statement.select) ofSelect(statement.select);
    statement.from.forEach(ofSource);
    if (statement.where) ofExpression(statement.where);
    statement.values.forEach(ofExpression);
  }
  return found;
}
