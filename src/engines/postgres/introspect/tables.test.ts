import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { named, readFeature } from '../../../../test/features.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { introspect } from './index.ts';

beforeEach(resetDatabase);
afterAll(async () => {
  const database = await embedded();
  await database.exec('drop foreign data wrapper if exists nowhere cascade');
});

const read = async (feature: string) => await readFeature(await embedded(), feature);
const table = (catalog: Catalog, name: string) => named(catalog.tables, name);
const column = (catalog: Catalog, owner: string, name: string) => named(table(catalog, owner).columns, name);

describe('columns', () => {
  test('types with their modifiers, defaults, collations and how they are stored', async () => {
    const catalog = await read('columns');
    const of = (name: string) => column(catalog, 'accounts', name);
    expect(of('email')).toMatchObject({
      type: { text: 'character varying(320)', family: 'text', name: 'character varying', length: 320 },
      nullable: false,
      collation: { schema: 'pg_catalog', name: 'C' },
      statisticsTarget: 0,
      local: true,
    });
    expect(of('price')).toMatchObject({
      type: { text: 'numeric(12,2)', family: 'decimal', name: 'numeric', precision: 12, scale: 2 },
      default: '9.99',
      nullable: true,
    });
    expect(of('tags').type).toMatchObject({
      text: 'text[]',
      family: 'array',
      element: { text: 'text', family: 'text' },
    });
    expect(of('closes').type).toMatchObject({ family: 'time', bytes: 8, alignment: 8 });
    expect(of('flags')).toMatchObject({ type: { family: 'bits', length: 8 }, storage: 'plain' });
    expect(of('country').type).toMatchObject({ text: 'character(2)', family: 'character', length: 2 });
    expect(of('letter').type).toMatchObject({ text: '"char"', bytes: 1, alignment: 1 });
    expect(of('note')).toMatchObject({ storage: 'external', statisticsTarget: 250 });
    expect(of('details')).toMatchObject({ compression: 'pglz', default: `'{"a": [1, "it''s", "\\\\"]}'::jsonb` });
    expect(of('id')).not.toHaveProperty('storage');
    expect(column(catalog, 'roundings', 'amount').type).toMatchObject({ precision: 3, scale: -2 });
    expect(column(catalog, 'roundings', 'share').type).toMatchObject({ precision: 2, scale: 4 });
    expect(column(catalog, 'stored_otherwise', 'a').storage).toBe('main');
  });

  test('constants are written alike whatever the session says, and the session stays as it is', async () => {
    const database = await embedded();
    await read('columns');
    await database.exec(`set timezone = 'Asia/Tokyo'; set datestyle = 'SQL, DMY'; set intervalstyle = 'iso_8601';
      set standard_conforming_strings = off; set quote_all_identifiers = on; set bytea_output = 'escape';
      set extra_float_digits = -10; set search_path = '$user', public`);
    await database.exec('begin; set local search_path = "Odd, path", public');
    const told = `select current_setting('timezone') as zone, current_setting('search_path') as path, current_setting('quote_all_identifiers') as quotes`;
    const before = await database.query(told);
    const catalog = await introspect(database);
    const of = (name: string) => column(catalog, 'accounts', name).default;
    expect(of('opened')).toBe("'2024-01-01 10:00:00+00'::timestamp with time zone");
    expect(of('waits')).toBe("'1 day 02:00:00'::interval day to second(2)");
    expect(of('path')).toBe("'C:\\temp'::text");
    expect(of('ratio')).toBe('0.1');
    expect(of('picture')).toBe("'\\xdeadbeef'::bytea");
    expect(of('code')).toBe("nextval('public.accounts_code_seq'::regclass)");
    expect(await database.query(told)).toEqual(before);
    await database.exec('rollback');
    await introspect(database);
    expect(await database.query(told)).toEqual([{ zone: 'Asia/Tokyo', path: '"$user", "public"', quotes: 'on' }]);
  });

  test('identity, serial and generated columns', async () => {
    const catalog = await read('columns');
    const of = (name: string) => column(catalog, 'accounts', name);
    expect(of('id').identity).toEqual({
      generation: 'always',
      sequence: { schema: 'public', name: 'account_numbers' },
    });
    expect(of('number').identity?.generation).toBe('by default');
    expect(of('code').ownedSequence).toEqual({ schema: 'public', name: 'accounts_code_seq' });
    expect(of('code')).not.toHaveProperty('identity');
    expect(of('total').generated).toEqual({ expression: '(price * (2)::numeric)', stored: true });
    expect(of('total')).not.toHaveProperty('default');
    expect(column(catalog, 'readings', 'fahrenheit').generated?.stored).toBe(false);
    expect(named(catalog.sequences, 'grown_id_seq').type.text).toBe('bigint');
  });

  test('not-null constraints that a person named, that are not valid or not inherited', async () => {
    const catalog = await read('columns');
    const of = (name: string) => column(catalog, 'readings', name);
    expect(of('celsius')).not.toHaveProperty('notNull');
    expect(of('at').notNull).toEqual({ name: 'readings_need_a_time', validated: true, inherited: true });
    expect(of('checked').notNull).toEqual({ name: 'checked here', validated: true, inherited: false });
    expect(of('place').notNull).toEqual({ name: 'place_wanted', validated: false, inherited: true });
    for (const one of table(catalog, 'renamed_later').columns) {
      expect(one.nullable).toBe(false);
      expect(one, 'the name is the server’s, of before').not.toHaveProperty('notNull');
    }
  });
});

