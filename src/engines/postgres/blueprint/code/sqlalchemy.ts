import {
  type Blueprint,
  type BlueprintColumn,
  type BlueprintTable,
  relationsOf,
} from '../../../../catalog/blueprint.ts';
import { quoteIdentifier } from '../../quote.ts';
import {
  baseType,
  type Call,
  type Given,
  givenOf,
  listed,
  measuresOf,
  periodOf,
  ranks,
  sameWay,
  toldBy,
} from './call.ts';

/** Types of SQLAlchemy and of Python by PostgreSQL's. */
const types: Readonly<Record<string, { readonly name: string; readonly of?: 'postgresql'; readonly value: string }>> = {
  bigint: { name: 'BigInteger', value: 'int' },
  integer: { name: 'Integer', value: 'int' },
  smallint: { name: 'SmallInteger', value: 'int' },
  boolean: { name: 'Boolean', value: 'bool' },
  text: { name: 'Text', value: 'str' },
  varchar: { name: 'String', value: 'str' },
  numeric: { name: 'Numeric', value: 'Decimal' },
  date: { name: 'Date', value: 'date' },
  time: { name: 'Time', value: 'time' },
  timestamptz: { name: 'DateTime', value: 'datetime' },
  interval: { name: 'Interval', value: 'timedelta' },
  jsonb: { name: 'JSONB', of: 'postgresql', value: 'object' },
  uuid: { name: 'UUID', of: 'postgresql', value: 'UUID_' },
  inet: { name: 'INET', of: 'postgresql', value: 'str' },
  tstzrange: { name: 'TSTZRANGE', of: 'postgresql', value: 'object' },
  daterange: { name: 'DATERANGE', of: 'postgresql', value: 'object' },
  tsvector: { name: 'TSVECTOR', of: 'postgresql', value: 'str' },
};

/** Words that Python keeps for itself, and names that the file uses. */
const taken = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield metadata and_ or_ func select tuple_ true latest literal_column ' +
    'Column Table MetaData Select Identity FetchedValue Computed date time datetime timedelta'
  ).split(' '),
);

export function sqlalchemy(calls: readonly Call[], blueprint: Blueprint): string {
  const body = [
    ...relationsOf(blueprint).map((table) => tableOf(table, blueprint)),
    ...calls.map((call) => functionOf(call, blueprint)),
  ].join('\n\n\n');
  const uses = (name: string) => new RegExp(`(?<![.\\w"])${name}\\b`).test(body);
  const general = [
    ...Object.values(types).flatMap(({ name, of }) => (of === undefined ? [name] : [])),
    ...[
      'Column',
      'Computed',
      'FetchedValue',
      'Identity',
      'Table',
      'and_',
      'func',
      'literal_column',
      'or_',
      'select',
      'true',
      'tuple_',
    ],
    'MetaData',
  ].filter((name) => name === 'MetaData' || uses(name));
  const special = Object.values(types).flatMap(({ name, of }) => (of !== undefined && uses(name) ? [name] : []));
  if (uses('ENUM')) special.push('ENUM');
  const standard = [
    ...(['date', 'datetime', 'time', 'timedelta'].filter((name) => new RegExp(`: ${name}\\b`).test(body)).length > 0
      ? [
          `from datetime import ${['date', 'datetime', 'time', 'timedelta'].filter((name) => new RegExp(`: ${name}\\b`).test(body)).join(', ')}`,
        ]
      : []),
    ...(/: Decimal\b/.test(body) ? ['from decimal import Decimal'] : []),
    ...(/: UUID_\b/.test(body) ? ['from uuid import UUID as UUID_'] : []),
  ];
  return `${[
    `"""The queries of ${text(blueprint.title)} for SQLAlchemy 2, as they were planned.\n\nWritten by relvar design; constraints and indexes are in schema.sql.\n"""\n`,
    ...(standard.length > 0 ? [`${standard.join('\n')}\n`] : []),
    `from sqlalchemy import (\n${[...new Set(general)]
      .sort()
      .map((one) => `    ${one},`)
      .join('\n')}\n)`,
    ...(special.length > 0 ? [`from sqlalchemy.dialects.postgresql import ${special.sort().join(', ')}`] : []),
    ...(uses('Select') ? ['from sqlalchemy.sql import Select'] : []),
    '',
    `metadata = MetaData()\n\n${body}`,
  ].join('\n')}\n`;
}

