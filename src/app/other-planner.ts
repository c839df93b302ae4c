import type { Lab } from '../lab/lab.ts';
import type { OpenedSource } from './opened-source.ts';

/** What to think of plans of another version than the lab's: planners learn from version to version. */
export function otherPlanner(
  { version, engine, traits }: OpenedSource,
  lab: Pick<Lab, 'kind' | 'name'>,
): string | undefined {
  const major = Number.parseInt(version, 10);
  const planner = Number(/\d+/.exec(lab.name)?.[0]);
  if (major === planner || !engine.versions.includes(String(planner))) return undefined;
  const plannedAs = `this is planned for ${traits.name} by the planner of version ${planner}`;
  return lab.kind === 'embedded' && planner > major
    ? `${plannedAs}, without the skip scans and other things that it learnt since; conditions with OR, sorts, UNION and some joins can still be planned or costed otherwise there`
    : `${plannedAs}: sorts, DISTINCT, UNION, joins and incremental sorts can be planned or costed otherwise there`;
}
