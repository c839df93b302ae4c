import { expect, test } from 'vitest';
import { ofMariadbHistogram, ofMysqlHistogram, ofPositions } from './histograms.ts';

test('a histogram of single values is what they are common by', () => {
  expect(
    ofMysqlHistogram(
      '{"buckets": [["base64:type254:QmVybGlu", 0.5], ["base64:type254:Qm9ubg==", 0.75]], "data-type": "string", "null-values": 0.25, "histogram-type": "singleton"}',
    ),
  ).toEqual({
    nullFraction: 0.25,
    distinct: 2,
    commonValues: [
      { value: 'Berlin', fraction: 0.5 },
      { value: 'Bonn', fraction: 0.25 },
    ],
  });
});

test('one of equal heights gives bounds, and a bucket of one value a common value', () => {
  expect(
    ofMysqlHistogram(
      '{"buckets": [[1, 4, 0.25, 4], [5, 5, 0.5, 1], [6, 9, 1.0, 3]], "null-values": 0.0, "histogram-type": "equi-height"}',
    ),
  ).toEqual({
    nullFraction: 0,
    distinct: 8,
    commonValues: [{ value: '5', fraction: 0.25 }],
    histogram: ['1', '4', '9'],
  });
});

test('so does MariaDB’s', () => {
  expect(
    ofMariadbHistogram(
      '{"histogram_hb": [{"start": "a", "size": 0.2, "ndv": 9}, {"start": "m", "size": 0.6, "ndv": 1}, {"start": "n", "end": "z", "size": 0.2, "ndv": 8}]}',
    ),
  ).toEqual({ commonValues: [{ value: 'm', fraction: 0.6 }], histogram: ['a', 'n', 'z'] });
});

test('positions between the ends are values where these lie on a line', () => {
  expect(ofPositions('0.25,0.25,0.25,0.25', '0', '100')).toEqual({ histogram: ['0', '25', '50', '75', '100'] });
  expect(ofPositions('0.5,0.5', '2026-01-01', '2026-01-03').histogram).toEqual([
    '2026-01-01',
    '2026-01-02',
    '2026-01-03',
  ]);
  expect(ofPositions('0.5,0.0,0.0,0.0,0.5', '0', '10').commonValues).toEqual([{ value: '5', fraction: 3 / 5 }]);
  expect(ofPositions('0.5,0.5', 'alpha', 'omega')).toEqual({});
});