function tableOf(table: BlueprintTable, blueprint: Blueprint): string {
  const rows = table.columns.map((column) => `    ${columnOf(table, column, blueprint)},`);
  if (table.search) {
    const words = table.search.of.map((one) => `coalesce("${one}", '')`).join(" || ' ' || ");
    rows.push(
      `    Column(${quoted(table.search.column)}, TSVECTOR, Computed(${quoted(`to_tsvector('simple', ${words})`)}, persisted=True), nullable=False),`,
    );
  }
  return `${variable(table.name)} = Table(\n    ${quoted(table.name)},\n    metadata,\n${rows.join('\n')}\n)`;
}

function columnOf(table: BlueprintTable, column: BlueprintColumn, blueprint: Blueprint): string {
  const type = baseType(column, blueprint);
  const measures = measuresOf(column, blueprint);
  const inside = type === 'timestamptz' ? 'timezone=True' : type === 'uuid' ? 'as_uuid=True' : measures.join(', ');
  // A type of the schema's own is an enum.
  const own = types[type] === undefined && column.values ? enumOf(type, column.values) : undefined;
  const parts = [quoted(column.name), own ?? `${types[type]?.name ?? 'Text'}${inside === '' ? '' : `(${inside})`}`];
  if (column.meaning === 'identity') parts.push('Identity(always=True)');
  if (table.primaryKey.includes(column.name)) parts.push('primary_key=True');
  else if (!column.nullable) parts.push('nullable=False');
  if (column.default !== undefined) parts.push('server_default=FetchedValue()');
  return `Column(${parts.join(', ')})`;
}

function enumOf(name: string, values: readonly string[]): string {
  return `ENUM(${[...values.map(quoted), `name=${quoted(name)}`, 'create_type=False'].join(', ')})`;
}

function functionOf(call: Call, blueprint: Blueprint): string {
  const { query } = call;
  const given = givenOf(call).map((one) => `${value(one)}: ${types[one.type]?.value ?? 'str'}`);
  const aliases = query.joins.flatMap(({ table, as }) =>
    table === as ? [] : [`    ${variable(`${as}_`)} = ${variable(table)}.alias(${quoted(as)})`],
  );
  const steps = query.each ? eachOf(call, query.each) : stepsOf(call, blueprint);
  return [
    listed(`def ${variable(call.words.join('_'))}(`, given.length > 0 ? ['*', ...given] : [], ') -> Select:', ''),
    `    """${text(query.name)}"""`,
    ...aliases,
    ...(query.each ? latestOf(query, query.each) : []),
    '    return (',
    ...steps.map((step) => `        ${step}`),
    '    )',
  ].join('\n');
}

type Place = { readonly of?: string; readonly column: string };

/** A column of a table by the name that the file has for the table. */
function columnIn(table: string, column: string): string {
  const simple = /^[A-Za-z]\w*$/.test(column) && !taken.has(column) && !columnMembers.has(column);
  return `${table}.c${simple ? `.${column}` : `[${quoted(column)}]`}`;
}

function stepsOf(call: Call, blueprint: Blueprint): readonly string[] {
  const { query, equal, range, search, after } = call;
  // A table that is met again has a name of its own.
  const names = new Map(query.joins.map(({ table, as }) => [as, variable(table === as ? table : `${as}_`)] as const));
  const at = ({ of = query.table, column }: Place) => columnIn(names.get(of) ?? variable(of), column);
  const own = (column: string) => at({ column });
  const conditions = query.equal.map((one, place) => `${at(one)} == ${value(equal[place])}`);
  conditions.push(...conditionsOf(query, own));
  if (query.range !== undefined && range) {
    const period = periodOf(call, blueprint);
    for (const [place, sign] of ['>=', '<'].entries()) {
      const end = value(range[place]);
      conditions.push(
        `${own(query.range)} ${sign} ${period === undefined ? end : `func.${period}(${end}, ${end}, "[]")`}`,
      );
    }
  }
  const words = `func.websearch_to_tsquery("simple", ${value(search)})`;
  if (search) conditions.push(`${own('search')}.op("@@")(${words})`);
  if (after) conditions.push(behind(query.order, at, after));
  const { summary } = query;
  const told = toldBy(query, blueprint);
  const per = told?.per;
  // Written out: values that are bound would make the unit of SELECT another one than that of GROUP BY.
  const column = [names.get(query.table) ?? query.table, summary?.per?.column ?? ''].map(quoteIdentifier).join('.');
  const unit = `literal_column(${quoted(per?.sql(column) ?? '')}, ${types[per?.type ?? '']?.name ?? 'Text'}${per?.type === 'timestamptz' ? '(timezone=True)' : '()'})`;
  const groups = [...(per ? [unit] : []), ...(summary?.groupBy.map(at) ?? [])];
  const columns = summary
    ? [
        ...(per ? [`${unit}.label(${quoted(per.name)})`] : []),
        ...summary.groupBy.map(at),
        told?.counted === undefined
          ? 'func.count().label("rows")'
          : `func.coalesce(func.sum(${own(told.counted)}), 0).label("rows")`,
        ...(told?.sum ? [`func.sum(${own(told.sum.of)}).label(${quoted(told.sum.as)})`] : []),
      ]
    : query.columns.map(own);
  const steps = [listed('select(', columns, ')', '        '), `.select_from(${variable(query.table)})`];
  for (const { as, on } of query.joins) {
    const pairs = on.map((one) => `${at({ of: as, column: one.own })} == ${at(one)}`);
    steps.push(`.join(${names.get(as)}, ${pairs.length === 1 ? pairs[0] : `and_(${pairs.join(', ')})`})`);
  }
  steps.push(...conditions.map((one) => `.where(${one})`));
  if (groups.length > 0) steps.push(`.group_by(${groups.join(', ')})`);
  if (ranks(query)) steps.push(`.order_by(func.ts_rank(${own('search')}, ${words}).desc())`);
  if (told?.order)
    steps.push(`.order_by(literal_column("${told.order.place}")${told.order.descending ? '.desc()' : ''})`);
  if (!summary && query.order.length > 0) steps.push(orderOf(query.order, at));
  if (query.limit !== undefined && (!summary || summary.ranked)) steps.push(`.limit(${query.limit})`);
  return steps;
}

