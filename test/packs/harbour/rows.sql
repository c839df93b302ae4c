-- Five million rows, the same at every run: every value is a hash of its row's number and of a salt.

-- A number from 0 to 1.
create function pg_temp.u(number bigint, salt integer) returns double precision immutable parallel safe language sql
  return (hashint8extended(number, salt) & 4611686018427387903) / 4611686018427387904.0::double precision;
-- A whole number below a bound; a greater skew makes small ones more frequent.
create function pg_temp.below(number bigint, salt integer, bound integer, skew double precision default 1) returns integer immutable parallel safe language sql
  return least(bound - 1, floor(bound * power((hashint8extended(number, salt) & 4611686018427387903) / 4611686018427387904.0::double precision, skew))::integer);
create function pg_temp.word(number bigint, salt integer, skew double precision default 1) returns text immutable parallel safe language sql
  return (array['Alder','Beacon','Cedar','delta','Ember','Fjord','garnet','Harbor','Ivory','Juniper','Kestrel','Lumen','Meridian','nordic','Ocean','Pioneer','Quartz','Raven','Silver','Tundra','umber','Vega','Willow','Xenon','Yarrow','Zephyr','Ærø','Åland','Élan','Ørsted','Łódź','Über'])[1 + least(31, floor(32 * power((hashint8extended(number, salt) & 4611686018427387903) / 4611686018427387904.0::double precision, skew))::integer)];
create function pg_temp.country(number integer) returns char(2) immutable parallel safe language sql
  return (array['CN','US','DE','NL','SG','JP','KR','BR','IN','AE','GB','FR','ES','IT','VN','MY','TH','ID','MX','CA','AU','NZ','ZA','EG','MA','NG','KE','CL','PE','AR','CO','PA','BE','DK','SE','NO','FI','PL','GR','TR','PT','IE','HR','SI','EE','LV','LT','IS','LK','BD'])[1 + number % 50];

insert into carriers
select n, pg_temp.word(n, 1) || ' ' || pg_temp.word(n, 2) || ' Line', chr(65 + n / 26 % 26) || chr(65 + n % 26) || 'LU', pg_temp.country(pg_temp.below(n, 3, 50, 2))
from generate_series(1, 160) n;

insert into ports
select n, pg_temp.country(n % 50) || chr(65 + n / 676 % 26) || chr(65 + n / 26 % 26) || chr(65 + n % 26),
  pg_temp.word(n, 1) || ' ' || (array['Bay','Port','Haven','Sound','Roads','Point'])[1 + pg_temp.below(n, 2, 6)],
  pg_temp.country(n % 50), point(pg_temp.u(n, 3) * 360 - 180, pg_temp.u(n, 4) * 130 - 55),
  array(select (array['bunkering','repairs','reefer plugs','rail','barge','customs','quarantine','pilotage','tugs','dry dock'])[s] from generate_series(1, 10) s where pg_temp.u(n, 10 + s) < 1.2 / s),
  case when pg_temp.u(n, 5) < 0.9 then (7 + pg_temp.below(n, 6, 12))::real end
from generate_series(1, 1200) n;

insert into vessels
select n, 9000000 + n * 7, 1 + pg_temp.below(n, 1, 160, 3), pg_temp.word(n, 2) || ' ' || pg_temp.word(n, 3),
  (array['feeder','panamax','post_panamax','new_panamax','ultra_large'])[1 + c]::vessel_class, 900 + c * 4200 + pg_temp.below(n, 5, 1500),
  date '1994-01-01' + (c * 1200 + pg_temp.below(n, 6, 6000)),
  case when pg_temp.u(n, 7) < 0.95 then array(select 'C' || (1 + pg_temp.below(n, 20 + s, 40, 2.5)) from generate_series(1, 2 + pg_temp.below(n, 8, 5)) s) end
from generate_series(1, 5000) n, lateral (select pg_temp.below(n, 4, 5, 1.6)) k (c);

insert into berths
select n, 1 + (n - 1) / 2, 'B' || n % 2, 180 + pg_temp.below(n, 1, 220) from generate_series(1, 1000) n;

insert into berth_windows
select n, 1 + n % 1000, 1 + pg_temp.below(n, 1, 5000), tstzrange(starts, starts + interval '1 hour' * (4 + pg_temp.below(n, 3, 60, 2)))
from generate_series(1, 120000) n,
  lateral (select timestamptz '2024-01-01 00:00+00' + interval '5 days 18 hours' * (n / 1000) + interval '1 minute' * pg_temp.below(n, 2, 3000)) k (starts);

