import type { Routine, Sequence } from '../../../catalog/catalog.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Trigger, View } from '../../../catalog/table.ts';
import type { Flavour } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { quoteString } from '../sql/tokens.ts';
import { createTable, list } from './create-table.ts';

export function createView(view: View, replaces = false): string {
  const { algorithm, security_invoker: invoker, check_option: check, columns } = view.options;
  const named = columns === undefined ? '' : ` (${list(columns.split(', '))})`;
  return [
    `CREATE${replaces ? ' OR REPLACE' : ''}`,
    ...(algorithm === undefined ? [] : [`ALGORITHM=${algorithm.toUpperCase()}`]),
    ...(invoker === undefined ? [] : ['SQL SECURITY INVOKER']),
    `VIEW ${quoteIdentifier(view.name)}${named} AS ${view.definition}`,
    ...(check === undefined ? [] : [`WITH ${check.toUpperCase()} CHECK OPTION`]),
  ].join(' ');
}

export function createTrigger(relation: QualifiedName, { name, timing, events, definition }: Trigger): string {
  return `CREATE TRIGGER ${quoteIdentifier(name)} ${timing.toUpperCase()} ${events.map((one) => one.toUpperCase()).join(' OR ')} ON ${quoteIdentifier(relation.name)} FOR EACH ROW ${definition}`;
}

function createRoutine(routine: Routine): string {
  return [
    `CREATE ${routine.kind.toUpperCase()} ${quoteIdentifier(routine.name)}(${routine.arguments})`,
    ...(routine.returns === undefined ? [] : [`RETURNS ${routine.returns}`]),
    ...(routine.volatility === 'immutable' ? ['DETERMINISTIC'] : []),
    ...(routine.settings['access'] === undefined ? [] : [routine.settings['access']]),
    ...(routine.securityDefiner ? [] : ['SQL SECURITY INVOKER']),
    ...(routine.comment === undefined ? [] : [`COMMENT ${quoteString(routine.comment)}`]),
    routine.body,
  ].join('\n');
}

function createSequence(sequence: Sequence): string {
  return `CREATE SEQUENCE ${quoteIdentifier(sequence.name)} ${countingOf(sequence)}${sequence.cycle ? ' CYCLE' : ''}`;
}

/** The value that it has come to stays. */
export function alterSequence(sequence: Sequence): string {
  return `ALTER SEQUENCE ${quoteIdentifier(sequence.name)} ${countingOf(sequence)} ${sequence.cycle ? 'CYCLE' : 'NOCYCLE'}`;
}

function countingOf({ start, increment, minimum, maximum, cache }: Sequence): string {
  return `START WITH ${start} INCREMENT BY ${increment} MINVALUE ${minimum} MAXVALUE ${maximum} CACHE ${cache}`;
}

/** The statement that makes an object that is no part of a table; nothing for a kind that the engine does not have. */
export function createObject(object: CatalogObject, flavour: Flavour): string | undefined {
  switch (object.kind) {
    case 'table':
      return createTable(object.table, flavour);
    case 'view':
      return createView(object.view);
    case 'trigger':
      return createTrigger(object.relation, object.trigger);
    case 'routine':
      return createRoutine(object.routine);
    case 'sequence':
      return createSequence(object.sequence);
    case 'other':
      return object.other.kind === 'event'
        ? `CREATE EVENT ${quoteIdentifier(object.other.name)} ${object.other.definition}`
        : undefined;
    default:
      return undefined;
  }
}

/** The statement that takes such an object away. */
export function dropObject(object: CatalogObject): string | undefined {
  switch (object.kind) {
    case 'table':
      return `DROP TABLE ${quoteIdentifier(object.table.name)}`;
    case 'view':
      return `DROP VIEW ${quoteIdentifier(object.view.name)}`;
    case 'trigger':
      return `DROP TRIGGER ${quoteIdentifier(object.trigger.name)}`;
    case 'routine':
      return `DROP ${object.routine.kind.toUpperCase()} ${quoteIdentifier(object.routine.name)}`;
    case 'sequence':
      return `DROP SEQUENCE ${quoteIdentifier(object.sequence.name)}`;
    case 'other':
      return object.other.kind === 'event' ? `DROP EVENT ${quoteIdentifier(object.other.name)}` : undefined;
    default:
      return undefined;
  }
}
