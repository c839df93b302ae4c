import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'a function': {
      sql: `create function f() returns int language sql security definer as 'select 1';`,
      items: ['public.f:"f()"'],
    },
    'one of two of the same name': {
      sql: `create function f(a int) returns int language sql security definer as 'select 1'; create function f(a text, b int[]) returns int language sql security definer set search_path = '' as 'select 1';`,
      items: ['public.f:"f(integer)"'],
    },
    'a procedure': `create procedure p() language plpgsql security definer as 'begin end';`,
    'a trigger function in a schema with quotes': `create schema "My App"; create table t (id int); create function "My App"."On Change"() returns trigger language plpgsql security definer as 'begin insert into t values (1); return new; end';`,
    'another setting': `create function f() returns int language sql security definer set work_mem = '1MB' as 'select 1';`,
    'a variadic function': `create function f(variadic a int[]) returns int language sql security definer as 'select 1';`,
    'callers’ rights, when asked for': {
      sql: `create function f() returns int language sql as 'select 1';`,
      settings: { callersRights: true },
    },
  },
  allows: {
    'a path': `create function f() returns int language sql security definer set search_path = public, pg_temp as 'select 1';`,
    'an empty path': `create function f() returns int language sql security definer set search_path = '' as 'select 1';`,
    'callers’ rights': `create function f() returns int language sql as 'select 1';`,
    'a parsed body':
      'create function f() returns int language sql security definer return 1; create function g() returns int language sql security definer begin atomic select 1; end;',
  },
});
