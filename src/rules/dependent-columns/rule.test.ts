import { testRule } from '../../../test/rule.ts';
import type { TableStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const pair = 'create table products (id int primary key, brand_id int, brand_name text);';
const counted = (ids: number, names: number): TableStatistics => ({
  origin: 'observed',
  rows: 10_000,
  columns: {
    brand_id: { nullFraction: 0, averageWidth: 4, distinct: ids },
    brand_name: { nullFraction: 0, averageWidth: 9, distinct: names },
  },
});

testRule(rule, {
  flags: {
    'a place in a table of people': {
      sql: 'create table customers (id int primary key, street text, city text, state text, zip_code text, country text);',
      items: ['public.customers:zip_code,city,state,country'],
    },
    'two places, in quotes': {
      sql: 'create table "Orders" (id int primary key, "ShipCity" text, "ShipRegion" text, "ShipPostalCode" text, "BillCity" text, "BillCountry" text, "BillPostalCode" text);',
      items: [
        'public."Orders":"ShipPostalCode","ShipCity","ShipRegion"',
        'public."Orders":"BillPostalCode","BillCity","BillCountry"',
      ],
    },
    'a bank': {
      sql: 'create table suppliers (id int primary key, iban text, bic text, bank_name text);',
      items: ['public.suppliers:iban,bic,bank_name'],
    },
    'a key and its name': { sql: pair, items: ['public.products:brand_id,brand_name'] },
    'a key and its name, with counts that agree': {
      sql: pair,
      statistics: { tables: { 'public.products': counted(40, 40) } },
    },
  },
  allows: {
    'an address table':
      'create table addresses (id int primary key, street text, city text, state text, zip text, country text);',
    'a city and a country only': 'create table customers (id int primary key, city text, country text);',
    'the name of the row itself':
      'create table categories (category_id int primary key, category_name text, category_code text);',
    'a reference, which another rule judges':
      'create table brands (id int primary key, name text); create table products (id int primary key, brand_id int references brands, brand_name text);',
    'a log': 'create table audit_log (id int primary key, user_id int, user_name text);',
    'names that do not depend on the key': {
      sql: pair,
      statistics: { tables: { 'public.products': counted(40, 4000) } },
    },
    'an IBAN alone': 'create table suppliers (id int primary key, iban text, name text);',
    'a key of the outside world': 'create table links (id int primary key, external_id text, external_name text);',
  },
});
