import { describe, expect, it } from 'vitest';
import { checked, type HazardCase } from '../../../../test/hazard.ts';

const orders = `create table customers (id bigint primary key);
  create table orders (id bigint primary key, customer_id bigint references customers, amount integer not null check (amount > 0), status text);
  create index orders_amount_idx on orders (amount);`;

/** The forms that are advised, those of all hazards; each ran in the lab, or it would not be told. */
async function advised(one: HazardCase): Promise<readonly string[]> {
  const { results } = await checked(one);
  return results.flatMap(({ items }) => items.flatMap((item) => item.sql));
}

const order = (statements: readonly string[], ...parts: readonly RegExp[]) =>
  parts.map((part) => statements.findIndex((sql) => part.test(sql)));

describe('what is advised instead of a statement', () => {
  it('changes a type by a second column, with what hangs on the first', async () => {
    const form = await advised({ schema: orders, migration: 'alter table orders alter amount type bigint;' });
    const places = order(form, /ADD COLUMN/, /^-- .*\nDO /, /CREATE INDEX CONCURRENTLY/, /RENAME/);
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(form.join('\n')).toContain('-- First: The application reads and writes public.orders.amount as bigint.');
  });

  it('compares both columns, in every row, before the one takes the place of the other', async () => {
    const form = await advised({ schema: orders, migration: 'alter table orders alter amount type bigint;' });
    const places = order(form, /^-- Fill.*\nDO /, /^-- Every row .*\nDO [\s\S]*RAISE EXCEPTION/, /RENAME COLUMN/);
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const place of places.slice(0, 2)) expect(form[place]).toContain("set_config('row_security', 'off', true)");
  });

  it('changes columns of one table together, and does what else the statement does', async () => {
    const form = await advised({
      schema: orders,
      migration: 'alter table orders alter amount type bigint, add column note text, alter status type varchar(20);',
    });
    expect(form.filter((sql) => /^BEGIN/m.test(sql) && /RENAME/.test(sql))).toHaveLength(1);
    expect(form.some((sql) => /ADD COLUMN note text/.test(sql))).toBe(true);
  });

  it('keeps the collation that a new type is written with', async () => {
    const form = await advised({
      schema: orders,
      migration: 'alter table orders alter status type varchar(20) collate "C";',
    });
    expect(form.join('\n')).toMatch(/ADD COLUMN IF NOT EXISTS \w+ varchar\(20\) COLLATE (?:pg_catalog\.)?"C"/);
  });

  it.each([
    ['serial', 'n bigserial unique', [/CREATE SEQUENCE .* AS bigint/, /OWNED BY/, /DO /, /NOT NULL n/, /UNIQUE/]],
    ['identity', 'n int generated always as identity', [/CREATE SEQUENCE/, /DO /, /ADD GENERATED ALWAYS AS IDENTITY/]],
    ['generated', 'twice int generated always as (amount * 2) stored', [/\(amount \* 2\) VIRTUAL/]],
  ])('adds a column without a rewrite: %s', async (_, column, parts) => {
    const form = await advised({ schema: orders, migration: `alter table orders add column ${column};` });
    const places = order(form, ...parts);
    expect(places, form.join('\n')).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it.each(['varchar(200)', 'text', 'bigint using 1'])(
    'takes the views of a column away while it becomes %s',
    async (type) => {
      const schema = `create table t (id int primary key, v varchar(50)); create view other as select id from t;
      create view w as select v from t; create view w2 as select v, id from w, other;
      create materialized view m as select v from w2; create index mi on m (v);
      comment on view w is 'x'; grant select on w, other to pg_monitor, pg_read_all_data;
      alter view w2 owner to pg_monitor;`;
      const [form = '', ...more] = await advised({ schema, migration: `alter table t alter column v type ${type};` });
      expect(more).toEqual([]);
      expect(form).not.toMatch(/VIEW public\.other/);
      const parts = [
        'BEGIN',
        'DROP MATERIALIZED VIEW public.m',
        'DROP VIEW public.w2',
        'DROP VIEW public.w;',
        'alter table',
      ]
        .concat(
          'CREATE VIEW public.w (v)',
          "COMMENT ON VIEW public.w IS 'x'",
          'GRANT SELECT ON TABLE public.w TO pg_monitor',
        )
        .concat(
          'CREATE VIEW public.w2 ',
          'ALTER VIEW public.w2 OWNER TO pg_monitor',
          'CREATE MATERIALIZED VIEW public.m',
        )
        .concat('CREATE INDEX mi', 'COMMIT');
      const places = parts.map((part) => form.indexOf(part));
      expect(places, form).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    },
  );

  it('knows no column that is computed when it is read before 18', async () => {
    const migration = 'alter table orders add column twice int generated always as (amount * 2) stored;';
    expect((await advised({ schema: orders, migration, target: '17' })).join('\n')).not.toContain('VIRTUAL');
  });

  it('gives room to new rows in the place of VACUUM FULL', async () => {
    const form = await advised({ schema: orders, migration: 'vacuum full orders;' });
    expect(form.join('\n')).toContain('VACUUM (ANALYZE) public.orders');
  });

  it.each([
    ['the index that is named', orders, 'cluster orders using orders_amount_idx;'],
    ['the index that was noted', `${orders} alter table orders cluster on orders_amount_idx;`, 'cluster orders;'],
  ])('notes the order in the place of CLUSTER: %s', async (_, schema, migration) => {
    const form = await advised({ schema, migration });
    expect(form.join('\n')).toMatch(/pg_repack.*\nALTER TABLE public\.orders CLUSTER ON orders_amount_idx/s);
  });

  it('adds the check of a domain NOT VALID first', async () => {
    const schema = 'create domain price as numeric; create table goods (id int primary key, p price);';
    const migration = 'alter domain price add constraint positive check (value > 0);';
    const form = await advised({ schema, migration });
    expect(order(form, /CHECK \(value > 0\) NOT VALID/i, /VALIDATE CONSTRAINT positive/)).toEqual([0, 1]);
  });

  it.each([
    [
      'a column',
      'alter table orders rename column status to state;',
      /CREATE TRIGGER/,
      /RENAME COLUMN status TO state/,
    ],
    ['a table', 'alter table orders rename to purchases;', /CREATE VIEW public\.orders/, /DROP VIEW/],
  ])('keeps both names of %s for the deploy', async (_, migration, first, last) => {
    const places = order(await advised({ schema: orders, migration }), first, last);
    expect(places).not.toContain(-1);
    expect(places[0]).toBeLessThan(places[1] ?? 0);
  });

  it.each([
    ['range', 'range (a)', 'for values from (0) to (9)'],
    ['dates', 'range (d)', "for values from ('2024-01-01') to ('2024-02-01')"],
    ['two columns', 'range (a, b)', 'for values from (0, 5) to (9, 6)'],
    ['no lower end', 'range (a)', 'for values from (minvalue) to (9)'],
    ['no upper end of the second', 'range (a, b)', 'for values from (1, minvalue) to (4, maxvalue)'],
    ['an expression', 'range ((a + b))', 'for values from (0) to (9)'],
    ['a list', 'list (t)', "for values in ('x', 'y')"],
    ['a list with null', 'list (t)', "for values in ('x', null)"],
    ['null alone', 'list (t)', 'for values in (null)'],
  ])('proves the rows of a partition before it is attached: %s', async (_, by, bound) => {
    const columns = 'a int, b int, d date, t text';
    const { results } = await checked({
      schema: `create table p (${columns}) partition by ${by}; create table q (${columns});`,
      migration: `alter table p attach partition q ${bound};`,
    });
    const item = results.find(({ hazard }) => hazard.id === 'work-under-lock')?.items[0];
    expect(order(item?.sql ?? [], /NOT VALID/, /VALIDATE/, /ATTACH PARTITION/, /DROP CONSTRAINT/)).toEqual([
      0, 1, 2, 3,
    ]);
    // The attachment itself reads nothing.
    expect(item?.evidence.at(-1)?.text).toContain('none of it works through a table');
  });

  it('has no other form for the check of a domain, whose validation holds writers off too', async () => {
    const schema = 'create domain positive as int; create table t (id int, v positive);';
    const plain = await checked({ schema, migration: 'alter domain positive add constraint c check (value > 0);' });
    const apart = await checked({
      schema,
      migration:
        'alter domain positive add constraint c check (value > 0) not valid; alter domain positive validate constraint c;',
      transaction: 'each',
    });
    expect(plain.statements.map((one) => one.class)).toEqual(['long lock']);
    expect(apart.statements.map((one) => one.class)).toEqual(['online', 'long lock']);
  });

  it.each([
    ['in pieces along a key that stays', 'create table t (id int primary key, n int);', 'n', true],
    ['not along the pages, where a changed row is met again', 'create table t (id int, n int);', 'n', false],
    ['not along a key that it changes', 'create table t (id int not null, n int, unique (id));', 'id', false],
    [
      'not past a rule',
      'create table t (id int primary key, n int); create table l (n int); create rule r as on update to t do also insert into l values (new.n);',
      'n',
      false,
    ],
  ])('changes all rows %s', async (_, schema, column, inPieces) => {
    const form = await advised({ schema, migration: `update t set ${column} = ${column} + 1;` });
    expect(form.some((sql) => /\bLOOP\b/.test(sql))).toBe(inPieces);
  });
});