insert into voyages
select n, 1 + pg_temp.below(n, 1, 5000, 1.3), to_char(departs at time zone 'UTC', 'YY') || 'W' || lpad((n % 5300)::text, 4, '0') || chr(65 + n % 4),
  1 + pg_temp.below(n, 2, 1200, 4), 1 + pg_temp.below(n, 3, 1200, 4), departs,
  case when state <> 'planned' and state <> 'cancelled' then departs + interval '1 hour' * (20 + pg_temp.below(n, 4, 700, 1.5)) end,
  state::voyage_state, 100 + pg_temp.below(n, 5, 11000, 2)
from generate_series(1, 110000) n,
  lateral (select timestamptz '2024-01-01 00:00+00' + interval '1 minute' * (n * 9 + pg_temp.below(n, 6, 4000))) k (departs),
  lateral (select case when pg_temp.u(n, 7) < 0.02 then 'cancelled' when n > 109000 then 'planned' when n > 105000 and pg_temp.u(n, 8) < 0.5 then 'sailing' else 'arrived' end) s (state);

insert into port_calls
select v, leg, 1 + pg_temp.below(v * 8 + leg, 1, 1200, 3), expected,
  case when v < 106000 then expected + interval '1 minute' * late end,
  10 + pg_temp.below(v * 8 + leg, 3, 2400, 2), case when v < 106000 then late end
from generate_series(1, 110000) v, lateral generate_series(1, 2 + pg_temp.below(v, 20, 5)) leg,
  lateral (select timestamptz '2024-01-01 00:00+00' + interval '1 minute' * (v * 9 + leg * 2600 + pg_temp.below(v * 8 + leg, 2, 1200))) k (expected),
  lateral (select pg_temp.below(v * 8 + leg, 4, 3000, 5) - 120) l (late);

insert into customers
select n, pg_temp.word(n, 1, 1.7) || ' ' || pg_temp.word(n, 2) || ' ' || (array['Ltd','GmbH','SA','Inc','BV','AS','Trading','Logistics'])[1 + pg_temp.below(n, 3, 8, 2)] || case when n % 3 = 0 then ' ' || n else '' end,
  'Post' || n || '@' || lower(pg_temp.word(n, 4)) || '.example', pg_temp.country(c), case when pg_temp.u(n, 6) < 0.85 then pg_temp.country(c) || '-town-' || pg_temp.below(n, 7, 40, 2) end,
  (array['retail','industry','forwarder','farming','government'])[1 + pg_temp.below(n, 8, 5, 2.5)],
  array(select 't' || pg_temp.below(n, 30 + s, 300, 4) from generate_series(1, pg_temp.below(n, 9, 6)) s),
  jsonb_build_object('tier', (array['bronze','silver','gold','platinum'])[1 + pg_temp.below(n, 10, 4, 3)], 'language', lower(pg_temp.country(c)), 'seats', 1 + pg_temp.below(n, 11, 50, 3))
    || case when pg_temp.u(n, 12) < 0.05 then '{"blocked": true}'::jsonb else '{}'::jsonb end,
  date '2009-01-01' + pg_temp.below(n, 13, 6100, 0.6), case when pg_temp.u(n, 14) < 0.7 then 1000 * (1 + pg_temp.below(n, 15, 200, 3)) end
from generate_series(1, 80000) n, lateral (select pg_temp.below(n, 5, 50, 2.2)) k (c);

insert into contracts
select n, 1 + pg_temp.below(n, 1, 80000, 3), case when pg_temp.u(n, 2) < 0.04 then daterange(starts, null) when pg_temp.u(n, 2) < 0.05 then 'empty' else daterange(starts, starts + 30 + pg_temp.below(n, 4, 1100, 2)) end,
  400 + pg_temp.below(n, 5, 4000), case when pg_temp.u(n, 6) < 0.8 then int4range(low, low + 1 + pg_temp.below(n, 8, 500, 3)) end,
  case when pg_temp.u(n, 9) < 0.6 then pg_temp.word(n, 10) || ' ' || pg_temp.word(n, 11) end
from generate_series(1, 110000) n, lateral (select date '2019-01-01' + pg_temp.below(n, 3, 2500)) k (starts), lateral (select pg_temp.below(n, 7, 3000, 3)) l (low);

