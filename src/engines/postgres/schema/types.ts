import type { Attribute, DomainType, Sequence, UserType } from '../../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../../catalog/names.ts';
import { neededFirst } from '../../../catalog/needed-first.ts';
import type { DataType } from '../../../catalog/type.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';

/** Types that others are made of come before them. */
export function typesInOrder(types: readonly UserType[]): readonly UserType[] {
  const byName = new Map<string, UserType>();
  for (const type of types) {
    byName.set(qualified(type), type);
    if (type.kind === 'range' && type.multirange) byName.set(qualified(type.multirange), type);
  }
  return neededFirst(types, (type) => partsOf(type).flatMap((name) => byName.get(qualified(name)) ?? []));
}

function partsOf(type: UserType): readonly QualifiedName[] {
  switch (type.kind) {
    case 'enum':
      return [];
    case 'domain':
      return namesIn(type.base);
    case 'composite':
      return type.attributes.flatMap((attribute) => namesIn(attribute.type));
    case 'range':
      return namesIn(type.subtype);
  }
}

/** The type itself and, of an array, its elements'. */
function namesIn(type: DataType): readonly QualifiedName[] {
  return [...(type.ref ? [type.ref] : []), ...(type.element ? namesIn(type.element) : [])];
}

/** `CREATE TYPE` or `CREATE DOMAIN`, and what they cannot say. */
export function* createType(type: UserType): Iterable<string> {
  const name = quoteName(type);
  switch (type.kind) {
    case 'enum':
      yield `CREATE TYPE ${name} AS ENUM (${type.values.map(quoteLiteral).join(', ')})`;
      return;
    case 'composite': {
      const attributes = type.attributes.map((one) => `${quoteIdentifier(one.name)} ${attributeType(one)}`);
      yield `CREATE TYPE ${name} AS (${attributes.join(', ')})`;
      return;
    }
    case 'range': {
      // A function that makes values canonical needs the type and the type it: the name alone comes first.
      if (type.canonical) yield `CREATE TYPE ${name}`;
      const parts = [
        `SUBTYPE = ${type.subtype.text}`,
        ...(type.operatorClass === undefined ? [] : [`SUBTYPE_OPCLASS = ${type.operatorClass}`]),
        ...(type.collation ? [`COLLATION = ${quoteName(type.collation)}`] : []),
        ...(type.canonical ? [`CANONICAL = ${quoteName(type.canonical)}`] : []),
        ...(type.difference ? [`SUBTYPE_DIFF = ${quoteName(type.difference)}`] : []),
        ...(type.multirange ? [`MULTIRANGE_TYPE_NAME = ${quoteName(type.multirange)}`] : []),
      ];
      yield `CREATE TYPE ${name} AS RANGE (${parts.join(', ')})`;
      return;
    }
    case 'domain': {
      const parts = [
        `CREATE DOMAIN ${name} AS ${type.base.text}`,
        ...(type.collation ? [`COLLATE ${quoteName(type.collation)}`] : []),
        ...(type.default === undefined ? [] : [`DEFAULT ${type.default}`]),
        ...(type.notNull === undefined ? [] : [`CONSTRAINT ${quoteIdentifier(type.notNull)}`]),
        ...(type.nullable ? [] : ['NOT NULL']),
      ];
      yield parts.join(' ');
      for (const check of type.checks) yield addDomainCheck(type, check);
    }
  }
}

/** The type of an attribute, with its collation. */
export function attributeType({ type, collation }: Pick<Attribute, 'type' | 'collation'>): string {
  return `${type.text}${collation ? ` COLLATE ${quoteName(collation)}` : ''}`;
}

export function addDomainCheck(type: QualifiedName, check: DomainType['checks'][number]): string {
  const state = check.validated ? '' : ' NOT VALID';
  return `ALTER DOMAIN ${quoteName(type)} ADD CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${check.expression})${state}`;
}

/** A sequence of its own; one behind an identity column comes with the column. */
export function createSequence(sequence: Sequence): string {
  const unlogged = sequence.persistence === 'unlogged' ? 'UNLOGGED ' : '';
  return `CREATE ${unlogged}SEQUENCE ${quoteName(sequence)} AS ${sequence.type.text} ${sequenceOptions(sequence)}`;
}

export function sequenceOptions(sequence: Sequence): string {
  return [
    `START WITH ${sequence.start} INCREMENT BY ${sequence.increment}`,
    `MINVALUE ${sequence.minimum} MAXVALUE ${sequence.maximum}`,
    `CACHE ${sequence.cache}${sequence.cycle ? ' CYCLE' : ''}`,
  ].join(' ');
}

/** Makes the sequence the column's own. */
export function ownSequence(sequence: QualifiedName, owner: NonNullable<Sequence['ownedBy']>): string {
  return `ALTER SEQUENCE ${quoteName(sequence)} OWNED BY ${quoteName(owner.table)}.${quoteIdentifier(owner.column)}`;
}
