-- What time does to tables: first tidy, then rows that nobody has vacuumed away or analysed yet.

vacuum (analyze);
analyze movements, readings, incidents;

-- Bloat: dead rows that stay, and pages that vacuum emptied without giving them back.
update invoices set paid = issued + 45 where id % 3 = 0 and paid is null;
update invoices set currency = 'EUR' where id % 4 = 1;
analyze invoices;
delete from messages where id % 10 < 4;
vacuum (analyze) messages;
update containers set home_port = home_port % 1200 + 1 where id % 5 = 0;
delete from port_calls where voyage_id < 12000;
vacuum (index_cleanup off) port_calls;
analyze port_calls;

-- Stale: rows that came after the last analysis.
insert into payments
select id + 340000, invoice_id, received + interval '670 days', amount, method from payments where id % 12 = 0;
insert into documents (id, booking_id, title, body, uploaded)
select id + 50000, booking_id, title, body, uploaded + interval '660 days' from documents where id % 6 = 0;
