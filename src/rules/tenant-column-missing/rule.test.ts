import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const base = `create table tenants (id int primary key); ${['a', 'b', 'c'].map((name) => `create table ${name} (id int primary key, tenant_id int not null references tenants);`).join(' ')}`;

testRule(rule, {
  flags: {
    'a child without it': {
      sql: `${base} create table d (id int primary key, a_id int references a);`,
      items: ['public.d'],
      rows: 'insert into d values (1, null);',
    },
    'a junction, in quotes': {
      sql: `${base} create table "A of B" (a_id int references a, b_id int references b, primary key (a_id, b_id));`,
      items: ['public."A of B"'],
    },
    'with policies': `${base} alter table a enable row level security; create policy p on a using (tenant_id = 1); create table d (id int primary key, a_id int references a);`,
    'a partitioned child': `${base} create table d (id int, a_id int references a) partition by list (id); create table d1 partition of d default;`,
    'the tenants’ table unknown': `${['a', 'b', 'c'].map((name) => `create table ${name} (id int primary key, tenant_id uuid not null);`).join(' ')} create table d (id int primary key, a_id int references a);`,
  },
  allows: {
    'a table above the tenants': `create table plans (id int primary key); create table tenants (id int primary key, plan_id int references plans); ${['a', 'b', 'c'].map((name) => `create table ${name} (id int primary key, tenant_id int not null references tenants);`).join(' ')}`,
    'another name for it': `${base} create table d (id int primary key, a_id int references a, owner_tenant int references tenants);`,
    'reference data': `${base} create table countries (id int primary key); create table regions (id int primary key, country_id int references countries);`,
    'few tables with it': `${base} ${['d', 'e', 'f', 'g'].map((name) => `create table ${name} (id int primary key, a_id int references a);`).join(' ')}`,
    'no tenancy': 'create table a (id int primary key); create table b (id int primary key, a_id int references a);',
  },
});
