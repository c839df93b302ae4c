import { beforeEach, describe, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { named, readFeature } from '../../../../test/features.ts';
import { withoutNeedlessParentheses } from './indexes.ts';

beforeEach(resetDatabase);

async function documents() {
  const catalog = await readFeature(await embedded(), 'indexes');
  const { indexes } = named(catalog.tables, 'documents');
  return { catalog, index: (name: string) => named(indexes, name), indexes };
}

describe('indexes', () => {
  test('order, nulls and included columns', async () => {
    const { index } = await documents();
    expect(index('by_rank')).toMatchObject({
      method: 'btree',
      unique: false,
      keys: [
        { column: 'rank', descending: true, nullsFirst: false },
        { column: 'id', descending: false, nullsFirst: true },
        { column: 'title', descending: true, nullsFirst: true },
      ],
      include: ['state', 'rank'],
      clustered: true,
      valid: true,
      comment: 'the one that matters',
      definition:
        'CREATE INDEX by_rank ON public.documents USING btree (rank DESC NULLS LAST, id NULLS FIRST, title DESC) INCLUDE (state, rank)',
    });
    expect(index('documents_pkey')).toMatchObject({ unique: true, constraint: 'documents_pkey' });
  });

  test('operator classes and collations, only where they are not what the key has anyway', async () => {
    const { index } = await documents();
    const of = (name: string) => index(name).keys.map((key) => [key.operatorClass, key.collation?.name]);
    expect(of('patterns')).toEqual([
      ['text_pattern_ops', undefined],
      ['text_pattern_ops', undefined],
      [undefined, 'POSIX'],
    ]);
    expect(of('same_as_default')).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(of('trigrams').map(([name]) => name)).toEqual(['public.gin_trgm_ops', 'public.gin_trgm_ops']);
    expect(of('trigrams_with_options')[0]?.[0]).toBe("public.gist_trgm_ops (siglen='32')");
    expect(of('documents_data')[0]?.[0]).toBe('jsonb_path_ops');
    expect(index('documents_Mixed, Case_idx').keys).toEqual([
      {
        column: 'Mixed, Case',
        operatorClass: 'text_pattern_ops',
        collation: { schema: 'pg_catalog', name: 'C' },
        descending: true,
        nullsFirst: true,
      },
    ]);
  });

  test('expressions and predicates, and the columns that they read', async () => {
    const { index } = await documents();
    expect(index('only_living')).toMatchObject({
      unique: true,
      keys: [{ expression: 'lower((title)::text)' }, { expression: '(rank + id)' }],
      expressionColumns: ['id', 'rank', 'title'],
      predicate: "((deleted_at IS NULL) AND (state = ANY ('{a,b}'::text[])))",
      predicateColumns: ['deleted_at', 'state'],
    });
    const odd = index('Index, with (odd) name USING btree (');
    expect(odd.keys).toMatchObject([
      { expression: `(data ->> 'a, "b" (c)'::text)` },
      { expression: "COALESCE(title, ', ('::character varying)" },
      { column: 'lower' },
      { expression: expect.stringMatching(/^CASE\n/), collation: { name: 'C' } },
    ]);
    expect(index('in_zone').keys[0]?.expression).toBe("(deleted_at AT TIME ZONE 'Europe/Zurich'::text)");
  });

  test('methods and options', async () => {
    const { index, indexes, catalog } = await documents();
    expect(new Set(indexes.map((one) => one.method))).toEqual(
      new Set(['btree', 'gin', 'gist', 'hash', 'brin', 'spgist']),
    );
    expect(index('documents_id_rank_idx').options).toEqual({ autosummarize: 'on', pages_per_range: '16' });
    expect(index('one_null')).toMatchObject({ nullsNotDistinct: true, predicate: '(rank > 0)' });
    const [replica] = named(catalog.tables, 'replicated').indexes;
    expect(replica).toMatchObject({ name: 'replica', replicaIdentity: true });
    expect(named(catalog.tables, 'replicated').replicaIdentity).toBe('index');
    expect(named(catalog.views, 'summaries').indexes).toMatchObject([{ unique: true, keys: [{ column: 'state' }] }]);
  });

  test('one that is not valid', async () => {
    const database = await embedded();
    await database.exec(`create table t (a int); create index on t (a);
      update pg_index set indisvalid = false where indexrelid = 't_a_idx'::regclass`);
    const { introspect } = await import('./index.ts');
    const catalog = await introspect(database);
    expect(catalog.tables[0]?.indexes).toMatchObject([{ name: 't_a_idx', valid: false }]);
  });

  test('what PostgreSQL 15 puts in parentheses too many', () => {
    const zone = "(a AT TIME ZONE 'UTC'::text)";
    const written = `CREATE INDEX i ON public.t USING btree ((${zone}), lower(b), (${zone}))`;
    const wanted = `CREATE INDEX i ON public.t USING btree (${zone}, lower(b), ${zone})`;
    const expressions = [zone, 'lower(b)', zone];
    expect(withoutNeedlessParentheses(written, expressions)).toBe(wanted);
    expect(withoutNeedlessParentheses(wanted, expressions)).toBe(wanted);
  });
});
