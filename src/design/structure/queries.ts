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
type Join = BlueprintQuery['joins'][number];

function queryOf(
  access: Access,
  table: BlueprintTable,
  { design, blueprint, names }: Names,
): BlueprintQuery | undefined {
  const has = (column: string) => table.columns.some((one) => one.name === column);
  const columnOf = (name: string, of = access.of): string => {
    const relation = design.relations.find((one) => one.from === of && one.role === name);
    return relation ? (relation.column ?? names.column(of, `${name}_id`)) : names.column(of, name);
  };
  const joins: Join[] = [];
  const joined = new Map<string, string>();
  /** Where a name of the access leads: a column of its own table, or of one that is joined for it. */
  const placeOf = (name: string): { readonly of: string; readonly column: string } | undefined => {
    let [at, of] = [access.of, table.name];
    const steps = name.split('.');
    const target = steps.length === 1 ? throughPair(design, access.of, name) : undefined;
    if (target) steps.splice(0, 1, target.between, target.role);
    const last = steps.pop() ?? '';
    let path = '';
    for (const step of steps) {
      const forward = design.relations.find((one) => one.from === at && one.role === step);
      const backward = forward
        ? undefined
        : design.relations.find((one) => one.from === step && one.to === at && one.role !== last);
      const next = forward?.to ?? backward?.from;
      const own = next === undefined ? undefined : blueprint.tables.find((one) => one.name === names.table(next));
      const near = blueprint.tables.find((one) => one.name === names.table(at));
      if (next === undefined || !own || !near) return undefined;
      path = `${path}.${step}`;
      const taken = own.name === table.name || [...joined.values()].includes(own.name);
      const as = joined.get(path) ?? (taken ? `${step}_${own.name}` : own.name);
      const on = forward
        ? { own: keyOf(own), of, column: columnOf(step, at) }
        : { own: columnOf(backward?.role ?? '', next), of, column: keyOf(near) };
      if (!joined.has(path)) joins.push({ table: own.name, as, on: [on] });
      joined.set(path, as);
      [at, of] = [next, as];
    }
    const column = columnOf(last, at);
    const end = blueprint.tables.find((one) => one.name === names.table(at));
    return end?.columns.some((one) => one.name === column) ? { of, column } : undefined;
  };
  const equal: { of: string; column: string }[] = [];
  if (table.tenantColumn !== undefined) equal.push({ of: table.name, column: table.tenantColumn });
  for (const name of access.equal ?? []) {
    const place = placeOf(name);
    if (!place) return undefined;
    if (!equal.some((one) => one.of === place.of && one.column === place.column)) equal.push(place);
  }
  const absent = (access.absent ?? []).map((one) => columnOf(one)).filter(has);
  if (has('deleted_at')) absent.push('deleted_at');
  const order: BlueprintQuery['order'][number][] = (access.order ?? []).flatMap((one) => {
    const place = placeOf(one.split(' ')[0] ?? '');
    if (!place) return [];
    const descending = one.endsWith(' desc');
    return [{ column: place.column, descending, ...(place.of === table.name ? {} : { of: place.of }) }];
  });
  const range = access.range === undefined ? undefined : columnOf(access.range);
  const among = (access.among ?? [])
    .map(({ attribute, values }) => ({ column: columnOf(attribute), values }))
    .filter((one) => has(one.column));
  const each = access.each === undefined ? undefined : eachOf(access.each, access.of, { design, blueprint, names });
  // Rows of the same moment have an order, too: pages neither repeat nor leave out one.
  const single = singleKey(table);
  const keys = single === undefined ? table.primaryKey : [single];
  const isOne = access.limit === 1 && order.length === 0;
  // What is listed has pages, and pages have an order; what is found by what it is called needs neither.
  const listed =
    access.cause.kind === 'said' &&
    (access.limit ?? 0) > 1 &&
    !access.search?.length &&
    /^(?:list|show|display|browse|see|view)\b/i.test(access.about);
  if (order.length === 0 && listed && range === undefined && !each && !access.summary && single !== undefined)
    order.push({ column: single, descending: false });
  const [last] = order.slice(-1);
  if (last && !each)
    for (const key of keys) {
      const fixed = equal.some((one) => one.of === table.name && one.column === key);
      if (!fixed && !order.some((one) => one.column === key && one.of === undefined))
        order.push({ column: key, descending: last.descending });
    }
  if (order.length === 0 && range !== undefined && has(range) && !access.summary)
    order.push({ column: range, descending: false });
  const per =
    access.summary?.per === undefined || range === undefined || !isMoment(table, range)
      ? undefined
      : { column: range, unit: access.summary.per };
  if (per && !access.summary?.ranked) order.splice(0, order.length, { column: per.column, descending: false });
  const summary = access.summary && {
    groupBy: access.summary.groupBy
      .flatMap((one) => placeOf(one) ?? [])
      .map(({ of, column }) => ({
        column,
        ...(of === table.name ? {} : { of }),
      })),
    ...(access.summary.sum === undefined || !has(columnOf(access.summary.sum))
      ? {}
      : { sum: columnOf(access.summary.sum) }),
    ...(access.summary.ranked ? { ranked: true as const } : {}),
    ...(per ? { per } : {}),
  };
  return {
    name: access.about,
    table: table.name,
    joins,
    equal,
    ...(among.length > 0 ? { among } : {}),
    absent: [...new Set(absent)],
    ...(range !== undefined && has(range) ? { range } : {}),
    ...(each ? { each } : {}),
    search: (access.search ?? []).length > 0 && table.search !== undefined,
    order,
    after: false,
    ...(isOne || access.limit === undefined ? {} : { limit: access.limit }),
    columns: shown(table),
    ...(summary ? { summary } : {}),
  };
}

