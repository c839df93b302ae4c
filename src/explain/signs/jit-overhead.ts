import { duration, figure } from '../figures.ts';
import { settingOf } from '../memory.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

const leastMilliseconds = 10;
const leastShare = 0.15;

export const sign = defineSign({
  id: 'jit-overhead',
  title: 'compiling the query takes longer than it is worth',
  why: 'Above jit_above_cost, expressions are compiled to machine code before the query starts. For a query of many expressions, or one whose cost was overestimated, that takes longer than interpreting them.',
  what: 'JIT with a total of 15% of the execution time or more. Raise jit_above_cost, or switch jit off for such queries: many servers of short queries do it for all.',
  references: ['https://www.postgresql.org/docs/current/jit-decision.html'],
  *check({ plan, ...input }) {
    const spent = plan.jit?.milliseconds['Total'];
    const whole = plan.executionMilliseconds;
    if (spent === undefined || whole === undefined || whole <= 0 || spent < leastMilliseconds) return;
    const weight = Math.min(1, spent / whole);
    if (weight < leastShare) return;
    yield {
      node: '0',
      message: `compiling ${plan.jit?.functions ?? 0} functions took ${duration(spent)} of ${duration(whole)}`,
      evidence: [
        measured(`JIT: ${plan.jit?.functions ?? 0} functions, ${spent} ms in total, of ${whole} ms of execution`),
      ],
      weight,
      remedies: [
        {
          kind: 'setting',
          name: 'jit',
          value: 'off',
          why: `without it the query is interpreted and starts at once (jit_above_cost is ${settingOf({ plan, ...input }, 'jit_above_cost') ?? '100000'}, the query costs ${figure(plan.root.totalCost)})`,
        },
      ],
    };
  },
});
