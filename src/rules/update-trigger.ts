import type { Catalog, Routine } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Table, Trigger } from '../catalog/table.ts';
import { escaped } from './constants.ts';

/** Trigger functions of the engine that never set a time. */
const others = new Set([
  'tsvector_update_trigger',
  'tsvector_update_trigger_column',
  'suppress_redundant_updates_trigger',
  'lo_manage',
  'autoinc',
  'insert_username',
]);
/** How a body can set a column that it does not name. */
const indirect = /tg_argv|populate_record|#=|\bexecute\b/i;

/** What keeps columns such as `updated_at` up to date. */
export interface UpdateTriggers {
  /** The enabled trigger that sets the column when a row is updated, or may: whose function cannot be read. */
  maintainer(table: Table, column: string): Trigger | undefined;
  /** A function of the schema that does nothing else than to set a column of that name. */
  functionFor(schema: string, column: string): QualifiedName | undefined;
}

export function updateTriggers(catalog: Catalog): UpdateTriggers {
  const routines = new Map(catalog.routines.map((routine) => [qualified(routine), routine]));
  const triggerFunctions = catalog.routines
    .filter((routine) => routine.returns === 'trigger')
    .sort((a, b) => (qualified(a) < qualified(b) ? -1 : 1));
  return {
    maintainer: (table, column) =>
      table.triggers.find((trigger) =>
        maintains(trigger, table, column, trigger.function && routines.get(qualified(trigger.function))),
      ),
    functionFor(schema, column) {
      const found = triggerFunctions.find((routine) => routine.schema === schema && doesNothingElse(routine, column));
      return found && { schema: found.schema, name: found.name };
    },
  };
}

function maintains(trigger: Trigger, table: Table, column: string, routine: Routine | undefined): boolean {
  if (trigger.enabled === 'disabled' || trigger.enabled === 'replica') return false;
  if (trigger.forEach !== 'row' || !trigger.events.includes('update') || trigger.timing === 'instead of') return false;
  // One that holds its statements sets what they name.
  if (!trigger.function) return names(trigger.definition, column);
  if (others.has(trigger.function.name)) return false;
  // `moddatetime('updated_at')` names the column in its arguments.
  if (names(trigger.definition.slice(trigger.definition.lastIndexOf('EXECUTE')), column)) return true;
  if (!routine) return trigger.timing === 'before';
  if (routine.language === 'c' || routine.language === 'internal') return false;
  const touches = names(routine.body, column) || indirect.test(routine.body);
  return trigger.timing === 'before' ? touches : touches && names(routine.body, table.name);
}

function names(text: string, identifier: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped(identifier)}(?![\\p{L}\\p{N}_$])`, 'iu').test(text);
}

function doesNothingElse(routine: Routine, column: string): boolean {
  const time = String.raw`(?:(?:now|clock_timestamp|transaction_timestamp|statement_timestamp)\(\)|current_timestamp|localtimestamp)(?: at time zone '[^']+')?`;
  const quoted = `"?${escaped(column)}"?`;
  const body = new RegExp(
    String.raw`^\s*begin\s+new\.${quoted}\s*:?=\s*${time}\s*;\s*return new\s*;\s*end\s*;?\s*$`,
    'i',
  );
  return routine.language === 'plpgsql' && body.test(routine.body);
}
