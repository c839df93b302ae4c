import { describe, expect, it } from 'vitest';
import { noStatistics } from '../../src/catalog/statistics.ts';
import { postgres } from '../../src/engines/postgres/index.ts';
import { rule } from '../../src/rules/foreign-key-without-index/rule.ts';
import { runRules } from '../../src/rules/run.ts';
import { corpusFiles, withCorpus } from '../corpus.ts';

/**
 * Foreign keys whose columns no index has first, asked of the system catalogs: each set of columns of a table once,
 * partitions with their parent. It knows nothing of the rule.
 */
const oracle = `
  select distinct n.nspname || '.' || t.relname || ' ' || array_to_string(
    array(select a.attname::text collate "C" from pg_attribute a where a.attrelid = t.oid and a.attnum = any (k.conkey) order by 1), ',') as key
  from pg_constraint k
  join pg_class t on t.oid = k.conrelid
  join pg_namespace n on n.oid = t.relnamespace
  where k.contype = 'f' and not t.relispartition
    and not exists (
      select from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
      where i.indrelid = t.oid and i.indisvalid
        and (m.amname = 'btree' or m.amname = 'hash' and cardinality(k.conkey) = 1)
        and (i.indpred is null or exists (
          select from pg_attribute a where a.attrelid = t.oid and a.attnum = any (k.conkey)
            and pg_get_expr(i.indpred, t.oid) = '(' || quote_ident(a.attname) || ' IS NOT NULL)'))
        and i.indnkeyatts >= cardinality(k.conkey)
        and (select array_agg(c order by c) from unnest((string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)]) c)
          = (select array_agg(c order by c) from unnest(k.conkey) c))
  order by 1`;

describe('foreign-key-without-index equals a query of the system catalogs', () => {
  for (const file of corpusFiles) {
    it(file, () =>
      withCorpus(file, async (database) => {
        const expected = (await database.query(oracle)).map((row) => String(row['key']));
        const [result] = runRules([rule], {
          catalog: await postgres.introspect(database),
          statistics: noStatistics,
          traits: postgres.traits('18'),
          now: new Date(0),
        });
        const found = (result?.items ?? []).map(
          ({ at }) => `${at.object.schema}.${at.object.name} ${[...(at.names ?? [])].sort().join(',')}`,
        );
        expect(found.sort()).toEqual(expected.sort());
        if (file === 'dhis2.sql') expect(found).toHaveLength(456);
      }),
    );
  }
});
