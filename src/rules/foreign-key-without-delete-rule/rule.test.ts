import type { Statistics } from '../../../src/catalog/statistics.ts';
import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const deleted = (name: string, count: number): Partial<Statistics> => ({
  tables: { [name]: { origin: 'observed', rows: 5000, inserted: 5000, updated: 0, deleted: count, columns: {} } },
});
const posts = 'create table posts (id bigint primary key); create table tags (id bigint primary key);';
const orders = 'create table orders (id bigint primary key);';
const users = 'create table users (id bigint primary key, email text not null);';

testRule(rule, {
  flags: {
    'a pair': {
      sql: `${posts} create table post_tags (post_id bigint references posts, tag_id bigint references tags, primary key (post_id, tag_id));`,
      items: ['public.post_tags:post_tags_post_id_fkey,post_tags_tag_id_fkey'],
      rows: 'insert into posts values (1); insert into tags values (2); insert into post_tags values (1, 2);',
    },
    'a pair with a key of its own': `${posts} create table post_tags (id bigint primary key, post_id bigint not null references posts, tag_id bigint not null references tags);`,
    'parts of a whole': {
      sql: `${orders} create table order_items (id bigint primary key, order_id bigint not null references orders, product text);`,
      items: ['public.order_items:order_items_order_id_fkey'],
    },
    'people whose deletion is refused': {
      sql: `${users} create table posts (id int primary key, user_id bigint not null references users); create table pages (id int primary key, owner_id bigint references users);`,
      items: ['public.users'],
    },
    'parts that are not validated yet': `${orders} create table order_lines (id bigint primary key, order_id bigint not null); alter table order_lines add foreign key (order_id) references orders not valid;`,
    'a parent from which rows were deleted': {
      sql: `${orders} create table order_items (id bigint primary key, order_id bigint not null references orders);`,
      statistics: deleted('public.orders', 70),
    },
    'a schema that has no rules at all, once': {
      sql: Array.from(
        { length: 10 },
        (_, at) =>
          `create table a${at} (id int primary key); create table b${at} (id int primary key); create table a${at}_b${at} (a int references a${at}, b int references b${at}, primary key (a, b));`,
      ).join(' '),
      items: ['public'],
    },
    'names that need quotes': `create table "Orders" ("Id" bigint primary key); create table "OrderItems" ("Id" bigint primary key, "Order Id" bigint not null references "Orders" deferrable initially deferred);`,
  },
  allows: {
    'a rule for each': `${orders} create table order_items (id bigint primary key, order_id bigint not null references orders on delete cascade);`,
    'RESTRICT, in words': `${posts} create table post_tags (post_id bigint references posts on delete restrict, tag_id bigint references tags on delete restrict, primary key (post_id, tag_id));`,
    'a pair of which one side was decided': `${posts} create table post_tags (post_id bigint references posts on delete cascade, tag_id bigint references tags, primary key (post_id, tag_id));`,
    'a thing of its own': `${orders} create table shipments (id bigint primary key, order_id bigint not null references orders);`,
    'lines of an invoice, which must stay':
      'create table invoices (id bigint primary key); create table invoice_lines (id bigint primary key, invoice_id bigint not null references invoices);',
    'a parent that is only marked as deleted':
      'create table orders (id bigint primary key, deleted_at timestamptz); create table order_items (id bigint primary key, order_id bigint not null references orders);',
    'a parent from which nothing was ever deleted': {
      sql: `${orders} create table order_items (id bigint primary key, order_id bigint not null references orders);`,
      statistics: deleted('public.orders', 0),
    },
    'an optional reference': `${orders} create table order_items (id bigint primary key, order_id bigint references orders);`,
    'one reference to people': `${users} create table posts (id int primary key, user_id bigint not null references users);`,
  },
});
