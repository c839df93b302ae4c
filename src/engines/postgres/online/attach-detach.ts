import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified, sameName } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type { Procedure, Situation } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { alone } from '../render/layout.ts';
import { dropIfThere, validateStep } from './constraints.ts';
import { boundCondition } from './partition-bounds.ts';
import { plainSteps, undoOf } from './plain.ts';
import { noRows } from './preconditions.ts';
import { nothingToUndo, step, undoBy, work } from './steps.ts';
import { blockers, oldTransactions } from './watch.ts';

type Attach = Extract<Change, { readonly kind: 'attach partition' }>;
type Detach = Extract<Change, { readonly kind: 'detach partition' }>;

/**
 * A check proves the rows first, while reads and writes go on, so that ATTACH need not look at them. Nothing for a new
 * table, for bounds that do not tell, and beside a default partition, which would be looked through as well.
 */
export function attachProven(change: Attach, situation: Situation): Procedure | undefined {
  const { table, partition, bound } = change;
  const parent = situation.to.tables.find((one) => sameName(one, table));
  if (!parent?.partitioning || situation.isNew(partition) || hasDefault(table, situation)) return undefined;
  const condition = boundCondition(parent, bound);
  const [attach] = plainSteps(change, situation);
  if (condition === undefined || !attach || attach.work.kind !== 'statements') return undefined;
  const name = objectName([partition.name], 'relvar_bound', situation.traits.identifierBytes);
  const alter = `ALTER TABLE ${quoteName(partition)}`;
  const { phase } = attach;
  return {
    steps: [
      step(
        `Prove by a check that ${qualified(partition)} fits ${qualified(table)}`,
        phase,
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
      ),
      validateStep(partition, name, phase),
      {
        ...attach,
        work: work(...attach.work.statements, `${alter} DROP CONSTRAINT ${quoteIdentifier(name)}`),
        watch: [blockers],
      },
    ],
    holds: [{ word: partition.name }],
  };
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

function hasDefault(parent: Attach['table'], { from, to }: Situation): boolean {
  return [...from.tables, ...to.tables].some(
    ({ partitionOf }) => partitionOf?.isDefault && sameName(partitionOf.parent, parent),
  );
}
