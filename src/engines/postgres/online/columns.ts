import type { Sequence } from '../../../catalog/catalog.ts';
import { descendants } from '../../../catalog/descendants.ts';
import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Column, Table } from '../../../catalog/table.ts';
import type { DraftStep, Procedure, Situation } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { columnDefinition, columnStorage } from '../schema/tables.ts';
import { sequenceOptions } from '../schema/types.ts';
import { canBatch, inBatches } from './batches.ts';
import { childrenAgain } from './children-again.ts';
import { setNotNull } from './constraints.ts';
import { identityFrom } from './identity-from.ts';
import { noRows } from './preconditions.ts';
import { demandsValue } from './restored.ts';
import { nothingToUndo, step, undoBy, work } from './steps.ts';
import { firing, maySkipRows, passedOver, seen } from './sync.ts';
import { batchWatch, blockers } from './watch.ts';

type ColumnObject = Extract<CatalogObject, { readonly kind: 'column' }>;

/**
 * A column that present rows cannot simply get: one that must have a value, which the application gives it first; one
 * whose default is another for each row, or that is an identity, which are filled in batches.
 */
export function addColumn(object: ColumnObject, situation: Situation): Procedure | undefined {
  const { table, column } = object;
  const before = situation.before(table);
  if (!before || before.kind === 'foreign' || before.partitionOf) return undefined;
  if (demandsValue(column)) return { steps: demanded(object, before, situation) };
  if (!situation.heavy || column.generated || !canBatch(before)) return undefined;
  if (column.identity) return { steps: withIdentity(object, before, situation) };
  if (column.default !== undefined) return { steps: filled(object, before, situation) };
  return undefined;
}

/** The column with nothing but its type. */
function bare(column: Column): Column {
  const { default: _, identity: __, notNull: ___, ...rest } = column;
  return { ...rest, nullable: true };
}

function added({ table, column }: ColumnObject): readonly string[] {
  const one = bare(column);
  const definition = columnDefinition({ inherits: [] }, one, new Map());
  return [`ALTER TABLE ${quoteName(table)} ADD COLUMN ${definition}`, ...columnStorage(table, one)];
}

function dropColumn({ table, column }: ColumnObject): string {
  return `ALTER TABLE ${quoteName(table)} DROP COLUMN IF EXISTS ${quoteIdentifier(column.name)}`;
}

function notNullSteps(
  { table, column }: ColumnObject,
  situation: Situation,
  needs: readonly string[],
): readonly DraftStep[] {
  if (column.nullable || column.notNull?.validated === false) return [];
  const change = {
    kind: 'set not null',
    table,
    column: column.name,
    ...(column.notNull ? { constraint: column.notNull } : {}),
  } as const;
  const phase = needs.length > 0 ? 'contract' : 'migrate';
  return setNotNull(change, situation, { phase, needs })?.steps ?? [];
}

function demanded(object: ColumnObject, table: Table, situation: Situation): readonly DraftStep[] {
  const { column } = object;
  const name = `${qualified(table)}.${displayName(column.name)}`;
  return [
    step(`Add column ${name}, nullable for now`, 'expand', work(...added(object)), {
      why: 'It must have a value, no default gives one, and rows that are there have none: the application fills it first.',
      undo: { ...undoBy(dropColumn(object)), loses: `the values of ${name} written since` },
      watch: [blockers],
    }),
    ...notNullSteps(object, situation, [
      `The application writes ${name} in every new row, and has filled it in the old ones.`,
    ]),
  ];
}

function filled(object: ColumnObject, table: Table, situation: Situation): readonly DraftStep[] {
  const { column } = object;
  const name = `${qualified(table)}.${displayName(column.name)}`;
  const quoted = quoteIdentifier(column.name);
  const alter = `ALTER TABLE ${quoteName(object.table)}`;
  return [
    step(
      `Add column ${name}, and its default for new rows`,
      'expand',
      work(...added(object), `${alter} ALTER COLUMN ${quoted} SET DEFAULT ${column.default}`),
      {
        why: 'A default that is another for each row would write the table anew under a lock that stops all.',
        undo: { ...undoBy(dropColumn(object)), loses: `the values of ${name} written since` },
        watch: [blockers],
      },
    ),
    fillStep(object, table, situation, `SET ${quoted} = ${column.default}`),
    ...(column.nullable && maySkipRows(table)
      ? [
          seen(
            name,
            noRows(
              object.table,
              `${quoted} IS NULL`,
              `Every row of ${qualified(table)} has its ${displayName(column.name)}. ${passedOver}`,
            ),
          ),
        ]
      : []),
    ...notNullSteps(object, situation, []),
  ];
}

