import { testSqliteRule } from '../../../test/sqlite-rule.ts';
import { rule } from './rule.ts';

testSqliteRule(rule, {
  flags: {
    'a foreign key in a dump': `pragma foreign_keys = off; create table a (id integer primary key); create table b (a_id integer references a);`,
  },
  allows: {
    'no foreign keys': 'create table a (id integer primary key);',
    'a script that switches them on':
      'pragma foreign_keys = on; create table a (id integer primary key); create table b (a_id integer references a);',
  },
});
