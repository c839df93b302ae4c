import { emptyBlock, type QueryBlock } from '../query-facts.ts';
import { type Collector, countParameters, openBlock, type Position, type Result, surroundings } from './collector.ts';
import { conditionsOf, operandOf, type Surroundings, textOf, walk } from './conditions.ts';
import type { Scope } from './names.ts';
import { readFrom } from './relations.ts';
import type { CommonTable, Expression, ResultColumn, Select, SelectCore, Source } from './tree.ts';

/** The CTEs of a clause. */
export function readWith(
  clause: { readonly with: readonly CommonTable[]; readonly recursive: boolean },
  scope: Scope,
  collector: Collector,
): void {
  for (const { name, columns, materialized, select } of clause.with) {
    const key = name.toLowerCase();
    // It may see itself, whatever WITH says.
    const recursive = mentions(select, key);
    if (recursive) {
      const first = select.cores[0]?.results.map(resultName);
      scope.commonTables.set(key, { block: collector.blocks.length, columns: columns ?? first });
    }
    const result = readSelect(
      select,
      { role: 'cte', name, outer: scope, recursive, ...(materialized === undefined ? {} : { materialized }) },
      collector,
    );
    scope.commonTables.set(key, { block: result.block, columns: columns ?? result.columns });
  }
}

function mentions(select: Select, name: string): boolean {
  const inSource = ({ table, schema, inner, select: below }: Source): boolean =>
    (table?.toLowerCase() === name && schema === undefined) ||
    (inner?.some(inSource) ?? false) ||
    (below !== undefined && mentions(below, name));
  return select.cores.some(({ from }) => from.some(inSource));
}

function resultName({ expression, alias }: ResultColumn): string {
  return alias ?? (expression.kind === 'column' ? expression.name : '');
}

/** Reads a SELECT and all below it. */
export function readSelect(select: Select, position: Position, collector: Collector): Result {
  const known = collector.read.get(select);
  if (known) return known;
  const scope = openBlock(collector, position.outer);
  readWith(select, scope, collector);
  const [first, second] = select.cores;
  const isSet = second !== undefined;
  if (isSet) {
    const results = select.cores.map((core) =>
      readSelect(
        { recursive: false, with: [], cores: [core], operators: [], order: [], start: core.start, end: core.end },
        { role: 'set operand', outer: scope },
        collector,
      ),
    );
    // Order and limit name results.
    scope.relations.push({ alias: '', columns: results[0]?.columns });
    const around = surroundings(scope, collector);
    collector.blocks[scope.block] = {
      ...emptyBlock(position.role),
      ...standing(position),
      ...limits(select, around),
      order: select.order.flatMap(({ expression, descending, nullsFirst }) =>
        expression.kind === 'column' && expression.table === undefined
          ? [{ operand: { text: expression.name, functions: [] }, descending, nullsFirst }]
          : [],
      ),
      setOperation: select.operators[0] ?? 'union',
    };
    countParameters(outside(select), collector);
    const result = { block: scope.block, columns: results[0]?.columns };
    collector.read.set(select, result);
    return result;
  }
  const { block, columns } = readCore(first, select, scope, collector);
  collector.blocks[scope.block] = { ...block, ...standing(position), role: position.role };
  const result = { block: scope.block, columns };
  collector.read.set(select, result);
  return result;
}

function standing({ name, materialized, recursive, outer }: Position) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(materialized === undefined ? {} : { materialized }),
    ...(recursive ? { recursive } : {}),
    ...(outer ? { parent: outer.block } : {}),
  };
}

function limits({ limit, offset }: Select, around: Surroundings): Pick<QueryBlock, 'limit' | 'offset'> {
  return {
    ...(limit ? { limit: operandOf(limit, around) } : {}),
    ...(offset ? { offset: operandOf(offset, around) } : {}),
  };
}

function outside({ limit, offset, order }: Select): readonly Expression[] {
  return [...order.map(({ expression }) => expression), ...(limit ? [limit] : []), ...(offset ? [offset] : [])];
}

