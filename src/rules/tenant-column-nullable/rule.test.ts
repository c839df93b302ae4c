import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const base =
  'create table tenants (id int primary key); create table a (id int primary key, tenant_id int not null references tenants); create table b (id int primary key, tenant_id int not null references tenants);';
const nullable = `${base} create table c (id int primary key, tenant_id int references tenants);`;
const nulls = (nullFraction: number) => ({
  tables: {
    'public.c': {
      origin: 'observed' as const,
      rows: 100,
      columns: { tenant_id: { nullFraction, averageWidth: 4, distinct: 3 } },
    },
  },
});

testRule(rule, {
  flags: {
    'a nullable tenant': {
      sql: nullable,
      items: ['public.c:tenant_id'],
      rows: 'insert into tenants values (1); insert into c values (1, 1);',
    },
    'no foreign keys':
      'create table tenant (id uuid primary key); create table a (id int, tenant_id uuid); create table b (id int, tenant_id uuid not null); create table c (id int, tenant_id uuid not null);',
    'accounts that own': `create table accounts (id int primary key); ${['statuses', 'notes', 'lists', 'media'].map((name) => `create table ${name} (id int primary key, account_id int references accounts);`).join(' ')}`,
    'another name, in quotes': {
      sql: `create table "Organizations" (id int primary key); create table "A" (id int primary key, "organizationId" int references "Organizations");
        create table b (id int primary key, "organizationId" int not null references "Organizations"); create table c (id int primary key, "organizationId" int not null references "Organizations");`,
      items: ['public."A":"organizationId"'],
    },
    'nulls seen': { sql: nullable, statistics: nulls(0.2) },
    'no nulls seen': { sql: nullable, statistics: nulls(0) },
    'set null on delete': `${base} create table c (id int primary key, tenant_id int references tenants on delete set null);`,
  },
  allows: {
    'not null': `${base} create table c (id int primary key, tenant_id int not null references tenants);`,
    'rows for all, by policy': `${nullable} create policy p on c using (tenant_id is null or tenant_id = 1);`,
    'rows for all, by index': `${nullable} create unique index on c (id) where tenant_id is null;`,
    'no tenancy':
      'create table accounts (id int primary key); create table a (id int primary key, account_id int references accounts); create table b (id int primary key, a_id int references a); create table c (id int primary key, b_id int references b);',
    'accounts that act in several roles': `create table accounts (id int primary key); ${['statuses', 'notes', 'lists', 'media'].map((name) => `create table ${name} (id int primary key, account_id int references accounts);`).join(' ')}
      create table follows (id int primary key, account_id int references accounts, target_account_id int references accounts);`,
    'two tables only':
      'create table tenants (id int primary key); create table a (id int primary key, tenant_id int references tenants); create table b (id int primary key, tenant_id int references tenants);',
  },
});
