import type { Change } from '../../../catalog/change.ts';
import { changeTitle } from '../../../catalog/change-title.ts';
import { conversion, isJson, isKeyValue } from '../../../catalog/conversion.ts';
import { inverse } from '../../../catalog/inverse.ts';
import { qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { ownerAgain, usualOwner } from '../../../catalog/owner.ts';
import { usualTimeZone } from '../../../catalog/time-zone.ts';
import { lossInType } from '../../../catalog/type-loss.ts';
import type { Statement } from '../../engine.ts';
import type { DraftStep, Phase, Situation, Undo, Work } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';
import { renderChange } from '../render.ts';
import { childrenAgain } from './children-again.ts';
import { losesDate, spellingLost } from './converts.ts';
import { locksBeforeTriggersGo } from './drop-triggers.ts';
import { undoOfJoined } from './joined-undo.ts';
import { markBack } from './marks.ts';
import { mergedKeysAgain } from './merged-keys.ts';
import { preconditionsOf } from './preconditions-of.ts';
import { restored } from './restored.ts';
import { nothingToUndo, step, work } from './steps.ts';

/** The change as it is written without further thought: one step, or one for each statement that is no one's but its own. */
export function plainSteps(change: Change, situation: Situation): readonly DraftStep[] {
  const statements = rendered(change, situation);
  const phase = situation.mode === 'brief-maintenance' ? 'migrate' : phaseOf(change);
  const title = changeTitle(change);
  const preconditions = preconditionsOf(change, situation);
  const loss = lossIn(change, situation);
  const rest = { ...(loss === undefined ? {} : { loses: loss }) };
  const groups = apart(statements);
  return groups.map((group, at) => {
    const numbered = groups.length > 1 ? `${title} (${at + 1} of ${groups.length})` : title;
    return step(numbered, phase, work(...group), {
      ...rest,
      ...(at === 0 && preconditions.length > 0 ? { preconditions } : {}),
      undo: at === 0 ? undoOf(change, situation) : nothingToUndo,
    });
  });
}

/** As the change is written, but a trigger of a partitioned table is dropped under locks that were taken top down. */
function rendered(change: Change, situation: Situation): readonly Statement[] {
  const statements = renderChange(change, situation.traits);
  if (change.kind !== 'drop' || change.object.kind !== 'trigger') return statements;
  const { relation } = change.object;
  const table = [situation.from, situation.to].flatMap(({ tables }) => tables).find((one) => sameName(one, relation));
  return [...locksBeforeTriggersGo(table), ...statements];
}

/** In one transaction, unless one of them cannot be. */
function apart(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const alone = statements.some((statement) => !statement.transactional);
  // A constraint that is validated in the transaction that added it spares nothing.
  const validated = statements.length > 1 && statements.some((one) => /\bVALIDATE CONSTRAINT\b/.test(one.sql));
  return alone || validated ? statements.map((one) => [one]) : [statements];
}

const late: ReadonlySet<string> = new Set([
  'table',
  'column',
  'view',
  'routine',
  'sequence',
  'type',
  'schema',
  'extension',
  'index',
]);

/** What goes away goes after the application's deploy; what is stricter too; the rest before it. */
function phaseOf(change: Change): Phase {
  if (change.kind === 'drop') return late.has(change.object.kind) ? 'contract' : 'expand';
  // The index by which the table is replicated is there until the application is deployed, and what takes its place by then.
  if (change.kind === 'set replica identity' && change.was === 'index') return 'contract';
  return ['drop default', 'revoke', 'drop attribute', 'drop column', 'drop index', 'set not null'].includes(change.kind)
    ? 'contract'
    : 'expand';
}

function lossOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'drop':
      if (change.object.kind === 'table' && change.object.table.kind === 'table' && !change.object.table.partitioning)
        return `the rows of ${qualified(change.object.table)}`;
      if (change.object.kind === 'column' && (change.object.column.generated === undefined || change.emptied))
        return `the values of ${qualifiedColumn(change.object.table, change.object.column.name)}`;
      return change.object.kind === 'sequence' ? `the state of ${qualified(change.object.sequence)}` : undefined;
    case 'drop column':
      return `the values of ${qualifiedColumn(change.table, change.column)}`;
    case 'drop attribute':
    case 'replace type':
      return lossInType(change);
    default:
      return undefined;
  }
}

