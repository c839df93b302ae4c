import type { Node, SelectStmt } from 'libpg-query';
import { identifierPattern } from './sql-text.ts';

/**
 * View definitions as PostgreSQL 16 and later write them. Before, every column of a view carried the name of its
 * relation; since then, only where there are several relations to choose from (commit 1b4d280ea of PostgreSQL: the
 * view's own pseudo relations OLD and NEW are gone). Nothing else is changed, and newer definitions not at all.
 */
export async function viewTexts(definitions: readonly string[], version: number): Promise<readonly string[]> {
  if (version >= 160000 || definitions.every((definition) => definition === '')) return definitions;
  const { loadModule, parseSync } = await import('libpg-query');
  await loadModule();
  return definitions.map((definition) => {
    let statement: Node | undefined;
    try {
      statement = parseSync(definition).stmts?.[0]?.stmt;
    } catch {
      // What the parser of 18 cannot read any more stays as it is.
    }
    return statement && 'SelectStmt' in statement ? unqualified(definition, statement.SelectStmt) : definition;
  });
}

interface Named {
  /** In bytes. */
  readonly location: number;
  readonly names: readonly string[];
}

function unqualified(definition: string, select: SelectStmt): string {
  if ((select.op ?? 'SETOP_NONE') !== 'SETOP_NONE' || rangeTableSize(select.fromClause ?? []) !== 1) return definition;
  const kept = new Set(ambiguous(select).map((column) => column.location));
  const bytes = Buffer.from(definition);
  let text = '';
  let from = 0;
  const columns = columnsOf(select).toSorted((a, b) => a.location - b.location);
  for (const { location, names } of columns) {
    if (names.length < 2 || kept.has(location)) continue;
    const qualifier = qualifierPattern.exec(bytes.subarray(location).toString())?.[0];
    if (qualifier === undefined) continue;
    text += bytes.subarray(from, location).toString();
    from = location + Buffer.byteLength(qualifier);
  }
  return text + bytes.subarray(from).toString();
}

const qualifierPattern = new RegExp(`^${identifierPattern}\\.`);

/** How many relations a query chooses from; a join is one itself. */
function rangeTableSize(from: readonly Node[]): number {
  let size = 0;
  for (const node of from) {
    size += 1;
    if ('JoinExpr' in node)
      size += rangeTableSize([node.JoinExpr.larg, node.JoinExpr.rarg].filter((side) => side !== undefined));
  }
  return size;
}

/** The columns that the query itself names; its subqueries always say where a column is from. */
function columnsOf(node: unknown, top = true): readonly Named[] {
  if (Array.isArray(node)) return node.flatMap((one) => columnsOf(one, false));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([kind, value]) => {
    if (kind === 'SelectStmt' || (top && kind === 'withClause')) return [];
    const column = kind === 'ColumnRef' ? named(value) : undefined;
    return column ? [column] : columnsOf(value, false);
  });
}

/** A column's name; nothing for `t.*`, a whole row. */
function named(column: { readonly fields?: readonly Node[]; readonly location?: number }): Named | undefined {
  const names = (column.fields ?? []).map((field) => ('String' in field ? (field.String.sval ?? '') : undefined));
  return names.every((name) => name !== undefined) ? { names, location: column.location ?? 0 } : undefined;
}

/**
 * Columns to sort or to group windows by, whose plain name would mean another column of the result (get_variable in
 * src/backend/utils/adt/ruleutils.c).
 */
function ambiguous(select: SelectStmt): readonly Named[] {
  const results = (select.targetList ?? []).flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));
  return sortItems(select).filter((column) => {
    const name = column.names.at(-1);
    return results.some(({ name: alias, val }) => {
      const source = val && 'ColumnRef' in val ? named(val.ColumnRef)?.names.at(-1) : undefined;
      return (alias ?? source) === name && source !== name;
    });
  });
}

/** Plain columns that stand in an ORDER BY, PARTITION BY or DISTINCT ON of the query itself. */
function sortItems(node: unknown, top = true): readonly Named[] {
  if (Array.isArray(node)) return node.flatMap((one) => sortItems(one, false));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([kind, value]) => {
    if (kind === 'SelectStmt' || (top && kind === 'withClause')) return [];
    const items =
      kind === 'SortBy' ? [value.node] : kind === 'partitionClause' || kind === 'distinctClause' ? value : [];
    const columns = items.flatMap((item: Node) => ('ColumnRef' in item ? (named(item.ColumnRef) ?? []) : []));
    return [...columns, ...sortItems(value, false)];
  });
}
