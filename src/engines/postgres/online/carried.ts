import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import { indexReference, objectKey, referenceTo } from '../../../catalog/object.ts';
import type { ForeignKey, Table } from '../../../catalog/table.ts';
import type { DraftStep, Hold, Situation } from '../../procedure.ts';
import { type Gone, type KeyPart, type Parts, partsOf, type TableParts } from './column-parts.ts';
import { pointsAt, setNotNull } from './constraints.ts';

type Drop = Extract<Change, { readonly kind: 'drop' }>;
type Create = Extract<Change, { readonly kind: 'create' }>;
type SetNotNull = Extract<Change, { readonly kind: 'set not null' }>;

/** What hangs on columns that others take the place of, before and after, and the changes that go with them. */
export interface Carried {
  readonly now: Parts;
  /** As the target has it, the columns themselves as they are now. */
  readonly wanted: Parts;
  /** Changes of what hangs on them, which the swap carries out. */
  readonly includes: readonly Change[];
  /** Changes that need what the swap takes away gone, wherever they stand. */
  readonly releases: readonly Hold[];
  /** Other columns of a new primary key have values first. */
  readonly first: readonly DraftStep[];
}

/**
 * Indexes, keys, checks, foreign keys and statistics over the columns. What stays goes over to the new columns as the
 * target writes it; what is dropped and made again under its name is made over the new ones. Keys depend on each other:
 * a primary key that becomes another one, and the one that a foreign key of the columns points at, change in the swap.
 */
export function carriedOf(
  replaced: readonly { readonly table: Table; readonly columns: readonly string[] }[],
  situation: Situation,
): Carried | { readonly refused: string } {
  const { changes, from, to } = situation;
  const dropped = changesByKey(changes, 'drop');
  const made = changesByKey(changes, 'create');
  const goes = (key: string) => dropped.has(key) && !made.has(key);
  const all = partsOf(from, replaced, goneBy(changes));
  if ('refused' in all) return all;
  const tables = all.tables.map(({ table }) => table);
  const target = (table: QualifiedName) => to.tables.find((one) => sameName(one, table));

  const references = all.foreignKeys
    .map(({ table, key }) => ({ table, key, later: target(table)?.foreignKeys.find((one) => one.name === key.name) }))
    .filter(({ table, key, later }) => {
      const own = objectKey({ kind: 'constraint', name: key.name, of: table });
      if (!dropped.has(own)) return true;
      return made.has(own) && later !== undefined && (pointsAlike(key, later) || pointsElsewhere(key, later, changes));
    });
  const keys = keyChanges(all.tables, references, dropped, made, situation);
  if (keys.made.some((one) => keyOf(one)?.part.constraint.withoutOverlaps))
    return { refused: 'a key without overlaps comes to it' };

  const now: Parts = {
    foreignKeys: references.map(({ table, key }) => ({ table, key })),
    tables: all.tables.map((parts) => ({
      ...parts,
      indexes: parts.indexes.filter((one) => !goes(indexKey(parts.table, one.name))),
      checks: parts.checks.filter((one) => !goes(objectKey({ kind: 'constraint', name: one.name, of: parts.table }))),
      statistics: parts.statistics.filter((one) => !goes(statisticsKey(one))),
      keys: [
        ...parts.keys,
        ...keys.dropped
          .flatMap((one) => keyOf(one) ?? [])
          .filter(({ table }) => sameName(table, parts.table))
          .map(({ part }) => part)
          .filter((part) => !parts.keys.some((one) => one.constraint.name === part.constraint.name)),
      ],
    })),
  };
  const same = <One extends { readonly name: string }>(one: One, others: readonly One[] | undefined): One =>
    others?.find((other) => other.name === one.name) ?? one;
  const isDropped = (table: QualifiedName, name: string) =>
    dropped.has(objectKey({ kind: 'constraint', name, of: table }));
  const wanted: Parts = {
    foreignKeys: references.map(({ table, key, later }) => ({
      table,
      key: later ?? key,
      ...(later && !sameName(later.references, key.references) ? { stricter: true } : {}),
    })),
    tables: now.tables.map((parts) => {
      const later = target(parts.table);
      return {
        ...parts,
        indexes: parts.indexes.map((index) => same(index, later?.indexes)),
        checks: parts.checks.map((check) => same(check, later?.checks)),
        statistics: parts.statistics.map((one) => {
          const { owner: _, ...later } =
            to.statistics.find((other) => statisticsKey(other) === statisticsKey(one)) ?? one;
          return { ...later, ...(one.owner === undefined ? {} : { owner: one.owner }) };
        }),
        keys: [
          ...parts.keys
            .filter((one) => !isDropped(parts.table, one.constraint.name))
            .map((one) => ({ ...one, index: same(one.index, later?.indexes) })),
          ...keys.made
            .flatMap((one) => keyOf(one) ?? [])
            .filter(({ table }) => sameName(table, parts.table))
            .map(({ part }): KeyPart => (isNewRule(part, parts.table) ? { ...part, stricter: true } : part)),
        ],
      };
    }),
  };
  const hanging = new Set([
    ...now.tables.flatMap(({ table, indexes, checks, statistics }) => [
      ...indexes.map((one) => indexKey(table, one.name)),
      ...checks.map((one) => objectKey({ kind: 'constraint', name: one.name, of: table })),
      ...statistics.map(statisticsKey),
    ]),
    ...now.foreignKeys.map(({ table, key }) => objectKey({ kind: 'constraint', name: key.name, of: table })),
  ]);
  const own = changes.filter(
    (one) =>
      keys.dropped.some((other) => other === one) ||
      keys.made.some((other) => other === one) ||
      ((one.kind === 'drop' || one.kind === 'create') && hanging.has(objectKey(referenceTo(one.object)))),
  );
  const remade = own.flatMap((one) => (one.kind === 'create' ? [objectKey(referenceTo(one.object))] : []));
  const comments = changes.filter(
    (one) => (one.kind === 'set comment' || one.kind === 'set owner') && remade.includes(objectKey(one.object)),
  );
  const nulls = notNulls(keys.made, tables, situation);
  const isReplaced = (one: SetNotNull) =>
    all.tables.some(
      ({ table, columns }) => sameName(table, one.table) && columns.some(({ name }) => name === one.column),
    );
  return {
    now,
    wanted: withNotNull(wanted, nulls.filter(isReplaced)),
    includes: [...own, ...comments, ...nulls],
    releases: keys.dropped.flatMap((one) => {
      const gone = keyOf(one);
      if (!gone) return [];
      const { table, part } = gone;
      const nulls = part.constraint.columns.map((word): Hold => ({ relation: table, word, kinds: ['drop not null'] }));
      return [...nulls, pointsAt(table)];
    }),
    first: nulls.filter((one) => !isReplaced(one)).flatMap((one) => setNotNull(one, situation)?.steps ?? []),
  };
}

