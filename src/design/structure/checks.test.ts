import { expect, test } from 'vitest';
import type { BlueprintColumn } from '../../catalog/blueprint.ts';
import { ends } from './checks.ts';

const column = (name: string, meaning: BlueprintColumn['meaning']): BlueprintColumn => ({
  name,
  meaning,
  nullable: false,
  about: name,
});

test.each([
  ['departure_time', 'arrival_time', 'instant', true],
  ['opening_time', 'closing_time', 'time', true],
  ['min_age', 'max_age', 'integer', true],
  ['minimum_price', 'maximum_price', 'money', true],
  ['contract_start_date', 'contract_end_date', 'date', true],
  ['check_in_at', 'check_out_at', 'instant', true],
  // By the clock alone a night may lie between them; a balance falls as well as it rises.
  ['departure_time', 'arrival_time', 'time', false],
  ['opening_balance', 'closing_balance', 'money', false],
] as const)('%s and %s as %s: in order %s', (first, second, meaning, ordered) => {
  const found = ends([column(second, meaning), column(first, meaning)], []);
  expect(found.map((one) => one.kind === 'order' && [one.first, one.second])).toEqual(ordered ? [[first, second]] : []);
});

test('nothing is said twice, nor of columns of two kinds', () => {
  const pair = [column('start_date', 'date'), column('end_date', 'date')];
  const given = { kind: 'order', first: 'start_date', second: 'end_date', strict: true, about: 'Said.' } as const;
  expect(ends(pair, [given])).toEqual([]);
  expect(ends([column('start_date', 'date'), column('end_date', 'instant')], [])).toEqual([]);
});
