import type { Node } from 'libpg-query';
import { children, columnIn, inner, isTree, list, parameterOf, type Tree } from './statement-tree.ts';
import { computedFrom, meant, type Relation, resolve } from './use-scopes.ts';
import type { ColumnUse, UsedColumn } from './uses.ts';

type Scopes = readonly (readonly Relation[])[];
type Names = ReadonlySet<string>;

/** What is collected of a statement: what it reads, writes and does with columns. */
export interface Collected {
  readonly reads: Set<string>;
  readonly writes: Set<string>;
  readonly columns: Map<string, UsedColumn>;
  /** Gives a tree's text. */
  readonly write: (node: Node) => string;
  /** Those behind the parameters, by number. */
  readonly constants: Readonly<Record<string, string>>;
}

function select(into: Collected, stmt: Tree, outer: Scopes, ctes: Names): void {
  const names = withClause(into, stmt['withClause'], outer, ctes);
  if (stmt['larg'] !== undefined) {
    select(into, stmt['larg'] as Tree, outer, names);
    select(into, stmt['rarg'] as Tree, outer, names);
    return;
  }
  const scope: Relation[] = [];
  const scopes = [scope, ...outer];
  for (const item of list(stmt['fromClause'])) from(into, item, scope, scopes, names);
  const targets = list(stmt['targetList']).map((target) => inner(target, 'ResTarget') ?? {});
  for (const { val } of targets) if (isTree(val)) expression(into, val, 'returned', scopes, names);
  for (const values of list(stmt['valuesLists'])) expression(into, values, 'other', scopes, names);
  conditions(into, stmt['whereClause'], scopes, names);
  conditions(into, stmt['havingClause'], scopes, names);
  for (const key of list(stmt['groupClause'])) ordering(into, key, 'group', targets, scopes, names);
  for (const key of list(stmt['sortClause'])) {
    const node = inner(key, 'SortBy')?.['node'];
    if (isTree(node)) ordering(into, node, 'order', targets, scopes, names);
  }
}

function ordering(
  into: Collected,
  key: Tree,
  use: 'group' | 'order',
  targets: readonly Tree[],
  scopes: Scopes,
  ctes: Names,
): void {
  const node = meant(key, use, targets);
  const column = inner(node, 'ColumnRef');
  const made = column ? undefined : computed(into, scopes, node);
  if (column) put(into, scopes, column, use);
  else if (made) add(into, made.table, made.text, use, undefined, true);
  if (!column) expression(into, node, 'other', scopes, ctes);
}

function withClause(into: Collected, clause: unknown, outer: Scopes, ctes: Names): Names {
  if (clause === undefined) return ctes;
  const names = new Set(ctes);
  const bodies = list((clause as Tree)['ctes']).flatMap((one) => {
    const cte = inner(one, 'CommonTableExpr');
    if (cte) names.add(String(cte['ctename']));
    return cte ? [cte['ctequery'] as Tree] : [];
  });
  for (const body of bodies) anyStatement(into, body, outer, names);
  return names;
}

function from(into: Collected, item: Tree, scope: Relation[], scopes: Scopes, ctes: Names): void {
  const range = inner(item, 'RangeVar');
  if (range) {
    scope.push(relation(into, range, ctes));
    return;
  }
  const join = inner(item, 'JoinExpr');
  if (join) {
    from(into, join['larg'] as Tree, scope, scopes, ctes);
    from(into, join['rarg'] as Tree, scope, scopes, ctes);
    conditions(into, join['quals'], scopes, ctes);
    for (const using of list(join['usingClause'])) {
      const column = String(inner(using, 'String')?.['sval']);
      for (const one of scope) if (one.table !== undefined) add(into, one.table, column, 'join');
    }
    return;
  }
  const derived = inner(item, 'RangeSubselect');
  if (derived) {
    const body = inner(derived['subquery'] as Tree, 'SelectStmt');
    if (body) select(into, body, scopes, ctes);
    scope.push({ alias: String((derived['alias'] as Tree | undefined)?.['aliasname'] ?? '') });
    return;
  }
  const other = Object.values(item)[0];
  if (isTree(other)) scope.push({ alias: String((other['alias'] as Tree | undefined)?.['aliasname'] ?? '') });
}

function relation(into: Collected, range: Tree, ctes: Names): Relation {
  const name = String(range['relname']);
  const schema = range['schemaname'];
  const alias = String((range['alias'] as Tree | undefined)?.['aliasname'] ?? name);
  if (schema === undefined && ctes.has(name)) return { alias };
  const table = schema === undefined ? name : `${String(schema)}.${name}`;
  into.reads.add(table);
  return { alias, table };
}

function conditions(into: Collected, node: unknown, scopes: Scopes, ctes: Names): void {
  if (isTree(node)) expression(into, node, 'other', scopes, ctes);
}

function expression(into: Collected, node: Tree, use: ColumnUse, scopes: Scopes, ctes: Names): void {
  const column = inner(node, 'ColumnRef');
  if (column) {
    put(into, scopes, column, use);
    return;
  }
  const link = inner(node, 'SubLink');
  if (link) {
    const body = inner(link['subselect'] as Tree, 'SelectStmt');
    if (body) select(into, body, scopes, ctes);
    const test = link['testexpr'];
    if (isTree(test)) expression(into, test, 'equality', scopes, ctes);
    return;
  }
  const comparison = inner(node, 'A_Expr');
  if (comparison) {
    compare(into, comparison, use, scopes, ctes);
    return;
  }
  const test = inner(node, 'NullTest');
  if (test) {
    expression(into, test['arg'] as Tree, 'equality', scopes, ctes);
    return;
  }
  const boolean = inner(node, 'BoolExpr');
  if (boolean) {
    for (const one of list(boolean['args'])) {
      // `WHERE active` asks for true.
      expression(into, one, inner(one, 'ColumnRef') ? 'equality' : 'other', scopes, ctes);
    }
    return;
  }
  const statement = inner(node, 'SelectStmt');
  if (statement) {
    select(into, statement, scopes, ctes);
    return;
  }
  const deeper = use === 'returned' ? use : 'other';
  for (const child of children(node)) expression(into, child, deeper, scopes, ctes);
}

