import type { Column, Table } from '../catalog/table.ts';
import { phrases, spoken } from '../catalog/words.ts';
import { isCreationTime, isUpdateTime } from './time-names.ts';

/** Names of the moment that a row tells of, the surest first. */
const moments = phrases(`
  occurred at, occurred on, happened at, logged at, log time, log date, recorded at, received at, captured at,
  event time, event at, event date, event timestamp, op time, action time, performed at, changed at, measured at,
  sent at, timestamp, ts, tstamp, time, at, datetime, date time, date, day`);
const present =
  /^(?:now\(\)|CURRENT_TIMESTAMP|CURRENT_DATE|LOCALTIMESTAMP|clock_timestamp\(\)|statement_timestamp\(\)|transaction_timestamp\(\))/;

const isTime = (column: Column) => column.type.family.startsWith('timestamp') || column.type.family === 'date';

/** The column that says when a row came: by its name, else the first time that defaults to the present. */
export function arrivalColumn(table: Table): Column | undefined {
  const times = table.columns.filter((column) => isTime(column) && !column.generated);
  const created = times.find((column) => isCreationTime(column.name));
  if (created) return created;
  for (const name of moments) {
    const column = times.find((one) => spoken(one.name) === name);
    if (column) return column;
  }
  return times.find((column) => present.test(column.default ?? '') && !isUpdateTime(column.name));
}

/** Whether a column says when a row was last changed: rows are then not only added. */
export function hasChangeTime(table: Table): boolean {
  return table.columns.some((column) => isUpdateTime(column.name));
}
