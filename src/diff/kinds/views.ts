import type { Change } from '../../catalog/change.ts';
import type { ObjectReference } from '../../catalog/object.ts';
import type { View } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { unknownType } from '../../catalog/type.ts';
import type { Outcome, Step } from '../outcome.ts';
import { optionChanges } from './options.ts';

/** A view that only gets more columns at its end is replaced in place, where the engine does that. */
export function compareViews(from: View, to: View, { replacesViews }: Pick<Traits, 'replacesViews'>): Outcome {
  if (from.materialized !== to.materialized) return 'replace';
  const reference: ObjectReference = {
    kind: 'view',
    schema: to.schema,
    name: to.name,
    ...(to.materialized ? { form: 'materialized' } : {}),
  };
  const begins = from.columns.every((column, at) => isAlike(column, to.columns[at]));
  const steps: Step[] = [];
  if (from.definition !== to.definition || !begins || from.columns.length !== to.columns.length) {
    if (to.materialized || !begins || !replacesViews) return 'replace';
    steps.push({ change: { kind: 'replace', object: { kind: 'view', view: to }, was: { kind: 'view', view: from } } });
  } else {
    for (const change of optionChanges(reference, from.options, to.options)) steps.push({ change });
  }
  if (to.materialized && from.populated !== to.populated) {
    const view = { schema: to.schema, name: to.name };
    steps.push({ change: { kind: 'set populated', view, populated: to.populated } });
  }
  return [...steps, ...viewComments(from, to).map((change): Step => ({ change, finish: true }))];
}

/** Whether a column of a view stays what it is, as far as the types of both are known. */
function isAlike({ name, type }: View['columns'][number], now: View['columns'][number] | undefined): boolean {
  if (name !== now?.name) return false;
  return type.text === now.type.text || [type.text, now.type.text].includes(unknownType.text);
}

/** Comments on the columns of a view; `from` is nothing for a new one. */
export function viewComments(from: View | undefined, to: View): readonly Change[] {
  return to.columns.flatMap((column): readonly Change[] => {
    const was = from?.columns.find((one) => one.name === column.name)?.comment;
    if (was === column.comment) return [];
    return [
      {
        kind: 'set comment',
        object: { kind: 'column', name: column.name, of: { schema: to.schema, name: to.name } },
        ...(column.comment === undefined ? {} : { comment: column.comment }),
        ...(was === undefined ? {} : { was }),
      },
    ];
  });
}