function readCore(
  core: SelectCore | undefined,
  select: Select,
  scope: Scope,
  collector: Collector,
): { readonly block: QueryBlock; readonly columns: readonly string[] | undefined } {
  const empty = emptyBlock('main');
  if (!core) return { block: empty, columns: [] };
  const around = surroundings(scope, collector);
  if (core.values !== undefined) {
    countParameters(core.windows, collector);
    for (const value of core.windows) operandOf(value, around);
    return {
      block: { ...empty, relations: [{ alias: '*VALUES*', lateral: false, other: 'VALUES' }] },
      columns: Array.from({ length: core.values }, (_, at) => `column${at + 1}`),
    };
  }
  const from = readFrom(core.from, scope, collector);
  const own = [
    ...core.results.map(({ expression }) => expression),
    ...(core.where ? [core.where] : []),
    ...core.group,
    ...(core.having ? [core.having] : []),
    ...core.windows,
    ...outside(select),
  ];
  countParameters(own, collector);
  const returned = core.results.flatMap(({ expression }) =>
    expression.kind === 'star' ? [] : [operandOf(expression, around)],
  );
  const meant = (one: Expression, prefersResult: boolean) => meantBy(one, core.results, scope, prefersResult);
  const block: QueryBlock = {
    ...empty,
    relations: from.relations,
    conditions: [
      ...from.conditions,
      ...(core.where ? conditionsOf(replaced(core.where, core, scope), 'where', around) : []),
      ...(core.having ? conditionsOf(replaced(core.having, core, scope), 'having', around) : []),
    ],
    returned,
    returnsAll: core.results.some(({ expression }) => expression.kind === 'star'),
    distinct: core.distinct ? 'rows' : 'none',
    group: core.group.map((one) => operandOf(meant(one, false), around)),
    ...callsOf(own, around),
    order: select.order.map(({ expression, descending, nullsFirst }) => ({
      operand: operandOf(meant(expression, true), around),
      descending,
      nullsFirst,
    })),
    ...limits(select, around),
    ...(select.locking ? { locking: true } : {}),
  };
  for (const one of core.windows) operandOf(one, around);
  return { block, columns: outputNames(core.results, scope) };
}

/** The expression that an item of GROUP BY or ORDER BY means: a number, or the name of a result. */
function meantBy(item: Expression, results: readonly ResultColumn[], scope: Scope, prefersResult: boolean): Expression {
  if (item.kind === 'collate') return item;
  if (item.kind === 'constant' && /^\d+$/.test(item.value ?? '')) {
    return results[Number(item.value) - 1]?.expression ?? item;
  }
  if (item.kind !== 'column' || item.table !== undefined) return item;
  if (!prefersResult && isColumn(item.name, scope)) return item;
  return aliased(item.name, results) ?? item;
}

function aliased(name: string, results: readonly ResultColumn[]): Expression | undefined {
  return results.find(({ alias }) => alias?.toLowerCase() === name.toLowerCase())?.expression;
}

function isColumn(name: string, scope: Scope): boolean {
  return scope.relations.some(({ columns }) => columns?.some((one) => one.toLowerCase() === name.toLowerCase()));
}

/** WHERE and HAVING may name results, where no column has the name. */
function replaced(expression: Expression, core: SelectCore, scope: Scope): Expression {
  if (expression.kind === 'column' && expression.table === undefined && !isColumn(expression.name, scope)) {
    return aliased(expression.name, core.results) ?? expression;
  }
  if (!('items' in expression)) return expression;
  // The items keep their number and order.
  const items = expression.items.map((one) => replaced(one, core, scope));
  return { ...expression, items } as Expression;
}

function outputNames(results: readonly ResultColumn[], scope: Scope): readonly string[] | undefined {
  const names: string[] = [];
  for (const result of results) {
    const { expression } = result;
    if (expression.kind !== 'star') {
      names.push(resultName(result));
      continue;
    }
    const { table } = expression;
    const relations = scope.relations.filter(
      ({ alias }) => table === undefined || alias.toLowerCase() === table.toLowerCase(),
    );
    if (relations.some(({ columns }) => columns === undefined)) return undefined;
    names.push(...relations.flatMap(({ columns }) => columns ?? []));
  }
  return names;
}

function callsOf(expressions: readonly Expression[], around: Surroundings): Pick<QueryBlock, 'aggregates' | 'windows'> {
  const found: QueryBlock['aggregates'][number][] = [];
  let windows = false;
  for (const expression of expressions) {
    walk(expression, (one) => {
      if (one.kind !== 'call') return;
      const name = one.name.toLowerCase();
      // min and max of several values are no aggregates.
      const isExtreme = (name === 'min' || name === 'max') && one.items.length === 1;
      if (one.window) windows = true;
      else if (isExtreme || around.dialect.aggregates.has(name)) {
        found.push({ name, text: textOf(one, around), distinct: one.distinct });
      }
    });
  }
  return { aggregates: found, windows };
}
