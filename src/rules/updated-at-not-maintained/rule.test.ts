import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

const table = (name: string, column = 'updated_at') =>
  `create table ${name} (id int primary key, x int, ${column} timestamptz not null default now());`;
const touch = (body = 'new.updated_at := now(); return new;') =>
  `create function touch() returns trigger language plpgsql as $$ begin ${body} end $$;`;
const trigger = (name: string, when = 'before update') =>
  `create trigger touch_${name} ${when} on ${name} for each row execute function touch();`;

testRule(rule, {
  flags: {
    'no trigger': { sql: table('t'), rows: 'insert into t values (1);' },
    'names that need quotes': {
      sql: table('"My T"', '"Updated At"'),
      rows: 'insert into "My T" values (1);',
      items: ['public."My T":"Updated At"'],
    },
    'forgotten on one table, with a function to use again': {
      sql: table('a') + table('b') + touch() + trigger('a'),
      items: ['public.b:updated_at'],
    },
    'a trigger on insert only': table('t') + touch() + trigger('t', 'before insert'),
    'a trigger after the update': table('t') + touch() + trigger('t', 'after update'),
    'a trigger that sets another column': table('t') + touch('new.x := 1; return new;') + trigger('t'),
    'a disabled trigger': `${table('t')} ${touch()} ${trigger('t')} alter table t disable trigger touch_t;`,
    'a partitioned table':
      'create table t (id int, modified timestamptz) partition by list (id); create table t1 partition of t default;',
  },
  allows: {
    'a trigger': table('t') + touch() + trigger('t'),
    'a trigger that sets whatever it is told':
      table('t') +
      touch('new := json_populate_record(new, json_build_object(tg_argv[0], now())); return new;') +
      `create trigger z before update on t for each row execute function touch('updated_at');`,
    'a trigger of some columns': `${table('t')} ${touch()} create trigger z before update of x on t for each row execute function touch();`,
    'a function that does more':
      table('t') +
      touch('if new is distinct from old then new.updated_at = clock_timestamp(); new.x := 2; end if; return new;') +
      trigger('t'),
    'a trigger that updates the table afterwards':
      table('t') +
      touch('update t set updated_at = now() where id = new.id; return null;') +
      trigger('t', 'after insert or update'),
    'a framework that does it': `${table('t')} create table ar_internal_metadata (key text primary key, value text);`,
    'other columns':
      'create table t (id int primary key, created_at timestamptz, updated_by int, updated_fields text, last_login timestamptz);',
    'never updated': {
      sql: table('t'),
      statistics: { tables: { 'public.t': { origin: 'observed', rows: 10, inserted: 10, updated: 0, columns: {} } } },
    },
  },
});
