import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { ForeignKey, Table } from '../../../catalog/table.ts';
import { listed } from '../../../catalog/words.ts';
import type { DraftStep, Procedure, Situation } from '../../procedure.ts';
import { actionsGone, noReliance, reliance } from './key-actions.ts';
import { plainSteps } from './plain.ts';
import type { RuleGone } from './unique-rules.ts';
import { blockers } from './watch.ts';

type ForeignKeyObject = Extract<CatalogObject, { readonly type: 'foreign key' }>;

/** A foreign key that nothing takes the place of goes after the deploy: the application as it was may rely on it. */
export function dropForeignKey(
  change: Extract<Change, { readonly kind: 'drop' }>,
  object: ForeignKeyObject,
  situation: Situation,
): Procedure {
  const { needs, breaks } = foreignKeyGone(object, situation);
  return {
    steps: plainSteps(change, situation).map(
      (one): DraftStep => ({
        ...one,
        phase: 'contract',
        needs,
        ...(breaks === undefined ? {} : { breaks }),
        watch: [blockers],
      }),
    ),
  };
}

/** What the application loses with a foreign key: what the schema after keeps is not lost. */
export function foreignKeyGone({ table, constraint: was }: ForeignKeyObject, { to }: Pick<Situation, 'to'>): RuleGone {
  const after = to.tables.find((one) => sameName(one, table));
  if (!after || was.enforced === false) return { needs: [] };
  if (was.columns.some((name) => !after.columns.some((column) => column.name === name))) return { needs: [] };
  const kept = after.foreignKeys.filter((one) => keepsOut(one, was, after));
  const actions =
    kept
      .map((one) => actionsGone(table, was, one))
      .toSorted((a, b) => a.length - b.length)
      .at(0) ?? actionsGone(table, was, { ...was, onDelete: 'no action', onUpdate: 'no action' });
  const [name, pointed] = [qualified(table), qualified(was.references)];
  const columns = was.columns.map(displayName).join(', ');
  const isKept = kept.length > 0;
  const breaks = [
    ...(isKept ? [] : [`what relies on ${columns} of every row of ${name} being found in ${pointed}`]),
    ...reliance(actions),
  ];
  const needs = [
    ...(isKept
      ? []
      : [
          `The application no longer relies on ${displayName(was.name)}, by which ${columns} of every row of ${name} is found in ${pointed}; until it is dropped, other rows are refused.`,
        ]),
    ...noReliance(actions),
  ];
  return { needs, ...(breaks.length === 0 ? {} : { breaks: listed(breaks) }) };
}

/** Whether a foreign key of the table refuses each row that another refused. */
function keepsOut(now: ForeignKey, was: ForeignKey, { columns }: Table): boolean {
  if (now.enforced === false || !sameName(now.references, was.references)) return false;
  const isPaired = was.columns.every(
    (column, at) => now.referencedColumns[now.columns.indexOf(column)] === was.referencedColumns[at],
  );
  const others = now.columns.filter((one) => !was.columns.includes(one));
  return isPaired && others.every((name) => columns.some((column) => column.name === name && !column.nullable));
}
