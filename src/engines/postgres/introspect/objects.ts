import type {
  Catalog,
  Extension,
  ExtendedStatistics,
  OtherObject,
  Routine,
  Schema,
  Sequence,
  UserType,
} from '../../../catalog/catalog.ts';
import { compareNames, type QualifiedName } from '../../../catalog/names.ts';
import type { Expression, View } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import {
  commented,
  flag,
  grants,
  items,
  list,
  name,
  number,
  optional,
  optionalText,
  options,
  owned,
  text,
} from './rows.ts';
import { readIndexes, readRules, readTriggers, type RelationParts } from './tables.ts';
import type { TypeReader } from './types.ts';

const named = (row: Row): QualifiedName => ({ schema: text(row, 'schema'), name: text(row, 'name') });

export function readSchema(row: Row): Schema {
  return { name: text(row, 'name'), grants: grants(row), ...owned(row), ...commented(row) };
}

export interface TypeRows {
  readonly domains: readonly Row[];
  readonly enums: readonly Row[];
  readonly ranges: readonly Row[];
}

/** Enums, domains, composites and ranges. */
export function readUserTypes(rows: TypeRows, parts: RelationParts, types: TypeReader): readonly UserType[] {
  const values = new Map(rows.enums.map((row) => [text(row, 'type'), list(row, 'values')]));
  const ranges = new Map(rows.ranges.map((row) => [text(row, 'type'), row]));
  return rows.domains
    .map((row): UserType | undefined => {
      const common = { ...named(row), grants: grants(row), ...owned(row), ...commented(row) };
      const oid = text(row, 'oid');
      switch (row['kind']) {
        case 'e':
          return { ...common, kind: 'enum', values: values.get(oid) ?? [] };
        case 'd':
          return {
            ...common,
            kind: 'domain',
            base: types.read(text(row, 'base'), number(row, 'modifier'), text(row, 'base_text')),
            nullable: !flag(row, 'not_null'),
            ...optional('default', optionalText(row, 'default')),
            ...(flag(row, 'has_collation') ? optional('collation', name(row, 'collation_schema', 'collation_name')) : {}),
            checks: items<{ name: string; expression: Expression; validated: boolean }>(row, 'checks'),
          };
        case 'c':
          return {
            ...common,
            kind: 'composite',
            attributes: (parts.columns.get(text(row, 'relation')) ?? []).map((column) => ({
              name: text(column, 'name'),
              type: types.read(text(column, 'type'), number(column, 'modifier'), text(column, 'type_text')),
            })),
          };
        default: {
          const range = ranges.get(oid);
          return range && { ...common, ...readRange(range, types) };
        }
      }
    })
    .filter((type) => type !== undefined)
    .sort(compareNames);
}

function readRange(row: Row, types: TypeReader) {
  return {
    kind: 'range' as const,
    subtype: types.read(text(row, 'subtype'), -1, text(row, 'subtype_text')),
    ...optional('operatorClass', optionalText(row, 'operator_class')),
    ...(row['collation_name'] === null ? {} : optional('collation', name(row, 'collation_schema', 'collation_name'))),
    ...optional('canonical', name(row, 'canonical_schema', 'canonical_name')),
    ...optional('difference', name(row, 'difference_schema', 'difference_name')),
    ...optional('multirange', name(row, 'multirange_schema', 'multirange_name')),
  };
}

export function readSequence(row: Row, parts: RelationParts, types: TypeReader): Sequence {
  const owner = optionalText(row, 'owner_relation');
  const table = owner === undefined ? undefined : parts.names.get(owner);
  const column = parts.columns.get(owner ?? '')?.find((one) => one['number'] === row['owner_column']);
  return {
    ...named(row),
    type: types.read(text(row, 'type'), -1, text(row, 'type_text')),
    start: BigInt(text(row, 'start')),
    increment: BigInt(text(row, 'increment')),
    minimum: BigInt(text(row, 'minimum')),
    maximum: BigInt(text(row, 'maximum')),
    cache: BigInt(text(row, 'cache')),
    cycle: flag(row, 'cycle'),
    ...(table && column ? { ownedBy: { table, column: text(column, 'name') } } : {}),
    identity: flag(row, 'identity'),
    persistence: row['persistence'] === 'u' ? 'unlogged' : row['persistence'] === 't' ? 'temporary' : 'permanent',
    grants: grants(row),
    ...owned(row),
    ...commented(row),
  };
}

