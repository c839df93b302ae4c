import type { Node, SelectStmt } from 'libpg-query';
import { displayName } from '../catalog/names.ts';
import type { RepeatedQuery, WorkloadQuery } from '../catalog/workload.ts';
import type { Judge } from './judge.ts';
import type { Uses } from './uses.ts';

/** The column that the changing parameter is compared with. */
type Key = Uses['columns'][number];

/**
 * The join and the list query that a loop could be, as far as the texts tell: each gives for every key what the loop gave
 * for it. There is none where that is not known.
 */
export function loopRewrites(
  { query, parent, parameter }: RepeatedQuery,
  queries: ReadonlyMap<string, WorkloadQuery>,
  uses: ReadonlyMap<string, Uses>,
  judge: Judge,
): { readonly join?: string; readonly batch?: string } {
  const child = queries.get(query);
  const childUses = uses.get(query);
  const key = childUses?.columns.find(
    (one) => one.use === 'equality' && one.parameter === parameter && !one.expression,
  );
  const tree = child && judge.tree(child.sql);
  if (!child || !childUses || !key || !tree || !('SelectStmt' in tree)) return {};
  const select = tree.SelectStmt;
  const batch = batchOf(child.sql, select, key, parameter, childUses);
  const before = parent === undefined ? undefined : queries.get(parent);
  const parentUses = parent === undefined ? undefined : uses.get(parent);
  const column = parentUses && parentKey(key, parentUses);
  const join =
    before && column && parentUses.writes.length === 0
      ? aroundParent(
          before.sql.trim(),
          parentUses,
          judge,
          joined(child.sql, before.sql, select, key, parameter, column),
        )
      : undefined;
  return {
    ...(join !== undefined && judge.parses(join) ? { join } : {}),
    ...(batch !== undefined && judge.parses(batch) ? { batch } : {}),
  };
}

/** What gives one row for many, whatever there is. */
const aggregates = /^(?:count|sum|avg|min|max|bool_and|bool_or|every|array_agg|string_agg|jsonb?_agg)$/;

/** All keys at once, with the key in each row; groups of keys for what was one figure of each. */
function batchOf(sql: string, select: SelectStmt, key: Key, parameter: number, uses: Uses): string | undefined {
  const text = JSON.stringify(select);
  // A number of rows for each key, and what stands within another query, no list gives back.
  if (select.limitCount || select.limitOffset || select.distinctClause || select.groupClause || select.havingClause)
    return undefined;
  if (select.withClause || /"(?:SubLink|RangeSubselect|over|lockingClause|larg)":/.test(text)) return undefined;
  const compared = new RegExp(`(${key.column}"?)\\s*=\\s*\\$${parameter}(?!\\d)`, 'i');
  const asked = sql.trim().replace(/;\s*$/, '').replace(compared, `$1 = ANY($$${parameter})`);
  if (asked === sql) return undefined;
  const calls = (select.targetList ?? []).map((one) => functionOf(one));
  const isFigure = calls.length > 0 && calls.every((name) => name !== undefined && aggregates.test(name));
  if (!isFigure && calls.some((name) => name !== undefined && aggregates.test(name))) return undefined;
  const named =
    select.fromClause?.length === 1 && 'RangeVar' in (select.fromClause[0] ?? {}) ? displayName(key.column) : undefined;
  const returned = uses.returnsAll || uses.returned.includes(key.column);
  if (returned && !isFigure) return asked;
  // Of several tables it is not known by which name the key is called.
  if (named === undefined || (isFigure && select.sortClause)) return undefined;
  const listed = asked.replace(/^select\s/i, (word) => `${word}${named}, `);
  return isFigure ? `${listed} GROUP BY ${named}` : listed;
}

/** The function that an item of a list calls, by its last name. */
function functionOf(node: Node): string | undefined {
  const value = 'ResTarget' in node ? node.ResTarget.val : undefined;
  const last = value && 'FuncCall' in value ? value.FuncCall.funcname?.at(-1) : undefined;
  return last && 'String' in last ? last.String.sval : undefined;
}

