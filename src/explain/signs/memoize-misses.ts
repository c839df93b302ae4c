import { figure, percentage } from '../figures.ts';
import { harms, nodesOf } from '../harm.ts';
import { memorySetting, workMemory } from '../memory.ts';
import { numberFact, textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

const leastLookups = 1000;
const mostHits = 0.3;

export const sign = defineSign({
  id: 'memoize-misses',
  title: 'a cache of look-ups that hardly ever hits',
  why: 'Memoize keeps the results of the inner side by their keys, hoping that keys come again. When they rarely do, or were thrown out for want of memory, keeping them is work for nothing.',
  what: `A Memoize of ${leastLookups} look-ups or more of which less than ${percentage(mostHits)} hit. Mend the estimate of distinct keys (n_distinct); with evictions give it more work_mem; else try enable_memoize = off.`,
  references: ['https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-ENABLE-MEMOIZE'],
  followsFromEstimates: true,
  *check(input) {
    for (const placed of nodesOf(input, ['Memoize'])) {
      const { node } = placed;
      const hits = numberFact(node, 'Cache Hits');
      const misses = numberFact(node, 'Cache Misses') ?? 0;
      const evictions = numberFact(node, 'Cache Evictions') ?? 0;
      if (hits === undefined || hits + misses < leastLookups || hits > (hits + misses) * mostHits) continue;
      // The loop was chosen for the hits: its look-ups are what another join would spare.
      const weight = placed.wholeShare * (misses / (hits + misses));
      if (!harms(weight, input)) continue;
      yield {
        node: placed.path,
        message: `the cache of ${textFact(node, 'Cache Key') ?? 'look-ups'} hits ${figure(hits)} of ${figure(hits + misses)} times${evictions > 0 ? `, and throws ${figure(evictions)} entries out for want of memory` : ''}`,
        evidence: [measured(`${hits} hits, ${misses} misses, ${evictions} evictions`)],
        weight,
        remedies:
          evictions > 0
            ? [
                {
                  kind: 'setting',
                  name: 'work_mem',
                  value: memorySetting(workMemory(input) * 4),
                  why: 'entries then stay in the cache',
                },
              ]
            : [
                {
                  kind: 'setting',
                  name: 'enable_memoize',
                  value: 'off',
                  why: 'keys hardly ever come again; the planner believes in fewer distinct ones than there are',
                },
              ],
      };
    }
  },
});
