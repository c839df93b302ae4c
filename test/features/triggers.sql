create table events (id int primary key, kind text, at timestamptz);

create table changes (id int, old text);

create function note() returns trigger language plpgsql as 'begin return null; end';

create schema elsewhere;

create function elsewhere.keep() returns trigger language plpgsql as 'begin return new; end';

create trigger before_row before insert or update of kind, at on events for each row when (new.kind is distinct from 'x, "y" (z)') execute function elsewhere.keep('a', 'it''s');

create trigger after_statement after insert or update or delete or truncate on events for each statement execute function note();

create trigger with_tables after update on events referencing old table as before new table as "After" for each statement execute function note();

create constraint trigger at_the_end after insert on events from changes deferrable initially deferred for each row execute function note();

create trigger no_change before update on events for each row execute function suppress_redundant_updates_trigger();

create trigger "Odd name" before delete on events for each row execute function note();

alter table events disable trigger "Odd name", enable always trigger before_row, enable replica trigger no_change;

create view recent as select id, kind from events where at > '2024-01-01 00:00:00+00';

create trigger instead instead of insert on recent for each row execute function note();

create rule logged as on update to events where old.kind <> new.kind do also insert into changes values (old.id, old.kind);

create rule quiet as on delete to changes do instead nothing;

create rule through as on update to recent do instead (update events set kind = new.kind where events.id = old.id; notify changed);

comment on trigger after_statement on events is 'tells';

comment on rule quiet on changes is 'nothing goes';

alter table changes enable always rule quiet;
