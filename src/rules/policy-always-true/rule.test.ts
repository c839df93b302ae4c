import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const docs = 'create table docs (id int primary key, owner text); alter table docs enable row level security;';

testRule(rule, {
  flags: {
    'for all commands': { sql: `${docs} create policy p on docs using (true);`, items: ['public.docs:p'] },
    'for one command': `${docs} create policy p on docs for delete using (true);`,
    'an insert of any row': `${docs} create policy p on docs for insert with check (true);`,
    'a new row of somebody else': `${docs} create policy p on docs for update using (owner = current_user) with check (true);`,
    'reading all, mildly': `${docs} create policy p on docs for select using (true);`,
    'beside a policy that guards': {
      sql: `${docs} create policy "Open door" on docs for update using (true); create policy own on docs for update using (owner = current_user);`,
      items: ['public.docs:"Open door"'],
    },
    'one equals one': `${docs} create policy p on docs for delete using (1 = 1);`,
  },
  allows: {
    'a condition': `${docs} create policy p on docs using (owner = current_user);`,
    'a role that is trusted': `${docs} create policy p on docs to pg_database_owner using (true);`,
    'a restrictive policy': `${docs} create policy p on docs as restrictive using (true); create policy q on docs using (owner = current_user);`,
    'an open policy that a restrictive one narrows': `${docs} create policy p on docs using (true); create policy q on docs as restrictive using (owner = current_user);`,
    'a checked write behind an open read': `${docs} create policy p on docs for update using (true) with check (owner = current_user);`,
  },
});
