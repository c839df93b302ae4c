import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const p = 'create table p (id int primary key); create table t (id int primary key, a int, "B b" int);';

testRule(rule, {
  flags: {
    'a foreign key': {
      sql: `${p} alter table t add constraint k foreign key (a) references p not valid;`,
      items: ['public.t:k'],
    },
    'a check': { sql: `${p} alter table t add constraint k check (a > 0) not valid;`, items: ['public.t:k'] },
    'not null': `${p} alter table t add not null a not valid;`,
    'not null by a name of its own': {
      sql: `${p} alter table t add constraint "N n" not null "B b" not valid;`,
      items: ['public.t:"N n"'],
    },
    several: `${p} alter table t add check (a > 0) not valid, add check (a < 9) not valid;`,
    'names that need quotes': `${p} alter table t add constraint "K k" check ("B b" > 0) not valid;`,
  },
  allows: {
    'valid ones': `${p} alter table t add check (a > 0), add foreign key (a) references p, alter a set not null;`,
    'validated later': `${p} alter table t add constraint k check (a > 0) not valid; alter table t validate constraint k;`,
    'not enforced': `${p} alter table t add check (a > 0) not enforced; alter table t add foreign key (a) references p not enforced;`,
    'partitions of a table':
      'create table p (id int primary key); create table t (a int references p) partition by list (a); create table t1 partition of t default;',
  },
});
