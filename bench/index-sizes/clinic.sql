-- A clinic's tables, written when the size model was done and measured once: nothing in the model follows from them.

create extension if not exists pg_trgm;
create extension if not exists btree_gist;
create function u(n bigint, seed bigint) returns float8 language sql immutable strict parallel safe as
  $$ select (hashint8extended(n, seed) & 4503599627370495)::float8 / 4503599627370496 $$;

create table visits (
  id bigint not null, patient_id integer not null, ward smallint not null, bed text not null, doctor uuid not null, arrived timestamptz not null,
  left_at timestamptz, triage smallint, cost numeric(9, 2) not null, insurer varchar(30) not null, plan varchar(30) not null, code text not null, notes jsonb not null,
  symptoms text[] not null, remark text
);

insert into visits
select n, (u(n, 301) ^ 1.7 * 220000)::int, w, 'W' || w || '-B' || (u(n, 303) * 24)::int, md5('doctor' || (u(n, 304) ^ 2 * 900)::int)::uuid,
  '2019-01-01'::timestamptz + n * interval '190 seconds' + (u(n, 305) * 86400)::int * interval '1 second',
  case when u(n, 306) < 0.97 then '2019-01-01'::timestamptz + n * interval '190 seconds' + (86400 + u(n, 307) * 800000)::int * interval '1 second' end,
  case when u(n, 308) < 0.6 then 1 + (u(n, 308) * 8)::int end, round((exp(2 + 5 * u(n, 309)))::numeric, 2), 'Insurer ' || i, 'Plan ' || i || '.' || (u(n, 311) * 5)::int,
  chr(65 + (u(n, 312) ^ 2 * 25)::int) || (u(n, 313) ^ 3 * 100)::int || '.' || (u(n, 314) * 9)::int,
  jsonb_build_object('pulse', 50 + (u(n, 315) * 90)::int, 'state', (array['stable','critical','unknown'])[1 + n % 3], 'device', 'dev-' || (u(n, 316) * 7000)::int)
    || case when u(n, 317) < 0.2 then jsonb_build_object('allergy', (array['nuts','latex','pollen','penicillin'])[1 + n % 4]) else '{}' end,
  (select array_agg('s' || (u(n * 10 + k, 318) ^ 3 * 1200)::int) from generate_series(1, 1 + n % 4) k),
  case when u(n, 319) < 0.25 then (select string_agg((array['pain','fever','since','two','days','left','right','arm','after','fall','no','history','cough','mild'])[1 + (u(n * 30 + k, 320) * 14)::int % 14], ' ') from generate_series(1, 3 + n % 12) k) end
from generate_series(1, 700000) n, lateral (select (u(n, 302) ^ 2 * 40)::int as w, (u(n, 310) ^ 3 * 60)::int as i) s;

create table results (visit_id bigint not null, test integer not null, taken timestamptz not null, value real, unit text not null, device text not null, valid tstzrange not null);

insert into results
select v, t, '2019-01-01'::timestamptz + v * interval '400 seconds' + (u(v * 20 + k, 333) * 7200)::int * interval '1 second',
  case when u(v * 20 + k, 334) < 0.95 then round((u(v * 20 + k, 335) * 300)::numeric, 1)::real end, (array['mmol','mg','g','%'])[1 + t % 4], 'analyser ' || (u(v * 20 + k, 336) ^ 2 * 90)::int,
  tstzrange('2019-01-01'::timestamptz + v * interval '400 seconds', '2019-01-01'::timestamptz + v * interval '400 seconds' + (u(v * 20 + k, 337) * 90)::int * interval '1 day')
from generate_series(1, 330000) v, generate_series(1, 9) k, lateral (select (u(v * 20 + k, 331) ^ 2.5 * 800)::int as t) s where k <= 1 + u(v, 332) ^ 2 * 8;

create table patients (id integer not null, family text not null, given text not null, born date not null, sex char(1) not null, email text, street text not null, place point not null, card bytea not null, seen tsvector not null);

