create table measures (
  id bigint generated always as identity,
  at timestamptz not null,
  place text not null,
  value numeric check (value > 0),
  twice numeric generated always as (value * 2) stored,
  primary key (id, at, place)
) partition by range (at);

create table measures_2024 partition of measures for values from ('2024-01-01 00:00:00+00') to ('2025-01-01 00:00:00+00');

create table measures_2025 partition of measures for values from ('2025-01-01 00:00:00+00') to ('2026-01-01 00:00:00+00') partition by list (place);

create table measures_2025_here partition of measures_2025 for values in ('here', 'it''s', null) partition by hash (id);

create table measures_2025_here_0 partition of measures_2025_here for values with (modulus 2, remainder 0);

create table measures_2025_here_1 partition of measures_2025_here for values with (modulus 2, remainder 1);

create table measures_2025_rest partition of measures_2025 default;

create table measures_rest partition of measures default;

create index on measures (place);

create index measures_by_value on measures (value, at);

create index only_here on measures_2024 (value);

-- A table of its own that becomes a partition: other column order, an index and a check that are taken over.
create table measures_2026 (
  value numeric constraint measures_value_check check (value > 0),
  place text not null,
  at timestamptz not null,
  id bigint not null,
  twice numeric generated always as (value * 2) stored
);

create index found_already on measures_2026 (place);

alter table measures attach partition measures_2026 for values from ('2026-01-01 00:00:00+00') to ('2027-01-01 00:00:00+00');

create table by_expression (a text, b int, c date) partition by range (lower(a), b, (date_part('year', c)));

create table by_expression_low partition of by_expression for values from (minvalue, minvalue, minvalue) to ('m', 10, maxvalue);

-- since 14
create table by_zone (at timestamptz, id int) partition by range ((at at time zone 'UTC'), id, (extract(year from at at time zone 'UTC')));

create table owners (id int primary key);

create table owned (id int, owner int references owners (id) on delete cascade, primary key (id)) partition by hash (id);

create table owned_0 partition of owned for values with (modulus 2, remainder 0);

create table owned_1 partition of owned for values with (modulus 2, remainder 1);

-- A key to a partitioned table.
create table notes (id int primary key, owned int constraint of_owned references owned (id) on delete cascade);

create function touched() returns trigger language plpgsql as 'begin return new; end';

create trigger touch before insert or update of value on measures for each row execute function touched();

create trigger only_there after insert on measures_2024 for each row execute function touched();

create table no_parts (id int, a text, primary key (id, a)) partition by list (a);
