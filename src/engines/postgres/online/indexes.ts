import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type { Index, Table } from '../../../catalog/table.ts';
import type { DraftStep, Phase, Procedure, Situation, StatementsWork } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { renamedIndex } from './expressions.ts';
import { commentOf } from './plain.ts';
import { noDuplicates } from './preconditions.ts';
import { buildConcurrently, dropConcurrently, droppedBefore, nothingToUndo, step, undoBy, work } from './steps.ts';
import { blockers, indexProgress, oldTransactions } from './watch.ts';

type IndexObject = Extract<CatalogObject, { readonly kind: 'index' }>;

/** An index built CONCURRENTLY; of a partitioned table, on each partition by itself. */
export function createIndex(object: IndexObject, situation: Situation): Procedure {
  const { relation, index } = object;
  const phase = index.unique ? 'contract' : 'expand';
  if (object.partitioned) return onPartitions(object, phase, situation);
  const former = droppedBefore(
    situation,
    (other) => other.kind === 'index' && sameName(other.relation, relation) && other.index.name === index.name,
  );
  if (former?.object.kind !== 'index') return { steps: [buildStep(relation, index, phase)] };
  return { steps: replacedSteps(object, former.object.index, phase, situation), includes: [former] };
}

/** The new index is built under another name: queries have the old one until it is there. */
function replacedSteps(
  { relation, index }: IndexObject,
  former: Index,
  phase: Phase,
  { traits }: Situation,
): readonly DraftStep[] {
  const name = { schema: relation.schema, name: index.name };
  const beside = { ...name, name: objectName([index.name], 'relvar_new', traits.identifierBytes) };
  const definition = renamedIndex(index.definition, beside.name, relation);
  const rename = (from: string, to: string) =>
    `ALTER INDEX ${quoteName({ ...name, name: from })} RENAME TO ${quoteIdentifier(to)}`;
  return [
    buildStep(relation, { ...index, name: beside.name, definition }, phase),
    step(`Drop index ${qualified(name)} as it was`, 'contract', dropConcurrently(name), {
      undo: { work: [buildConcurrently(former.definition, name)] },
      watch: [oldTransactions, blockers],
    }),
    step(`Give the new index the name ${qualified(name)}`, 'contract', work(rename(beside.name, index.name)), {
      undo: undoBy(rename(index.name, beside.name)),
      watch: [blockers],
    }),
  ];
}

export function buildStep(table: Table | IndexObject['relation'], index: Index, phase: Phase): DraftStep {
  const name = { schema: table.schema, name: index.name };
  return step(
    `Build ${index.unique ? 'unique ' : ''}index ${qualified(name)} on ${qualified(table)}`,
    phase,
    buildConcurrently(index.definition, name),
    {
      why: 'CREATE INDEX locks out writes until the index is built; CONCURRENTLY lets them go on.',
      undo: { work: [dropConcurrently(name)] },
      builds: [{ table, index: name }],
      ...(index.unique ? { preconditions: [noDuplicates(table, index)] } : {}),
      watch: [indexProgress(table), oldTransactions, blockers],
    },
  );
}

/**
 * The parent's index is made without its partitions, each partition's is built concurrently and attached; the parent's
 * becomes valid with the last one (CREATE INDEX in the manual).
 */