const goneOf = new WeakMap<readonly Change[], Gone>();

/** The constraints that go, and that nothing of their name takes the place of; each of many changes asks for them. */
export function goneBy(changes: readonly Change[]): Gone {
  const known = goneOf.get(changes);
  if (known) return known;
  const gone = goneAmong(changes);
  goneOf.set(changes, gone);
  return gone;
}

function goneAmong(changes: readonly Change[]): Gone {
  const [dropped, made] = [changesByKey(changes, 'drop'), changesByKey(changes, 'create')];
  return (of, name) => {
    const key = objectKey({ kind: 'constraint', name, of });
    return dropped.has(key) && !made.has(key);
  };
}

function changesByKey(changes: readonly Change[], kind: 'drop'): ReadonlyMap<string, Drop>;
function changesByKey(changes: readonly Change[], kind: 'create'): ReadonlyMap<string, Create>;
function changesByKey(changes: readonly Change[], kind: 'drop' | 'create'): ReadonlyMap<string, Drop | Create> {
  return new Map(
    changes
      .filter((one) => one.kind === 'drop' || one.kind === 'create')
      .filter((one) => one.kind === kind)
      .map((one) => [objectKey(referenceTo(one.object)), one]),
  );
}

const indexKey = (table: QualifiedName, name: string) => objectKey(indexReference(table, name));

const statisticsKey = ({ schema, name }: QualifiedName) => objectKey({ kind: 'statistics', schema, name });

/** Whether a foreign key is the same but for what it does. */
function pointsAlike(a: ForeignKey, b: ForeignKey): boolean {
  const list = (names: readonly string[]) => JSON.stringify(names);
  return (
    sameName(a.references, b.references) &&
    list(a.columns) === list(b.columns) &&
    list(a.referencedColumns) === list(b.referencedColumns)
  );
}