/** What the loop asked for, for a row of its parent: the table where nothing but the key was asked, else the query itself. */
function joined(sql: string, parent: string, select: SelectStmt, key: Key, parameter: number, column: string): string {
  const onlyKey =
    select.fromClause?.length === 1 &&
    'RangeVar' in (select.fromClause[0] ?? {}) &&
    'A_Expr' in (select.whereClause ?? {}) &&
    !select.limitCount &&
    !select.limitOffset &&
    !select.distinctClause &&
    !select.groupClause &&
    !select.sortClause &&
    (select.targetList ?? []).every((one) => 'ResTarget' in one && 'ColumnRef' in (one.ResTarget.val ?? {}));
  if (onlyKey) return `${key.table} ON ${key.table}.${key.column} = parent.${column}`;
  const before = Math.max(0, ...[...parent.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  const bound = sql
    .trim()
    .replace(/;\s*$/, '')
    .replace(/\$(\d+)/g, (_, given: string) => {
      const number = Number(given);
      return number === parameter ? `parent.${column}` : `$${before + number - (number > parameter ? 1 : 0)}`;
    });
  return `LATERAL (${bound}) AS child ON true`;
}

/**
 * The parent as it is, with its LIMIT, joined to what the loop asked for. A join keeps no order: the parent's is asked for
 * again by the columns that it returns, else by the place of each of its rows.
 */
function aroundParent(sql: string, uses: Uses, judge: Judge, joined: string): string {
  const keys = orderOf(sql, uses, judge);
  if (keys === undefined) {
    return `SELECT * FROM (SELECT *, row_number() OVER () AS place FROM (${sql}) AS listed) AS parent LEFT JOIN ${joined} ORDER BY parent.place`;
  }
  const order = keys.length === 0 ? '' : ` ORDER BY ${keys.join(', ')}`;
  return `SELECT * FROM (${sql}) AS parent LEFT JOIN ${joined}${order}`;
}

/** What a query orders by, as columns of its result; nothing where one of its keys is none. */
function orderOf(sql: string, { returnsAll, returned }: Uses, judge: Judge): readonly string[] | undefined {
  const tree = judge.tree(sql);
  const sorts = tree && 'SelectStmt' in tree ? (tree.SelectStmt.sortClause ?? []) : [];
  const keys: string[] = [];
  for (const sort of sorts) {
    const { node, sortby_dir: direction, sortby_nulls: nulls } = 'SortBy' in sort ? sort.SortBy : {};
    const last = node && 'ColumnRef' in node ? node.ColumnRef.fields?.at(-1) : undefined;
    const name = last && 'String' in last ? last.String.sval : undefined;
    if (name === undefined || !(returnsAll || returned.includes(name))) return undefined;
    const down = direction === 'SORTBY_DESC' ? ' DESC' : '';
    const place = nulls === 'SORTBY_NULLS_FIRST' ? ' NULLS FIRST' : nulls === 'SORTBY_NULLS_LAST' ? ' NULLS LAST' : '';
    if (direction === 'SORTBY_USING') return undefined;
    keys.push(`parent.${displayName(name)}${down}${place}`);
  }
  return keys;
}

/** The column of the parent's result that holds the key, by its name. */
function parentKey(key: { readonly table: string; readonly column: string }, parent: Uses): string | undefined {
  const returns = (name: string) => parent.returnsAll || parent.returned.includes(name);
  const [, stem] = /^(.+?)_?id$/i.exec(key.column) ?? [];
  if (stem !== undefined && parent.reads.some((table) => singular(table) === stem.toLowerCase()) && returns('id')) {
    return 'id';
  }
  if (/^id$/i.test(key.column)) {
    const name = `${singular(key.table)}_id`;
    return returns(name) ? name : undefined;
  }
  return parent.returned.includes(key.column) ? key.column : undefined;
}

/** `public.Companies` → `company`. */
function singular(table: string): string {
  const name = (table.split('.').at(-1) ?? '').toLowerCase();
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.replace(/(ss|x|ch|sh)es$/, '$1').replace(/([^s])s$/, '$1');
}