function onPartitions({ relation, index }: IndexObject, phase: Phase, situation: Situation): Procedure {
  const parent = { schema: relation.schema, name: index.name };
  const plan = partitionIndexes(relation, parent, situation);
  const included = situation.changes.filter(
    (change) =>
      (change.kind === 'create' &&
        change.object.kind === 'index' &&
        plan.some(
          (one) => one.name.schema === indexSchema(change.object) && one.name.name === indexName(change.object),
        )) ||
      (change.kind === 'attach index' && plan.some((one) => sameName(one.name, change.index))),
  );
  const why = 'An index of a partitioned table cannot be built CONCURRENTLY, but those of its partitions can.';
  const first = step(
    `Create index ${qualified(parent)} on ${qualified(relation)} without its partitions`,
    phase,
    work(index.definition.replace(/^(CREATE(?: UNIQUE)? INDEX \S.*?) ON (?:ONLY )?/, '$1 ON ONLY ')),
    {
      why,
      undo: undoBy(
        ...[parent, ...plan.map((one) => one.name)].map((name) => `DROP INDEX IF EXISTS ${quoteName(name)}`),
      ),
      watch: [blockers],
    },
  );
  const steps = plan.flatMap((one): readonly DraftStep[] => [
    one.definition === undefined
      ? step(
          `Create index ${qualified(one.name)} on ${qualified(one.table)} without its partitions`,
          phase,
          work(`CREATE${index.unique ? ' UNIQUE' : ''} INDEX ${onlyHead(index, one)}`),
          { undo: nothingToUndo },
        )
      : step(
          `Build index ${qualified(one.name)} on ${qualified(one.table)}`,
          phase,
          buildConcurrently(one.definition, one.name),
          {
            why,
            undo: { work: [] },
            builds: [{ table: one.table, index: one.name }],
            watch: [indexProgress(one.table), oldTransactions, blockers],
          },
        ),
    step(
      `Attach index ${qualified(one.name)} to ${qualified(one.parent)}`,
      phase,
      work(`ALTER INDEX ${quoteName(one.parent)} ATTACH PARTITION ${quoteName(one.name)}`),
      { undo: nothingToUndo },
    ),
  ]);
  return { steps: [first, ...steps], includes: included };
}

interface PartitionIndex {
  readonly table: Table;
  readonly parent: { readonly schema: string; readonly name: string };
  readonly name: { readonly schema: string; readonly name: string };
  /** Absent for a table that is partitioned itself. */
  readonly definition?: string;
}

/** The indexes that the target has on partitions as parts of this one, deepest last. */
function partitionIndexes(
  relation: IndexObject['relation'],
  parent: PartitionIndex['parent'],
  situation: Situation,
): readonly PartitionIndex[] {
  const partitions = situation.to.tables.filter((one) => one.partitionOf && sameName(one.partitionOf.parent, relation));
  return partitions.flatMap((table) => {
    const index = table.indexes.find((one) => one.partitionOf && sameName(one.partitionOf, parent));
    if (!index || table.kind === 'foreign' || situation.isNew(table) || joinsLater(table, situation)) return [];
    const name = { schema: table.schema, name: index.name };
    return table.partitioning
      ? [{ table, parent, name }, ...partitionIndexes(table, name, situation)]
      : [{ table, parent, name, definition: index.definition }];
  });
}

/** What is attached by the plan comes with its own index, which joins the parent's then. */
function joinsLater(table: QualifiedName, { changes }: Situation): boolean {
  return changes.some((one) => one.kind === 'attach partition' && sameName(one.partition, table));
}

/** A middle table's own statement, made from the one that the target has. */
function onlyHead(index: Index, one: PartitionIndex): string {
  const own = one.table.indexes.find((other) => other.name === one.name.name) ?? index;
  return own.definition.replace(/^CREATE(?: UNIQUE)? INDEX (\S.*?) ON (?:ONLY )?/, '$1 ON ONLY ');
}

const indexSchema = (object: CatalogObject) => (object.kind === 'index' ? object.relation.schema : undefined);
const indexName = (object: CatalogObject) => (object.kind === 'index' ? object.index.name : undefined);

function commented(object: IndexObject, { traits }: Situation): readonly StatementsWork[] {
  const statements = commentOf(object).flatMap((one) => renderChange(one, traits));
  return statements.length === 0 ? [] : [work(...statements)];
}

/** Dropped CONCURRENTLY, after the deploy: queries of the application as it was may use it until then. */
export function dropIndex(object: IndexObject, situation: Situation): Procedure {
  const name = { schema: object.relation.schema, name: object.index.name };
  return {
    steps: [
      step(`Drop index ${qualified(name)} of ${qualified(object.relation)}`, 'contract', dropConcurrently(name), {
        why: 'DROP INDEX waits for every query on the table and makes all later ones wait; CONCURRENTLY does not.',
        undo: { work: [buildConcurrently(object.index.definition, name), ...commented(object, situation)] },
        needs: [`No query needs the index ${displayName(name.name)} any more.`],
        watch: [oldTransactions, blockers],
      }),
    ],
  };
}