function orderOf(order: Call['query']['order'], at: (one: Place) => string): string {
  return `.order_by(${order.map((one) => `${at(one)}${one.descending ? '.desc()' : ''}`).join(', ')})`;
}

function conditionsOf(query: Call['query'], own: (column: string) => string): readonly string[] {
  return [
    ...query.absent.map((column) => `${own(column)}.is_(None)`),
    ...(query.among ?? []).map(({ column, values }) => {
      const [only, ...more] = values.map(quoted);
      return more.length === 0 ? `${own(column)} == ${only}` : `${own(column)}.in_([${[only, ...more].join(', ')}])`;
    }),
  ];
}

/** The first row of each, found in its part of the index. */
function latestOf(query: Call['query'], each: NonNullable<Call['query']['each']>): readonly string[] {
  const own = (column: string) => columnIn(variable(query.table), column);
  return [
    '    latest = (',
    ...[
      listed('select(', query.columns.map(own), ')', '        '),
      `.where(${own(each.column)} == ${columnIn(variable(each.table), each.key)})`,
      ...conditionsOf(query, own).map((one) => `.where(${one})`),
      orderOf(query.order, ({ column }) => own(column)),
      '.limit(1)',
      `.correlate(${variable(each.table)})`,
      '.lateral("latest")',
    ].map((step) => `        ${step}`),
    '    )',
  ];
}

function eachOf({ query, after }: Call, each: NonNullable<Call['query']['each']>): readonly string[] {
  const key = columnIn(variable(each.table), each.key);
  return [
    'select(latest)',
    `.select_from(${variable(each.table)}.join(latest, true()))`,
    ...(query.after ? [`.where(${key} > ${value(after?.[0])})`] : []),
    `.order_by(${key})`,
    ...(query.limit === undefined ? [] : [`.limit(${query.limit})`]),
  ];
}

/** Members of a collection of columns that columns cannot be reached beside. */
const columnMembers = new Set([
  'keys',
  'values',
  'items',
  'get',
  'contains_column',
  'as_readonly',
  'corresponding_column',
  'compare',
]);

function behind(order: Call['query']['order'], at: (one: Place) => string, after: readonly Given[]): string {
  const [first] = order;
  const than = (descending: boolean | undefined) => (descending ? '<' : '>');
  if (order.length === 1 && first) return `${at(first)} ${than(first.descending)} ${value(after[0])}`;
  if (sameWay(order)) {
    const columns = order.map(at).join(', ');
    return `tuple_(${columns}) ${than(first?.descending)} tuple_(${after.map(value).join(', ')})`;
  }
  const branches = order.map((own, place) => {
    const same = order.slice(0, place).map((one, before) => `${at(one)} == ${value(after[before])}`);
    const last = `${at(own)} ${than(own.descending)} ${value(after[place])}`;
    return same.length === 0 ? last : `and_(${[...same, last].join(', ')})`;
  });
  return `or_(${branches.join(', ')})`;
}

function value(given: Given | undefined): string {
  return variable(given?.name ?? '');
}

function variable(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^(?=\p{N})/u, '_');
  return taken.has(plain) ? `${plain}_` : plain;
}

function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

/** A text inside a docstring. */
function text(value: string): string {
  return value.replace(/[\\"]/g, '\\$&').replaceAll('\n', ' ');
}
