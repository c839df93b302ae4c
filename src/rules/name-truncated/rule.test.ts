import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const long = 'a_rather_long_name_of_a_thing_that_nobody_would_want_to_type_out';

testRule(rule, {
  flags: {
    'a table': { sql: `create table ${long}_again (id int primary key);`, items: [`public.${long.slice(0, 63)}`] },
    'a column': `create table t (id int primary key, ${long}_again int);`,
    'an index that ends within a column’s name': {
      sql: `create table subscriptions (id int primary key, organization_id int, created_at date);
        create index index_subscriptions_on_organization_id_and_state_and_also_created_at on subscriptions (created_at);`,
    },
    'a constraint that ends within a usual ending': `create table t (id int primary key, x int);
      alter table t add constraint ${'b'.repeat(55)}_constraint check (x > 0);`,
    'a name that needs quotes': `create table "${'É'.repeat(31)}X_and_more" (id int primary key);`,
    'a function': `create function ${long}_again() returns int language sql as 'select 1';`,
  },
  allows: {
    'shorter names': `create table t (id int primary key, ${long.slice(0, 60)} int);`,
    'names that the engine has shortened': `create table ${'t'.repeat(40)} (id int primary key, ${'c'.repeat(40)} int unique references ${'t'.repeat(40)}); create index on ${'t'.repeat(40)} (${'c'.repeat(40)}, id);`,
    'an ending that is whole': `create table t (id int primary key, created int); create index ${'b'.repeat(59)}_idx on t (created); create index ${'b'.repeat(55)}_created on t (created);`,
    'a partition': `create table t (id int) partition by list (id); create table ${long}_again partition of t default;`,
  },
});
