import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './row-security-without-policy.ts';

const schema = 'create table orders (id bigint primary key, owner text);';
const own = 'create policy own on orders using (owner = current_user);';

testHazard(hazard, {
  flags: {
    'a policy that only takes rows away': {
      schema,
      migration:
        'create policy few on orders as restrictive using (id > 0); alter table orders enable row level security;',
    },
    'the last policy goes with it': {
      schema: `${schema} ${own}`,
      migration: 'begin; drop policy own on orders; alter table orders enable row level security; commit;',
    },
  },
  allows: {
    'a policy before it': { schema, migration: `${own} alter table orders enable row level security;` },
    'a policy behind it': { schema, migration: `begin; alter table orders enable row level security; ${own} commit;` },
    'a policy that was there': {
      schema: `${schema} ${own}`,
      migration: 'alter table orders enable row level security;',
    },
    'what was enabled before': {
      schema: `${schema} alter table orders enable row level security;`,
      migration: 'alter table orders enable row level security;',
    },
    'a table that the migration makes': {
      schema: '',
      migration: 'create table t (id int); alter table t enable row level security;',
    },
  },
});
