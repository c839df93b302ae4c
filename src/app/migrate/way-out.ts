import type { DraftStep } from '../../engines/procedure.ts';
import { labOf } from '../../lab/labs.ts';
import type { OpenedSource } from '../opened-source.ts';
import { judged } from './proof.ts';
import { rehearseSteps } from './rehearse-steps.ts';

/** The note of a plan whose plain forms are the way out. */
export const plainFormsWork =
  'With --brief-maintenance it works: that plan, in plain forms for an hour without users, was rehearsed to its end.';

/**
 * Of a plan without downtime that does not work: whether the plain forms of the same changes do, by a rehearsal of their
 * own in a lab that is closed again. A sentence.
 */
export async function wayOut(
  from: OpenedSource,
  to: OpenedSource,
  plain: readonly DraftStep[],
  version: string,
): Promise<string> {
  const { lab } = await (await labOf(from.engine)).build(from.catalog, from.source.name, {});
  try {
    const beside = { ...from, lab };
    const { failures } = await rehearseSteps(beside, plain, from.catalog, version);
    const { broken } = await judged(beside, to, plain, failures);
    const [reason] = broken;
    return reason === undefined
      ? plainFormsWork
      : `--brief-maintenance is no way out, that plan does not work either: ${reason}`;
  } finally {
    await lab.close();
  }
}
