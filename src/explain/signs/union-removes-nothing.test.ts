import { testSign } from '../../../test/sign.ts';
import { sign } from './union-removes-nothing.ts';

const tables = `create table a (id int, kind int); create table b (id int, kind int);
  insert into a select n, n % 7 from generate_series(1, 20000) n; insert into b select n, n % 7 from generate_series(20001, 40000) n`;

testSign(sign, {
  says: {
    'branches that do not overlap': {
      schema: tables,
      query: 'select id, kind from a union select id, kind from b',
      message: /among 40 000 rows and removes none/,
      remedies: ['rewrite union-to-union-all'],
    },
  },
  silent: {
    'many duplicates by the estimates': {
      schema: `create table a (x int); insert into a select n % 10 from generate_series(1, 60000) n;
        create table b as select * from a`,
      query: 'select x from a union select x from b',
      planned: true,
    },
    'UNION ALL': { schema: tables, query: 'select id, kind from a union all select id, kind from b' },
    'many duplicates': { schema: tables, query: 'select kind from a union select kind from b' },
    'groups of partitions': {
      schema: `create table p (id int, kind int) partition by range (id);
        create table p1 partition of p for values from (0) to (20000); create table p2 partition of p for values from (20000) to (50000);
        insert into p select n, n % 7 from generate_series(1, 40000) n`,
      query: 'select id, count(*) from p group by id',
    },
  },
});
