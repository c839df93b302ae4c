import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { ForeignKey, Index, KeyConstraint } from '../../../catalog/table.ts';
import type { DraftStep, Hold, Phase, Procedure, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { addNotNullConstraint } from '../render/columns.ts';
import { renderChange } from '../render.ts';
import { addCheck, addForeignKey } from '../schema/constraints.ts';
import { foreignKeyGone } from './drop-foreign-key.ts';
import { buildStep } from './indexes.ts';
import { undoOfJoined } from './joined-undo.ts';
import { leansOn } from './key-exchange.ts';
import { mergedKeysAgain } from './merged-keys.ts';
import { checkHolds, isForeign, noNulls, noOrphans } from './preconditions.ts';
import { droppedBefore, nothingToUndo, step, undoBy, work } from './steps.ts';
import { successions } from './succeeding-key.ts';
import { ruleComes, rulePhase } from './unique-rules.ts';
import { blockers } from './watch.ts';

type ConstraintObject = Extract<CatalogObject, { readonly kind: 'constraint' }>;
type ForeignKeyObject = Extract<ConstraintObject, { readonly type: 'foreign key' }>;
type CheckObject = Extract<ConstraintObject, { readonly type: 'check' }>;
type KeyObject = Extract<ConstraintObject, { readonly type: 'primary key' | 'unique' }>;

/** Stricter rules for columns that the application has written until now come after it has learnt them. */
function phaseFor(table: ConstraintObject['table'], columns: readonly string[], situation: Situation): Phase {
  const known = situation.before(table)?.columns.map((column) => column.name) ?? [];
  return columns.some((column) => known.includes(column)) ? 'contract' : 'expand';
}

const notValidWhy =
  'Added with NOT VALID it holds for new rows at once; VALIDATE then reads the present ones while reads and writes go on.';

/** `NOT VALID`, then `VALIDATE`; nothing where the engine has no such form. */
export function foreignKey(object: ForeignKeyObject, situation: Situation): Procedure | undefined {
  const { table, constraint, partitioned } = object;
  if (!constraint.validated || !constraint.enforced) return undefined;
  if (partitioned && !situation.traits.notValidPartitionedForeignKeys) return undefined;
  const phase = phaseFor(table, constraint.columns, situation);
  const former = formerOf(object, situation);
  const was = former?.object.kind === 'constraint' && former.object.type === 'foreign key' ? former.object : undefined;
  const gone = was ? foreignKeyGone(was, situation) : { needs: [] };
  const needs = [...(phase === 'contract' ? [noOrphan(table, constraint)] : []), ...gone.needs];
  const isOther = was !== undefined && was.constraint.name !== constraint.name;
  const place = isOther ? ` in the place of ${displayName(was.constraint.name)}` : '';
  return {
    steps: [
      step(
        `Add foreign key ${displayName(constraint.name)} of ${qualified(table)}${place} for new rows`,
        phase,
        work(
          ...dropFormer(former, situation),
          addForeignKey(table, { ...constraint, validated: false }, partitioned === true),
        ),
        {
          why: notValidWhy,
          undo: {
            work: [
              work(dropIfThere(table, constraint.name), ...makeFormer(former, situation)),
              ...mergedKeysAgain(table, constraint, situation),
            ],
          },
          preconditions: [noOrphans(table, constraint, situation)],
          needs,
          ...(gone.breaks === undefined ? {} : { breaks: gone.breaks }),
          watch: [blockers],
        },
      ),
      validateStep(table, constraint.name, phase),
    ],
    ...(former ? { includes: [former] } : {}),
  };
}

export function check(object: CheckObject, situation: Situation): Procedure | undefined {
  const { table, constraint } = object;
  if (!constraint.validated || !constraint.enforced) return undefined;
  const former = formerOf(object, situation);
  const phase = !former && comesBack(object, situation) ? 'expand' : phaseFor(table, constraint.columns, situation);
  const needs =
    phase === 'contract'
      ? [
          `The application writes no row into ${qualified(table)} that the check ${displayName(constraint.name)} refuses.`,
        ]
      : [];
  return {
    steps: [
      step(
        `Add check ${displayName(constraint.name)} to ${qualified(table)} for new rows`,
        phase,
        work(...dropFormer(former, situation), addCheck(table, { ...constraint, validated: false })),
        {
          why: notValidWhy,
          undo: undoBy(dropIfThere(table, constraint.name), ...makeFormer(former, situation)),
          preconditions: isForeign(table, situation) ? [] : [checkHolds(table, constraint.name, constraint.expression)],
          needs,
          watch: [blockers],
        },
      ),
      validateStep(table, constraint.name, phase),
    ],
    ...(former ? { includes: [former] } : {}),
  };
}

/** The same check was dropped before, since something else had to be done meanwhile. */
function comesBack({ table, constraint }: CheckObject, { changes, at }: Situation): boolean {
  return changes.slice(0, at).some((one) => {
    const object = one.kind === 'drop' ? one.object : undefined;
    return (
      object?.kind === 'constraint' &&
      object.type === 'check' &&
      sameName(object.table, table) &&
      object.constraint.name === constraint.name &&
      object.constraint.expression === constraint.expression
    );
  });
}

/** What is dropped before it in its place: both go in one transaction. */
function formerOf(object: ConstraintObject, situation: Situation): Drop | undefined {
  const succeeded = successions(situation.changes).find(({ now }) => now === object)?.was;
  const former = droppedBefore(
    situation,
    (other) =>
      other === succeeded ||
      (other.kind === 'constraint' &&
        sameName(other.table, object.table) &&
        other.constraint.name === object.constraint.name),
  );
  // A key that is dropped cannot wait for a foreign key that leans on it.
  const was = former?.object;
  if (was?.kind !== 'constraint' || was.type !== 'foreign key') return former;
  const { constraint } = was;
  const isLeaning = situation.changes.some((one) => {
    const gone = one.kind === 'drop' && one.object.kind === 'constraint' ? one.object : undefined;
    return gone?.index !== undefined && leansOn(constraint, { table: gone.table, index: gone.index });
  });
  return isLeaning ? undefined : former;
}

type Drop = Extract<Change, { readonly kind: 'drop' }>;

function dropFormer(former: Drop | undefined, { traits }: Situation): readonly string[] {
  return former ? renderChange(former, traits).map(({ sql }) => sql) : [];
}

function makeFormer(former: Drop | undefined, { traits }: Situation): readonly string[] {
  if (former?.object.kind !== 'constraint') return [];
  const { object } = former;
  return renderChange({ kind: 'create', object }, traits).map(({ sql }) => sql);
}

export function dropIfThere(table: ConstraintObject['table'], name: string): string {
  return `ALTER TABLE ${quoteName(table)} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(name)}`;
}

export function validateStep(table: ConstraintObject['table'], name: string, phase: Phase): DraftStep {
  return step(
    `Validate ${displayName(name)} of ${qualified(table)} for present rows`,
    phase,
    work(`ALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`),
    { undo: nothingToUndo, watch: [blockers] },
  );
}

/** As a constraint that is validated later; before there was one for NOT NULL, by way of a check. */
export function setNotNull(
  change: Extract<Change, { readonly kind: 'set not null' }>,
  situation: Situation,
  given: { readonly phase?: Phase; readonly needs?: readonly string[] } = {},
): Procedure | undefined {
  const { table, column, constraint } = change;
  if (constraint?.validated === false) return undefined;
  const { traits } = situation;
  const phase = given.phase ?? phaseFor(table, [column], situation);
  const needs =
    given.needs ??
    (phase === 'contract' ? [`The application writes no null into ${qualified(table)}.${displayName(column)}.`] : []);
  const usual = inventedName([table.name, column], 'not_null', traits.identifierBytes);
  const preconditions = isForeign(table, situation) ? [] : [noNulls(table, column)];
  const column_ = quoteIdentifier(column);
  const alter = `ALTER TABLE ${quoteName(table)}`;
  const goes = `Column ${qualified(table)}.${displayName(column)}`;
  if (traits.notValidNotNull) {
    const name = constraint?.name ?? usual;
    const { name: _, ...rest } = constraint ?? { inherited: true };
    const added = addNotNullConstraint({ ...change, constraint: { ...rest, name, validated: false } });
    return {
      steps: [
        step(`${goes}: not null for new rows`, phase, work(added), {
          why: notValidWhy,
          undo: undoBy(dropIfThere(table, name)),
          preconditions,
          needs,
          watch: [blockers],
        }),
        validateStep(table, name, phase),
      ],
      holds: [{ relation: table, word: column }, ...joinsParents(table, situation)],
    };
  }
  const stand = inventedName([table.name, column], 'not_null_check', traits.identifierBytes);
  return {
    steps: [
      step(
        `${goes}: not null for new rows, by a check`,
        phase,
        work(`${alter} ADD CONSTRAINT ${quoteIdentifier(stand)} CHECK (${column_} IS NOT NULL) NOT VALID`),
        {
          why: 'SET NOT NULL reads the whole table under a lock that stops all; with a validated check in place it does not.',
          undo: undoBy(dropIfThere(table, stand)),
          preconditions,
          needs,
          watch: [blockers],
        },
      ),
      validateStep(table, stand, phase),
      step(
        `${goes}: set not null, proven by the check`,
        phase,
        work(`${alter} ALTER COLUMN ${column_} SET NOT NULL`, `${alter} DROP CONSTRAINT ${quoteIdentifier(stand)}`),
        { undo: undoBy(`${alter} ALTER COLUMN ${column_} DROP NOT NULL`), watch: [blockers] },
      ),
    ],
    holds: [{ relation: table, word: column }, ...joinsParents(table, situation)],
  };
}

/** A table joins its parents when its columns are as theirs. */
export function joinsParents(table: ConstraintObject['table'], { changes }: Situation): readonly Hold[] {
  const attached = changes.some((one) => one.kind === 'attach partition' && sameName(one.partition, table));
  return [{ relation: table, kinds: attached ? ['inherit', 'attach partition'] : ['inherit'] }];
}

/** A unique index is built CONCURRENTLY under the constraint's name, then it becomes the constraint's in an instant. */
export function key(object: KeyObject, situation: Situation): Procedure | undefined {
  const { table, constraint, index, partitioned } = object;
  if (!index || constraint.withoutOverlaps || partitioned) return undefined;
  const rule = { table, constraint, index };
  const phase = rulePhase(rule, situation, { primary: object.type === 'primary key' });
  const words = object.type === 'primary key' ? 'primary key' : 'unique constraint';
  const built = buildStep(table, { ...index, definition: uniqueDefinition(index) }, phase);
  const needs = phase === 'contract' ? ruleComes(rule) : [];
  const joined = undoOfJoined({ kind: 'create', object }, situation);
  return {
    steps: [
      ...nullsBefore(object, phase, situation),
      { ...built, needs, ...(joined ? { undo: joined } : {}) },
      step(
        `Make index ${displayName(index.name)} the ${words} of ${qualified(table)}`,
        phase,
        work(addUsingIndex(table, constraint, object.type, index.name)),
        {
          why: 'ADD CONSTRAINT would build the index under a lock that stops all.',
          undo: joined ?? undoBy(dropIfThere(table, constraint.name)),
          watch: [blockers],
        },
      ),
    ],
  };
}

/** What gives the columns of a primary key their NOT NULL, where no change of its own does. */
export function nullsBefore(object: ConstraintObject, phase: Phase, situation: Situation): readonly DraftStep[] {
  if (object.type !== 'primary key') return [];
  const { table, constraint } = object;
  const before = situation.before(table);
  const isNullable = (name: string) => before?.columns.some((column) => column.name === name && column.nullable);
  const isSet = (name: string) =>
    situation.changes.some((one) => one.kind === 'set not null' && sameName(one.table, table) && one.column === name);
  return constraint.columns
    .filter((name) => isNullable(name) && !isSet(name))
    .flatMap((column) => setNotNull({ kind: 'set not null', table, column }, situation, { phase })?.steps ?? []);
}

/** A foreign key that comes while a key is still to go may be tied to that. */
export function pointsAt(table: ConstraintObject['table']): Hold {
  return { relation: table, kinds: ['create'], word: 'foreign key' };
}

/** What the application must not do any more when a foreign key has come. */
export function noOrphan(table: ConstraintObject['table'], { columns, references }: ForeignKey): string {
  return `The application writes no ${columns.map(displayName).join(', ')} into ${qualified(table)} that ${qualified(references)} does not have.`;
}

/** The index that a key of an index needs, whatever its index is now. */
export function uniqueDefinition(index: Index): string {
  return index.definition.replace(/^CREATE INDEX/, 'CREATE UNIQUE INDEX');
}

/** The index gets the constraint's name by it. */
export function addUsingIndex(
  table: ConstraintObject['table'],
  constraint: KeyConstraint,
  type: 'primary key' | 'unique',
  index: string,
): string {
  const deferral = constraint.deferrable
    ? ` DEFERRABLE${constraint.initiallyDeferred ? ' INITIALLY DEFERRED' : ''}`
    : '';
  return `ALTER TABLE ${quoteName(table)} ADD CONSTRAINT ${quoteIdentifier(constraint.name)} ${type.toUpperCase()} USING INDEX ${quoteIdentifier(index)}${deferral}`;
}
