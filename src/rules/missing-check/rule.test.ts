import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

const price = 'create table products (id int primary key, price numeric(10,2));';
const rating = 'create table reviews (id int primary key, rating int);';

testRule(rule, {
  flags: {
    'a price': {
      sql: price,
      items: ['public.products:price'],
      rows: 'insert into products values (1, 0), (2, null), (3, 10);',
    },
    'a price of the money type': 'create table products (id int primary key, price money);',
    'an amount in a table of trade': 'create table payments (id int primary key, amount numeric not null);',
    'a quantity in a line, and one in stock': {
      sql: 'create table order_items (id int primary key, quantity int not null); create table products (id int primary key, stock_quantity int not null default 0);',
      items: ['public.order_items:quantity', 'public.products:stock_quantity'],
      rows: 'insert into order_items values (1, 1); insert into products values (1, 0);',
    },
    'a line whose quantity is known to be 0': {
      sql: 'create table order_items (id int primary key, quantity int not null);',
      statistics: sampled('public.order_items', 'quantity', ['0', '1', '2']),
      rows: 'insert into order_items values (1, 0);',
    },
    percentages: {
      sql: 'create table coupons (id int primary key, percent_off int, tax_percentage numeric(5,2), fill_pct numeric(3,2));',
      items: ['public.coupons:percent_off', 'public.coupons:tax_percentage', 'public.coupons:fill_pct'],
      rows: 'insert into coupons values (1, 100, 19.5, 0.5);',
    },
    'a rating on a scale that nobody knows': rating,
    'a rating with known values': {
      sql: rating,
      statistics: sampled('public.reviews', 'rating', ['1', '2', '3', '4', '5']),
    },
    'a position on earth': {
      sql: 'create table places (id int primary key, lat double precision, lng double precision, home_latitude numeric(9,6));',
      items: ['public.places:lat', 'public.places:lng', 'public.places:home_latitude'],
    },
    codes: {
      sql: 'create table prices (id int primary key, currency text, country_code varchar(255));',
      items: ['public.prices:currency', 'public.prices:country_code'],
      rows: "insert into prices values (1, 'EUR', 'DE');",
    },
    'a start and an end': {
      sql: 'create table bookings (id int primary key, starts_at timestamptz, ends_at timestamptz, valid_from date, valid_to date, check_in_date date, check_out_date date);',
      items: [
        'public.bookings:starts_at,ends_at',
        'public.bookings:valid_from,valid_to',
        'public.bookings:check_in_date,check_out_date',
      ],
      rows: "insert into bookings values (1, now(), now(), 'today', null, 'today', 'tomorrow');",
    },
    'words written together, and numbers': {
      sql: 'create table periods (id int primary key, startdate date, enddate date, min_x int, max_x int, start_year int, end_year int);',
      items: ['public.periods:startdate,enddate', 'public.periods:min_x,max_x', 'public.periods:start_year,end_year'],
    },
    'a check that says only that there is a value':
      'create table products (id int primary key, price numeric check (price is not null));',
    'names that need quotes': {
      sql: 'create table "Order Lines" ("Id" int primary key, "Unit Price" numeric, "Valid From" date, "Valid To" date);',
      items: ['public."Order Lines":"Unit Price"', 'public."Order Lines":"Valid From","Valid To"'],
    },
  },
  allows: {
    checks:
      'create table products (id int primary key, price numeric check (price > 0), starts_at date, ends_at date, check (ends_at > starts_at), lat float8 check (abs(lat) <= 90), lng float8 check (lng between -180 and 180));',
    'a domain':
      'create domain positive as numeric check (value >= 0); create table products (id int primary key, price positive);',
    'what may be negative':
      'create table accounts (id int primary key, balance numeric, profit numeric, price_delta numeric, price_difference numeric, cost_adjustment numeric, temperature float8, utc_offset int, growth_percent numeric, discount_amount numeric);',
    'amounts with a sign':
      'create table ledger_entries (id int primary key, amount numeric, currency char(3)); create table stock_movements (id int primary key, quantity int);',
    'negative values were seen': { sql: price, statistics: sampled('public.products', 'price', ['-5', '10']) },
    'longer codes were seen': {
      sql: 'create table prices (id int primary key, currency text);',
      statistics: sampled('public.prices', 'currency', ['EUR', 'USDT']),
    },
    'a generated column':
      'create table lines (id int primary key, a int, total_price int generated always as (a * 2) stored);',
    'a range keeps the order':
      'create table bookings (id int primary key, starts_at timestamptz, ends_at timestamptz, during tstzrange generated always as (tstzrange(starts_at, ends_at)) stored);',
    'an exclusion constraint over a range':
      'create table bookings (id int primary key, starts_at date, ends_at date, exclude using gist (daterange(starts_at, ends_at) with &&));',
    'no order':
      'create table trips (id int primary key, from_id int, to_id int, start_lat int, end_lat int, start_time time, end_time time, start_balance numeric, end_balance numeric, first_name text, last_name text, from_port int, to_port int);',
    'codes of fixed length':
      'create table prices (id int primary key, currency char(3), country_code varchar(2), phone_country_code text);',
    'foreign keys':
      'create table currencies (code text primary key); create table prices (id int primary key, currency text references currencies);',
    copies: 'create table products_history (id int primary key, price numeric);',
    'a cost that is no money':
      'create table users (id int primary key, cost_factor int, price_level int, fee_count int);',
  },
});
