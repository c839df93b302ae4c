-- q01: one row by its key
select * from bookings where id = 345678;

-- q02: a skewed key's newest rows
select id, reference, state from bookings where customer_id = 3 order by booked_at desc limit 20;

-- q03: a rare value of the same key, all rows
select id, booked_at, weight_kg from bookings where customer_id = 61234;

-- q04: partial index on a state, oldest first
select id, customer_id, booked_at from bookings where state in ('open', 'held') order by booked_at limit 100;

-- q05: the same predicate counted by region
select region, count(*) from bookings where state in ('open', 'held') and booked_at >= '2025-10-01 00:00+00' group by region;

-- q06: expression index, lower(email)
select id, name from customers where lower(email) = 'post4711@cedar.example';

-- q07: prefix by text_pattern_ops
select id, name from customers where name like 'Kestrel%';

-- q08: a range in the collation's order
select id, name from customers where name >= 'Ocean' and name < 'Pioneer' order by name limit 50;

-- q09: leading wildcard
select id from customers where name ilike '%willow%' and country = 'DE';

-- q10: jsonb containment by GIN
select id, name from customers where profile @> '{"tier": "platinum", "blocked": true}';

-- q11: expression on jsonb with a range
select id, joined from customers where profile ->> 'tier' = 'gold' and joined between '2020-01-01' and '2020-06-30' order by joined;

-- q12: array overlap by GIN
select id, name, tags from customers where tags && array['t0', 't250'];

-- q13: array containment of a frequent and a rare element
select count(*) from customers where tags @> array['t1', 't40'];

-- q14: full-text search
select id, title from documents where search @@ to_tsquery('simple', 'harbor & (fjord | zephyr) & w17') order by uploaded desc limit 10;

-- q15: full-text search on an expression index
select code, description from commodities where to_tsvector('simple', description) @@ plainto_tsquery('simple', 'coffee');

-- q16: range overlap by GiST
select id, berth_id from berth_windows where during && tstzrange('2025-03-01 00:00+00', '2025-03-02 12:00+00');

-- q17: exclusion constraint's index, one berth
select id, during from berth_windows where berth_id = 77 and during && tstzrange('2025-01-01 00:00+00', '2025-04-01 00:00+00');

-- q18: contracts valid on a day, with the customer
select c.name, k.rate from contracts k join customers c on c.id = k.customer_id where k.valid @> date '2024-05-17' and c.segment = 'government';

-- q19: nearest ports by GiST order
select locode, name from ports order by location <-> point(8.5, 53.9) limit 5;

-- q20: ports inside a box that offer repairs
select locode from ports where location <@ box '((0,40),(20,60))' and services @> array['repairs', 'rail'];

-- q21: BRIN on the time of arrival
select count(*), sum(moves) from port_calls where expected >= '2025-06-10 00:00+00' and expected < '2025-06-12 00:00+00' and delay_minutes > 600;

-- q22: BRIN on a table that lost four rows in ten
select kind, count(*) from messages where received between '2025-03-03 00:00+00' and '2025-03-09 00:00+00' group by kind;

-- q23: GIN on jsonb with a cut-off
select id, received from messages where body @> '{"terminal": "T3", "priority": 4}' order by received desc limit 30;

-- q24: expression index on a number inside jsonb
select count(*) from messages where (body ->> 'vessel')::integer = 42;

-- q25: hash index
select id, kind from messages where sender = 'agent-1733';

-- q26: one partition
select kind, count(*) from movements where moved_at >= '2025-02-01 00:00+00' and moved_at < '2025-02-08 00:00+00' group by kind;

-- q27: three partitions, ordered, cut off
select id, container_id, moved_at from movements where moved_at >= '2024-06-20 00:00+00' and moved_at < '2024-10-05 00:00+00' and container_id = 14 order by moved_at desc limit 10;

-- q28: all partitions by a key that is not theirs
select port_id, count(*) from movements where container_id in (11, 12, 1300, 90000) group by port_id order by 2 desc;

-- q29: one hash partition
select read_at, celsius from readings where container_id = 4 * 17 + 1 and read_at > '2025-06-02 00:00+00' order by read_at;

-- q30: alarms over all hash partitions
select container_id, count(*), max(celsius) from readings where alarm and read_at >= '2025-06-01 12:00+00' group by container_id having count(*) > 1;

-- q31: group everything, grouping sets
select region, state, count(*), sum(weight_kg) from bookings where booked_at >= '2025-03-01 00:00+00' group by grouping sets ((region, state), (region), ());

-- q32: a large hash aggregate
select container_id, sum(gross_kg), count(*) from booking_items group by container_id order by 2 desc limit 100;

-- q33: hash join of two large tables, grouped
select b.region, sum(i.gross_kg) from bookings b join booking_items i on i.booking_id = b.id where b.state = 'closed' group by b.region;

