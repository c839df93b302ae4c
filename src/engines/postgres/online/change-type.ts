import type { Sequence } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { changeTitle } from '../../../catalog/change-title.ts';
import { isJson, isKeyValue } from '../../../catalog/conversion.ts';
import { type QualifiedName, qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import { objectKey, referenceTo } from '../../../catalog/object.ts';
import { retypedSequence } from '../../../catalog/retyped-sequence.ts';
import type { Column, Table } from '../../../catalog/table.ts';
import { convertedIn } from '../../../catalog/time-zone.ts';
import type { DataType } from '../../../catalog/type.ts';
import type { Procedure, Situation, Undo } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';
import { renderChange } from '../render.ts';
import { canBatch } from './batches.ts';
import { carriedOf } from './carried.ts';
import type { Parts } from './column-parts.ts';
import { joinsParents } from './constraints.ts';
import { convertsTo, keepsLength, keepsValues, losesDate, mayRefuse, spellingLost } from './converts.ts';
import { undoOf } from './plain.ts';
import { guarded } from './preconditions.ts';
import { preconditionsOf } from './preconditions-of.ts';
import { type Replacement, replacementSteps } from './replacement.ts';
import { staysPlain } from './stays-plain.ts';
import { step, work } from './steps.ts';
import { dependentsBack, dependentsOf, indexedView } from './type-dependents.ts';
import { undoableSwap } from './undoable-swap.ts';
import { blockers } from './watch.ts';

type ChangeType = Extract<Change, { readonly kind: 'change type' }>;

/**
 * A type that demands other bytes: a new column beside the old one, filled by a trigger and in batches, with all that
 * hangs on the old one; then both change places in one brief transaction. Columns of one table, and those that foreign
 * keys tie together, go together: the first of their changes brings the steps of all. Nothing where that cannot be done,
 * and the plain form has to do.
 */
export function changeType(change: ChangeType, situation: Situation): Procedure | undefined {
  const group = groupOf(change, situation);
  const [first] = group;
  if (first && first !== change) return changeType(first, situation) && { steps: [] };
  const replaced = tablesOf(group, situation);
  if (!replaced || group.some((one) => losesDate(one, situation))) return undefined;
  const { bracket, own, along } = dependentsOf(group, situation);
  const undone = along.map((one) => undoOf(one, situation));
  const carried = carriedOf(replaced, situation);
  if ('refused' in carried) return undefined;
  const { now } = carried;
  const wanted = afterwards(carried.wanted, group, situation);
  const anew = bracket.flatMap((one) => (one.kind === 'drop' ? [objectKey(referenceTo(one.object))] : []));
  const isOfView = (one: Change) => anew.includes(indexedView(one) ?? '');
  const dependent = bracket.filter((one) => !carried.includes.includes(one));
  const sql = (ones: readonly Change[]) =>
    ones.flatMap((one) => renderChange(one, situation.traits).map((statement) => statement.sql));
  const changeOf = (table: QualifiedName, column: string) =>
    group.find((one) => sameName(one.table, table) && one.column === column);
  const dropped = dependent.filter((one) => one.kind === 'drop');
  const made = dependent.filter((one) => one.kind !== 'drop');
  const leaving = situation.changes.flatMap((one) => (one.kind === 'own sequence' ? [qualified(one.sequence)] : []));
  const staying = situation.from.sequences.filter((one) => one.identity || !leaving.includes(qualified(one)));
  const sequences = new Map(staying.map((one) => [qualified(one), one]));
  const forward: Replacement = {
    now,
    wanted,
    expression: (table, column) => {
      const { using, type = '' } = changeOf(table, column) ?? {};
      return using ?? `${quoteIdentifier(column)}::${type}`;
    },
    suffixes: { made: 'new', left: 'old' },
    sequences: new Map([...sequences, ...retyped(wanted, sequences)]),
    preconditions: (table) =>
      group
        .filter((one) => sameName(one.table, table))
        .flatMap((one) => [...convertsTo(one, situation), ...keepsValues(one, situation)]),
    refused: (table) =>
      group
        .filter((one) => sameName(one.table, table) && mayRefuse(one, situation))
        .map(
          (one) => `what writes values into ${qualifiedColumn(one.table, one.column)} that ${one.type} does not take`,
        ),
    before: sql([...dropped, ...along]),
    after: sql(made),
  };
  const backward: Replacement = {
    ...forward,
    now: wanted,
    wanted: now,
    sequences,
    expression: (table, column) => castBack(now, wanted, table, column, changeOf(table, column)?.timeZone),
    suffixes: { made: 'old', left: 'new' },
    preconditions: () => [],
    refused: () => [],
    before: [
      ...sql(
        made
          .flatMap((one): readonly Change[] =>
            one.kind === 'create' && !isOfView(one) ? [{ kind: 'drop', object: one.object }] : [],
          )
          .reverse(),
      ),
      ...undone.flatMap(statementsOf),
    ],
    after: dependentsBack(dropped, situation),
  };
  const steps = replacementSteps(forward, situation);
  const back = replacementSteps(backward, situation);
  const stuck = group.find(
    (one) => one.using !== undefined && one.timeZone === undefined && !isCast(one.using, one.column),
  );
  const lost = group.flatMap((one) => spellingLost(one, situation) ?? []);
  const none =
    stuck === undefined
      ? undone.find((one) => 'none' in one)
      : { none: `how values of ${stuck.type} turn back is not known` };
  return {
    steps: [
      ...carried.first,
      ...steps.prepare,
      step([steps.swap.title, ...along.map(besides)].join('; '), 'contract', work(...steps.swap.statements), {
        why: 'One transaction that reads no row: old and new columns are equal, and all is built.',
        preconditions: [
          ...steps.swap.preconditions,
          ...group.flatMap((one) => [...keepsValues(one, situation), ...keepsLength(one, situation)]).map(guarded),
          ...along.flatMap((one) => preconditionsOf(one, situation)),
        ],
        undo: none ?? { work: undoableSwap(back), ...(lost.length === 0 ? {} : { loses: lost.join(', ') }) },
        watch: [blockers],
        needs: [
          ...group.map(
            (one) => `The application reads and writes ${qualified(one.table)}.${one.column} as ${one.type}.`,
          ),
          ...steps.swap.needs,
        ],
      }),
      ...steps.remove,
    ],
    holds: [...group, ...along].flatMap((one) => [
      { relation: one.table, word: one.column, spares: bracket },
      ...joinsParents(one.table, situation),
    ]),
    includes: [
      ...along,
      ...own,
      ...carried.includes,
      ...group.flatMap((one) => defaultsOf(one, situation.changes)),
      ...group.flatMap((one) => identityDropped(one, situation.changes)),
      ...group.flatMap((one) => storageOf(one, situation.changes)),
    ],
    together: group.filter((one) => one !== first),
    releases: carried.releases,
  };
}

/** What the title of a step says that it does, too. */
function besides(change: ChangeType): string {
  const title = changeTitle(change);
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function statementsOf(undo: Undo): readonly string[] {
  if ('none' in undo) return [];
  return undo.work.flatMap((one) => (one.kind === 'statements' ? one.statements.map(({ sql }) => sql) : []));
}

/** Why the columns that go together with a change of type keep it in its plain form; nothing where they do not. */
export function whyNotReplaced(change: ChangeType, situation: Situation): string | undefined {
  const group = groupOf(change, situation);
  if (group.some((one) => losesDate(one, situation)))
    return 'a time of day has no date, from which the old column could be written beside the new one';
  const replaced = tablesOf(group, situation);
  if (!replaced) return 'its rows cannot be gone through in pieces';
  const parts = carriedOf(replaced, situation);
  return 'refused' in parts ? parts.refused : undefined;
}

/**
 * The heavy changes of types that go together with one: of the same table, or tied to it by foreign keys, and so on. One
 * that keeps its plain form for a reason of its own keeps no other of its table from going.
 */
function groupOf(change: ChangeType, situation: Situation): readonly ChangeType[] {
  const { changes, isHeavy, from } = situation;
  const all = changes.filter((one) => one.kind === 'change type').filter((one) => one === change || isHeavy(one));
  const keys = from.tables.flatMap((table) => table.foreignKeys.map((key) => ({ table, key })));
  const tied = (a: ChangeType, b: ChangeType) =>
    (sameName(a.table, b.table) && !staysPlain(a, situation) && !staysPlain(b, situation)) ||
    keys.some(
      ({ table, key }) =>
        (sameName(table, a.table) &&
          key.columns.includes(a.column) &&
          sameName(key.references, b.table) &&
          key.referencedColumns.includes(b.column)) ||
        (sameName(table, b.table) &&
          key.columns.includes(b.column) &&
          sameName(key.references, a.table) &&
          key.referencedColumns.includes(a.column)),
    );
  const group = new Set([change]);
  for (const one of group) for (const other of all) if (!group.has(other) && tied(one, other)) group.add(other);
  return all.filter((one) => group.has(one));
}

/** Their tables with the columns; nothing when one of them is not there before, or after, or has no way to be gone through. */
function tablesOf(
  group: readonly ChangeType[],
  situation: Situation,
): readonly { readonly table: Table; readonly columns: readonly string[] }[] | undefined {
  const result: { readonly table: Table; readonly columns: string[] }[] = [];
  for (const { table: name, column } of group) {
    const table = situation.before(name);
    const target = situation.to.tables.find((one) => sameName(one, name));
    if (!table?.columns.some((one) => one.name === column) || !target?.columns.some((one) => one.name === column))
      return undefined;
    if (!canBatch(table)) return undefined;
    const known = result.find((one) => sameName(one.table, name));
    if (known) known.columns.push(column);
    else result.push({ table: { ...table, schema: name.schema, name: name.name }, columns: [column] });
  }
  return result;
}

/** Between enums a value goes by way of text, between times with a zone and without by that which was told. */
function castBack(now: Parts, wanted: Parts, table: QualifiedName, column: string, zone?: string): string {
  const [back, there] = [typeIn(now, table, column), typeIn(wanted, table, column)];
  const inZone = zone && back && there && convertedIn(zone, there, back, quoteIdentifier(column));
  if (inZone) return inZone;
  if (back && there && isKeyValue(back) && isJson(there)) return pairsOf(there, back, quoteIdentifier(column));
  const way = back?.family === 'enum' && there?.family === 'enum' ? '::text' : '';
  return `${quoteIdentifier(column)}${way}::${back?.text}`;
}

/** JSON as pairs, whose type has no cast from it: what is nested becomes text. */
function pairsOf(json: DataType, pairs: DataType, column: string): string {
  const each = json.family === 'json' ? 'json_each_text' : 'jsonb_each_text';
  const make = pairs.ref ? `${quoteIdentifier(pairs.ref.schema)}.${quoteIdentifier(pairs.ref.name)}` : pairs.text;
  const list = (what: string) => `coalesce(array_agg(${what}), '{}')`;
  return `CASE WHEN ${column} IS NOT NULL THEN (SELECT ${make}(${list('key')}, ${list('value')}) FROM ${each}(${column})) END`;
}

function typeIn({ tables }: Parts, table: QualifiedName, column: string): DataType | undefined {
  const parts = tables.find((one) => sameName(one.table, table));
  return parts?.columns.find((one) => one.name === column)?.type;
}

function collation(column: Column): Partial<Column> {
  return column.collation === undefined ? {} : { collation: column.collation };
}

/** `column::type`, in parentheses or not: what a cast back undoes. */
function isCast(using: string, column: string): boolean {
  const bare = using.replaceAll(/[()"\s]/g, '');
  return bare.startsWith(`${column}::`) || bare === column;
}

/** Other changes of the column's default: the swap gives it the last of them. */
function defaultsOf({ table, column }: ChangeType, changes: readonly Change[]) {
  return changes
    .filter((one) => one.kind === 'drop default' || one.kind === 'set default')
    .filter((one) => sameName(one.table, table) && one.column === column);
}

/** An identity that goes: the column in its place gets none. */
function identityDropped({ table, column }: ChangeType, changes: readonly Change[]) {
  return changes
    .filter((one) => one.kind === 'drop identity')
    .filter((one) => sameName(one.table, table) && one.column === column);
}

/** How the values of the column are to be stored: the column in its place is made so. */
function storageOf({ table, column }: ChangeType, changes: readonly Change[]) {
  return changes
    .filter((one) => one.kind === 'set storage' || one.kind === 'set compression')
    .filter((one) => sameName(one.table, table) && one.column === column);
}

/** The columns afterwards: of the new type, with its default, and stored as they shall be. */
function afterwards(parts: Parts, group: readonly ChangeType[], { to, changes }: Situation): Parts {
  return {
    ...parts,
    tables: parts.tables.map((one) => {
      const target = to.tables.find((other) => sameName(other, one.table));
      return {
        ...one,
        columns: one.columns.map((column) => {
          const change = group.find((other) => sameName(other.table, one.table) && other.column === column.name);
          // Rules that are changed apart, before or after, are not the swap's.
          const { collation: _, default: was, identity, ownedSequence, compression, storage, ...rest } = column;
          const keepsIdentity = identity && !(change && identityDropped(change, changes).length > 0);
          const next = target?.columns.find((other) => other.name === column.name) ?? column;
          const stored = change === undefined ? { compression, storage } : next;
          const isLeft = changes.some(
            (one) => one.kind === 'own sequence' && ownedSequence && sameName(one.sequence, ownedSequence),
          );
          const defaults = change === undefined ? [] : defaultsOf(change, changes);
          const last = defaults.at(-1);
          const value = last === undefined ? (change?.default ?? was) : 'default' in last ? last.default : undefined;
          return {
            ...rest,
            type: next.type,
            ...collation(next),
            ...(stored.compression === undefined ? {} : { compression: stored.compression }),
            ...(stored.storage === undefined ? {} : { storage: stored.storage }),
            ...(keepsIdentity ? { identity } : {}),
            ...(ownedSequence && !isLeft ? { ownedSequence } : {}),
            ...(value === undefined ? {} : { default: value }),
          };
        }),
      };
    }),
  };
}

/** The sequences of identities as the columns' new types make them. */
function retyped(
  { tables }: Parts,
  sequences: ReadonlyMap<string, Sequence>,
): readonly (readonly [string, Sequence])[] {
  return tables.flatMap(({ columns }) =>
    columns.flatMap(({ identity, type }) => {
      const key = identity?.sequence && qualified(identity.sequence);
      const sequence = key === undefined ? undefined : sequences.get(key);
      return key !== undefined && sequence ? [[key, retypedSequence(sequence, type)] as const] : [];
    }),
  );
}
