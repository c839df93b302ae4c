import { testSign } from '../../../test/sign.ts';
import { sign } from './generic-plan.ts';

const tasks = `create table tasks (id int primary key, state text, body text);
  insert into tasks select n, case when n % 100 < 97 then 'done' else 's' || n % 60 end, repeat('x', 20) from generate_series(1, 40000) n;
  create index on tasks (state)`;

testSign(sign, {
  says: {
    'the value that most rows have': {
      schema: tasks,
      query: 'select sum(length(body)) from tasks where state = $1',
      generic: ["'done'"],
      message: /made without the value of \$1: .* rows of tasks were expected on average, 38 800 came/,
      remedies: ['setting plan_cache_mode = force_custom_plan'],
    },
  },
  silent: {
    'planned for its value': { schema: tasks, query: "select sum(length(body)) from tasks where state = 'done'" },
    'a value like the average': {
      schema: tasks.replace("case when n % 100 < 97 then 'done' else 's' || n % 60 end", "'s' || n % 60"),
      query: 'select sum(length(body)) from tasks where state = $1',
      generic: ["'s7'"],
    },
    'a parameter that a sub-query fills': {
      schema: tasks,
      query: "select sum(length(body)) from tasks where state = (select 'done'::text from tasks limit 1)",
    },
  },
});
