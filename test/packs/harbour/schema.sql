-- A shipping line's freight: ports, vessels, voyages, bookings, containers and what is paid for them.

create extension if not exists btree_gist;

create type vessel_class as enum ('feeder', 'panamax', 'post_panamax', 'new_panamax', 'ultra_large');
create type voyage_state as enum ('planned', 'sailing', 'arrived', 'cancelled');
create type booking_state as enum ('open', 'held', 'confirmed', 'shipped', 'closed', 'cancelled');
create type movement_kind as enum ('gate_in', 'load', 'discharge', 'transship', 'gate_out', 'inspect');
create domain money_amount as numeric(14, 2) check (value >= 0);
create domain country_code as char(2) check (value ~ '^[A-Z]{2}$');

create table carriers (
  id integer primary key,
  name text not null,
  scac char(4) not null unique,
  country country_code not null
);

create table ports (
  id integer primary key,
  locode char(5) not null unique,
  name text not null,
  country country_code not null,
  location point not null,
  services text[] not null,
  depth_metres real
);

create table vessels (
  id integer primary key,
  imo integer not null unique,
  carrier_id integer not null references carriers,
  name text not null,
  class vessel_class not null,
  teu integer not null,
  built date not null,
  certificates text[]
);

create table berths (
  id integer primary key,
  port_id integer not null references ports,
  label text not null,
  length_metres smallint not null,
  unique (port_id, label)
);

create table berth_windows (
  id integer primary key,
  berth_id integer not null references berths,
  vessel_id integer not null references vessels,
  during tstzrange not null,
  constraint berth_windows_once exclude using gist (berth_id with =, during with &&)
);

create table voyages (
  id integer primary key,
  vessel_id integer not null references vessels,
  number text not null,
  from_port integer not null references ports,
  to_port integer not null references ports,
  departs timestamptz not null,
  arrives timestamptz,
  state voyage_state not null,
  distance_miles integer not null
);

create table port_calls (
  voyage_id integer not null,
  leg smallint not null,
  port_id integer not null,
  expected timestamptz not null,
  actual timestamptz,
  moves integer not null,
  delay_minutes integer,
  primary key (voyage_id, leg)
);

create table customers (
  id integer primary key,
  name text not null,
  email text not null,
  country country_code not null,
  city text,
  segment text not null,
  tags text[] not null default '{}',
  profile jsonb not null,
  joined date not null,
  credit_limit money_amount
);

create table contracts (
  id integer primary key,
  customer_id integer not null references customers,
  valid daterange not null,
  rate money_amount not null,
  volumes int4range,
  signed_by text
);

create table commodities (
  id integer primary key,
  code char(6) not null unique,
  chapter smallint not null,
  heading smallint not null,
  description text not null,
  hazardous boolean not null
);

create table bookings (
  id bigint primary key,
  customer_id integer not null,
  voyage_id integer not null,
  contract_id integer,
  reference text not null,
  state booking_state not null,
  booked_at timestamptz not null,
  origin_country country_code not null,
  target_country country_code not null,
  region text not null,
  weight_kg numeric(10, 1) not null,
  remarks text
);

create table containers (
  id integer primary key,
  number text not null,
  iso_type char(4) not null,
  size_feet smallint not null,
  refrigerated boolean not null,
  carrier_id integer not null,
  home_port integer,
  features text[] not null,
  built smallint not null
);

create table booking_items (
  booking_id bigint not null,
  line smallint not null,
  container_id integer not null,
  commodity_id integer not null,
  packages integer not null,
  gross_kg numeric(9, 1) not null,
  hazard_classes smallint[],
  marks text,
  primary key (booking_id, line)
);

create table movements (
  id bigint not null,
  container_id integer not null,
  port_id integer not null,
  kind movement_kind not null,
  moved_at timestamptz not null,
  truck text,
  seal text
) partition by range (moved_at);

create table movements_2024_q1 partition of movements for values from ('2024-01-01 00:00+00') to ('2024-04-01 00:00+00');
create table movements_2024_q2 partition of movements for values from ('2024-04-01 00:00+00') to ('2024-07-01 00:00+00');
create table movements_2024_q3 partition of movements for values from ('2024-07-01 00:00+00') to ('2024-10-01 00:00+00');
create table movements_2024_q4 partition of movements for values from ('2024-10-01 00:00+00') to ('2025-01-01 00:00+00');
create table movements_2025_q1 partition of movements for values from ('2025-01-01 00:00+00') to ('2025-04-01 00:00+00');
create table movements_2025_q2 partition of movements for values from ('2025-04-01 00:00+00') to ('2025-07-01 00:00+00');
create table movements_2025_q3 partition of movements for values from ('2025-07-01 00:00+00') to ('2025-10-01 00:00+00');
create table movements_later partition of movements default;

create table readings (
  container_id integer not null,
  read_at timestamptz not null,
  celsius real not null,
  humidity smallint,
  alarm boolean not null
) partition by hash (container_id);

create table readings_0 partition of readings for values with (modulus 4, remainder 0);
create table readings_1 partition of readings for values with (modulus 4, remainder 1);
create table readings_2 partition of readings for values with (modulus 4, remainder 2);
create table readings_3 partition of readings for values with (modulus 4, remainder 3);

create table invoices (
  id integer primary key,
  booking_id bigint not null,
  customer_id integer not null,
  issued date not null,
  due date not null,
  paid date,
  amount money_amount not null,
  currency char(3) not null
);

