import type { Sequence } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { conversion } from '../../catalog/conversion.ts';
import { type QualifiedName, qualified, qualifiedColumn, sameName } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import { objectName } from '../../catalog/object-name.ts';
import { retypedSequence, usualSequence } from '../../catalog/retyped-sequence.ts';
import type { Column } from '../../catalog/table.ts';
import { convertedIn } from '../../catalog/time-zone.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { DataType } from '../../catalog/type.ts';
import type { Context, Outcome, Step } from '../outcome.ts';
import { same } from '../same.ts';
import { storageChanges, toldChanges } from './column-settings.ts';
import { compareSequenceOptions } from './sequences.ts';

export interface ColumnState {
  readonly column: Column;
  readonly identity?: Sequence;
  /** The sequence that its default draws from and that is its own. */
  readonly owned?: Sequence;
  /** Of a foreign table. */
  readonly foreign?: true;
}

/**
 * The steps that make one column out of another of the same name. A column whose values would have to be made anew from
 * an expression, or were never stored, is replaced.
 */
export function compareColumns(
  table: QualifiedName,
  before: ColumnState,
  after: ColumnState,
  { traits, timeZone }: Pick<Context, 'traits' | 'timeZone'>,
): Outcome {
  const { column: from } = before;
  const { column: to } = after;
  if (generationReplaced(from, to, traits)) return 'replace';
  const of = { table, column: to.name };
  const defaultKey = objectKey({ kind: 'default', name: to.name, of: table });
  const steps: Step[] = [];
  const step = (change: Change, key?: string, finish?: true) =>
    steps.push({ change, ...(key === undefined ? {} : { key }), ...(finish ? { finish } : {}) });

  if (from.generated && !to.generated) {
    const change: Change = { kind: 'drop generated', ...of, was: from.generated.expression };
    steps.push({ change, makes: [plainKey(objectKey({ kind: 'column', name: to.name, of: table }))] });
  }
  const serial = turnedSerial(of, before, after);
  if (from.identity && !to.identity && !serial) {
    step({ kind: 'drop identity', ...of, was: from.identity, ...counter(before) });
  }
  const retyped = from.type.text !== to.type.text || !same(from.collation, to.collation);
  const plainDefault = !from.generated && from.default !== undefined;
  const droppedFirst = plainDefault && !serial && (to.identity !== undefined || (retyped && to.default === undefined));
  // Before what the column itself becomes.
  if (droppedFirst) steps.push({ change: { kind: 'drop default', ...of, ...was(from.default) }, makes: [defaultKey] });
  if (retyped) {
    const name = traits.quote(to.name);
    const using = traits.castsByOperator ? conversion(from.type, to.type, name, timeZone) : undefined;
    step({
      kind: 'change type',
      ...of,
      type: to.type.text,
      ...(using === undefined ? {} : { using }),
      ...(using !== undefined && using === convertedIn(timeZone, from.type, to.type, name) ? { timeZone } : {}),
      ...(plainDefault && !droppedFirst && to.default !== undefined ? { default: to.default } : {}),
      ...(to.collation ? { collation: to.collation } : {}),
      was: from,
    });
  }
  const stillGenerated = from.generated && to.generated;
  if (stillGenerated && from.generated?.expression !== to.generated?.expression) {
    step({
      kind: 'set generated',
      ...of,
      expression: to.generated?.expression ?? '',
      was: from.generated?.expression ?? '',
    });
  }
  if (!droppedFirst && !serial && plainDefault && to.default === undefined && !to.generated) {
    step({ kind: 'drop default', ...of, ...was(from.default) }, defaultKey);
  }
  const carried = serial || (retyped && plainDefault && !droppedFirst);
  const given = from.default === to.default || carried ? undefined : to.default;
  if (given !== undefined) step({ kind: 'set default', ...of, default: given, ...was(from.default) }, defaultKey);
  // Who does not write the column has a value by then.
  const prefers = given === undefined ? [] : [defaultKey];
  for (const change of nullability(table, from, to, traits)) steps.push({ change, prefers });
  if (serial) steps.push(...serial.steps);
  if (to.identity && !from.identity && !serial) {
    step({ kind: 'add identity', ...of, identity: to.identity, ...counter(after) });
  }
  if (from.identity && to.identity) steps.push(...identitySteps(of, before, after, retyped));
  // A new type comes with its own.
  for (const change of storageChanges(of, retyped ? {} : from, to)) step(change);
  if (from.onUpdate !== to.onUpdate) {
    const expression = to.onUpdate === undefined ? {} : { expression: to.onUpdate };
    step({ kind: 'set on update', ...of, ...expression, ...was(from.onUpdate) });
  }
  if (from.hidden !== to.hidden) step({ kind: 'set hidden', ...of, hidden: to.hidden === true });
  const foreign = after.foreign ? { foreign: after.foreign } : {};
  for (const change of toldChanges({ ...of, ...foreign }, from, to)) step(change, undefined, true);
  return steps;
}

