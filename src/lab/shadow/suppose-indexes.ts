import { qualified } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import type { IndexStatistics } from '../../catalog/statistics.ts';
import { RelvarError } from '../../findings/error.ts';
import type { PlannedQuery } from '../lab.ts';
import type { SupposedIndex, SupposedIndexes } from '../supposed-indexes.ts';
import { inflateOne, sizesStatement, together } from './believe.ts';
import { expressionEntries, restoreColumns } from './column-statistics.ts';
import { planQuery } from './plan-query.ts';
import { believedSizes } from './relation-sizes.ts';
import { relationsOf, relationsQuery, type ShadowRelation } from './relations.ts';
import { forgetBuffers, type Shadow } from './shadow.ts';
import { lengthen, shorten } from './shorten.ts';
import { hideStatement, statementsOf, touchedBy } from './suppose.ts';

/**
 * Indexes that are made once, for good and of any method, on files without rows, and are invalid to the planner until
 * a question shows some: a row of pg_index each, in a transaction that is undone. That takes a millisecond, where
 * making an index takes several.
 */
export async function supposeIndexes(shadow: Shadow): Promise<SupposedIndexes> {
  // What is believed of them is forgotten with them.
  const own: Shadow = { ...shadow, believed: new Map(shadow.believed), originals: new Map(shadow.originals) };
  const made = new Map<string, Made>();
  const parents = new Map<string, string>();
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
          parents,
        );
      } finally {
        await lengthen(shadow, heaps, touched);
      }
      return failed;
    },
    async plan(request, shown, without = []) {
      const oids = shown.flatMap((name) => made.get(name)?.oids ?? []);
      const statements = ['BEGIN'];
      if (oids.length > 0) {
        statements.push(`UPDATE pg_index SET indisvalid = true WHERE indexrelid IN (${oids.join(', ')})`);
      }
      if (without.length > 0) statements.push(hideStatement(without));
      const alone = statements.length === 1;
      try {
        if (!alone) await shadow.connection.queryAll(statements);
        return named(await planQuery(own, request, !alone), parents);
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
  made: Map<string, Made>,
  parents: Map<string, string>,
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
  const trees = await partsOf(shadow, indexes, relations);
  const given = [...trees.values()].flat().flatMap((relation) => {
    const size = believed.get(relation.key);
    return size ? [{ relation, size }] : [];
  });
  if (given.some(({ relation }) => relation.index?.method !== 'btree')) await shadow.connection.queryAll(forgetBuffers);
  for (const one of given) {
    shadow.believed.set(one.relation.key, one);
    inflateOne(shadow, one);
  }
  const oids: number[] = [];
  for (const [name, relations] of trees) {
    const own = relations.map(({ oid }) => oid);
    made.set(name, { oids: own });
    oids.push(...own);
    for (const part of relations) if (part.key !== name) parents.set(part.name, relations[0]?.name ?? part.name);
  }
  await shadow.connection.queryAll([
    ...(given.length > 0 ? [sizesStatement(given)] : []),
    `UPDATE pg_index SET indisvalid = false WHERE indexrelid = ANY ('{${oids.join(',')}}')`,
  ]);
  const entries = [...trees].flatMap(([name, parts]) => expressionEntries(parts, sizes[name]?.columns));
  if (entries.length > 0) await restoreColumns(shadow.engine, entries);
}

/** An index that was made, with those of partitions. */
interface Made {
  readonly oids: readonly number[];
}

/** Each index with those of the partitions below its table, itself first. */
async function partsOf(
  shadow: Shadow,
  indexes: readonly SupposedIndex[],
  relations: ReadonlyMap<string, ShadowRelation>,
): Promise<ReadonlyMap<string, readonly ShadowRelation[]>> {
  const trees = new Map<string, ShadowRelation[]>();
  for (const one of indexes) {
    const relation = relations.get(nameOf(one));
    if (relation) trees.set(nameOf(one), [relation]);
  }
  const roots = [...trees.values()].flatMap(([root]) => (root?.kind === 'I' ? [root] : []));
  if (roots.length === 0) return trees;
  const byOid = new Map([...relations.values()].map((one) => [one.oid, one]));
  const rows = await shadow.connection.query(
    `SELECT root::int8::float8 AS root, t.relid::oid::int8::float8 AS part
    FROM unnest('{${roots.map(({ oid }) => oid).join(',')}}'::oid[]) root, pg_partition_tree(root) t WHERE t.relid <> root`,
  );
  for (const row of rows) {
    const [root, part] = [byOid.get(Number(row['root'])), byOid.get(Number(row['part']))];
    if (root && part) trees.get(root.key)?.push(part);
  }
  return trees;
}

/** The plan with the indexes of partitions called as the one that they are parts of. */
function named(planned: PlannedQuery, parents: ReadonlyMap<string, string>): PlannedQuery {
  if (parents.size === 0) return planned;
  const visit = (node: PlanNode): PlanNode => {
    const parent = node.index === undefined ? undefined : parents.get(node.index);
    return { ...node, ...(parent === undefined ? {} : { index: parent }), children: node.children.map(visit) };
  };
  return { ...planned, plan: { ...planned.plan, root: visit(planned.plan.root) } };
}

function nameOf({ change }: SupposedIndex): string {
  return qualified({ schema: change.table.schema, name: change.name });
}
