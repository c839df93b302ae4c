import type { SequenceAlteration, TypeAlteration } from '../../../catalog/alteration.ts';
import type { Sequence, UserType } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Statement } from '../../engine.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { addDomainCheck, attributeType, createType, ownSequence } from '../schema/types.ts';
import { alterTable, layout, transactional } from './layout.ts';

type Of<Kind extends TypeAlteration['kind']> = Extract<TypeAlteration, { readonly kind: Kind }>;

/** The statements of a change of a type. */
export function alterType(change: TypeAlteration, traits: Traits): readonly Statement[] {
  const alter = (what: 'TYPE' | 'DOMAIN', ...parts: readonly (string | undefined)[]) => [
    transactional(layout(`ALTER ${what} ${quoteName(change.type)}`, ...parts)),
  ];
  switch (change.kind) {
    case 'add enum value':
      return alter('TYPE', `ADD VALUE ${quoteLiteral(change.value)}`, place(change));
    case 'rename enum value':
      return alter('TYPE', `RENAME VALUE ${quoteLiteral(change.value)} TO ${quoteLiteral(change.to)}`);
    case 'replace type':
      return replaceType(change, traits);
    case 'set domain default':
      return alter('DOMAIN', change.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${change.default}`);
    case 'set domain nullable':
      return alter('DOMAIN', `${change.nullable ? 'DROP' : 'SET'} NOT NULL`);
    case 'add check to domain':
      return [transactional(addDomainCheck(change.type, change.check))];
    case 'drop check of domain':
      return alter('DOMAIN', `DROP CONSTRAINT ${quoteIdentifier(change.check.name)}`);
    case 'validate check of domain':
      return alter('DOMAIN', `VALIDATE CONSTRAINT ${quoteIdentifier(change.name)}`);
    case 'rename check of domain':
      return alter('DOMAIN', `RENAME CONSTRAINT ${quoteIdentifier(change.name)} TO ${quoteIdentifier(change.to)}`);
    case 'add attribute':
      return alter('TYPE', `ADD ATTRIBUTE ${quoteIdentifier(change.attribute)} ${typeOf(change)}`);
    case 'drop attribute':
      return alter('TYPE', `DROP ATTRIBUTE ${quoteIdentifier(change.attribute)}`);
    case 'change attribute type':
      return alter('TYPE', `ALTER ATTRIBUTE ${quoteIdentifier(change.attribute)} TYPE ${typeOf(change)}`);
    case 'rename attribute':
      return alter('TYPE', `RENAME ATTRIBUTE ${quoteIdentifier(change.attribute)} TO ${quoteIdentifier(change.to)}`);
  }
}

function typeOf({ data, collation }: Of<'add attribute' | 'change attribute type'>): string {
  return attributeType({ type: data, ...(collation ? { collation } : {}) });
}

function place({ before, after }: Of<'add enum value'>): string | undefined {
  if (before !== undefined) return `BEFORE ${quoteLiteral(before)}`;
  return after === undefined ? undefined : `AFTER ${quoteLiteral(after)}`;
}

/**
 * The old type steps aside under another name, the columns go over by way of text, and it is dropped. The functions that
 * come with a range keep their names, so there the columns wait as text.
 */
function replaceType(change: Of<'replace type'>, traits: Traits): readonly Statement[] {
  const all = [{ object: change.object, was: change.was }, ...(change.with ?? [])];
  const alter = (action: (column: Changed) => readonly string[]) => alterColumns(change.columns, action);
  const create = all.flatMap(({ object }) => [...createType(object)]).map(transactional);
  if (all.some(({ was }) => was.kind === 'range')) {
    return [
      ...alter((column) => [...withoutDefault(column), retype(column, asText(column))]),
      ...all.toReversed().map(({ was }) => transactional(`DROP ${word(was)} ${quoteName(was)}`)),
      ...create,
      ...alter((column) => [retype(column, column.type), ...withDefault(column)]),
    ];
  }
  const old = (type: UserType): QualifiedName => ({
    schema: type.schema,
    name: objectName([type.name], 'old', traits.identifierBytes),
  });
  const casts = castsWithin(change.columns, all, (type) => ({
    was: old(type),
    by: { schema: type.schema, name: objectName([type.name], 'cast', traits.identifierBytes) },
  }));
  return [
    ...all.map(({ was }) =>
      transactional(layout(`ALTER ${word(was)} ${quoteName(was)}`, `RENAME TO ${quoteIdentifier(old(was).name)}`)),
    ),
    ...create,
    ...casts.make.map(transactional),
    ...alter((column) => [...withoutDefault(column), retyped(column, all), ...withDefault(column)]),
    ...casts.drop.map(transactional),
    ...all.toReversed().map(({ was }) => transactional(`DROP ${word(was)} ${quoteName(old(was))}`)),
  ];
}

function word(type: UserType): string {
  return type.kind === 'domain' ? 'DOMAIN' : 'TYPE';
}

type Changed = Of<'replace type'>['columns'][number];

/** One statement for each table. */
function alterColumns(
  columns: readonly Changed[],
  actions: (column: Changed) => readonly string[],
): readonly Statement[] {
  const tables = new Map<string, Changed[]>();
  for (const column of columns) {
    const key = qualified(column.table);
    tables.set(key, [...(tables.get(key) ?? []), column]);
  }
  return [...tables.values()].flatMap((list) => {
    const [first] = list;
    const all = list.flatMap(actions);
    return first ? [alterTable(first.table, ...all.map((one, at) => (at < all.length - 1 ? `${one},` : one)))] : [];
  });
}

function asText({ type }: Changed): string {
  return type.endsWith('[]') ? 'text[]' : 'text';
}

function retype(column: Changed, type: string): string {
  const own = quoteIdentifier(column.column);
  const through = asText(column);
  return `ALTER COLUMN ${own} TYPE ${type} USING ${own}::${through}${type === through ? '' : `::${type}`}`;
}

type Pairs = readonly { readonly object: UserType; readonly was: UserType }[];

/** By way of text; a composite attribute by attribute, since another one has others, or in another order. */
function retyped(column: Changed, all: Pairs): string {
  const own = quoteIdentifier(column.column);
  const value = madeOf(column.type, own, all);
  return value === undefined ? retype(column, column.type) : `ALTER COLUMN ${own} TYPE ${column.type} USING ${value}`;
}

/** Nothing for what no composite of these is in. */
function madeOf(type: string, value: string, all: Pairs): string | undefined {
  const pair = pairOf(type, all);
  if (pair?.object.kind === 'domain') return `${value}::${pair.object.base.text}::${type}`;
  if (pair) return attributes(pair, value, all);
  return isWithin(type, all) ? `${value}::${type}` : undefined;
}

/** The composite, or the domain over what composites are in, of this name. */
function pairOf(type: string, all: Pairs): Pairs[number] | undefined {
  return all.find(
    ({ object }) =>
      quoteName(object) === type &&
      (object.kind === 'composite' || (object.kind === 'domain' && hasComposite(object.base.text, all))),
  );
}

function hasComposite(type: string, all: Pairs): boolean {
  return pairOf(type, all) !== undefined || isWithin(type, all);
}

/** Whether it is an array of such: its elements go over by a cast. */
function isWithin(type: string, all: Pairs): boolean {
  const element = type.replace(/(\[\])+$/, '');
  return element !== type && pairOf(element, all) !== undefined;
}

function attributes({ object, was }: Pairs[number], value: string, all: Pairs): string | undefined {
  if (object.kind !== 'composite' || was.kind !== 'composite') return undefined;
  const fields = object.attributes.map(({ name, type: { text } }) => {
    if (!was.attributes.some((one) => one.name === name)) return 'NULL';
    const field = `(${value}).${quoteIdentifier(name)}`;
    return madeOf(text, field, all) ?? `${field}::${text.endsWith('[]') ? 'text[]' : 'text'}::${text}`;
  });
  return `CASE WHEN ${value} IS DISTINCT FROM NULL THEN ROW(${fields.join(', ')})::${quoteName(object)} END`;
}

/** Casts from the old composites that arrays and domains hold: an expression of a column cannot go through an array. */
function castsWithin(
  columns: readonly Changed[],
  all: Pairs,
  names: (type: UserType) => { readonly was: QualifiedName; readonly by: QualifiedName },
): { readonly make: readonly string[]; readonly drop: readonly string[] } {
  const inside = [
    ...columns.map(({ type }) => type),
    ...all.flatMap(({ object }) =>
      object.kind === 'composite'
        ? object.attributes.map(({ type }) => type.text)
        : object.kind === 'domain'
          ? [`${object.base.text}[]`]
          : [],
    ),
  ].map((type) => (type.endsWith('[]') ? type.replace(/(\[\])+$/, '') : ''));
  const casts = all.flatMap((pair) => {
    const made = quoteName(pair.object);
    const value = inside.includes(made) ? attributes(pair, '$1', all) : undefined;
    if (value === undefined) return [];
    const { was, by } = names(pair.was);
    const from = quoteName(was);
    return [
      {
        make: [
          layout(
            `CREATE FUNCTION ${quoteName(by)}(${from}) RETURNS ${made}`,
            'LANGUAGE sql IMMUTABLE',
            `AS ${dollarQuoted(`SELECT ${value}`)}`,
          ),
          `CREATE CAST (${from} AS ${made}) WITH FUNCTION ${quoteName(by)}(${from})`,
        ],
        drop: [`DROP CAST (${from} AS ${made})`, `DROP FUNCTION ${quoteName(by)}(${from})`],
      },
    ];
  });
  return { make: casts.flatMap(({ make }) => make), drop: casts.flatMap(({ drop }) => drop) };
}

function withoutDefault({ column, defaultWas }: Changed): readonly string[] {
  return defaultWas === undefined ? [] : [`ALTER COLUMN ${quoteIdentifier(column)} DROP DEFAULT`];
}

function withDefault(column: Changed): readonly string[] {
  return column.default === undefined
    ? []
    : [`ALTER COLUMN ${quoteIdentifier(column.column)} SET DEFAULT ${column.default}`];
}

/** Whether no value that the sequence may stand at lies within its new bounds: then it begins anew. */
export function leavesRange(to: Sequence, was: Sequence): boolean {
  return was.maximum < to.minimum || was.minimum > to.maximum;
}

/**
 * A sequence that was never asked stands at its start, which may lie outside of its new bounds; one that was asked keeps
 * its place, and the engine refuses bounds that leave it out.
 */
function intoRange(to: Sequence, was: Sequence): readonly Statement[] {
  if (leavesRange(to, was) || (was.start >= to.minimum && was.start <= to.maximum)) return [];
  let { minimum: least, maximum: most } = to;
  if (was.minimum > least) least = was.minimum;
  if (was.maximum < most) most = was.maximum;
  const name = quoteName(to);
  return [
    transactional(
      layout(
        `SELECT setval(${quoteLiteral(name)}, ${was.start < least ? least : most}, false) FROM ${name}`,
        `WHERE NOT is_called AND last_value NOT BETWEEN ${least} AND ${most}`,
      ),
    ),
  ];
}

/** The statements of a change of a sequence. */
export function alterSequence(change: SequenceAlteration): readonly Statement[] {
  switch (change.kind) {
    case 'alter sequence': {
      const { sequence: to, was } = change;
      const parts = [
        to.type.text === was.type.text ? '' : `AS ${to.type.text}`,
        to.increment === was.increment ? '' : `INCREMENT BY ${to.increment}`,
        // With another type or direction the bounds may move by themselves, so they are told.
        to.minimum === was.minimum && to.type.text === was.type.text ? '' : `MINVALUE ${to.minimum}`,
        to.maximum === was.maximum && to.type.text === was.type.text ? '' : `MAXVALUE ${to.maximum}`,
        to.start === was.start ? '' : `START WITH ${to.start}`,
        to.cache === was.cache ? '' : `CACHE ${to.cache}`,
        to.cycle === was.cycle ? '' : to.cycle ? 'CYCLE' : 'NO CYCLE',
        leavesRange(to, was) ? 'RESTART' : '',
      ].filter((part) => part !== '');
      return [...intoRange(to, was), transactional(layout(`ALTER SEQUENCE ${quoteName(to)}`, parts.join(' ')))];
    }
    case 'own sequence': {
      if (change.owner) return [transactional(ownSequence(change.sequence, change.owner))];
      return [transactional(layout(`ALTER SEQUENCE ${quoteName(change.sequence)}`, 'OWNED BY NONE'))];
    }
    case 'set sequence persistence': {
      const state = change.persistence === 'permanent' ? 'LOGGED' : 'UNLOGGED';
      return [transactional(layout(`ALTER SEQUENCE ${quoteName(change.sequence)}`, `SET ${state}`))];
    }
  }
}
