import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './view-dropped.ts';

const schema =
  'create table orders (id bigint primary key, status text); create view v as select id from orders; create materialized view m as select id from orders;';

testHazard(hazard, {
  flags: {
    'a materialised view': { schema, migration: 'drop materialized view if exists m;' },
    CASCADE: { schema, migration: 'drop view v cascade;' },
  },
  allows: {
    'a view that is made anew': { schema, migration: 'drop view v; create view v as select id, status from orders;' },
    'a view of the same migration': { schema, migration: 'create view w as select 1 as a; drop view w;' },
    'a view that is not there': { schema, migration: 'drop view if exists nope;' },
  },
});
