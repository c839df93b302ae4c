import type { Node, RangeVar } from 'libpg-query';
import type { Catalog } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { Policy, Table } from '../../../catalog/table.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { GuardedQuery } from '../../engine.ts';
import { columnName, replaceNodes, stringsOf, walk } from './nodes.ts';
import { openParser, type Parser } from './parser.ts';

type Command = 'select' | 'update' | 'delete';

/**
 * The query with the conditions that row security adds to it for a role that the policies bind: the permissive ones of the
 * command in an OR, the restrictive ones beside it (get_row_security_policies in PostgreSQL's rowsecurity.c). Nothing
 * where no table of it is guarded.
 */
export async function underPolicies(
  sql: string,
  catalog: Catalog,
  { defaultSchema }: Pick<Traits, 'defaultSchema'>,
): Promise<GuardedQuery | undefined> {
  const guarded = catalog.tables.filter((one) => one.rowSecurity !== 'off' && one.policies.length > 0);
  if (guarded.length === 0) return undefined;
  const parser = await openParser();
  const parsed = parser.parse(sql);
  const node = 'fault' in parsed || parsed.statements.length !== 1 ? undefined : parsed.statements[0]?.node;
  if (!node) return undefined;
  const tables = new Map(guarded.map((one) => [qualified(one), one]));
  const role = roleOf(guarded);
  const found = new Map<string, QualifiedName>();
  const guard: Guard = (range, command) => {
    const table = tables.get(qualified({ schema: range.schemaname ?? defaultSchema, name: range.relname ?? '' }));
    const condition = table && conditionOf(table, command, role, range, parser);
    if (!table || !condition) return undefined;
    found.set(qualified(table), { schema: table.schema, name: table.name });
    return condition;
  };
  const written = withConditions(node, guard, commonTables(node));
  if (found.size === 0) return undefined;
  return {
    sql: parser.writeStatement(written),
    planned: parser.writeStatement(replaceNodes(written, once)),
    tables: [...found.values()],
    ...(role === undefined ? {} : { role }),
  };
}

type Guard = (range: RangeVar, command: Command) => Node | undefined;

