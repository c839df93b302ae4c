import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const parent = 'create table parent (id bigint primary key, tenant_id int, unique (tenant_id, id));';

testRule(rule, {
  flags: {
    'a plain foreign key': `${parent} create table child (id bigint primary key, parent_id bigint references parent);`,
    'an index with the column second': `${parent} create table child (id bigint primary key, parent_id bigint references parent); create index on child (id, parent_id);`,
    'a partial index': `${parent} create table child (id bigint primary key, parent_id bigint references parent, done boolean); create index on child (parent_id) where not done;`,
    'a BRIN index': `${parent} create table child (id bigint primary key, parent_id bigint references parent); create index on child using brin (parent_id);`,
    'an expression index': `${parent} create table child (id bigint primary key, parent_id bigint references parent); create index on child ((parent_id + 0));`,
    'a composite key of which only one column is indexed': `${parent} create table child (id bigint primary key, t int, p bigint, foreign key (t, p) references parent (tenant_id, id)); create index on child (p);`,
    'a partitioned child': `${parent} create table child (id bigint, parent_id bigint references parent) partition by range (id); create table child_1 partition of child for values from (0) to (10);`,
    'names that need quotes': `create table "Old Parent" ("Id 😀" int primary key); create table "Child" ("Parent Id" int references "Old Parent");`,
  },
  allows: {
    'an index on the column': `${parent} create table child (id bigint primary key, parent_id bigint references parent); create index on child (parent_id);`,
    'an index that begins with it': `${parent} create table child (id bigint primary key, parent_id bigint references parent); create index on child (parent_id, id desc);`,
    'a composite key indexed in another order': `${parent} create table child (id bigint primary key, t int, p bigint, foreign key (t, p) references parent (tenant_id, id)); create index on child (p, t, id);`,
    'the primary key begins with it': `${parent} create table child (parent_id bigint references parent, n int, primary key (parent_id, n));`,
    'a partial index that leaves out nulls only': `${parent} create table child (id bigint primary key, parent_id bigint references parent); create index on child (parent_id) where parent_id is not null;`,
    'a composite key of which one column is the primary key': `${parent} create table child (p bigint primary key, t int, foreign key (t, p) references parent (tenant_id, id));`,
    'a hash index': `${parent} create table child (id bigint primary key, parent_id bigint references parent); create index on child using hash (parent_id);`,
  },
});
