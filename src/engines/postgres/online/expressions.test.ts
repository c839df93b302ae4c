import { expect, it } from 'vitest';
import { withColumns } from './expressions.ts';

it.each([
  [`at AT TIME ZONE 'UTC'`, `NEW.at AT TIME ZONE 'UTC'`],
  [`(time at time zone 'UTC')::date`, `(NEW.time at time zone 'UTC')::date`],
  [`zone || at`, `NEW.zone || NEW.at`],
  [`at::timestamp with time zone`, `NEW.at::timestamp with time zone`],
])('columns named like words of a phrase are told from it: %s', (sql, expected) => {
  const columns = new Set(['at', 'time', 'zone']);
  expect(withColumns(sql, (name) => (columns.has(name) ? `NEW.${name}` : undefined))).toBe(expected);
});
