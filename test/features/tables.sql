create unlogged table fleeting (id int primary key);

create table tuned (id int primary key, body text) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, toast.autovacuum_enabled = off, parallel_workers = 2);

create table whole_rows (id int);

alter table whole_rows replica identity full;

create table no_rows (id int);

alter table no_rows replica identity nothing;

create table ordered (id int constraint ordered_key primary key, at timestamptz);

alter table ordered cluster on ordered_key;

create table empty ();

create foreign data wrapper nowhere;

create server other_place type 'files' version '1.2' foreign data wrapper nowhere options (path '/place', password '/secret');

create user mapping for public server other_place options (user 'bob', password '/secret');

create foreign table remote (id int not null, name text, check (id > 0)) server other_place options (file 'a, b', "Sep arator" 'it''s');

create table parted (id int, at date) partition by range (at);

create foreign table parted_far partition of parted for values from ('2020-01-01') to ('2021-01-01') server other_place;

comment on table tuned is 'tuned';

comment on column tuned.body is 'long';

comment on constraint ordered_key on ordered is 'key';

comment on foreign table remote is 'far';

comment on schema public is 'ours';
