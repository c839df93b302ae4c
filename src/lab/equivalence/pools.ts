import type { Node } from 'libpg-query';
import type { Catalog } from '../../catalog/catalog.ts';
import { qualified, sameName } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Connection } from '../../engines/connection.ts';
import { constantOf } from '../../engines/postgres/query/expression.ts';
import { walk } from '../../engines/postgres/query/nodes.ts';
import type { Parser } from '../../engines/postgres/query/parser.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { answerOf } from './fill.ts';
import type { Hints } from './hints.ts';
import type { Copy, Scratch } from './scratch.ts';
import { neighbours, plainValues } from './values.ts';

/** The values that a column is filled with. */
export interface Pool {
  readonly column: Column;
  /** Those that the query's conditions ask for, null among them. */
  readonly favourites: readonly (string | null)[];
  /** Those that stand anywhere in the query or in the table's checks, and what is next to them. */
  readonly named: readonly string[];
  /** Those that all columns of the type share, so that they join. */
  readonly shared: readonly string[];
  readonly nullable: boolean;
  /** No two rows may have the same. */
  readonly unique: boolean;
}

/** Values that are tried for each column at most. */
const most = 20;

/** A pool for every column of every copy that takes values; of those not `mentioned` only where there must be some. */
export async function poolsFor(
  scratch: Scratch,
  statements: readonly Node[],
  hints: Hints,
  mentioned: ReadonlySet<string> | undefined,
  catalog: Catalog,
  connection: Connection,
  parser: Parser,
): Promise<ReadonlyMap<Copy, readonly Pool[]>> {
  const everywhere = constantsIn(statements);
  const candidates = scratch.copies.flatMap((copy) =>
    copy.table.columns
      .filter((column) => !column.generated && (!mentioned || matters(copy.table, column, mentioned)))
      .map((column) => ({
        copy,
        column,
        hints: hints.get(qualified(copy.table))?.get(column.name) ?? [],
        checks: checkConstants(copy.table, column, catalog, parser),
      })),
  );
  const expressions = [
    ...new Set(
      candidates.flatMap((one) =>
        one.hints.flatMap(({ value }) => (value && 'expression' in value ? value.expression : [])),
      ),
    ),
  ];
  const computed = await compute(expressions, connection);
  const texts = candidates.map(({ column, hints: own, checks }) => {
    const exact: (string | null)[] = [];
    const near: string[] = [];
    for (const { value, exact: precise } of own) {
      const text = value === null ? null : 'text' in value ? value.text : computed.get(value.expression);
      if (text === undefined) continue;
      if (text === null) exact.push(null);
      else {
        const beside = neighbours(text, column.type);
        exact.push(...(precise ? (/[%_]/.test(text) ? beside.slice(0, 3) : beside.slice(0, 1)) : beside));
        near.push(...beside);
      }
    }
    const others = [...checks, ...everywhere].flatMap((text) => neighbours(text, column.type));
    return { exact, checked: checks.filter((text) => text !== ''), values: [...near, ...others] };
  });
  const valid = await validity(
    candidates.flatMap(({ column }, at) =>
      [...(texts[at]?.exact ?? []), ...(texts[at]?.checked ?? []), ...(texts[at]?.values ?? [])].flatMap((text) =>
        text === null ? [] : [{ text, type: column.type.text }],
      ),
    ),
    connection,
  );
  const pools = new Map<Copy, Pool[]>();
  for (const [at, { copy, column }] of candidates.entries()) {
    const ok = (text: string | null) => text === null || valid.has(`${column.type.text} ${text}`);
    const nullable = column.nullable || column.notNull?.validated === false;
    const favourites = unique((texts[at]?.exact ?? []).filter(ok)).filter((value) => value !== null || nullable);
    const found = (texts[at]?.values ?? []).filter(ok);
    const checked = (texts[at]?.checked ?? []).filter(ok);
    const plain = plainValues(column.type, catalog);
    const pool: Pool = {
      column,
      favourites,
      named: unique(found).slice(0, most),
      // What a check asks for is all that there may be.
      shared: unique([...checked, ...plain]).slice(0, Math.max(6, checked.length)),
      nullable,
      unique: isUnique(copy.table, column.name),
    };
    pools.set(copy, [...(pools.get(copy) ?? []), pool]);
  }
  return pools;
}

/** Whether a column must have values: the others stay null, which is faster. */
function matters(table: Table, column: Column, mentioned: ReadonlySet<string>): boolean {
  return (
    mentioned.has(column.name) || !column.nullable || table.checks.some((check) => check.columns.includes(column.name))
  );
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}

function isUnique(table: Table, column: string): boolean {
  const keys = [table.primaryKey, ...table.uniques].map((key) => key?.columns);
  const indexes = table.indexes
    .filter((index) => index.unique)
    .map((index) => index.keys.map((key) => key.column ?? index.expressionColumns[0]));
  return [...keys, ...indexes].some((columns) => columns?.length === 1 && columns[0] === column);
}

/** Every constant of some queries, as text. */
function constantsIn(statements: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  walk(statements, (node) => {
    const value = constantOf(node);
    if (typeof value === 'string' && value.length < 200) found.add(value);
    return undefined;
  });
  return [...found];
}

/** Constants of the checks that a column's values must pass. */
function checkConstants(table: Table, column: Column, catalog: Catalog, parser: Parser): readonly string[] {
  const own = table.checks.filter((check) => check.columns.includes(column.name)).map((check) => check.expression);
  const domain = catalog.types.find(
    (type) => type.kind === 'domain' && column.type.ref && sameName(type, column.type.ref),
  );
  const inherited = domain?.kind === 'domain' ? domain.checks.map((check) => check.expression) : [];
  return [...own, ...inherited].flatMap((expression) => {
    const parsed = parser.parse(`SELECT ${expression}`);
    return 'fault' in parsed ? [] : constantsIn(parsed.statements);
  });
}

/** What expressions without columns come to, as text; those that fail are left out. */
async function compute(expressions: readonly string[], connection: Connection): Promise<ReadonlyMap<string, string>> {
  const results = new Map<string, string>();
  if (expressions.length === 0) return results;
  const rows = await connection.queryAll(
    expressions.map((one) => `SELECT pg_temp.relvar_answer(${quoteLiteral(`SELECT (${one})::text AS v`)}) AS answer`),
  );
  for (const [at, [row]] of rows.entries()) {
    const answer = answerOf(row?.['answer']);
    const [first] = 'rows' in answer ? answer.rows : [];
    // One row with one column, made by the query above.
    const { v: value } = JSON.parse(first ?? '{}') as { readonly v?: string | null };
    if (typeof value === 'string') results.set(expressions[at] ?? '', value);
  }
  return results;
}

/** Which texts can be read as their types. */
async function validity(
  pairs: readonly { readonly text: string; readonly type: string }[],
  connection: Connection,
): Promise<ReadonlySet<string>> {
  const keys = unique(pairs.map(({ text, type }) => JSON.stringify([type, text])));
  if (keys.length === 0) return new Set();
  const rows = await connection.query(
    `SELECT (one->>0) || ' ' || (one->>1) AS pair FROM jsonb_array_elements($1::text::jsonb) AS one
    WHERE pg_input_is_valid(one->>1, one->>0)`,
    [`[${keys.join(',')}]`],
  );
  return new Set(rows.map((row) => String(row['pair'])));
}
