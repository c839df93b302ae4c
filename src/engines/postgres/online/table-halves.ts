import { type Catalog, type ExtendedStatistics, emptyCatalog, type Sequence } from '../../../catalog/catalog.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import { referenceTo } from '../../../catalog/object.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Column, ForeignKey, Index, Table } from '../../../catalog/table.ts';
import type { Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { addForeignKey } from '../schema/constraints.ts';
import { setTriggerState } from '../schema/guards.ts';
import { schemaStatements } from '../schema/index.ts';
import { withoutDefaultRights } from './default-rights.ts';
import { renamedIndex } from './expressions.ts';
import { type OwnerOf, ownerGiven } from './owners.ts';

/** One of two tables of which each in its turn has the name, while the other stands beside under a name of its own. */
export interface Half {
  readonly root: Table;
  /** Its partitions, theirs too, under the names that they have all the time. */
  readonly partitions: readonly Table[];
  /** Sequences of its columns. */
  readonly owned: readonly Sequence[];
  readonly statistics: readonly ExtendedStatistics[];
  /** Foreign keys of other tables that point at it. */
  readonly incoming: readonly { readonly table: QualifiedName; readonly key: ForeignKey }[];
  readonly suffix: 'old' | 'new';
  /** Its name while it stands beside. */
  readonly away: QualifiedName;
  /** The name of a part of it meanwhile. */
  readonly named: (name: string) => string;
  readonly limit: number;
  readonly ownerOf: OwnerOf;
}

export function halfOf(
  root: Table,
  catalog: Catalog,
  { suffix, limit, ownerOf }: Pick<Half, 'suffix' | 'limit' | 'ownerOf'>,
): Half {
  const below = (parent: QualifiedName): readonly Table[] =>
    catalog.tables
      .filter((one) => one.partitionOf && sameName(one.partitionOf.parent, parent))
      .flatMap((one) => [one, ...below(one)]);
  const named = (name: string) => inventedName([name], `relvar_${suffix}`, limit);
  return {
    root,
    partitions: below(root),
    owned: catalog.sequences.filter((one) => one.ownedBy && sameName(one.ownedBy.table, root)),
    statistics: catalog.statistics.filter((one) => sameName(one.table, root)),
    incoming: catalog.tables
      .filter((table) => !sameName(table, root))
      .flatMap((table) =>
        table.foreignKeys
          .filter((key) => !key.inherited && sameName(key.references, root))
          .map((key) => ({ table: { schema: table.schema, name: table.name }, key })),
      ),
    suffix,
    away: { schema: root.schema, name: named(root.name) },
    named,
    limit,
    ownerOf,
  };
}

/** Makes it beside: with all but its statistics objects, its triggers asleep. */
export function standIn(half: Half, situation: Pick<Situation, 'from' | 'traits'>): readonly string[] {
  const { root, partitions, away, named } = half;
  const isRoot = (name: QualifiedName) => sameName(name, root);
  const rootIndexes = new Set(root.indexes.map(({ name }) => name));
  const index = (one: Index): Index => {
    const definition = one.constraint === undefined ? renamedIndex(one.definition, named(one.name), away) : '';
    return { ...one, name: named(one.name), definition };
  };
  const part = <One extends { readonly name: string; readonly index: string }>(one: One): One => ({
    ...one,
    name: named(one.name),
    index: named(one.index),
  });
  const key = (one: ForeignKey): ForeignKey => (isRoot(one.references) ? { ...one, references: away } : one);
  const column = (one: Column): Column => {
    const { identity, notNull, ...rest } = one;
    const sequence = identity?.sequence;
    // The usual name is made of the name that the table has at that moment.
    const usual = notNull?.name ?? inventedName([root.name, one.name], 'not_null', half.limit);
    const state = { validated: notNull?.validated ?? true, inherited: notNull?.inherited ?? true };
    return {
      ...rest,
      ...(identity ? { identity: sequence ? { ...identity, sequence: moved(sequence) } : identity } : {}),
      ...(!one.nullable && situation.traits.notValidNotNull
        ? { notNull: { name: usual, ...state } }
        : notNull
          ? { notNull }
          : {}),
    };
  };
  const moved = (one: QualifiedName): QualifiedName => ({ schema: one.schema, name: named(one.name) });
  const { primaryKey } = root;
  const table: Table = {
    ...root,
    ...away,
    columns: root.columns.map(column),
    ...(primaryKey ? { primaryKey: part(primaryKey) } : {}),
    uniques: root.uniques.map(part),
    exclusions: root.exclusions.map(part),
    indexes: root.indexes.map(index),
    foreignKeys: root.foreignKeys.map(key),
    rowSecurity: root.rowSecurity === 'forced' ? 'on' : root.rowSecurity,
    triggers: root.triggers.map((one) => ({
      ...one,
      enabled: 'disabled',
      definition: one.definition.replace(` ON ${quoteName(root)} `, ` ON ${quoteName(away)} `),
    })),
  };
  const children = partitions.map((one): Table => {
    const attached = (other: Index): Index =>
      other.partitionOf && other.partitionOf.schema === root.schema && rootIndexes.has(other.partitionOf.name)
        ? { ...other, partitionOf: moved(other.partitionOf) }
        : other;
    const { partitionOf } = one;
    return {
      ...one,
      indexes: one.indexes.map(attached),
      foreignKeys: one.foreignKeys.map(key),
      ...(partitionOf && isRoot(partitionOf.parent) ? { partitionOf: { ...partitionOf, parent: away } } : {}),
    };
  });
  const sequences = half.owned.filter(({ identity }) => identity).map((one) => ({ ...one, ...moved(one) }));
  return [
    ...schemaStatements({ ...emptyCatalog, tables: [table, ...children], sequences }),
    ...[table, ...children].flatMap(({ schema, name, grants }) =>
      withoutDefaultRights({ kind: 'table', schema, name }, grants, situation),
    ),
    ...[root, ...partitions].flatMap((one) => {
      const owner = half.ownerOf({ kind: 'table', table: one, identities: [] });
      const named = isRoot(one) ? away : one;
      return ownerGiven({ kind: 'table', schema: named.schema, name: named.name }, owner, one.grants, situation);
    }),
  ];
}

/** The one that has the name goes beside, the other takes its place: keys, sequences and all that is called by a name. */
export function exchange(out: Half, into: Half, situation: Pick<Situation, 'from' | 'traits'>): readonly string[] {
  const table = quoteName(into.root);
  const identities = (half: Half) => half.owned.filter(({ identity }) => identity);
  const counters = identities(into).flatMap((one) => {
    const other = identities(out).find((old) => old.ownedBy?.column === one.ownedBy?.column);
    return other
      ? [
          `SELECT setval(${quoteLiteral(quoteName(one))}::regclass, last_value, is_called) FROM ${quoteName({ schema: other.schema, name: out.named(other.name) })}`,
        ]
      : [];
  });
  const owned = into.owned
    .filter(({ identity }) => !identity)
    .map((one) => `ALTER SEQUENCE ${quoteName(one)} OWNED BY ${table}.${quoteIdentifier(one.ownedBy?.column ?? '')}`);
  return [
    ...out.incoming.map(
      (one) => `ALTER TABLE ${quoteName(one.table)} DROP CONSTRAINT ${quoteIdentifier(one.key.name)}`,
    ),
    ...out.statistics.map((one) => `DROP STATISTICS ${quoteName(one)}`),
    ...asleep(out),
    ...renamed(out, 'away'),
    ...renamed(into, 'back'),
    ...counters,
    ...owned,
    ...awake(into),
    ...into.statistics.flatMap((one) => [
      one.definition,
      ...(one.comment === undefined ? [] : [`COMMENT ON STATISTICS ${quoteName(one)} IS ${quoteLiteral(one.comment)}`]),
      ...ownerGiven(
        referenceTo({ kind: 'statistics', statistics: one }),
        into.ownerOf({ kind: 'statistics', statistics: one }),
        [],
        situation,
      ),
    ]),
    ...into.incoming.flatMap(({ table: of, key }) => [
      addForeignKey(of, { ...key, validated: false }, false),
      ...(key.comment === undefined
        ? []
        : [`COMMENT ON CONSTRAINT ${quoteIdentifier(key.name)} ON ${quoteName(of)} IS ${quoteLiteral(key.comment)}`]),
    ]),
  ];
}

/** What fires or guards when others write the table must not when it only follows. */
function asleep({ root }: Half): readonly string[] {
  return [
    ...root.triggers
      .filter((one) => one.enabled !== 'disabled')
      .map((one) => setTriggerState(root, one.name, 'disabled')),
    ...(root.rowSecurity === 'forced' ? [`ALTER TABLE ${quoteName(root)} NO FORCE ROW LEVEL SECURITY`] : []),
  ];
}

function awake({ root }: Half): readonly string[] {
  return [
    ...root.triggers
      .filter((one) => one.enabled !== 'disabled')
      .map((one) => setTriggerState(root, one.name, one.enabled)),
    ...(root.rowSecurity === 'forced' ? [`ALTER TABLE ${quoteName(root)} FORCE ROW LEVEL SECURITY`] : []),
  ];
}

function renamed({ root, owned, named }: Half, way: 'away' | 'back'): readonly string[] {
  const rename = (what: string, name: string) => {
    const [now, next] = way === 'away' ? [name, named(name)] : [named(name), name];
    return `ALTER ${what} ${quoteName({ schema: root.schema, name: now })} RENAME TO ${quoteIdentifier(next)}`;
  };
  return [
    rename('TABLE', root.name),
    ...root.indexes.map((index) => rename('INDEX', index.name)),
    ...owned.filter(({ identity }) => identity).map((one) => rename('SEQUENCE', one.name)),
  ];
}
