import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const table = (name: string, more = '') =>
  `create table ${name} (id int primary key, tenant_id int not null references tenants${more});`;
const base = `create table tenants (id int primary key); ${table('a')} ${table('b')}`;

testRule(rule, {
  flags: {
    'one foreign key': {
      sql: `${base} ${table('c', ', a_id int references a')}`,
      items: ['public.a'],
      rows: 'insert into tenants values (1); insert into a values (1, 1); insert into c values (1, 1, 1);',
    },
    'several, with other rules': {
      sql: `${base} ${table('c', ', first int references a on delete cascade, second int references a on delete set null')} ${table('d', ', a_id int references a deferrable initially deferred')}`,
      items: ['public.a'],
    },
    'a row of the same table, in quotes': {
      sql: `${base} ${table('"My C"', ', "Parent Id" int references "My C"')}`,
      items: ['public."My C"'],
    },
    'two keys of one table': `${base} ${table('c', ', code int unique')} ${table('d', ', c_id int references c, c_code int references c (code)')}`,
    'a unique key that is there': `create table tenants (id int primary key); ${table('a', ', unique (id, tenant_id)')} ${table('b')} ${table('c', ', a_id int references a')}`,
    'rows for all tenants': `${base} create table s (id int primary key, tenant_id int references tenants); ${table('c', ', s_id int references s')}`,
    'guarded by policies': `${base} alter table a enable row level security; create policy p on a using (tenant_id = 1); ${table('c', ', a_id int references a')}`,
    'a partitioned child': `${base} create table c (id int, tenant_id int not null references tenants, a_id int references a) partition by list (id); create table c1 partition of c default;`,
  },
  allows: {
    'both columns': `create table tenants (id int primary key); ${table('a', ', unique (tenant_id, id)')} ${table('b')} ${table('c', ', a_id int, foreign key (tenant_id, a_id) references a (tenant_id, id)')}`,
    'the tenant itself': base + table('c'),
    'reference data': `${base} create table countries (id int primary key); ${table('c', ', country_id int references countries')}`,
    'a child without the tenant': `${base} ${table('c')} create table d (id int primary key, a_id int references a);`,
    'no tenancy': 'create table a (id int primary key); create table b (id int primary key, a_id int references a);',
  },
});
