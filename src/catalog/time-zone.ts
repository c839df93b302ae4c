import type { DataType } from './type.ts';

/** Where nothing else is told: no time of it is missing or there twice, and it is what servers are mostly set to. */
export const usualTimeZone = 'UTC';

/** Whether it takes a time zone to make values of the one type out of those of the other. */
export function needsTimeZone(from: DataType, to: DataType): boolean {
  if (from.element && to.element) return needsTimeZone(from.element, to.element);
  if (from.element || to.element) return false;
  return (isInstant(from) && takesInstants(to)) || (isInstant(to) && takesInstants(from));
}

/**
 * The expression that turns values by a zone whoever runs it; nothing where there is none and the zone of the session
 * decides: for arrays, and for texts, each of which may name a zone. `column` is quoted where it must be.
 */
export function convertedIn(zone: string, from: DataType, to: DataType, column: string): string | undefined {
  if (from.element || to.element || !needsTimeZone(from, to)) return undefined;
  if (isText(from) || isText(to) || to.name === 'time with time zone') return undefined;
  // A date would become an instant of the session's zone first.
  const time = from.family === 'date' ? `${column}::timestamp` : column;
  return `${time} AT TIME ZONE '${zone}'`;
}

const isInstant = ({ family, element }: DataType): boolean => !element && family === 'timestamp-with-zone';

const isText = ({ family }: DataType): boolean => family === 'text' || family === 'character';

function takesInstants(type: DataType): boolean {
  return isText(type) || type.family === 'timestamp' || type.family === 'date' || type.family === 'time';
}
