import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

const t = `create table t (id int primary key, state enum('new', 'paid', 'sent'), code varchar(20), at date, user_id int`;
const sized = (rows: number, columns: Readonly<Record<string, number>> = {}) => ({
  tables: {
    'main.t': {
      origin: 'observed' as const,
      rows,
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, distinct]) => [name, { nullFraction: 0, averageWidth: 4, distinct }]),
      ),
    },
  },
});

testMysqlRule(rule, {
  flags: {
    'counted values': {
      sql: `${t}, key i (code, at));`,
      statistics: sized(1_000_000, { code: 3 }),
      message: /3 values/,
    },
    'the values of a type': {
      sql: `${t}, key i (state, at));`,
      statistics: sized(1_000_000),
      message: /state, which has 3/,
    },
    'a truth value': {
      sql: 'create table t (id int primary key, open tinyint(1), at date, key i (open, at));',
      statistics: sized(1_000_000),
      message: /2 values/,
    },
  },
  allows: {
    'many values': { sql: `${t}, key i (code, at));`, statistics: sized(1_000_000, { code: 500 }) },
    'a value for each row': { sql: `${t}, key i (code, at));`, statistics: sized(1_000_000, { code: -1 }) },
    'what nobody counted': { sql: `${t}, key i (code, at));`, statistics: sized(1_000_000) },
    'no size': `${t}, key i (state, at));`,
    'a small table': { sql: `${t}, key i (state, at));`, statistics: sized(500) },
    'the column alone': { sql: `${t}, key i (state));`, statistics: sized(1_000_000) },
    'few values behind': { sql: `${t}, key i (at, state));`, statistics: sized(1_000_000, { at: 900 }) },
    unique: { sql: `${t}, unique key i (state, code));`, statistics: sized(1_000_000) },
  },
  example: sized(1_000_000),
});
