import { testSqliteRule } from '../../../test/sqlite-rule.ts';
import { rule } from './rule.ts';

testSqliteRule(rule, {
  flags: {
    'a string': {
      sql: `create table t (id integer primary key, code string, key uuid, doc json); insert into t values (1, 'a', 'b', '{}');`,
      items: ['main.t:code', 'main.t:key', 'main.t:doc'],
    },
    'a document, which hardly ever looks like a number': {
      sql: 'create table t (id integer primary key, doc json, page xml);',
      items: ['main.t:doc', 'main.t:page'],
      severity: 'low',
    },
    'a point': { sql: 'create table t (id integer primary key, place point);', items: ['main.t:place'] },
  },
  allows: {
    'types that are what they say':
      'create table t (id integer primary key, a text, b varchar(20), c real, d decimal(10,2), e boolean, f date, g blob, h int);',
    'a strict table': 'create table t (id integer primary key, a text) strict;',
  },
});