create table payments (
  id bigint primary key,
  invoice_id integer not null,
  received timestamptz not null,
  amount money_amount not null,
  method text not null
);

create table messages (
  id bigint primary key,
  received timestamptz not null,
  sender text not null,
  kind text not null,
  body jsonb not null
);

create table documents (
  id integer primary key,
  booking_id bigint not null,
  title text not null,
  body text not null,
  search tsvector generated always as (to_tsvector('simple', title || ' ' || body)) stored,
  uploaded timestamptz not null
);

create table incidents (
  id integer not null,
  vessel_id integer not null,
  happened date not null,
  severity smallint not null,
  report text
);

create table incidents_archive (
  archived date not null
) inherits (incidents);

-- after the rows

create index vessels_carrier on vessels (carrier_id, class) include (teu);
create index vessels_certificates on vessels using gin (certificates);
create index ports_location on ports using gist (location);
create index ports_services on ports using gin (services);
create index ports_name on ports (name);
create index berth_windows_during on berth_windows using gist (during);
create index berth_windows_vessel on berth_windows (vessel_id, lower(during));

create index voyages_vessel on voyages (vessel_id, departs desc);
create index voyages_route on voyages (from_port, to_port, departs);
create index voyages_sailing on voyages (arrives) where state = 'sailing';
create index voyages_number on voyages (number text_pattern_ops);

create index port_calls_port on port_calls (port_id, expected) include (moves, delay_minutes);
create index port_calls_missing on port_calls (expected) where actual is null;
create index port_calls_expected on port_calls using brin (expected) with (pages_per_range = 32);

create unique index customers_email on customers (lower(email));
create index customers_name on customers (name);
create index customers_name_start on customers (name text_pattern_ops);
create index customers_tags on customers using gin (tags);
create index customers_profile on customers using gin (profile jsonb_path_ops);
create index customers_tier on customers ((profile ->> 'tier'), joined);
create index customers_joined on customers (joined desc nulls last);

create index contracts_valid on contracts using gist (customer_id, valid);
create index contracts_customer on contracts (customer_id);
create index contracts_volumes on contracts using gist (volumes);

create index commodities_description on commodities using gin (to_tsvector('simple', description));
create index commodities_chapter on commodities (chapter, heading);

create index bookings_customer on bookings (customer_id, booked_at desc);
create index bookings_voyage on bookings (voyage_id) include (state, weight_kg);
create index bookings_waiting on bookings (booked_at) where state in ('open', 'held');
create index bookings_reference on bookings (reference);
create index bookings_month on bookings (date_trunc('month', booked_at at time zone 'UTC'));
create index bookings_lane on bookings (region, origin_country, target_country);
create index bookings_contract on bookings (contract_id) where contract_id is not null;

create unique index containers_number on containers (number);
create index containers_type on containers (iso_type, home_port);
create index containers_features on containers using gin (features);
create index containers_reefers on containers (carrier_id) where refrigerated;

create index booking_items_container on booking_items (container_id);
create index booking_items_commodity on booking_items (commodity_id) include (gross_kg);
create index booking_items_hazard on booking_items using gin (hazard_classes);

alter table movements add primary key (id, moved_at);
create index movements_container on movements (container_id, moved_at);
create index movements_moved on movements using brin (moved_at) with (pages_per_range = 64);
create index movements_port on movements (port_id, kind);

alter table readings add primary key (container_id, read_at);
create index readings_alarm on readings (read_at) where alarm;

create index invoices_booking on invoices (booking_id);
create index invoices_unpaid on invoices (due, customer_id) where paid is null;
create index invoices_customer on invoices (customer_id, issued);
create index invoices_issued on invoices using brin (issued);

create index payments_invoice on payments (invoice_id) include (amount);
create index payments_received on payments (received);

create index messages_received on messages using brin (received) with (pages_per_range = 16, autosummarize = on);
create index messages_body on messages using gin (body);
create index messages_vessel on messages (((body ->> 'vessel')::integer));
create index messages_sender on messages using hash (sender);

create index documents_booking on documents (booking_id);
create index documents_search on documents using gin (search);

create index incidents_vessel on incidents (vessel_id);
create index incidents_archive_vessel on incidents_archive (vessel_id);
create index incidents_happened on incidents (happened);

alter table port_calls add foreign key (voyage_id) references voyages;
alter table port_calls add foreign key (port_id) references ports;
alter table bookings add foreign key (customer_id) references customers;
alter table bookings add foreign key (voyage_id) references voyages;
alter table bookings add foreign key (contract_id) references contracts;
alter table booking_items add foreign key (booking_id) references bookings;
alter table booking_items add foreign key (container_id) references containers;
alter table booking_items add foreign key (commodity_id) references commodities;
alter table invoices add foreign key (booking_id) references bookings;
alter table payments add foreign key (invoice_id) references invoices;
alter table documents add foreign key (booking_id) references bookings;

create statistics commodities_tree (dependencies, ndistinct) on chapter, heading from commodities;
create statistics bookings_lanes (dependencies, ndistinct, mcv) on region, origin_country, target_country from bookings;
create statistics containers_kinds (mcv) on iso_type, size_feet, refrigerated from containers;
create statistics bookings_hour on extract(hour from booked_at at time zone 'UTC') from bookings;
create statistics customers_places (ndistinct) on country, city from customers;
create statistics invoices_terms on (due - issued), currency from invoices;
alter table bookings alter column customer_id set statistics 300;
alter table messages alter column kind set statistics 10;
