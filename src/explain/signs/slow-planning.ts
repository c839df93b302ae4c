import { duration } from '../figures.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

const leastMilliseconds = 5;

export const sign = defineSign({
  id: 'slow-planning',
  title: 'planning takes longer than running',
  why: 'Every execution is planned anew unless it is prepared. Many joins, many partitions, many indexes or very large statistics make that longer than the query itself.',
  what: `A planning time of ${leastMilliseconds} ms or more that is longer than the execution. Prepare the statement and use it again; join fewer tables; drop indexes that nobody uses; prune partitions.`,
  references: [
    'https://www.postgresql.org/docs/current/sql-prepare.html',
    'https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-JOIN-COLLAPSE-LIMIT',
  ],
  *check({ plan, tree }) {
    const planning = plan.planningMilliseconds;
    const running = tree.milliseconds;
    if (planning === undefined || running === undefined || planning < leastMilliseconds || planning < running) return;
    const tables = tree.nodes.filter((one) => one.node.relation !== undefined).length;
    yield {
      node: '0',
      message: `planning took ${duration(planning)}, running ${duration(running)}: the plan has ${tables} scans`,
      evidence: [measured(`planning time ${planning} ms, execution time ${running} ms`)],
      weight: planning / (planning + running),
      remedies: [
        {
          kind: 'advice',
          text: 'Prepare the statement once and execute it often, in the driver or the pooler; a generic plan is then kept after five executions.',
        },
        {
          kind: 'setting',
          name: 'plan_cache_mode',
          value: 'force_generic_plan',
          why: 'a prepared statement is then planned once, if its plan is the same for all values',
        },
      ],
    };
  },
});