insert into patients
select n, initcap(chr(97 + (u(n, 341) ^ 2 * 25)::int) || 'amil' || (u(n, 342) ^ 2.2 * 30000)::int), (array['Mia','Ben','Emma','Finn','Lea','Noah','Ida','Paul','Ella','Leon','Lina','Max'])[1 + (u(n, 343) ^ 2 * 12)::int % 12],
  '1925-01-01'::date + (u(n, 344) ^ 0.8 * 36000)::int, (array['f','m','x'])[1 + (u(n, 345) * 2.02)::int], case when u(n, 346) < 0.55 then 'p' || n || '@clinic.example' end,
  'Street ' || (u(n, 347) ^ 2 * 8000)::int || ' no. ' || 1 + (u(n, 348) * 120)::int, point(7 + u(n, 349) ^ 2, 50 + u(n, 350)), decode(md5('card' || n), 'hex'),
  to_tsvector('simple', (select string_agg('term' || (u(n * 40 + k, 351) ^ 2 * 6000)::int, ' ') from generate_series(1, 4 + n % 18) k))
from generate_series(1, 220000) n;

vacuum analyze;

alter table visits add constraint visits_pkey primary key (id);
create index visits_patient on visits (patient_id);
create index visits_patient_arrived on visits (patient_id, arrived desc);
create index visits_ward on visits (ward);
create index visits_ward_bed on visits (ward, bed);
create index visits_bed on visits (bed);
create index visits_doctor on visits (doctor);
create index visits_doctor_arrived on visits (doctor, arrived) include (cost);
create index visits_arrived on visits (arrived);
create index visits_arrived_left on visits (arrived, left_at);
create index visits_left on visits (left_at);
create index visits_present on visits (ward, arrived) where left_at is null;
create index visits_triage on visits (triage);
create index visits_triage_patient on visits (triage, patient_id) where triage is not null;
create index visits_cost on visits (cost);
create index visits_insurer_plan on visits (insurer, plan);
create index visits_code on visits (code);
create index visits_code_ward on visits (code, ward);
create index visits_code_pattern on visits (code text_pattern_ops, triage);
create index visits_device on visits ((notes ->> 'device'));
create index visits_allergy on visits ((notes ->> 'allergy'), arrived) where notes ? 'allergy';
create index visits_month on visits (date_trunc('month', arrived at time zone 'UTC'), ward);
create index visits_pulse on visits (((notes ->> 'pulse')::integer));
create index visits_notes on visits using gin (notes);
create index visits_notes_paths on visits using gin (notes jsonb_path_ops);
create index visits_symptoms on visits using gin (symptoms);
create index visits_remark_trgm on visits using gin (remark gin_trgm_ops);
create index visits_remark_words on visits using gin (to_tsvector('simple', remark));
create index visits_doctor_hash on visits using hash (doctor);
create index visits_bed_hash on visits using hash (bed);
create index visits_arrived_brin on visits using brin (arrived) with (pages_per_range = 16);
create index visits_loose on visits (insurer, cost) with (fillfactor = 75);

create index results_visit on results (visit_id);
create unique index results_visit_test on results (visit_id, taken, test, device);
create index results_test on results (test);
create index results_test_taken on results (test, taken);
create index results_test_unit on results (test, unit);
create index results_device_test on results (device, test);
create index results_taken on results (taken);
create index results_value on results (value) where value is not null;
create index results_valid on results using gist (valid);
create index results_test_valid on results using gist (test, valid);
create index results_valid_spgist on results using spgist (valid);
create index results_taken_brin on results using brin (taken, test);

alter table patients add constraint patients_pkey primary key (id);
create index patients_family_given on patients (family, given);
create index patients_family on patients (family);
create index patients_lower on patients (lower(family), born);
create index patients_born on patients (born);
create index patients_sex_born on patients (sex, born);
create unique index patients_email on patients (email);
create index patients_street on patients (street);
create unique index patients_card on patients (card);
create index patients_family_trgm on patients using gin (family gin_trgm_ops);
create index patients_street_trgm on patients using gist (street gist_trgm_ops);
create index patients_seen on patients using gin (seen);
create index patients_seen_gist on patients using gist (seen);
create index patients_place on patients using gist (place);
create index patients_place_spgist on patients using spgist (place);
create index patients_family_spgist on patients using spgist (family);
