import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './needs-newer-server.ts';

testHazard(
  { ...hazard, example: { ...hazard.example, ...{ target: '15' } } },
  {
    flags: {
      'in programs that bring SQLite along': {
        engine: 'sqlite',
        schema: 'create table orders (id integer primary key, note text);',
        migration: 'alter table orders drop column note;',
      },
    },
    allows: {
      '18': {
        schema:
          'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
        migration: 'alter table orders add constraint c check (amount > 0) not enforced;',
      },
    },
  },
);