-- q34: six tables, filtered at both ends
select c.name, v.name, p.name, sum(i.gross_kg)
from bookings b join customers c on c.id = b.customer_id join voyages y on y.id = b.voyage_id join vessels v on v.id = y.vessel_id join ports p on p.id = y.to_port join booking_items i on i.booking_id = b.id
where c.segment = 'farming' and p.country = 'NL' and v.class = 'ultra_large' and b.booked_at >= '2025-01-01 00:00+00' group by c.name, v.name, p.name;

-- q35: eight tables
select k.name as carrier, p.name as port, m.description, count(*)
from booking_items i join bookings b on b.id = i.booking_id join voyages y on y.id = b.voyage_id join vessels v on v.id = y.vessel_id join carriers k on k.id = v.carrier_id join ports p on p.id = y.from_port join commodities m on m.id = i.commodity_id join customers c on c.id = b.customer_id
where m.hazardous and p.country in ('SG', 'DE') and c.country = 'US' and b.state <> 'cancelled' group by k.name, p.name, m.description order by 4 desc limit 25;

-- q36: correlated columns with extended statistics
select count(*) from bookings where region = 'Asia' and origin_country = 'CN' and target_country = 'US';

-- q37: the same columns joined
select b.reference, i.amount from bookings b join invoices i on i.booking_id = b.id where b.region = 'Asia' and b.origin_country = 'SG' and b.target_country = 'JP' and i.paid is null;

-- q38: chapter and heading, functionally dependent
select id, description from commodities where chapter = 12 and heading = 1203;

-- q39: group by dependent columns
select chapter, heading, count(*) from commodities group by chapter, heading;

-- q40: an expression with statistics of its own
select count(*) from bookings where extract(hour from booked_at at time zone 'UTC') = 7;

-- q41: container kinds, common combinations
select id from containers where iso_type = '22R1' and size_feet = 20 and refrigerated;

-- q42: unpaid invoices by partial index, bloated table
select customer_id, sum(amount) from invoices where paid is null and due < '2025-04-01' group by customer_id order by 2 desc limit 50;

-- q43: anti join
select count(*) from invoices i where not exists (select from payments p where p.invoice_id = i.id);

-- q44: NOT IN
select id, name from customers where country = 'NO' and id not in (select customer_id from contracts where rate > 4200);

-- q45: semi join by IN with a grouped sub-query
select id, name from customers where id in (select customer_id from bookings where state = 'open' group by customer_id having count(*) > 5);

-- q46: EXISTS of a rare condition
select v.id, v.name from vessels v where exists (select from incidents x where x.vessel_id = v.id and x.severity = 5 and x.happened > '2025-06-01');

-- q47: inheritance, both tables
select severity, count(*) from incidents where happened >= '2022-01-01' group by severity;

-- q48: only the parent, near the end of its histogram
select count(*) from only incidents where happened > '2025-10-01';

-- q49: lateral, top three of each
select v.name, y.number, y.departs from vessels v, lateral (select number, departs from voyages where vessel_id = v.id order by departs desc limit 3) y where v.class = 'feeder' and v.carrier_id = 60;

-- q50: window over a filtered set
select id, customer_id, amount, rank() over (partition by customer_id order by amount desc) from invoices where issued >= '2025-01-01' and currency = 'SGD';

-- q51: CTE used twice
with busy as (select port_id, count(*) as calls, avg(delay_minutes) as delay from port_calls group by port_id)
select a.port_id, a.calls, b.delay from busy a join busy b on b.port_id = a.port_id + 1 where a.calls > 2000;

-- q52: recursive CTE
with recursive chain (leg, port, sailed) as (
  select 1, y.to_port, y.arrives from voyages y where y.id = 9000
  union all
  select leg + 1, y.to_port, y.arrives from chain c join voyages y on y.from_port = c.port and y.departs between c.sailed and c.sailed + interval '12 hours' where leg < 4)
select leg, count(*) from chain group by leg;

-- q53: UNION ALL of pasts and futures, ordered
select 'call' as what, expected as at from port_calls where port_id = 9 and expected >= '2025-08-01 00:00+00' union all select 'move', moved_at from movements where port_id = 9 and moved_at >= '2025-08-01 00:00+00' order by at limit 40;

-- q54: UNION and DISTINCT
select distinct customer_id from bookings where booked_at >= '2025-09-01 00:00+00' union select customer_id from contracts where upper(valid) is null;

-- q55: OR over two indexed columns
select id from voyages where vessel_id = 17 or (from_port = 3 and departs > '2025-06-01 00:00+00');

-- q56: index-only count by INCLUDE, all-visible
select state, sum(weight_kg) from bookings where voyage_id between 50000 and 50400 group by state;

-- q57: beyond the greatest value, after rows that nobody analysed
select count(*), sum(amount) from payments where received > '2026-10-01 00:00+00';

-- q58: sort of half a million rows
select id, weight_kg, booked_at from bookings where state = 'closed' order by weight_kg desc, booked_at;

