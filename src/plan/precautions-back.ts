import type { Precautions, Step, Work } from './plan.ts';

/**
 * What is taken care of on the way back of a step. Its work is another than that of the step: no statement is ended for
 * how long it takes, and one that no transaction holds waits for locks as long as it takes, as on the way there (a
 * concurrent build that is ended leaves an invalid index), unless the engine's statements all stand alone.
 */
export function precautionsBack({ work, precautions }: Pick<Step, 'work' | 'precautions'>, back: Work): Precautions {
  const { lockTimeoutMilliseconds: lock, retries } = precautions;
  const waits = standsAlone(back) && !standsAlone(work);
  return { ...(lock === undefined || waits ? {} : { lockTimeoutMilliseconds: lock }), retries };
}

function standsAlone(work: Work): boolean {
  return work.kind === 'statements' && work.statements.some(({ transactional }) => !transactional);
}
