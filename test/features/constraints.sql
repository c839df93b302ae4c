create extension if not exists btree_gist;

create table parents (
  id int primary key,
  a int not null,
  b int not null,
  c text,
  constraint parents_ab unique (a, b) include (c) with (fillfactor = 70),
  constraint "odd ""name""" unique (c) deferrable
);

create table put_off (id int primary key deferrable initially deferred);

create table children (
  id int constraint children_key primary key,
  parent int constraint no_action references parents (id),
  restricted int references parents on delete restrict on update restrict,
  cascaded int references parents on delete cascade on update cascade,
  nulled int references parents on delete set null,
  defaulted int default 0 references parents on delete set default on update set null,
  a int, b int,
  constraint both_or_none foreign key (a, b) references parents (a, b) match full deferrable initially deferred
);

alter table children add constraint later foreign key (parent) references parents (id) not valid;

alter table children add constraint crossed foreign key (b, a) references parents (b, a) deferrable;

alter table children add constraint self foreign key (parent) references children (id);

create table amounts (
  low int check (low > 0),
  high int,
  state text constraint known_state check (state in ('new', 'it''s', 'done')),
  constraint in_order check (low < high) no inherit,
  check (true)
);

alter table amounts add constraint not_yet check (high < 1000) not valid;

create table bookings (
  room int,
  during tsrange,
  kind text,
  exclude using gist (room with =, during with &&),
  constraint one_kind exclude using gist (kind with =, (lower(during)) with <>) where (kind <> 'x') deferrable initially deferred
);

-- since 15
create table somewhat_unique (a int, b int, constraint one_null unique nulls not distinct (a, b));

-- since 15
create table orphans (
  tenant int not null,
  a int, b int,
  foreign key (a, b) references parents (a, b) on delete set null (b),
  constraint to_default foreign key (tenant, b) references parents (a, b) on delete set default (b)
);

-- since 18
create table stays (
  room int,
  during daterange,
  constraint no_overlap primary key (room, during without overlaps)
);

-- since 18
create table cleanings (
  id int, room int, during daterange,
  unique (id, during without overlaps),
  constraint cleaned foreign key (room, period during) references stays (room, period during)
);

-- since 18
create table hopes (
  id int primary key,
  parent int constraint hoped references parents (id) not enforced,
  age int constraint wished check (age > 0) not enforced
);