/** The same, with what only the tables tell: a time of day keeps nothing of the moment's date. */
function lossIn(change: Change, situation: Situation): string | undefined {
  return change.kind === 'change type' && losesDate(change, situation)
    ? `the dates of ${qualifiedColumn(change.table, change.column)}`
    : lossOf(change);
}

/** What the undo of a loss does not bring back. */
function lossSentence(change: Change): { readonly loses?: string } {
  const loss = lossOf(change);
  return loss === undefined ? {} : { loses: loss };
}

/** The change turned round, in its plain form; of a dropped object, all that belonged to it. */
export function undoOf(change: Change, situation: Situation): Undo {
  const undo = turnedRound(change, situation);
  if ('none' in undo) return undo;
  const again = childrenAgain(change, situation);
  const key = change.kind === 'create' && change.object.kind === 'constraint' ? change.object : undefined;
  const merged = key?.type === 'foreign key' ? mergedKeysAgain(key.table, key.constraint, situation) : [];
  return { ...undo, work: [...undo.work, ...(again.length === 0 ? [] : [work(...again)]), ...merged] };
}

/**
 * A foreign key that relied on the primary key does so again: told its columns, the engine takes the first unique index
 * over them, which may be one that is to go; told none, it takes the primary key (transformFkeyGetPrimaryKey).
 */
function onPrimaryKey<Dropped extends Extract<Change, { readonly kind: 'drop' }>>(
  change: Dropped,
  { before }: Situation,
): Dropped {
  const { object } = change;
  if (object.kind !== 'constraint' || object.type !== 'foreign key') return change;
  const { constraint } = object;
  const primary = before(constraint.references)?.primaryKey;
  const relies = primary !== undefined && primary.name === constraint.referencedIndex;
  if (!relies || primary.columns.join('\n') !== constraint.referencedColumns.join('\n')) return change;
  return { ...change, object: { ...object, constraint: { ...constraint, referencedColumns: [] } } };
}

function turnedRound(change: Change, situation: Situation): Undo {
  if (change.kind === 'create' && joinsWithNew(change.object, situation)) return nothingToUndo;
  if (change.kind === 'change type' && losesDate(change, situation))
    return { none: 'a time of day does not tell its date' };
  if (change.kind === 'change type' && becomesJson(change, situation))
    return { none: `no cast leads from ${change.type} back to ${change.was?.type.text ?? 'pairs'}` };
  if (change.kind === 'drop')
    return { work: [work(...restored(onPrimaryKey(change, situation), situation))], ...lossSentence(change) };
  const special = undoOfJoined(change, situation) ?? markBack(change);
  if (special) return special;
  // A view cannot lose columns in place.
  if (change.kind === 'replace' && change.was.kind === 'view' && change.object.kind === 'view') {
    const drop = renderChange({ kind: 'drop', object: change.object }, situation.traits);
    const make = restored({ kind: 'drop', object: change.was }, situation);
    const { view } = change.object;
    if (change.was.view.columns.length < view.columns.length) {
      const stands = situation.to.views.find((one) => one.reads.some((read) => sameName(read, view)));
      if (stands) return { none: `the view has more columns now, and ${qualified(stands)} stands on it` };
      return { work: [work(...drop, ...make)] };
    }
  }
  // A routine cannot lose defaults of its arguments in place.
  if (change.kind === 'replace' && change.was.kind === 'routine' && change.object.kind === 'routine') {
    const defaults = ({ routine }: typeof change.was) => routine.arguments.split(' DEFAULT ').length;
    if (defaults(change.was) < defaults(change.object)) {
      const drop = renderChange({ kind: 'drop', object: change.object }, situation.traits);
      return { work: [work(...drop, ...restored({ kind: 'drop', object: change.was }, situation))] };
    }
  }
  const inverted = knownBefore(change, situation) ?? inverse(change);
  if ('none' in inverted) return inverted;
  const back = [...inverted, ...ownersBack(change, situation)];
  const loses = back.map((one) => lossOf(one)).find((one) => one !== undefined);
  const spelling = change.kind === 'change type' ? spellingLost(change, situation) : undefined;
  const statements = back.map((one) => castBack(one, change, situation)).flatMap((one) => rendered(one, situation));
  const works: readonly Work[] = apart(statements).map((group) => work(...group));
  return {
    work: works.filter((one) => one.kind !== 'statements' || one.statements.length > 0),
    ...(spelling === undefined ? {} : { loses: spelling }),
    ...(loses === undefined ? {} : { loses: `${loses} written since` }),
  };
}

