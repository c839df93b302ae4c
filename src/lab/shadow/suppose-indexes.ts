import { qualified } from '../../catalog/names.ts';
import type { IndexStatistics } from '../../catalog/statistics.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { RelvarError } from '../../findings/error.ts';
import type { SupposedIndex, SupposedIndexes } from '../supposed-indexes.ts';
import { inflateOne, sizesStatement, together } from './believe.ts';
import { planQuery } from './plan-query.ts';
import { believedSizes } from './relation-sizes.ts';
import { relationsOf, relationsQuery, type ShadowRelation } from './relations.ts';
import { forgetBuffers, type Shadow } from './shadow.ts';
import { lengthen, shorten } from './shorten.ts';
import { statementsOf, touchedBy } from './suppose.ts';

/**
 * Indexes that are made once, for good and of any method, on files without rows, and are invalid to the planner until
 * a question shows some: a row of pg_index each, in a transaction that is undone. That takes a millisecond, where
 * making an index takes several.
 */
export async function supposeIndexes(shadow: Shadow): Promise<SupposedIndexes> {
  // What is believed of them is forgotten with them.
  const own: Shadow = { ...shadow, believed: new Map(shadow.believed), originals: new Map(shadow.originals) };
  const made = new Map<string, ShadowRelation>();
  return {
    async add(indexes) {
      const failed = new Map<string, string>();
      const changes = indexes.map(({ change }) => change);
      const touched = touchedBy(shadow, changes);
      const heaps = touched.filter(({ relation }) => !relation.index);
      await shorten(shadow, heaps);
      try {
        for (const one of indexes) {
          const { error } = await shadow.connection.batch(statementsOf(one.change));
          if (error) failed.set(nameOf(one), error.message);
        }
        await believeNew(
          own,
          indexes.filter((one) => !failed.has(nameOf(one))),
          made,
        );
      } finally {
        await lengthen(shadow, heaps, touched);
      }
      return failed;
    },
    async plan(request, shown, without = []) {
      const oids = shown.flatMap((name) => made.get(name)?.oid ?? []);
      const statements = ['BEGIN'];
      if (oids.length > 0) {
        statements.push(`UPDATE pg_index SET indisvalid = true WHERE indexrelid IN (${oids.join(', ')})`);
      }
      if (without.length > 0) statements.push(hideStatement(without));
      const alone = statements.length === 1;
      try {
        if (!alone) await shadow.connection.queryAll(statements);
        return await planQuery(own, request, !alone);
      } catch (error) {
        if (error instanceof RelvarError) return { error: error.message };
        throw error;
      } finally {
        if (!alone) await shadow.connection.exec('ROLLBACK');
      }
    },
    async close() {
      if (made.size === 0) return;
      const names = [...made.keys()];
      // A file that was made long is closed with its relation; segments beyond the first go with it.
      await shadow.connection.exec(`DROP INDEX ${names.join(', ')}`);
      made.clear();
    },
  };
}

/** Makes new indexes as large as they are said to be, and hides them. */
async function believeNew(
  shadow: Shadow,
  indexes: readonly SupposedIndex[],
  made: Map<string, ShadowRelation>,
): Promise<void> {
  if (indexes.length === 0) return;
  const tables = touchedBy(
    shadow,
    indexes.map(({ change }) => change),
  ).flatMap(({ relation }) => (relation.index ? [] : [relation.oid]));
  const relations = relationsOf(await shadow.connection.query(relationsQuery(tables)));
  const sizes: Record<string, IndexStatistics> = {};
  for (const one of indexes) sizes[nameOf(one)] = one.size;
  const believed = believedSizes(relations, together(shadow.statistics, { indexes: sizes }));
  const given = indexes.flatMap((one) => {
    const relation = relations.get(nameOf(one));
    const size = relation && believed.get(relation.key);
    return relation && size ? [{ relation, size }] : [];
  });
  if (given.some(({ relation }) => relation.index?.method !== 'btree')) await shadow.connection.queryAll(forgetBuffers);
  for (const one of given) {
    shadow.believed.set(one.relation.key, one);
    made.set(one.relation.key, one.relation);
    inflateOne(shadow, one);
  }
  await shadow.connection.queryAll([
    sizesStatement(given),
    `UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (${given.map(({ relation }) => relation.oid).join(', ')})`,
  ]);
}

function hideStatement(indexes: readonly string[]): string {
  return `UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (${indexes
    .map((key) => `to_regclass(${quoteLiteral(key)})`)
    .join(', ')})`;
}

function nameOf({ change }: SupposedIndex): string {
  return qualified({ schema: change.table.schema, name: change.name });
}
