import type { Change } from '../../../catalog/change.ts';
import type { ColumnsIntent } from '../../../catalog/intent.ts';
import { displayName, qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import type { Column, Table } from '../../../catalog/table.ts';
import type { DraftStep, Procedure, Situation, Undo, Work } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { columnDefinition, columnStorage } from '../schema/tables.ts';
import { canBatch, inBatches } from './batches.ts';
import { dropColumnLate } from './columns.ts';
import { setNotNull } from './constraints.ts';
import { ofRow } from './expressions.ts';
import { undoOf } from './plain.ts';
import { guarded, noRows } from './preconditions.ts';
import { paced } from './rows.ts';
import { nothingToUndo, step, undoBy, work } from './steps.ts';
import { firing, maySkipRows, passedOver, seen, syncTrigger, triggersMet } from './sync.ts';
import { batchWatch, blockers } from './watch.ts';

type Create = Extract<Change, { readonly kind: 'create' }>;
type Drop = Extract<Change, { readonly kind: 'drop' }>;

/** The changes of an intent, in their order. */
interface Parts {
  readonly intent: ColumnsIntent;
  readonly creates: readonly Create[];
  readonly drops: readonly Drop[];
  /** As it is before, under the name that the changes call it. */
  readonly table: Table;
  readonly columns: readonly Column[];
}

/**
 * Columns that are made from others by an expression: a trigger fills them, and the others where there is a way back,
 * while both are used; the rows that are there are filled in batches; then the old ones go. The first new column's change
 * brings the steps of all of them, the first old one's lets go of the trigger. Nothing for changes that no intent speaks of.
 */
export function columnsByExpression(change: Change, situation: Situation): Procedure | undefined {
  const parts = partsOf(change, situation);
  if (!parts) return undefined;
  if (situation.mode === 'brief-maintenance') return inMaintenance(change, parts, situation);
  if (change.kind === 'create') {
    return change === parts.creates[0] ? { steps: filled(parts, situation) } : { steps: [] };
  }
  const drop = parts.drops.find((one) => one === change);
  if (!drop) return undefined;
  const dropped = droppedSteps(drop, parts, situation);
  return { ...dropped, steps: drop === parts.drops[0] ? [letGo(parts, situation), ...dropped.steps] : dropped.steps };
}

function partsOf(change: Change, situation: Situation): Parts | undefined {
  if (change.kind !== 'create' && change.kind !== 'drop') return undefined;
  if (change.object.kind !== 'column') return undefined;
  const table = situation.before(change.object.table);
  if (!table) return undefined;
  const speaksOf = (one: Change, intent: ColumnsIntent) => {
    if ((one.kind !== 'create' && one.kind !== 'drop') || one.object.kind !== 'column') return false;
    const of = situation.before(one.object.table);
    if (!of || !sameName(of, intent.table)) return false;
    const { name } = one.object.column;
    return one.kind === 'create' ? Object.hasOwn(intent.into, name) : intent.from.includes(name);
  };
  const intent = situation.intents.filter((one) => one.kind === 'columns').find((one) => speaksOf(change, one));
  if (!intent) return undefined;
  const own = situation.changes.filter((one) => speaksOf(one, intent));
  const creates = own.filter((one) => one.kind === 'create');
  const { schema, name } = change.object.table;
  return {
    intent,
    creates,
    drops: own.filter((one) => one.kind === 'drop'),
    table: { ...table, schema, name },
    columns: creates.flatMap(({ object }) => (object.kind === 'column' ? [object.column] : [])),
  };
}

const alterTable = (table: Table) => `ALTER TABLE ${quoteName(table)}`;

/** The columns before with those that are made, so that expressions of either can be told apart from other words. */
function withNew({ table, columns }: Parts): Pick<Table, 'columns'> {
  return { columns: [...table.columns, ...columns] };
}

/** The value of a new column; its default where the expression gives none. */
function newValue(parts: Parts, column: Column, row: string): string {
  const value = `(${ofRow(parts.intent.into[column.name] ?? 'NULL', withNew(parts), row)})`;
  return column.default === undefined ? value : `coalesce(${value}, ${column.default})`;
}

function backOf(parts: Parts, row: string): readonly { readonly column: string; readonly value: string }[] {
  return Object.entries(parts.intent.back ?? {}).map(([name, expression]) => ({
    column: quoteIdentifier(name),
    value: `(${ofRow(expression, withNew(parts), row)})`,
  }));
}

/** Values as one text: some types know no equality. */
const rowOf = (values: readonly string[]): string => `ROW(${values.join(', ')})::text`;

const ofColumns = (names: readonly string[], row: string): string =>
  rowOf(names.map((name) => `${row}.${quoteIdentifier(name)}`));

/** The new values that the old ones make, as the columns hold them. */
function madeOf(parts: Parts, row: string): string {
  return rowOf(parts.columns.map((one) => `${newValue(parts, one, row)}::${one.type.text}`));
}

/**
 * Whoever writes the old columns gets the new ones, and the other way round where there is a way back. What is equal by
 * the expressions is left alone, so that a way back that loses something changes nothing that nobody wrote.
 */
function syncOf(parts: Parts, situation: Situation) {
  const { intent, columns, table } = parts;
  const names = columns.map((one) => one.name);
  const forward = columns.map((one) => `NEW.${quoteIdentifier(one.name)} := ${newValue(parts, one, 'NEW')};`).join(' ');
  const backward = backOf(parts, 'NEW')
    .map(({ column, value }) => `NEW.${column} := ${value};`)
    .join(' ');
  const areEmpty = (row: string) => names.map((name) => `${row}.${quoteIdentifier(name)} IS NULL`).join(' AND ');
  const empty = areEmpty('NEW');
  const rest = columns
    .map((one) => {
      const value = `NEW.${quoteIdentifier(one.name)}`;
      return `${value} := coalesce(${value}, ${newValue(parts, one, 'NEW')});`;
    })
    .join(' ');
  const differs = `${ofColumns(names, 'NEW')} IS DISTINCT FROM ${madeOf(parts, 'NEW')}`;
  const changed = `${ofColumns(intent.from, 'NEW')} IS DISTINCT FROM ${ofColumns(intent.from, 'OLD')}`;
  const triggers = triggersMet(table, situation);
  return syncTrigger({ ...table, triggers }, names[0] ?? '', 'sync', [
    "IF TG_OP = 'INSERT' THEN",
    `  IF ${empty} THEN ${forward}`,
    ...(backward === '' ? [] : [`  ELSIF ${differs} THEN ${backward}`]),
    '  END IF;',
    `ELSIF ${ofColumns(names, 'NEW')} IS NOT DISTINCT FROM ${ofColumns(names, 'OLD')} THEN`,
    `  IF (${empty}) OR ${changed} THEN ${forward} END IF;`,
    'ELSE',
    // A row that was not filled yet, and is given a part.
    `  IF ${areEmpty('OLD')} THEN ${rest} END IF;`,
    ...(backward === '' ? [] : [`  IF ${differs} THEN ${backward} END IF;`]),
    'END IF;',
  ]);
}

/** Nothing but its type: what else it has it gets when it is filled. */
function bare(column: Column): Column {
  const { default: _, notNull: __, statisticsTarget: ___, comment: ____, ...rest } = column;
  return { ...rest, nullable: true };
}

const addColumns = ({ table, columns }: Parts): readonly string[] =>
  columns.map(bare).flatMap((one) => {
    const definition = columnDefinition({ inherits: [] }, one, new Map());
    return [`${alterTable(table)} ADD COLUMN ${definition}`, ...columnStorage(table, one)];
  });

const dropColumns = ({ table, columns }: Parts): readonly string[] =>
  columns.map((one) => `${alterTable(table)} DROP COLUMN IF EXISTS ${quoteIdentifier(one.name)}`);

const named = ({ table }: Parts, names: readonly string[]): string =>
  `${qualified(table)}.${names.map(displayName).join(', ')}`;

const newNames = (parts: Parts): string =>
  named(
    parts,
    parts.columns.map((one) => one.name),
  );

/** Rows that have no value for a column that must have one. */
function preconditions(parts: Parts) {
  return parts.columns
    .filter((one) => !one.nullable)
    .map((one) =>
      noRows(
        parts.table,
        `${newValue(parts, one, quoteIdentifier(parts.table.name))} IS NULL`,
        `The expression of ${qualifiedColumn(parts.table, one.name)} gives a value for every row.`,
      ),
    );
}

function fill(parts: Parts, situation: Situation): Work {
  const { table, columns, intent } = parts;
  const values = columns.map((one) => ({
    column: quoteIdentifier(one.name),
    value: newValue(parts, one, 'target'),
  }));
  const set = values.map(({ column, value }) => `${column} = ${value}`).join(', ');
  const empty = values.map(({ column }) => `target.${column} IS NULL`).join(' AND ');
  const some = values.map(({ value }) => `${value} IS NOT NULL`).join(' OR ');
  const piece = { table, set: `SET ${set}`, where: `${empty} AND (${some})` };
  return canBatch(table)
    ? inBatches(piece, { batch: paced(situation.batch, intent.pace) })
    : work(`UPDATE ${quoteName(table)} AS target ${piece.set} WHERE ${piece.where}`);
}

/** Stops where the batches passed over rows. */
function nothingLeft(parts: Parts): DraftStep {
  const name = quoteIdentifier(parts.table.name);
  const empty = parts.columns.map((one) => `${name}.${quoteIdentifier(one.name)} IS NULL`).join(' AND ');
  const some = parts.columns.map((one) => `${newValue(parts, one, name)} IS NOT NULL`).join(' OR ');
  const holds = `Every row of ${qualified(parts.table)} has its ${parts.columns.map((one) => displayName(one.name)).join(', ')}. ${passedOver}`;
  return seen(newNames(parts), guarded(noRows(parts.table, `${empty} AND (${some})`, holds)));
}

/** The old columns from the new ones, where these say something else. */
function refill(parts: Parts, situation: Situation): Work | undefined {
  const back = backOf(parts, 'target');
  if (back.length === 0) return undefined;
  const names = parts.columns.map((one) => one.name);
  const piece = {
    table: parts.table,
    set: `SET ${back.map(({ column, value }) => `${column} = ${value}`).join(', ')}`,
    where: `${ofColumns(names, 'target')} IS DISTINCT FROM ${madeOf(parts, 'target')}`,
  };
  return canBatch(parts.table)
    ? inBatches(piece, { batch: paced(situation.batch, parts.intent.pace) })
    : work(`UPDATE ${quoteName(parts.table)} AS target ${piece.set} WHERE ${piece.where}`);
}

function filled(parts: Parts, situation: Situation): readonly DraftStep[] {
  const { intent, table, columns } = parts;
  const sync = syncOf(parts, situation);
  const old = named(parts, intent.from);
  const twoWays = Object.keys(intent.back ?? {}).length > 0;
  const work_ = fill(parts, situation);
  return [
    step(
      `Add ${newNames(parts)}, made from ${intent.from.map(displayName).join(', ')} by a trigger`,
      'expand',
      work(...addColumns(parts), ...sync.create),
      {
        why: twoWays
          ? 'The application as it is writes the old columns, the next one the new ones: each has what the other wrote.'
          : 'The application as it is writes the old columns: the new ones follow. No way back was told, so the old ones do not follow the new.',
        preconditions: preconditions(parts),
        undo: {
          ...undoBy(...sync.drop, ...dropColumns(parts)),
          ...(twoWays ? {} : { loses: `what was written into ${newNames(parts)} since` }),
        },
        watch: [blockers],
      },
    ),
    step(
      `Fill ${newNames(parts)} from ${old}${work_.kind === 'batches' ? ' in batches' : ''}${firing(table)}`,
      'migrate',
      work_,
      {
        undo: nothingToUndo,
        watch: batchWatch(table),
      },
    ),
    ...(maySkipRows(table) ? [nothingLeft(parts)] : []),
    ...columns
      .filter((one) => !one.nullable && one.notNull?.validated !== false)
      .flatMap((one) => {
        const constraint = one.notNull ? { constraint: one.notNull } : {};
        const change = { kind: 'set not null', table, column: one.name, ...constraint } as const;
        return setNotNull(change, situation, { phase: 'migrate', needs: [] })?.steps ?? [];
      }),
  ];
}

const setDefaults = ({ table, columns }: Parts): readonly string[] =>
  columns.flatMap((one) =>
    one.default === undefined
      ? []
      : [`${alterTable(table)} ALTER COLUMN ${quoteIdentifier(one.name)} SET DEFAULT ${one.default}`],
  );

const dropDefaults = ({ table, columns }: Parts): readonly string[] =>
  columns.flatMap((one) =>
    one.default === undefined ? [] : [`${alterTable(table)} ALTER COLUMN ${quoteIdentifier(one.name)} DROP DEFAULT`],
  );

/** From here on the old columns are nobody's. */
function letGo(parts: Parts, situation: Situation): DraftStep {
  const { intent } = parts;
  const sync = syncOf(parts, situation);
  const refilled = refill(parts, situation);
  const again = work(...dropDefaults(parts), ...sync.create);
  const old = named(parts, intent.from);
  const undo: Undo = refilled
    ? { work: [again, refilled] }
    : { work: [again], loses: `what was written into ${newNames(parts)} since, as values of ${old}` };
  return step(
    `Let go of ${old}: ${newNames(parts)} stand alone`,
    'contract',
    work(...sync.drop, ...setDefaults(parts)),
    {
      undo,
      watch: [blockers],
      needs: [
        `The application reads and writes ${newNames(parts)}, no longer ${intent.from.map(displayName).join(', ')}.`,
      ],
    },
  );
}

/** Dropped like any other, and made again from the new columns where there is a way back. */
function droppedSteps(change: Drop, parts: Parts, situation: Situation): Procedure {
  const { object } = change;
  if (object.kind !== 'column') return { steps: [] };
  const plain = undoOf(change, situation);
  const back = backOf(parts, 'target').find(({ column }) => column === quoteIdentifier(object.column.name));
  const name = qualifiedColumn(parts.table, object.column.name);
  const undo: Undo =
    'none' in plain || !back
      ? plain
      : {
          work: [...plain.work, restoredValues(parts, back, situation)],
          loses: `values of ${name} that its expression does not give back`,
        };
  return dropColumnLate(object, situation, undo);
}

function restoredValues(
  { table, intent }: Parts,
  { column, value }: { readonly column: string; readonly value: string },
  situation: Situation,
): Work {
  const piece = { table, set: `SET ${column} = ${value}`, where: `target.${column} IS NULL AND ${value} IS NOT NULL` };
  return canBatch(table)
    ? inBatches(piece, { batch: paced(situation.batch, intent.pace) })
    : work(`UPDATE ${quoteName(table)} AS target ${piece.set} WHERE ${piece.where}`);
}

/** Without users there is no need of a trigger: columns, values, rules, and the old columns at the end. */
function inMaintenance(change: Change, parts: Parts, situation: Situation): Procedure {
  const { creates, drops, table, columns, intent } = parts;
  const place = (one: Change) => situation.changes.indexOf(one);
  const last = creates.at(-1);
  const dropsOf = (wanted: (drop: Drop) => boolean) =>
    drops.filter(wanted).flatMap((drop) => droppedSteps(drop, parts, situation).steps);
  if (change.kind === 'drop') {
    const isEarly = last !== undefined && place(change) < place(last);
    return { steps: isEarly ? [] : dropsOf((one) => one === change) };
  }
  if (change !== last) return { steps: [] };
  const set = columns.map((one) => `${quoteIdentifier(one.name)} = ${newValue(parts, one, 'target')}`).join(', ');
  const rules = columns.flatMap((one) =>
    one.nullable ? [] : [`${alterTable(table)} ALTER COLUMN ${quoteIdentifier(one.name)} SET NOT NULL`],
  );
  return {
    steps: [
      step(
        `Add ${newNames(parts)}, made from ${intent.from.map(displayName).join(', ')}`,
        'migrate',
        work(...addColumns(parts), `UPDATE ${quoteName(table)} AS target SET ${set}`, ...setDefaults(parts), ...rules),
        {
          preconditions: preconditions(parts),
          undo: {
            ...undoBy(...dropColumns(parts)),
            loses: `what was written into ${newNames(parts)} since`,
          },
          watch: [blockers],
        },
      ),
      ...dropsOf((one) => place(one) < place(change)),
    ],
  };
}
