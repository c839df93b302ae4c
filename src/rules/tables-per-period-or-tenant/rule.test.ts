import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const like = (columns: string, ...names: readonly string[]) =>
  names.map((name) => `create table ${name} (${columns});`).join('\n');
const log = 'id int primary key, at timestamptz, message text';

testRule(rule, {
  flags: {
    months: { sql: like(log, 'logs_202401', 'logs_202402', 'logs_202403'), items: ['public.logs_202401'] },
    'years in the middle, in quotes': {
      sql: like(log, '"Sales 2023 North"', '"Sales 2024 North"'),
      items: ['public."Sales 2023 North"'],
    },
    'quarters, one with a column more': `${like(`${log}, unit text`, 'kpi_2024q1', 'kpi_2024q2')} create table kpi_2024q3 (${log}, unit text, extra int);`,
    shards: { sql: like(log, 'events_0', 'events_1', 'events_2', 'events_3'), items: ['public.events_0'] },
    tenants: {
      sql: `${like('id int primary key, total numeric, at date', 'acme_orders', 'globex_orders', 'initech_orders')} ${like('id int primary key, name text, email text', 'acme_users', 'globex_users', 'initech_users')}`,
      items: ['public.acme_orders', 'public.acme_users'],
    },
    'tenants in the middle': `${like('id int primary key, total numeric, at date', 'customer_acme_orders', 'customer_globex_orders', 'customer_initech_orders')} ${like('id int primary key, name text, email text', 'customer_acme_users', 'customer_globex_users', 'customer_initech_users')}`,
  },
  allows: {
    partitions: `create table logs (at timestamptz, message text) partition by range (at);
      create table logs_2023 partition of logs for values from ('2023-01-01') to ('2024-01-01'); create table logs_2024 partition of logs for values from ('2024-01-01') to ('2025-01-01');`,
    'children by inheritance': `create table logs (${log}); create table logs_2023 () inherits (logs); create table logs_2024 () inherits (logs);`,
    'other columns':
      'create table report_2023 (id int primary key, a int, b int); create table report_2024 (id int primary key, c text, d text);',
    'one year only': like(log, 'census_2020', 'census'),
    'numbers that name things': like(log, 'form_1040', 'form_1099'),
    'kinds of one thing': like('id int primary key, name text, price numeric', 'cat_food', 'dog_food', 'bird_food'),
    'tables with common words': `${like('id int primary key, name text, at date', 'user_roles', 'user_groups', 'user_teams')} ${like('id int primary key, body text, at date', 'post_votes', 'comment_votes')}`,
  },
});
