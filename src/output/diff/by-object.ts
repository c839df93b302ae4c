import type { ReportedChange } from './report.ts';

/** The changes under the object that they belong to, objects in the order of their first change. */
export function byObject(
  changes: readonly ReportedChange[],
): readonly { readonly of: string; readonly changes: readonly ReportedChange[] }[] {
  const groups = new Map<string, ReportedChange[]>();
  for (const change of changes) groups.set(change.of, [...(groups.get(change.of) ?? []), change]);
  return [...groups].map(([of, list]) => ({ of, changes: list }));
}
