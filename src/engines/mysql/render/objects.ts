import type { OtherObject, Routine, Sequence } from '../../../catalog/catalog.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Trigger, View } from '../../../catalog/table.ts';
import type { Flavour } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import { quoteString } from '../sql/tokens.ts';
import { underMode } from '../sql/under-mode.ts';
import { createTable, list } from './create-table.ts';

export function createView(view: View, replaces = false): string {
  const { algorithm, security_invoker: invoker, check_option: check, columns } = view.options;
  const named = columns === undefined ? '' : ` (${list(columns.split(', '))})`;
  return [
    `CREATE${replaces ? ' OR REPLACE' : ''}`,
    ...(algorithm === undefined ? [] : [`ALGORITHM=${algorithm.toUpperCase()}`]),
    ...(view.owner === undefined ? [] : [`DEFINER=${view.owner}`]),
    ...(invoker === undefined ? [] : ['SQL SECURITY INVOKER']),
    `VIEW ${quoteIdentifier(view.name)}${named} AS ${view.definition}`,
    ...(check === undefined ? [] : [`WITH ${check.toUpperCase()} CHECK OPTION`]),
  ].join(' ');
}

/** How the statement that makes a program begins. */
function head(owner: string | undefined, replaces: boolean): string {
  return `CREATE${replaces ? ' OR REPLACE' : ''}${owner === undefined ? '' : ` DEFINER=${owner}`}`;
}

export function createTrigger(
  relation: QualifiedName,
  { name, timing, events, definition, mode, owner }: Trigger,
  replaces = false,
): string {
  const sql = `${head(owner, replaces)} TRIGGER ${quoteIdentifier(name)} ${timing.toUpperCase()} ${events.map((one) => one.toUpperCase()).join(' OR ')} ON ${quoteIdentifier(relation.name)} FOR EACH ROW ${definition}`;
  return underMode(sql, mode);
}

function createRoutine(routine: Routine, replaces: boolean): string {
  const sql = [
    `${head(routine.owner, replaces)} ${routine.kind.toUpperCase()} ${quoteIdentifier(routine.name)}(${routine.arguments})`,
    ...(routine.returns === undefined ? [] : [`RETURNS ${routine.returns}`]),
    ...(routine.volatility === 'immutable' ? ['DETERMINISTIC'] : []),
    ...(routine.settings['access'] === undefined ? [] : [routine.settings['access']]),
    ...(routine.securityDefiner ? [] : ['SQL SECURITY INVOKER']),
    ...(routine.comment === undefined ? [] : [`COMMENT ${quoteString(routine.comment)}`]),
    routine.body,
  ].join('\n');
  return underMode(sql, routine.settings['sql_mode']);
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

function createEvent({ name, definition = '', starts, mode, owner }: OtherObject, replaces: boolean): string {
  // It stands behind what it repeats.
  const timed =
    starts === undefined
      ? definition
      : definition.replace(
          /^(ON SCHEDULE .*?)(?= (?:ENDS|ON COMPLETION|DISABLE|COMMENT|DO)\b)/is,
          `$1 STARTS ${starts}`,
        );
  return underMode(`${head(owner, replaces)} EVENT ${quoteIdentifier(name)} ${timed}`, mode);
}

/**
 * The statement that makes an object that is no part of a table, or puts it in the place of another of its name; nothing for
 * a kind that the engine does not have, or cannot replace.
 */
export function createObject(object: CatalogObject, flavour: Flavour, replaces = false): string | undefined {
  if (replaces && !canReplace(object, flavour)) return undefined;
  switch (object.kind) {
    case 'table':
      return createTable(object.table, flavour);
    case 'view':
      return createView(object.view, replaces);
    case 'trigger':
      return createTrigger(object.relation, object.trigger, replaces);
    case 'routine':
      return createRoutine(object.routine, replaces);
    case 'sequence':
      return createSequence(object.sequence);
    case 'other':
      return object.other.kind === 'event' ? createEvent(object.other, replaces) : undefined;
    default:
      return undefined;
  }
}

/** MySQL replaces views alone, MariaDB programs too (https://mariadb.com/kb/en/create-trigger/#or-replace and its like). */
function canReplace({ kind }: CatalogObject, flavour: Flavour): boolean {
  return kind === 'view' || (flavour === 'mariadb' && (kind === 'trigger' || kind === 'routine' || kind === 'other'));
}

/** What takes the place of another object, with the rights and from the moment of that one where it says none itself. */
export function inPlaceOf(object: CatalogObject, was: CatalogObject): CatalogObject {
  if (object.kind === 'view' && was.kind === 'view') return { ...object, view: owned(object.view, was.view) };
  if (object.kind === 'trigger' && was.kind === 'trigger')
    return { ...object, trigger: owned(object.trigger, was.trigger) };
  if (object.kind === 'routine' && was.kind === 'routine')
    return { ...object, routine: owned(object.routine, was.routine) };
  if (object.kind !== 'other' || was.kind !== 'other') return object;
  const starts = object.other.starts ?? was.other.starts;
  return { ...object, other: { ...owned(object.other, was.other), ...(starts === undefined ? {} : { starts }) } };
}

function owned<T extends { readonly owner?: string }>(one: T, was: T): T {
  return one.owner === undefined && was.owner !== undefined ? { ...one, owner: was.owner } : one;
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
