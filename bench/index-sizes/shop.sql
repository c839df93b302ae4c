-- A shop's tables: keys, skewed references, states, amounts, texts, documents, words, ranges and places.
-- A line `-- from 14` before a statement: only on servers of that major and later.
-- u(n, seed): a number from 0 to 1 that hangs on n alone, so that every run makes the same rows.

create extension if not exists pg_trgm;
create extension if not exists btree_gist;
create function u(n bigint, seed bigint) returns float8 language sql immutable strict parallel safe as
  $$ select (hashint8extended(n, seed) & 4503599627370495)::float8 / 4503599627370496 $$;
create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

create table orders (
  id bigint not null, customer_id integer not null, status text not null, created_at timestamptz not null,
  total numeric(12, 2) not null, region text not null, note text, token uuid not null, paid boolean not null,
  discount float8, shipped_on date, currency char(3) not null, lines smallint not null, source text not null
);

insert into orders
select n, c, (array['open','paid','paid','shipped','shipped','shipped','shipped','closed','closed','closed'])[1 + (u(n, 1) * 10)::int % 10],
  '2022-01-01'::timestamptz + n * interval '97 seconds', round((10 * exp(3 * u(n, 2)))::numeric, 2),
  (array['north','south','east','west','north-east','south-west','centre'])[1 + c % 7],
  case when u(n, 3) < 0.3 then repeat('please leave it at the door. ', 1 + (u(n, 4) * 6)::int) end,
  md5(n::text)::uuid, u(n, 5) < 0.93, case when u(n, 6) < 0.15 then (u(n, 7) * 20)::int / 100.0 end,
  case when u(n, 8) < 0.8 then '2022-01-01'::date + (n * 97 / 86400)::int + 1 + (u(n, 9) * 6)::int end,
  (array['EUR','USD','GBP'])[1 + c % 3], 1 + (u(n, 10) ^ 3 * 12)::int, 'campaign-' || (u(n, 11) ^ 2 * 400)::int
from generate_series(1, 1000000) n, lateral (select 1 + (u(n, 12) ^ 3 * 60000)::int as c) s;

create table order_lines (
  order_id bigint not null, line smallint not null, product_id integer not null, supplier_id integer not null,
  quantity integer not null, price numeric(10, 2) not null, ordered_on date not null, weight real not null
);

insert into order_lines
select o, l, p, p % 900, 1 + (u(o * 10 + l, 21) ^ 4 * 30)::int, (p % 2000) + 0.99, '2022-01-01'::date + (o / 900)::int,
  (u(o * 10 + l, 22) * 100)::real
from generate_series(1, 600000) o, generate_series(1, 7) l, lateral (select 1 + (u(o * 10 + l, 23) ^ 2 * 20000)::int as p) s
where l <= 1 + u(o, 24) * 6;

create table customers (
  id integer not null, email text not null, name text not null, alias text collate folded not null, country text not null,
  city text not null, postcode varchar(10) not null, born date, phone text, address inet not null, digest bytea not null,
  score numeric, waited interval not null, opens timetz not null, flags bit varying(20) not null, mask integer[] not null,
  tags text[] not null, profile jsonb not null, kind "char" not null, bio text
);

insert into customers
select n, 'user' || n::bigint * 7919 % 1000003 || '@' || (array['mail.example','post.example.org','inbox.example.net'])[1 + n % 3],
  (array['Ada','Grace','Edsger','Barbara','Donald','Tony','Leslie','Frances','Niklaus','Radia'])[1 + (u(n, 31) * 10)::int % 10] || ' ' ||
  'Family' || (u(n, 32) ^ 2 * 20000)::int, 'Nick' || (u(n, 33) * 3000)::int, 'Country ' || t / 40, 'Town ' || t,
  lpad((t * 17 + (u(n, 35) * 16)::int)::text, 5, '0'), case when u(n, 36) < 0.7 then '1950-01-01'::date + (u(n, 37) * 20000)::int end,
  case when u(n, 38) < 0.5 then '+49 ' || (1000000 + u(n, 39) * 8999999)::int end,
  ('10.' || (u(n, 40) * 255)::int || '.' || (u(n, 41) * 255)::int || '.' || n % 256)::inet, decode(md5(n::text), 'hex'),
  case when u(n, 42) < 0.9 then round((u(n, 43) * 1000)::numeric, 3) end, (u(n, 44) * 500)::int * interval '1 hour',
  '08:00+01'::timetz + (n % 40) * interval '15 minutes', (n % 1024)::bit(10)::bit varying, array[n % 9, n % 31],
  array['group' || n % 50, 'tag' || (u(n, 45) ^ 2 * 2000)::int, 'level' || n % 4],
  jsonb_build_object('plan', (array['free','pro','team'])[1 + n % 3], 'seats', n % 30, 'since', 2000 + n % 25, 'ref', (u(n, 46) * 100000)::int),
  (array['a','b','c'])[1 + n % 3]::"char",
  case when n % 4 = 0 then (select string_agg('word' || (u(n * 100 + k, 47) ^ 3 * 5000)::int, ' ') from generate_series(1, 20 + n % 60) k) end
