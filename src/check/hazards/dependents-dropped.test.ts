import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './dependents-dropped.ts';

const schema = `create function f(int) returns int immutable language sql as 'select $1';
  create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
  create table orders (id bigint primary key, n int default f(1), g int generated always as (f(2)) stored, check (f(n) > 0));
  create trigger stamped before update on orders for each row execute function stamp();
  create policy own on orders using (f(n) = 1);`;

testHazard(hazard, {
  flags: {
    'views, the one upon the other': {
      schema: `${schema} create view v as select f(n) from orders; create view w as select * from v;`,
      migration: 'drop function f(int) cascade;',
    },
    'an index': {
      schema: `create function f(int) returns int immutable language sql as 'select $1';
        create table orders (id bigint primary key, n int); create index orders_f on orders (f(n));`,
      migration: 'drop function f(int) cascade;',
    },
    'a check, a policy, a default and a computed column': { schema, migration: 'drop function f(int) cascade;' },
  },
  allows: {
    'nothing calls it': {
      schema: `${schema} create function g() returns int language sql as 'select 1';`,
      migration: 'drop function g() cascade;',
    },
    'without CASCADE it fails': { schema, migration: 'drop function stamp();' },
    'all that goes is dropped by name, before or behind': {
      schema: `${schema} create view v as select f(n) from orders; create index orders_f on orders (f(n));`,
      migration: `drop view v; alter table orders drop constraint orders_n_check; drop policy own on orders;
        drop index orders_f; alter table orders drop column g; drop function f(int) cascade;
        alter table orders alter n drop default;`,
    },
    'the trigger is dropped by name': {
      schema,
      migration: 'drop function stamp() cascade; drop trigger if exists stamped on orders;',
    },
    'the view comes again': {
      schema: `${schema} create view v as select f(n) from orders;`,
      migration: `drop view v; drop function f(int) cascade; alter table orders drop column if exists g;
        alter table orders drop constraint if exists orders_n_check; drop policy if exists own on orders;
        alter table orders alter n drop default; create view v as select n from orders;`,
    },
    'the trigger comes again': {
      schema,
      migration: `drop function stamp() cascade;
        create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
        create trigger stamped before update on orders for each row execute function stamp();`,
    },
  },
});
