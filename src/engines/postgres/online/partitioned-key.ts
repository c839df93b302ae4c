import type { Change } from '../../../catalog/change.ts';
import { descendants } from '../../../catalog/descendants.ts';
import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Table } from '../../../catalog/table.ts';
import type { DraftStep, Phase, Procedure, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { addKey } from '../schema/constraints.ts';
import { addUsingIndex, dropIfThere, setNotNull } from './constraints.ts';
import { renamedIndex } from './expressions.ts';
import { buildStep, hasLeft, indexesBelow, type PartitionIndex, partitionIndexes } from './indexes.ts';
import { leansOn } from './key-exchange.ts';
import { commentOf } from './restored.ts';
import { buildConcurrently, droppedBefore, step, work } from './steps.ts';
import { ruleComes, ruleGone, rulePhase } from './unique-rules.ts';
import { blockers } from './watch.ts';

type KeyObject = Extract<CatalogObject, { readonly type: 'primary key' | 'unique' }>;
type Drop = Extract<Change, { readonly kind: 'drop' }>;
type SetNotNull = Extract<Change, { readonly kind: 'set not null' }>;

/**
 * A key of a partitioned table in the place of another, or over columns that took nulls: its columns get their NOT NULL
 * from the parent on, each partition's index is built beside, and all become the key in one transaction. Nothing where
 * the parts can come one by one.
 */
export function partitionedKey(object: KeyObject, situation: Situation): Procedure | undefined {
  const { table, constraint, index, partitioned, type } = object;
  if (!partitioned || !index || index.partitionOf || constraint.withoutOverlaps) return undefined;
  const former = formerOf(object, situation);
  const nulls = type === 'primary key' ? nullsOf(object, situation) : [];
  if (!former && nulls.length === 0) return undefined;
  const own = { schema: table.schema, name: index.name };
  const parts = partitionIndexes(table, own, situation);
  const rule = { table, index, constraint };
  const comes = nulls.length > 0 ? 'contract' : rulePhase(rule, situation, { primary: type === 'primary key' });
  const made = builtParts(parts, 'relvar_new', situation);
  const builds = made.map(({ part, name, definition }, at): DraftStep => {
    const built = buildStep(part.table, { ...part.index, name, definition }, comes);
    return at === 0 && comes === 'contract' ? { ...built, needs: ruleComes(rule) } : built;
  });
  const gone = former && keyOf(former);
  const told = gone?.index
    ? ruleGone({ table, index: gone.index, constraint: gone.constraint }, situation)
    : { needs: [] };
  const words = type === 'primary key' ? 'primary key' : 'unique constraint';
  const swap = step(
    `Make the indexes of its partitions the ${words} ${displayName(constraint.name)} of ${qualified(table)}`,
    former ? 'contract' : comes,
    work(
      ...(former ? renderChange(former, situation.traits) : []),
      ...joinedKey(object, parts, made, situation.to.tables),
    ),
    {
      why: 'In one transaction, so that nobody finds it missing; the indexes are there before, and no row is read for it.',
      undo: { work: undoOfSwap(object, gone, situation) },
      ...(told.needs.length === 0 ? {} : { needs: told.needs }),
      ...(told.breaks === undefined ? {} : { breaks: told.breaks }),
      watch: [blockers],
    },
  );
  return {
    steps: [...nulls.flatMap((one) => notNullSteps(one, comes, situation)), ...builds, swap],
    includes: [...(former ? [former] : []), ...includedIn(parts, nulls, situation)],
  };
}

/** The key that cannot stand beside it; nothing where foreign keys lean on that, which go first. */
function formerOf(object: KeyObject, situation: Situation): Drop | undefined {
  const drop = droppedBefore(
    situation,
    (other) =>
      other.kind === 'constraint' &&
      (other.type === 'primary key' || other.type === 'unique') &&
      sameName(other.table, object.table) &&
      (other.constraint.name === object.constraint.name ||
        (other.type === 'primary key' && object.type === 'primary key')),
  );
  const index = drop && keyOf(drop)?.index;
  if (!index) return undefined;
  const isLeanedOn = situation.changes.some(
    (one) =>
      one.kind === 'drop' &&
      one.object.kind === 'constraint' &&
      one.object.type === 'foreign key' &&
      leansOn(one.object.constraint, { table: object.table, index }),
  );
  return isLeanedOn ? undefined : drop;
}

function keyOf({ object }: Drop): KeyObject | undefined {
  return object.kind === 'constraint' && (object.type === 'primary key' || object.type === 'unique')
    ? object
    : undefined;
}

/** What gives its columns their NOT NULL: changes of the plan, or what the key itself would do. */
function nullsOf({ table, constraint }: KeyObject, situation: Situation): readonly SetNotNull[] {
  const columns = situation.before(table)?.columns.filter(({ nullable }) => nullable) ?? [];
  return constraint.columns
    .filter((name) => columns.some((column) => column.name === name))
    .map(
      (column): SetNotNull =>
        situation.changes.find(
          (one): one is SetNotNull =>
            one.kind === 'set not null' && sameName(one.table, table) && one.column === column,
        ) ?? { kind: 'set not null', table, column },
    );
}

/** What a partition's key makes its own of the parent's NOT NULL (AdjustNotNullInheritance in pg_constraint.c) goes by itself. */
function notNullSteps(change: SetNotNull, phase: Phase, situation: Situation): readonly DraftStep[] {
  const steps = setNotNull(change, situation, { phase })?.steps ?? [];
  const column = quoteIdentifier(change.column);
  const own = descendants(change.table, situation.from.tables)
    .filter((table) => table.columns.some(({ name, nullable }) => name === change.column && nullable))
    .map((table) => `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${column} DROP NOT NULL`);
  return steps.map((one, at): DraftStep => {
    if (at > 0 || own.length === 0 || 'none' in one.undo) return one;
    return { ...one, undo: { ...one.undo, work: [...one.undo.work, work(...own)] } };
  });
}

interface BuiltPart {
  readonly part: PartitionIndex;
  readonly name: string;
  readonly definition: string;
}

/** The indexes of partitions that have rows, under names that nothing has. */
function builtParts(
  parts: readonly PartitionIndex[],
  suffix: string,
  { from, to, traits }: Situation,
): readonly BuiltPart[] {
  const tables = [...from.tables, ...to.tables];
  return parts.flatMap((part) => {
    if (part.definition === undefined) return [];
    const taken = tables.filter(
      (one) => one.schema === part.table.schema && one.indexes.some(({ name }) => name === part.name.name),
    );
    const name = taken.length > 1 ? inventedName([part.name.name], suffix, traits.identifierBytes) : part.name.name;
    return [{ part, name, definition: renamedIndex(part.definition, name, part.table) }];
  });
}

/** The parent's key without its partitions, then theirs of what was built, each joined to that above it. */
function joinedKey(
  { table, constraint, type, index }: KeyObject,
  parts: readonly PartitionIndex[],
  built: readonly BuiltPart[],
  tables: readonly Table[],
): readonly string[] {
  const word = type === 'primary key' ? 'PRIMARY KEY' : 'UNIQUE';
  return [
    addKey(table, constraint, word, index, true),
    ...parts.flatMap((part) => {
      const own = tables.find((one) => sameName(one, part.table));
      const key = [own?.primaryKey, ...(own?.uniques ?? [])].find((one) => one?.index === part.index.name);
      if (!key) return [];
      const name = built.find((one) => one.part === part)?.name;
      return [
        name === undefined
          ? addKey(part.table, key, word, part.index, true)
          : addUsingIndex(part.table, key, type, name),
        `ALTER INDEX ${quoteName(part.parent)} ATTACH PARTITION ${quoteName(part.name)}`,
      ];
    }),
  ];
}

/** The former key's indexes are built again beside, and become it in one transaction. */
function undoOfSwap(object: KeyObject, gone: KeyObject | undefined, situation: Situation) {
  const drop = dropIfThere(object.table, object.constraint.name);
  if (!gone?.index) return [work(drop)];
  const own = { schema: gone.table.schema, name: gone.index.name };
  const parts = indexesBelow(gone.table, own, situation.from.tables, (table) => hasLeft(table, situation));
  const built = builtParts(parts, 'relvar_old', situation);
  const comments = commentOf(gone).flatMap((one) => renderChange(one, situation.traits));
  return [
    ...built.map(({ part, name, definition }) => buildConcurrently(definition, { schema: part.table.schema, name })),
    work(drop, ...joinedKey(gone, parts, built, situation.from.tables), ...comments),
  ];
}

/** The changes of partitions, and of columns, that the steps carry out. */
function includedIn(
  parts: readonly PartitionIndex[],
  nulls: readonly SetNotNull[],
  { changes }: Situation,
): readonly Change[] {
  const isPart = (name: QualifiedName) => parts.some((part) => sameName(part.name, name));
  return changes.filter((one) => {
    if (one.kind === 'set not null') return nulls.includes(one);
    if (one.kind === 'attach index') return isPart(one.index);
    if (one.kind !== 'create' || one.object.kind !== 'constraint' || !one.object.index) return false;
    return isPart({ schema: one.object.table.schema, name: one.object.index.name });
  });
}
