import type { BlueprintQuery, BlueprintTable } from '../../catalog/blueprint.ts';
import type { Access } from '../model.ts';
import type { Structure } from './structure.ts';

/** A query with the access pattern that it is of. */
export interface DesignedQuery {
  readonly access: Access;
  readonly query: BlueprintQuery;
  /** What is asked for in the statement of the description, or what the library says is usual. */
  readonly said: boolean;
}

/** The queries of all access patterns; for those with pages, how to go on as well. */
export function designedQueries({ design, blueprint, names }: Structure): readonly DesignedQuery[] {
  return design.access.flatMap((access): readonly DesignedQuery[] => {
    const table = blueprint.tables.find((one) => one.name === names.table(access.of));
    if (!table) return [];
    const query = queryOf(access, table, { design, blueprint, names });
    if (!query) return [];
    const said = access.cause.kind === 'said';
    const first: DesignedQuery = { access, query, said };
    const pages = said && !access.summary && query.order.length > 0 && (query.limit ?? 0) > 1;
    return pages
      ? [first, { access, query: { ...query, name: `${query.name} (next page)`, after: true }, said }]
      : [first];
  });
}

type Names = Pick<Structure, 'design' | 'blueprint' | 'names'>;

function queryOf(
  access: Access,
  table: BlueprintTable,
  { design, blueprint, names }: Names,
): BlueprintQuery | undefined {
  const relations = design.relations.filter((one) => one.from === access.of);
  const has = (column: string) => table.columns.some((one) => one.name === column);
  const columnOf = (name: string, of = access.of): string => {
    const relation = design.relations.find((one) => one.from === of && one.role === name);
    return relation ? (relation.column ?? names.column(of, `${name}_id`)) : names.column(of, name);
  };
  const joins: BlueprintQuery['joins'][number][] = [];
  const equal: { of: string; column: string }[] = [];
  if (table.tenantColumn !== undefined) equal.push({ of: table.name, column: table.tenantColumn });
  for (const name of access.equal ?? []) {
    if (name.startsWith('~')) {
      // By way of the table between.
      const target = name.slice(1);
      const between = design.entities.find(
        (one) =>
          one.name !== access.of &&
          [access.of, target].every((end) => design.relations.some((two) => two.from === one.name && two.to === end)),
      );
      const own = between && blueprint.tables.find((one) => one.name === names.table(between.name));
      const near = design.relations.find((one) => one.from === between?.name && one.to === access.of);
      const far = design.relations.find((one) => one.from === between?.name && one.to === target && one !== near);
      if (!between || !own || !near || !far) return undefined;
      joins.push({
        table: own.name,
        as: own.name,
        on: [{ own: columnOf(near.role, between.name), of: table.name, column: table.primaryKey[0] ?? 'id' }],
      });
      equal.push({ of: own.name, column: columnOf(far.role, between.name) });
    } else if (name.includes('.')) {
      const [role = '', further = ''] = name.split('.');
      const relation = relations.find((one) => one.role === role);
      const target = relation && blueprint.tables.find((one) => one.name === names.table(relation.to));
      if (!relation || !target) return undefined;
      joins.push({
        table: target.name,
        as: target.name === table.name ? role : target.name,
        on: [{ own: target.primaryKey[0] ?? 'id', of: table.name, column: columnOf(role) }],
      });
      equal.push({ of: target.name === table.name ? role : target.name, column: columnOf(further, relation.to) });
    } else {
      const column = columnOf(name);
      if (!has(column)) return undefined;
      equal.push({ of: table.name, column });
    }
  }
  const absent = (access.absent ?? []).map((one) => columnOf(one)).filter(has);
  if (has('deleted_at')) absent.push('deleted_at');
  const order = (access.order ?? [])
    .map((one) => ({ column: columnOf(one.split(' ')[0] ?? ''), descending: one.endsWith(' desc') }))
    .filter((one) => has(one.column));
  const range = access.range === undefined ? undefined : columnOf(access.range);
  // Rows of the same moment have an order, too: pages neither repeat nor leave out one.
  const [last] = order.slice(-1);
  const key =
    table.primaryKey.find((one) => one === 'id') ?? (table.primaryKey.length === 1 ? table.primaryKey[0] : undefined);
  const isOne = access.limit === 1 && order.length === 0;
  if (last && key !== undefined && !order.some((one) => one.column === key))
    order.push({ column: key, descending: last.descending });
  if (order.length === 0 && range !== undefined && has(range) && !access.summary)
    order.push({ column: range, descending: false });
  const summary = access.summary && {
    groupBy: access.summary.groupBy.map((one) => columnOf(one)).filter(has),
    ...(access.summary.sum === undefined || !has(columnOf(access.summary.sum))
      ? {}
      : { sum: columnOf(access.summary.sum) }),
  };
  return {
    name: access.about,
    table: table.name,
    joins,
    equal,
    absent: [...new Set(absent)],
    ...(range !== undefined && has(range) ? { range } : {}),
    search: (access.search ?? []).length > 0 && table.search !== undefined,
    order,
    after: false,
    ...(isOne || access.limit === undefined ? {} : { limit: access.limit }),
    columns: shown(table),
    ...(summary ? { summary } : {}),
  };
}

/** Columns worth a list: all but long ones. */
function shown(table: BlueprintTable): readonly string[] {
  const long = new Set(['long text', 'json', 'hash']);
  const columns = table.columns
    .filter((one) => !long.has(one.meaning) && one.name !== table.tenantColumn && one.name !== 'deleted_at')
    .map((one) => one.name);
  return columns.slice(0, 12);
}
