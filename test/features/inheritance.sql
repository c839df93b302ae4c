create table vehicles (id int primary key, name text not null, wheels int default 4 check (wheels >= 0), constraint no_children check (id > 0) no inherit);

create table goods (weight numeric not null, name text);

create table cars (doors int) inherits (vehicles);

-- Of two parents, with a column of both and one told again.
create table trucks (load numeric, name text) inherits (vehicles, goods);

alter table cars alter wheels set default 3, alter doors set not null;

alter table cars alter wheels set not null;

alter table cars add constraint few_doors check (doors < 10);

create table sports_cars (speed int, check (speed > 100)) inherits (cars);

create table made_into_child (id int, name text not null, wheels int, extra text, constraint vehicles_wheels_check check (wheels >= 0));

alter table made_into_child alter id set not null;

alter table made_into_child inherit vehicles;
