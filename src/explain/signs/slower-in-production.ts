import { observed } from '../../findings/evidence.ts';
import { duration, figure } from '../figures.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

const leastFactor = 5;
const leastMilliseconds = 10;

export const sign = defineSign({
  id: 'slower-in-production',
  title: 'the server counts far more time than this run took',
  why: 'One run on warm pages, alone, with one set of values says little of a query that waits for locks, reads from disk, or meets other values. What the server counted over all calls says more.',
  what: `A mean time in pg_stat_statements that is ${leastFactor} times the measured one or more. Measure with the values that are slow (auto_explain with log_min_duration), look for waits, and compare pages read with pages found in memory.`,
  references: [
    'https://www.postgresql.org/docs/current/pgstatstatements.html',
    'https://www.postgresql.org/docs/current/auto-explain.html',
  ],
  *check({ workload, tree }) {
    const mean = workload?.meanMilliseconds;
    const here = tree.milliseconds;
    if (
      workload === undefined ||
      mean === undefined ||
      here === undefined ||
      mean < leastMilliseconds ||
      mean < here * leastFactor
    )
      return;
    const { calls, deviationMilliseconds: deviation, pagesRead = 0, pagesHit = 0 } = workload;
    const uneven = deviation !== undefined && deviation > mean * 2;
    const cold = pagesRead > (pagesRead + pagesHit) * 0.3;
    const reason = cold
      ? `; ${figure((pagesRead / (pagesRead + pagesHit)) * 100)}% of its pages come from outside the buffer cache`
      : uneven
        ? `; calls differ widely (deviation ${duration(deviation)})`
        : '';
    yield {
      node: '0',
      message: `this run took ${duration(here)}, but ${calls === undefined ? 'calls' : `${figure(calls)} calls`} took ${duration(mean)} on average${reason}`,
      evidence: [
        measured(`${here} ms of execution`),
        observed(
          `the server’s count: a mean of ${mean} ms${deviation === undefined ? '' : `, a deviation of ${deviation} ms`}`,
        ),
      ],
      weight: Math.min(1, 1 - here / mean),
      remedies: [
        {
          kind: 'advice',
          text: 'Catch a slow call as it happens: auto_explain with log_min_duration, log_analyze and log_buffers, or wait events sampled from pg_stat_activity.',
        },
      ],
    };
  },
});