from generate_series(1, 400000) n, lateral (select (u(n, 34) ^ 2 * 2000)::int as t) s;

create table articles (
  id integer not null, title text not null, words tsvector not null, labels text[] not null, marks integer[] not null,
  attributes jsonb not null, place point not null, area box not null, during tstzrange not null, sizes int4range not null,
  path text not null
);

insert into articles
select n, (select string_agg((array['red','big','new','old','data','index','table','query','plan','cost','page','tree','hash','join','sort','scan','row','key','lock','log'])[1 + (u(n * 20 + k, 51) * 20)::int % 20] || (u(n * 20 + k, 52) ^ 2 * 90)::int, ' ') from generate_series(1, 4 + n % 5) k),
  to_tsvector('simple', (select string_agg('w' || (u(n * 100 + k, 53) ^ 3 * 30000)::int, ' ') from generate_series(1, 15 + n % 40) k)),
  (select array_agg('label' || (u(n * 20 + k, 54) ^ 2 * 500)::int) from generate_series(1, 1 + n % 6) k),
  array[(u(n, 55) * 200)::int, (u(n, 56) * 8000)::int, (u(n, 57) * 100000)::int],
  jsonb_build_object('colour', (array['red','green','blue','black'])[1 + n % 4], 'size', n % 50, 'weight', (u(n, 58) * 9000)::int,
    'brand', 'brand ' || (u(n, 59) ^ 2 * 300)::int, 'active', n % 2 = 0, 'origin', jsonb_build_object('country', 'c' || n % 60, 'batch', (u(n, 60) * 40000)::int)),
  point(u(n, 61) * 1000, u(n, 62) * 1000), box(point(u(n, 63) * 100, u(n, 64) * 100), point(u(n, 63) * 100 + 1, u(n, 64) * 100 + 1)),
  tstzrange('2023-01-01'::timestamptz + (u(n, 65) * 1000000)::int * interval '1 minute', '2023-01-01'::timestamptz + (1000060 + u(n, 65) * 1000000)::int * interval '1 minute'),
  int4range((n * 3), n * 3 + 1 + (u(n, 66) * 50)::int),
  '/' || n % 20 || '/' || (u(n, 67) * 500)::int || '/' || md5(n::text)
from generate_series(1, 250000) n;

create table readings (
  id bigint not null, device integer not null, kind smallint not null, at timestamptz not null, value float8 not null
);

insert into readings
select n, (n / 250) % 4000, (u(n, 71) ^ 2 * 20)::int, '2024-01-01'::timestamptz + n * interval '3 seconds', round((u(n, 72) * 100)::numeric, 1)
from generate_series(1, 5000000) n;

vacuum analyze;