/** The types that come back in the place of others belong to whom they belonged. */
function ownersBack(change: Change, { from }: Situation): readonly Change[] {
  if (change.kind !== 'replace type') return [];
  return [change, ...(change.with ?? [])].flatMap(({ was }) => ownerAgain({ kind: 'type', type: was }, from));
}

/** What joins its parent's with a new partition goes with that, or with the parent's before. */
function joinsWithNew(object: CatalogObject, { isNew }: Situation): boolean {
  if (object.kind !== 'index' && object.kind !== 'constraint') return false;
  const table = object.kind === 'index' ? object.relation : object.table;
  return object.index?.partitionOf !== undefined && isNew(table);
}

/** What the change itself does not tell, but the schema before. */
function knownBefore(change: Change, situation: Situation): readonly Change[] | undefined {
  if (change.kind === 'set row security') {
    const { table } = change;
    const was = situation.before(table);
    const forced = was?.rowSecurity === 'forced' || was?.rowSecurityForced === true;
    return was && [{ kind: 'set row security', table, enabled: was.rowSecurity !== 'off', forced }];
  }
  if (change.kind === 'set statistics target') {
    const { table, column: name } = change;
    const of = situation.before(table) ?? situation.from.views.find((one) => sameName(one, table));
    const column = of?.columns.find((one) => one.name === name);
    const target = column?.statisticsTarget;
    if (target !== undefined) return [{ ...change, target }];
    return column && [{ kind: 'reset statistics target', table, column: name, was: change.target }];
  }
  if (change.kind === 'set deferrable') {
    const was = situation.before(change.table)?.foreignKeys.find((one) => one.name === change.name);
    return was && [{ ...change, deferrable: was.deferrable, initiallyDeferred: was.initiallyDeferred }];
  }
  return change.kind === 'serial to identity' ? serialAgain(change, situation) : undefined;
}

/** The sequence that the column had, with its rights and comment; it goes on from where the identity is. */
function serialAgain(
  { table, column: name, sequence: { schema, name: own } }: Extract<Change, { readonly kind: 'serial to identity' }>,
  { before, from }: Situation,
): readonly Change[] | undefined {
  const column = before(table)?.columns.find((one) => one.name === name);
  const sequence = from.sequences.find((one) => one.schema === schema && one.name === own);
  if (column?.default === undefined || !sequence) return undefined;
  const object = { kind: 'sequence', schema, name: own } as const;
  const owner = before(table)?.owner;
  const identity = { generation: 'by default', sequence: { schema, name: own } } as const;
  return [
    { kind: 'identity to serial', table, column: name, default: column.default, sequence, was: sequence, identity },
    ...(owner === undefined || owner === usualOwner(from) ? [] : [{ kind: 'set owner', object, owner } as const]),
    { kind: 'own sequence', sequence: { schema, name: own }, owner: { table, column: name } },
    ...sequence.grants.map((grant): Change => ({ kind: 'grant', object, grant })),
    ...(sequence.comment === undefined
      ? []
      : [{ kind: 'set comment', object, comment: sequence.comment } satisfies Change]),
  ];
}

/** Pairs that become JSON, from which the type of pairs has no cast. */
function becomesJson({ table, column, was }: Extract<Change, { readonly kind: 'change type' }>, { to }: Situation) {
  const found = to.tables.find((one) => sameName(one, table))?.columns.find((one) => one.name === column);
  return was !== undefined && found !== undefined && isKeyValue(was.type) && isJson(found.type);
}

/** Where the way there needed words, or the engine does not convert by itself, the way back needs a cast. */
export function castBack(back: Change, change: Change, { to }: Situation): Change {
  if (back.kind !== 'change type' || change.kind !== 'change type') return back;
  const name = quoteIdentifier(back.column);
  const table = to.tables.find((one) => sameName(one, change.table));
  const now = table?.columns.find((one) => one.name === change.column)?.type;
  const plain = change.using === undefined ? undefined : `${name}::${back.type}`;
  const zone = change.timeZone ?? usualTimeZone;
  const using = (now && change.was && conversion(now, change.was.type, name, zone)) ?? plain;
  return using === undefined ? back : { ...back, using };
}
