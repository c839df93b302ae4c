import {
  type Blueprint,
  type BlueprintColumn,
  type BlueprintTable,
  relationsOf,
} from '../../../../catalog/blueprint.ts';
import {
  baseType,
  type Call,
  camel,
  type Given,
  givenOf,
  inTemplate,
  listed,
  measuresOf,
  periodOf,
  quoted,
  ranks,
  sameWay,
  toldBy,
} from './call.ts';

/** Builders of drizzle-orm/pg-core by type, with what they take behind the name; a type that is not here is a custom one. */
const builders: Readonly<Record<string, { readonly name: string; readonly more?: string; readonly value: string }>> = {
  bigint: { name: 'bigint', more: "{ mode: 'bigint' }", value: 'bigint' },
  integer: { name: 'integer', value: 'number' },
  smallint: { name: 'smallint', value: 'number' },
  boolean: { name: 'boolean', value: 'boolean' },
  text: { name: 'text', value: 'string' },
  varchar: { name: 'varchar', value: 'string' },
  numeric: { name: 'numeric', value: 'string' },
  date: { name: 'date', value: 'string' },
  time: { name: 'time', value: 'string' },
  timestamptz: { name: 'timestamp', more: '{ withTimezone: true }', value: 'Date' },
  interval: { name: 'interval', value: 'string' },
  jsonb: { name: 'jsonb', value: 'unknown' },
  uuid: { name: 'uuid', value: 'string' },
  inet: { name: 'inet', value: 'string' },
};

export function drizzle(calls: readonly Call[], blueprint: Blueprint): string {
  const parts = [
    ...blueprint.tables.map((table) => tableOf(table, blueprint)),
    ...relationsOf(blueprint)
      .filter((one) => !blueprint.tables.includes(one))
      .map((view) => viewOf(view, blueprint)),
    ...calls.map((call) => functionOf(call, blueprint)),
  ];
  const body = parts.join('\n\n');
  const uses = (name: string) => new RegExp(`(?<![.\\w$'])${name}\\(`).test(body);
  const types = [...new Set(relationsOf(blueprint).flatMap((table) => customTypes(table, blueprint)))].sort();
  const operators = ['and', 'asc', 'desc', 'eq', 'gt', 'gte', 'inArray', 'isNull', 'lt', 'or', 'sum', 'count']
    .filter(uses)
    .sort();
  if (/\bsql`/.test(body)) operators.push('sql');
  const columns = [...new Set(Object.values(builders).map(({ name }) => name))].filter(uses);
  const core = [
    ...(uses('alias') ? ['alias'] : []),
    ...columns,
    ...(types.length > 0 ? ['customType'] : []),
    ...(uses('pgMaterializedView') ? ['pgMaterializedView'] : []),
    'pgTable',
    ...(uses('primaryKey') ? ['primaryKey'] : []),
    'type PgDatabase',
    'type PgQueryResultHKT',
  ].sort((a, b) => a.replace('type ', '').localeCompare(b.replace('type ', '')));
  return `${[
    [
      `// The queries of ${blueprint.title.replaceAll('\n', ' ')} for Drizzle, as they were planned. Written by relvar design; constraints and indexes are in schema.sql.`,
      ...(operators.length > 0 ? [`import { ${operators.join(', ')} } from 'drizzle-orm';`] : []),
      `import {\n${core.map((one) => `  ${one},`).join('\n')}\n} from 'drizzle-orm/pg-core';`,
    ].join('\n'),
    ...types.map((type) => `const ${camel(type)} = customType<{ data: string }>({ dataType: () => ${quoted(type)} });`),
    "type Db = Pick<PgDatabase<PgQueryResultHKT>, 'select'>;",
    body,
  ].join('\n\n')}\n`;
}

function customTypes(table: BlueprintTable, blueprint: Blueprint): readonly string[] {
  const own = table.columns.map((column) => baseType(column, blueprint)).filter((type) => builders[type] === undefined);
  return table.search ? [...own, 'tsvector'] : own;
}

function tableOf(table: BlueprintTable, blueprint: Blueprint): string {
  const rows = table.columns.map((column) => `  ${camel(column.name)}: ${columnOf(table, column, blueprint)},`);
  if (table.search) {
    const words = table.search.of.map((one) => `coalesce("${one}", '')`).join(" || ' ' || ");
    rows.push(
      `  ${camel(table.search.column)}: tsvector(${quoted(table.search.column)}).notNull().generatedAlwaysAs(sql\`to_tsvector('simple', ${inTemplate(words)})\`),`,
    );
  }
  const keys =
    table.primaryKey.length > 1
      ? `, (table) => [primaryKey({ columns: [${table.primaryKey.map((one) => `table.${camel(one)}`).join(', ')}] })]`
      : '';
  return `export const ${camel(table.name)} = pgTable(${quoted(table.name)}, {\n${rows.join('\n')}\n}${keys});`;
}