-- q59: merge or hash, both sides whole, outer join
select i.currency, p.method, count(*), sum(p.amount) from invoices i left join payments p on p.invoice_id = i.id group by i.currency, p.method;

-- q60: correlated scalar sub-query and CASE
select c.id, c.name, (select max(b.booked_at) from bookings b where b.customer_id = c.id) as last, case when c.credit_limit is null then 'none' else 'some' end from customers c where c.segment = 'government' and c.city = 'CN-town-0';

-- q61: the end of the past: least values
select min(booked_at), max(booked_at) from bookings where customer_id = 1;

-- q62: element statistics of small numbers
select count(*) from booking_items where hazard_classes @> array[3::smallint];

-- q63: ranges of numbers
select count(*) from contracts where volumes && int4range(2000, 2400) and rate < 900;

-- q64: grouped by month, expression index
select date_trunc('month', booked_at at time zone 'UTC') as month, count(*) from bookings where date_trunc('month', booked_at at time zone 'UTC') >= '2025-08-01' group by 1 order by 1;

-- q65: paging far into an index
select id, joined from customers order by joined desc nulls last offset 40000 limit 20;

-- q66: self join on a range near the greatest key
select a.id, b.id from voyages a join voyages b on b.from_port = a.to_port and b.departs > a.arrives and b.departs < a.arrives + interval '2 days' where a.id > 109900;

-- q67: full join of two aggregates
select coalesce(a.customer_id, b.customer_id), a.owed, b.booked from (select customer_id, sum(amount) as owed from invoices where paid is null group by 1) a full join (select customer_id, count(*) as booked from bookings where state = 'confirmed' group by 1) b using (customer_id);

-- q68: array of keys
select id, number from containers where number = any (array['MSKU0000037', 'ABCU0000074', 'HLXU0003700', 'TRLU0037000']);

-- q69: text compared with text of another table, hash of names
select c.name, count(*) from customers c join ports p on p.name = split_part(c.name, ' ', 1) || ' Bay' group by c.name;

-- q70: row by row with a function in the way of the index
select id from voyages where upper(number) = '24W0042A';

-- q71: a bitmap of more pages than 1 MB holds
select sum(gross_kg) from booking_items where commodity_id between 1 and 700 and packages > 100 and marks like '%MADE IN SG%';

-- q72: hash of whole customers, near the limit of 4 MB twice
select b.reference, c.name, c.email, c.city from bookings b join customers c on c.id = b.customer_id where b.region = 'Europe' and b.state = 'closed';

-- q73: many groups of a skewed key
select customer_id, count(*), min(booked_at), max(weight_kg) from bookings group by customer_id;

-- q74: distinct pairs
select distinct container_id, commodity_id from booking_items where booking_id < 300000;

-- q75: hash of containers, with a filter that most pass
select k.iso_type, count(*), avg(i.gross_kg) from booking_items i join containers k on k.id = i.container_id where k.built > 2006 group by k.iso_type;

-- q76: three large tables
select b.region, i.currency, sum(p.amount) from payments p join invoices i on i.id = p.invoice_id join bookings b on b.id = i.booking_id where p.method = 'transfer' group by b.region, i.currency;

-- q77: window over everything, then one row in each group
select * from (select container_id, moved_at, kind, row_number() over (partition by container_id order by moved_at desc) as nth from movements where moved_at >= '2025-04-01 00:00+00') m where nth = 1;

-- q78: INTERSECT and EXCEPT
select container_id from movements where kind = 'inspect' intersect select container_id from booking_items except select container_id from readings;

-- q79: two arrays of bitmaps on one table
select id, number from containers where features @> array['tracker'] and iso_type in ('22T6', '22U1') and home_port < 5;

-- q80: ordered by an expression over a join, cut off
select i.id, i.amount, b.reference from invoices i join bookings b on b.id = i.booking_id where i.due - i.issued = 90 and i.currency = 'JPY' order by i.amount desc limit 20;

-- q81: any value of a skewed key
select id, reference from bookings where customer_id = $1 order by booked_at desc limit 20;

-- q82: a range of any times, over partitions that are known only later
select kind, count(*) from movements where moved_at >= $1 and moved_at < $2 group by kind;

-- q83: any prefix
select id, name from customers where name like $1;

-- q84: any page
select id, joined from customers order by joined desc nulls last limit $1 offset $2;

-- q85: any hash partition
select read_at, celsius from readings where container_id = $1 and read_at > $2;

-- q86: any array of keys, joined
select b.id, i.amount from bookings b join invoices i on i.booking_id = b.id where b.id = any ($1::bigint[]);

-- q87: any words, any tags
select d.id, c.name from documents d join bookings b on b.id = d.booking_id join customers c on c.id = b.customer_id where d.search @@ to_tsquery('simple', $1) and c.tags && $2::text[];

-- q88: any day of a contract
select count(*) from contracts where valid @> $1::date and customer_id = $2;
