create table people (id int primary key, name text, born date, parent int references people (id), info jsonb);

create table visits (person int references people (id), at timestamptz, length interval);

create view plain as select id, name as "Name", upper(name) as name, born + 1 as next from people p where p.id > 0 order by p.name, id;

create view joined as select p.name as who, v.at, p.*, v as visit from people p join visits v on v.person = p.id left join people mother on mother.id = p.parent;

create view used as select * from people join (select person as id, at from visits) v using (id) natural join (values (1)) few (id);

create view grouped as
  select name, count(*) as people, sum(id) filter (where born is null) as unborn, rank() over (order by name) as place, lag(name) over w as before
  from people group by name having count(*) > 1 window w as (partition by name order by count(*));

create view nested as
  select id, (select max(at) from visits where person = people.id) as last, exists (select 1 from visits v where v.person = people.id) as came,
    array(select length from visits order by at) as lengths
  from people where id in (select person from visits) and name = any ('{a,b}');

create view combined as select id, name from people union all select person, 'x' from visits where at is null order by 2 limit 5;

create view listed as values (1, 'a'), (2, 'b');

create view called as select key, value from jsonb_each_text('{"a": 1}') with ordinality t (key, value, n);

create view lateral_join as select p.id, e.key from people p, lateral jsonb_each(p.info) e;

create recursive view ancestors (id, parent, depth) as
  select id, parent, 0 from people union all select a.id, p.parent, depth + 1 from ancestors a join people p on p.id = a.parent;

create view with_parts as with few as (select id, name from people where born is not null limit 3), many as (select * from few) select many.id, name from many;

create view distinct_on as select distinct on (p.name) p.name, p.born from people p order by p.name, p.born desc;

create view ambiguous as select lower(p.name) as name, p.name as lower, p.id, row_number() over (partition by p.name order by p.id) as row from people p order by p.name, lower(p.name);

create view cased as select case when people.id > 1 then people.name else 'it''s' end as "case", coalesce(people.name, '') || 'a.b "people".id' as text, people.name ~~ 'people.name%' as likes from people;

create view odd as select "p.q"."Sp ace", "p.q".id as "people.id" from (select id, name as "Sp ace" from people) "p.q";

create view checked with (security_barrier) as select id, name from people where id > 10 with local check option;

create view cascading as select id from checked where id < 100 with cascaded check option;

-- since 15
create view invoked with (security_invoker = true) as select id from people;

create view over_view as select plain."Name", joined.at from plain, joined;

create materialized view stored with (fillfactor = 50) as select p.id, p.name from people p where p.born > '2000-01-01';

create materialized view empty as select id from people with no data;

create unique index on stored (id);

create index on stored (lower(name)) where id > 5;

create materialized view over_stored as select count(*) as n from stored;

create view whole as select people from people;

create view numbered as select 1 as one, 'text' as text, null as nothing, array[1, 2] as list, '2024-01-01 00:00:00+00'::timestamptz as moment, interval '1 month 2 days' as span, 1.5::real as ratio;

comment on view plain is 'plain';

comment on materialized view stored is 'stored';

comment on column plain.next is 'one later';

grant select on plain to reader;