describe('constraints', () => {
  test('keys', async () => {
    const catalog = await read('constraints');
    const parents = table(catalog, 'parents');
    expect(parents.primaryKey).toMatchObject({ name: 'parents_pkey', columns: ['id'], index: 'parents_pkey' });
    expect(named(parents.uniques, 'parents_ab')).toMatchObject({
      columns: ['a', 'b'],
      include: ['c'],
      deferrable: false,
    });
    expect(named(parents.uniques, 'odd "name"')).toMatchObject({ deferrable: true, initiallyDeferred: false });
    expect(named(parents.indexes, 'parents_ab')).toMatchObject({
      constraint: 'parents_ab',
      options: { fillfactor: '70' },
    });
    expect(table(catalog, 'put_off').primaryKey).toMatchObject({ deferrable: true, initiallyDeferred: true });
    expect(table(catalog, 'somewhat_unique').uniques[0]?.nullsNotDistinct).toBe(true);
    expect(table(catalog, 'stays').primaryKey).toMatchObject({ columns: ['room', 'during'], withoutOverlaps: true });
  });

  test('foreign keys with every action and state', async () => {
    const catalog = await read('constraints');
    const keys = table(catalog, 'children').foreignKeys;
    const actions = Object.fromEntries(keys.map((key) => [key.name, [key.onDelete, key.onUpdate]]));
    expect(actions).toMatchObject({
      no_action: ['no action', 'no action'],
      children_restricted_fkey: ['restrict', 'restrict'],
      children_cascaded_fkey: ['cascade', 'cascade'],
      children_nulled_fkey: ['set null', 'no action'],
      children_defaulted_fkey: ['set default', 'set null'],
    });
    expect(named(keys, 'both_or_none')).toMatchObject({
      columns: ['a', 'b'],
      references: { schema: 'public', name: 'parents' },
      referencedColumns: ['a', 'b'],
      referencedIndex: 'parents_ab',
      match: 'full',
      deferrable: true,
      initiallyDeferred: true,
    });
    expect(named(keys, 'crossed')).toMatchObject({ columns: ['b', 'a'], referencedColumns: ['b', 'a'] });
    expect(named(keys, 'later').validated).toBe(false);
    expect(named(keys, 'self').references.name).toBe('children');
    expect(table(catalog, 'orphans').foreignKeys.map((key) => [key.onDelete, key.onDeleteColumns])).toEqual([
      ['set null', ['b']],
      ['set default', ['b']],
    ]);
    expect(named(table(catalog, 'cleanings').foreignKeys, 'cleaned').period).toBe(true);
    expect(named(table(catalog, 'hopes').foreignKeys, 'hoped')).toMatchObject({ enforced: false, validated: false });
  });

  test('checks and exclusions', async () => {
    const catalog = await read('constraints');
    const { checks } = table(catalog, 'amounts');
    expect(named(checks, 'known_state')).toMatchObject({
      expression: "(state = ANY (ARRAY['new'::text, 'it''s'::text, 'done'::text]))",
      columns: ['state'],
      validated: true,
      noInherit: false,
    });
    expect(named(checks, 'in_order')).toMatchObject({ columns: ['high', 'low'], noInherit: true });
    expect(named(checks, 'not_yet').validated).toBe(false);
    expect(named(checks, 'amounts_check').columns).toEqual([]);
    expect(named(table(catalog, 'hopes').checks, 'wished').enforced).toBe(false);
    const { exclusions } = table(catalog, 'bookings');
    expect(named(exclusions, 'bookings_room_during_excl')).toMatchObject({
      definition: 'EXCLUDE USING gist (room WITH =, during WITH &&)',
      columns: ['room', 'during'],
      index: 'bookings_room_during_excl',
    });
    expect(named(exclusions, 'one_kind')).toMatchObject({
      columns: ['kind'],
      deferrable: true,
      initiallyDeferred: true,
    });
  });
});

