import { expect, test } from 'vitest';
import { lostSilently } from './narrowing.ts';

test.each([
  ['timestamp with time zone', 'time without time zone', 'the date'],
  ['timestamp without time zone', 'time(3) with time zone', 'the date'],
  ['timestamp(6) without time zone', 'date', 'the time of day'],
  ['time with time zone', 'time without time zone', 'the offset'],
  ['interval', 'time without time zone', 'all but the time of day'],
  ['interval(6)', 'interval(0)', 'digits: seconds are rounded to 0 digits'],
  ['time without time zone', 'time(0) without time zone', 'digits: seconds are rounded to 0 digits'],
  ['numeric(10,4)[]', 'numeric(10,2)[]', 'digits: values are rounded to 2 digits'],
  ['double precision', 'integer', 'digits: values are rounded'],
  ['numeric', 'money', 'digits: values are rounded to cents'],
  ['time(3)', 'time', 'fractions of seconds'],
  ['varbinary(10)', 'binary(10)', 'how long shorter values are'],
  ['binary(4)', 'binary(8)', 'how long shorter values are'],
  ['text', 'name', 'what is behind 63 bytes'],
  ['text', '"char"', 'all but the first byte'],
])('%s as %s loses a part without a word', (from, to, loss) => {
  expect(lostSilently(from, to)).toBe(loss);
});

test.each([
  ['time without time zone', 'interval'],
  ['time without time zone', 'time with time zone'],
  ['time without time zone', 'time'],
  ['time', 'time(3)'],
  ['date', 'timestamp with time zone'],
  ['time(0) without time zone', 'time without time zone'],
  ['money', 'numeric(20,2)'],
  ['integer[]', 'bigint[]'],
  ['name', 'text'],
  ['binary(4)', 'varbinary(4)'],
  ['varbinary(4)', 'varbinary(8)'],
  ['"char"', 'name'],
  ['text', 'character(5)'],
])('%s as %s loses nothing without a word', (from, to) => {
  expect(lostSilently(from, to)).toBeUndefined();
});
