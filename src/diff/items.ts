import type { Catalog } from '../catalog/catalog.ts';
import { type QualifiedName, qualified, sameName } from '../catalog/names.ts';
import { type CatalogObject, type ObjectReference, objectKey, referenceTo } from '../catalog/object.ts';
import type { Grant, Table, View } from '../catalog/table.ts';

/** An object of a catalog as the comparison sees it. */
export interface Item {
  readonly key: string;
  readonly reference: ObjectReference;
  readonly object: CatalogObject;
  /** What it belongs to and goes with: a column to its table, an owned sequence to its column. */
  readonly owner?: string;
  readonly comment?: string;
  readonly grants?: readonly Grant[];
  /** Names that no other object may have while it is there, with the name space: `relation public.orders`. */
  readonly names: readonly string[];
  /** What it needs that follows from where it is: its schema, its table. */
  readonly needs: readonly string[];
  /** It comes from a parent table and cannot be made or dropped by itself. */
  readonly inherited?: true;
}

/** Finding renames and comparing ask for those of the same catalogs, which nothing changes. */
const known = new WeakMap<Catalog, ReadonlyMap<string, Item>>();

/** All objects of a catalog by key, columns, constraints and the like as objects of their own. */
export function itemsOf(catalog: Catalog): ReadonlyMap<string, Item> {
  const items = known.get(catalog) ?? collected(catalog);
  known.set(catalog, items);
  return items;
}

