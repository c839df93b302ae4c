import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyCatalog, type Routine } from '../../catalog/catalog.ts';
import { noStatistics, type Statistics } from '../../catalog/statistics.ts';
import { noWorkload } from '../../catalog/workload.ts';
import { RelvarError } from '../../findings/error.ts';
import { readSnapshot, type Snapshot, snapshotText } from './snapshot.ts';
import { withoutSecrets } from './without-secrets.ts';
import { withoutValues } from './without-values.ts';

const empty: Snapshot = {
  tool: { name: 'relvar', version: '1.2.3' },
  source: { name: 'postgres://me@host/app', engine: 'postgres' },
  catalog: emptyCatalog,
  statistics: noStatistics,
  workload: noWorkload,
  diagnostics: [],
};

/** Taken of a PostgreSQL 18 when the form was new; it is never made anew. */
const firstForm = readFileSync(new URL('../../../test/snapshots/version-1.snapshot.json', import.meta.url), 'utf8');

function failure(text: string): RelvarError {
  try {
    readSnapshot(text, 'prod.json');
  } catch (error) {
    if (error instanceof RelvarError) return error;
    throw error;
  }
  throw new Error('it was read');
}

/** A snapshot's file after a change of its document. */
function changed(
  change: (document: Record<string, unknown> & Record<'catalog' | 'statistics', Record<string, unknown>>) => void,
): string {
  const document = JSON.parse(firstForm);
  change(document);
  return JSON.stringify(document);
}

describe('the form', () => {
  test('gives the same bytes for the same snapshot, a line for each object', () => {
    const { snapshot } = readSnapshot(firstForm, 'a');
    expect(snapshotText(snapshot)).toBe(firstForm);
    const [table] = snapshot.catalog.tables;
    expect(firstForm).toContain(`\n{"schema":${JSON.stringify(table?.schema)},`);
    for (const sequence of Object.keys(snapshot.statistics.sequences))
      expect(firstForm).toContain(`\n${JSON.stringify(sequence)}:`);
  });

  test('of version 1 as it was first written is read, whole', () => {
    const { snapshot, diagnostics } = readSnapshot(firstForm, 'a');
    expect(diagnostics).toEqual([]);
    expect(snapshot.source.name).toBe('postgres://postgres@127.0.0.1/shop');
    expect(snapshot.catalog.tables.map((table) => table.name)).toEqual([
      'customers',
      'events',
      'events_2024',
      'orders',
      'regions',
      'regions_north',
    ]);
    expect(snapshot.catalog.sequences.find((one) => one.name === 'orders_id_seq')?.maximum).toBe(9223372036854775807n);
    expect(snapshot.statistics.sequences['public.orders_id_seq']).toEqual({ lastValue: 5000n });
    const { tables, indexes, multivariate, settings } = snapshot.statistics;
    expect(tables['public.orders']?.columns['status']?.commonValues?.[0]?.value).toBe('done');
    expect(tables['public.orders']?.columns['tags']?.elements?.values).toContain('red');
    expect(tables['public.orders']?.columns['during']?.ranges?.bounds).toBeDefined();
    expect(tables['public.regions']?.inheritedColumns).toBeDefined();
    expect(tables['public.events']?.columns['at']?.histogram).toBeDefined();
    expect(indexes['public.orders_lower_idx']?.columns?.['lower']?.distinct).toBeDefined();
    expect(indexes['public.orders_pkey']).toMatchObject({ height: 1, ends: { least: '1', greatest: '5000' } });
    expect(multivariate?.['public.places']?.expressions).toBeDefined();
    expect(multivariate?.['public.places']?.commonValues?.[0]?.values).toHaveLength(3);
    expect(settings['work_mem']).toBe('4096kB');
    expect(snapshot.workload.queries.length).toBeGreaterThan(1);
  });

  test('that is new has the version of the last upgrade', () => {
    expect(JSON.parse(snapshotText(empty))).toMatchObject({ format: 'relvar-snapshot', version: 1 });
  });

  test('that is older goes through every upgrade after it', () => {
    // Were the form at version 3: 1 → 2 renamed `origin` to `source`, 2 → 3 brought the diagnostics.
    const { source, diagnostics: _, version: __, ...rest } = JSON.parse(snapshotText(empty));
    const steps = [
      ({ origin, ...document }: Readonly<Record<string, unknown>>) => ({ ...document, source: origin }),
      // What this program reads is version 1.
      (document: Readonly<Record<string, unknown>>) => ({ ...document, diagnostics: [] }),
    ];
    const upgrade = (document: Readonly<Record<string, unknown>>) => {
      const seen: unknown[] = [];
      const watched = steps.map((step) => (one: Readonly<Record<string, unknown>>) => {
        seen.push(one['version']);
        return step(one);
      });
      try {
        readSnapshot(JSON.stringify(document), 'old.json', watched);
      } catch (error) {
        // It ends as version 3, of which only the number is unknown here.
        expect(error).toMatchObject({
          code: 'bad-snapshot',
          message: expect.stringMatching(/^old\.json: version: .*expected 1$/),
        });
      }
      return seen;
    };
    expect(upgrade({ ...rest, version: 1, origin: source })).toEqual([1, 2]);
    expect(upgrade({ ...rest, version: 2, source })).toEqual([2]);
    expect(upgrade({ ...rest, version: 3, source, diagnostics: [] })).toEqual([]);
  });
});

