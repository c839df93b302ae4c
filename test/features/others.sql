create collation german (provider = icu, locale = 'de-DE');

create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

create collation plain_c (locale = 'C');

create table texts (id int primary key, body text collate german, search tsvector);

create table far (id int primary key);

create schema sold;

create table sold.items (id int primary key);

create text search dictionary simple_german (template = simple, stopwords = german);

create text search configuration notes (parser = pg_catalog."default");

alter text search configuration notes add mapping for asciiword, word with simple_german, simple;

alter text search configuration notes add mapping for email with simple;

create index on texts using gin (to_tsvector('notes', body));

create type pair as (a int, b int);

create function same_pair(pair, pair) returns boolean language sql immutable as 'select $1.a = $2.a and $1.b = $2.b';

create function pair_of(int) returns pair language sql immutable as 'select row($1, $1)::pair';

create operator === (function = same_pair, leftarg = pair, rightarg = pair, commutator = ===, restrict = eqsel, join = eqjoinsel);

create operator !!! (function = pair_of, rightarg = int);

create cast (int as pair) with function pair_of(int) as assignment;

create function compare_int(int, int) returns int language internal immutable strict as 'btint4cmp';

create operator class upside_down for type int4 using btree as operator 1 >, operator 2 >=, operator 3 =, operator 4 <=, operator 5 <, function 1 compare_int(int, int);

create index on texts (id upside_down);

create function on_ddl() returns event_trigger language plpgsql as 'begin end';

create event trigger watch on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function on_ddl();

create event trigger watch_not on sql_drop execute function on_ddl();

alter event trigger watch_not disable;

create publication everything for all tables with (publish = 'insert, update');

create publication few for table texts, only far with (publish_via_partition_root = true);

-- since 15
create publication parts for table texts (id, body) where (id > 10), far;

-- since 15
create publication schemas for tables in schema sold, table far;

create access method another_heap type table handler heap_tableam_handler;

create table in_another (id int) using another_heap;

create foreign data wrapper nowhere options (debug 'true');

grant usage on foreign data wrapper nowhere to reader;

comment on foreign data wrapper nowhere is 'leads nowhere';

create language "pl odd" handler plpgsql_call_handler;

comment on language "pl odd" is 'odd';

comment on collation german is 'of a language';

alter default privileges grant select on tables to reader;

alter default privileges in schema sold grant usage on sequences to reader with grant option;

alter default privileges revoke execute on functions from public;
