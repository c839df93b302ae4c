import { expect, test } from 'vitest';
import { bareTable } from '../../catalog/bare.ts';
import { emptyCatalog } from '../../catalog/catalog.ts';
import type { ColumnStatistics, Statistics } from '../../catalog/statistics.ts';
import type { Column } from '../../catalog/table.ts';
import { blindness, unseenIn } from './guessed.ts';

const column: Column = {
  name: 'note',
  type: { text: 'text', family: 'text', name: 'text', alignment: 4 },
  nullable: true,
  local: true,
} as Column;
const table = bareTable({ schema: 'public', name: 'people', columns: [column] });
const seen: ColumnStatistics = { nullFraction: 0, averageWidth: 20, distinct: -1 };
const bounds = (count: number) => Array.from({ length: count }, (_, at) => `text ${at}`);

test.each<[string, Partial<ColumnStatistics> | undefined, readonly string[]]>([
  ["note ~~* '%refund%'::text", undefined, ['note']],
  ["note ~~* '%refund%'::text", {}, ['note']],
  ["note ~~* '%refund%'::text", { histogram: bounds(5) }, ['note']],
  ["note ~~* '%refund%'::text", { histogram: bounds(100) }, []],
  ["note ~~* '%refund%'::text", { commonValues: [{ value: 'a', fraction: 0.95 }] }, []],
  ["note ~~* '%refund%'::text", { nullFraction: 0.95 }, []],
  ["note @@ 'refund'::tsquery", {}, []],
  ["note = '%~~%'::text", undefined, []],
])('the values by which %s could be tried, of %o, are unknown: %o', (filter, known, columns) => {
  const statistics: Statistics = {
    settings: {},
    indexes: {},
    sequences: {},
    tables: {
      'public.people': { origin: 'observed', rows: 1e6, columns: known ? { note: { ...seen, ...known } } : {} },
    },
  };
  expect(unseenIn({ known: statistics }, table, filter)).toEqual(columns);
});

test.each([
  ['note @> ARRAY[$1]', true],
  ["note @> '{a}'::text[]", false],
  ["note @> '{a}'::text[] AND other = $1", false],
  ["(note @> ARRAY[($1)::text]) AND (note <> ''::text)", true],
])(
  'what a search inside of values finds whose statistics are known, by %s, is unknown where its value is: %o',
  (filter, blind) => {
    const known: Statistics = {
      settings: {},
      indexes: {},
      sequences: {},
      tables: { 'public.people': { origin: 'observed', rows: 1e6, columns: { note: seen } } },
    };
    expect(blindness({ catalog: { ...emptyCatalog, tables: [table] }, known })('people', filter)).toBe(blind);
  },
);
