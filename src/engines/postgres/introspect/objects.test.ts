import { beforeEach, describe, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { named, readFeature } from '../../../../test/features.ts';
import type { Catalog } from '../../../catalog/catalog.ts';

beforeEach(resetDatabase);

const read = async (feature: string) => await readFeature(await embedded(), feature);

describe('types', () => {
  const typeOf = (catalog: Catalog, column: string) =>
    named(
      catalog.tables.flatMap((table) => table.columns),
      column,
    ).type;

  test('enums, domains, composites and ranges', async () => {
    const catalog = await read('types');
    const type = (name: string) => named(catalog.types, name);
    expect(type('status')).toMatchObject({ kind: 'enum', values: ['first of all', 'new', 'in work', 'closed'] });
    expect(type('positive')).toMatchObject({
      kind: 'domain',
      base: { text: 'numeric(8,2)', precision: 8, scale: 2 },
      nullable: false,
      default: '1.5',
      checks: [{ name: 'more_than_nothing', expression: '(VALUE > (0)::numeric)', validated: true }],
    });
    expect(type('short')).toMatchObject({
      collation: { schema: 'pg_catalog', name: 'C' },
      checks: [{ name: 'no_digits', validated: false }, { name: 'short_check' }, { name: 'short_check1' }],
      comment: 'not long',
    });
    expect(type('address')).toMatchObject({
      kind: 'composite',
      attributes: [
        { name: 'street' },
        { name: 'No.' },
        { name: 'codes', type: { text: 'character varying(5)[]' } },
        { name: 'state', type: { text: 'public.status' } },
      ],
      comment: 'where',
    });
    expect(type('span')).toMatchObject({
      kind: 'range',
      subtype: { text: 'double precision' },
      difference: { schema: 'public', name: 'float_distance' },
    });
    expect(type('span'), 'its multirange has the usual name').not.toHaveProperty('multirange');
    expect(type('words')).toMatchObject({ operatorClass: 'text_pattern_ops', collation: { name: 'C' } });
    expect(type('of_many')).toMatchObject({ multirange: { schema: 'public', name: 'many_of_them' } });
    expect(
      catalog.types.map((one) => one.name),
      'row types of tables are no types of their own',
    ).not.toContain('users_of_types');
  });

  test('columns of such types', async () => {
    const catalog = await read('types');
    const of = (column: string) => typeOf(catalog, column);
    expect(of('status')).toMatchObject({
      text: 'public.status',
      family: 'enum',
      ref: { schema: 'public', name: 'status' },
    });
    expect(of('statuses')).toMatchObject({ family: 'array', name: 'status', element: { family: 'enum' } });
    expect(of('price')).toMatchObject({
      text: 'public.positive',
      family: 'decimal',
      name: 'positive',
      domain: true,
      precision: 8,
    });
    expect(of('prices')).toMatchObject({ family: 'array', element: { text: 'public.positive', domain: true } });
    expect(of('shorter')).toMatchObject({ family: 'text', domain: true, length: 10 });
    expect(of('list')).toMatchObject({
      family: 'array',
      domain: true,
      element: { text: 'integer', family: 'integer' },
    });
    expect(of('address')).toMatchObject({ family: 'composite' });
    expect(of('span')).toMatchObject({ family: 'range' });
    expect(of('days')).toMatchObject({ family: 'range' });
    expect(of('spans')).toMatchObject({ family: 'array', element: { family: 'range' } });
    expect(of('whole_row')).toMatchObject({ text: 'public.users_of_sequences', family: 'composite' });
    expect(of('vector')).toMatchObject({ text: 'int2vector', family: 'other' });
    expect(of('varchar')).toMatchObject({
      text: 'character varying(7)[]',
      element: { text: 'character varying(7)', length: 7 },
    });
    expect(of('name')).toMatchObject({ text: 'information_schema.sql_identifier', family: 'text', domain: true });
    expect(of('times')).toMatchObject({
      text: 'time(2) with time zone[]',
      element: { name: 'time with time zone', family: 'time' },
    });
    const { columns } = named(catalog.tables, 'users_of_types');
    expect(named(columns, 'other_collation').collation?.name).toBe('POSIX');
    expect(named(columns, 'short')).not.toHaveProperty('collation');
  });

  test('who may use them', async () => {
    const catalog = await read('types');
    expect(named(catalog.types, 'status').grants).toEqual([
      { grantee: 'reader', privileges: ['usage'], grantable: ['usage'] },
    ]);
    expect(named(catalog.types, 'address').grants).toEqual([{ grantee: '', privileges: ['usage'], grantable: [] }]);
  });
});

test('sequences', async () => {
  const catalog = await read('sequences');
  expect(named(catalog.sequences, 'backwards')).toMatchObject({
    type: { text: 'smallint' },
    start: -10n,
    increment: -2n,
    minimum: -1000n,
    maximum: -1n,
    cache: 7n,
    cycle: true,
    identity: false,
  });
  expect(named(catalog.sequences, 'large').start).toBe(9223372036854775000n);
  expect(named(catalog.sequences, 'numbered_small_seq')).toMatchObject({
    type: { text: 'smallint' },
    ownedBy: { table: { schema: 'public', name: 'numbered' }, column: 'small' },
  });
  expect(named(catalog.sequences, 'plain')).not.toHaveProperty('ownedBy');
  expect(named(catalog.sequences, 'owned_without_default').ownedBy?.column).toBe('text');
  expect(named(catalog.sequences, 'fleeting_number_seq')).toMatchObject({ identity: true, persistence: 'unlogged' });
  expect(named(catalog.sequences, 'plain').grants).toEqual([
    { grantee: 'reader', privileges: ['select', 'usage'], grantable: [] },
  ]);
  expect(named(catalog.tables, 'numbered').columns.map((column) => column.ownedSequence?.name)).toEqual([
    'numbered_id_seq',
    'numbered_big_seq',
    'numbered_small_seq',
    undefined,
    'owned_without_default',
  ]);
});

test('functions, procedures and aggregates', async () => {
  const catalog = await read('routines');
  const routine = (signature: string) => {
    const found = catalog.routines.find((one) => one.signature === signature);
    if (!found) throw new Error(`${signature}: ${catalog.routines.map((one) => one.signature).join('; ')}`);
    return found;
  };
  expect(routine('added(integer, integer)')).toMatchObject({
    kind: 'function',
    arguments: 'a integer, b integer DEFAULT (1 + 1)',
    returns: 'integer',
    language: 'sql',
    volatility: 'immutable',
    strict: true,
    leakproof: true,
    parallel: 'safe',
    body: 'select a + b',
    comment: 'adds',
    grants: [{ grantee: 'reader', privileges: ['execute'], grantable: [] }],
  });
  expect(routine('added(text, text)')).toMatchObject({ volatility: 'stable', parallel: 'restricted', strict: false });
  expect(routine('listed(text, text[])')).toMatchObject({
    securityDefiner: true,
    settings: { search_path: 'public, pg_temp', work_mem: '4MB', 'my.setting': 'a, b' },
    returns: 'SETOF public.things',
    arguments: 'prefix text, VARIADIC rest text[]',
    grants: [{ grantee: '', privileges: ['execute'], grantable: [] }],
  });
  expect(routine('several(text)').returns).toBe('record');
  expect(routine('tabled(integer)').returns).toBe('TABLE(id integer, "Name" text)');
  expect(routine('typed(public.things, public.things[], integer)').kind).toBe('function');
  expect(routine('counted(internal)').kind).toBe('window');
  expect(routine('work(integer, text)')).toMatchObject({
    kind: 'procedure',
    arguments: "IN a integer, INOUT b text DEFAULT 'x'::text",
  });
  expect(routine('work(integer, text)')).not.toHaveProperty('returns');
  expect(routine('whole(integer, integer)').body).toContain('BEGIN ATOMIC');
  expect(routine('total(integer)')).toMatchObject({ kind: 'aggregate', grants: [], comment: 'sums' });
  expect(routine('total(integer)').definition).toContain('FINALFUNC = public.finish');
  expect(routine('counting()').definition).toContain('CREATE AGGREGATE public.counting(*)');
  expect(catalog.routines.map((one) => one.name)).not.toContain('users');
});

test('triggers and rules', async () => {
  const catalog = await read('triggers');
  const { triggers, rules } = named(catalog.tables, 'events');
  expect(named(triggers, 'before_row')).toMatchObject({
    timing: 'before',
    events: ['insert', 'update'],
    columns: ['kind', 'at'],
    forEach: 'row',
    function: { schema: 'elsewhere', name: 'keep' },
    enabled: 'always',
  });
  expect(named(triggers, 'after_statement')).toMatchObject({
    timing: 'after',
    events: ['insert', 'update', 'delete', 'truncate'],
    forEach: 'statement',
    enabled: 'origin',
    comment: 'tells',
  });
  expect(named(triggers, 'with_tables').definition).toContain('REFERENCING OLD TABLE AS before NEW TABLE AS "After"');
  expect(named(triggers, 'no_change')).toMatchObject({
    function: { schema: 'pg_catalog', name: 'suppress_redundant_updates_trigger' },
    enabled: 'replica',
  });
  expect(named(triggers, 'at_the_end').definition).toContain('DEFERRABLE INITIALLY DEFERRED');
  expect(named(triggers, 'Odd name').enabled).toBe('disabled');
  expect(named(catalog.views, 'recent').triggers).toMatchObject([{ name: 'instead', timing: 'instead of' }]);
  expect(rules.map((rule) => rule.name)).toEqual(['logged']);
  expect(named(catalog.views, 'recent').rules.map((rule) => rule.name)).toEqual(['through']);
});

test('policies and grants', async () => {
  const catalog = await read('security');
  const orders = named(catalog.tables, 'orders');
  expect(orders.rowSecurity).toBe('forced');
  expect(named(catalog.tables, 'settings').rowSecurity).toBe('on');
  expect(orders.policies.map((policy) => [policy.name, policy.command, policy.permissive, policy.roles])).toEqual([
    ['adding', 'insert', true, ['writer']],
    ['changing', 'update', true, ['writer']],
    ['everybody', 'all', true, []],
    ['own_tenant', 'all', false, ['reader', 'writer']],
    ['reading', 'select', true, ['reader']],
    ['removing', 'delete', true, ['postgres']],
  ]);
  expect(named(orders.policies, 'own_tenant')).toMatchObject({
    using: "(tenant = (current_setting('app.tenant'::text))::integer)",
    withCheck: expect.stringContaining('FROM app.settings s'),
  });
  expect(named(orders.policies, 'everybody').comment).toBe('too much');
  expect(orders.grants).toEqual([
    { grantee: '', privileges: ['select'], grantable: [] },
    { grantee: 'writer', privileges: ['insert', 'select'], grantable: ['insert', 'select'] },
    { grantee: 'reader', privileges: ['select'], grantable: [], column: 'id' },
    { grantee: 'writer', privileges: ['references'], grantable: ['references'], column: 'id' },
    { grantee: 'reader', privileges: ['select', 'update'], grantable: [], column: 'state' },
  ]);
  expect(named(catalog.tables, 'settings').grants[0]?.privileges).toContain('maintain');
  expect(named(catalog.views, 'visible').grants).toEqual([
    { grantee: 'writer', privileges: ['select'], grantable: [] },
    { grantee: 'reader', privileges: ['select'], grantable: [], column: 'id' },
  ]);
  expect(named(catalog.schemas, 'app').grants).toEqual([
    { grantee: '', privileges: ['usage'], grantable: [] },
    { grantee: 'reader', privileges: ['usage'], grantable: [] },
    { grantee: 'writer', privileges: ['create', 'usage'], grantable: ['create', 'usage'] },
  ]);
});

test('views', async () => {
  const catalog = await read('views');
  const view = (name: string) => named(catalog.views, name);
  expect(view('plain')).toMatchObject({
    materialized: false,
    columns: [
      { name: 'id' },
      { name: 'Name' },
      { name: 'name' },
      { name: 'next', comment: 'one later', type: { text: 'date' } },
    ],
    reads: [{ schema: 'public', name: 'people' }],
    comment: 'plain',
    grants: [{ grantee: 'reader', privileges: ['select'] }],
  });
  expect(view('plain').definition).toMatch(/^ SELECT id,\n/);
  expect(view('over_view').reads.map((one) => one.name)).toEqual(['joined', 'plain']);
  expect(view('nested').reads.map((one) => one.name)).toEqual(['people', 'visits']);
  expect(view('ancestors').definition).toContain('WITH RECURSIVE');
  expect(view('checked').options).toEqual({ check_option: 'local', security_barrier: 'true' });
  expect(view('invoked').options).toEqual({ security_invoker: 'true' });
  expect(view('stored')).toMatchObject({
    materialized: true,
    populated: true,
    options: { fillfactor: '50' },
    comment: 'stored',
  });
  expect(view('stored').indexes.map((index) => [index.name, index.predicate])).toEqual([
    ['stored_id_idx', undefined],
    ['stored_lower_idx', '(id > 5)'],
  ]);
  expect(view('empty').populated).toBe(false);
  expect(view('numbered').definition).toContain("'2024-01-01 00:00:00+00'::timestamp with time zone");
});

test('extended statistics', async () => {
  const catalog = await read('statistics');
  expect(catalog.statistics.map((one) => [one.name, one.kinds, one.columns])).toEqual([
    ['all_kinds', ['ndistinct', 'dependencies', 'mcv'], ['a', 'b']],
    ['expressions', ['ndistinct', 'dependencies', 'mcv', 'expressions'], ['d']],
    ['one_expression', ['expressions'], []],
    ['some_kinds', ['ndistinct', 'mcv'], ['a', 'b', 'c']],
  ]);
  expect(named(catalog.statistics, 'all_kinds')).toMatchObject({
    table: { schema: 'public', name: 'facts' },
    comment: 'they depend',
  });
});

test('members of extensions are the extension’s', async () => {
  const database = await embedded();
  await database.exec('create extension hstore; create extension citext; create table t (a hstore, b citext)');
  const { introspect } = await import('./index.ts');
  const catalog = await introspect(database);
  expect(catalog.extensions.map((one) => [one.name, one.schema, one.stubbed])).toEqual([
    ['citext', 'public', false],
    ['hstore', 'public', false],
  ]);
  expect([catalog.routines, catalog.types, catalog.others]).toEqual([[], [], []]);
  expect(catalog.tables[0]?.columns.map((one) => [one.type.text, one.type.family])).toEqual([
    ['public.hstore', 'key-value'],
    ['public.citext', 'text'],
  ]);
});