insert into commodities
select n, lpad((n * 163 % 1000000)::text, 6, '0'), 1 + n % 97, (1 + n % 97) * 100 + n / 97 % 12,
  pg_temp.word(n, 1) || ' ' || (array['steel','timber','coffee','machinery','textiles','fruit','paper','plastics','tyres','furniture','chemicals','glass'])[1 + pg_temp.below(n, 2, 12, 2)] || ', ' || pg_temp.word(n, 3), pg_temp.u(n, 4) < 0.07
from generate_series(1, 4800) n;

insert into bookings
select n, 1 + pg_temp.below(n, 1, 80000, 3.5), v, case when pg_temp.u(n, 3) < 0.35 then 1 + pg_temp.below(n, 4, 110000) end,
  'BK' || upper(substr(md5(n::text), 1, 8)),
  (case when n > 560000 and pg_temp.u(n, 5) < 0.6 then 'open' when n > 540000 and pg_temp.u(n, 5) < 0.3 then 'held' when n > 520000 and pg_temp.u(n, 5) < 0.8 then 'confirmed' when pg_temp.u(n, 5) < 0.04 then 'cancelled' when n > 400000 and pg_temp.u(n, 5) < 0.3 then 'shipped' else 'closed' end)::booking_state,
  timestamptz '2024-01-01 00:00+00' + interval '1 second' * (n * 95 + pg_temp.below(n, 6, 40000)),
  pg_temp.country(o), pg_temp.country(t), (array['Asia','America','Europe','Africa','Oceania'])[1 + (o * 7 + o / 10) % 5],
  (pg_temp.u(n, 10) * pg_temp.u(n, 11) * 260000 + 50)::numeric(10, 1), case when pg_temp.u(n, 12) < 0.2 then pg_temp.word(n, 13) || ' ' || pg_temp.word(n, 14) || ' ' || pg_temp.word(n, 15) end
from generate_series(1, 600000) n,
  lateral (select 1 + least(109999, (n::bigint * 110000 / 600000 + pg_temp.below(n, 2, 900))::integer)) k (v),
  lateral (select pg_temp.below(n, 7, 50, 2.5)) a (o),
  lateral (select case when pg_temp.u(n, 8) < 0.6 then (o + 1) % 50 else pg_temp.below(n, 9, 50, 2) end) b (t);

insert into containers
select n, (array['ABCU','HLXU','MSKU','TRLU','GESU'])[1 + pg_temp.below(n, 1, 5, 2)] || lpad((n * 37 % 10000000)::text, 7, '0'),
  (array['22G1','42G1','45G1','22R1','45R1','22U1','22T6'])[1 + k], case when k in (0, 3, 5, 6) then 20 else 40 end, k in (3, 4),
  1 + pg_temp.below(n, 3, 160, 3), case when pg_temp.u(n, 4) < 0.9 then 1 + pg_temp.below(n, 5, 1200, 4) end,
  array(select (array['food grade','new paint','dented','leased','tracker','lashing','double door','vent'])[s] from generate_series(1, 8) s where pg_temp.u(n, 10 + s) < 0.7 / s),
  2004 + pg_temp.below(n, 6, 21, 0.6)
from generate_series(1, 180000) n, lateral (select pg_temp.below(n, 2, 7, 2)) x (k);

insert into booking_items
select b, line, 1 + pg_temp.below(b * 8 + line, 1, 180000, 1.4), 1 + pg_temp.below(b * 8 + line, 2, 4800, 3), 1 + pg_temp.below(b * 8 + line, 3, 400, 2),
  (pg_temp.u(b * 8 + line, 4) * 25000 + 100)::numeric(9, 1),
  case when pg_temp.u(b * 8 + line, 5) < 0.08 then array(select (1 + pg_temp.below(b * 8 + line, 20 + s, 9, 2))::smallint from generate_series(1, 1 + pg_temp.below(b * 8 + line, 6, 3)) s) end,
  case when pg_temp.u(b * 8 + line, 8) < 0.9 then 'HBR/' || upper(pg_temp.word(b, 9)) || '/' || upper(pg_temp.word(b, 10)) || ' C/NO 1-' || pg_temp.below(b * 8 + line, 3, 400, 2) || ' MADE IN ' || pg_temp.country(pg_temp.below(b, 11, 50, 2)) || ', KEEP DRY, THIS SIDE UP, NO HOOKS' end
from generate_series(1, 600000) b, lateral generate_series(1, 1 + pg_temp.below(b, 7, 5, 3)) line;

