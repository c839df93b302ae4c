import type { QualifiedName } from '../../../catalog/names.ts';
import type { Grant } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import { grantsOf } from './grants.ts';
import type { queries } from './queries.ts';
import { classes } from './query.ts';
import { groupBy, keyBy, number, optional, optionalText, text } from './rows.ts';
import { qualifiedName } from './sql-text.ts';
import type { TypeReader } from './types.ts';

export type CatalogRows = Readonly<Record<keyof ReturnType<typeof queries>, readonly Row[]>>;

/** The rows of all queries, found by what they belong to. */
export interface Facts {
  readonly rows: CatalogRows;
  /** `server_version_num`. */
  readonly version: number;
  readonly types: TypeReader;
  /** False for members of extensions, for the loader's stand-ins and for what lies in the engine's own schemas. */
  isOwn(catalog: number, row: Row): boolean;
  comment(catalog: number, oid: string, column?: number): { readonly comment?: string };
  named(row: Row): QualifiedName;
  schema(oid: string): string;
  /** The name of an access method, a tablespace or a language. */
  name(oid: string): string | undefined;
  relation(oid: string): QualifiedName | undefined;
  /** The name of a relation's column by its number; empty for 0, which stands for an expression. */
  columnName(relation: string, number: number): string;
  grants(row: Row, column?: string): readonly Grant[];
  /** Of those that belong to a relation or a type, the rows by its oid. */
  readonly of: { readonly [Key in Grouped]: (oid: string) => readonly Row[] };
  /** A column's default or the expression that generates it. */
  defaultOf(relation: string, column: number): string | undefined;
  isPartition(relation: string): boolean;
  /** The row of a relation. */
  relationRow(oid: string): Row | undefined;
  /** The relations that this one inherits from or is a partition of, in order. */
  parents(oid: string): readonly string[];
  /** The sequence that a column owns, with the way it depends on it. */
  sequenceOf(
    relation: string,
    column: number,
  ): { readonly sequence: QualifiedName; readonly identity: boolean } | undefined;
  /** What a relation depends on: its columns' numbers by relation. */
  dependsOn(catalog: number, oid: string): readonly { readonly relation: string; readonly column: number }[];
}

const grouped = {
  columns: ['columns', 'relation'],
  constraints: ['constraints', 'relation'],
  notNulls: ['notNulls', 'relation'],
  indexes: ['indexes', 'relation'],
  rules: ['rules', 'relation'],
  triggers: ['triggers', 'relation'],
  policies: ['policies', 'relation'],
  enumValues: ['enums', 'type'],
  domainConstraints: ['constraints', 'type'],
} as const;
type Grouped = keyof typeof grouped;

export function factsOf(rows: CatalogRows, version: number, types: TypeReader): Facts {
  const namespaces = new Map(rows.namespaces.map((row) => [text(row, 'oid'), text(row, 'name')]));
  const comments = commentsOf(rows);
  const isForeign = memberships(rows);
  const uses = groupBy(rows.uses, 'oid');
  const names = keyBy(rows.names, 'oid');
  const relations = keyBy(rows.relations, 'oid');
  const parents = groupBy(rows.inheritance, 'child');
  const columns = new Map<string, string>();
  for (const row of rows.columns) columns.set(`${row['relation']} ${row['number']}`, text(row, 'name'));
  const defaults = new Map(
    rows.defaults.map((row) => [`${row['relation']} ${row['number']}`, optionalText(row, 'expression')]),
  );
  const sequences = sequencesOf(rows);

  const schema = (oid: string) => namespaces.get(oid) ?? '';
  const named = (row: Row) => ({ schema: schema(text(row, 'namespace')), name: text(row, 'name') });
  const relation = (oid: string) => {
    const row = relations.get(oid);
    return row && named(row);
  };
  return {
    rows,
    version,
    types,
    isOwn(catalog, row) {
      const namespace =
        catalog === classes.namespace ? text(row, 'name') : schema(optionalText(row, 'namespace') ?? '');
      if (namespace.startsWith('pg_') || namespace === 'information_schema') return false;
      return !isForeign(catalog, text(row, 'oid'));
    },
    comment: (catalog, oid, column = 0) => optional('comment', comments.get(`${catalog} ${oid} ${column}`)),
    named,
    schema,
    name: (oid) => optionalText(names.get(oid) ?? {}, 'name'),
    relation,
    columnName: (oid, at) => columns.get(`${oid} ${at}`) ?? '',
    grants: (row, column) => grantsOf(optionalText(row, 'acl'), text(row, 'owner'), version, column),
    of: groups(rows),
    defaultOf: (oid, column) => defaults.get(`${oid} ${column}`),
    isPartition: (oid) => optionalText(relations.get(oid) ?? {}, 'bound') !== undefined,
    relationRow: (oid) => relations.get(oid),
    parents: (oid) => (parents.get(oid) ?? []).map((row) => text(row, 'parent')),
    sequenceOf(oid, column) {
      const found = sequences.get(`${oid} ${column}`);
      const sequence = found && relation(found.oid);
      return sequence && { sequence, identity: found.identity };
    },
    dependsOn: (catalog, oid) =>
      (uses.get(oid) ?? [])
        .filter((row) => row['class'] === String(catalog))
        .map((row) => ({ relation: text(row, 'target'), column: number(row, 'target_column') })),
  };
}

