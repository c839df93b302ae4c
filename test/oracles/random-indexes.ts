import fc from 'fast-check';

/** Columns of the random tables by what can be done with them. */
const scalars = ['a', 'b', 'c', 'd'];
const texts = ['c', 'd'];

const order = fc.constantFrom('', '', '', ' desc', ' nulls first', ' desc nulls last');
const predicate = fc.constantFrom('', '', '', '', ' where b > 0', ' where a is not null');

/** A key of a B-tree, from few so that many indexes begin alike. */
const btreeKey = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...scalars), order).map((parts) => parts.join('')) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...texts),
        fc.constantFrom(' text_pattern_ops', ' varchar_pattern_ops', ' varchar_ops', ' bpchar_ops', ' collate "C"'),
      )
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('(lower(c))', '(b + 1)', '(a + 1)') },
);

const keys = (key: fc.Arbitrary<string>, maxLength: number) =>
  fc
    .uniqueArray(key, { minLength: 1, maxLength, selector: (text) => text.split(' ')[0] })
    .map((list) => list.join(', '));

const include = fc
  .uniqueArray(fc.constantFrom(...scalars), { maxLength: 2 })
  .map((columns) => (columns.length === 0 ? '' : ` include (${columns.join(', ')})`));

const btree = fc
  .tuple(keys(btreeKey, 3), fc.oneof({ weight: 3, arbitrary: fc.constant('') }, include), predicate)
  .map(([list, more, where]) => `create index on t using btree (${list})${more}${where}`);

const unique = fc
  .tuple(
    keys(btreeKey, 2),
    fc.oneof({ weight: 3, arbitrary: fc.constant('') }, include),
    fc.constantFrom('', '', ' nulls not distinct'),
    predicate,
  )
  .map(([list, more, nulls, where]) => `create unique index on t (${list})${more}${nulls}${where}`);

const hash = fc
  .tuple(btreeKey, predicate)
  .map(([key, where]) => `create index on t using hash (${key.replace(/ (desc|nulls).*/, '')})${where}`);

const gin = fc
  .tuple(keys(fc.constantFrom('e', 'f', 'f jsonb_path_ops', 'h'), 3), predicate)
  .map(([list, where]) => `create index on t using gin (${list})${where}`);

const gist = fc
  .tuple(
    keys(fc.constantFrom('g', 'i', 'h', 'h tsvector_ops (siglen = 64)'), 2),
    fc.constantFrom('', '', ' include (a)', ' include (g)'),
    predicate,
  )
  .map(([list, more, where]) => `create index on t using gist (${list})${more}${where}`);

const spgist = fc.constantFrom('c', 'g', 'c collate "C"').map((key) => `create index on t using spgist (${key})`);

const brin = fc
  .tuple(
    keys(fc.constantFrom('a', 'b', 'd', 'b int4_minmax_multi_ops'), 2),
    fc.constantFrom(
      '',
      '',
      ' with (pages_per_range = 8)',
      ' with (autosummarize = on)',
      ' with (pages_per_range = 128)',
    ),
  )
  .map(([list, options]) => `create index on t using brin (${list})${options}`);

const index = fc.oneof(
  { weight: 8, arbitrary: btree },
  { weight: 4, arbitrary: unique },
  { weight: 2, arbitrary: hash },
  { weight: 3, arbitrary: gin },
  { weight: 2, arbitrary: gist },
  { weight: 1, arbitrary: spgist },
  { weight: 2, arbitrary: brin },
);

/** Constraints, and what else can depend on an index. What does not fit the indexes that are there fails, and does not matter. */
const bond = fc.constantFrom(
  'alter table t add primary key (b)',
  'alter table t add unique (b)',
  'alter table t add unique (a, b)',
  'alter table t add unique (b) deferrable',
  'alter table t add unique (b) include (a)',
  'alter table t add exclude using gist (g with &&)',
  'alter table t add exclude using btree (a with =)',
  'create table ref_1 (b int references t (b))',
  'create table ref_2 (a int, b int, foreign key (a, b) references t (a, b))',
  'alter table t replica identity using index t_b_idx',
  'alter table t replica identity using index t_b_idx1',
  'alter table t cluster on t_a_idx',
  'alter table t cluster on t_a_b_idx',
  "update pg_index set indisvalid = false where indexrelid = to_regclass('t_b_idx1')",
);

const columns = 'a int, b int not null, c text, d varchar(20), e int[], f jsonb, g int4range, h tsvector, i point';

const statements = fc
  .tuple(
    fc.array(index, { minLength: 8, maxLength: 12 }),
    fc.uniqueArray(bond, { maxLength: 5 }),
    fc.constantFrom('table', 'table', 'table', 'partitioned', 'view'),
  )
  .map(([indexes, bonds, kind]) => {
    switch (kind) {
      case 'partitioned':
        return [
          `create table t (${columns}) partition by range (b)`,
          'create table t_part partition of t for values from (0) to (9)',
          ...indexes,
          ...indexes.slice(0, 3).map((sql) => sql.replace(' on t ', ' on t_part ')),
          ...bonds,
        ];
      case 'view':
        return [`create table base (${columns})`, 'create materialized view t as select * from base', ...indexes];
      default:
        return [`create table t (${columns})`, ...indexes, ...bonds];
    }
  });

/** Statements that make eight schemas, each with a relation `t` of about ten random indexes. */
export const randomTables = fc
  .array(statements, { minLength: 8, maxLength: 8 })
  .map((all) =>
    all
      .flatMap((list, at) => [`create schema s${at}`, `set search_path to s${at}`, ...list])
      .concat('set search_path to default'),
  );
