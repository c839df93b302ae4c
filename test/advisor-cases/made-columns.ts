import type { AdvisorCase } from './advisor-case.ts';

const lines = `create table lines (id bigint primary key, price numeric(12, 2) not null, quantity int not null, email text,
  total numeric generated always as (price * quantity) virtual, mail text generated always as (lower(email)) virtual);`;
const ofLines = (title: string, queries: string, creates: AdvisorCase['creates']): AdvisorCase => ({
  title,
  schema: lines,
  rows: 'lines=20M',
  queries,
  creates,
});

/** Columns that are computed when they are read: no index can be made on them, but on what they compute. */
export const madeColumns: readonly AdvisorCase[] = [
  ofLines('a virtual column held equal', 'select id from lines where mail = $1;', [
    { table: 'lines', keys: ['lower(email)'], method: ['btree', 'hash'] },
  ]),
  ofLines('the order of a virtual column', 'select * from lines l order by l.total desc limit 10;', [
    { table: 'lines', keys: ['(price * (quantity)::numeric)'] },
  ]),
];
