create extension if not exists pg_trgm;

create table documents (
  id bigint primary key,
  title varchar(200),
  body text,
  state text collate "C",
  deleted_at timestamptz,
  tags int[],
  data jsonb,
  place point,
  rank int,
  lower int,
  "Mixed, Case" text
);

create index by_rank on documents (rank desc nulls last, id nulls first, title desc) include (state, rank);

create unique index only_living on documents (lower(title), (rank + id)) where deleted_at is null and state = any ('{a,b}');

create index patterns on documents (title varchar_pattern_ops, body text_pattern_ops desc, state collate "POSIX");

create index same_as_default on documents (title varchar_ops, body text_ops, id int8_ops);

create index trigrams on documents using gin (title gin_trgm_ops, body gin_trgm_ops);

create index trigrams_with_options on documents using gist (title gist_trgm_ops (siglen = 32)) with (fillfactor = 80);

create index documents_data on documents using gin (data jsonb_path_ops) with (fastupdate = off);

create index on documents using hash (state);

create index on documents using brin (id, rank) with (pages_per_range = 16, autosummarize = on);

create index on documents using spgist (place);

create index on documents using gist (place);

create index on documents ("Mixed, Case" collate "C" text_pattern_ops desc);

create index "Index, with (odd) name USING btree (" on documents ((data ->> 'a, "b" (c)'), coalesce(title, ', ('), (lower), (case when rank > 1 then 'x' else body end) collate "C");

-- since 14
create index by_day on documents (date_trunc('day', deleted_at at time zone 'UTC'), extract(year from deleted_at at time zone 'UTC'));

-- since 14
create index in_zone on documents ((deleted_at at time zone 'Europe/Zurich'));

-- since 15
create unique index one_null on documents (rank, state) nulls not distinct where rank > 0;

alter table documents cluster on by_rank;

create table replicated (a int not null, b int not null);

create unique index replica on replicated (a, b);

alter table replicated replica identity using index replica;

create materialized view summaries as select state, count(*) as documents from documents group by state;

create unique index on summaries (state);

comment on index by_rank is 'the one that matters';
