import type { Condition, Operand, QueryRelation } from '../query-facts.ts';
import { type Collector, countParameters, surroundings } from './collector.ts';
import { conditionsOf } from './conditions.ts';
import type { Scope, ScopedRelation } from './names.ts';
import type { Source } from './tree.ts';

/** What a FROM clause holds, joins taken apart. */
export interface From {
  readonly relations: readonly QueryRelation[];
  readonly conditions: readonly Condition[];
}

/** Reads a FROM clause into the scope. */
export function readFrom(sources: readonly Source[], scope: Scope, collector: Collector): From {
  const relations: QueryRelation[] = [];
  const conditions: Condition[] = [];
  for (const source of sources) {
    const before = [...scope.relations];
    if (source.inner) {
      const inner = readFrom(source.inner, scope, collector);
      const [first, ...others] = inner.relations;
      relations.push(...(first ? [{ ...first, ...(source.join ? { join: source.join } : {}) }] : []), ...others);
      conditions.push(...inner.conditions);
    } else {
      const { relation, scoped } = readSource(source, scope, collector);
      scope.relations.push(scoped);
      relations.push({ ...relation, ...(source.join ? { join: source.join } : {}) });
    }
    const own = scope.relations.slice(before.length);
    const shared = source.natural ? sharedColumns(before, own) : (source.using ?? []);
    conditions.push(...shared.map((column) => sameColumn(column, before, own)));
    if (source.on) {
      countParameters([source.on], collector);
      conditions.push(...conditionsOf(source.on, 'on', surroundings(scope, collector)));
    }
  }
  return { relations, conditions };
}

function readSource(
  source: Source,
  scope: Scope,
  collector: Collector,
): { readonly relation: QueryRelation; readonly scoped: ScopedRelation } {
  const { table = '', schema, select, items } = source;
  const alias = source.alias ?? 'unnamed';
  if (select) {
    const { block, columns } = collector.select(
      select,
      // It does not see its neighbours.
      { role: 'derived table', name: alias, outer: { ...scope, relations: [] } },
    );
    return { relation: { alias, lateral: false, block }, scoped: { alias, columns } };
  }
  if (items) {
    countParameters(items, collector);
    return { relation: { alias, lateral: true, other: `${table}()` }, scoped: { alias, columns: undefined } };
  }
  const common = schema === undefined ? commonTable(scope, table) : undefined;
  if (common)
    return { relation: { alias, lateral: false, block: common.block }, scoped: { alias, columns: common.columns } };
  const known = collector.names.relation(table, source);
  return {
    relation: { alias, lateral: false, ...(known ? { table: known.name } : { other: table }) },
    scoped: known ? { ...known, alias } : { alias, columns: undefined },
  };
}

function commonTable(scope: Scope | undefined, name: string) {
  for (let here = scope; here; here = here.outer) {
    const found = here.commonTables.get(name.toLowerCase());
    if (found) return found;
  }
  return undefined;
}

function sharedColumns(left: readonly ScopedRelation[], right: readonly ScopedRelation[]): readonly string[] {
  const theirs = new Set(right.flatMap((one) => one.columns ?? []).map((one) => one.toLowerCase()));
  return [...new Set(left.flatMap((one) => one.columns ?? []))].filter((column) => theirs.has(column.toLowerCase()));
}

/** What USING says of a column. */
function sameColumn(column: string, left: readonly ScopedRelation[], right: readonly ScopedRelation[]): Condition {
  const side = (relations: readonly ScopedRelation[]): Operand => {
    const lower = column.toLowerCase();
    const relation = relations.find((one) => one.columns?.some((name) => name.toLowerCase() === lower)) ?? relations[0];
    const name = relation?.columns?.find((one) => one.toLowerCase() === lower) ?? column;
    return {
      text: relation === undefined ? name : `${relation.alias}.${name}`,
      column: { ...(relation === undefined ? {} : { relation: relation.alias }), column: name },
      functions: [],
    };
  };
  const [ours, theirs] = [side(left), side(right)];
  const text = `${ours.text} = ${theirs.text}`;
  return { text, clause: 'on', kind: 'comparison', negated: false, operator: '=', left: ours, right: theirs };
}
