import type { Sequence } from '../../../catalog/catalog.ts';
import { displayName, type QualifiedName, qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Column, ForeignKey, Index, Table } from '../../../catalog/table.ts';
import { listed } from '../../../catalog/words.ts';
import type { DraftStep, Phase, Precondition, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { addCheck, addForeignKey } from '../schema/constraints.ts';
import { columnDefinition, columnStorage } from '../schema/tables.ts';
import { inBatches } from './batches.ts';
import type { ForeignKeyPart, Parts, TableParts } from './column-parts.ts';
import { addUsingIndex, dropIfThere, noOrphan, validateStep } from './constraints.ts';
import { differs } from './differs.ts';
import { ofRow, renamedIndex, withColumns } from './expressions.ts';
import { actionsGone, noReliance } from './key-actions.ts';
import { guarded, noDuplicates, noOrphans, noRows } from './preconditions.ts';
import { repeats } from './repeats.ts';
import {
  addIdentity,
  dropIdentity,
  foreignKeyComment,
  keepingOthers,
  moveDefault,
  moveIdentity,
  renameIndex,
  settings,
} from './replacement-settings.ts';
import { standLast } from './stand-last.ts';
import { buildConcurrently, dropConcurrently, nothingToUndo, step, undoBy, work } from './steps.ts';
import { firing, passedOver, syncTrigger, triggersMet } from './sync.ts';
import { ruleComes } from './unique-rules.ts';
import { batchWatch, blockers, indexProgress, oldTransactions } from './watch.ts';

/** Columns that others of the same names take the place of, all at once. */
export interface Replacement {
  /** What hangs on the columns that are there. */
  readonly now: Parts;
  /** The columns that take their place, with what shall hang on them; tables and columns in the same order. */
  readonly wanted: Parts;
  /** The new value of a column from the columns of its row. */
  readonly expression: (table: QualifiedName, column: string) => string;
  /** Behind the names of what is made for them, and of what they leave: `new`, `old`. */
  readonly suffixes: { readonly made: string; readonly left: string };
  /** Sequences behind identities, by qualified name. */
  readonly sequences: ReadonlyMap<string, Sequence>;
  readonly preconditions: (table: QualifiedName) => readonly Precondition[];
  /** What fails of those who write the columns that are there, since the ones beside do not take it. */
  readonly refused: (table: QualifiedName) => readonly string[];
  /** Statements of the swap before and after the columns change places: dependents that are dropped and made again. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The steps up to the swap, the swap, and the removal of what it leaves. */
export interface ReplacementSteps {
  readonly prepare: readonly DraftStep[];
  readonly swap: {
    readonly title: string;
    readonly statements: readonly string[];
    /** Both columns hold the same, or values would be lost. */
    readonly preconditions: readonly Precondition[];
    /** What the application must do for it: the columns stand last from then on. */
    readonly needs: readonly string[];
  };
  readonly remove: readonly DraftStep[];
}

/** The names that a replacement gives. */
interface Naming {
  readonly made: (name: string) => string;
  readonly left: (name: string) => string;
  /** Columns of the table under the names of those that take their place. */
  readonly fresh: (table: QualifiedName, columns: readonly string[]) => readonly string[];
  /** SQL of the table with its columns under those names. */
  readonly rewritten: (table: QualifiedName, sql: string) => string;
  readonly notNull: (table: QualifiedName, column: string) => string;
}

function namingOf({ now, suffixes }: Replacement, limit: number): Naming {
  const named = (name: string, suffix: string) => inventedName([name], `relvar_${suffix}`, limit);
  const made = (name: string) => named(name, suffixes.made);
  const isReplaced = (table: QualifiedName, column: string) =>
    now.tables.some((one) => sameName(one.table, table) && one.columns.some(({ name }) => name === column));
  return {
    made,
    left: (name) => named(name, suffixes.left),
    fresh: (table, columns) => columns.map((name) => (isReplaced(table, name) ? made(name) : name)),
    rewritten: (table, sql) =>
      withColumns(sql, (name) => (isReplaced(table, name) ? quoteIdentifier(made(name)) : undefined)),
    notNull: (table, column) => inventedName([table.name, column], `relvar_${suffixes.made}_not_null`, limit),
  };
}

export function replacementSteps(given: Replacement, situation: Situation): ReplacementSteps {
  const naming = namingOf(given, situation.traits.identifierBytes);
  // The application as it was may break a stricter key, and must not notice it.
  const stricter = given.wanted.tables.some(({ keys }) => keys.some((one) => one.stricter));
  const phase: Phase = stricter ? 'contract' : 'migrate';
  const all = given.now.tables.flatMap(({ table, columns }) => columns.map(({ name }) => qualifiedColumn(table, name)));
  return {
    prepare: [
      ...given.wanted.tables.map((parts) => addStep(given, parts, naming, situation)),
      ...given.wanted.tables.map((parts) => fillStep(given, parts, naming, situation)),
      ...given.wanted.tables.flatMap((parts) => notNullSteps(given, parts, naming, phase)),
      ...given.wanted.tables.flatMap((parts) => indexSteps(parts, naming, phase)),
      ...given.wanted.tables.flatMap((parts) => checkSteps(parts, naming, phase)),
      ...given.wanted.foreignKeys.flatMap((one) => foreignKeySteps(one, naming, phase, situation)),
    ],
    swap: {
      title: `Put new columns in the place of ${all.join(', ')}`,
      statements: swapStatements(given, naming, situation),
      preconditions: given.wanted.tables.map((parts) => equalOf(given, parts, naming, situation)),
      needs: [...given.now.tables.flatMap(standLast), ...noReliance(otherActions(given))],
    },
    remove: given.now.tables.map(({ table, columns }) =>
      step(
        `Drop what was ${columns.map(({ name }) => qualifiedColumn(table, name)).join(', ')} before`,
        'contract',
        work(...columns.map(({ name }) => dropColumn(table, naming.left(name)))),
        { undo: nothingToUndo, watch: [blockers] },
      ),
    ),
  };
}

const otherActions = ({ now, wanted }: Replacement): readonly string[] =>
  now.foreignKeys.flatMap(({ table, key }, at) => actionsGone(table, key, wanted.foreignKeys[at]?.key ?? key));

const alterTable = (table: QualifiedName) => `ALTER TABLE ${quoteName(table)}`;

function dropColumn(table: QualifiedName, name: string): string {
  return `${alterTable(table)} DROP COLUMN IF EXISTS ${quoteIdentifier(name)}`;
}

function syncOf(given: Replacement, { table, columns }: TableParts, naming: Naming, situation: Situation) {
  const lines = columns.map(
    ({ name }) => `NEW.${quoteIdentifier(naming.made(name))} := ${ofRow(given.expression(table, name), table, 'NEW')};`,
  );
  const triggers = triggersMet(table, situation);
  return syncTrigger({ ...table, triggers }, columns[0]?.name ?? '', given.suffixes.made, lines);
}

function addStep(given: Replacement, parts: TableParts, naming: Naming, situation: Situation): DraftStep {
  const { table, columns } = parts;
  const sync = syncOf(given, parts, naming, situation);
  const added = columns.flatMap((column) => {
    const { default: _, identity: __, notNull: ___, statisticsTarget: ____, comment: _____, ...plain } = column;
    const made = { ...plain, name: naming.made(column.name), nullable: true };
    const definition = columnDefinition({ inherits: [] }, made, new Map());
    return [`${alterTable(table)} ADD COLUMN IF NOT EXISTS ${definition}`, ...columnStorage(table, made)];
  });
  const refused = given.refused(table);
  const types = columns.map(({ name, type }) => `${qualifiedColumn(table, name)}, of type ${type.text}`);
  return step(
    `Add ${columns.length === 1 ? 'a column' : 'columns'} beside ${types.join('; ')}, filled by a trigger`,
    'expand',
    work(...added, ...sync.create),
    {
      why: 'ALTER COLUMN TYPE would write the table anew under a lock that stops all.',
      preconditions: given.preconditions(table),
      undo: undoBy(...sync.drop, ...columns.map(({ name }) => dropColumn(table, naming.made(name)))),
      watch: [blockers],
      ...(refused.length === 0 ? {} : { breaks: listed(refused) }),
    },
  );
}

function fillStep(given: Replacement, { table, columns }: TableParts, naming: Naming, situation: Situation): DraftStep {
  const values = columns.map(({ name, type }) => ({
    type,
    column: quoteIdentifier(naming.made(name)),
    value: ofRow(given.expression(table, name), table, 'target'),
  }));
  // Its key may be among the columns that change places: it is compared as it is now.
  const now = given.now.tables.find((one) => sameName(one.table, table))?.columns ?? [];
  const standing = table.columns.map((column) => now.find((one) => one.name === column.name) ?? column);
  const piece = {
    table: { ...table, columns: standing },
    set: `SET ${values.map(({ column, value }) => `${column} = ${value}`).join(', ')}`,
    where: values.map(({ type, column, value }) => differs(type, `target.${column}`, `(${value})`)).join(' OR '),
  };
  const names = columns.map(({ name }) => qualifiedColumn(table, name)).join(', ');
  return step(`Fill what stands beside ${names} in batches${firing(table)}`, 'migrate', inBatches(piece, situation), {
    undo: nothingToUndo,
    watch: batchWatch(table),
  });
}

/** An expression that gives another value each time shows only that none is missing. */
function equalOf(
  given: Replacement,
  { table, columns }: TableParts,
  naming: Naming,
  situation: Situation,
): Precondition {
  const row = quoteIdentifier(table.name);
  const differing = columns.map(({ name, type }) => {
    const made = `${row}.${quoteIdentifier(naming.made(name))}`;
    const expression = given.expression(table, name);
    const value = `(${ofRow(expression, table, row)})`;
    if (!repeats(expression, situation)) return `(${made} IS NULL) <> (${value} IS NULL)`;
    // As it is assigned: a number rounded, a text padded.
    return differs(type, made, `${value}::${type.text}`);
  });
  const pairs = columns.map(({ name }) => `${displayName(naming.made(name))} what ${displayName(name)} does`);
  const holds = `Every row of ${qualified(table)} says in ${pairs.join(', in ')}. ${passedOver}`;
  return guarded(noRows(table, differing.join(' OR '), holds));
}

function notNullSteps(
  given: Replacement,
  { table, columns }: TableParts,
  naming: Naming,
  phase: Phase,
): readonly DraftStep[] {
  return columns
    .filter((column) => !column.nullable)
    .flatMap(({ name }) => {
      const check = naming.notNull(table, name);
      const condition = `${quoteIdentifier(naming.made(name))} IS NOT NULL`;
      const row = quoteIdentifier(table.name);
      const value = ofRow(given.expression(table, name), table, row);
      const unfilled = noRows(
        table,
        `${row}.${quoteIdentifier(naming.made(name))} IS NULL AND (${value}) IS NOT NULL`,
        `Every row of ${qualified(table)} has in ${displayName(naming.made(name))} what ${displayName(name)} says. ${passedOver}`,
      );
      return [
        step(
          `No nulls beside ${qualifiedColumn(table, name)}: for new rows`,
          phase,
          work(
            dropIfThere(table, check),
            `${alterTable(table)} ADD CONSTRAINT ${quoteIdentifier(check)} CHECK (${condition}) NOT VALID`,
          ),
          { undo: undoBy(dropIfThere(table, check)), watch: [blockers] },
        ),
        { ...validateStep(table, check, phase), preconditions: [unfilled] },
      ];
    });
}

function indexSteps({ table, indexes, keys }: TableParts, naming: Naming, phase: Phase): readonly DraftStep[] {
  const ofKeys = keys.map(({ index, stricter, constraint }) => ({
    index,
    rest:
      stricter === undefined
        ? {}
        : {
            preconditions: [noDuplicates(table, withFresh(index, naming.fresh(table, constraint.columns)))],
            needs: ruleComes({ table, index, constraint }),
          },
  }));
  return [...indexes.map((index) => ({ index, rest: {} })), ...ofKeys].map(({ index, rest }) => {
    const name = { schema: table.schema, name: naming.made(index.name) };
    const definition = renamedIndex(index.definition, name.name, table, (sql) => naming.rewritten(table, sql));
    return step(`Build index ${qualified(name)} of what takes the place`, phase, buildConcurrently(definition, name), {
      ...rest,
      undo: { work: [dropConcurrently(name)] },
      builds: [{ table, index: name }],
      watch: [indexProgress(table), oldTransactions, blockers],
    });
  });
}

/** The index over the columns that take the place. */
function withFresh(index: Index, columns: readonly string[]): Index {
  return { ...index, keys: index.keys.map((key, at) => ({ ...key, column: columns[at] ?? key.column ?? '' })) };
}

function checkSteps({ table, checks }: TableParts, naming: Naming, phase: Phase): readonly DraftStep[] {
  return checks.flatMap((check) => {
    const name = naming.made(check.name);
    const expression = naming.rewritten(table, check.expression);
    const made = { ...check, name, expression, validated: false };
    return notValidSteps(table, name, addCheck(table, made), check.validated && check.enforced, phase);
  });
}

function foreignKeySteps(
  { table, key, stricter }: ForeignKeyPart,
  naming: Naming,
  phase: Phase,
  situation: Situation,
): readonly DraftStep[] {
  const made: ForeignKey = {
    ...key,
    name: naming.made(key.name),
    columns: naming.fresh(table, key.columns),
    referencedColumns: naming.fresh(key.references, key.referencedColumns),
    ...(key.onDeleteColumns ? { onDeleteColumns: naming.fresh(table, key.onDeleteColumns) } : {}),
    validated: false,
  };
  const added = addForeignKey(table, made, false);
  const [first, ...rest] = notValidSteps(
    table,
    made.name,
    added,
    key.validated && key.enforced,
    stricter ? 'contract' : phase,
  );
  if (!first || !stricter) return first ? [first, ...rest] : rest;
  return [{ ...first, preconditions: [noOrphans(table, made, situation)], needs: [noOrphan(table, key)] }, ...rest];
}

function notValidSteps(
  table: QualifiedName,
  name: string,
  sql: string,
  validated: boolean,
  phase: Phase,
): readonly DraftStep[] {
  return [
    step(`Add ${displayName(name)} to ${qualified(table)} for new rows`, phase, work(dropIfThere(table, name), sql), {
      undo: undoBy(dropIfThere(table, name)),
      watch: [blockers],
    }),
    ...(validated ? [validateStep(table, name, phase)] : []),
  ];
}

/** All in one transaction: what points at keys goes first, keys come before what points at them. */
function swapStatements(given: Replacement, naming: Naming, situation: Situation): readonly string[] {
  const { now, wanted } = given;
  const drop = (table: QualifiedName, name: string) => `${alterTable(table)} DROP CONSTRAINT ${quoteIdentifier(name)}`;
  const rename = (table: QualifiedName, name: string) =>
    `${alterTable(table)} RENAME CONSTRAINT ${quoteIdentifier(naming.made(name))} TO ${quoteIdentifier(name)}`;
  return [
    ...given.before,
    ...now.tables.flatMap((parts) => syncOf(given, parts, naming, situation).drop),
    ...now.tables.flatMap((parts) => parts.statistics.map((one) => `DROP STATISTICS ${quoteName(one)}`)),
    ...now.foreignKeys.map((one) => drop(one.table, one.key.name)),
    ...now.tables.flatMap(({ table, checks, keys }) => [
      ...checks.map((one) => drop(table, one.name)),
      ...keys.map((one) => drop(table, one.constraint.name)),
    ]),
    ...now.tables.flatMap(({ table, indexes, columns }, at) => [
      // The table may be replicated by it, which would keep its columns NOT NULL.
      ...indexes.map((index) => `DROP INDEX ${quoteName({ schema: table.schema, name: index.name })}`),
      ...columns.flatMap((column, place) =>
        changePlaces(given, table, column, wanted.tables[at]?.columns[place] ?? column, naming),
      ),
    ]),
    ...wanted.tables.flatMap(({ table, indexes, keys, checks }) => [
      ...keys.map((one) => addUsingIndex(table, one.constraint, one.type, naming.made(one.index.name))),
      ...indexes.map((index) => renameIndex(table, naming.made(index.name), index.name)),
      ...checks.map((one) => rename(table, one.name)),
    ]),
    ...wanted.foreignKeys.map((one) => rename(one.table, one.key.name)),
    ...wanted.tables.flatMap((parts) => settings(parts)),
    ...wanted.foreignKeys.flatMap(({ table, key }) => foreignKeyComment(table, key)),
    ...given.after,
  ];
}

function changePlaces(
  given: Replacement,
  table: Table,
  now: Column,
  wanted: Column,
  naming: Naming,
): readonly string[] {
  const alter = alterTable(table);
  const [name, made, left] = [now.name, naming.made(now.name), naming.left(now.name)].map(quoteIdentifier);
  const check = quoteIdentifier(naming.notNull(table, now.name));
  const constraint = wanted.notNull?.name;
  // The name of a not-null constraint must be free before it is given again.
  const notNull = [
    ...(now.nullable ? [] : [`${alter} ALTER COLUMN ${left} DROP NOT NULL`]),
    ...(wanted.nullable
      ? []
      : [
          constraint === undefined
            ? `${alter} ALTER COLUMN ${name} SET NOT NULL`
            : `${alter} ADD CONSTRAINT ${quoteIdentifier(constraint)} NOT NULL ${name}`,
          `${alter} DROP CONSTRAINT ${check}`,
        ]),
  ];
  return [
    `${alter} RENAME COLUMN ${name} TO ${left}`,
    `${alter} RENAME COLUMN ${made} TO ${name}`,
    ...keepingOthers(table, now, given, identityOrDefault(given, table, now, wanted, naming.left(now.name), notNull)),
  ];
}

/** What gives new rows their values, with the NOT NULL that an identity demands and holds. */
function identityOrDefault(
  { sequences }: Replacement,
  table: Table,
  now: Column,
  wanted: Column,
  left: string,
  notNull: readonly string[],
): readonly string[] {
  if (now.identity && wanted.identity) return [moveIdentity(table, wanted, left, sequences, notNull)];
  const dropped = now.identity ? [dropIdentity(table, left)] : [];
  const added = wanted.identity ? addIdentity(table, wanted, sequences) : [];
  return [...dropped, ...notNull, ...moveDefault(table, now, wanted, left), ...added];
}
