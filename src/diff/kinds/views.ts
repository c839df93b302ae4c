import type { Change } from '../../catalog/change.ts';
import type { QualifiedName } from '../../catalog/names.ts';
import { referenceTo } from '../../catalog/object.ts';
import type { View, ViewColumn } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { unknownType } from '../../catalog/type.ts';
import type { Outcome, Step } from '../outcome.ts';
import { storageChanges, toldChanges } from './column-settings.ts';
import { optionChanges } from './options.ts';
import { clusterSteps, storageSteps } from './tables.ts';

/** A view that only gets more columns at its end is replaced in place, where the engine does that. */
export function compareViews(from: View, to: View, { replacesViews }: Pick<Traits, 'replacesViews'>): Outcome {
  if (from.materialized !== to.materialized) return 'replace';
  const reference = referenceTo({ kind: 'view', view: to });
  const begins = from.columns.every((column, at) => isAlike(column, to.columns[at]));
  const steps: Step[] = [];
  if (from.definition !== to.definition || !begins || from.columns.length !== to.columns.length) {
    if (to.materialized || !begins || !replacesViews) return 'replace';
    steps.push({ change: { kind: 'replace', object: { kind: 'view', view: to }, was: { kind: 'view', view: from } } });
  } else {
    for (const change of optionChanges(reference, from.options, to.options)) steps.push({ change });
  }
  steps.push(...storageSteps(reference, from, to));
  if (to.materialized && from.populated !== to.populated) {
    const view = { schema: to.schema, name: to.name };
    steps.push({ change: { kind: 'set populated', view, populated: to.populated } });
  }
  return [...steps, ...viewSettings(from, to)];
}

/** Whether a column of a view stays what it is, as far as the types of both are known. */
function isAlike({ name, type }: View['columns'][number], now: View['columns'][number] | undefined): boolean {
  if (name !== now?.name) return false;
  return type.text === now.type.text || [type.text, now.type.text].includes(unknownType.text);
}

/** What is set for a view and its columns, comments among it; `from` is nothing for a new one. */
export function viewSettings(from: View | undefined, to: View): readonly Step[] {
  const table = { schema: to.schema, name: to.name };
  const changes = to.columns.flatMap((column): readonly Change[] => {
    const old = from?.columns.find((one) => one.name === column.name) ?? {};
    const of = { table, column: column.name };
    return [
      ...storageChanges(of, old, column),
      ...toldChanges(of, old, column),
      ...defaultChanges(of, old, column),
      ...columnComment(table, column, old),
    ];
  });
  return [
    ...changes.map((change): Step => ({ change, finish: true })),
    ...clusterSteps({ indexes: from?.indexes ?? [] }, to),
    ...(from ? [] : newStorage(to)),
  ];
}

/** The statement that makes a view tells how its rows are kept, and not where. */
function newStorage(view: View): readonly Step[] {
  const { tablespace: _, ...made } = view;
  return storageSteps(referenceTo({ kind: 'view', view }), made, view).map((step) => ({ ...step, finish: true }));
}

type Settable = Partial<ViewColumn>;

function defaultChanges(
  of: { readonly table: QualifiedName; readonly column: string },
  from: Settable,
  to: Settable,
): readonly Change[] {
  if (from.default === to.default) return [];
  const was = from.default === undefined ? {} : { was: from.default };
  return [
    to.default === undefined
      ? { kind: 'drop default', ...of, ...was }
      : { kind: 'set default', ...of, default: to.default, ...was },
  ];
}

function columnComment(
  of: QualifiedName,
  { name, comment }: ViewColumn,
  { comment: was }: Settable,
): readonly Change[] {
  if (was === comment) return [];
  return [
    {
      kind: 'set comment',
      object: { kind: 'column', name, of },
      ...(comment === undefined ? {} : { comment }),
      ...(was === undefined ? {} : { was }),
    },
  ];
}
