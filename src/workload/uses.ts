import type { Node } from 'libpg-query';
import {
  aggregated,
  bare,
  children,
  columnIn,
  inner,
  isStar,
  isTree,
  list,
  nameOf,
  names,
  type Tree,
} from './statement-tree.ts';

/** What a query does with a column. */
export type ColumnUse = 'equality' | 'range' | 'match' | 'join' | 'order' | 'group' | 'returned' | 'written' | 'other';

export interface UsedColumn {
  /** With its schema where the query writes it. */
  readonly table: string;
  /** A name; of an expression its text, without qualifiers. */
  readonly column: string;
  readonly expression?: true;
  readonly use: ColumnUse;
  /** The number of the parameter that it is compared with. */
  readonly parameter?: number;
}

/** What can be told of a statement from its text alone. */
export interface Uses {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly columns: readonly UsedColumn[];
  /** The outermost SELECT returns `*`. */
  readonly returnsAll: boolean;
  /** The names of the columns that the outermost SELECT returns, where they are told. */
  readonly returned: readonly string[];
  readonly limited: boolean;
  /** The outermost SELECT gives one row whatever the tables hold: aggregates without GROUP BY, or no table. */
  readonly oneRow: boolean;
  /** The constant or the parameter behind OFFSET; `computed` for anything else. */
  readonly offset?: { readonly constant: number } | { readonly parameter: number } | { readonly computed: true };
}

interface Relation {
  readonly alias: string;
  /** Of a table; a sub-query and a CTE have none. */
  readonly table?: string;
}

/**
 * Reads a statement's tree: tables, columns and expressions by use, LIMIT and OFFSET. Columns whose table cannot be told
 * are left out. `write` gives a tree's text; `constants` are those behind the parameters, by number.
 */
