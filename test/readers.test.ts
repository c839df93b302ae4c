import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from './embedded.ts';
import { type OnlineCase, proveOnline, stepsOf } from './online.ts';

interface ReaderCase extends Pick<OnlineCase, 'from' | 'to' | 'steps' | 'undoDiffers' | 'never'> {
  /** What the application must be ready for before the last phase: a part of a sentence each. */
  readonly needs: readonly RegExp[];
  /** What fails from a step on though no lock says so. */
  readonly breaks?: readonly RegExp[];
}

const orders = (total = 'integer') =>
  `create table orders (id integer primary key, total ${total}, note varchar(20), tenant integer not null default 1);`;
const rows = `insert into orders select n, n, 'n' || n from generate_series(1, 30) n`;

/** What the running application reads is there until the deploy. */
const cases: Readonly<Record<string, ReaderCase>> = {
  'a column more at the end of a view': {
    from: `${orders()} create view v as select id, total from orders;`,
    to: `${orders()} create view v as select id, total, note from orders;`,
    steps: [/^Replace view public\.v/],
    needs: [],
  },
  'a column less of a view, under another view': {
    from: `${orders()} create view v as select id, total, note from orders; create view w as select id from v;`,
    to: `${orders()} create view v as select id, total from orders; create view w as select id from v;`,
    steps: [/^Deploy/, /ake view public\.w, view public\.v anew/],
    needs: [/no longer reads note of public\.v\.$/],
  },
  'a column of a view that takes the place of another': {
    from: `${orders()} create view v as select id, total from orders;`,
    to: `${orders()} create view v as select id, total * 2 as double from orders;`,
    steps: [/^Deploy/, /ake view public\.v anew/],
    needs: [/no longer reads total of public\.v\. It does without double of public\.v until the view is made anew\./],
  },
  'a column of a view that is reckoned otherwise, and has another type': {
    from: `${orders()} create view v as select id, total from orders;`,
    to: `${orders()} create view v as select id, total / 2.0 as total from orders;`,
    steps: [/^Deploy/, /ake view public\.v anew/],
    needs: [/reads total of public\.v as integer and as numeric/],
  },
  'a view that follows the column under it': {
    from: `${orders()} create view v as select id, note from orders;`,
    to: `${orders().replace('varchar(20)', 'varchar(40)')} create view v as select id, note from orders;`,
    steps: [/^Change public\.orders\.note to character varying\(40\); make view public\.v anew/],
    needs: [],
  },
  'a function of another result, and one whose table gets a column more': {
    from: `create function f(a integer) returns integer language sql as 'select a';
      create function g() returns table (x integer) language sql as 'select 1';`,
    to: `create function f(a integer) returns bigint language sql as 'select a::bigint';
      create function g() returns table (x integer, y integer) language sql as 'select 1, 2';`,
    steps: [/^Make routine public\.g\(\) anew/, /^Deploy/, /^Make routine public\.f\(integer\) anew/],
    needs: [/takes what public\.f gives as integer and as bigint/],
  },
  'parameters of other names, and a default less': {
    from: `create function f(a integer) returns integer language sql as 'select 1';
      create function g(a integer, b integer default 2) returns integer language sql as 'select 1';`,
    to: `create function f(b integer) returns integer language sql as 'select 1';
      create function g(a integer, b integer) returns integer language sql as 'select 1';`,
    steps: [/^Deploy/, /^Make routine public\.f/, /^Make routine public\.g/],
    needs: [/calls public\.f in a way that its form before and the one after take alike/, /calls public\.g/],
  },
  'a view and a function that go, with a function of a trigger': {
    from: `${orders()} create view v as select id from orders; create function f(a integer) returns integer language sql as 'select 1';
      create function t() returns trigger language plpgsql as $$ begin return new; end $$;`,
    to: orders(),
    steps: [/^Deploy/],
    needs: [/no longer uses public\.f\(integer\)/, /no longer uses public\.v/],
  },
  'a function of another signature, whose body names a generated column that is made anew': {
    from: `create table lines (id integer primary key, price numeric(6,2), twice numeric generated always as (price * 2) stored);
      create function f(a integer) returns numeric language sql as 'select sum(twice) from lines where id > a';`,
    to: `create table lines (id integer primary key, price numeric(8,2), twice numeric generated always as (price * 2) stored);
      create function f(a bigint) returns numeric language sql as 'select sum(twice) from lines where id > a';`,
    steps: [/^Create routine public\.f\(bigint\)/, /^Deploy/, /^Drop routine public\.f\(integer\)/],
    needs: [/no longer uses public\.f\(integer\)/],
  },
  'a policy for other commands, one that shows fewer rows, and one that shows more': {
    from: `${orders()} alter table orders enable row level security; create policy a on orders for select using (total > 0);
      create policy b on orders using (tenant = 1); create policy c on orders as restrictive using (total < 9);`,
    to: `${orders()} alter table orders enable row level security; create policy a on orders for update using (total > 0);
      create policy b on orders for select using (tenant = 1); create policy d on orders using (tenant = 2);`,
    steps: [
      /^Drop policy public\.orders\.c/,
      /^Create policy public\.orders\.d/,
      /^Deploy/,
      /^Make policy public\.orders\.a, policy public\.orders\.b anew/,
    ],
    needs: [/before and after the change of policy a of public\.orders/, /change of policy b of/],
  },
  'a condition of a policy, and row security that is turned on': {
    from: `${orders()} create table other (id integer); alter table other enable row level security; create policy p on other using (id > 1);`,
    to: `${orders()} alter table orders enable row level security; create policy o on orders using (tenant = 1);
      create table other (id integer); alter table other enable row level security; create policy p on other using (id > 2);`,
    steps: [/^Create policy public\.orders\.o/, /^Deploy/],
    needs: [/under the policies of public\.orders/, /change of policy p of public\.other/],
  },
  'a view that a new table’s column needs in its new form': {
    from: `${orders()} create function f(a integer) returns integer immutable language sql as 'select a';`,
    to: `${orders()} create function f(a integer) returns bigint immutable language sql as 'select a::bigint';
      create table fresh (id integer primary key, twice bigint default f(2));`,
    steps: [/^Make routine public\.f\(integer\) anew/, /^Create table public\.fresh/],
    needs: [],
    breaks: [/takes what public\.f gives as integer/],
  },
  'a column less of a view that does not read the column whose type changes': {
    from: `${orders()} create view v as select id, tenant from orders;`,
    to: `${orders().replace('varchar(20)', 'varchar(40)')} create view v as select id from orders;`,
    steps: [/^Change public\.orders\.note to character varying\(40\)$/, /^Deploy/, /ake view public\.v anew/],
    needs: [/no longer reads tenant of public\.v/],
  },
  'a column less of a view that reads the column whose type changes': {
    from: `${orders()} create view v as select id, note, tenant from orders;`,
    to: `${orders().replace('varchar(20)', 'varchar(40)')} create view v as select id, note from orders;`,
    steps: [/^Deploy/, /^Change public\.orders\.note to character varying\(40\); make view public\.v anew$/],
    needs: [/no longer reads tenant of public\.v/],
  },
};

describe('what the running application reads', () => {
  for (const [title, { needs, breaks = [], ...one }] of Object.entries(cases)) {
    it(title, async () => {
      const target = { connection: await embedded(), version: '18.0', reset: resetDatabase };
      const whole = { ...one, rows: one.from.includes('table orders') ? rows : '' };
      const { steps } = await stepsOf(whole, target);
      const until = steps.flatMap(({ work }) => (work.kind === 'wait' ? work.until.slice(1) : []));
      expect(until, until.join('\n')).toEqual(needs.map((need) => expect.stringMatching(need)));
      const broken = steps.flatMap((step) => step.breaks ?? []);
      expect(broken).toEqual(breaks.map((one) => expect.stringMatching(one)));
      await proveOnline(whole, target);
    });
  }
});
