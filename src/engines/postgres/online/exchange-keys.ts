import type { Change } from '../../../catalog/change.ts';
import { displayName, type QualifiedName, qualified } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { DraftStep, Procedure, Situation, StatementsWork } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { addForeignKey } from '../schema/constraints.ts';
import {
  addUsingIndex,
  dropIfThere,
  noOrphan,
  nullsBefore,
  pointsAt,
  uniqueDefinition,
  validateStep,
} from './constraints.ts';
import { foreignKeyGone } from './drop-foreign-key.ts';
import { renamedIndex } from './expressions.ts';
import { buildStep } from './indexes.ts';
import { changesOf, type KeyExchange, type LeaningKey } from './key-exchange.ts';
import { marksOf } from './marks.ts';
import { mergedKeysAgain, namedApart } from './merged-keys.ts';
import { noOrphans } from './preconditions.ts';
import { commentOf } from './restored.ts';
import { buildConcurrently, dropConcurrently, step, work } from './steps.ts';
import { ruleComes, ruleGone, rulePhase } from './unique-rules.ts';
import { blockers, oldTransactions } from './watch.ts';

type Gone = KeyExchange['gone'][number];
type Made = KeyExchange['made'][number];

/**
 * What takes the place is built beside what is there; when the application is deployed, one goes and the other comes in
 * one transaction, and foreign keys go over with it: never is a row without its rule, nor a foreign key missing.
 */
export function exchangeKeys(exchange: KeyExchange, situation: Situation): Procedure {
  const { gone, made, foreignKeys } = exchange;
  const alone = gone.filter((one) => goesAlone(one, exchange));
  const isSwapped = alone.length < gone.length || made.some((one) => comesInSwap(one, exchange));
  return {
    steps: [
      ...made.flatMap((one) => buildSteps(one, exchange, situation)),
      ...(isSwapped ? [swapStep(exchange, alone, situation)] : []),
      ...foreignKeys.flatMap(({ now }) =>
        waits(now, situation) ? [validateStep(now.table, now.constraint.name, 'contract')] : [],
      ),
      ...alone.flatMap((one) => dropSteps(one, exchange, situation)),
    ],
    includes: changesOf(exchange).filter((one) => one !== situation.changes[situation.at]),
    releases: gone.map(({ rule }) => pointsAt(rule.table)),
  };
}

/** An index that nothing leans on goes while reads and writes go on. */
function goesAlone({ type, rule }: Gone, { made, foreignKeys }: KeyExchange): boolean {
  const isTaken = made.some((one) => one.type !== undefined && one.rule.index.name === rule.index.name);
  return type === undefined && !isTaken && foreignKeys.length === 0;
}

const isNamed = (name: string, gone: readonly Gone[]) => gone.some(({ rule }) => rule.index.name === name);

/** A constraint comes of its index in the swap; an index is there from the start, but may have to wait for its name. */
function comesInSwap({ type, rule }: Made, exchange: KeyExchange): boolean {
  if (type !== undefined) return true;
  return isNamed(
    rule.index.name,
    exchange.gone.filter((one) => !goesAlone(one, exchange)),
  );
}

/** The name of the index until what has it goes. */
function nameBeside({ rule }: Made, { gone }: KeyExchange, { traits }: Situation): string {
  const { name } = rule.index;
  return isNamed(name, gone) ? inventedName([name], 'relvar_new', traits.identifierBytes) : name;
}

function buildSteps(one: Made, exchange: KeyExchange, situation: Situation): readonly DraftStep[] {
  const { rule, change, type } = one;
  const phase = rulePhase(rule, situation, { primary: type === 'primary key' });
  const name = nameBeside(one, exchange, situation);
  const definition = renamedIndex(uniqueDefinition(rule.index), name, rule.table);
  const built = buildStep(rule.table, { ...rule.index, name, definition }, phase);
  return [
    ...(change.object.kind === 'constraint' ? nullsBefore(change.object, phase, situation) : []),
    phase === 'contract' ? { ...built, needs: ruleComes(rule) } : built,
  ];
}

const alter = (table: QualifiedName) => `ALTER TABLE ${quoteName(table)}`;

const renamed = ({ schema }: QualifiedName, from: string, to: string) =>
  `ALTER INDEX ${quoteName({ schema, name: from })} RENAME TO ${quoteIdentifier(to)}`;