export function usesOf(
  statement: Node,
  write: (node: Node) => string,
  constants: Readonly<Record<string, string>> = {},
): Uses {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const columns = new Map<string, UsedColumn>();
  const put = (scopes: readonly (readonly Relation[])[], node: Tree, use: ColumnUse, parameter?: number) => {
    const found = resolve(scopes, node);
    if (found) add(found.table, found.column, use, parameter);
  };
  const add = (table: string, column: string, use: ColumnUse, parameter?: number, expression?: true) => {
    const key = `${table}\n${column}\n${use}\n${parameter ?? ''}`;
    columns.set(key, {
      table,
      column,
      ...(expression ? { expression } : {}),
      use,
      ...(parameter === undefined ? {} : { parameter }),
    });
  };
  const computed = (scopes: readonly (readonly Relation[])[], node: Tree) => {
    const found = computedFrom(scopes, node);
    if (!found) return undefined;
    // What is no constant is numbered anew, so that it is the same in each query.
    let unknown = 0;
    const number = (_: string, parameter: string) => constants[parameter] ?? `$${++unknown}`;
    // The tree is a copy of the statement's.
    return { table: found.table, text: write(found.tree as unknown as Node).replace(/\$(\d+)/g, number) };
  };

  function select(stmt: Tree, outer: readonly (readonly Relation[])[], ctes: ReadonlySet<string>, main: boolean): void {
    const names = withClause(stmt['withClause'], outer, ctes);
    if (stmt['larg'] !== undefined) {
      select(stmt['larg'] as Tree, outer, names, main);
      select(stmt['rarg'] as Tree, outer, names, main);
      return;
    }
    const scope: Relation[] = [];
    const scopes = [scope, ...outer];
    for (const item of list(stmt['fromClause'])) from(item, scope, scopes, names);
    const targets = list(stmt['targetList']).map((target) => inner(target, 'ResTarget') ?? {});
    for (const { val } of targets) if (isTree(val)) expression(val, 'returned', scopes, names);
    for (const values of list(stmt['valuesLists'])) expression(values, 'other', scopes, names);
    conditions(stmt['whereClause'], scopes, names);
    conditions(stmt['havingClause'], scopes, names);
    for (const key of list(stmt['groupClause'])) ordering(key, 'group', targets, scopes, names);
    for (const key of list(stmt['sortClause'])) {
      const node = inner(key, 'SortBy')?.['node'];
      if (isTree(node)) ordering(node, 'order', targets, scopes, names);
    }
  }

  function ordering(
    key: Tree,
    use: 'group' | 'order',
    targets: readonly Tree[],
    scopes: readonly (readonly Relation[])[],
    ctes: ReadonlySet<string>,
  ): void {
    const node = meant(key, use, targets);
    const column = inner(node, 'ColumnRef');
    const made = column ? undefined : computed(scopes, node);
    if (column) put(scopes, column, use);
    else if (made) add(made.table, made.text, use, undefined, true);
    if (!column) expression(node, 'other', scopes, ctes);
  }

  function withClause(
    clause: unknown,
    outer: readonly (readonly Relation[])[],
    ctes: ReadonlySet<string>,
  ): ReadonlySet<string> {
    if (clause === undefined) return ctes;
    const names = new Set(ctes);
    const bodies = list((clause as Tree)['ctes']).flatMap((one) => {
      const cte = inner(one, 'CommonTableExpr');
      if (cte) names.add(String(cte['ctename']));
      return cte ? [cte['ctequery'] as Tree] : [];
    });
    for (const body of bodies) anyStatement(body, outer, names, false);
    return names;
  }

  function from(
    item: Tree,
    scope: Relation[],
    scopes: readonly (readonly Relation[])[],
    ctes: ReadonlySet<string>,
  ): void {
    const range = inner(item, 'RangeVar');
    if (range) {
      scope.push(relation(range, ctes));
      return;
    }
    const join = inner(item, 'JoinExpr');
    if (join) {
      from(join['larg'] as Tree, scope, scopes, ctes);
      from(join['rarg'] as Tree, scope, scopes, ctes);
      conditions(join['quals'], scopes, ctes);
      for (const using of list(join['usingClause'])) {
        const column = String(inner(using, 'String')?.['sval']);
        for (const one of scope) if (one.table !== undefined) add(one.table, column, 'join');
      }
      return;
    }
    const derived = inner(item, 'RangeSubselect');
    if (derived) {
      const body = inner(derived['subquery'] as Tree, 'SelectStmt');
      if (body) select(body, scopes, ctes, false);
      scope.push({ alias: String((derived['alias'] as Tree | undefined)?.['aliasname'] ?? '') });
      return;
    }
    const other = Object.values(item)[0];
    if (isTree(other)) scope.push({ alias: String((other['alias'] as Tree | undefined)?.['aliasname'] ?? '') });
  }

  function relation(range: Tree, ctes: ReadonlySet<string>): Relation {
    const name = String(range['relname']);
    const schema = range['schemaname'];
    const alias = String((range['alias'] as Tree | undefined)?.['aliasname'] ?? name);
    if (schema === undefined && ctes.has(name)) return { alias };
    const table = schema === undefined ? name : `${String(schema)}.${name}`;
    reads.add(table);
    return { alias, table };
  }

  function conditions(node: unknown, scopes: readonly (readonly Relation[])[], ctes: ReadonlySet<string>): void {
    if (isTree(node)) expression(node, 'other', scopes, ctes);
  }

  function expression(
    node: Tree,
    use: ColumnUse,
    scopes: readonly (readonly Relation[])[],
    ctes: ReadonlySet<string>,
  ): void {
    const column = inner(node, 'ColumnRef');
    if (column) {
      put(scopes, column, use);
      return;
    }
    const link = inner(node, 'SubLink');
    if (link) {
      const body = inner(link['subselect'] as Tree, 'SelectStmt');
      if (body) select(body, scopes, ctes, false);
      const test = link['testexpr'];
      if (isTree(test)) expression(test, 'equality', scopes, ctes);
      return;
    }
    const comparison = inner(node, 'A_Expr');
    if (comparison) {
      compare(comparison, use, scopes, ctes);
      return;
    }
    const test = inner(node, 'NullTest');
    if (test) {
      expression(test['arg'] as Tree, 'equality', scopes, ctes);
      return;
    }
    const boolean = inner(node, 'BoolExpr');
    if (boolean) {
      for (const one of list(boolean['args'])) {
        // `WHERE active` asks for true.
        expression(one, inner(one, 'ColumnRef') ? 'equality' : 'other', scopes, ctes);
      }
      return;
    }
    const statement = inner(node, 'SelectStmt');
    if (statement) {
      select(statement, scopes, ctes, false);
      return;
    }
    const deeper = use === 'returned' ? use : 'other';
    for (const child of children(node)) expression(child, deeper, scopes, ctes);
  }

  function compare(
    node: Tree,
    use: ColumnUse,
    scopes: readonly (readonly Relation[])[],
    ctes: ReadonlySet<string>,
  ): void {
    const sides = [node['lexpr'], node['rexpr']].flatMap((side) => (Array.isArray(side) ? (side as Tree[]) : [side]));
    const operator = String(inner(list(node['name']).at(-1) ?? {}, 'String')?.['sval'] ?? '');
    const kind = String(node['kind']);
    const told = comparisonUse(kind, operator);
    const columnsOf = sides.map((side) => (isTree(side) ? columnIn(side) : undefined));
    const madeOf = sides.map((side, at) => {
      return told !== undefined && isTree(side) && !columnsOf[at] ? computed(scopes, side) : undefined;
    });
    const parameter = sides.map((side) => parameterOf(side)).find((one) => one !== undefined);
    const joins = told === 'equality' && kind === 'AEXPR_OP' && sides.every((_, at) => columnsOf[at] ?? madeOf[at]);
    for (const [at, side] of sides.entries()) {
      const column = columnsOf[at];
      const made = madeOf[at];
      if (column && told !== undefined) put(scopes, column, joins ? 'join' : told, joins ? undefined : parameter);
      else if (isTree(side)) expression(side, use === 'returned' ? use : 'other', scopes, ctes);
      if (made && told !== undefined) add(made.table, made.text, joins ? 'join' : told, undefined, true);
    }
  }

  function anyStatement(
    node: Tree,
    outer: readonly (readonly Relation[])[],
    ctes: ReadonlySet<string>,
    main: boolean,
  ): void {
    const [kind = '', body] = Object.entries(node)[0] ?? [];
    if (!isTree(body)) return;
    if (kind === 'SelectStmt') {
      select(body, outer, ctes, main);
      return;
    }
    const names = withClause(body['withClause'], outer, ctes);
    const range = body['relation'];
    if (!isTree(range)) return;
    const target = relation(range, new Set());
    if (target.table !== undefined) writes.add(target.table);
    const scope: Relation[] = [target];
    const scopes = [scope, ...outer];
    if (kind === 'InsertStmt' && target.table !== undefined) reads.delete(target.table);
    for (const item of [...list(body['fromClause']), ...list(body['usingClause'])]) from(item, scope, scopes, names);
    if (isTree(body['sourceRelation'])) from(body['sourceRelation'], scope, scopes, names);
    conditions(body['joinCondition'], scopes, names);
    for (const one of [...list(body['cols']), ...list(body['targetList'])]) {
      const written = inner(one, 'ResTarget');
      if (written?.['name'] !== undefined && target.table !== undefined) {
        add(target.table, String(written['name']), 'written');
      }
      if (isTree(written?.['val'])) expression(written['val'], 'other', scopes, names);
    }
    const source = body['selectStmt'];
    const values = isTree(source) ? inner(source, 'SelectStmt') : undefined;
    if (values) select(values, outer, names, false);
    conditions(body['whereClause'], scopes, names);
    for (const one of list(body['returningList'])) expression(one, 'returned', scopes, names);
  }

  const root = statement as unknown as Tree;
  anyStatement(root, [], new Set(), true);
  const main = inner(root, 'SelectStmt');
  const outermost = main?.['larg'] === undefined ? main : undefined;
  const targets = list(outermost?.['targetList']).map((one) => inner(one, 'ResTarget') ?? {});
  const offset = main && offsetOf(main['limitOffset']);
  return {
    reads: [...reads].sort(),
    writes: [...writes].sort(),
    columns: [...columns.values()],
    returnsAll: targets.some((one) => isStar(one['val'])),
    returned: targets.flatMap((one) => nameOf(one) ?? []),
    limited: main?.['limitCount'] !== undefined,
    oneRow: outermost !== undefined && givesOneRow(outermost, targets),
    ...(offset ? { offset } : {}),
  };
}

