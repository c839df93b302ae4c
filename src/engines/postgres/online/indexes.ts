import type { Change } from '../../../catalog/change.ts';
import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Index, Table } from '../../../catalog/table.ts';
import type { DraftStep, Phase, Procedure, Situation, StatementsWork, Work } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { renamedIndex } from './expressions.ts';
import { marksOf } from './marks.ts';
import { noDuplicates } from './preconditions.ts';
import { commentOf, restored } from './restored.ts';
import { buildConcurrently, dropConcurrently, droppedBefore, nothingToUndo, step, undoBy, work } from './steps.ts';
import { ruleComes, ruleGone, rulePhase } from './unique-rules.ts';
import { blockers, indexProgress, oldTransactions } from './watch.ts';

type IndexObject = Extract<CatalogObject, { readonly kind: 'index' }>;

/** An index built CONCURRENTLY; of a partitioned table, on each partition by itself. */
export function createIndex(object: IndexObject, situation: Situation): Procedure {
  const { relation, index } = object;
  const rule = { table: relation, index };
  const phase = index.unique ? rulePhase(rule, situation, { primary: false }) : 'expand';
  const needs = index.unique && phase === 'contract' ? ruleComes(rule) : [];
  const former = droppedBefore(
    situation,
    (other) => other.kind === 'index' && sameName(other.relation, relation) && other.index.name === index.name,
  );
  if (object.partitioned) {
    const { steps, ...rest } = onPartitions(object, phase, former, situation);
    return { steps: steps.map((one, at) => (at === 0 && needs.length > 0 ? { ...one, needs } : one)), ...rest };
  }
  if (former?.object.kind !== 'index') return { steps: [{ ...buildStep(relation, index, phase), needs }] };
  return { steps: replacedSteps(object, former.object.index, phase, situation), includes: [former] };
}