describe('partitions', () => {
  test('keys, bounds and what is part of what', async () => {
    const catalog = await read('partitions');
    expect(table(catalog, 'measures').partitioning).toEqual({
      strategy: 'range',
      keys: [{ column: 'at' }],
      definition: 'RANGE (at)',
    });
    expect(table(catalog, 'by_expression').partitioning?.keys).toEqual([
      { expression: 'lower(a)' },
      { column: 'b' },
      { expression: "date_part('year'::text, c)" },
    ]);
    expect(table(catalog, 'measures_2024').partitionOf).toEqual({
      parent: { schema: 'public', name: 'measures' },
      bound: "FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00')",
      isDefault: false,
    });
    expect(table(catalog, 'measures_rest').partitionOf?.isDefault).toBe(true);
    expect(table(catalog, 'measures_2025_here').partitionOf?.bound).toBe("FOR VALUES IN ('here', 'it''s', NULL)");
    expect(table(catalog, 'measures_2025_here').partitioning?.strategy).toBe('hash');
    expect(table(catalog, 'measures_2025_here_1')).toMatchObject({
      inherits: [],
      partitionOf: { parent: { name: 'measures_2025_here' } },
    });
    expect(column(catalog, 'measures_2025_here_1', 'id')).toMatchObject({
      local: false,
      identity: { generation: 'always' },
    });
  });

  test('indexes, keys and triggers that come from the parent', async () => {
    const catalog = await read('partitions');
    const part = table(catalog, 'measures_2024');
    expect(named(part.indexes, 'measures_2024_place_idx').partitionOf).toEqual({
      schema: 'public',
      name: 'measures_place_idx',
    });
    expect(named(part.indexes, 'only_here')).not.toHaveProperty('partitionOf');
    expect(named(table(catalog, 'measures').indexes, 'measures_place_idx').definition).toContain(
      'ON ONLY public.measures',
    );
    expect(named(table(catalog, 'measures_2026').indexes, 'found_already').partitionOf?.name).toBe(
      'measures_place_idx',
    );
    expect(part.checks.map((check) => [check.name, check.inherited])).toEqual([['measures_value_check', true]]);
    expect(part.triggers.map((trigger) => trigger.name)).toEqual(['only_there']);
    expect(table(catalog, 'owned_0').foreignKeys).toMatchObject([{ name: 'owned_owner_fkey', inherited: true }]);
    expect(table(catalog, 'owned').foreignKeys).toMatchObject([{ name: 'owned_owner_fkey', inherited: false }]);
    expect(
      table(catalog, 'notes').foreignKeys.map((key) => key.name),
      'one, not one for each partition',
    ).toEqual(['of_owned']);
  });
});

