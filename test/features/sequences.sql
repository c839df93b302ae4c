create sequence plain;

create sequence backwards as smallint increment by -2 start with -10 minvalue -1000 maxvalue -1 cache 7 cycle;

create sequence large start with 9223372036854775000 no maxvalue;

create table numbered (id serial primary key, big bigserial, small smallserial, other int default nextval('plain'), text text default 'n' || nextval('backwards'));

create sequence owned_without_default owned by numbered.text;

-- since 15
create unlogged table fleeting (id serial, number int generated always as identity);

-- since 15
create unlogged sequence fleeting_too;

grant usage, select on sequence plain to reader;

comment on sequence plain is 'counts';
