create schema "Odd Schema";

create schema "select";

create table "Odd Schema"."Table with ""quotes"", (brackets) and 'ticks'" (
  "order" int primary key,
  "Sp ace" text not null default 'a;b',
  "emoji 🐘" text check ("emoji 🐘" <> '🐘'),
  "a.b" int unique,
  "back\slash" text default 'C:\',
  "$1" int,
  "UPPER" text
);

create table "select"."from" ("where" int references "Odd Schema"."Table with ""quotes"", (brackets) and 'ticks'" ("order"), "time" time, "values" text[]);

create index "in ""dex" on "Odd Schema"."Table with ""quotes"", (brackets) and 'ticks'" ("Sp ace" desc, lower("UPPER"), "a.b") where "$1" > 0;

create table a_name_of_sixty_three_bytes_that_fills_the_whole_space_there_is (
  another_name_of_sixty_three_bytes_that_fills_the_whole_space_to int primary key,
  "ümläute_und_emoji_🐘🐘🐘🐘_die_mehr_bytes_haben_als_z" text not null,
  unique (another_name_of_sixty_three_bytes_that_fills_the_whole_space_to, "ümläute_und_emoji_🐘🐘🐘🐘_die_mehr_bytes_haben_als_z")
);

create table t (c int not null, "c_not_null" int not null, c_not_null1 int not null);

create type "select"."Mood, of ""day""" as enum ('so so', 'it''s "fine"', '', '🐘');

create table moods (mood "select"."Mood, of ""day""" default 'so so', many "select"."Mood, of ""day"""[] default '{"so so"}');

create view "select"."View, of all" as select "where" as "Where?", "time" from "select"."from" where "values" is not null;

create function "Odd Schema"."Function ""x"""("Arg 1" int, "select"."Mood, of ""day""" default 'so so') returns int language sql immutable as 'select 1';

create sequence "select"."Sequence 🐘";

grant select on "select"."from" to "Role with ""quotes""", "role, with comma";

create policy "Po licy" on "select"."from" to "Role with ""quotes""", "role, with comma" using (true);

comment on column "select"."from"."where" is 'it''s a \ "comment" with 🐘
over two lines';
