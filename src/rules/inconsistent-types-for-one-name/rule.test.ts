import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const tables = (column: string, types: readonly string[]) =>
  types.map((type, at) => `create table t${at + 1} (id int primary key, ${column} ${type});`).join('\n');

testRule(rule, {
  flags: {
    'one text among numbers': {
      sql: tables('customer_no', ['int', 'int', 'int', 'int', 'text']),
      items: ['public.t5:customer_no'],
    },
    'a number too small': {
      sql: tables('order_ref', ['bigint', 'bigint', 'bigint', 'bigint', 'int']),
      rows: 'insert into t5 values (1, 2);',
      items: ['public.t5:order_ref'],
    },
    'a name that needs quotes': {
      sql: tables('"Customer Id"', ['uuid', 'uuid', 'uuid', 'bigint']),
      items: ['public.t4:"Customer Id"'],
    },
    'a single word that means one thing': tables('email', [
      'text',
      'varchar(100)',
      'citext_like',
      'text',
      'bytea',
    ]).replace('citext_like', 'text'),
    'a date among time stamps': tables('published_at', [
      'timestamptz',
      'timestamptz',
      'timestamp',
      'timestamptz',
      'date',
    ]),
  },
  allows: {
    'one type': tables('customer_no', ['int', 'int', 'int', 'int']),
    'texts of several lengths': tables('first_name', ['text', 'varchar(20)', 'varchar(50)', 'char(10)', 'text']),
    'sizes of numbers that are no keys': tables('sort_order', ['int', 'int', 'int', 'int', 'smallint']),
    'pairs of which other rules speak': tables('created_at', [
      'timestamptz',
      'timestamptz',
      'timestamptz',
      'timestamp',
    ]),
    'no majority': tables('customer_no', ['int', 'int', 'text', 'text']),
    'too few': tables('customer_no', ['int', 'int', 'text']),
    'words that mean anything': tables('value', ['int', 'int', 'int', 'int', 'text']) + tables('x', []),
    'names that mean another thing in each table': tables('parent_id', ['int', 'int', 'int', 'int', 'text']),
    'a reference, which follows its target': `create table users (id text primary key); ${tables('user_id', ['int', 'int', 'int', 'int', 'text references users'])}`,
  },
});