/** The role that most policies name: where they bind different ones, the queries are taken for those of this one. */
function roleOf(tables: readonly Table[]): string | undefined {
  const counts = new Map<string, number>();
  for (const role of tables.flatMap((one) => one.policies.flatMap((policy) => policy.roles)))
    counts.set(role, (counts.get(role) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function commonTables(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(node, (below) => {
    if ('CommonTableExpr' in below) names.add(below.CommonTableExpr.ctename ?? '');
    return undefined;
  });
  return names;
}

function conditionOf(
  table: Table,
  command: Command,
  role: string | undefined,
  range: RangeVar,
  parser: Parser,
): Node | undefined {
  const binding = table.policies.filter(
    (one) =>
      (one.command === 'all' || one.command === command) &&
      (one.roles.length === 0 || (role !== undefined && one.roles.includes(role))),
  );
  const usings = (permissive: boolean) =>
    binding.filter((one) => one.permissive === permissive).flatMap((one) => usingOf(one, table, range, parser));
  const permissive = usings(true);
  // Without a permissive policy no row is seen, and there is nothing to plan.
  if (permissive.length === 0) return undefined;
  const all = [...(permissive.some(isTrue) ? [] : [joined('OR_EXPR', permissive)]), ...usings(false)];
  return all.length === 0 ? undefined : joined('AND_EXPR', all);
}

function isTrue(node: Node): boolean {
  return 'A_Const' in node && node.A_Const.boolval?.boolval === true;
}

function joined(boolop: 'AND_EXPR' | 'OR_EXPR', args: readonly Node[]): Node {
  const [only, ...more] = args;
  return only && more.length === 0 ? only : { BoolExpr: { boolop, args: [...args] } };
}

/** A policy's condition, its columns called by the name that the query gives the table. */
function usingOf({ using }: Policy, table: Table, range: RangeVar, parser: Parser): readonly Node[] {
  if (using === undefined) return [];
  const parsed = parser.parse(`SELECT ${using}`);
  const select = 'fault' in parsed ? undefined : parsed.statements[0]?.node;
  const target = select && 'SelectStmt' in select ? select.SelectStmt.targetList?.[0] : undefined;
  const made = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  if (!made) return [];
  const alias: Node = { String: { sval: range.alias?.aliasname ?? range.relname ?? '' } };
  const named = (below: Node, within: boolean): Node | undefined => {
    // What stands alone in a sub-query is the sub-query's; the engine qualifies what is not.
    if ('SubLink' in below) {
      const subselect = replaceNodes(below.SubLink.subselect, (one) => named(one, true));
      const testexpr = replaceNodes(below.SubLink.testexpr, (one) => named(one, within));
      return {
        SubLink: { ...below.SubLink, ...(subselect ? { subselect } : {}), ...(testexpr ? { testexpr } : {}) },
      };
    }
    const names = columnName(below);
    if (!names || !('ColumnRef' in below)) return undefined;
    const isOwn = names.length === 1 ? !within : names.at(-2) === table.name;
    const field = below.ColumnRef.fields?.at(-1);
    return isOwn && field ? { ColumnRef: { ...below.ColumnRef, fields: [alias, field] } } : undefined;
  };
  return [replaceNodes(made, (below) => named(below, false))];
}

/** Every SELECT, UPDATE and DELETE of a tree with the conditions of the tables that stand in it. */
function withConditions(node: Node, guard: Guard, common: ReadonlySet<string>): Node {
  const ask = (range: RangeVar, command: Command) =>
    range.schemaname === undefined && common.has(range.relname ?? '') ? undefined : guard(range, command);
  /** A part of FROM, with what WHERE gets for it; of an outer join's optional side ON gets it. */
  const joinedPart = (part: Node, conditions: Node[]): Node => {
    if ('RangeVar' in part) {
      const condition = ask(part.RangeVar, 'select');
      if (condition) conditions.push(condition);
      return part;
    }
    if (!('JoinExpr' in part)) return part;
    const { jointype, larg, rarg, quals } = part.JoinExpr;
    const optional: Node[] = [];
    const isFull = jointype === 'JOIN_FULL';
    const left = larg && joinedPart(larg, isFull ? [] : jointype === 'JOIN_RIGHT' ? optional : conditions);
    const right = rarg && joinedPart(rarg, isFull ? [] : jointype === 'JOIN_LEFT' ? optional : conditions);
    const on = quals && optional.length > 0 ? joined('AND_EXPR', [quals, ...optional]) : quals;
    return {
      JoinExpr: {
        ...part.JoinExpr,
        ...(left ? { larg: left } : {}),
        ...(right ? { rarg: right } : {}),
        ...(on ? { quals: on } : {}),
      },
    };
  };
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const body = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
    const conditions: Node[] = [];
    const changed = 'UpdateStmt' in value ? 'update' : 'DeleteStmt' in value ? 'delete' : undefined;
    if (changed) {
      const [kind = '', statement] = Object.entries(body)[0] ?? [];
      const { relation, whereClause } = statement as { relation?: RangeVar; whereClause?: Node };
      const condition = relation && ask(relation, changed);
      if (!condition) return body;
      const where = joined('AND_EXPR', [...(whereClause ? [whereClause] : []), condition]);
      return { [kind]: { ...(statement as object), whereClause: where } };
    }
    const { fromClause, whereClause } = body as { fromClause?: readonly Node[]; whereClause?: Node };
    if (!Array.isArray(fromClause)) return body;
    const parts = fromClause.map((part: Node) => joinedPart(part, conditions));
    if (conditions.length === 0) return { ...body, fromClause: parts };
    const where = joined('AND_EXPR', [...(whereClause ? [whereClause] : []), ...conditions]);
    return { ...body, fromClause: parts, whereClause: where };
  };
  // Nodes are made of nodes: the statement keeps its shape.
  return visit(node) as Node;
}

/** A function of the session is asked once, before the query runs: the planner then knows no value of it, nor fails for one. */
function once(node: Node): Node | undefined {
  if ('SubLink' in node) return node;
  if (!('FuncCall' in node) || !ofSession.test(stringsOf(node.FuncCall.funcname).join('.'))) return undefined;
  return {
    SubLink: {
      subLinkType: 'EXPR_SUBLINK',
      subselect: {
        SelectStmt: {
          targetList: [{ ResTarget: { val: node } }],
          limitOption: 'LIMIT_OPTION_DEFAULT',
          op: 'SETOP_NONE',
        },
      },
    },
  };
}

const ofSession = /^(?:pg_catalog\.)?current_setting$|^auth\./;
