import { testChanges } from '../../../../test/changes.ts';

const orders = { schema: 'public', name: 'orders' };
const plain = 'create table orders (id int, tenant int)';
const policy = "select relrowsecurity from pg_class where relname = 'orders'";

testChanges({
  'set row security': {
    given: plain,
    change: { kind: 'set row security', table: orders, enabled: true },
    sql: ['ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY'],
    holds: policy,
  },
  'set row security, for the owner too': {
    given: plain,
    change: { kind: 'set row security', table: orders, enabled: true, forced: true },
    sql: ['ALTER TABLE public.orders\n  ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY'],
    holds: "select relrowsecurity and relforcerowsecurity from pg_class where relname = 'orders'",
  },
  'set row security off': {
    given: `${plain}; alter table orders enable row level security, force row level security`,
    change: { kind: 'set row security', table: orders, enabled: false, forced: false },
    sql: ['ALTER TABLE public.orders\n  DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY'],
    holds: "select not relrowsecurity and not relforcerowsecurity from pg_class where relname = 'orders'",
  },
  'create policy': {
    given: plain,
    change: { kind: 'create policy', table: orders, name: 'all of it', command: 'all', using: '(tenant = 1)' },
    sql: ['CREATE POLICY "all of it" ON public.orders USING (tenant = 1)'],
    holds: "select polcmd = '*' and polpermissive and polroles = '{0}' from pg_policy where polname = 'all of it'",
  },
  'create policy that restricts': {
    given: plain,
    change: {
      kind: 'create policy',
      table: orders,
      name: 'own',
      command: 'update',
      permissive: false,
      roles: ['pg_monitor', 'pg_signal_backend'],
      using: "tenant = current_setting('app.tenant')::int",
      withCheck: 'true',
    },
    sql: [
      `CREATE POLICY own ON public.orders
  AS RESTRICTIVE FOR UPDATE TO pg_monitor, pg_signal_backend
  USING (tenant = current_setting('app.tenant')::int)
  WITH CHECK (true)`,
    ],
    holds: `select polcmd = 'w' and not polpermissive and cardinality(polroles) = 2 and polwithcheck is not null
      from pg_policy where polname = 'own'`,
  },
  'alter policy': {
    given: `${plain}; create policy own on orders using (true)`,
    change: { kind: 'alter policy', table: orders, name: 'own', using: 'tenant = 2', withCheck: 'tenant = 3' },
    sql: ['ALTER POLICY own ON public.orders\n  USING (tenant = 2)\n  WITH CHECK (tenant = 3)'],
    holds: `select pg_get_expr(polqual, polrelid) = '(tenant = 2)' and pg_get_expr(polwithcheck, polrelid) = '(tenant = 3)' from pg_policy`,
  },
  'drop policy': {
    given: `${plain}; create policy own on orders using (true)`,
    change: { kind: 'drop policy', table: orders, name: 'own' },
    sql: ['DROP POLICY own ON public.orders'],
    holds: 'select count(*) = 0 from pg_policy',
  },
  'set routine option': {
    given: `create type mood as enum ('ok');
      create function "Do it"(a mood, b integer[], c text) returns int language sql security definer as 'select 1';
      create function "Do it"(a text) returns int language sql as 'select 1'`,
    change: {
      kind: 'set routine option',
      routine: { schema: 'public', name: 'Do it' },
      signature: 'Do it(public.mood, integer[], text)',
      routineKind: 'function',
      searchPath: ['pg_catalog', 'public', '$user', 'pg_temp'],
    },
    sql: [
      `ALTER FUNCTION public."Do it"(public.mood, integer[], text)
  SET search_path = pg_catalog, public, "$user", pg_temp`,
    ],
    holds: `select proconfig = '{"search_path=pg_catalog, public, \\"$user\\", pg_temp"}' from pg_proc where proname = 'Do it' and pronargs = 3`,
  },
  'set routine option of a procedure, to nothing': {
    given: `create procedure p() language sql as 'select 1'`,
    change: {
      kind: 'set routine option',
      routine: { schema: 'public', name: 'p' },
      signature: 'p()',
      routineKind: 'procedure',
      searchPath: [],
    },
    sql: [`ALTER PROCEDURE public.p() SET search_path = ''`],
    holds: `select proconfig = '{"search_path=\\"\\""}' from pg_proc where proname = 'p'`,
  },
  'set view option': {
    given: `${plain}; create view v as select * from orders`,
    from: 15,
    change: {
      kind: 'set view option',
      view: { schema: 'public', name: 'v' },
      option: 'security_invoker',
      value: 'true',
    },
    sql: ['ALTER VIEW public.v SET (security_invoker = true)'],
    holds: `select reloptions = '{security_invoker=true}' from pg_class where relname = 'v'`,
  },
});
