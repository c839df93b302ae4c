import { compareNames, type QualifiedName, sameName } from '../catalog/names.ts';
import { type LockMode, strongest } from '../engines/postgres/locks.ts';
import type { Observation, Relation } from './observe.ts';

/** The strongest lock that a statement takes on a relation. */
export interface RelationLock {
  /** As it was called before the statement; one that the statement made, as it is called after it. */
  readonly relation: QualifiedName;
  readonly kind: 'table' | 'index' | 'view' | 'sequence' | 'type';
  /** In the engine's own word; what it blocks, its trait `lockBlocks` tells. */
  readonly mode: string;
  /**
   * Seen in the lab; or told by the manual and by what servers were seen to do, because the lab ran another form, an
   * earlier statement hid the lock, or the server is of another version than the lab.
   */
  readonly known: 'seen' | 'documented';
  /** A stronger one that it takes for a moment at its end, after the work. */
  readonly atEnd?: string;
  /** What the statement made of its name. */
  readonly renamedTo?: QualifiedName;
  /** The statement dropped it. */
  readonly dropped?: true;
}

/** An index that a statement built over rows that were there. */
export interface BuiltIndex extends QualifiedName {
  readonly table: QualifiedName;
}

/** What a statement was seen to do. */
export interface Effects {
  /** Locks on relations that were there before the rehearsal, by name. */
  readonly locks: readonly RelationLock[];
  /** Locks on relations that this or an earlier statement of the rehearsal made: nobody else waits for them. */
  readonly locksOnNew: readonly RelationLock[];
  /** Tables and materialised views that were there before and were written anew, by name. */
  readonly rewritten: readonly QualifiedName[];
  /** Tables and materialised views that were there before and were read from end to end, by name. */
  readonly scanned: readonly QualifiedName[];
  /** Indexes that were built over tables that were there before, by name. */
  readonly built: readonly BuiltIndex[];
  /** Every relation that was there before and was given a new file, sequences and indexes too, by name. */
  readonly newFiles: readonly QualifiedName[];
}

export const noEffects: Effects = { locks: [], locksOnNew: [], rewritten: [], scanned: [], built: [], newFiles: [] };

/** What earlier statements left: each statement is compared with it, and brings it up to date. */
export interface Watched {
  /** The relations before the first statement. */
  readonly old: ReadonlyMap<string, Relation>;
  /** The relations as they stand now. */
  readonly relations: Map<string, Relation>;
  /** What the transaction at hand holds. */
  readonly modes: Map<string, ReadonlySet<LockMode>>;
  /** How often each relation had been read in the transaction at hand. */
  readonly scans: Map<string, number>;
  /** Files of indexes, present and past. */
  readonly files: Set<string>;
}

export function watched(old: ReadonlyMap<string, Relation>, scans: ReadonlyMap<string, number> = new Map()): Watched {
  return {
    old,
    relations: new Map(old),
    modes: new Map(),
    scans: new Map(scans),
    files: new Set([...old.values()].map((relation) => relation.file)),
  };
}

/**
 * What the statement did, by what is held and counted after it. `hidden` tells the mode of a lock on a relation that
 * may have been held before and so cannot be seen.
 */
export function effectsOf(
  seen: readonly Observation[],
  state: Watched,
  hidden: (relation: Relation) => LockMode | undefined = () => undefined,
): Effects {
  const locks: RelationLock[] = [];
  const locksOnNew: RelationLock[] = [];
  const rewritten: Relation[] = [];
  const scanned: Relation[] = [];
  const newFiles: Relation[] = [];
  const indexes: Relation[] = [];
  for (const { oid, modes, scans, now } of seen) {
    const before = state.relations.get(oid);
    const relation = before ?? now;
    if (!relation) continue;
    const held = state.modes.get(oid) ?? new Set();
    const lock = lockOf(before, now, modes, held, hidden(relation));
    if (lock) (state.old.has(oid) ? locks : locksOnNew).push(lock);
    if (state.old.has(oid) && now) {
      if (before && now.file !== before.file) {
        newFiles.push(before);
        if (holdsRows(before)) rewritten.push(before);
      }
      if (holdsRows(now) && scans > (state.scans.get(oid) ?? 0)) scanned.push(before ?? now);
    }
    // An index that takes over the file of one that was there before is not built.
    if (now?.kind === 'i' && now.table !== undefined && state.old.has(now.table) && !state.files.has(now.file))
      indexes.push(now);
    state.modes.set(oid, new Set(modes));
    state.scans.set(oid, scans);
  }
  for (const { oid, now } of seen) {
    if (now) {
      state.relations.set(oid, now);
      state.files.add(now.file);
    } else state.relations.delete(oid);
  }
  const read = new Set(scanned.map((relation) => relation.oid));
  return {
    locks: locks.sort(byRelation),
    locksOnNew: locksOnNew.sort(byRelation),
    rewritten: names(rewritten),
    scanned: names(scanned),
    // Truncating a table makes its indexes anew, without a row to read.
    built: builtIndexes(
      indexes.filter((index) => read.has(index.table ?? '')),
      state.old,
    ),
    newFiles: names(newFiles),
  };
}

/** The strongest lock that was not held before; or the one that is told, when it was held before and so cannot be seen. */
function lockOf(
  before: Relation | undefined,
  now: Relation | undefined,
  modes: readonly LockMode[],
  held: ReadonlySet<LockMode>,
  told: LockMode | undefined,
): RelationLock | undefined {
  const relation = before ?? now;
  const fresh = strongest(modes.filter((mode) => !held.has(mode)));
  const hidden = told !== undefined && held.has(told) ? told : undefined;
  const mode = strongest([fresh, hidden].filter((one) => one !== undefined));
  if (mode === undefined || !relation) return undefined;
  return {
    relation: nameOf(relation),
    kind: kinds[relation.kind] ?? 'table',
    mode,
    known: mode === fresh ? 'seen' : 'documented',
    ...(now && !sameName(now, relation) ? { renamedTo: nameOf(now) } : {}),
    ...(now ? {} : { dropped: true }),
  };
}

/** By `relkind`; all that is not here holds rows. */
const kinds: Readonly<Record<string, RelationLock['kind']>> = {
  i: 'index',
  I: 'index',
  v: 'view',
  S: 'sequence',
  c: 'type',
};

function holdsRows({ kind }: Relation): boolean {
  return kind === 'r' || kind === 'm';
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}

function names(relations: readonly Relation[]): readonly QualifiedName[] {
  return relations.map(nameOf).sort(compareNames);
}

/** Indexes with the tables that they are built on, by name. */
export function builtIndexes(
  indexes: readonly Relation[],
  tables: ReadonlyMap<string, Relation>,
): readonly BuiltIndex[] {
  return indexes
    .flatMap((index) => {
      const table = tables.get(index.table ?? '');
      return table ? [{ ...nameOf(index), table: nameOf(table) }] : [];
    })
    .sort(compareNames);
}

function byRelation(a: RelationLock, b: RelationLock): number {
  return compareNames(a.relation, b.relation);
}
