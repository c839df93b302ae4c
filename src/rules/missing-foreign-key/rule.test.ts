import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const users = 'create table users (id bigint primary key, email text);';

testRule(rule, {
  flags: {
    'the name of a table and its key': {
      sql: `${users} create table orders (id bigint primary key, user_id bigint not null);`,
      items: ['public.orders:user_id'],
      rows: `insert into users values (1); insert into orders values (1, 1);`,
    },
    'a role before the name': {
      sql: `${users} create table posts (id bigint primary key, approver_user_id bigint, created_by bigint);`,
      items: ['public.posts:approver_user_id', 'public.posts:created_by'],
    },
    'names that need quotes, in camel case': {
      sql: `create table "User" ("id" int primary key); create table "Post 😀" ("id" int primary key, "userId" int);`,
      items: ['public."Post 😀":"userId"'],
    },
    'a key that is called like the table': {
      sql: `create table dept (dept_no char(4) primary key); create table emp (emp_no int primary key, dept_no char(4) not null, manager_emp_no int);`,
      items: ['public.emp:dept_no', 'public.emp:manager_emp_no'],
    },
    'the bare name of a table': {
      sql: `create table artist (id int primary key, type int); create table artist_type (id int primary key, parent int); create table track (id int primary key, artist int not null);`,
      items: ['public.artist:type', 'public.artist_type:parent', 'public.track:artist'],
    },
    'a natural key': {
      sql: `create table project (project varchar(20) primary key); create table task (project varchar(20), task_no int, primary key (project, task_no));`,
      items: ['public.task:project'],
    },
    'a key of several columns, which holds the shorter ones': {
      sql: `create table project (project varchar(20) primary key);
        create table task (project varchar(20) references project, task_no int, primary key (project, task_no));
        create table time_entry (id bigint primary key, project varchar(20) not null, task_no int not null, hours numeric);`,
      items: ['public.time_entry:project,task_no'],
    },
    'a tenant before the key': {
      sql: `create table projects (tenant_id uuid, id uuid, primary key (tenant_id, id));
        create table tasks (tenant_id uuid, id uuid, project_id uuid, primary key (tenant_id, id));`,
      items: ['public.tasks:tenant_id,project_id'],
    },
    'prefixes of tables': {
      sql: `create table tb_user (id uuid primary key); create table tb_order (id uuid primary key, user_id uuid); create table tb_order_line (id uuid primary key, order_id uuid);`,
      items: ['public.tb_order:user_id', 'public.tb_order_line:order_id'],
    },
    'another row of the same table': {
      sql: 'create table categories (id int primary key, parent_id int, name text);',
      items: ['public.categories:parent_id'],
    },
    'two ends of a link': {
      sql: 'create table artifact (id int primary key); create table artifact_reference (id int primary key, parent_id int, child_id int);',
      items: ['public.artifact_reference:parent_id', 'public.artifact_reference:child_id'],
    },
    'a whole key that is that of another table': {
      sql: 'create table film (film_id int primary key); create table film_text (film_id int primary key, body text);',
      items: ['public.film_text:film_id'],
    },
    'what other tables declare': {
      sql: `${users} create table a (id int primary key, reporter_ref bigint references users); create table b (id int primary key, reporter_ref bigint);`,
      items: ['public.b:reporter_ref'],
    },
    'what a view joins on': {
      sql: `create table city (code text primary key); create table flight (id int primary key, leaves text, lands text);
        create view board as select f.id, c.code from flight f join city c on f.leaves = c.code;`,
      items: ['public.flight:leaves'],
    },
    'what a comment says': {
      sql: `create table city (code text primary key); create table flight (id int primary key, leaves text);
        comment on column flight.leaves is 'references city.code';`,
      items: ['public.flight:leaves'],
    },
    'a partitioned child, once': {
      sql: `${users} create table orders (id bigint, user_id bigint, day date, primary key (id, day)) partition by range (day);
        create table orders_1 partition of orders for values from ('2020-01-01') to ('2021-01-01');`,
      items: ['public.orders:user_id'],
    },
    'a column of another width': {
      sql: `${users} create table orders (id bigint primary key, user_id int);`,
      items: ['public.orders:user_id'],
    },
    'the table of the same schema, where two have the name': {
      sql: `create schema a; create schema b; create table a.item (id int primary key); create table b.item (id int primary key);
        create table b.line (id int primary key, item_id int);`,
      items: ['b.line:item_id'],
    },
    'the type of a thing that has it itself, beside the thing': {
      sql: `create table alarm (id uuid primary key, type text); create table entity_alarm (alarm_id uuid, alarm_type text, primary key (alarm_id));`,
      items: ['public.entity_alarm:alarm_id'],
    },
  },
  allows: {
    'a column whose values a check lists': `create table order_statuses (code text primary key);
      create table orders (id int primary key, status text not null references order_statuses);
      create table shipments (id int primary key, status text not null check (status in ('new', 'lost')));`,
    'a declared key': `${users} create table orders (id bigint primary key, user_id bigint references users);`,
    'a column of a longer declared key': `create table t (tenant_id int, id int, primary key (tenant_id, id)); create table u (id int primary key, tenant_id int, t_id int, foreign key (tenant_id, t_id) references t);`,
    'keys that only the partitions declare': `${users} create table orders (id bigint, user_id bigint, primary key (id)) partition by range (id);
      create table orders_1 partition of orders for values from (0) to (9); alter table orders_1 add foreign key (user_id) references users;`,
    'no such table':
      'create table orders (id bigint primary key, session_id bigint, device_id bigint, external_id bigint);',
    'another type': `${users} create table orders (id bigint primary key, user_id uuid, users text[]);`,
    'no key to refer to':
      'create table users (id bigint); create table orders (id bigint primary key, user_id bigint);',
    'a row of any table': `${users} create table comments (id bigint primary key, user_id bigint, user_type text);`,
    'the identifier of another system': `create table customers (id text primary key); create table payments (id text primary key, stripe_customer_id text, external_customer_id text);`,
    'a number that measures': `create table levels (id int primary key); create table versions (id int primary key); create table player (id int primary key, level int, version int, points int, num_levels int);`,
    'the table of its own key':
      'create table film (film_id int primary key, title text); create table films_archive (film_archive_id int primary key);',
    'two tables that are as likely':
      'create table sales_report (id int primary key); create table stock_report (id int primary key); create table page (id int primary key, report_id int);',
    'a text that copies a name beside the reference': `create table repository (id int primary key, name text unique); create table artifact (id int primary key, repository_id int references repository, repository_name text);`,
    'a person by name in a text': `create table users (id bigint primary key, username text unique); create table logs (id bigint primary key, created_by text);`,
    'keys that are drawn from sequences':
      'create table a (a_id serial primary key); create table b_a (a_id serial primary key);',
    'a record without a key': `${users} create table access_log (at timestamptz, user_id bigint);`,
    'a date that tells two keys apart': `create table emp (emp_no int primary key); create table salary (emp_no int references emp, from_date date, primary key (emp_no, from_date));
      create table title (emp_no int references emp, title text, from_date date, primary key (emp_no, title, from_date));`,
  },
});
