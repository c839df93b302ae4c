import { testSqliteRule } from '../../../test/sqlite-rule.ts';
import { rule } from './rule.ts';

testSqliteRule(rule, {
  flags: {
    'a text': 'create table a (code text primary key, name text not null);',
    'a number that is not the number of the row': 'create table a (id int primary key, name text not null);',
    'some of several columns': 'create table a (x text not null, y text, primary key (x, y));',
  },
  allows: {
    'the number of the row': 'create table a (id integer primary key, name text);',
    'one that is never null': 'create table a (code text not null primary key);',
    'a table without row numbers': 'create table a (code text primary key) without rowid;',
    'a strict table': 'create table a (code text primary key) strict;',
    'what a migration tool notes': 'create table schema_migrations (version varchar(128) primary key);',
  },
});
