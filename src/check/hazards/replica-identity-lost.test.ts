import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './replica-identity-lost.ts';

const published =
  'create table orders (id bigint primary key, note text); create publication changes for table orders;';
const keyless = 'create table orders (id bigint, note text);';

testHazard(hazard, {
  flags: {
    'a table without a key is published': {
      schema: keyless,
      migration: 'create publication changes for table orders;',
    },
    'a table without a key joins a publication': {
      schema: `${keyless} create publication changes;`,
      migration: 'alter publication changes add table orders;',
    },
    'all tables are published': { schema: keyless, migration: 'create publication changes for all tables;' },
    'its schema is published': {
      schema: keyless,
      migration: 'create publication changes for tables in schema public;',
    },
    'its replica identity is nothing': { schema: published, migration: 'alter table orders replica identity nothing;' },
    'the index of its identity goes': {
      schema: `create table orders (id bigint not null); create unique index own on orders (id);
        alter table orders replica identity using index own; create publication changes for table orders;`,
      migration: 'drop index own;',
    },
    'a partition of a published table': {
      schema: `create table orders (id bigint primary key) partition by range (id);
        create table orders_1 partition of orders for values from (0) to (9); create publication changes for table orders;`,
      migration: 'alter table orders_1 replica identity nothing;',
    },
    'a new table, where all are published': {
      schema: 'create publication changes for all tables;',
      migration: 'create table notes (body text);',
    },
    'a key that can be deferred': {
      schema: published,
      migration:
        'begin; alter table orders drop constraint orders_pkey; alter table orders add primary key (id) deferrable; commit;',
    },
  },
  allows: {
    'a key in the place of the key': {
      schema: published,
      migration:
        'begin; alter table orders drop constraint orders_pkey; alter table orders add primary key (id, note); commit;',
    },
    'the whole row': {
      schema: published,
      migration:
        'begin; alter table orders replica identity full; alter table orders drop constraint orders_pkey; commit;',
    },
    'what only gets rows is published': {
      schema: keyless,
      migration: "create publication changes for table orders with (publish = 'insert');",
    },
    'it was so before': {
      schema: `${keyless} create publication changes for table orders;`,
      migration: 'alter table orders add column n int;',
    },
    'nobody subscribes to it': {
      schema: 'create table orders (id bigint primary key);',
      migration: 'alter table orders drop constraint orders_pkey;',
    },
  },
});