function comparisonUse(kind: string, operator: string): ColumnUse | undefined {
  if (kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE' || kind === 'AEXPR_SIMILAR') return 'match';
  if (kind === 'AEXPR_BETWEEN' || kind === 'AEXPR_BETWEEN_SYM') return 'range';
  if (kind === 'AEXPR_IN' || kind === 'AEXPR_OP_ANY') return operator === '=' ? 'equality' : 'other';
  if (operator === '=') return 'equality';
  if (/^[<>]=?$/.test(operator)) return 'range';
  return /^(?:~~?\*?|@>|<@|\?|\?\||\?&|@@|&&|%)$/.test(operator) ? 'match' : undefined;
}

function resolve(
  scopes: readonly (readonly Relation[])[],
  reference: Tree,
): { readonly table: string; readonly column: string } | undefined {
  const parts = list(reference['fields']).map((field) => inner(field, 'String')?.['sval']);
  const column = parts.at(-1);
  if (typeof column !== 'string') return undefined;
  const alias = parts.at(-2);
  for (const scope of scopes) {
    if (alias === undefined) {
      // Of several tables the text alone cannot tell whose it is.
      if (scope.length === 0) continue;
      const [only] = scope;
      return scope.length === 1 && only?.table !== undefined ? { table: only.table, column } : undefined;
    }
    const found = scope.find((one) => one.alias === alias);
    if (found) return found.table === undefined ? undefined : { table: found.table, column };
  }
  return undefined;
}

/** What a key of ORDER BY or GROUP BY stands for: the place or the name of what is returned, else itself. */
function meant(key: Tree, use: 'group' | 'order', targets: readonly Tree[]): Tree {
  const place = inner(inner(key, 'A_Const') ?? {}, 'ival')?.['ival'];
  const fields = list(inner(key, 'ColumnRef')?.['fields']);
  const name = fields.length === 1 ? inner(fields[0] ?? {}, 'String')?.['sval'] : undefined;
  const found =
    typeof place === 'number'
      ? targets[place - 1]
      : name === undefined
        ? undefined
        : targets.find((one) => one['name'] === name);
  const value = found?.['val'];
  if (!isTree(value)) return key;
  // GROUP BY takes a column of the table before one that is returned, where both have the name.
  return typeof place !== 'number' && use === 'group' && names(value, String(name)) ? key : value;
}

/** What is computed from columns of one table for each row: the table, and the tree as an index would have it. */
function computedFrom(
  scopes: readonly (readonly Relation[])[],
  node: Tree,
): { readonly table: string; readonly tree: Tree } | undefined {
  const tables = new Set<string | undefined>();
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (!isTree(value)) return value;
    const reference = inner(value, 'ColumnRef');
    if (reference) {
      tables.add(resolve(scopes, reference)?.table);
      return { ColumnRef: { fields: list(reference['fields']).slice(-1) } };
    }
    if (inner(value, 'SubLink') || inner(value, 'SelectStmt')) tables.add(undefined);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copy(one)]));
  };
  if (inner(node, 'ColumnRef') || aggregated(node)) return undefined;
  const tree = copy(node);
  const [table, ...more] = tables;
  return table === undefined || more.length > 0 || !isTree(tree) ? undefined : { table, tree };
}

function parameterOf(node: unknown): number | undefined {
  if (!isTree(node)) return undefined;
  const parameter = bare(node, 'ParamRef');
  return parameter ? Number(parameter['number']) : undefined;
}

function offsetOf(node: unknown): Uses['offset'] {
  if (!isTree(node)) return undefined;
  const constant = bare(node, 'A_Const')?.['ival'];
  if (isTree(constant)) return { constant: Number(constant['ival'] ?? 0) };
  const parameter = parameterOf(node);
  return parameter === undefined ? { computed: true } : { parameter };
}

function givesOneRow(main: Tree, targets: readonly Tree[]): boolean {
  if (list(main['fromClause']).length === 0) return true;
  if (list(main['groupClause']).length > 0) return false;
  return targets.length > 0 && targets.every((one) => isTree(one['val']) && aggregated(one['val']));
}