/** A materialised view, which stands in schema.sql. */
function viewOf(view: BlueprintTable, blueprint: Blueprint): string {
  const plain = { ...view, primaryKey: [] };
  const rows = view.columns.map((column) => `  ${camel(column.name)}: ${columnOf(plain, column, blueprint)},`);
  return `export const ${camel(view.name)} = pgMaterializedView(${quoted(view.name)}, {\n${rows.join('\n')}\n}).existing();`;
}

function columnOf(table: BlueprintTable, column: BlueprintColumn, blueprint: Blueprint): string {
  const type = baseType(column, blueprint);
  const builder = builders[type];
  const [first, second] = measuresOf(column, blueprint);
  const more =
    type === 'varchar' && first !== undefined
      ? `, { length: ${first} }`
      : type === 'numeric' && first !== undefined
        ? `, { precision: ${first}, scale: ${second ?? 0} }`
        : builder?.more
          ? `, ${builder.more}`
          : '';
  const isKey = table.primaryKey.length === 1 && table.primaryKey[0] === column.name;
  const steps = [`${builder?.name ?? camel(type)}(${quoted(column.name)}${more})`];
  if (isKey) steps.push('primaryKey()');
  else if (!column.nullable || table.primaryKey.includes(column.name)) steps.push('notNull()');
  if (column.meaning === 'identity') steps.push('generatedAlwaysAsIdentity()');
  else if (column.default !== undefined) steps.push(defaultOf(column, type));
  return steps.join('.');
}

function defaultOf({ default: given, meaning }: BlueprintColumn, type: string): string {
  if (given === 'random') return 'default(sql`gen_random_uuid()`)';
  if (given === 'now')
    return meaning === 'date'
      ? 'default(sql`CURRENT_DATE`)'
      : meaning === 'time'
        ? 'default(sql`CURRENT_TIME`)'
        : 'default(sql`now()`)';
  if (typeof given === 'string') return `default(${quoted(given)})`;
  return type === 'bigint' ? `default(${given}n)` : type === 'numeric' ? `default('${given}')` : `default(${given})`;
}

function functionOf(call: Call, blueprint: Blueprint): string {
  const { query } = call;
  const aliases = query.joins.flatMap(({ table, as }) =>
    table === as ? [] : [`  const ${camel(as)} = alias(${camel(table)}, ${quoted(as)});`],
  );
  const steps = query.each ? eachOf(call, query.each) : stepsOf(call, blueprint);
  const given = givenOf(call).map(({ name, type }) => `${camel(name)}: ${builders[type]?.value ?? 'string'}`);
  const parameters = ['db: Db', ...(given.length > 0 ? [`given: { ${given.join('; ')} }`] : [])];
  return [
    `/** ${query.name.replaceAll('*/', '* /')} */`,
    listed(`export function ${camel(call.words)}(`, parameters, ') {', ''),
    ...aliases,
    ...(query.each ? latestOf(query, query.each) : []),
    '  return db',
    ...steps.map((step, at) => `    .${step}${at === steps.length - 1 ? ';' : ''}`),
    '}',
  ].join('\n');
}

type Place = { readonly of?: string; readonly column: string };

