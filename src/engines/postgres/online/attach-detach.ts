import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified, sameName } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Table } from '../../../catalog/table.ts';
import type { DraftStep, Procedure, Situation, Undo } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { alone } from '../render/layout.ts';
import { renderChange } from '../render.ts';
import { addForeignKey } from '../schema/constraints.ts';
import { dropIfThere, validateStep } from './constraints.ts';
import { boundCondition } from './partition-bounds.ts';
import { plainSteps, undoOf } from './plain.ts';
import { noRows } from './preconditions.ts';
import { leavesAndJoins, referencing } from './references.ts';
import { commentOf } from './restored.ts';
import { nothingToUndo, step, undoBy, work } from './steps.ts';
import { blockers, oldTransactions } from './watch.ts';

type Attach = Extract<Change, { readonly kind: 'attach partition' }>;
type Detach = Extract<Change, { readonly kind: 'detach partition' }>;

/**
 * A check proves the rows first, while reads and writes go on, so that ATTACH need not look at them; not for bounds that do
 * not tell, and beside a default partition, which would be looked through as well. Partitions of one parent whose bounds
 * change leave it and join it in one transaction, so that nobody finds their rows missing. Nothing for a new table, or one
 * that is made anew.
 */
export function attachProven(change: Attach, situation: Situation): Procedure | undefined {
  const { changes, at } = situation;
  if (isMadeAnew(change.table, situation)) return undefined;
  const detached = changes
    .filter((one) => one.kind === 'detach partition')
    .filter((one) => sameName(one.table, change.table) && leavesAndJoins(one, changes));
  const isOf = (one: Attach) => detached.some(({ partition }) => sameName(partition, one.partition));
  const rebound = changes.filter((one) => one.kind === 'attach partition').filter(isOf);
  const group = isOf(change) ? rebound : [change];
  // The last of them brings the steps of all: then all partitions are as they are to be.
  if (changes.slice(at + 1).some((one) => group.some((other) => other === one))) return { steps: [] };
  const parent = situation.to.tables.find((one) => sameName(one, change.table));
  if (!parent?.partitioning || group.some(({ partition }) => situation.isNew(partition))) return undefined;
  const proven = hasDefault(change.table, situation) ? [] : group.flatMap((one) => proof(one, parent, situation));
  if (proven.length === 0 && group.length === 1 && detached.length === 0) return undefined;
  const leaving = isOf(change) ? detached : [];
  const plain = [...leaving, ...group].flatMap((one) => plainSteps(one, situation));
  const [first] = plain;
  if (!first || plain.some(({ work: { kind } }) => kind !== 'statements')) return undefined;
  const statements = plain.flatMap((one) => (one.work.kind === 'statements' ? one.work.statements : []));
  // Rows that others point at could not leave, though they come back at once.
  const apart = leaving.length === 0 ? undefined : withoutReferences(change.table, situation);
  const names = group.map(({ partition }) => qualified(partition)).join(', ');
  return {
    steps: [
      ...proven.flatMap((one) => one.steps),
      step(
        leaving.length === 0 ? first.title : `Give ${names} other bounds in ${qualified(change.table)}`,
        first.phase,
        work(...(apart?.drop ?? []), ...statements, ...(apart?.make ?? []), ...proven.map((one) => one.drop)),
        {
          ...(leaving.length === 0 ? {} : { why: 'In one transaction, so that nobody finds their rows missing.' }),
          preconditions: plain.flatMap((one) => one.preconditions ?? []),
          undo: joinedUndo(
            [...leaving, ...group].reverse().map((one) => undoOf(one, situation)),
            apart,
          ),
          watch: [blockers],
        },
      ),
      ...(apart?.validate ?? []),
    ],
    holds: group.map(({ partition }) => ({ word: partition.name })),
    includes: [...leaving, ...group.filter((one) => one !== change)],
  };
}

function joinedUndo(undos: readonly Undo[], apart: Apart | undefined): Undo {
  const none = undos.find((undo) => 'none' in undo);
  if (none) return none;
  const works = undos.flatMap((undo) => ('none' in undo ? [] : undo.work));
  const statements = works.flatMap((one) => (one.kind === 'statements' ? one.statements : []));
  return {
    work: [
      work(...(apart?.drop ?? []), ...statements, ...(apart?.make ?? [])),
      ...(apart?.validate ?? []).map((one) => one.work),
    ],
  };
}

/** Foreign keys that stand aside while partitions leave and join: dropped, made again for new rows, then validated. */
interface Apart {
  readonly drop: readonly string[];
  readonly make: readonly string[];
  readonly validate: readonly DraftStep[];
}

function withoutReferences(table: Attach['table'], situation: Situation): Apart {
  const references = referencing(table, situation).map((one) => ({
    ...one,
    later:
      one.key.validated && one.key.enforced && (!one.partitioned || situation.traits.notValidPartitionedForeignKeys),
  }));
  return {
    drop: references.map((one) => dropIfThere(one.table, one.key.name)),
    make: references.flatMap(({ table: of, key, partitioned, later }) => {
      const made = later ? { ...key, validated: false } : key;
      const object = { kind: 'constraint', type: 'foreign key', table: of, constraint: key } as const;
      return [
        addForeignKey(of, made, partitioned),
        ...commentOf(object).flatMap((one) => renderChange(one, situation.traits).map(({ sql }) => sql)),
      ];
    }),
    validate: references.filter((one) => one.later).map((one) => validateStep(one.table, one.key.name, 'expand')),
  };
}

