import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './rebuilt-repeatedly.ts';

testHazard(hazard, {
  flags: {},
  allows: {
    'one statement': {
      engine: 'mysql',
      schema: 'create table orders (id bigint primary key, amount int, state int);',
      migration: 'alter table orders modify amount bigint, modify state bigint;',
    },
    'two tables': {
      engine: 'mysql',
      schema: 'create table a (id int primary key, x int); create table b (id int primary key, x int);',
      migration: 'alter table a modify x bigint; alter table b modify x bigint;',
    },
  },
});