/** The sequence of an identity, and the column's type where the sequence has another. */
function counter({ column, identity }: ColumnState): { readonly sequence?: Sequence; readonly type?: DataType } {
  if (!identity) return {};
  return { sequence: identity, ...(identity.type.text === column.type.text ? {} : { type: column.type }) };
}

function was(text: string | undefined): { readonly was?: string } {
  return text === undefined ? {} : { was: text };
}

/** Stands for: a column is computed no more, and needs nothing of what its expression read. */
export function plainKey(column: string): string {
  return `plain ${column}`;
}

/** Whether a column that was computed keeps its values without the expression. */
export function turnsPlain(from: Column, to: Column): boolean {
  return from.generated?.stored === true && !to.generated;
}

function generationReplaced(from: Column, to: Column, traits: Traits): boolean {
  if (!from.generated && !to.generated) return false;
  if (!from.generated) return true;
  if (!to.generated) return !turnsPlain(from, to);
  if (from.generated.stored !== to.generated.stored) return true;
  if (from.type.text !== to.type.text && !from.generated.stored) return true;
  return from.generated.expression !== to.generated.expression && !traits.altersGenerated;
}

function nullability(table: QualifiedName, from: Column, to: Column, traits: Traits): readonly Change[] {
  const of = { table, column: to.name };
  const fromNot = from.notNull ? { was: from.notNull } : {};
  if (to.nullable && to.notNull === undefined)
    return from.nullable ? [] : [{ kind: 'drop not null', ...of, ...fromNot }];
  const constraint = to.notNull ? { constraint: to.notNull } : {};
  if (from.nullable) return [{ kind: 'set not null', ...of, ...constraint }];
  if (same(from.notNull, to.notNull)) return [];
  const usual = objectName([table.name, to.name], 'not_null', traits.identifierBytes);
  const state = (one: Column) => ({
    validated: one.notNull?.validated ?? true,
    inherited: one.notNull?.inherited ?? true,
  });
  const named = [from.notNull?.name ?? usual, to.notNull?.name ?? usual] as const;
  if (same(state(from), state(to))) {
    return [{ kind: 'rename', object: { kind: 'constraint', name: named[0], of: table }, to: named[1] }];
  }
  return [
    { kind: 'drop not null', ...of, ...fromNot },
    { kind: 'set not null', ...of, ...constraint },
  ];
}

/** A serial column becomes an identity, or the other way round: the sequence goes on from where it is. */
function turnedSerial(
  of: { readonly table: QualifiedName; readonly column: string },
  before: ColumnState,
  after: ColumnState,
): { readonly steps: readonly Step[] } | undefined {
  const [from, to] = [before.column, after.column];
  const defaultKey = objectKey({ kind: 'default', name: of.column, of: of.table });
  if (from.ownedSequence && from.default !== undefined && to.identity && after.identity) {
    const { name, schema } = from.ownedSequence;
    const { identity: sequence } = after;
    if (schema !== sequence.schema) return undefined;
    const steps: Step[] = [
      { change: { kind: 'serial to identity', ...of, sequence: { schema, name } }, makes: [defaultKey] },
    ];
    if (name !== sequence.name) {
      // It is the identity's by then.
      const object = { kind: 'sequence', schema, name } as const;
      steps.push({ change: { kind: 'rename', object, to: sequence.name }, finish: true });
    }
    const change = compareSequenceOptions(usualSequence(sequence, to.type), sequence);
    if (change) steps.push({ change, finish: true });
    if (to.identity.generation === 'always') {
      steps.push({ change: { kind: 'set identity', ...of, generation: 'always', was: 'by default' } });
    }
    return { steps };
  }
  if (from.identity && before.identity && to.ownedSequence && to.default !== undefined) {
    const sequence = after.owned;
    if (!sequence) return undefined;
    const was = before.identity;
    const change: Change = {
      kind: 'identity to serial',
      ...of,
      default: to.default,
      sequence,
      was,
      identity: from.identity,
    };
    const { schema, name } = sequence;
    return { steps: [{ change, makes: [defaultKey, objectKey({ kind: 'sequence', schema, name })] }] };
  }
  return undefined;
}

function identitySteps(
  of: { readonly table: QualifiedName; readonly column: string },
  before: ColumnState,
  after: ColumnState,
  retyped: boolean,
): readonly Step[] {
  const [from, to] = [before.column.identity, after.column.identity];
  if (!from || !to) return [];
  const steps: Step[] = [];
  if (from.generation !== to.generation) {
    steps.push({ change: { kind: 'set identity', ...of, generation: to.generation, was: from.generation } });
  }
  const { identity: old } = before;
  const { identity: sequence } = after;
  if (!old || !sequence) return steps;
  if (!sameName(old, sequence)) {
    if (old.schema !== sequence.schema)
      throw new Error(`${qualifiedColumn(of.table, of.column)}: a sequence in ${qualified(old)}`);
    steps.push({
      change: { kind: 'rename', object: { kind: 'sequence', schema: old.schema, name: old.name }, to: sequence.name },
    });
  }
  const change = compareSequenceOptions(retyped ? retypedSequence(old, after.column.type) : old, sequence);
  if (change) steps.push({ change });
  return steps;
}
