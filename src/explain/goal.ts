import type { Calibration, GoalVerdict, Remedy, TimeRange } from './explanation.ts';
import { duration } from './figures.ts';

/** Whether the query, which takes `now`, keeps within its goal (milliseconds) as it is, or with the first remedy. */
export function goalVerdict(
  milliseconds: number,
  now: TimeRange | undefined,
  best: Remedy | undefined,
  calibration: Calibration | undefined,
): GoalVerdict {
  const goal = duration(milliseconds);
  if (!calibration || !now) {
    return {
      milliseconds,
      met: 'unknown',
      text: `whether it keeps within ${goal} cannot be told from costs alone: give a plan of EXPLAIN ANALYZE (--plan), or run it (--analyze)`,
    };
  }
  const after = best?.effect.time?.after;
  if (now.likely <= milliseconds) {
    return { milliseconds, now, met: 'yes', text: `within ${goal}: ${duration(now.likely)} by ${calibration.from}` };
  }
  if (best && after && after.likely <= milliseconds) {
    const sure = after.high <= milliseconds ? '' : `, at worst ${duration(after.high)}`;
    return {
      milliseconds,
      now,
      best: after,
      met: 'with the advice',
      text: `${duration(now.likely)} now, beyond ${goal}; predicted ${duration(after.likely)}${sure} with the first advice`,
    };
  }
  return {
    milliseconds,
    now,
    ...(after ? { best: after } : {}),
    met: 'no',
    text: `${duration(now.likely)} now, beyond ${goal}${after ? `; the best that was tried is predicted to take ${duration(after.likely)}` : '; nothing that was tried helps'}`,
  };
}
