import { compareText } from '../catalog/names.ts';
import type { Risk } from '../findings/report.ts';

/** A query as the planner sees it at several multiples of the present sizes. */
export interface GrowingQuery {
  /** What people call it: its name, or its beginning. */
  readonly name: string;
  readonly callsPerSecond?: number;
  /** The tables that it reads, as people read them. */
  readonly tables: readonly string[];
  readonly points: readonly GrowthPoint[];
}

export interface GrowthPoint {
  /** 1 is now. */
  readonly factor: number;
  /** What the planner reckons for all rows. */
  readonly cost: number;
  /** The plan's way in a few words. */
  readonly plan: string;
}

/** Below this cost a query takes milliseconds, whatever it does: about a thousand pages from memory. */
const felt = 1000;

/** A cost that grows slower than a tenth of the rows do is no risk. */
const slow = 0.1;

/**
 * Queries whose planned cost grows with the tables, the heaviest first: cost now and then, and the plan when it
 * changes. Each is told once, at the smaller factor at which it is felt.
 */
export function plannedRisks(queries: readonly GrowingQuery[], most: number): readonly Risk[] {
  const told = new Set<string>();
  return ([10, 100] as const).flatMap((factor) => {
    const found = queries
      .filter((query) => !told.has(query.name))
      .flatMap((query) => {
        const now = query.points.find((point) => point.factor === 1);
        const then = query.points.find((point) => point.factor === factor);
        if (!now || !then || then.cost < felt || then.cost < now.cost * factor * slow || then.cost < now.cost * 2)
          return [];
        return [{ query, now, then, weight: then.cost * (query.callsPerSecond ?? 1) }];
      })
      .sort((a, b) => b.weight - a.weight || compareText(a.query.name, b.query.name))
      .slice(0, most);
    for (const { query } of found) told.add(query.name);
    return found.map(({ query, now, then }): Risk => {
      const plan = now.plan === then.plan ? `by ${then.plan}` : `the plan changes from ${now.plan} to ${then.plan}`;
      const calls = query.callsPerSecond === undefined ? '' : `, ${rate(query.callsPerSecond)}`;
      return {
        text: `the query "${query.name}"${calls}: planned cost ${digits(now.cost)} now, ${digits(then.cost)} at ${factor}×; ${plan}`,
        factor,
        at: query.tables.join(', '),
        basis: 'planned',
      };
    });
  });
}

function rate(perSecond: number): string {
  if (perSecond >= 1) return `${Number(perSecond.toPrecision(2))} times a second`;
  const perHour = perSecond * 3600;
  return perHour >= 1
    ? `${Number(perHour.toPrecision(2))} times an hour`
    : `${Number((perHour * 24).toPrecision(2))} times a day`;
}

function digits(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}
