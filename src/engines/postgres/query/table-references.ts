import type { Node, RangeVar, WithClause } from 'libpg-query';

/** Calls `visit` for every table or view that a statement names, those of sub-queries included, names of CTEs left out. */
export function eachTable(statement: Node, visit: (range: RangeVar) => void): void {
  search(statement, new Set(), visit);
}

function search(node: unknown, commonTables: ReadonlySet<string>, visit: (range: RangeVar) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) search(one, commonTables, visit);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const visible = 'withClause' in node ? within(node.withClause as WithClause, commonTables, visit) : commonTables;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'withClause') continue;
    if (key === 'RangeVar' || (key === 'relation' && isRange(value))) see(value as RangeVar, visible, visit);
    else search(value, visible, visit);
  }
}

/** UPDATE, DELETE and INSERT hold their table without its kind around it. */
function isRange(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'relname' in value;
}

function see(range: RangeVar, commonTables: ReadonlySet<string>, visit: (range: RangeVar) => void): void {
  if (range.schemaname === undefined && commonTables.has(range.relname ?? '')) return;
  visit(range);
}

/** The names that are CTEs for what a WITH clause stands before. */
function within(clause: WithClause, outer: ReadonlySet<string>, visit: (range: RangeVar) => void): ReadonlySet<string> {
  const known = new Set(outer);
  const tables = (clause.ctes ?? []).flatMap((node) => ('CommonTableExpr' in node ? [node.CommonTableExpr] : []));
  if (clause.recursive) for (const table of tables) known.add(table.ctename ?? '');
  for (const table of tables) {
    search(table.ctequery, known, visit);
    known.add(table.ctename ?? '');
  }
  return known;
}
