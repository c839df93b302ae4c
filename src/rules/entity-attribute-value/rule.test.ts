import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const products = 'create table products (id int primary key);';

testRule(rule, {
  flags: {
    'a meta table': {
      sql: `${products} create table product_meta (id int primary key, product_id int references products, meta_key text, meta_value text);`,
      items: ['public.product_meta'],
    },
    'one column for each type, no reference': {
      sql: 'create table attribute_kv (entity_id uuid, attribute_key int, bool_v boolean, str_v text, long_v bigint, primary key (entity_id, attribute_key));',
      items: ['public.attribute_kv'],
    },
    'attributes in a table of their own': {
      sql: `${products} create table attributes (id int primary key, name text); create table values (product_id int references products, attribute_id int references attributes, value text, primary key (product_id, attribute_id));`,
      items: ['public.values'],
    },
    'a name and a value, unique': `${products} create table facts (product_id int references products, name text, value text, unique (product_id, name));`,
    'names that need quotes': `${products} create table "Product Properties" ("Product Id" int references products, "Property Name" text, "Value" text);`,
  },
  allows: {
    'global settings': 'create table settings (key text primary key, value text);',
    measurements:
      'create table metrics (device_id int, key text, at timestamptz, value text, primary key (device_id, key, at));',
    'numbers by name': 'create table scores (id int primary key, user_id int, key text, value numeric);',
    translations: `${products} create table product_texts (product_id int references products, locale text, field text, value text, primary key (product_id, locale, field));`,
    'a history of changes': `${products} create table product_history (product_id int references products, field text, value text);`,
    'an entity with a name and a value': `${products} create table coupons (id int primary key, product_id int references products, name text, value text, starts date, ends date, quota int, color text);`,
    'options to choose from': `${products} create table choices (id int primary key, product_id int references products, name text, value text);`,
  },
});