function fillStep(object: ColumnObject, table: Table, situation: Situation, set: string): DraftStep {
  const name = `${qualified(table)}.${displayName(object.column.name)}`;
  return step(
    `Fill ${name} in batches${firing(table)}`,
    'migrate',
    inBatches(
      { table: { ...table, ...object.table }, set, where: `target.${quoteIdentifier(object.column.name)} IS NULL` },
      situation,
    ),
    { undo: nothingToUndo, watch: batchWatch(table) },
  );
}

/** The values come from a sequence behind a default; when all rows have one, the identity goes on from it. */
function withIdentity(object: ColumnObject, table: Table, situation: Situation): readonly DraftStep[] {
  const { column } = object;
  const name = `${qualified(table)}.${displayName(column.name)}`;
  const quoted = quoteIdentifier(column.name);
  const alter = `ALTER TABLE ${quoteName(object.table)}`;
  const sequence = quoteName({
    schema: table.schema,
    name: inventedName([table.name, column.name], 'relvar_seq', situation.traits.identifierBytes),
  });
  const next = `nextval(${quoteLiteral(sequence)}::regclass)`;
  const options = increments(object.identity);
  return [
    step(
      `Add column ${name}, numbered by a sequence for now`,
      'expand',
      work(
        `CREATE SEQUENCE ${sequence}${options}`,
        ...added(object),
        `${alter} ALTER COLUMN ${quoted} SET DEFAULT ${next}`,
      ),
      {
        why: 'An identity would number all rows under a lock that stops all.',
        undo: {
          ...undoBy(dropColumn(object), `DROP SEQUENCE IF EXISTS ${sequence}`),
          loses: `the values of ${name} written since`,
        },
        watch: [blockers],
      },
    ),
    fillStep(object, table, situation, `SET ${quoted} = ${next}`),
    ...notNullSteps(object, situation, []),
    step(`Make ${name} an identity that goes on from the sequence`, 'migrate', work(identityFrom(object, sequence)), {
      undo: undoBy(
        `CREATE SEQUENCE IF NOT EXISTS ${sequence}${options}`,
        `SELECT setval(${quoteLiteral(sequence)}, nextval(pg_get_serial_sequence(${quoteLiteral(quoteName(object.table))}, ${quoteLiteral(column.name)})))`,
        `${alter} ALTER COLUMN ${quoted} DROP IDENTITY`,
        `${alter} ALTER COLUMN ${quoted} SET DEFAULT ${next}`,
      ),
      watch: [blockers],
    }),
  ];
}

function increments(sequence: Sequence | undefined): string {
  return sequence ? ` ${sequenceOptions(sequence)}` : '';
}

/**
 * A dropped column: what the new application does not write must not be demanded any more; the column itself goes after
 * the deploy, with a quarantine under another name if one was asked for.
 */