function collected(catalog: Catalog): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>();
  const add = (
    object: CatalogObject,
    details: Partial<Omit<Item, 'key' | 'reference' | 'object'>> & { readonly of?: string } = {},
  ): void => {
    const reference = referenceTo(object);
    const key = objectKey(reference);
    const schema = reference.schema ?? reference.of?.schema;
    const { of, ...rest } = details;
    items.set(key, {
      names: [],
      ...(of === undefined ? {} : { owner: of }),
      ...rest,
      key,
      reference,
      object,
      needs: [
        ...(of === undefined ? [] : [of]),
        ...(schema === undefined ? [] : [objectKey({ kind: 'schema', name: schema })]),
        ...(rest.needs ?? []),
      ],
    });
  };
  const sequences = new Map(catalog.sequences.map((sequence) => [qualified(sequence), sequence]));

  for (const schema of catalog.schemas) add({ kind: 'schema', schema }, noted(schema));
  for (const extension of catalog.extensions) {
    const needs = [objectKey({ kind: 'schema', name: extension.schema })];
    add({ kind: 'extension', extension }, { ...commented(extension), needs });
  }
  for (const type of catalog.types) {
    const names = [spaced('type', type), ...(type.kind === 'composite' ? [spaced('relation', type)] : [])];
    add({ kind: 'type', type }, { ...noted(type), names });
  }
  for (const sequence of catalog.sequences) {
    // One behind an identity is part of its column.
    if (sequence.identity) continue;
    add({ kind: 'sequence', sequence }, { ...noted(sequence), names: [spaced('relation', sequence)] });
  }
  for (const routine of catalog.routines) {
    // While two of a name are there, a call may mean either.
    add({ kind: 'routine', routine }, { ...noted(routine), names: [spaced('routine', routine)] });
  }
  for (const table of catalog.tables) {
    const identities = table.columns.flatMap(({ identity }) => {
      const sequence = identity?.sequence && sequences.get(qualified(identity.sequence));
      return sequence ? [sequence] : [];
    });
    add(
      { kind: 'table', table, identities },
      { ...noted(table), names: [spaced('relation', table), spaced('type', table)] },
    );
    addParts(table, identities);
  }
  for (const view of catalog.views) {
    add({ kind: 'view', view }, { ...noted(view), names: [spaced('relation', view), spaced('type', view)] });
    addSharedParts(view, objectKey({ kind: 'view', ...plain(view) }));
  }
  for (const statistics of catalog.statistics) {
    const of = objectKey({ kind: 'table', ...plain(statistics.table) });
    add({ kind: 'statistics', statistics }, { ...commented(statistics), of });
  }
  for (const other of catalog.others) {
    const [of, ...needs] = other.on ?? [];
    add(
      { kind: 'other', other },
      {
        ...commented(other),
        ...(other.grants ? { grants: other.grants } : {}),
        ...(of === undefined ? {} : { of }),
        needs,
      },
    );
  }
  return items;

  function addParts(table: Table, identities: readonly (typeof catalog.sequences)[number][]): void {
    const of = objectKey({ kind: 'table', ...plain(table) });
    const own = { schema: table.schema, name: table.name };
    const partitioned = table.partitioning ? { partitioned: true as const } : {};
    const foreign = table.kind === 'foreign' ? { foreign: true as const } : {};
    for (const column of table.columns) {
      const sequence = identities.find((one) => column.identity?.sequence && sameName(one, column.identity.sequence));
      const identity = sequence ? { identity: sequence } : {};
      const serial = column.ownedSequence && sequences.get(qualified(column.ownedSequence));
      const owned = serial ? { owned: serial } : {};
      const inherited = column.local ? {} : { inherited: true as const };
      add(
        { kind: 'column', table: own, column, ...identity, ...owned, ...foreign },
        { ...commented(column), of, ...inherited, names: sequence ? [spaced('relation', sequence)] : [] },
      );
    }
    const index = (name: string) => table.indexes.find((one) => one.name === name);
    const constraint = (object: CatalogObject & { readonly kind: 'constraint' }, inherited = false) =>
      add(object, {
        ...commented(object.constraint),
        of,
        ...(inherited ? { inherited: true as const } : {}),
        names: object.index ? [spaced('relation', { schema: table.schema, name: object.index.name })] : [],
        needs: constraintColumns(object).map((name) => objectKey({ kind: 'column', name, of: own })),
      });
    const common = { kind: 'constraint', table: own, ...partitioned } as const;
    const indexed = (name: string) => {
      const found = index(name);
      return found ? { index: found } : {};
    };
    if (table.primaryKey) {
      const { primaryKey } = table;
      constraint({ ...common, type: 'primary key', constraint: primaryKey, ...indexed(primaryKey.index) });
    }
    for (const one of table.uniques) constraint({ ...common, type: 'unique', constraint: one, ...indexed(one.index) });
    for (const one of table.exclusions) {
      constraint({ ...common, type: 'exclusion', constraint: one, ...indexed(one.index) });
    }
    for (const one of table.checks) constraint({ ...common, type: 'check', constraint: one }, one.inherited);
    for (const one of table.foreignKeys) {
      constraint({ ...common, type: 'foreign key', constraint: one }, one.inherited);
    }
    for (const policy of table.policies) add({ kind: 'policy', table: own, policy }, { ...commented(policy), of });
    addSharedParts(table, of);
  }

  function addSharedParts(relation: Table | View, of: string): void {
    const own = { schema: relation.schema, name: relation.name };
    const partitioned = 'partitioning' in relation && relation.partitioning ? { partitioned: true as const } : {};
    for (const index of relation.indexes) {
      if (index.constraint !== undefined) continue;
      const names = [spaced('relation', { schema: relation.schema, name: index.name })];
      add({ kind: 'index', relation: own, index, ...partitioned }, { ...commented(index), of, names });
    }
    for (const trigger of relation.triggers) {
      add({ kind: 'trigger', relation: own, trigger }, { ...commented(trigger), of });
    }
    for (const rule of relation.rules) add({ kind: 'rule', relation: own, rule }, { of });
  }
}

function constraintColumns(object: CatalogObject & { readonly kind: 'constraint' }): readonly string[] {
  return object.constraint.columns.filter((name) => name !== '');
}

function plain({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}

/** A name with its name space: `relation public.orders`. */
export function spaced(space: string, name: QualifiedName): string {
  return `${space} ${qualified(name)}`;
}

function commented({ comment }: { readonly comment?: string }): { readonly comment?: string } {
  return comment === undefined ? {} : { comment };
}

function noted(object: {
  readonly comment?: string;
  readonly grants: readonly Grant[];
}): Pick<Item, 'comment' | 'grants'> {
  return { ...commented(object), grants: object.grants };
}
