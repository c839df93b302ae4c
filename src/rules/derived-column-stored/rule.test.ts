import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const posts = 'create table posts (id int primary key, comments_count int not null default 0);';

testRule(rule, {
  flags: {
    'a total beside quantity and price': {
      sql: 'create table lines (id int primary key, qty int, price numeric, amount numeric);',
      items: ['public.lines:amount'],
    },
    'a full name, under a prefix and in quotes': {
      sql: 'create table "Orders" (id int primary key, "Buyer First Name" text, "Buyer Last Name" text, "Buyer Full Name" text);',
      items: ['public."Orders":"Buyer Full Name"'],
    },
    'an age beside the date of birth': {
      sql: 'create table patients (id int primary key, dob date, age int);',
      items: ['public.patients:age'],
    },
    'a duration beside start and end': {
      sql: 'create table shifts (id int primary key, started_at timestamptz, ended_at timestamptz, duration_minutes int);',
      items: ['public.shifts:duration_minutes'],
    },
    'a count of children': {
      sql: `${posts} create table comments (id int primary key, post_id int references posts);`,
      items: ['public.posts:comments_count'],
    },
    'a count of children whose name begins with the parent': `${posts} create table post_comments (id int primary key, post_id int references posts);`,
    'a count through a junction': {
      sql: 'create table tags (id int primary key, nb_books int); create table books (id int primary key); create table book_tags (tag_id int references tags, book_id int references books, primary key (tag_id, book_id));',
      items: ['public.tags:nb_books'],
    },
    'a trigger that does something else': `${posts} create table comments (id int primary key, post_id int references posts);
      create function touch() returns trigger language plpgsql as 'begin return new; end'; create trigger t before insert on comments for each row execute function touch();`,
  },
  allows: {
    'a generated total':
      'create table lines (id int primary key, qty int, price numeric, amount numeric generated always as (qty * price) stored);',
    'a total with a discount':
      'create table lines (id int primary key, qty int, price numeric, discount numeric, amount numeric);',
    'a total that a check binds':
      'create table lines (id int primary key, qty int, price numeric, amount numeric, check (amount = qty * price));',
    'the price at the time of the order':
      'create table products (id int primary key, price numeric); create table lines (id int primary key, product_id int references products, quantity int, unit_price numeric);',
    'a display name':
      'create table users (id int primary key, first_name text, last_name text, display_name text, name text);',
    'an age at an event': 'create table deaths (id int primary key, birth_date date, age_at_death int);',
    'a count that a trigger keeps': `${posts} create table comments (id int primary key, post_id int references posts);
      create function keep() returns trigger language plpgsql as 'begin update posts set comments_count = comments_count + 1 where id = new.post_id; return new; end';
      create trigger t after insert on comments for each row execute function keep();`,
    'a count of nothing in the schema':
      'create table posts (id int primary key, share_count int, num_pages int); create table comments (id int primary key, post_id int references posts);',
    'a duration alone': 'create table films (id int primary key, duration_minutes int, start_date date);',
    'a total of something else':
      'create table accounts (id int primary key, total_price numeric); create table prices (id int primary key, account_id int references accounts);',
  },
});
