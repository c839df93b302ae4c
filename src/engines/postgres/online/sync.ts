import { displayName, type QualifiedName, qualified } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Table } from '../../../catalog/table.ts';
import { listed } from '../../../catalog/words.ts';
import type { DraftStep, Precondition, Situation } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteName } from '../quote.ts';
import { dropTriggers, type Written } from './drop-triggers.ts';
import { nothingToUndo, step, work } from './steps.ts';

/** A trigger that keeps columns of a row in step, and its function. */
export interface Sync {
  readonly create: readonly string[];
  readonly drop: readonly string[];
}

/** Beginnings of names, each behind the one before in the order of bytes. */
const beginnings = ['zz_relvar_', 'zzzz_relvar_', '~relvar_', '\u{10fffd}relvar_'];

/** Of triggers BEFORE an event the last by name sees what the others made of the row. */
function behindAll(triggers: Table['triggers']): string {
  const isLast = (name: string) =>
    triggers.every((one) => one.timing !== 'before' || Buffer.compare(Buffer.from(one.name), Buffer.from(name)) < 0);
  return beginnings.find(isLast) ?? beginnings.at(-1) ?? '';
}

/** The triggers that a row may meet, before the migration and after it: of the table, and of the partitions that it goes to. */
export function triggersMet(
  table: QualifiedName,
  { from, to, before }: Pick<Situation, 'from' | 'to' | 'before'>,
): Table['triggers'] {
  const own = before(table);
  const tables = [...from.tables, ...to.tables];
  const names = new Set([qualified(table), ...(own ? [qualified(own)] : [])]);
  for (const name of names) {
    for (const one of tables) {
      if (one.partitionOf && qualified(one.partitionOf.parent) === name) names.add(qualified(one));
    }
  }
  return [...(own ? [own] : []), ...tables.filter((one) => names.has(qualified(one)))].flatMap((one) => one.triggers);
}

/**
 * Whether an UPDATE may pass over rows without a word: a trigger that fires before it can give none back, and policies
 * can hide some.
 */
export function maySkipRows({ triggers, rowSecurity }: Table): boolean {
  const skips = triggers.some(
    (one) => one.timing === 'before' && one.forEach === 'row' && one.events.includes('update'),
  );
  return skips || rowSecurity !== 'off';
}

/** Of a title: which of the table's own triggers fire for each row that a batch changes; empty where none does. */
export function firing({ triggers }: Pick<Table, 'triggers'>): string {
  const fired = triggers
    .filter((one) => one.forEach === 'row' && one.events.includes('update') && one.columns.length === 0)
    .filter((one) => one.enabled === 'origin' || one.enabled === 'always')
    .map(({ name }) => displayName(name));
  return fired.length === 0 ? '' : `, which fires ${listed([...new Set(fired)])} for each row`;
}

/** What to do about rows that were passed over: a sentence. */
export const passedOver =
  'What a trigger or a policy kept the batches from, fill in a transaction that disables it, then go on.';

/** A step that finds whether all rows were filled, and does nothing else. */
export function seen(what: string, condition: Precondition): DraftStep {
  return step(`See that ${what} were filled in all rows`, 'migrate', work('SELECT 1'), {
    why: 'A trigger or a policy of the table may have kept rows from being changed.',
    preconditions: [condition],
    undo: nothingToUndo,
  });
}

/** `lines` are the body's assignments to NEW; they see what other triggers made of the row. */
export function syncTrigger(
  table: Written & Pick<Table, 'triggers'>,
  column: string,
  suffix: string,
  lines: readonly string[],
): Sync {
  const name = inventedName([`${behindAll(table.triggers)}${table.name}`, column], suffix, 63);
  const routine = quoteName({ schema: table.schema, name });
  const body = ['BEGIN', ...lines.map((line) => `  ${line}`), '  RETURN NEW;', 'END'].join('\n');
  return {
    create: [
      `CREATE OR REPLACE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuoted(body)}`,
      `CREATE TRIGGER ${quoteIdentifier(name)} BEFORE INSERT OR UPDATE ON ${quoteName(table)} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
    ],
    drop: [...dropTriggers(table, [name]), `DROP FUNCTION IF EXISTS ${routine}()`],
  };
}
