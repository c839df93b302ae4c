import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const pair = (a: string, b: string) =>
  `create table a (id int primary key, b_id int ${a}); create table b (id int primary key, a_id int ${b} references a); alter table a add constraint k foreign key (b_id) references b`;

testRule(rule, {
  flags: {
    'nothing can be null': { sql: `${pair('not null', 'not null')};`, items: ['public.a'] },
    'one can be null': { sql: `${pair('', 'not null')};`, items: ['public.a:k'] },
    'three tables': `create table a (id int primary key, b_id int not null); create table b (id int primary key, c_id int not null); create table c (id int primary key, a_id int not null references a);
      alter table a add foreign key (b_id) references b; alter table b add foreign key (c_id) references c;`,
    'two circles that share a table': `${pair('not null', 'not null')}; create table c (id int primary key, a_id int not null references a); alter table a add c_id int not null references c;`,
    'two references of one table to the other': `${pair('not null', 'not null')}; alter table a add c_id int not null references b;`,
    'two circles apart': {
      sql: `${pair('not null', 'not null')}; create table x (id int primary key, y_id int); create table y (id int primary key, x_id int not null references x); alter table x add constraint ky foreign key (y_id) references y;`,
      items: ['public.a', 'public.x:ky'],
    },
    'a composite key of which one column can be null':
      'create table a (id int primary key, s int not null, t int); create table b (s int, t int, a_id int not null references a, primary key (s, t)); alter table a add foreign key (s, t) references b;',
    'names that need quotes':
      'create table "A a" (id int primary key, "B" int not null); create table "B b" (id int primary key, "A" int not null references "A a"); alter table "A a" add constraint "K k" foreign key ("B") references "B b";',
  },
  allows: {
    'a table that refers to itself': 'create table a (id int primary key, parent_id int not null references a);',
    'a deferrable foreign key': `${pair('not null', 'not null')} deferrable;`,
    'a chain':
      'create table a (id int primary key); create table b (id int primary key references a); create table c (id int primary key references b, a_id int references a);',
    'not enforced': `${pair('not null', 'not null')} not enforced;`,
  },
});
