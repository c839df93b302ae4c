-- A library's tables, made to be unlike the shop's: long texts, clusters, names of many scripts, columns that hang on
-- one another with and without statistics that say so, rare values, heavy tails. The size model was not made on them.

create extension if not exists pg_trgm;
create extension if not exists btree_gist;
create function u(n bigint, seed bigint) returns float8 language sql immutable strict parallel safe as
  $$ select (hashint8extended(n, seed) & 4503599627370495)::float8 / 4503599627370496 $$;
create collation folded (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
create type grade as enum ('lost', 'torn', 'worn', 'fair', 'good', 'fine', 'new');
create domain shelf as varchar(12);

create table loans (
  id uuid not null, reader bigint not null, branch integer not null, desk integer not null, copy integer not null, title integer not null,
  lent timestamp not null, due date not null, returned timestamp, fine numeric, grade grade not null, year smallint not null,
  month smallint not null, day smallint not null, remark varchar(400), device text not null
);

insert into loans
select md5('loan' || n)::uuid, 10000000000 + (exp(11 * u(n, 101)))::bigint, b, b * 10 + (u(n, 103) * 4)::int, c, c / 6,
  t, t::date + 28, case when u(n, 105) < 0.9 then t + (u(n, 106) * 40)::int * interval '1 day' end,
  case when u(n, 107) < 0.05 then (u(n, 108) * 40)::int * 0.5 end,
  (array['lost','torn','worn','fair','good','fine','new'])[1 + (u(n, 109) ^ 0.3 * 6)::int]::grade,
  extract(year from t), extract(month from t), extract(day from t),
  case when u(n, 110) < 0.02 then repeat('x' || n, 1 + (u(n, 111) * 40)::int) end,
  'terminal/' || b || '/' || lpad((u(n, 112) * 12)::int::text, 3, '0')
from generate_series(1, 1500000) n,
  lateral (select (u(n / 40, 102) * 60)::int as b, (u(n, 104) ^ 4 * 300000)::int as c,
    '2015-01-01'::timestamp + (n / 450) * interval '1 day' + (n % 450) * interval '80 seconds' as t) s;
create statistics loans_copy (ndistinct, dependencies) on copy, title from loans;
create statistics loans_day (ndistinct) on year, month, day from loans;

create table pages (
  id integer not null, url text not null, host text not null, title text not null, heading text collate folded not null, checksum char(64) not null,
  fetched timestamptz not null, bytes bigint not null, links bigint[] not null, meta jsonb not null, body tsvector not null, lang text, score real not null,
  parent integer, depth smallint not null, opening text not null
);

insert into pages
select n, 'https://' || h || '/' || (array['wiki','blog','shop/items','api/v2/resources','a'])[1 + n % 5] || '/' || md5(n::text) || repeat('/' || n % 1000, (u(n, 122) * 8)::int),
  h, (array['Über','日本語','Привет','Ελλάδα','plain','العربية'])[1 + n % 6] || ' ' || (u(n, 123) * 50000)::int,
  (array['Intro','intro','INTRO','Summary','summary','Notes'])[1 + n % 6] || (u(n, 124) * 50)::int,
  md5(n::text) || md5((n + 1)::text), '2023-06-01'::timestamptz + (u(n, 125) * 50000000)::int * interval '1 second', (exp(15 * u(n, 126)))::bigint,
  (select coalesce(array_agg((u(n * 50 + k, 127) ^ 5 * 300000)::bigint), '{}') from generate_series(1, (u(n, 128) ^ 3 * 40)::int) k),
  jsonb_build_object('type', (array['html','pdf','img'])[1 + n % 3], 'keywords', (select jsonb_agg('kw' || (u(n * 50 + k, 129) ^ 2 * 9000)::int) from generate_series(1, 1 + n % 7) k), 'etag', md5(n::text))
    || case when n % 3 = 0 then jsonb_build_object('author', 'author ' || (u(n, 130) * 20000)::int) else '{}' end,
  to_tsvector('simple', (select string_agg(chr(97 + (k % 26)) || 'erm' || (exp(10.5 * u(n * 200 + k, 131)))::int, ' ') from generate_series(1, 10 + (u(n, 132) ^ 2 * 150)::int) k)),
  (array['en','en','en','de','fr','ja',null])[1 + n % 7], u(n, 133)::real, case when n > 100 then (u(n, 134) * n)::int end, (u(n, 135) * 9)::int,
  (select string_agg((array['the','library','of','a','quiet','river','stone','under','winter','light','and','every','letter','sings','because','morning'])[1 + (u(n * 60 + k, 136) ^ 2 * 16)::int % 16] || case when u(n * 60 + k, 137) < 0.2 then (u(n * 60 + k, 138) * 3000)::int::text else '' end, ' ') from generate_series(1, 6 + n % 20) k)
from generate_series(1, 300000) n, lateral (select 'host' || (u(n, 121) ^ 4 * 9000)::int || '.example' || case when n % 11 = 0 then '.org' else '.com' end as h) s;

create table places (
  id integer not null, centre point not null, bounds box not null, outline polygon not null, country char(2) not null, region varchar(40) not null, town varchar(60) not null,
  postcode shelf not null, network cidr not null, validity daterange not null, levels numrange not null, opened time not null, mac macaddr not null, amount money not null, tags text[]
);

insert into places
select n, point(10 * (t % 37) + u(n, 141) ^ 2, 7 * (t % 23) + u(n, 142) ^ 2), box(point(10 * (t % 37) + u(n, 141), u(n, 142)), point(10 * (t % 37) + u(n, 141) + 3 * u(n, 143), u(n, 142) + 1)),
  polygon(box(point(10 * (t % 37) + u(n, 141), u(n, 142)), point(10 * (t % 37) + u(n, 141) + 3 * u(n, 143), u(n, 142) + 1))),
  chr(65 + t % 26) || chr(65 + t % 7), 'Region of ' || t / 30, 'Township of ' || t, 'P' || t || '-' || (u(n, 144) * 9)::int,
  ('172.' || n % 32 || '.' || (u(n, 145) * 255)::int || '.0/24')::cidr, daterange('2000-01-01'::date + (u(n, 146) ^ 3 * 9000)::int, case when n % 5 > 0 then '2000-01-01'::date + 9001 + (u(n, 147) * 900)::int end),
  numrange(round((u(n, 148) * 100)::numeric, 1), 101 + round((u(n, 149) * 100)::numeric, 1)), '06:00'::time + (n % 30) * interval '10 minutes',
  ('08:00:2b:' || to_hex(16 + n % 200) || ':' || to_hex(16 + (u(n, 150) * 200)::int) || ':' || to_hex(16 + n / 1500 % 200))::macaddr, (u(n, 151) * 500)::int::money,
  case when n % 3 = 0 then array['t' || (u(n, 152) * 20)::int] end
from generate_series(1, 200000) n, lateral (select (u(n / 25, 140) ^ 2 * 3000)::int as t) s;

create table clicks (session integer not null, seq integer not null, at timestamptz not null, page integer not null, host integer not null, ms integer, ref integer);

insert into clicks
select s, k, '2024-03-01'::timestamptz + s * interval '11 seconds' + k * interval '7 seconds', p, p / 50, case when u(s * 100 + k, 162) < 0.6 then (exp(8 * u(s * 100 + k, 163)))::int end,
  case when k > 1 then (u(s * 100 + k - 1, 161) ^ 6 * 40000)::int end
from generate_series(1, 250000) s, generate_series(1, 40) k, lateral (select (u(s * 100 + k, 161) ^ 6 * 40000)::int as p) x where k <= 1 + u(s, 164) ^ 3 * 39;

vacuum analyze;

alter table loans add constraint loans_pkey primary key (id);
create index loans_reader on loans (reader);
create index loans_branch_desk on loans (branch, desk);
create index loans_copy_title on loans (copy, title);
create index loans_title_copy on loans (title, copy);
create index loans_date on loans (year, month, day);
create index loans_month_day on loans (month, day);
create index loans_lent_due on loans (lent, due);
create index loans_due on loans (due);
create index loans_due_branch on loans (due, branch);
create index loans_returned on loans (returned);
create index loans_out on loans (due, reader) where returned is null;
create index loans_fine on loans (fine);
create index loans_fined on loans (fine, reader) where fine > 0;
create index loans_grade on loans (grade);
create index loans_grade_year on loans (grade, year) include (copy);
create index loans_remark on loans (remark);
create index loans_device on loans (device);
create index loans_branch_device on loans (branch, device);
create index loans_branch_copy on loans (branch, copy) with (fillfactor = 60);
create index loans_week on loans (date_trunc('week', lent));
create index loans_copy_hash on loans using hash (copy);
create index loans_lent_brin on loans using brin (lent, branch) with (pages_per_range = 32);
create index loans_recent on loans (lent) where lent > '2023-01-01';
create index loans_year_month_grade on loans (year, month, grade, branch);

alter table pages add constraint pages_pkey primary key (id);
create unique index pages_url on pages (url);
create index pages_host on pages (host);
create index pages_host_url on pages (host, url);
create index pages_title on pages (title);
create index pages_lower_title on pages (lower(title) text_pattern_ops);
create index pages_heading on pages (heading);
create index pages_checksum on pages (checksum);
create index pages_bytes on pages (bytes);
create index pages_lang_fetched on pages (lang, fetched);
create index pages_score on pages (score);
create index pages_parent on pages (parent);
create index pages_depth_host on pages (depth, host);
create index pages_meta_type on pages ((meta ->> 'type'), fetched);
create index pages_author on pages ((meta ->> 'author')) where meta ? 'author';
create index pages_url_hash on pages using hash (url);
create index pages_links on pages using gin (links);
create index pages_meta on pages using gin (meta);
create index pages_meta_paths on pages using gin (meta jsonb_path_ops);
create index pages_body on pages using gin (body);
create index pages_url_trgm on pages using gin (url gin_trgm_ops);
create index pages_opening_trgm on pages using gin (opening gin_trgm_ops);
create index pages_opening_trgm_gist on pages using gist (opening gist_trgm_ops);
create index pages_body_gist on pages using gist (body);
create index pages_opening_words on pages using gin (to_tsvector('english', opening));
create index pages_url_spgist on pages using spgist (url);

create index places_centre on places using gist (centre);
create index places_bounds on places using gist (bounds);
create index places_outline on places using gist (outline);
create index places_validity on places using gist (validity);
create index places_levels on places using gist (levels);
create index places_country_validity on places using gist (country, validity);
create index places_centre_spgist on places using spgist (centre);
create index places_bounds_spgist on places using spgist (bounds);
create index places_validity_spgist on places using spgist (validity);
create index places_network_spgist on places using spgist (network);
create index places_country_region_town on places (country, region, town);
create index places_town on places (town);
create index places_postcode on places (postcode);
create index places_network on places (network);
create index places_validity_btree on places (validity);
create index places_opened on places (opened);
create index places_mac on places (mac);
create index places_amount on places (amount);
create index places_tags on places (tags);
create index places_tags_gin on places using gin (tags);
create index places_levels_brin on places using brin (id, levels) with (pages_per_range = 4);

alter table clicks add constraint clicks_pkey primary key (session, seq);
create index clicks_page on clicks (page);
create index clicks_page_at on clicks (page, at);
create index clicks_host_page on clicks (host, page);
create index clicks_page_ref on clicks (page, ref);
create index clicks_ref on clicks (ref);
create index clicks_ms on clicks (ms) where ms is not null;
create index clicks_at on clicks (at);
create index clicks_at_brin on clicks using brin (at);
create index clicks_session on clicks using hash (session);