describe('what is no whole snapshot', () => {
  test('cut short anywhere, it says so', () => {
    for (let end = 1; end < firstForm.length - 2; end += Math.ceil(firstForm.length / 200)) {
      const error = failure(firstForm.slice(0, end));
      expect([error.code, end]).toEqual(['snapshot-cut-short', end]);
      expect(error.message).toContain(
        `it ends after ${end} characters, in line ${firstForm.slice(0, end).split('\n').length}`,
      );
    }
  });

  test('broken in the middle, it says where', () => {
    const lines = firstForm.split('\n');
    const error = failure([...lines.slice(0, 30), 'oops', ...lines.slice(30)].join('\n'));
    expect(error).toMatchObject({
      code: 'not-a-snapshot',
      message: expect.stringContaining('prod.json:31: this is not JSON'),
    });
  });

  test.each([
    ['{}', 'it holds nothing'],
    ['[1]', 'it holds a list'],
    [
      '{"name": "app", "version": "1.0.0", "dependencies": {}, "type": "module"}',
      'it holds "name", "version", "dependencies"…',
    ],
    ['{"$schema": "x"}', 'it holds "$schema"'],
  ])('other JSON is told from a snapshot: %s', (text, what) => {
    expect(failure(text)).toMatchObject({
      code: 'not-a-snapshot',
      message: expect.stringContaining(what),
      hint: expect.stringContaining('relvar snapshot'),
    });
  });

  test('of a newer version, it says which and what to do', () => {
    const error = failure(
      changed((document) => Object.assign(document, { version: 7, tool: { name: 'relvar', version: '9.1.0' } })),
    );
    expect(error).toMatchObject({
      code: 'snapshot-too-new',
      message: 'prod.json is a snapshot of version 7, written by relvar 9.1.0; this relvar reads versions up to 1',
      hint: expect.stringContaining('upgrade'),
    });
  });

  test.each([[undefined], ['1'], [0], [1.5], [null]])('of no version at all (%s), it says so', (version) => {
    expect(failure(changed((document) => Object.assign(document, { version })))).toMatchObject({
      code: 'bad-snapshot',
      message: expect.stringContaining('prod.json: version:'),
    });
  });

  test.each<readonly [string, (document: Parameters<Parameters<typeof changed>[0]>[0]) => void, RegExp]>([
    ['a part is gone', (document) => delete document.catalog['tables'], /^prod\.json: catalog\.tables: /],
    [
      'a number is a text',
      (document) =>
        Object.assign((document.statistics['tables'] as Record<string, object>)['public.orders'] ?? {}, {
          rows: 'many',
        }),
      /^prod\.json: statistics\.tables\.public\.orders\.rows: /,
    ],
    [
      'a share is above 1',
      (document) =>
        Object.assign(
          (document.statistics['tables'] as Record<string, { columns: Record<string, object> }>)['public.orders']
            ?.columns['id'] ?? {},
          { nullFraction: 7 },
        ),
      /columns\.id\.nullFraction: /,
    ],
    [
      'a great number is a number',
      (document) => Object.assign((document.catalog['sequences'] as object[])[0] ?? {}, { maximum: 5 }),
      /^prod\.json: catalog\.sequences\[0\]\.maximum: /,
    ],
    [
      'a time is none',
      (document) => Object.assign(document.statistics, { takenAt: 'yesterday' }),
      /^prod\.json: statistics\.takenAt: /,
    ],
  ])('edited so that it is none, it says where: %s', (_, change, message) => {
    const error = failure(changed(change));
    expect(error.code).toBe('bad-snapshot');
    expect(error.message).toMatch(message);
    expect(error.message.split('\n')).toHaveLength(1);
    expect(error.hint).toContain('edited');
  });
});

