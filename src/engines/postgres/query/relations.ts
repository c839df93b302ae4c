import type { Alias, JoinExpr, Node, RangeFunction, RangeSubselect, RangeVar } from 'libpg-query';
import type { Condition, QueryRelation } from '../../query-facts.ts';
import { type Collector, renamed, surroundings } from './collector.ts';
import { conditionsOf } from './expression.ts';
import { lastName, stringsOf } from './nodes.ts';
import { commonTable, type Scope, type ScopedRelation } from './scope.ts';

/** What a FROM clause holds, joins taken apart. */
export interface From {
  readonly relations: readonly QueryRelation[];
  readonly conditions: readonly Condition[];
}

type Join = NonNullable<QueryRelation['join']>;

/** Reads a FROM clause into the scope. */
export function readFrom(nodes: readonly Node[], scope: Scope, collector: Collector): From {
  const parts = nodes.map((node, at) => readItem(node, at === 0 ? undefined : 'cross', scope, collector));
  return {
    relations: parts.flatMap((part) => part.relations),
    conditions: parts.flatMap((part) => part.conditions),
  };
}

function readItem(node: Node, join: Join | undefined, scope: Scope, collector: Collector): From {
  if ('JoinExpr' in node) return readJoin(node.JoinExpr, join, scope, collector);
  const { relation, scoped } = readRelation(node, scope, collector);
  scope.relations.push(scoped);
  return { relations: [{ ...relation, ...(join ? { join } : {}) }], conditions: [] };
}

const joins: Readonly<Record<string, Join>> = {
  JOIN_INNER: 'inner',
  JOIN_LEFT: 'left',
  JOIN_RIGHT: 'right',
  JOIN_FULL: 'full',
};

function readJoin(expression: JoinExpr, before: Join | undefined, scope: Scope, collector: Collector): From {
  const { larg, rarg, quals, usingClause, isNatural, jointype, alias } = expression;
  const start = scope.relations.length;
  const none: From = { relations: [], conditions: [] };
  const left = larg ? readItem(larg, before, scope, collector) : none;
  const middle = scope.relations.length;
  const kind = joins[jointype ?? ''] ?? 'inner';
  const bare = kind === 'inner' && !quals && !usingClause && !isNatural;
  const right = rarg ? readItem(rarg, bare ? 'cross' : kind, scope, collector) : none;
  const [ours, theirs] = [scope.relations.slice(start, middle), scope.relations.slice(middle)];
  const shared = isNatural ? sharedColumns(ours, theirs) : stringsOf(usingClause);
  const conditions = [
    ...left.conditions,
    ...right.conditions,
    ...(quals ? conditionsOf(quals, 'on', surroundings(scope, collector)) : []),
    ...shared.map((column) => sameColumn(column, ours, theirs)),
  ];
  if (alias?.aliasname !== undefined) {
    scope.relations.push({ alias: alias.aliasname, columns: undefined, searched: false });
  }
  return { relations: [...left.relations, ...right.relations], conditions };
}

function sharedColumns(left: readonly ScopedRelation[], right: readonly ScopedRelation[]): readonly string[] {
  const theirs = new Set(right.flatMap((one) => one.columns ?? []));
  return [...new Set(left.flatMap((one) => one.columns ?? []))].filter((column) => theirs.has(column));
}

/** What USING says of a column. */
function sameColumn(column: string, left: readonly ScopedRelation[], right: readonly ScopedRelation[]): Condition {
  const side = (relations: readonly ScopedRelation[]) => {
    const relation = (relations.find((one) => one.columns?.includes(column)) ?? relations[0])?.alias;
    return {
      text: relation === undefined ? column : `${relation}.${column}`,
      column: { ...(relation === undefined ? {} : { relation }), column },
      functions: [],
    };
  };
  const [ours, theirs] = [side(left), side(right)];
  return {
    text: `${ours.text} = ${theirs.text}`,
    clause: 'on',
    kind: 'comparison',
    negated: false,
    operator: '=',
    left: ours,
    right: theirs,
  };
}

interface Read {
  readonly relation: QueryRelation;
  readonly scoped: ScopedRelation;
}

function readRelation(node: Node, scope: Scope, collector: Collector): Read {
  if ('RangeVar' in node) return readTable(node.RangeVar, scope, collector);
  if ('RangeSubselect' in node) return readDerived(node.RangeSubselect, scope, collector);
  if ('RangeFunction' in node) return readFunction(node.RangeFunction);
  if ('RangeTableSample' in node && node.RangeTableSample.relation) {
    return readRelation(node.RangeTableSample.relation, scope, collector);
  }
  const text = collector.parser.write(node);
  return {
    relation: { alias: text, lateral: false, other: text },
    scoped: { alias: aliasOf(node) ?? text, columns: undefined, searched: true },
  };
}

/** The alias of what has one: XMLTABLE, JSON_TABLE. */
function aliasOf(node: Node): string | undefined {
  const [value] = Object.values(node) as readonly { readonly alias?: Alias }[];
  return value?.alias?.aliasname;
}

/** A table, a view or a CTE under its name. */
function readTable(range: RangeVar, scope: Scope, collector: Collector): Read {
  const name = range.relname ?? '';
  const alias = range.alias?.aliasname ?? name;
  const aliases = range.alias?.colnames ? stringsOf(range.alias.colnames) : undefined;
  const common = range.schemaname === undefined ? commonTable(scope, name) : undefined;
  if (common) {
    return {
      relation: {
        alias,
        lateral: false,
        ...(common.block === undefined ? { other: name } : { block: common.block }),
      },
      scoped: { alias, columns: renamed(common.columns, aliases), searched: true },
    };
  }
  const known = collector.names.relation(range);
  return {
    relation: { alias, lateral: false, ...(known ? { table: known.name } : { other: name }) },
    scoped: {
      alias,
      columns: renamed(known?.columns, aliases),
      ...(known && !aliases ? { computed: known.computed } : {}),
      searched: true,
    },
  };
}

function readDerived(range: RangeSubselect, scope: Scope, collector: Collector): Read {
  const alias = range.alias?.aliasname ?? 'unnamed';
  const lateral = Boolean(range.lateral);
  const aliases = range.alias?.colnames ? stringsOf(range.alias.colnames) : undefined;
  const select = range.subquery && 'SelectStmt' in range.subquery ? range.subquery.SelectStmt : undefined;
  if (!select) throw new Error('a derived table without its query');
  // Without LATERAL it does not see its neighbours.
  const outer = lateral ? scope : { ...scope, relations: [] };
  const { block, columns } = collector.select(select, { role: 'derived table', name: alias, outer });
  return {
    relation: { alias, lateral, block },
    scoped: { alias, columns: renamed(columns, aliases), searched: true },
  };
}

function readFunction(range: RangeFunction): Read {
  const [first] = range.functions ?? [];
  const items = first && 'List' in first ? (first.List.items ?? []) : [];
  const call = items.find((item) => 'FuncCall' in item);
  const name = call && 'FuncCall' in call ? lastName(call.FuncCall.funcname) : 'function';
  const alias = range.alias?.aliasname ?? name;
  const declared = range.coldeflist?.flatMap((node) => ('ColumnDef' in node ? [node.ColumnDef.colname ?? ''] : []));
  return {
    relation: { alias, lateral: Boolean(range.lateral), other: `${name}()` },
    scoped: { alias, columns: declared, searched: true },
  };
}