/** Tells whether an object belongs to an extension or is one of the loader's stand-ins. */
export function memberships(rows: CatalogRows): (catalog: number, oid: string) => boolean {
  const members = new Set(rows.members.map((row) => `${row['class']} ${row['oid']}`));
  for (const row of rows.descriptions) {
    if (row['description'] === 'relvar:stub') members.add(`${row['class']} ${row['oid']}`);
  }
  return (catalog, oid) => members.has(`${catalog} ${oid}`);
}

function commentsOf(rows: CatalogRows): ReadonlyMap<string, string> {
  return new Map(
    rows.descriptions.map((row) => [`${row['class']} ${row['oid']} ${row['column']}`, text(row, 'description')]),
  );
}

function groups(rows: CatalogRows): Facts['of'] {
  const entries = Object.entries(grouped).map(([key, [query, column]]) => {
    const inOrder =
      query === 'columns' ? rows.columns.toSorted((a, b) => number(a, 'number') - number(b, 'number')) : rows[query];
    const byOwner = groupBy(inOrder, column);
    return [key, (oid: string) => byOwner.get(oid) ?? []] as const;
  });
  // Object.fromEntries forgets which keys there are.
  return Object.fromEntries(entries) as Facts['of'];
}

/** Sequences by the column that owns them: `a` for a default's (serial), `i` for an identity's, which counts where there are both. */
function sequencesOf(rows: CatalogRows): ReadonlyMap<string, { readonly oid: string; readonly identity: boolean }> {
  const sequences = new Set(rows.sequences.map((row) => text(row, 'relation')));
  const owned = rows.uses.filter((row) => sequences.has(text(row, 'oid')));
  const ofIdentities = owned.filter((row) => row['kind'] === 'i');
  return new Map(
    [...owned, ...ofIdentities].map((row) => [
      `${row['target']} ${row['target_column']}`,
      { oid: text(row, 'oid'), identity: row['kind'] === 'i' },
    ]),
  );
}

/** The owner's name as an entry. */
export function owned(row: Row): { readonly owner?: string } {
  return optional('owner', optionalText(row, 'owner'));
}

/** A reference that was cast to text by one of the engine's `reg…` types; nothing for `-`, which is none. */
export function reference(row: Row, column: string): QualifiedName | undefined {
  const value = optionalText(row, column);
  return value === undefined || value === '-' ? undefined : qualifiedName(value);
}

/** The collation where it is not the type's own. */
export function ownCollation(row: Row, typesOwn: string): { readonly collation?: QualifiedName } {
  return text(row, 'collation') === typesOwn
    ? {}
    : optional('collation', reference(row, 'collation_name') ?? defaultCollation(row));
}

/** `default` itself, which is not asked for by name since nearly every column has it. */
function defaultCollation(row: Row): QualifiedName | undefined {
  return text(row, 'collation') === '100' ? { schema: 'pg_catalog', name: 'default' } : undefined;
}
