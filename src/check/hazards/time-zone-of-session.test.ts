import { expect, it } from 'vitest';
import { checked, testHazard } from '../../../test/hazard.ts';
import { hazard } from './time-zone-of-session.ts';

const schema =
  'create table orders (id bigint primary key, at timestamp, seen timestamptz, day date, hour time, note text, ats timestamp[]);';

testHazard(hazard, {
  flags: {
    'a time that gets a zone': {
      schema,
      migration: 'alter table orders alter column at type timestamptz;',
    },
    'a time that loses its zone': {
      schema,
      migration: 'alter table orders alter column seen type timestamp without time zone;',
    },
    'a day that becomes an instant': {
      schema,
      migration: 'alter table orders alter column day type timestamp with time zone;',
    },
    'an instant that becomes a day': {
      schema,
      migration: 'alter table orders alter column seen type date;',
    },
    'a zone that is set for another transaction': {
      schema,
      migration:
        "begin; set local time zone 'UTC'; select 1; commit; alter table orders alter column at type timestamptz;",
      transaction: 'each',
    },
  },
  allows: {
    'a zone in the expression': {
      schema,
      migration: "alter table orders alter column at type timestamptz using at at time zone 'Europe/Berlin';",
    },
    'a zone that the script sets': {
      schema,
      migration: "set timezone = 'UTC'; alter table orders alter column at type timestamptz;",
    },
    'times without zones among themselves': {
      schema,
      migration:
        'alter table orders alter column day type timestamp; alter table orders alter column at type timestamp(3);',
    },
    'a table that the migration makes': {
      schema: '',
      migration: 'create table t (at timestamp); alter table t alter column at type timestamptz;',
    },
  },
});

it('advises a form that writes no row where the times are of UTC', async () => {
  const { results } = await checked({ schema, migration: 'alter table orders alter column at type timestamptz;' });
  const [item] = results.find((one) => one.hazard.id === hazard.id)?.items ?? [];
  expect(item?.sql.join()).toMatch(/SET LOCAL TimeZone = 'UTC'/);
});
