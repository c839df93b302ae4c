import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './irreversible.ts';

testHazard(hazard, {
  flags: {},
  allows: {
    'a value that the type has already': {
      schema: "create type mood as enum ('sad', 'glad');",
      migration: "alter type mood add value if not exists 'glad';",
    },
    'a change that can be taken back': {
      schema:
        'create table orders (id bigint primary key, customer_id bigint, status text, amount integer, note varchar(50), at timestamptz); create table customers (id bigint primary key, name text);',
      migration: 'alter table orders add a int;',
    },
  },
});
