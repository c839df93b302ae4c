import { testRule } from '../../../test/rule.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const auth = `create schema auth; create function auth.uid() returns uuid language sql stable as 'select null::uuid';`;
const docs = `${auth} create table docs (id int primary key, owner uuid, tenant int); alter table docs enable row level security;`;
const rows = (count: number): TableStatistics => ({ origin: 'observed', rows: count, columns: {} });

testRule(rule, {
  flags: {
    'a function of the session': {
      sql: `${docs} create policy p on docs using (owner = auth.uid());`,
      items: ['public.docs:p'],
    },
    'a setting, with a cast': `${docs} create policy p on docs using (tenant = current_setting('app.tenant', true)::int);`,
    'both conditions': `${docs} create policy p on docs for update using (owner = auth.uid()) with check (owner = auth.uid() and tenant > 0);`,
    'an insert': `${docs} create policy p on docs for insert with check (owner = auth.uid());`,
    'inside a subquery that reads a table': `${docs} create table members (u uuid, tenant int); create policy p on docs using (exists (select 1 from members m where m.tenant = docs.tenant and m.u = auth.uid()));`,
    'a function of the schema, in quotes': `create schema "My App"; create function "My App"."Tenant"() returns int language sql stable as 'select 1';
      create table "Docs" (id int primary key, tenant int); alter table "Docs" enable row level security; create policy "By tenant" on "Docs" using (tenant = "My App"."Tenant"());`,
    'a small table, mildly': {
      sql: `${docs} create policy p on docs using (owner = auth.uid());`,
      statistics: { tables: { 'public.docs': rows(10) } },
    },
  },
  allows: {
    'a subquery': `${docs} create policy p on docs using (owner = (select auth.uid()));`,
    'a subquery with a cast': `${docs} create policy p on docs using (tenant = (select current_setting('app.tenant')::int));`,
    'a subquery inside a subquery': `${docs} create table members (u uuid, tenant int); create policy p on docs using (tenant in (select m.tenant from members m where m.u = (select auth.uid())));`,
    'the user':
      'create table docs (id int primary key, owner text); create policy p on docs using (owner = current_user);',
    'a function of a column': `create function may(int) returns boolean language sql stable as 'select true'; create table docs (id int primary key); create policy p on docs using (may(id));`,
    'a volatile function': `create function may() returns boolean language sql as 'select true'; create table docs (id int primary key); create policy p on docs using (may());`,
  },
});
