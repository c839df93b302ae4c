import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './dependents-dropped.ts';

const schema = `create function f(int) returns int immutable language sql as 'select $1';
  create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
  create table orders (id bigint primary key, n int default f(1), g int generated always as (f(2)) stored, check (f(n) > 0));
  create trigger stamped before update on orders for each row execute function stamp();
  create policy own on orders using (f(n) = 1);`;

testHazard(hazard, {
  flags: {
    'a check, a policy, a default and a computed column': { schema, migration: 'drop function f(int) cascade;' },
  },
  allows: {
    'nothing calls it': {
      schema: `${schema} create function g() returns int language sql as 'select 1';`,
      migration: 'drop function g() cascade;',
    },
    'without CASCADE it fails': { schema, migration: 'drop function stamp();' },
    'the trigger comes again': {
      schema,
      migration: `drop function stamp() cascade;
        create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
        create trigger stamped before update on orders for each row execute function stamp();`,
    },
  },
});
