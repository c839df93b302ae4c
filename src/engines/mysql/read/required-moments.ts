import type { DataType } from '../../../catalog/type.ts';
import type { Dialect } from '../flavour.ts';

/** Whether values of the type are days, times or years. */
export function isMoment({ family, name }: DataType): boolean {
  return family === 'date' || family === 'time' || family.startsWith('timestamp') || name === 'year';
}

/**
 * Refuses a default that is no day or time, as far as it can be told: servers read a moment in many forms, and take those
 * with nothing but zeros, or with parts that are zero, where their mode allows it.
 */
export function requireMoment(
  value: string,
  { family, name }: DataType,
  dialect: Dialect,
  modes: ReadonlySet<string>,
  refuse: () => never,
): void {
  if (name === 'year') {
    const year = Number(value);
    if (!(value !== '' && (year === 0 || (year >= 1 && year <= 99) || (year >= 1901 && year <= 2155)))) refuse();
    return;
  }
  // Letters, and a zone, belong to no moment; nothing is none.
  if (!/\d/.test(value) || /[a-su-z+]/i.test(value)) refuse();
  if (family === 'time') {
    const [, hours = '0', minutes = '0', seconds = '0'] = /^-?(\d+):(\d+)(?::(\d+)(?:\.\d*)?)?$/.exec(value) ?? [];
    if (Number(hours) > 838 || Number(minutes) > 59 || Number(seconds) > 59) refuse();
    return;
  }
  const [whole, year = '', month = '', day = '', hours = '0', minutes = '0', seconds = '0'] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/.exec(value) ?? [];
  if (whole === undefined) return;
  const days = new Date(Date.UTC(Number(year) + 2000, Number(month), 0)).getUTCDate();
  const isDay = Number(day) <= (modes.has('ALLOW_INVALID_DATES') || month === '00' ? 31 : days);
  if (Number(month) > 12 || !isDay || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) refuse();
  if (name === 'timestamp' && Number(month) > 0 && !isCounted(Date.parse(`${year}-${month}-${day}`), dialect)) refuse();
}

/** Whether a day, give or take what zones differ by, is among the seconds that a TIMESTAMP counts. */
function isCounted(at: number, { flavour, number }: Dialect): boolean {
  const day = 86_400_000;
  const end = flavour === 'mariadb' && number >= 110_500 ? 2 ** 32 : 2 ** 31;
  return Number.isNaN(at) || (at >= -day && at <= end * 1000 + day);
}
