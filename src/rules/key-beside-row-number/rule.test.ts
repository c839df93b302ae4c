import { testSqliteRule } from '../../../test/sqlite-rule.ts';
import { rule } from './rule.ts';

testSqliteRule(rule, {
  flags: {
    pairs: {
      sql: `create table tags (post_id integer not null, tag text not null, primary key (post_id, tag)); create index i on tags (tag); insert into tags values (1, 'a'), (1, 'b');`,
      items: ['main.tags'],
    },
    'a text': 'create table settings (key text primary key, value text);',
  },
  allows: {
    'the number of the row': 'create table t (id integer primary key, name text);',
    'a table that is stored by its key': 'create table t (a integer, b integer, primary key (a, b)) without rowid;',
    'a table with wide rows': 'create table files (path text primary key, content blob);',
    'a table with many columns':
      'create table t (k text primary key, a text, b text, c text, d text, e text, f text, g text, h text, i text);',
  },
});