alter table orders add constraint orders_pkey primary key (id);
create index orders_customer on orders (customer_id);
create index orders_status on orders (status);
create index orders_created on orders (created_at desc);
create index orders_total on orders (total);
create unique index orders_token on orders (token);
create index orders_customer_created on orders (customer_id, created_at);
create index orders_region_customer on orders (region, customer_id);
create index orders_customer_region on orders (customer_id, region);
create index orders_currency_customer on orders (currency, customer_id);
create index orders_created_shipped on orders (created_at, shipped_on);
create index orders_shipped on orders (shipped_on);
create index orders_shipped_present on orders (shipped_on) where shipped_on is not null;
create index orders_shipped_status on orders (shipped_on, status);
create index orders_customer_covering on orders (customer_id) include (total, status);
create index orders_open on orders (created_at) where status = 'open';
create index orders_unpaid on orders (customer_id, status) where not paid;
create index orders_discount on orders (discount);
create index orders_discount_present on orders (discount) where discount is not null;
create index orders_loose on orders (customer_id) with (fillfactor = 70);
create index orders_plain on orders (customer_id) with (deduplicate_items = off);
create index orders_note on orders (note);
create index orders_upper on orders (upper(source));
create index orders_day on orders (((created_at at time zone 'UTC')::date));
create index orders_four on orders (status, region, currency, lines);
create index orders_source_lines on orders (source, lines, paid);
create index orders_customer_hash on orders using hash (customer_id);
create index orders_token_hash on orders using hash (token);
create index orders_created_brin on orders using brin (created_at);
-- from 14
create index orders_created_brin_multi on orders using brin (created_at timestamptz_minmax_multi_ops, total) with (pages_per_range = 16);

alter table order_lines add constraint order_lines_pkey primary key (order_id, line);
create index order_lines_order on order_lines (order_id);
create index order_lines_product on order_lines (product_id);
create index order_lines_product_supplier on order_lines (product_id, supplier_id);
create index order_lines_supplier_product on order_lines (supplier_id, product_id);
create index order_lines_product_price on order_lines (product_id, price);
create index order_lines_day on order_lines (ordered_on);
create index order_lines_order_day on order_lines (order_id, ordered_on);
create index order_lines_weight on order_lines (weight);
create index order_lines_quantity on order_lines (quantity) include (product_id);

alter table customers add constraint customers_pkey primary key (id);
create unique index customers_email on customers (email);
create index customers_lower_email on customers (lower(email));
create index customers_name on customers (name);
create index customers_alias on customers (alias);
create index customers_country_city on customers (country, city);
create index customers_city_postcode on customers (city, postcode);
create index customers_postcode on customers (postcode varchar_pattern_ops);
create index customers_born on customers (born);
create index customers_phone on customers (phone);
create index customers_address on customers (address);
create index customers_digest on customers (digest);
create index customers_score on customers (score);
create index customers_waited on customers (waited);
create index customers_opens on customers (opens);
create index customers_mask on customers (mask);
create index customers_profile on customers (profile);
create index customers_plan on customers ((profile ->> 'plan'));
create index customers_ref on customers (((profile ->> 'ref')::integer));
create index customers_kind on customers (kind);
create index customers_flags on customers (flags);
create index customers_tags_gin on customers using gin (tags);
create index customers_profile_gin on customers using gin (profile);
create index customers_profile_paths on customers using gin (profile jsonb_path_ops);
create index customers_name_trgm on customers using gin (name gin_trgm_ops);
create index customers_bio_words on customers using gin (to_tsvector('simple', bio));
create index customers_name_trgm_gist on customers using gist (name gist_trgm_ops);
create index customers_address_gist on customers using gist (address inet_ops);
create index customers_address_spgist on customers using spgist (address);

create index articles_title_trgm on articles using gin (title gin_trgm_ops);
create index articles_words on articles using gin (words);
create index articles_labels on articles using gin (labels);
create index articles_marks on articles using gin (marks);
create index articles_attributes on articles using gin (attributes);
create index articles_paths on articles using gin (attributes jsonb_path_ops);
create index articles_words_gist on articles using gist (words);
create index articles_place on articles using gist (place);
create index articles_area on articles using gist (area);
create index articles_during on articles using gist (during);
create index articles_sizes on articles using gist (sizes);
create index articles_id_during on articles using gist (id, during);
create index articles_place_spgist on articles using spgist (place);
create index articles_during_spgist on articles using spgist (during);
create index articles_path_spgist on articles using spgist (path);
create index articles_area_brin on articles using brin (id, path) with (pages_per_range = 8);

alter table readings add constraint readings_pkey primary key (id);
create index readings_device_at on readings (device, at);
create index readings_device_kind on readings (device, kind);
create index readings_kind on readings (kind);
create index readings_value on readings (value);
create index readings_at_brin on readings using brin (at);
