create schema app;

create table app.orders (id int primary key, tenant int not null, secret text, state text);

create table app.settings (tenant int);

alter table app.orders enable row level security, force row level security;

alter table app.settings enable row level security;

create policy everybody on app.orders using (true);

create policy own_tenant on app.orders as restrictive for all to reader, writer
  using (tenant = current_setting('app.tenant')::int) with check (tenant in (select s.tenant from app.settings s where s.tenant = orders.tenant));

create policy reading on app.orders for select to reader using (state <> 'hidden');

create policy adding on app.orders for insert to writer with check (tenant > 0);

create policy changing on app.orders for update to writer using (state = 'open') with check (state is not null);

create policy removing on app.orders for delete to current_user using (false);

create view app.visible with (security_barrier = true) as select id, tenant from app.orders;

grant usage on schema app to reader, public;

grant create, usage on schema app to writer with grant option;

grant select, insert on app.orders to writer with grant option;

grant select on app.orders to public;

grant select (id, state), update (state) on app.orders to reader;

grant references (id) on app.orders to writer with grant option;

grant all on app.settings to writer;

grant select (id) on app.visible to reader;

grant select on app.visible to writer;

comment on policy everybody on app.orders is 'too much';
