import { testSign } from '../../../test/sign.ts';
import { sign } from './scattered-reads.ts';

const rows = (key: string) => `create table readings (id int, sensor int, value int, body text);
  insert into readings select n, ${key}, n, repeat('x', 400) from generate_series(1, 40000) n;
  create index readings_sensor on readings (sensor)`;
const byIndex = { enable_seqscan: 'off', enable_bitmapscan: 'off' };

testSign(sign, {
  says: {
    'in no order': {
      schema: rows('(n * 7919) % 40009'),
      query: 'select sum(value) from readings where sensor < 9000',
      settings: byIndex,
      message: /readings_sensor finds (9 000|8 \d\d\d) rows of readings, and [\d ]+ pages are visited/,
      remedies: ['index on readings (sensor) including value', 'advice CLUSTER readings'],
    },
  },
  silent: {
    'in the order of the table': {
      schema: rows('n'),
      query: 'select sum(value) from readings where sensor < 9000',
      settings: byIndex,
    },
    'a few rows': {
      schema: rows('(n * 7919) % 40009'),
      query: 'select sum(value) from readings where sensor < 50',
      settings: byIndex,
    },
  },
});
