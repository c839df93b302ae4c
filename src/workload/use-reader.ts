import type { Node } from 'libpg-query';
import { children, columnIn, inner, isTree, list, parameterOf, type Tree } from './statement-tree.ts';
import { computedFrom, meant, type Relation, resolve } from './use-scopes.ts';
import type { ColumnUse, UsedColumn } from './uses.ts';

type Scopes = readonly (readonly Relation[])[];
type Names = ReadonlySet<string>;

/** Collects what a statement reads, writes and does with columns. Columns whose table cannot be told are left out. */
export class UseReader {
  readonly reads = new Set<string>();
  readonly writes = new Set<string>();
  private readonly found = new Map<string, UsedColumn>();
  private readonly write: (node: Node) => string;
  private readonly constants: Readonly<Record<string, string>>;

  constructor(write: (node: Node) => string, constants: Readonly<Record<string, string>>) {
    this.write = write;
    this.constants = constants;
  }

  get columns(): readonly UsedColumn[] {
    return [...this.found.values()];
  }

  private select(stmt: Tree, outer: Scopes, ctes: Names): void {
    const names = this.withClause(stmt['withClause'], outer, ctes);
    if (stmt['larg'] !== undefined) {
      this.select(stmt['larg'] as Tree, outer, names);
      this.select(stmt['rarg'] as Tree, outer, names);
      return;
    }
    const scope: Relation[] = [];
    const scopes = [scope, ...outer];
    for (const item of list(stmt['fromClause'])) this.from(item, scope, scopes, names);
    const targets = list(stmt['targetList']).map((target) => inner(target, 'ResTarget') ?? {});
    for (const { val } of targets) if (isTree(val)) this.expression(val, 'returned', scopes, names);
    for (const values of list(stmt['valuesLists'])) this.expression(values, 'other', scopes, names);
    this.conditions(stmt['whereClause'], scopes, names);
    this.conditions(stmt['havingClause'], scopes, names);
    for (const key of list(stmt['groupClause'])) this.ordering(key, 'group', targets, scopes, names);
    for (const key of list(stmt['sortClause'])) {
      const node = inner(key, 'SortBy')?.['node'];
      if (isTree(node)) this.ordering(node, 'order', targets, scopes, names);
    }
  }

  private ordering(key: Tree, use: 'group' | 'order', targets: readonly Tree[], scopes: Scopes, ctes: Names): void {
    const node = meant(key, use, targets);
    const column = inner(node, 'ColumnRef');
    const made = column ? undefined : this.computed(scopes, node);
    if (column) this.put(scopes, column, use);
    else if (made) this.add(made.table, made.text, use, undefined, true);
    if (!column) this.expression(node, 'other', scopes, ctes);
  }

  private withClause(clause: unknown, outer: Scopes, ctes: Names): Names {
    if (clause === undefined) return ctes;
    const names = new Set(ctes);
    const bodies = list((clause as Tree)['ctes']).flatMap((one) => {
      const cte = inner(one, 'CommonTableExpr');
      if (cte) names.add(String(cte['ctename']));
      return cte ? [cte['ctequery'] as Tree] : [];
    });
    for (const body of bodies) this.anyStatement(body, outer, names);
    return names;
  }

  private from(item: Tree, scope: Relation[], scopes: Scopes, ctes: Names): void {
    const range = inner(item, 'RangeVar');
    if (range) {
      scope.push(this.relation(range, ctes));
      return;
    }
    const join = inner(item, 'JoinExpr');
    if (join) {
      this.from(join['larg'] as Tree, scope, scopes, ctes);
      this.from(join['rarg'] as Tree, scope, scopes, ctes);
      this.conditions(join['quals'], scopes, ctes);
      for (const using of list(join['usingClause'])) {
        const column = String(inner(using, 'String')?.['sval']);
        for (const one of scope) if (one.table !== undefined) this.add(one.table, column, 'join');
      }
      return;
    }
    const derived = inner(item, 'RangeSubselect');
    if (derived) {
      const body = inner(derived['subquery'] as Tree, 'SelectStmt');
      if (body) this.select(body, scopes, ctes);
      scope.push({ alias: String((derived['alias'] as Tree | undefined)?.['aliasname'] ?? '') });
      return;
    }
    const other = Object.values(item)[0];
    if (isTree(other)) scope.push({ alias: String((other['alias'] as Tree | undefined)?.['aliasname'] ?? '') });
  }

  private relation(range: Tree, ctes: Names): Relation {
    const name = String(range['relname']);
    const schema = range['schemaname'];
    const alias = String((range['alias'] as Tree | undefined)?.['aliasname'] ?? name);
    if (schema === undefined && ctes.has(name)) return { alias };
    const table = schema === undefined ? name : `${String(schema)}.${name}`;
    this.reads.add(table);
    return { alias, table };
  }

  private conditions(node: unknown, scopes: Scopes, ctes: Names): void {
    if (isTree(node)) this.expression(node, 'other', scopes, ctes);
  }

