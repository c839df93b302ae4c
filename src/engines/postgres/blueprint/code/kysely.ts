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
  listed,
  pascal,
  periodOf,
  quoted,
  ranks,
  sameWay,
  toldBy,
} from './call.ts';

/** What the driver `pg` gives for a value of a type; whole numbers of 8 bytes and decimals are texts, lest they be rounded. */
const driverTypes: Readonly<Record<string, string>> = {
  smallint: 'number',
  integer: 'number',
  boolean: 'boolean',
  date: 'Date',
  timestamptz: 'Date',
  jsonb: 'unknown',
};

export function kysely(calls: readonly Call[], blueprint: Blueprint): string {
  const tables = relationsOf(blueprint);
  const generic = tables.some((table) => table.columns.some((column) => generated(column, 'string') !== 'string'));
  const always = tables.some((one) => one.search ?? one.columns.some(({ meaning }) => meaning === 'identity'));
  const functions = calls.map((call) => functionOf(call, blueprint));
  const imports = [
    ...(generic && tables.some((one) => one.columns.some(({ default: given }) => given !== undefined))
      ? ['type Generated']
      : []),
    ...(always ? ['type GeneratedAlways'] : []),
    'type Kysely',
    ...(functions.some((one) => /\bsql[.<`]/.test(one)) ? ['sql'] : []),
  ];
  return `${[
    `// The queries of ${blueprint.title.replaceAll('\n', ' ')} for Kysely, as they were planned. Written by relvar design; types are those of the driver pg.\nimport { ${imports.join(', ')} } from 'kysely';`,
    `export interface Database {\n${tables.map(({ name }) => `  ${key(name)}: ${pascal(name)};`).join('\n')}\n}`,
    ...tables.map((table) => interfaceOf(table, blueprint)),
    ...functions,
  ].join('\n\n')}\n`;
}

function interfaceOf(table: BlueprintTable, blueprint: Blueprint): string {
  const rows = table.columns.map((column) => {
    const nullable = column.nullable && !table.primaryKey.includes(column.name);
    const type = `${driverTypes[baseType(column, blueprint)] ?? 'string'}${nullable ? ' | null' : ''}`;
    return `  ${key(column.name)}: ${generated(column, type)};`;
  });
  if (table.search) rows.push(`  ${key(table.search.column)}: GeneratedAlways<string>;`);
  return `export interface ${pascal(table.name)} {\n${rows.join('\n')}\n}`;
}

function generated(column: BlueprintColumn, type: string): string {
  if (column.meaning === 'identity') return `GeneratedAlways<${type}>`;
  return column.default === undefined ? type : `Generated<${type}>`;
}

function functionOf(call: Call, blueprint: Blueprint): string {
  const given = givenOf(call);
  const types = given.map(({ name, type }) => `${camel(name)}: ${driverTypes[type] ?? 'string'}`);
  const parameters = ['db: Kysely<Database>', ...(given.length > 0 ? [`given: { ${types.join('; ')} }`] : [])];
  const steps = call.query.each ? eachOf(call, call.query.each) : stepsOf(call, blueprint);
  return [
    `/** ${call.query.name.replaceAll('*/', '* /')} */`,
    listed(`export function ${camel(call.words)}(`, parameters, ') {', ''),
    '  return db',
    ...steps.map((step, at) => `    .${step}${at === steps.length - 1 ? ';' : ''}`),
    '}',
  ].join('\n');
}

type Place = { readonly of?: string; readonly column: string };

function stepsOf(call: Call, blueprint: Blueprint): readonly string[] {
  const { query, equal, range, search, after } = call;
  const many = query.joins.length > 0;
  const at = ({ of = query.table, column }: Place) => quoted(many ? `${of}.${column}` : column);
  const own = (column: string) => at({ column });
  const steps = [`selectFrom(${quoted(query.table)})`];
  for (const { table, as, on } of query.joins) {
    const what = quoted(table === as ? table : `${table} as ${as}`);
    const pairs = on.map((one) => [quoted(`${as}.${one.own}`), quoted(`${one.of}.${one.column}`)] as const);
    const [only] = pairs;
    steps.push(
      only && pairs.length === 1
        ? `innerJoin(${what}, ${only.join(', ')})`
        : `innerJoin(${what}, (join) => join.${pairs.map(([left, right]) => `onRef(${left}, '=', ${right})`).join('.')})`,
    );
  }
  const { summary } = query;
  const told = toldBy(query, blueprint);
  const per = told?.per;
  const unit = `sql<${driverTypes[per?.type ?? ''] ?? 'string'}>\`${per?.sql(`\${sql.ref(${own(summary?.per?.column ?? '')})}`)}\``;
  const groups = [...(per ? [unit] : []), ...(summary?.groupBy.map(at) ?? [])];
  if (summary) {
    const columns = [...(per ? [`${unit}.as(${quoted(per.name)})`] : []), ...summary.groupBy.map(at)];
    columns.push(
      told?.counted === undefined
        ? "eb.fn.countAll<string>().as('rows')"
        : `sql<string>\`coalesce(sum(\${sql.ref(${own(told.counted)})}), 0)\`.as('rows')`,
    );
    if (told?.sum) columns.push(`eb.fn.sum<string>(${own(told.sum.of)}).as(${quoted(told.sum.as)})`);
    steps.push(`select(${columns.some((one) => one.includes('eb.')) ? '(eb)' : '()'} => [${columns.join(', ')}])`);
  } else steps.push(listed('select([', query.columns.map(own), '])', '    '));
  for (const [place, one] of query.equal.entries()) steps.push(`where(${at(one)}, '=', ${value(equal[place])})`);
  steps.push(...conditionsOf(query, own));
  if (query.range !== undefined && range) {
    const period = periodOf(call, blueprint);
    for (const [place, sign] of ['>=', '<'].entries()) {
      const end = value(range[place]);
      const bound = period === undefined ? end : `sql<string>\`${period}(\${${end}}, \${${end}}, '[]')\``;
      steps.push(`where(${own(query.range)}, '${sign}', ${bound})`);
    }
  }
  const words = `websearch_to_tsquery('simple', \${${value(search)}})`;
  if (search) steps.push(`where(sql<boolean>\`\${sql.ref(${own('search')})} @@ ${words}\`)`);
  if (after) steps.push(`where(${behind(query.order, at, after)})`);
  if (groups.length > 0) steps.push(`groupBy([${groups.join(', ')}])`);
  if (ranks(query)) steps.push(`orderBy(sql\`ts_rank(\${sql.ref(${own('search')})}, ${words})\`, 'desc')`);
  if (told?.order) steps.push(`orderBy(sql\`${told.order.place}\`${told.order.descending ? ", 'desc'" : ''})`);
  if (!summary) steps.push(...query.order.map((one) => `orderBy(${at(one)}${one.descending ? ", 'desc'" : ''})`));
  if (query.limit !== undefined && (!summary || summary.ranked)) steps.push(`limit(${query.limit})`);
  return steps;
}

function conditionsOf(query: Call['query'], own: (column: string) => string): readonly string[] {
  return [
    ...query.absent.map((column) => `where(${own(column)}, 'is', null)`),
    ...(query.among ?? []).map(({ column, values }) => {
      const [only, ...more] = values.map(quoted);
      return more.length === 0
        ? `where(${own(column)}, '=', ${only})`
        : `where(${own(column)}, 'in', [${[only, ...more].join(', ')}])`;
    }),
  ];
}

/** The first row of each, found in its part of the index. */
function eachOf({ query, after }: Call, each: NonNullable<Call['query']['each']>): readonly string[] {
  const own = (column: string) => quoted(`${query.table}.${column}`);
  const key = quoted(`${each.table}.${each.key}`);
  const inner = [
    `selectFrom(${quoted(query.table)})`,
    listed('select([', query.columns.map(own), '])', '          '),
    `whereRef(${own(each.column)}, '=', ${key})`,
    ...conditionsOf(query, own),
    ...query.order.map(({ column, descending }) => `orderBy(${own(column)}${descending ? ", 'desc'" : ''})`),
    'limit(1)',
    "as('latest')",
  ];
  return [
    `selectFrom(${quoted(each.table)})`,
    `innerJoinLateral(\n      (eb) =>\n        eb\n${inner.map((one) => `          .${one}`).join('\n')},\n      (join) => join.onTrue(),\n    )`,
    "selectAll('latest')",
    ...(query.after ? [`where(${key}, '>', ${value(after?.[0])})`] : []),
    `orderBy(${key})`,
    ...(query.limit === undefined ? [] : [`limit(${query.limit})`]),
  ];
}

function behind(order: Call['query']['order'], at: (one: Place) => string, after: readonly Given[]): string {
  const [first] = order;
  if (order.length === 1 && first) return `${at(first)}, '${first.descending ? '<' : '>'}', ${value(after[0])}`;
  if (sameWay(order)) {
    const columns = order.map(at).join(', ');
    return `(eb) => eb(eb.refTuple(${columns}), '${first?.descending ? '<' : '>'}', eb.tuple(${after.map(value).join(', ')}))`;
  }
  const branches = order.map((own, place) => {
    const same = order.slice(0, place).map((one, before) => `eb(${at(one)}, '=', ${value(after[before])})`);
    const last = `eb(${at(own)}, '${own.descending ? '<' : '>'}', ${value(after[place])})`;
    return same.length === 0 ? last : `eb.and([${[...same, last].join(', ')}])`;
  });
  return `(eb) => eb.or([${branches.join(', ')}])`;
}

function value(given: Given | undefined): string {
  return `given.${camel(given?.name ?? '')}`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}