function stepsOf(call: Call, blueprint: Blueprint): readonly string[] {
  const { query, equal, range, search, after } = call;
  const at = ({ of = query.table, column }: Place) => `${camel(of)}.${camel(column)}`;
  const own = (column: string) => at({ column });
  const conditions = query.equal.map((one, place) => `eq(${at(one)}, ${value(equal[place])})`);
  conditions.push(...conditionsOf(query, own));
  if (query.range !== undefined && range) {
    const period = periodOf(call, blueprint);
    for (const [place, sign] of ['gte', 'lt'].entries()) {
      const end = value(range[place]);
      const bound = period === undefined ? end : `sql\`${period}(\${${end}}, \${${end}}, '[]')\``;
      conditions.push(`${sign}(${own(query.range)}, ${bound})`);
    }
  }
  const words = `websearch_to_tsquery('simple', \${${value(search)}})`;
  if (search) conditions.push(`sql\`\${${own('search')}} @@ ${words}\``);
  if (after) conditions.push(behind(query.order, at, after));
  const { summary } = query;
  const told = toldBy(query, blueprint);
  const per = told?.per;
  const unit = `sql<string>\`${per?.sql(`\${${own(summary?.per?.column ?? '')}}`)}\``;
  const groups = [...(per ? [unit] : []), ...(summary?.groupBy.map(at) ?? [])];
  const columns = summary
    ? [
        ...(per ? [`${camel(per.name)}: ${unit}`] : []),
        ...summary.groupBy.map((one) => `${camel(one.column)}: ${at(one)}`),
        told?.counted === undefined
          ? 'rows: count()'
          : `rows: sql<string>\`coalesce(SUM(\${${own(told.counted)}}), 0)\``,
        ...(told?.sum ? [`${camel(told.sum.as)}: sum(${own(told.sum.of)})`] : []),
      ]
    : query.columns.map((one) => `${camel(one)}: ${own(one)}`);
  const steps = [listed('select({', columns, '})', '    '), `from(${camel(query.table)})`];
  for (const { as, on } of query.joins) {
    const pairs = on.map((one) => `eq(${at({ of: as, column: one.own })}, ${at(one)})`);
    steps.push(`innerJoin(${camel(as)}, ${all(pairs)})`);
  }
  if (conditions.length > 0) steps.push(`where(${all(conditions)})`);
  if (groups.length > 0) steps.push(`groupBy(${groups.join(', ')})`);
  if (ranks(query)) steps.push(`orderBy(sql\`ts_rank(\${${own('search')}}, ${words}) DESC\`)`);
  if (told?.order) steps.push(`orderBy(sql\`${told.order.place}${told.order.descending ? ' DESC' : ''}\`)`);
  if (!summary && query.order.length > 0) steps.push(orderOf(query.order, at));
  if (query.limit !== undefined && (!summary || summary.ranked)) steps.push(`limit(${query.limit})`);
  return steps;
}

function orderOf(order: Call['query']['order'], at: (one: Place) => string): string {
  return `orderBy(${order.map((one) => `${one.descending ? 'desc' : 'asc'}(${at(one)})`).join(', ')})`;
}

function conditionsOf(query: Call['query'], own: (column: string) => string): readonly string[] {
  return [
    ...query.absent.map((column) => `isNull(${own(column)})`),
    ...(query.among ?? []).map(({ column, values }) => {
      const [only, ...more] = values.map(quoted);
      return more.length === 0
        ? `eq(${own(column)}, ${only})`
        : `inArray(${own(column)}, [${[only, ...more].join(', ')}])`;
    }),
  ];
}

/** The first row of each, found in its part of the index. */
function latestOf(query: Call['query'], each: NonNullable<Call['query']['each']>): readonly string[] {
  const own = (column: string) => `${camel(query.table)}.${camel(column)}`;
  const conditions = [`eq(${own(each.column)}, ${camel(each.table)}.${camel(each.key)})`, ...conditionsOf(query, own)];
  const columns = query.columns.map((one) => `${camel(one)}: ${own(one)}`);
  return [
    '  const latest = db',
    ...[
      listed('select({', columns, '})', '    '),
      `from(${camel(query.table)})`,
      `where(${all(conditions)})`,
      orderOf(query.order, ({ column }) => own(column)),
      'limit(1)',
      "as('latest');",
    ].map((step) => `    .${step}`),
  ];
}

function eachOf({ query, after }: Call, each: NonNullable<Call['query']['each']>): readonly string[] {
  const key = `${camel(each.table)}.${camel(each.key)}`;
  return [
    listed(
      'select({',
      query.columns.map((one) => `${camel(one)}: latest.${camel(one)}`),
      '})',
      '    ',
    ),
    `from(${camel(each.table)})`,
    'crossJoinLateral(latest)',
    ...(query.after ? [`where(gt(${key}, ${value(after?.[0])}))`] : []),
    `orderBy(asc(${key}))`,
    ...(query.limit === undefined ? [] : [`limit(${query.limit})`]),
  ];
}

function behind(order: Call['query']['order'], at: (one: Place) => string, after: readonly Given[]): string {
  const [first] = order;
  const than = (descending: boolean | undefined) => (descending ? 'lt' : 'gt');
  if (order.length === 1 && first) return `${than(first.descending)}(${at(first)}, ${value(after[0])})`;
  if (sameWay(order)) {
    // Values take the types of their columns, as in a comparison of one.
    const columns = order.map((one) => `\${${at(one)}}`).join(', ');
    const values = order.map((one, place) => `\${sql.param(${value(after[place])}, ${at(one)})}`).join(', ');
    return `sql\`(${columns}) ${first?.descending ? '<' : '>'} (${values})\``;
  }
  const branches = order.map((own, place) =>
    all([
      ...order.slice(0, place).map((one, before) => `eq(${at(one)}, ${value(after[before])})`),
      `${than(own.descending)}(${at(own)}, ${value(after[place])})`,
    ]),
  );
  return `or(${branches.join(', ')})`;
}

function all(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] ?? '') : `and(${conditions.join(', ')})`;
}

function value(given: Given | undefined): string {
  return `given.${camel(given?.name ?? '')}`;
}