function swapStep(exchange: KeyExchange, alone: readonly Gone[], situation: Situation): DraftStep {
  const { made, foreignKeys } = exchange;
  const gone = exchange.gone.filter((one) => !alone.includes(one));
  const comes = made.filter((one) => comesInSwap(one, exchange));
  const stricter = foreignKeys.filter(isStricter).map(({ now }) => now);
  const told = gone.map(({ rule }) => ruleGone(rule, situation));
  const lost = foreignKeys.map(({ was }) => foreignKeyGone(was, situation));
  const breaks = [...told, ...lost].flatMap((one) => one.breaks ?? []);
  const needs = [
    ...[...told, ...lost].flatMap((one) => one.needs),
    ...stricter.map(({ table, constraint }) => noOrphan(table, constraint)),
  ];
  const preconditions = stricter.map(({ table, constraint }) => noOrphans(table, constraint, situation));
  const title = titleOf(gone, comes, exchange, situation);
  return step(
    title,
    'contract',
    work(
      ...foreignKeys.map(({ was }) => `${alter(was.table)} DROP CONSTRAINT ${quoteIdentifier(was.constraint.name)}`),
      ...gone.map(dropRule),
      ...comes.map((one) => addRule(one, nameBeside(one, exchange, situation))),
      ...foreignKeys.flatMap(({ now }) => addKey(now, situation)),
    ),
    {
      why: 'In one transaction, so that nobody finds it missing; the index is there before, and no row is read for it.',
      undo: { work: undoOfSwap(exchange, gone, comes, situation) },
      ...(preconditions.length === 0 ? {} : { preconditions }),
      ...(needs.length === 0 ? {} : { needs }),
      ...(breaks.length === 0 ? {} : { breaks: breaks.join('; ') }),
      watch: [blockers],
    },
  );
}

/** Whether a foreign key asks for other rows than it did. */
function isStricter({ was, now }: LeaningKey): boolean {
  const asks = ({ constraint }: typeof was) =>
    JSON.stringify([constraint.columns, constraint.referencedColumns, constraint.references, constraint.match]);
  return asks(was) !== asks(now);
}

function dropRule({ rule, type }: Gone): string {
  return type === undefined
    ? `DROP INDEX ${quoteName({ schema: rule.table.schema, name: rule.index.name })}`
    : `${alter(rule.table)} DROP CONSTRAINT ${quoteIdentifier(rule.constraint?.name ?? '')}`;
}

function addRule({ rule, type }: Made | Gone, name: string): string {
  const { table, constraint, index } = rule;
  return type && constraint ? addUsingIndex(table, constraint, type, name) : renamed(table, name, index.name);
}

/** Of a partitioned table before PostgreSQL 18, and where rows need not have it, there is nothing to validate later. */
function waits({ constraint, partitioned }: LeaningKey['now'], { traits }: Situation): boolean {
  return (
    constraint.validated &&
    constraint.enforced &&
    (partitioned !== true || traits.notValidPartitionedForeignKeys === true)
  );
}

function addKey(object: LeaningKey['now'], situation: Situation): readonly string[] {
  const { table, constraint, partitioned } = object;
  const key = waits(object, situation) ? { ...constraint, validated: false } : constraint;
  return [addForeignKey(table, key, partitioned === true)];
}

function titleOf(gone: readonly Gone[], comes: readonly Made[], exchange: KeyExchange, situation: Situation): string {
  const replaced = new Set(comes.map(({ rule }) => rule.index.name));
  const titles = [
    ...comes.map((one) => {
      const name = displayName(nameBeside(one, exchange, situation));
      const words = one.type === 'unique' ? 'unique constraint' : one.type;
      const table = qualified(one.rule.table);
      return words ? `make index ${name} the ${words} of ${table}` : `give index ${name} of ${table} its name`;
    }),
    ...gone
      .filter(
        ({ rule, type }) =>
          !replaced.has(rule.index.name) && !(type === 'primary key' && comes.some((one) => one.type === type)),
      )
      .map(({ rule, type = 'index' }) => `drop ${type} ${displayName(rule.index.name)} of ${qualified(rule.table)}`),
    ...exchange.foreignKeys.map(
      ({ now }) => `make foreign key ${displayName(now.constraint.name)} of ${qualified(now.table)} anew`,
    ),
  ].join('; ');
  return titles.charAt(0).toUpperCase() + titles.slice(1);
}

