import type { Change } from '../../../catalog/change.ts';
import { qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { ForeignKey } from '../../../catalog/table.ts';
import { listed } from '../../../catalog/words.ts';
import type { DraftStep, Procedure, Situation } from '../../procedure.ts';
import { convertsTo } from './converts.ts';
import { actionsGone, reliance } from './key-actions.ts';
import { ruleGone } from './unique-rules.ts';

/**
 * The steps of a change, with what fails of the application that works with the schema after it once they are taken back.
 * What is done after the deploy is taken back while that application runs; of the rest the one before has the use by then.
 */
export function withBreaksBack(procedure: Procedure, change: Change, situation: Situation, back: Situation): Procedure {
  const at = procedure.steps.findLastIndex(
    ({ phase, undo }) => phase === 'contract' && 'work' in undo && undo.work.length > 0,
  );
  const last = procedure.steps[at];
  if (!last || 'none' in last.undo || last.undo.breaks !== undefined) return procedure;
  const breaks = [change, ...(procedure.together ?? []), ...(procedure.includes ?? [])].flatMap((one) =>
    brokenBy(one, situation, back),
  );
  if (breaks.length === 0) return procedure;
  const told: DraftStep = { ...last, undo: { ...last.undo, breaks: listed([...new Set(breaks)]) } };
  return { ...procedure, steps: procedure.steps.with(at, told) };
}

function brokenBy(change: Change, situation: Situation, back: Situation): readonly string[] {
  if (change.kind === 'change type') {
    const was = change.was?.type.text;
    if (was === undefined || situation.isNew(change.table)) return [];
    const { table, column } = change;
    const narrower = convertsTo({ kind: 'change type', table, column, type: was }, back).length > 0;
    return narrower ? [`what writes values into ${qualifiedColumn(table, column)} that ${was} does not take`] : [];
  }
  if (change.kind === 'replace type') return brokenByType(change);
  if (change.kind !== 'create') return [];
  const { object } = change;
  if (object.kind === 'constraint' && object.type === 'foreign key')
    return situation.isNew(object.table) ? [] : reliance(actionsOf(object, situation));
  const rule = ruleOf(object);
  if (!rule || situation.isNew(rule.table)) return [];
  const { breaks } = ruleGone(rule, { to: situation.from });
  return breaks === undefined ? [] : [breaks];
}

/** Values that only the type after has. */
function brokenByType({ type, object, was }: Extract<Change, { readonly kind: 'replace type' }>): readonly string[] {
  if (object.kind !== 'enum' || was.kind !== 'enum') return [];
  const added = object.values.filter((value) => !was.values.includes(value)).map((value) => `'${value}'`);
  return added.length === 0 ? [] : [`what writes ${listed(added)} as ${qualified(type)}, or compares with it`];
}

function ruleOf(object: CatalogObject) {
  if (object.kind === 'index') return object.index.unique ? { table: object.relation, index: object.index } : undefined;
  if (object.kind !== 'constraint' || !object.index) return undefined;
  if (object.type !== 'primary key' && object.type !== 'unique') return undefined;
  const { table, index, constraint } = object;
  return { table, index, constraint };
}

type ForeignKeyObject = Extract<CatalogObject, { readonly kind: 'constraint'; readonly type: 'foreign key' }>;

/** What it does to rows, and the one that was there under its name does not. */
function actionsOf({ table, constraint }: ForeignKeyObject, { from }: Situation): readonly string[] {
  const own = from.tables.find((one) => sameName(one, table));
  const none: ForeignKey = { ...constraint, onDelete: 'no action', onUpdate: 'no action' };
  return actionsGone(table, constraint, own?.foreignKeys.find(({ name }) => name === constraint.name) ?? none);
}