describe('what was edited', () => {
  test('but for its layout, it is as it was', () => {
    expect(readSnapshot(JSON.stringify(JSON.parse(firstForm), undefined, 4), 'a').diagnostics).toEqual([]);
  });

  test('is read, and told to be so', () => {
    const text = changed(({ statistics }) =>
      Object.assign((statistics['tables'] as Record<string, object>)['public.orders'] ?? {}, { rows: 7e9 }),
    );
    const { snapshot, diagnostics } = readSnapshot(text, 'prod.json');
    expect(snapshot.statistics.tables['public.orders']?.rows).toBe(7e9);
    expect(diagnostics.map((one) => one.code)).toEqual(['snapshot-edited']);
  });

  test('to name what is not there, it is told with what is', () => {
    const text = changed(({ statistics }) => {
      const tables = statistics['tables'] as Record<string, { columns: Record<string, object> }>;
      const orders = tables['public.orders'];
      tables['public.order'] = orders ?? { columns: {} };
      if (orders) orders.columns = { ...orders.columns, statsu: orders.columns['status'] ?? {} };
      (statistics['indexes'] as Record<string, object>)['public.nowhere_at_all'] = { bytes: 0 };
    });
    const { diagnostics } = readSnapshot(text, 'prod.json');
    expect(diagnostics.slice(1)).toMatchObject([
      {
        code: 'snapshot-unknown-name',
        message: 'prod.json tells statistics of public.order: there is no such table in its schema',
        hint: 'did you mean public.orders?',
      },
      {
        code: 'snapshot-unknown-name',
        message: expect.stringContaining('public.orders.statsu: there is no such column'),
        hint: 'did you mean public.orders.status?',
      },
      {
        code: 'snapshot-unknown-name',
        message: expect.stringContaining('public.nowhere_at_all: there is no such index'),
      },
    ]);
  });
});

describe('without values', () => {
  const { snapshot } = readSnapshot(firstForm, 'a');
  const bare = withoutValues(snapshot.statistics);

  test('nothing is left that stood in a row', () => {
    // Each of these is a value of a column, in the statistics of the fixture and nowhere in its schema.
    const text = JSON.stringify(bare, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
    const before = JSON.stringify(snapshot.statistics, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
    for (const value of ['done', '"red"', 'Grünberg', 'zip 3', '2024-05-05']) {
      expect(before, value).toContain(value);
      expect(text, value).not.toContain(value);
    }
    expect(text).not.toMatch(/"(commonValues|histogram|elements|bounds|lengths|ends)"/);
    expect(bare.valuesLeftOut).toBe(true);
  });

  test('all else stays', () => {
    const kept = (statistics: Statistics) => statistics.tables['public.orders'];
    const { columns = {}, ...rest } = kept(bare) ?? {};
    const { columns: _, ...all } = kept(snapshot.statistics) ?? { columns: {} };
    expect(rest).toEqual(all);
    expect(Object.keys(columns)).toEqual(Object.keys(snapshot.statistics.tables['public.orders']?.columns ?? {}));
    expect(columns['status']).toMatchObject({ nullFraction: 0, distinct: 4, correlation: expect.any(Number) });
    expect(bare.settings).toEqual(snapshot.statistics.settings);
    expect(bare.sequences).toEqual(snapshot.statistics.sequences);
    expect(bare.multivariate?.['public.places']?.dependencies).toBeDefined();
    expect(bare.indexes['public.orders_pkey']?.height).toBe(1);
    expect(withoutValues(bare)).toEqual(bare);
  });
});

describe('without secrets', () => {
  const routine = (body: string): Routine => ({
    schema: 'app',
    name: 'sync',
    kind: 'function',
    signature: 'sync()',
    arguments: '',
    language: 'sql',
    volatility: 'volatile',
    strict: false,
    securityDefiner: false,
    leakproof: false,
    parallel: 'unsafe',
    settings: {},
    grants: [],
    body,
    definition: `create function app.sync() ${body}`,
  });

  test.each([
    [
      `select dblink_connect('host=db password=hunter2 user=me')`,
      `select dblink_connect('host=db password=*** user=me')`,
    ],
    [`select dblink('dbname=x password=''hun ter2'' port=1')`, `select dblink('dbname=x password=*** port=1')`],
    [`perform http_get('https://me:hunter2@example.com/x')`, `perform http_get('https://me:***@example.com/x')`],
  ])('passwords are blotted out: %s', (body, expected) => {
    const { catalog, touched } = withoutSecrets({ ...emptyCatalog, routines: [routine(body)] });
    expect(catalog.routines[0]).toMatchObject({ body: expected, definition: `create function app.sync() ${expected}` });
    expect(touched).toEqual(['app.sync']);
  });

  test.each([
    ['select 1 from users where password=p_password and port=3'],
    [`update users set password = crypt('new', gen_salt('bf'))`],
    [`select 'password=' || x`],
    [`select 'see https://example.com/a?b=c@d'`],
  ])('what is none stays: %s', (body) => {
    const given = { ...emptyCatalog, routines: [routine(body)] };
    expect(withoutSecrets(given)).toEqual({ catalog: given, touched: [] });
  });

  test('foreign tables keep the options that tell where they are, not how to log in', () => {
    const { snapshot } = readSnapshot(firstForm, 'a');
    const [table] = snapshot.catalog.tables;
    if (!table) throw new Error('no table');
    const options = { schema_name: 'public', table_name: 'x', password: 'hunter2', api_key: 'k', connstr: 'c' };
    const { catalog, touched } = withoutSecrets({ ...emptyCatalog, tables: [{ ...table, kind: 'foreign', options }] });
    expect(catalog.tables[0]?.options).toEqual({ schema_name: 'public', table_name: 'x' });
    expect(touched).toEqual([`public.${table.name}`]);
  });
});
