import { testRule } from '../../../test/rule.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const lists = (...names: readonly string[]) =>
  `${names.map((name) => `create table ${name} (id int primary key, name text, sort_order int);`).join(' ')}
   create table orders (id int primary key, ${names.map((name, at) => `r${at} int references ${name}`).join(', ')});`;
const four = ['order_status', 'payment_methods', 'return_reasons', '"Color"'] as const;
const rows = (count: number): TableStatistics => ({ origin: 'observed', rows: count, columns: {} });
const twins = (columns: string, ...names: readonly string[]) =>
  names.map((name) => `create table ${name} (id int primary key, ${columns});`).join(' ');

testRule(rule, {
  flags: {
    'four lists of names': { sql: lists(...four), items: ['public."Color"'] },
    'small lists, counted': {
      sql: lists(...four),
      statistics: {
        tables: {
          'public.order_status': rows(5),
          'public.payment_methods': rows(4),
          'public.return_reasons': rows(9),
          'public."Color"': rows(12),
        },
      },
    },
    'tables of the same columns': {
      sql: twins('subject text, body text, sender text, sent_to text', 'letters', 'mails', 'faxes'),
      items: ['public.faxes'],
    },
    'a smaller number of lists': { sql: lists('order_status', 'payment_methods'), settings: { minimumLookups: 2 } },
  },
  allows: {
    'three lists': lists('order_status', 'payment_methods', 'return_reasons'),
    'things with names': lists('artists', 'playlists', 'countries', 'languages'),
    'large lists': {
      sql: lists(...four),
      statistics: {
        tables: {
          'public.order_status': rows(5000),
          'public.payment_methods': rows(4),
          'public.return_reasons': rows(9),
          'public."Color"': rows(12),
        },
      },
    },
    'lists that refer to something': `create table shops (id int primary key); ${four.map((name) => `create table ${name} (id int primary key, name text, shop_id int references shops);`).join(' ')}`,
    'a table and its archive': twins(
      'subject text, body text, sender text, sent_to text',
      'mails',
      'mails_archive',
      'mails_backup',
    ),
    links: `create table a (id int primary key); ${['ab', 'ac', 'ad'].map((name) => `create table ${name} (id int primary key, a_id int references a, b_id int, c_id int, d_id int, sort_order int);`).join(' ')}`,
    'two tables of the same columns': twins('subject text, body text, sender text, sent_to text', 'letters', 'mails'),
  },
});
