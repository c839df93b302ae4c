import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const p = 'create table p (id int primary key, t int, unique (t, id)); create table q (id int primary key);';

testRule(rule, {
  flags: {
    'the same twice': {
      sql: `${p} create table c (a int, constraint k1 foreign key (a) references p, constraint k2 foreign key (a) references p);`,
      items: ['public.c:k2'],
    },
    'columns in another order': `${p} create table c (t int, a int, foreign key (t, a) references p (t, id), foreign key (a, t) references p (id, t));`,
    'the validated one stays': {
      sql: `${p} create table c (a int, constraint z foreign key (a) references p); alter table c add constraint b foreign key (a) references p not valid;`,
      items: ['public.c:b'],
    },
    'the one with an action stays': {
      sql: `${p} create table c (a int, constraint b foreign key (a) references p, constraint z foreign key (a) references p on delete cascade);`,
      items: ['public.c:b'],
    },
    'actions that contradict each other': `${p} create table c (a int, foreign key (a) references p on delete set null, foreign key (a) references p on delete cascade);`,
    'three of a kind': {
      sql: `${p} create table c (a int, constraint k1 foreign key (a) references p, constraint k2 foreign key (a) references p, constraint k3 foreign key (a) references p);`,
      items: ['public.c:k2', 'public.c:k3'],
    },
    'a partitioned table': {
      sql: `${p} create table c (a int, constraint k1 foreign key (a) references p, constraint k2 foreign key (a) references p) partition by list (a); create table c1 partition of c default;`,
      items: ['public.c:k2'],
    },
    'names that need quotes':
      'create table "P" ("Id" int primary key); create table "C" ("A a" int references "P", constraint "K k" foreign key ("A a") references "P");',
  },
  allows: {
    'other columns': `${p} create table c (a int references p, b int references p);`,
    'another table': `${p} create table c (a int references p, foreign key (a) references q);`,
    'columns paired otherwise':
      'create table p (a int, b int, primary key (a, b), unique (b, a)); create table c (a int, b int, foreign key (a, b) references p (a, b), foreign key (a, b) references p (b, a));',
    one: `${p} create table c (a int references p);`,
  },
});
