import type { Explanation, Flip, TimeRange } from '../../explain/explanation.ts';
import { duration } from '../../explain/figures.ts';
import { costText } from './words.ts';

/** The query at several sizes as a table; the last column is the plan in short. */
export interface ScaleTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where the numbers come from. */
  readonly notes: readonly string[];
}

/** Columns that nothing is known for are left out. */
export function scaleTable({ scale, remedies }: Explanation): ScaleTable {
  const timed = scale.some((point) => point.time !== undefined);
  const helped = scale.some((point) => point.helped !== undefined);
  const helpedTime = scale.some((point) => point.helped?.time !== undefined);
  const time = (range: TimeRange | undefined) => (range ? `${duration(range.likely)}` : '');
  const columns: readonly (readonly [string, boolean, (point: Explanation['scale'][number]) => string])[] = [
    ['size', true, (point) => `${Number(point.factor.toPrecision(6))}×`],
    ['cost', true, (point) => costText(point.cost)],
    ['predicted', timed, (point) => time(point.time)],
    ['helped', helped, (point) => (point.helped ? costText(point.helped.cost) : '')],
    ['predicted', helpedTime, (point) => time(point.helped?.time)],
    ['plan', true, (point) => point.shape],
  ];
  const used = columns.filter(([, wanted]) => wanted);
  const [first] = remedies;
  return {
    head: used.map(([title]) => title),
    rows: scale.map((point) => used.map(([, , cell]) => cell(point))),
    notes: [
      `Costs by the planner, at these multiples of the present sizes${helped && first ? `; helped: with ${first.title}` : ''}.`,
      ...(timed ? ['Times are predicted from the costs.'] : []),
    ],
  };
}

/** `Between 12× and 14× the plan changes from … to …` */
export function flipText({ from, to, before, after }: Flip): string {
  const factor = (value: number) => `${Number(value.toPrecision(3))}×`;
  return `Between ${factor(from)} and ${factor(to)} the plan changes from ${before} to ${after}.`;
}
