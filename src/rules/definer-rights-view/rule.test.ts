import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const docs =
  'create table docs (id int primary key, owner text); alter table docs enable row level security; create policy p on docs using (owner = current_user);';

testRule(rule, {
  flags: {
    'a view': { sql: `${docs} create view v as select * from docs;`, items: ['public.v'] },
    'a view in quotes, over a join': `${docs} create table other (id int primary key); create view "All Docs" as select d.id from docs d join other o using (id);`,
    'a view over a view with its caller’s rights': {
      sql: `${docs} create view inner_view with (security_invoker = on) as select * from docs; create view outer_view as select * from inner_view;`,
      items: ['public.outer_view'],
    },
    'a forced table': `${docs} alter table docs force row level security; create view v as select * from docs;`,
    'set to false': `${docs} create view v with (security_invoker = false) as select * from docs;`,
  },
  allows: {
    'its caller’s rights': `${docs} create view v with (security_invoker = true) as select * from docs;`,
    'no row-level security': 'create table docs (id int primary key); create view v as select * from docs;',
    'a materialised view': `${docs} create materialized view v as select * from docs;`,
    'an engine without the option': { sql: `${docs} create view v as select * from docs;`, version: '14.0' },
  },
});