/** Whether the same columns point at another table, where the columns that they point at stay as they are. */
function pointsElsewhere(a: ForeignKey, b: ForeignKey, changes: readonly Change[]): boolean {
  const isChanged = changes.some(
    (one) =>
      one.kind === 'change type' && sameName(one.table, b.references) && b.referencedColumns.includes(one.column),
  );
  return !sameName(a.references, b.references) && a.columns.join('\0') === b.columns.join('\0') && !isChanged;
}

/** Of a change that makes or drops a primary key or unique constraint, the key with its index. */
function keyOf({ object }: Drop | Create): { readonly table: QualifiedName; readonly part: KeyPart } | undefined {
  if (object.kind !== 'constraint' || (object.type !== 'primary key' && object.type !== 'unique')) return undefined;
  const { table, constraint, index, type } = object;
  return index && { table, part: { type, constraint, index } };
}

/** Whether rows that the table could have until now may break it. */
function isNewRule({ constraint }: KeyPart, table: Table): boolean {
  const list = (names: readonly string[]) => JSON.stringify(names.toSorted());
  const known = [table.primaryKey, ...table.uniques].flatMap((one) => (one ? [list(one.columns)] : []));
  return !known.includes(list(constraint.columns));
}

/** The keys that go and come in the swap: those of the columns that go, and all that must come or go with these. */
function keyChanges(
  tables: readonly TableParts[],
  references: readonly { readonly key: ForeignKey; readonly later: ForeignKey | undefined }[],
  drops: ReadonlyMap<string, Drop>,
  creates: ReadonlyMap<string, Create>,
  { isNew }: Situation,
): { readonly dropped: readonly Drop[]; readonly made: readonly Create[] } {
  const ofTables = ({ table }: { readonly table: QualifiedName }) =>
    !isNew(table) && tables.some((one) => sameName(one.table, table));
  const isIn = (one: Drop | Create) => {
    const key = keyOf(one);
    return key !== undefined && ofTables(key);
  };
  const [allDropped, allMade] = [[...drops.values()].filter(isIn), [...creates.values()].filter(isIn)];
  const isPair = (drop: Drop, create: Create) => {
    const [a, b] = [keyOf(drop), keyOf(create)];
    if (!a || !b || !sameName(a.table, b.table)) return false;
    const primary = a.part.type === 'primary key' && b.part.type === 'primary key';
    return primary || a.part.constraint.name === b.part.constraint.name;
  };
  const isPointedAt = (create: Create) => {
    const key = keyOf(create);
    const names = (columns: readonly string[] = []) => JSON.stringify(columns.toSorted());
    return references.some(
      ({ later }) =>
        later !== undefined &&
        key !== undefined &&
        sameName(later.references, key.table) &&
        names(later.referencedColumns) === names(key.part.constraint.columns),
    );
  };
  const dropped = new Set(
    allDropped.filter((drop) => {
      const key = keyOf(drop);
      return tables.some(
        ({ table, keys }) =>
          key !== undefined &&
          sameName(table, key.table) &&
          keys.some((one) => one.constraint.name === key.part.constraint.name),
      );
    }),
  );
  const made = new Set(allMade.filter(isPointedAt));
  for (let size = -1; size < dropped.size + made.size; ) {
    size = dropped.size + made.size;
    for (const create of allMade) if ([...dropped].some((drop) => isPair(drop, create))) made.add(create);
    for (const drop of allDropped) if ([...made].some((create) => isPair(drop, create))) dropped.add(drop);
  }
  return { dropped: [...dropped], made: [...made] };
}

/** The changes that give the columns of new primary keys their NOT NULL. */
function notNulls(made: readonly Create[], tables: readonly Table[], { changes }: Situation): readonly SetNotNull[] {
  const primary = made.flatMap((one) => keyOf(one) ?? []).filter(({ part }) => part.type === 'primary key');
  return changes
    .filter((one) => one.kind === 'set not null')
    .filter((one) => tables.some((table) => sameName(table, one.table)))
    .filter((one) =>
      primary.some(({ table, part }) => sameName(table, one.table) && part.constraint.columns.includes(one.column)),
    );
}

function withNotNull(parts: Parts, nulls: readonly SetNotNull[]): Parts {
  if (nulls.length === 0) return parts;
  return {
    ...parts,
    tables: parts.tables.map((one) => ({
      ...one,
      columns: one.columns.map((column) => {
        const change = nulls.find((other) => sameName(other.table, one.table) && other.column === column.name);
        if (!change) return column;
        return { ...column, nullable: false, ...(change.constraint ? { notNull: change.constraint } : {}) };
      }),
    })),
  };
}