insert into movements
select n, 1 + pg_temp.below(n, 1, 180000, 1.5), 1 + pg_temp.below(n, 2, 1200, 3), (array['load','discharge','gate_in','gate_out','transship','inspect'])[1 + pg_temp.below(n, 3, 6, 1.7)]::movement_kind,
  timestamptz '2024-01-01 00:00+00' + interval '1 second' * (n * 53 + pg_temp.below(n, 4, 90000)),
  case when pg_temp.u(n, 5) < 0.4 then 'TR-' || pg_temp.below(n, 6, 9000) end, case when pg_temp.u(n, 7) < 0.7 then upper(substr(md5(n::text), 1, 6)) end
from generate_series(1, 1150000) n;

insert into readings
select 1 + (n % 4200) * 17, timestamptz '2025-06-01 00:00+00' + interval '1 minute' * (n / 4200 * 30) + interval '1 second' * pg_temp.below(n, 1, 900),
  (-22 + pg_temp.u(n, 2) * pg_temp.u(n, 3) * 40)::real, case when pg_temp.u(n, 4) < 0.9 then 40 + pg_temp.below(n, 5, 50) end, pg_temp.u(n, 6) < 0.006
from generate_series(1, 460000) n;

insert into invoices
select n, n, b.customer_id, issued, issued + (array[30, 30, 30, 60, 60, 14, 90])[1 + pg_temp.below(n, 2, 7)], case when n < 330000 and pg_temp.u(n, 3) < 0.97 then issued + pg_temp.below(n, 4, 80, 1.5) end,
  round((b.weight_kg * 0.09 + 200)::numeric, 2), (array['USD','USD','EUR','EUR','SGD','CNY','GBP','JPY'])[1 + pg_temp.below(n, 5, 8, 2)]
from generate_series(1, 380000) n join bookings b on b.id = n, lateral (select (b.booked_at at time zone 'UTC')::date + pg_temp.below(n, 1, 20)) k (issued);

insert into payments
select n, 1 + pg_temp.below(n, 1, 330000), timestamptz '2024-02-01 00:00+00' + interval '1 second' * (n * 170 + pg_temp.below(n, 2, 500000)), round((100 + pg_temp.u(n, 3) * pg_temp.u(n, 4) * 20000)::numeric, 2), (array['transfer','card','offset','cheque'])[1 + pg_temp.below(n, 5, 4, 4)]
from generate_series(1, 340000) n;

insert into messages
select n, timestamptz '2025-01-01 00:00+00' + interval '1 second' * (n * 110 + pg_temp.below(n, 1, 200)), 'agent-' || pg_temp.below(n, 2, 3000, 3), (array['coprar','coarri','codeco','baplie','iftmin','aperak'])[1 + pg_temp.below(n, 3, 6, 2)],
  jsonb_build_object('vessel', 1 + pg_temp.below(n, 4, 5000, 2), 'priority', pg_temp.below(n, 5, 5, 4), 'terminal', 'T' || pg_temp.below(n, 6, 90, 2), 'flags', to_jsonb(array(select 'f' || pg_temp.below(n, 20 + s, 60, 3) from generate_series(1, pg_temp.below(n, 7, 5)) s)))
from generate_series(1, 190000) n;

insert into documents (id, booking_id, title, body, uploaded)
select n, 1 + pg_temp.below(n, 1, 600000), (array['Bill of lading','Packing list','Certificate of origin','Dangerous goods declaration','Invoice copy'])[1 + pg_temp.below(n, 2, 5, 2)] || ' ' || n,
  (select string_agg(pg_temp.word(n, 100 + s, 1 + (s % 3)), ' ') || ' w' || pg_temp.below(n, 3, 2000, 3) || ' w' || pg_temp.below(n, 4, 2000, 3) from generate_series(1, 12) s), timestamptz '2024-01-01 00:00+00' + interval '1 minute' * (n * 19)
from generate_series(1, 50000) n;

insert into incidents
select n, 1 + pg_temp.below(n, 1, 5000, 2), date '2023-06-01' + pg_temp.below(n, 2, 860), 1 + pg_temp.below(n, 3, 5, 3), case when pg_temp.u(n, 4) < 0.5 then pg_temp.word(n, 5) || ' damage at ' || pg_temp.word(n, 6) end
from generate_series(1, 18000) n;

insert into incidents_archive
select 100000 + n, 1 + pg_temp.below(n, 11, 4000), date '2011-01-01' + pg_temp.below(n, 12, 4500), 1 + pg_temp.below(n, 13, 5, 2), pg_temp.word(n, 14), date '2023-06-01' + n / 1000
from generate_series(1, 52000) n;
