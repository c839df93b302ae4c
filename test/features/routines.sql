create table things (id int primary key, name text);

create function added(a int, b int default 1 + 1) returns int language sql immutable strict leakproof parallel safe cost 10 as 'select a + b';

create function added(a text, b text) returns text language sql stable parallel restricted as $$ select a || '$body$' || b $$;

create function listed(prefix text, variadic rest text[]) returns setof things language plpgsql rows 10 security definer
  set search_path = public, pg_temp set work_mem = '4MB' set "my.setting" to 'a, b' as $f$
begin
  -- a comment; with 'quotes'
  return query select * from things where name like prefix || '%';
end $f$;

create function several(out a int, inout b text, out "C d" numeric) language plpgsql as 'begin a := 1; end';

create function tabled(n int) returns table (id int, "Name" text) language sql as 'select id, name from things limit n';

create function typed(thing things, list things[], "in" inout int) language sql as 'select "in"';

create function nothing() returns void language sql as '';

create function counted(internal) returns bigint language internal window as 'window_row_number';

create procedure work(a int, inout b text default 'x') language plpgsql as 'begin b := a::text; end';

create procedure quietly() language sql security definer as 'insert into things values (1)';

-- since 14
create function whole(a int, b int) returns int language sql immutable begin atomic select a + b; select a * b; end;

-- since 14
create function returned(a int) returns text language sql return (select name from things where id = a);

create function step(state int, value int) returns int language sql immutable as 'select coalesce(state, 0) + value';

create function finish(state int) returns text language sql immutable as 'select state::text';

create function combine(a int, b int) returns int language sql immutable as 'select a + b';

create aggregate total(int) (sfunc = step, stype = int, initcond = '0', finalfunc = finish, combinefunc = combine, parallel = safe);

create aggregate moving(value int) (sfunc = step, stype = int, msfunc = step, minvfunc = step, mstype = int, minitcond = '5', sortop = operator(pg_catalog.<));

create function step_any(state int) returns int language sql immutable as 'select coalesce(state, 0) + 1';

create aggregate counting(*) (sfunc = step_any, stype = int, sspace = 64);

create aggregate middle(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra, finalfunc_modify = shareable);

comment on function added(int, int) is 'adds';

comment on procedure work(int, text) is 'works';

comment on aggregate total(int) is 'sums';

comment on aggregate counting(*) is 'counts';

revoke execute on function added(int, int) from public;

grant execute on function added(int, int) to reader;

grant execute on procedure work(int, text) to reader with grant option;

revoke all on function total(int) from public;
