import fc from 'fast-check';
import { expect, test } from 'vitest';
import { databaseOf } from './sqlite.ts';
import { fill, migrate } from './sqlite-migration.ts';

/** How many migrations are tried: more when all are asked for. */
const runs = process.env['RELVAR_TEST_CASES'] === 'all' ? 500 : 25;

/** A column has one type wherever it stands, so that rows fit in strict tables, too. */
const types = { a: 'integer', b: 'text', c: 'real', d: 'text', e: 'integer', f: 'blob' } as const;
type Name = keyof typeof types;

const column = fc.record({
  name: fc.constantFrom<Name>('b', 'c', 'd', 'e', 'f'),
  filled: fc.boolean(),
  collated: fc.boolean(),
  unique: fc.boolean(),
  checked: fc.boolean(),
});

const table = fc.record({
  key: fc.constantFrom('row number', 'growing', 'plain', 'none'),
  strict: fc.boolean(),
  columns: fc.uniqueArray(column, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
  generated: fc.constantFrom('no', 'stored', 'virtual'),
  index: fc.constantFrom('no', 'plain', 'partial', 'expression'),
  trigger: fc.boolean(),
  view: fc.constantFrom(undefined, 'by name', 'whole'),
  refers: fc.boolean(),
});
type Made = NonNullable<ReturnType<(typeof table)['generate']>['value']>;

function sqlOf(name: string, made: Made, referred: string | undefined): readonly string[] {
  const withoutRowid = made.key === 'plain' && made.strict;
  const parts = [
    made.key === 'row number'
      ? 'a integer primary key'
      : made.key === 'growing'
        ? 'a integer primary key autoincrement'
        : made.key === 'plain'
          ? 'a integer not null'
          : 'a integer',
    ...made.columns.map(({ name: column, filled, collated, unique, checked }) =>
      [
        column,
        types[column],
        ...(filled
          ? [`not null default ${column === 'f' ? "x'00'" : column === 'c' || column === 'e' ? '1' : "'it''s'"}`]
          : []),
        ...(collated && types[column] === 'text' ? ['collate nocase'] : []),
        // A default would be the same in all rows that are there.
        ...(unique && !filled ? ['unique'] : []),
        ...(checked ? [`check (length(${column}) < 1000)`] : []),
      ].join(' '),
    ),
    ...(made.generated === 'no' ? [] : [`g integer generated always as (a + 1) ${made.generated}`]),
    ...(made.key === 'plain' ? ['primary key (a)'] : made.key === 'none' ? ['unique (a)'] : []),
    ...(referred !== undefined && made.refers ? [`foreign key (a) references ${referred} (a) on delete cascade`] : []),
  ];
  const options = [...(made.strict ? ['strict'] : []), ...(withoutRowid ? ['without rowid'] : [])];
  const [first] = made.columns;
  const own = first?.name ?? 'a';
  return [
    `create table ${name} (${parts.join(', ')}) ${options.join(', ')}`,
    ...(made.index === 'plain' ? [`create index ${name}_i on ${name} (${own} desc, a)`] : []),
    ...(made.index === 'partial' ? [`create unique index ${name}_i on ${name} (a) where ${own} is not null`] : []),
    ...(made.index === 'expression' ? [`create index ${name}_i on ${name} (lower(${own}))`] : []),
    ...(made.trigger
      ? [
          `create trigger ${name}_t after update of ${own} on ${name} begin delete from ${name} where a = new.a and 0; end`,
        ]
      : []),
    ...(made.view
      ? [
          `create view ${name}_v as select ${made.view === 'whole' ? '*' : `a, ${own}`} from ${name}`,
          `create trigger ${name}_v_t instead of delete on ${name}_v begin delete from ${name} where a = old.a; end`,
        ]
      : []),
  ];
}

const schema = fc.record({ parent: table, child: table, other: fc.option(table) });
type Schema = NonNullable<ReturnType<(typeof schema)['generate']>['value']>;

function scriptOf({ parent, child, other }: Schema): string {
  return [
    ...sqlOf('parent', parent, undefined),
    ...sqlOf('child', child, 'parent'),
    ...(other ? sqlOf('other', other, 'other') : []),
  ].join(';\n');
}

test('rows, indexes, triggers, views and keys survive any migration, there and back', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, fc.boolean(), async (before, after, back) => {
      const [from, to] = [scriptOf(before), scriptOf(after)];
      const [filled, wanted] = [await databaseOf(from), await databaseOf(to)];
      await fill(filled);
      const withRows = await migrate(filled, wanted, back);
      // A column that is renamed gets another type, too: of rows that do not fit in it the plan must tell before.
      const isTold = withRows.against.length > 0;
      if (isTold) expect(withRows.failed, `${from}\n-- to\n${to}\n-- against\n${withRows.against}`).toBe('there');
      const database = isTold ? await databaseOf(from) : filled;
      const { error, differences, lost, sql } = isTold ? await migrate(database, wanted, back) : withRows;
      const broken = await database.query('select * from pragma_foreign_key_check');
      await Promise.all([...new Set([filled, database, wanted])].map((one) => one.close()));
      expect({ error, differences, lost, broken }, `${from}\n-- to\n${to}\n-- by\n${sql}`).toEqual({
        error: undefined,
        differences: [],
        lost: [],
        broken: [],
      });
    }),
    { numRuns: runs, seed: 7 },
  );
});

test('columns without a type get one, with their values', async () => {
  const database = await databaseOf('create table plain (a, b);');
  await database.batch(["insert into plain values ('7', 5)"]);
  const wanted = await databaseOf('create table plain (a int not null, b text);');
  const { error, differences, lost } = await migrate(database, wanted);
  expect({ error, differences, lost }).toEqual({ error: undefined, differences: [], lost: [] });
  expect(await database.query('select typeof(a) as a, typeof(b) as b from plain')).toEqual([
    { a: 'integer', b: 'text' },
  ]);
  await database.close();
  await wanted.close();
});
