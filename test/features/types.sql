create type status as enum ('new', 'done');

alter type status add value 'in work' before 'done';

alter type status add value 'first of all' before 'new';

alter type status rename value 'done' to 'closed';

create domain positive as numeric(8, 2) default 1.5 not null constraint more_than_nothing check (value > 0);

create domain short as varchar(10) collate "C" check (value <> '') check (length(value) > 1);

alter domain short add constraint no_digits check (value !~ '\d') not valid;

create domain shorter as short check (length(value) < 5);

create domain list as int[] check (cardinality(value) < 10);

create type address as (street text, "No." int, codes varchar(5)[], state status);

create type person as (name short, home address, tags status[]);

create function float_distance(a double precision, b double precision) returns double precision language sql immutable as 'select a - b';

create type span as range (subtype = double precision, subtype_diff = float_distance);

create type words as range (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);

-- since 14
create type of_many as range (subtype = date, multirange_type_name = many_of_them);

create table users_of_types (
  status status not null default 'new',
  statuses status[] default '{new,"in work"}',
  price positive,
  prices positive[],
  short short default 'ab',
  shorter shorter,
  other_collation short collate "POSIX",
  list list,
  address address default row('Street', 1, '{a,b}', 'new')::address,
  person person,
  span span default '[1,2)',
  words words,
  whole_row users_of_sequences,
  rows users_of_sequences[],
  vector int2vector,
  oids oidvector,
  big numeric(10)[],
  "varchar" varchar(7)[][],
  point point,
  lines lseg[],
  search tsvector,
  query tsquery,
  address4 inet,
  net cidr,
  mac macaddr8,
  document xml,
  snapshot txid_snapshot,
  one json,
  times time(2) with time zone[]
);

create table users_of_sequences (id int);

-- since 14
create table users_of_multiranges (days datemultirange default '{[2024-01-01,2024-02-01)}', spans int4multirange[], many many_of_them);

create table users_of_information_schema (name information_schema.sql_identifier, flag information_schema.yes_or_no);

comment on type address is 'where';

comment on domain short is 'not long';

revoke usage on type status from public;

grant usage on type status to reader with grant option;

comment on column address.street is 'with its number';

comment on constraint more_than_nothing on domain positive is 'nothing is not enough';