export function readView(row: Row, definition: Row | undefined, parts: RelationParts, types: TypeReader): View {
  const oid = text(row, 'oid');
  const columnRows = parts.columns.get(oid) ?? [];
  const byNumber = new Map(columnRows.map((column) => [number(column, 'number'), text(column, 'name')]));
  return {
    ...named(row),
    materialized: row['kind'] === 'm',
    columns: columnRows.map((column) => ({
      name: text(column, 'name'),
      type: types.read(text(column, 'type'), number(column, 'modifier'), text(column, 'type_text')),
      ...commented(column),
    })),
    definition: (definition && optionalText(definition, 'definition')) ?? '',
    reads: definition ? [...items<QualifiedName>(definition, 'reads')].sort(compareNames) : [],
    indexes: readIndexes(oid, byNumber, parts),
    triggers: readTriggers(parts.triggers.get(oid) ?? [], byNumber),
    rules: readRules(parts.rules.get(oid) ?? []),
    options: options(row, 'options'),
    grants: grants(row),
    populated: flag(row, 'populated'),
    ...owned(row),
    ...commented(row),
  };
}

export function readRoutine(row: Row): Routine {
  const kinds: Readonly<Record<string, Routine['kind']>> = { f: 'function', p: 'procedure', a: 'aggregate', w: 'window' };
  const volatilities: Readonly<Record<string, Routine['volatility']>> = { i: 'immutable', s: 'stable', v: 'volatile' };
  const parallels: Readonly<Record<string, Routine['parallel']>> = { s: 'safe', r: 'restricted', u: 'unsafe' };
  return {
    ...named(row),
    kind: kinds[text(row, 'kind')] ?? 'function',
    signature: `${text(row, 'name')}(${text(row, 'argument_types')})`,
    arguments: text(row, 'arguments'),
    ...optional('returns', optionalText(row, 'returns')),
    language: text(row, 'language'),
    volatility: volatilities[text(row, 'volatility')] ?? 'volatile',
    strict: flag(row, 'strict'),
    securityDefiner: flag(row, 'definer'),
    leakproof: flag(row, 'leakproof'),
    parallel: parallels[text(row, 'parallel')] ?? 'unsafe',
    settings: options(row, 'settings'),
    body: text(row, 'body'),
    definition: text(row, 'definition'),
    grants: grants(row),
    ...owned(row),
    ...commented(row),
  };
}

export function readExtension(row: Row): Extension {
  return {
    name: text(row, 'name'),
    schema: text(row, 'schema'),
    ...optional('version', optionalText(row, 'version')),
    stubbed: false,
    ...commented(row),
  };
}

export function readExtendedStatistics(row: Row): ExtendedStatistics {
  const kinds: Readonly<Record<string, string>> = { d: 'ndistinct', f: 'dependencies', m: 'mcv', e: 'expressions' };
  return {
    ...named(row),
    table: { schema: text(row, 'table_schema'), name: text(row, 'table_name') },
    kinds: list(row, 'kinds').map((kind) => kinds[kind] ?? kind),
    columns: list(row, 'columns'),
    definition: text(row, 'definition'),
    ...commented(row),
  };
}

export function readOther(row: Row): OtherObject {
  return { kind: text(row, 'kind'), ...optional('schema', optionalText(row, 'schema')), name: text(row, 'name') };
}

/** The catalog with the loader's stubbed extensions among the extensions. */
export function withStubbed(catalog: Catalog, stubbed: readonly { readonly name: string; readonly schema: string }[]): Catalog {
  const extensions = stubbed.map((one): Extension => ({ ...one, stubbed: true }));
  return { ...catalog, extensions: [...catalog.extensions, ...extensions].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