test('inheritance', async () => {
  const catalog = await read('inheritance');
  expect(table(catalog, 'trucks').inherits.map((parent) => parent.name)).toEqual(['vehicles', 'goods']);
  expect(table(catalog, 'trucks').columns.map((one) => [one.name, one.local])).toEqual([
    ['id', false],
    ['name', true],
    ['wheels', false],
    ['weight', false],
    ['load', true],
  ]);
  expect(column(catalog, 'cars', 'wheels')).toMatchObject({ default: '3', nullable: false, local: false });
  expect(column(catalog, 'made_into_child', 'wheels')).not.toHaveProperty('default');
  expect(table(catalog, 'cars').checks.map((check) => [check.name, check.inherited])).toEqual([
    ['few_doors', false],
    ['vehicles_wheels_check', true],
  ]);
});

test('names that need quotes, and long ones', async () => {
  const catalog = await read('names');
  const odd = table(catalog, `Table with "quotes", (brackets) and 'ticks'`);
  expect(odd.schema).toBe('Odd Schema');
  expect(odd.columns.map((one) => one.name)).toEqual([
    'order',
    'Sp ace',
    'emoji 🐘',
    'a.b',
    'back\\slash',
    '$1',
    'UPPER',
  ]);
  expect(odd.checks[0]).toMatchObject({ columns: ['emoji 🐘'], expression: `("emoji 🐘" <> '🐘'::text)` });
  expect(named(odd.indexes, 'in "dex')).toMatchObject({
    keys: [{ column: 'Sp ace', descending: true }, { expression: 'lower("UPPER")' }, { column: 'a.b' }],
    expressionColumns: ['UPPER'],
    predicateColumns: ['$1'],
  });
  expect(table(catalog, 'from').foreignKeys[0]?.references).toEqual({ schema: 'Odd Schema', name: odd.name });
  const long = table(catalog, 'a_name_of_sixty_three_bytes_that_fills_the_whole_space_there_is');
  expect(long.columns[1]?.name).toBe('ümläute_und_emoji_🐘🐘🐘🐘_die_mehr_bytes_haben_als_z');
  expect(table(catalog, 't').columns.every((one) => !one.notNull)).toBe(true);
  expect(column(catalog, 'moods', 'mood').type).toMatchObject({
    text: '"select"."Mood, of ""day"""',
    family: 'enum',
    ref: { schema: 'select', name: 'Mood, of "day"' },
  });
  expect(table(catalog, 'from').grants.map((grant) => grant.grantee)).toEqual([
    'Role with "quotes"',
    'role, with comma',
  ]);
  expect(table(catalog, 'from').policies[0]?.roles).toEqual(['Role with "quotes"', 'role, with comma']);
  expect(column(catalog, 'from', 'where').comment).toBe(`it's a \\ "comment" with 🐘\nover two lines`);
});

test('tables of every kind', async () => {
  const catalog = await read('tables');
  expect(table(catalog, 'fleeting').persistence).toBe('unlogged');
  expect(table(catalog, 'tuned').options).toEqual({
    autovacuum_vacuum_scale_factor: '0.01',
    fillfactor: '70',
    parallel_workers: '2',
    'toast.autovacuum_enabled': 'off',
  });
  expect(table(catalog, 'whole_rows').replicaIdentity).toBe('full');
  expect(table(catalog, 'no_rows').replicaIdentity).toBe('nothing');
  expect(named(table(catalog, 'ordered').indexes, 'ordered_key').clustered).toBe(true);
  expect(table(catalog, 'empty').columns).toEqual([]);
  expect(table(catalog, 'remote')).toMatchObject({
    kind: 'foreign',
    server: 'other_place',
    options: { file: 'a, b', 'Sep arator': "it's" },
    comment: 'far',
  });
  expect(table(catalog, 'parted_far')).toMatchObject({ kind: 'foreign', partitionOf: { parent: { name: 'parted' } } });
  expect(table(catalog, 'ordered').primaryKey?.comment).toBe('key');
  expect(named(catalog.schemas, 'public').comment).toBe('ours');
  expect(catalog.others.map((one) => one.kind)).toEqual(['foreign data wrapper', 'foreign server', 'user mapping']);
  expect(catalog.others.flatMap(({ options }) => (options ? [options] : []))).toEqual([
    { path: '/place' },
    { user: 'bob' },
  ]);
  expect(JSON.stringify(catalog.others), 'options may be secret').not.toContain('/secret');
});