/** The new index is built under another name: queries have the old one until it is there. */
function replacedSteps(
  { relation, index }: IndexObject,
  former: Index,
  phase: Phase,
  situation: Situation,
): readonly DraftStep[] {
  const { traits } = situation;
  const { needs, breaks } = former.unique ? ruleGone({ table: relation, index: former }, situation) : { needs: [] };
  const name = { schema: relation.schema, name: index.name };
  const beside = { ...name, name: inventedName([index.name], 'relvar_new', traits.identifierBytes) };
  const definition = renamedIndex(index.definition, beside.name, relation);
  const rename = (from: string, to: string) =>
    `ALTER INDEX ${quoteName({ ...name, name: from })} RENAME TO ${quoteIdentifier(to)}`;
  return [
    buildStep(relation, { ...index, name: beside.name, definition }, phase),
    step(`Drop index ${qualified(name)} as it was`, 'contract', dropConcurrently(name), {
      undo: { work: [buildConcurrently(former.definition, name), ...marked(relation, former)] },
      ...(needs.length === 0 ? {} : { needs }),
      ...(breaks === undefined ? {} : { breaks }),
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
function onPartitions(
  { relation, index }: IndexObject,
  phase: Phase,
  former: Extract<Change, { readonly kind: 'drop' }> | undefined,
  situation: Situation,
): Procedure {
  const named = ({ schema, name }: QualifiedName): QualifiedName => ({
    schema,
    name: former ? inventedName([name], 'relvar_new', situation.traits.identifierBytes) : name,
  });
  const target = { schema: relation.schema, name: index.name };
  const parent = named(target);
  const targets = partitionIndexes(relation, target, situation);
  const plan = targets.map((one): PartitionIndex => {
    const name = named(one.name);
    const definition = one.definition && renamedIndex(one.definition, name.name, one.table);
    return { ...one, parent: named(one.parent), name, ...(definition === undefined ? {} : { definition }) };
  });
  const included = situation.changes.filter(
    (change) =>
      (change.kind === 'create' &&
        change.object.kind === 'index' &&
        targets.some(
          (one) => one.name.schema === indexSchema(change.object) && one.name.name === indexName(change.object),
        )) ||
      (change.kind === 'attach index' && targets.some((one) => sameName(one.name, change.index))),
  );
  const why = 'An index of a partitioned table cannot be built CONCURRENTLY, but those of its partitions can.';
  const first = step(
    `Create index ${qualified(parent)} on ${qualified(relation)} without its partitions`,
    phase,
    work(onlyParent(renamedIndex(index.definition, parent.name, relation))),
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
          work(onlyParent(renamedIndex(one.index.definition, one.name.name, one.table))),
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
  if (!former) return { steps: [first, ...steps], includes: included };
  const rename = (from: QualifiedName, to: QualifiedName) =>
    `ALTER INDEX ${quoteName(from)} RENAME TO ${quoteIdentifier(to.name)}`;
  const pairs = [
    [parent, target] as const,
    ...plan.map((one, at) => [one.name, targets[at]?.name ?? one.name] as const),
  ];
  const exchange = step(
    `Put the new index in the place of ${qualified(target)} as it was`,
    'contract',
    work(`DROP INDEX ${quoteName(target)}`, ...pairs.map(([now, then]) => rename(now, then))),
    {
      why: 'An index of a partitioned table cannot be dropped CONCURRENTLY; no row is read for it.',
      undo: {
        work: [work(...pairs.map(([now, then]) => rename(then, now))), ...formerWorks(former, target, situation)],
      },
      needs: [`No query needs the index ${displayName(target.name)} as it was any more.`],
      watch: [blockers],
    },
  );
  return { steps: [first, ...steps, exchange], includes: [...included, former] };
}

/** The former index made again, each partition's while writes go on. */
function formerWorks(
  former: Extract<Change, { readonly kind: 'drop' }>,
  name: QualifiedName,
  situation: Situation,
): readonly Work[] {
  if (former.object.kind !== 'index') return [];
  // What left the table before has its own; it joins when the table does.
  const parts = indexesBelow(former.object.relation, name, situation.from.tables, (table) => hasLeft(table, situation));
  return [
    work(...restored(former, situation, { parts: false })),
    ...parts.flatMap((one): readonly Work[] => [
      one.definition === undefined
        ? work(onlyParent(one.index.definition))
        : buildConcurrently(one.definition, one.name),
      work(`ALTER INDEX ${quoteName(one.parent)} ATTACH PARTITION ${quoteName(one.name)}`),
    ]),
  ];
}

/** The statement for the table alone, without what hangs below it. */
function onlyParent(definition: string): string {
  return definition.replace(/^(CREATE(?: UNIQUE)? INDEX \S.*?) ON (?:ONLY )?/, '$1 ON ONLY ');
}

export interface PartitionIndex {
  readonly table: Table;
  readonly parent: { readonly schema: string; readonly name: string };
  readonly name: { readonly schema: string; readonly name: string };
  readonly index: Index;
  /** Absent for a table that is partitioned itself. */
  readonly definition?: string;
}

/** The indexes that the target has on partitions as parts of this one, deepest last. */
export function partitionIndexes(
  relation: QualifiedName,
  parent: PartitionIndex['parent'],
  situation: Situation,
): readonly PartitionIndex[] {
  const isOther = (table: Table) => situation.isNew(table) || joinsLater(table, situation);
  return indexesBelow(relation, parent, situation.to.tables, isOther);
}

export function indexesBelow(
  relation: QualifiedName,
  parent: QualifiedName,
  tables: readonly Table[],
  isOther: (table: Table) => boolean,
): readonly PartitionIndex[] {
  const partitions = tables.filter((one) => one.partitionOf && sameName(one.partitionOf.parent, relation));
  return partitions.flatMap((table) => {
    const index = table.indexes.find((one) => one.partitionOf && sameName(one.partitionOf, parent));
    if (!index || table.kind === 'foreign' || isOther(table)) return [];
    const name = { schema: table.schema, name: index.name };
    return table.partitioning
      ? [{ table, parent, name, index }, ...indexesBelow(table, name, tables, isOther)]
      : [{ table, parent, name, index, definition: index.definition }];
  });
}

/** What is attached by the plan, and was none of the parent's before, comes with its own index, which joins the parent's then. */
function joinsLater(table: QualifiedName, { changes }: Situation): boolean {
  const of = (kind: 'attach partition' | 'detach partition') =>
    changes.find((one) => one.kind === kind && sameName(one.partition, table));
  return of('attach partition') !== undefined && of('detach partition') === undefined;
}

/** What is detached by the plan, and stays so. */
export function hasLeft(table: QualifiedName, { changes }: Situation): boolean {
  const of = (kind: 'attach partition' | 'detach partition') =>
    changes.some((one) => one.kind === kind && sameName(one.partition, table));
  return of('detach partition') && !of('attach partition');
}

const indexSchema = (object: CatalogObject) => (object.kind === 'index' ? object.relation.schema : undefined);
const indexName = (object: CatalogObject) => (object.kind === 'index' ? object.index.name : undefined);

function marked(relation: QualifiedName, index: Index): readonly StatementsWork[] {
  const statements = marksOf(relation, index);
  return statements.length === 0 ? [] : [work(...statements)];
}

function commented(object: IndexObject, { traits }: Situation): readonly StatementsWork[] {
  const statements = commentOf(object).flatMap((one) => renderChange(one, traits));
  return statements.length === 0 ? [] : [work(...statements)];
}

/** Dropped CONCURRENTLY, after the deploy: queries of the application as it was may use it until then. */
export function dropIndex(object: IndexObject, situation: Situation): Procedure {
  const name = { schema: object.relation.schema, name: object.index.name };
  const { needs, breaks } = object.index.unique
    ? ruleGone({ table: object.relation, index: object.index }, situation)
    : { needs: [`No query needs the index ${displayName(name.name)} any more.`] };
  return {
    steps: [
      step(`Drop index ${qualified(name)} of ${qualified(object.relation)}`, 'contract', dropConcurrently(name), {
        why: 'DROP INDEX waits for every query on the table and makes all later ones wait; CONCURRENTLY does not.',
        undo: {
          work: [
            buildConcurrently(object.index.definition, name),
            ...commented(object, situation),
            ...marked(object.relation, object.index),
          ],
        },
        needs,
        ...(breaks === undefined ? {} : { breaks }),
        watch: [oldTransactions, blockers],
      }),
    ],
  };
}
