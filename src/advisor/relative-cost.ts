import { grouped } from './report/grouped.ts';

/** Costs that differ by less than this share are told as the same. */
export const sameCost = 0.0005;

/** A cost beside another, which is 1: `28 times as much`, `3.1% less`, `the same`. */
export function relativeCostText(relative: number): string {
  if (relative >= 2) return `${relative < 10 ? Number(relative.toFixed(1)) : grouped(relative)} times as much`;
  const more = relative - 1;
  if (Math.abs(more) < sameCost) return 'the same';
  const percent = Math.abs(more) * 100;
  return `${percent < 10 ? Number(percent.toFixed(1)) : grouped(percent)}% ${more > 0 ? 'more' : 'less'}`;
}