/** The steps that prove a partition's rows, and the statement that drops the check; nothing where the bounds do not tell. */
function proof(
  { table, partition, bound }: Attach,
  parent: Table,
  { traits }: Situation,
): readonly { readonly steps: readonly DraftStep[]; readonly drop: string }[] {
  const condition = boundCondition(parent, bound);
  if (condition === undefined) return [];
  const name = inventedName([partition.name], 'relvar_bound', traits.identifierBytes);
  const alter = `ALTER TABLE ${quoteName(partition)}`;
  const added = step(
    `Prove by a check that ${qualified(partition)} fits ${qualified(table)}`,
    'expand',
    work(`${alter} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (${condition}) NOT VALID`),
    {
      why: 'ATTACH PARTITION reads all rows under a lock that stops all; with a validated check in place it does not.',
      preconditions: [
        noRows(
          partition,
          `NOT coalesce(${condition}, false)`,
          `Every row of ${qualified(partition)} is within ${bound.replace(/^FOR VALUES /, '')}.`,
        ),
      ],
      undo: undoBy(dropIfThere(partition, name)),
      watch: [blockers],
    },
  );
  return [
    {
      steps: [added, validateStep(partition, name, 'expand')],
      drop: `${alter} DROP CONSTRAINT ${quoteIdentifier(name)}`,
    },
  ];
}

/**
 * Detached CONCURRENTLY, from 14 on: queries of the parent go on. Nothing beside a default partition, with which the
 * engine refuses it, and for the other parts of a change that makes the partition or its parent anew.
 */
export function detachConcurrently(change: Detach, situation: Situation): Procedure | undefined {
  const { table, partition } = change;
  const major = Number.parseInt(situation.traits.name.replace(/\D+/, ''), 10);
  const stays = (name: Detach['table']) => situation.to.tables.some((one) => sameName(one, name));
  if (major < 14 || hasDefault(table, situation) || !stays(table) || !stays(partition)) return undefined;
  const before = situation.from.tables.find((one) => sameName(one, partition));
  const after = situation.to.tables.find((one) => sameName(one, partition));
  if (!before || !after || after.partitionOf) return undefined;
  const isOne = `inhrelid = ${quoteLiteral(quoteName(partition))}::regclass`;
  const detach = `ALTER TABLE ${quoteName(table)} DETACH PARTITION ${quoteName(partition)}`;
  const checks = before.checks.map(({ name }) => quoteLiteral(name)).join(', ');
  const finalized = `DO ${dollarQuoted(`BEGIN
  IF EXISTS (SELECT FROM pg_inherits WHERE ${isOne} AND inhdetachpending) THEN
    ${detach} FINALIZE;
  END IF;
END`)}`;
  // Its bound, which the engine leaves as a check that the partition did not have.
  const loosened = `DO ${dollarQuoted(`DECLARE
  bound text;
BEGIN
  FOR bound IN SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = ${quoteLiteral(quoteName(partition))}::regclass${checks === '' ? '' : ` AND conname NOT IN (${checks})`} LOOP
    EXECUTE format(${quoteLiteral(`ALTER TABLE ${quoteName(partition).replaceAll('%', '%%')} DROP CONSTRAINT %I`)}, bound);
  END LOOP;
END`)}`;
  const back = undoOf(change, situation);
  return {
    steps: [
      step(
        `Detach partition ${qualified(partition)} from ${qualified(table)}`,
        'expand',
        {
          ...work(alone(`${detach} CONCURRENTLY`)),
          recover: {
            // Half detached is enough: the next step finishes it.
            done: `SELECT NOT EXISTS (SELECT FROM pg_inherits WHERE ${isOne} AND NOT inhdetachpending)`,
            cleanUp: [],
          },
        },
        {
          why: 'DETACH PARTITION waits for every query of the parent, and makes all later ones wait; CONCURRENTLY does not.',
          undo: 'none' in back ? back : { work: [work(finalized), ...back.work, work(loosened)] },
          watch: [oldTransactions, blockers],
        },
      ),
      step(
        `Finish what detaching ${displayName(partition.name)} left: the check of its bound`,
        'expand',
        work(finalized, loosened),
        { undo: nothingToUndo, watch: [blockers] },
      ),
    ],
  };
}

function isMadeAnew(table: Attach['table'], { changes }: Situation): boolean {
  return changes.some((one) => one.kind === 'drop' && one.object.kind === 'table' && sameName(one.object.table, table));
}

function hasDefault(parent: Attach['table'], { from, to }: Situation): boolean {
  return [...from.tables, ...to.tables].some(
    ({ partitionOf }) => partitionOf?.isDefault && sameName(partitionOf.parent, parent),
  );
}
