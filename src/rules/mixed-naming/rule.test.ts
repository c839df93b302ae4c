import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const nouns = [
  'order',
  'user',
  'product',
  'cart',
  'invoice',
  'country',
  'brand',
  'coupon',
  'ticket',
  'seat',
  'hall',
  'film',
];
const tables = (name: (noun: string) => string, key: (noun: string) => string = () => 'id') =>
  nouns
    .map((noun) => `create table ${name(`shop_${noun}`)} (${key(`shop_${noun}`)} int primary key, x_y int, z_z int);`)
    .join('\n');
const plural = (noun: string) => (noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`);

testRule(rule, {
  flags: {
    'a table in the singular': {
      sql: `${tables(plural)} create table review (id int primary key, a_b int, c_d int);`,
      items: ['public.review'],
    },
    'a table in the plural': {
      sql: `${tables((noun) => noun)} create table reviews (id int primary key, a_b int, c_d int);`,
      items: ['public.reviews'],
    },
    'a key of another name': {
      sql: `${tables(plural)} create table reviews (review_id int primary key, a_b int, c_d int);`,
      items: ['public.reviews:review_id'],
    },
    'a key called id': {
      sql: `${tables(plural, (noun) => `${noun}_id`)} create table reviews (id int primary key, a_b int, c_d int);`,
      items: ['public.reviews:id'],
    },
    'a reference of another name': {
      sql: `${tables(plural)} ${nouns.map((noun, at) => `create table r${at}x (id int primary key, shop_${noun}_id int references shop_${plural(noun)}, a_b int);`).join('\n')}
        create table reviews (id int primary key, author int references shop_users, a_b int);`,
      items: ['public.reviews:author'],
    },
    'small letters among capitals': {
      sql: `${nouns.map((noun) => `create table "Shop${noun.toUpperCase().slice(0, 1)}${noun.slice(1)}" ("Id" int primary key, "ParentKey" int);`).join('\n')}
        create table shop_review ("Id" int primary key, "ParentKey" int);`,
      items: ['public.shop_review'],
    },
  },
  allows: {
    'one convention': tables(plural),
    'no convention': nouns
      .map(
        (noun, at) =>
          `create table ${at % 2 ? noun : plural(noun)}_x${at % 2 ? '' : 's'} (id int primary key, a int, b int);`,
      )
      .join('\n'),
    'too few names':
      'create table users (id int primary key); create table order_item (order_item_id int primary key);',
    'words without a plural': `${tables(plural)} create table audit_log (id int primary key, a_b int, c_d int); create table metadata (id int primary key, a_b int, c_d int); create table news (id int primary key, a_b int, c_d int);`,
    'a migration tool’s table': `${tables(plural)} create table alembic_version (version_num text primary key);`,
    'a table that ties two others': `${tables(plural)} create table shop_user_film (a_id int references shop_users, b_id int references shop_films, primary key (a_id, b_id));`,
    'natural keys': `${tables(plural)} create table currencies (iso_code text primary key, a_b int, c_d int);`,
    'capitals among small letters, of which another rule speaks': `${tables(plural)} create table "shopReviews" (id int primary key, "aB" int);`,
  },
});