  private expression(node: Tree, use: ColumnUse, scopes: Scopes, ctes: Names): void {
    const column = inner(node, 'ColumnRef');
    if (column) {
      this.put(scopes, column, use);
      return;
    }
    const link = inner(node, 'SubLink');
    if (link) {
      const body = inner(link['subselect'] as Tree, 'SelectStmt');
      if (body) this.select(body, scopes, ctes);
      const test = link['testexpr'];
      if (isTree(test)) this.expression(test, 'equality', scopes, ctes);
      return;
    }
    const comparison = inner(node, 'A_Expr');
    if (comparison) {
      this.compare(comparison, use, scopes, ctes);
      return;
    }
    const test = inner(node, 'NullTest');
    if (test) {
      this.expression(test['arg'] as Tree, 'equality', scopes, ctes);
      return;
    }
    const boolean = inner(node, 'BoolExpr');
    if (boolean) {
      for (const one of list(boolean['args'])) {
        // `WHERE active` asks for true.
        this.expression(one, inner(one, 'ColumnRef') ? 'equality' : 'other', scopes, ctes);
      }
      return;
    }
    const statement = inner(node, 'SelectStmt');
    if (statement) {
      this.select(statement, scopes, ctes);
      return;
    }
    const deeper = use === 'returned' ? use : 'other';
    for (const child of children(node)) this.expression(child, deeper, scopes, ctes);
  }

  private compare(node: Tree, use: ColumnUse, scopes: Scopes, ctes: Names): void {
    const sides = [node['lexpr'], node['rexpr']].flatMap((side) => (Array.isArray(side) ? (side as Tree[]) : [side]));
    const operator = String(inner(list(node['name']).at(-1) ?? {}, 'String')?.['sval'] ?? '');
    const kind = String(node['kind']);
    const told = comparisonUse(kind, operator);
    const columnsOf = sides.map((side) => (isTree(side) ? columnIn(side) : undefined));
    const madeOf = sides.map((side, at) => {
      return told !== undefined && isTree(side) && !columnsOf[at] ? this.computed(scopes, side) : undefined;
    });
    const parameter = sides.map((side) => parameterOf(side)).find((one) => one !== undefined);
    const joins = told === 'equality' && kind === 'AEXPR_OP' && sides.every((_, at) => columnsOf[at] ?? madeOf[at]);
    for (const [at, side] of sides.entries()) {
      const column = columnsOf[at];
      const made = madeOf[at];
      if (column && told !== undefined) this.put(scopes, column, joins ? 'join' : told, joins ? undefined : parameter);
      else if (isTree(side)) this.expression(side, use === 'returned' ? use : 'other', scopes, ctes);
      if (made && told !== undefined) this.add(made.table, made.text, joins ? 'join' : told, undefined, true);
    }
  }

  anyStatement(node: Tree, outer: Scopes, ctes: Names): void {
    const [kind = '', body] = Object.entries(node)[0] ?? [];
    if (!isTree(body)) return;
    if (kind === 'SelectStmt') {
      this.select(body, outer, ctes);
      return;
    }
    const names = this.withClause(body['withClause'], outer, ctes);
    const range = body['relation'];
    if (!isTree(range)) return;
    const target = this.relation(range, new Set());
    if (target.table !== undefined) this.writes.add(target.table);
    const scope: Relation[] = [target];
    const scopes = [scope, ...outer];
    if (kind === 'InsertStmt' && target.table !== undefined) this.reads.delete(target.table);
    for (const item of [...list(body['fromClause']), ...list(body['usingClause'])])
      this.from(item, scope, scopes, names);
    if (isTree(body['sourceRelation'])) this.from(body['sourceRelation'], scope, scopes, names);
    this.conditions(body['joinCondition'], scopes, names);
    for (const one of [...list(body['cols']), ...list(body['targetList'])]) {
      const written = inner(one, 'ResTarget');
      if (written?.['name'] !== undefined && target.table !== undefined) {
        this.add(target.table, String(written['name']), 'written');
      }
      if (isTree(written?.['val'])) this.expression(written['val'], 'other', scopes, names);
    }
    const source = body['selectStmt'];
    const values = isTree(source) ? inner(source, 'SelectStmt') : undefined;
    if (values) this.select(values, outer, names);
    this.conditions(body['whereClause'], scopes, names);
    for (const one of list(body['returningList'])) this.expression(one, 'returned', scopes, names);
  }

  private put(scopes: Scopes, node: Tree, use: ColumnUse, parameter?: number): void {
    const found = resolve(scopes, node);
    if (found) this.add(found.table, found.column, use, parameter);
  }

  private add(table: string, column: string, use: ColumnUse, parameter?: number, expression?: true): void {
    this.found.set(`${table}\n${column}\n${use}\n${parameter ?? ''}`, {
      table,
      column,
      ...(expression ? { expression } : {}),
      use,
      ...(parameter === undefined ? {} : { parameter }),
    });
  }

  private computed(scopes: Scopes, node: Tree) {
    const found = computedFrom(scopes, node);
    if (!found) return undefined;
    // What is no constant is numbered anew, so that it is the same in each query.
    let unknown = 0;
    const number = (_: string, parameter: string) => this.constants[parameter] ?? `$${++unknown}`;
    // The tree is a copy of the statement's.
    return { table: found.table, text: this.write(found.tree as unknown as Node).replace(/\$(\d+)/g, number) };
  }
}

function comparisonUse(kind: string, operator: string): ColumnUse | undefined {
  if (kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE' || kind === 'AEXPR_SIMILAR') return 'match';
  if (kind === 'AEXPR_BETWEEN' || kind === 'AEXPR_BETWEEN_SYM') return 'range';
  if (kind === 'AEXPR_IN' || kind === 'AEXPR_OP_ANY') return operator === '=' ? 'equality' : 'other';
  if (operator === '=') return 'equality';
  if (/^[<>]=?$/.test(operator)) return 'range';
  return /^(?:~~?\*?|@>|<@|\?|\?\||\?&|@@|&&|%)$/.test(operator) ? 'match' : undefined;
}
