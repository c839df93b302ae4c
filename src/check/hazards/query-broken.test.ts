import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './query-broken.ts';

testHazard(
  // Its example breaks queries only where there are some.
  { ...hazard, example: { ...hazard.example, ...{ queries: 'select id, note from orders where id = $1;' } } },
  {
    flags: {
      'a query of a view that goes along': {
        schema: 'create table orders (id bigint primary key, note text); create view v as select id, note from orders;',
        migration: 'alter table orders drop column note cascade;',
        queries: 'select * from v where id = $1;',
      },
    },
    allows: {
      'a query of other columns': {
        schema:
          'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
        migration: 'alter table orders drop column note;',
        queries: 'select status from orders;',
      },
    },
  },
);
