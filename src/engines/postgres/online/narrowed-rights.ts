import type { Change } from '../../../catalog/change.ts';
import { objectKey } from '../../../catalog/object.ts';
import type { Procedure, Situation } from '../../procedure.ts';
import { renderChange } from '../render.ts';
import { plainSteps, undoOf } from './plain.ts';
import { work } from './steps.ts';
import { blockers } from './watch.ts';

type Revoke = Extract<Change, { readonly kind: 'revoke' }>;
type Given = Extract<Change, { readonly kind: 'grant' }>;

/**
 * A right on a table that becomes one on some of its columns: to take it from the table takes it from the columns, too,
 * so both are done in one transaction. Nothing for what is not narrowed so.
 */
export function narrowedRight(change: Revoke, situation: Situation): Procedure | undefined {
  const narrower = situation.changes.filter((one) => isNarrower(one, change));
  const [plain] = plainSteps(change, situation);
  const undo = plain?.undo;
  if (narrower.length === 0 || plain?.work.kind !== 'statements' || !undo || 'none' in undo) return undefined;
  const given = narrower.flatMap((one) => renderChange(one, situation.traits).map(({ sql }) => sql));
  const back = narrower.flatMap((one) => {
    const its = undoOf(one, situation);
    return 'none' in its ? [] : its.work;
  });
  return {
    steps: [
      {
        ...plain,
        work: work(...plain.work.statements, ...given),
        undo: { ...undo, work: [...back, ...undo.work] },
        watch: [blockers],
      },
    ],
    includes: narrower,
  };
}

function isNarrower(one: Change, { object, grant }: Revoke): one is Given {
  return (
    one.kind === 'grant' &&
    grant.column === undefined &&
    one.grant.column !== undefined &&
    one.grant.grantee === grant.grantee &&
    objectKey(one.object) === objectKey(object) &&
    one.grant.privileges.some((name) => grant.privileges.includes(name))
  );
}