function compare(into: Collected, node: Tree, use: ColumnUse, scopes: Scopes, ctes: Names): void {
  const sides = [node['lexpr'], node['rexpr']].flatMap((side) => (Array.isArray(side) ? (side as Tree[]) : [side]));
  const operator = String(inner(list(node['name']).at(-1) ?? {}, 'String')?.['sval'] ?? '');
  const kind = String(node['kind']);
  const told = comparisonUse(kind, operator);
  const columnsOf = sides.map((side) => (isTree(side) ? columnIn(side) : undefined));
  const madeOf = sides.map((side, at) => {
    return told !== undefined && isTree(side) && !columnsOf[at] ? computed(into, scopes, side) : undefined;
  });
  const parameter = sides.map((side) => parameterOf(side)).find((one) => one !== undefined);
  const joins = told === 'equality' && kind === 'AEXPR_OP' && sides.every((_, at) => columnsOf[at] ?? madeOf[at]);
  for (const [at, side] of sides.entries()) {
    const column = columnsOf[at];
    const made = madeOf[at];
    if (column && told !== undefined) put(into, scopes, column, joins ? 'join' : told, joins ? undefined : parameter);
    else if (isTree(side)) expression(into, side, use === 'returned' ? use : 'other', scopes, ctes);
    if (made && told !== undefined) add(into, made.table, made.text, joins ? 'join' : told, undefined, true);
  }
}

/** Collects from a statement. Columns whose table cannot be told are left out. */
export function anyStatement(into: Collected, node: Tree, outer: Scopes, ctes: Names): void {
  const [kind = '', body] = Object.entries(node)[0] ?? [];
  if (!isTree(body)) return;
  if (kind === 'SelectStmt') {
    select(into, body, outer, ctes);
    return;
  }
  const names = withClause(into, body['withClause'], outer, ctes);
  const range = body['relation'];
  if (!isTree(range)) return;
  const target = relation(into, range, new Set());
  if (target.table !== undefined) into.writes.add(target.table);
  const scope: Relation[] = [target];
  const scopes = [scope, ...outer];
  if (kind === 'InsertStmt' && target.table !== undefined) into.reads.delete(target.table);
  for (const item of [...list(body['fromClause']), ...list(body['usingClause'])])
    from(into, item, scope, scopes, names);
  if (isTree(body['sourceRelation'])) from(into, body['sourceRelation'], scope, scopes, names);
  conditions(into, body['joinCondition'], scopes, names);
  for (const one of [...list(body['cols']), ...list(body['targetList'])]) {
    const written = inner(one, 'ResTarget');
    if (written?.['name'] !== undefined && target.table !== undefined) {
      add(into, target.table, String(written['name']), 'written');
    }
    if (isTree(written?.['val'])) expression(into, written['val'], 'other', scopes, names);
  }
  const source = body['selectStmt'];
  const values = isTree(source) ? inner(source, 'SelectStmt') : undefined;
  if (values) select(into, values, outer, names);
  conditions(into, body['whereClause'], scopes, names);
  for (const one of list(body['returningList'])) expression(into, one, 'returned', scopes, names);
}

function put(into: Collected, scopes: Scopes, node: Tree, use: ColumnUse, parameter?: number): void {
  const found = resolve(scopes, node);
  if (found) add(into, found.table, found.column, use, parameter);
}

function add(
  into: Collected,
  table: string,
  column: string,
  use: ColumnUse,
  parameter?: number,
  expression?: true,
): void {
  into.columns.set(`${table}\n${column}\n${use}\n${parameter ?? ''}`, {
    table,
    column,
    ...(expression ? { expression } : {}),
    use,
    ...(parameter === undefined ? {} : { parameter }),
  });
}

function computed(into: Collected, scopes: Scopes, node: Tree) {
  const found = computedFrom(scopes, node);
  if (!found) return undefined;
  // What is no constant is numbered anew, so that it is the same in each query.
  let unknown = 0;
  const number = (_: string, parameter: string) => into.constants[parameter] ?? `$${++unknown}`;
  // The tree is a copy of the statement's.
  return { table: found.table, text: into.write(found.tree as unknown as Node).replace(/\$(\d+)/g, number) };
}

function comparisonUse(kind: string, operator: string): ColumnUse | undefined {
  if (kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE' || kind === 'AEXPR_SIMILAR') return 'match';
  if (kind === 'AEXPR_BETWEEN' || kind === 'AEXPR_BETWEEN_SYM') return 'range';
  if (kind === 'AEXPR_IN' || kind === 'AEXPR_OP_ANY') return operator === '=' ? 'equality' : 'other';
  if (operator === '=') return 'equality';
  if (/^[<>]=?$/.test(operator)) return 'range';
  return /^(?:~~?\*?|@>|<@|\?|\?\||\?&|@@|&&|%)$/.test(operator) ? 'match' : undefined;
}
