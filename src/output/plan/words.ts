import { qualified } from '../../catalog/names.ts';
import type { Duration, MigrationPlan, Step } from '../../plan/plan.ts';

/** `3 s`, `4 min`, `2 h`, `7 days`: one unit, two digits. */
export function span(seconds: number): string {
  if (seconds < 0.1) return 'an instant';
  if (seconds < 1) return '< 1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Number((seconds / 3600).toPrecision(2))} h`;
  return `${Number((seconds / 86400).toPrecision(2))} days`;
}

/** The first reasons why a plan does not work: what comes after them often fails since they do. */
export function shownBroken(broken: readonly string[]): readonly string[] {
  return broken.length <= 5 ? broken : [...broken.slice(0, 5), `and ${broken.length - 5} more (all are in plan.json)`];
}

/** `40 min (13 min to 2 h)`. */
export function durationText(duration: Duration): string {
  if (duration.mostSeconds <= 1) return 'an instant';
  if (duration.leastSeconds === duration.mostSeconds) return span(duration.likelySeconds);
  return `${span(duration.likelySeconds)} (${span(duration.leastSeconds)} to ${span(duration.mostSeconds)})`;
}

/** `ACCESS EXCLUSIVE on orders: reads and writes wait`, what blocks first; nothing of what blocks nobody. */
export function lockTexts(step: Step): readonly string[] {
  return step.effects.locks
    .filter((lock) => lock.kind === 'table' && (lock.blocks === 'writes' || lock.blocks === 'reads and writes'))
    .map(
      (lock) =>
        `${lock.mode} on ${qualified(lock.relation)}: ${lock.blocks} wait${lock.known === 'documented' ? ' (by the manual)' : ''}`,
    );
}

/** `reads public.orders; builds public.orders_user_id_idx`: work that grows with the table. */
export function workTexts({ effects, work }: Step): readonly string[] {
  if (work.kind === 'batches') return [];
  const rewritten = new Set(effects.rewritten.map(qualified));
  return [
    ...effects.rewritten.map((table) => `writes ${qualified(table)} anew`),
    ...effects.scanned
      .filter((table) => !rewritten.has(qualified(table)))
      .map((table) => `reads all of ${qualified(table)}`),
    ...effects.indexesBuilt.map((index) => `builds ${qualified(index)}`),
  ];
}

/** What the plan is for, as people say it. */
export function engineName({ engine }: MigrationPlan): string {
  return engine.name ?? `${engine.id} ${engine.version}`;
}
