import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const t = 'create table t (id bigint primary key, state int not null, at date not null);';
const known = (distinct: number, rows = 1_000_000, nullFraction = 0) => ({
  tables: {
    'public.t': { origin: 'observed' as const, rows, columns: { state: { nullFraction, averageWidth: 4, distinct } } },
  },
});

testRule(rule, {
  flags: {
    'one value': { sql: `${t} create index i on t (state, at);`, statistics: known(1), items: ['public.t:i'] },
  },
  allows: {
    'two values': { sql: `${t} create index i on t (state, at);`, statistics: known(2) },
    'a value for each row': { sql: `${t} create index i on t (state, at);`, statistics: known(-1) },
    'no statistics': `${t} create index i on t (state, at);`,
    'missing values beside the one': {
      sql: `${t} create index i on t (state, at);`,
      statistics: known(1, 1_000_000, 0.5),
    },
    'the column alone': { sql: `${t} create index i on t (state);`, statistics: known(1) },
    unique: { sql: `${t} create unique index i on t (state, at);`, statistics: known(1) },
    partial: { sql: `${t} create index i on t (state, at) where at > '2020-01-01';`, statistics: known(1) },
    'a small table': { sql: `${t} create index i on t (state, at);`, statistics: known(1, 100) },
  },
  example: {
    statistics: {
      tables: {
        'public.orders': {
          origin: 'observed',
          rows: 1_000_000,
          columns: { shop_id: { nullFraction: 0, averageWidth: 4, distinct: 1 } },
        },
      },
    },
  },
});