/** What went is built again beside what came; then the two change places as they did, the other way. */
function undoOfSwap(
  { made, foreignKeys }: KeyExchange,
  gone: readonly Gone[],
  comes: readonly Made[],
  situation: Situation,
): readonly StatementsWork[] {
  const { traits } = situation;
  const again = gone.map((one) => {
    const { index, table } = one.rule;
    const name = made.some(({ rule }) => rule.index.name === index.name)
      ? inventedName([index.name], 'relvar_old', traits.identifierBytes)
      : index.name;
    return { one, name, definition: renamedIndex(uniqueDefinition(index), name, table) };
  });
  // A foreign key that comes back must not find what is to go.
  const goes = foreignKeys.length === 0 ? comes : made;
  return [
    ...again.map(({ one, name, definition }) => buildConcurrently(definition, { schema: one.rule.table.schema, name })),
    work(
      ...foreignKeys.map(({ now }) => dropIfThere(now.table, now.constraint.name)),
      ...goes.map(({ rule, type }) =>
        type && rule.constraint
          ? dropIfThere(rule.table, rule.constraint.name)
          : `DROP INDEX IF EXISTS ${quoteName({ schema: rule.table.schema, name: rule.index.name })}`,
      ),
      ...again.flatMap(({ one, name }) => [
        ...(one.type === undefined && name === one.rule.index.name ? [] : [addRule(one, name)]),
        ...rendered(commentOf(one.change.object), situation),
        ...marksOf(one.rule.table, one.rule.index),
      ]),
      ...foreignKeys.flatMap((key) => [
        ...namedApart(key.was.table, key.was.constraint, situation),
        ...addKey(leaningOnPrimary(key.was, gone), situation),
        ...rendered(commentOf(key.was), situation),
      ]),
    ),
    ...foreignKeys.flatMap(({ was }) => [
      ...(waits(was, situation)
        ? [work(`${alter(was.table)} VALIDATE CONSTRAINT ${quoteIdentifier(was.constraint.name)}`)]
        : []),
      ...mergedKeysAgain(was.table, was.constraint, situation).filter((one) => one.kind === 'statements'),
    ]),
  ];
}

/** Told no columns, a foreign key takes the primary key, and none of other indexes over the same. */
function leaningOnPrimary(was: LeaningKey['was'], gone: readonly Gone[]): LeaningKey['was'] {
  const primary = gone.find(({ type }) => type === 'primary key')?.rule;
  const { constraint } = was;
  const relies = primary !== undefined && primary.index.name === constraint.referencedIndex;
  if (!relies || primary.constraint?.columns.join('\n') !== constraint.referencedColumns.join('\n')) return was;
  return { ...was, constraint: { ...constraint, referencedColumns: [] } };
}

const rendered = (changes: readonly Change[], { traits }: Situation): readonly string[] =>
  changes.flatMap((one) => renderChange(one, traits).map(({ sql }) => sql));

/** An index goes by itself, and what was built beside it gets its name. */
function dropSteps(one: Gone, exchange: KeyExchange, situation: Situation): readonly DraftStep[] {
  const { table, index } = one.rule;
  const name = { schema: table.schema, name: index.name };
  const { needs, breaks } = ruleGone(one.rule, situation);
  const successor = exchange.made.find(({ rule }) => rule.index.name === index.name);
  const again = [...rendered(commentOf(one.change.object), situation), ...marksOf(table, index)];
  const dropped = step(
    successor ? `Drop index ${qualified(name)} as it was` : `Drop index ${qualified(name)} of ${qualified(table)}`,
    'contract',
    dropConcurrently(name),
    {
      why: 'DROP INDEX waits for every query on the table and makes all later ones wait; CONCURRENTLY does not.',
      undo: { work: [buildConcurrently(index.definition, name), ...(again.length === 0 ? [] : [work(...again)])] },
      ...(needs.length === 0 ? {} : { needs }),
      ...(breaks === undefined ? {} : { breaks }),
      watch: [oldTransactions, blockers],
    },
  );
  if (!successor) return [dropped];
  const beside = nameBeside(successor, exchange, situation);
  return [
    dropped,
    step(`Give the new index the name ${qualified(name)}`, 'contract', work(renamed(table, beside, index.name)), {
      undo: { work: [work(renamed(table, index.name, beside))] },
      watch: [blockers],
    }),
  ];
}