export function dropColumnLate(
  object: ColumnObject,
  situation: Situation,
  restore: DraftStep['undo'],
  emptied?: true,
): Procedure {
  const { table, column } = object;
  const name = `${qualified(table)}.${displayName(column.name)}`;
  const alter = `ALTER TABLE ${quoteName(table)}`;
  const quoted = quoteIdentifier(column.name);
  const inKey = situation.before(table)?.primaryKey?.columns.includes(column.name) === true;
  const eased: readonly DraftStep[] =
    demandsValue(column) && !inKey && !comesFromAnother(object, situation)
      ? [
          step(`Let rows be without ${name}`, 'expand', work(...withoutNotNull(object, situation)), {
            why: 'The application that is deployed next no longer writes it.',
            undo: {
              work: [
                work(
                  whereFull(object, `${alter} ALTER COLUMN ${quoted} SET NOT NULL`),
                  ...childrenAgain({ kind: 'drop not null', table, column: column.name }, situation),
                ),
              ],
              loses: `NOT NULL on ${name}, where rows are without a value by then`,
            },
            watch: [blockers],
          }),
        ]
      : [];
  const needs = isThereAgain(object, situation) ? [] : [`The application no longer reads or writes ${name}.`];
  const dropped = (from: string, rest: Partial<DraftStep>): DraftStep => ({
    ...step(
      `Drop column ${name}`,
      'contract',
      work(
        renderChange({ kind: 'drop', object: { ...object, column: { ...column, name: from } } }, situation.traits)[0]
          ?.sql ?? '',
      ),
      {
        undo: restore,
        watch: [blockers],
        ...(column.generated && !emptied ? {} : { loses: `the values of ${name}` }),
      },
    ),
    ...rest,
  });
  // The NOT NULL that children have from it is theirs to drop when it is gone.
  const holds = eased.length > 0 ? [] : [{ word: column.name, kinds: ['drop not null' as const] }];
  if (situation.quarantineSeconds === undefined) return { steps: [...eased, dropped(column.name, { needs })], holds };
  const away = inventedName([column.name], 'dropped', situation.traits.identifierBytes);
  const rename = (from: string, to: string) =>
    `${alter} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
  return {
    steps: [
      ...eased,
      step(`Put column ${name} away as ${displayName(away)}`, 'contract', work(rename(column.name, away)), {
        why: 'Whoever still uses it fails now, while one statement brings it back.',
        undo: undoBy(rename(away, column.name)),
        needs,
        watch: [blockers],
      }),
      quarantine(name, situation.quarantineSeconds),
      dropped(away, { undo: awayAgain(restore, rename(column.name, away)) }),
    ],
    holds,
  };
}

/** Whether a column of its name takes its place: what that asks of the application is told with it. */
function isThereAgain({ table, column }: ColumnObject, { changes }: Situation): boolean {
  return changes.some(
    (one) =>
      one.kind === 'create' &&
      one.object.kind === 'column' &&
      sameName(one.object.table, table) &&
      one.object.column.name === column.name,
  );
}

/** A NOT NULL that a parent gives goes with that of the parent. */
function comesFromAnother({ table, column }: ColumnObject, { from }: Situation): boolean {
  const own = from.tables.find((one) => sameName(one, table));
  return from.tables
    .filter((one) => own?.inherits.some((parent) => sameName(parent, one)))
    .some((one) => one.columns.some(({ name, nullable }) => name === column.name && !nullable));
}

/** Children that keep the column keep their NOT NULL. */
function withoutNotNull({ table, column }: ColumnObject, { from, to }: Situation): readonly string[] {
  const drop = (name: QualifiedName, only: string) =>
    `ALTER TABLE ${only}${quoteName(name)} ALTER COLUMN ${quoteIdentifier(column.name)} DROP NOT NULL`;
  const children = descendants(table, from.tables);
  const keeps = (one: QualifiedName) =>
    to.tables.find((other) => sameName(other, one))?.columns.some(({ name }) => name === column.name) === true;
  if (!children.some(keeps)) return [drop(table, '')];
  return [table, ...children.filter((one) => !keeps(one))].map((one) => drop(one, 'ONLY '));
}

/** What is brought back gets the name that the step before left it with. */
export function awayAgain(restore: DraftStep['undo'], rename: string): DraftStep['undo'] {
  return 'none' in restore ? restore : { ...restore, work: [...restore.work, work(rename)] };
}

/** In the largest unit of which there is one at least: `36 h` is `1.5 days`, `1 s` is `1 second`. */
function span(seconds: number): string {
  const [unit, size] = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ] as const
  ).find(([, least]) => seconds >= least) ?? ['second', 1];
  const count = Math.round((seconds / size) * 10) / 10;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

export function quarantine(name: string, seconds: number): DraftStep {
  return step(
    `Keep ${name} for ${span(seconds)}`,
    'contract',
    { kind: 'wait', until: [`Nobody has missed ${name}.`], seconds },
    { undo: nothingToUndo },
  );
}

/** Only where no row stands against it. */
function whereFull({ table, column }: ColumnObject, statement: string): string {
  return `DO ${dollarQuoted(`BEGIN
  IF NOT EXISTS (SELECT FROM ${quoteName(table)} WHERE ${quoteIdentifier(column.name)} IS NULL) THEN
    ${statement};
  END IF;
END`)}`;
}