/** Whether a column tells a day or a time of one. */
export function isMoment({ columns }: BlueprintTable, name: string): boolean {
  return columns.some((one) => one.name === name && (one.meaning === 'instant' || one.meaning === 'date'));
}

function singleKey({ primaryKey }: BlueprintTable): string | undefined {
  return primaryKey.find((one) => one === 'id') ?? (primaryKey.length === 1 ? primaryKey[0] : undefined);
}

function keyOf(table: BlueprintTable): string {
  return singleKey(table) ?? table.primaryKey[0] ?? 'id';
}

/** What lies between two that have many of each other, where the access names only the other. */
function throughPair(
  design: Names['design'],
  of: string,
  target: string,
): { readonly between: string; readonly role: string } | undefined {
  if (design.relations.some((one) => one.from === of && one.role === target)) return undefined;
  if (!design.entities.some((one) => one.name === target)) return undefined;
  const own = design.entities.find((one) => one.name === of);
  if (own?.attributes.some((one) => one.name === target)) return undefined;
  for (const between of design.entities) {
    const near = design.relations.find((one) => one.from === between.name && one.to === of);
    const far = design.relations.find((one) => one !== near && one.from === between.name && one.to === target);
    if (near && far) return { between: between.name, role: far.role };
  }
  return undefined;
}

function eachOf(role: string, of: string, { design, blueprint, names }: Names): BlueprintQuery['each'] {
  const relation = design.relations.find((one) => one.from === of && one.role === role);
  const target = relation && blueprint.tables.find((one) => one.name === names.table(relation.to));
  return relation && target
    ? { table: target.name, key: keyOf(target), column: relation.column ?? names.column(of, `${role}_id`) }
    : undefined;
}

/** Columns worth a list: all but long ones. */
function shown(table: BlueprintTable): readonly string[] {
  const long = new Set(['long text', 'json', 'hash']);
  const columns = table.columns
    .filter((one) => !long.has(one.meaning) && one.name !== table.tenantColumn && one.name !== 'deleted_at')
    .map((one) => one.name);
  return columns.slice(0, 12);
}
