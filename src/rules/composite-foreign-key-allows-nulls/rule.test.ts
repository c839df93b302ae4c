import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const p =
  'create table tenants (id int primary key); create table p (t int, a int, b int, primary key (t, a, b), unique (a, b));';

testRule(rule, {
  flags: {
    'all can be null': {
      sql: `${p} create table c (a int, b int, constraint k foreign key (a, b) references p (a, b));`,
      items: ['public.c:k'],
    },
    'with actions and deferral': `${p} create table c (a int, b int, foreign key (a, b) references p (a, b) on delete set null (b) on update cascade deferrable initially deferred);`,
    'some can be null': `${p} create table c (t int not null references tenants, a int, b int, foreign key (t, a, b) references p);`,
    'one can be null and the rest is checked nowhere': `${p} create table c (a int not null, b int, foreign key (a, b) references p (a, b));`,
    'a partitioned table': `${p} create table c (a int, b int, n int, foreign key (a, b) references p (a, b)) partition by list (n); create table c1 partition of c default;`,
    'names that need quotes':
      'create table "P" ("A" int, "B b" int, primary key ("A", "B b")); create table "C" ("A" int, "B b" int, foreign key ("A", "B b") references "P");',
  },
  allows: {
    'no nulls': `${p} create table c (a int not null, b int not null, foreign key (a, b) references p (a, b));`,
    'MATCH FULL': `${p} create table c (a int, b int, foreign key (a, b) references p (a, b) match full);`,
    'a single column': 'create table q (id int primary key); create table c (a int references q);',
    'an optional reference within a tenant':
      'create table tenants (id int primary key); create table u (t int, id int, primary key (t, id)); create table c (t int not null references tenants, boss_id int, foreign key (t, boss_id) references u);',
    'a check binds them': `${p} create table c (a int, b int, foreign key (a, b) references p (a, b), check ((a is null) = (b is null)));`,
    'a check by numbers': `${p} create table c (a int, b int, foreign key (a, b) references p (a, b), check (num_nulls(a, b) in (0, 2)));`,
  },
});
