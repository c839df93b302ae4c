import { counted } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

export const sign = defineSign({
  id: 'workers-not-launched',
  title: 'fewer parallel workers came than were planned',
  why: 'Workers are taken from a pool that all sessions share. When it is empty the leader does the work of those that did not come, with a plan that was made for many.',
  what: 'A Gather with fewer workers launched than planned. Raise max_parallel_workers and max_worker_processes where processors are idle, or let fewer queries ask for workers.',
  references: [
    'https://www.postgresql.org/docs/current/how-parallel-query-works.html',
    'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-MAX-PARALLEL-WORKERS',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Gather', 'Gather Merge'])) {
      const { workersPlanned = 0, workersLaunched } = placed.node;
      if (workersLaunched === undefined || workersLaunched >= workersPlanned || !harms(placed.wholeShare, input))
        continue;
      // What more processes would have spared.
      const weight = placed.wholeShare * (1 - (workersLaunched + 1) / (workersPlanned + 1));
      if (!harms(weight, input)) continue;
      yield {
        node: placed.path,
        message: `${counted(workersPlanned, 'worker')} planned, ${workersLaunched === 0 ? 'none' : `only ${workersLaunched}`} launched, for work that takes ${shareText(placed.wholeShare, input)}`,
        evidence: [measured(`workers planned ${workersPlanned}, launched ${workersLaunched}`)],
        weight,
        remedies: [
          {
            kind: 'advice',
            text: 'Raise max_parallel_workers (and max_worker_processes, which needs a restart) if processors are idle; else lower max_parallel_workers_per_gather, so that plans count on what there is.',
          },
        ],
      };
    }
  },
});
