import { testSign } from '../../../test/sign.ts';
import { sign } from './slow-planning.ts';

const tables = Array.from(
  { length: 9 },
  (_, at) => `create table t${at} (id int primary key, other int); create index on t${at} (other);`,
).join('\n');
const joins = Array.from({ length: 8 }, (_, at) => `join t${at + 1} on t${at + 1}.id = t${at}.id`).join(' ');

testSign(sign, {
  says: {
    'nine empty tables, all joined by one column': {
      schema: tables,
      query: `select count(*) from t0 ${joins}`,
      settings: { join_collapse_limit: '12', from_collapse_limit: '12', geqo: 'off' },
      message: /planning took .* running .* 9 scans/,
    },
  },
  silent: {
    'one table': { schema: tables, after: 'explain analyze select count(*) from t0', query: 'select count(*) from t0' },
    'by the estimates': { schema: tables, query: `select count(*) from t0 ${joins}`, planned: true },
  },
});
