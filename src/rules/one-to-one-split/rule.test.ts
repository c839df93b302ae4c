import { testRule } from '../../../test/rule.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const books = 'create table books (id int primary key, title text);';
const rows = (count: number): TableStatistics => ({ origin: 'observed', rows: count, columns: {} });
const covers = `${books} create table covers (book_id int primary key references books, color text);`;

testRule(rule, {
  flags: {
    'details of each row': {
      sql: `${books} create table book_details (book_id int primary key references books, pages int, color text);`,
      items: ['public.book_details'],
    },
    'as many rows': {
      sql: covers,
      statistics: { tables: { 'public.books': rows(1000), 'public.covers': rows(998) } },
      items: ['public.covers'],
    },
    'a composite key, in quotes': {
      sql: 'create table "Old Books" (a int, b int, primary key (a, b)); create table "Book Info" (b int, a int, color text, primary key (b, a), foreign key (a, b) references "Old Books");',
      items: ['public."Book Info"'],
    },
    'declared volumes': {
      sql: covers,
      statistics: {
        tables: {
          'public.books': { ...rows(50), origin: 'declared' },
          'public.covers': { ...rows(50), origin: 'declared' },
        },
      },
    },
  },
  allows: {
    'no counts and a name of its own': covers,
    'fewer rows': { sql: covers, statistics: { tables: { 'public.books': rows(1000), 'public.covers': rows(300) } } },
    subtypes: `${books} create table novel_details (book_id int primary key references books, color text); create table manual_details (book_id int primary key references books, version text);`,
    counters: `${books} create table book_data (book_id int primary key references books, downloads bigint, seen_at timestamptz);`,
    documents: `${books} create table book_data (book_id int primary key references books, body jsonb);`,
    secrets: `${books} create table book_details (book_id int primary key references books, api_key text);`,
    'something referred to': `${books} create table book_details (book_id int primary key references books, color text); create table pages (id int primary key, detail_id int references book_details);`,
    'a key of its own': `${books} create table book_details (id int primary key, book_id int unique references books, color text);`,
  },
});
