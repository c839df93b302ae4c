import type { Change } from '../../../catalog/change.ts';
import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import { RelvarError } from '../../../findings/error.ts';
import type { DraftStep, Procedure, Situation, Work } from '../../procedure.ts';
import { quoteName } from '../quote.ts';
import { keyOf } from './batches.ts';
import { type Bracket, bracketOf } from './bracket.ts';
import { quarantine } from './columns.ts';
import { validateStep } from './constraints.ts';
import { formerOwner, laterOwner } from './owners.ts';
import { partitionCondition } from './partition-bounds.ts';
import { checkHolds, noNulls, noRows } from './preconditions.ts';
import { copied, differences, rowSync } from './row-copy.ts';
import { paced } from './rows.ts';
import { nothingToUndo, step, undoBy, work } from './steps.ts';
import { exchange, type Half, halfOf, standIn } from './table-halves.ts';
import { batchWatch, blockers } from './watch.ts';

/**
 * A table that becomes a partitioned one: the new one is made beside it, filled by a trigger and in batches, compared,
 * and takes its name in one brief transaction; from then on it is the old one that is kept equal, until it goes. The
 * first change of the table brings the steps of all. Nothing for changes that no intent speaks of.
 */
export function partition(change: Change, situation: Situation): Procedure | undefined {
  for (const intent of situation.intents) {
    if (intent.kind !== 'partition') continue;
    const from = situation.from.tables.find((one) => sameName(one, intent.table));
    const to = situation.to.tables.find((one) => sameName(one, intent.table));
    if (!from || !to?.partitioning) continue;
    const limit = situation.traits.identifierBytes;
    const old = halfOf(from, situation.from, { suffix: 'old', limit, ownerOf: formerOwner(situation) });
    const fresh = halfOf(to, situation.to, { suffix: 'new', limit, ownerOf: laterOwner(situation) });
    const own = situation.changes.filter((one) => isOf(one, [old, fresh]));
    if (!own.includes(change)) continue;
    if (own[0] !== change) return { steps: [] };
    const reason = refusal(old, fresh, situation);
    if (reason !== undefined) {
      throw new RelvarError('cannot-partition', `${qualified(to)} cannot become partitioned with its rows: ${reason}`, {
        hint: 'change that in a migration of its own before',
      });
    }
    const around = bracketOf(own, [from], situation);
    const seconds = intent.quarantineSeconds ?? situation.quarantineSeconds;
    const batch = paced(situation.batch, intent.pace);
    return {
      steps: steps({ old, fresh, around, situation: { ...situation, batch }, seconds }),
      includes: [...own, ...around.changes].filter((one) => one !== change),
      holds: [{ word: to.name }],
    };
  }
  return undefined;
}

interface Given {
  readonly old: Half;
  readonly fresh: Half;
  readonly around: Bracket;
  readonly situation: Situation;
  readonly seconds: number | undefined;
}

function steps({ old, fresh, around, situation, seconds }: Given): readonly DraftStep[] {
  const { root: table } = fresh;
  const name = qualified(table);
  const online = situation.mode === 'zero-downtime';
  const sync = { there: rowSync(old, fresh), back: rowSync(fresh, old) };
  const syncing = (which: 'create' | 'drop', way: keyof typeof sync) => (online ? sync[way][which] : []);
  const copy = (source: Half, target: Half): Work => copied(source, target, online ? situation : undefined);
  const swap = (out: Half, into: Half, way: keyof typeof sync, before: readonly string[], after: readonly string[]) =>
    work(
      ...before,
      ...syncing('drop', way === 'there' ? 'there' : 'back'),
      ...exchange(out, into, situation),
      ...syncing('create', way === 'there' ? 'back' : 'there'),
      ...after,
    );
  const validated = (half: Half): readonly DraftStep[] =>
    half.incoming.filter(({ key }) => key.validated).map((one) => validateStep(one.table, one.key.name, 'contract'));
  const keys = [keyOf(old.root), keyOf(table)].map((columns) => (columns ?? []).map(displayName).join(', '));
  const needs = [
    `The application works with ${name} partitioned by ${table.partitioning?.definition ?? ''}.`,
    ...(keys[0] === keys[1] ? [] : [`No ON CONFLICT names the key (${keys[0]}) of ${name}: it is (${keys[1]}) now.`]),
  ];
  return [
    step(
      `Create ${qualified(fresh.away)}, partitioned by ${table.partitioning?.definition ?? ''}, beside ${name}${online ? ', filled by a trigger' : ''}`,
      'expand',
      work(...standIn(fresh, situation), ...syncing('create', 'there')),
      {
        why: 'A table cannot become a partitioned one: another takes its place. A row that no partition takes cannot be written from here on.',
        preconditions: preconditions(old, fresh),
        undo: undoBy(...syncing('drop', 'there'), `DROP TABLE IF EXISTS ${quoteName(fresh.away)}`),
        watch: [blockers],
      },
    ),
    step(`Copy the rows of ${name}${online ? ' in batches' : ''}`, 'migrate', copy(old, fresh), {
      why: 'Each piece holds its rows, so that nobody changes or deletes one between its reading and its writing.',
      undo: nothingToUndo,
      watch: batchWatch(table),
    }),
    step(`Analyze ${qualified(fresh.away)}`, 'migrate', work(`ANALYZE ${quoteName(fresh.away)}`), {
      why: 'The planner knows nothing of a new table.',
      undo: nothingToUndo,
    }),
    step(
      `Put the partitioned table in the place of ${name}`,
      'contract',
      swap(old, fresh, 'there', around.drop, around.make),
      {
        why: online
          ? 'One transaction that reads no row. What is written from here on goes into the old table too, until that is dropped.'
          : 'One transaction that reads no row.',
        preconditions: [differences(old, fresh)],
        needs,
        undo: {
          work: [
            swap(fresh, old, 'back', around.dropAgain, around.makeAgain),
            ...validated(old).map((one) => one.work),
          ],
          ...(online ? {} : { loses: `what was written into ${name} since` }),
        },
        watch: [blockers],
      },
    ),
    ...validated(fresh),
    ...(seconds === undefined ? [] : [quarantine(`${name} as it was`, seconds)]),
    step(`Drop ${name} as it was`, 'contract', work(...syncing('drop', 'back'), `DROP TABLE ${quoteName(old.away)}`), {
      undo: {
        work: [work(...standIn(old, situation), ...syncing('create', 'back')), copy(fresh, old)],
      },
      watch: [blockers],
    }),
  ];
}

/** Why rows cannot be carried over, or told apart while they are. */
function refusal(old: Half, fresh: Half, { from }: Situation): string | undefined {
  const [before, after] = [old.root, fresh.root];
  if (before.partitioning || before.partitionOf) return 'it is partitioned, or a partition, already';
  if (before.kind === 'foreign') return 'it is a foreign table';
  const heirs = from.tables.some((one) => one.inherits.some((parent) => sameName(parent, before)));
  if (heirs || before.inherits.length > 0) return 'it inherits or is inherited from';
  if (before.rules.length + after.rules.length > 0) return 'it has rewrite rules';
  const other = before.columns.find((column) => {
    const next = after.columns.find((one) => one.name === column.name);
    return (
      next?.type.text !== column.type.text ||
      next.generated?.expression !== column.generated?.expression ||
      (next.identity === undefined) !== (column.identity === undefined) ||
      next.ownedSequence?.name !== column.ownedSequence?.name
    );
  });
  if (other) return `its column ${displayName(other.name)} changes as well`;
  const more = after.columns.find((column) => !before.columns.some((one) => one.name === column.name));
  if (more) return `its column ${displayName(more.name)} is new`;
  for (const table of [before, after]) {
    const key = keyOf(table);
    if (!key) return `it has no key of columns that every row has${table === after ? ' in the new schema' : ''}`;
    if (table.primaryKey?.deferrable) return 'its primary key is deferrable';
  }
  const foreign = [...old.incoming, ...fresh.incoming].find(({ table }) => {
    const referring = from.tables.find((one) => sameName(one, table));
    return referring?.partitioning !== undefined || referring?.partitionOf !== undefined;
  });
  if (foreign) return `the partitioned table ${qualified(foreign.table)} refers to it`;
  const taken = new Set(
    from.tables
      .flatMap((table) => [table, ...table.indexes.map(({ name }) => ({ schema: table.schema, name }))])
      .map(qualified),
  );
  const name = fresh.partitions
    .flatMap((table) => [table, ...table.indexes.map((index) => ({ schema: table.schema, name: index.name }))])
    .find((one) => taken.has(qualified(one)));
  return name && `its partition's name ${qualified(name)} is taken`;
}

/** Rows that the new table would not take. */
function preconditions(old: Half, fresh: Half) {
  const { root: table } = old;
  const stricter = fresh.root.columns.filter(
    (column) => !column.nullable && table.columns.some((one) => one.name === column.name && one.nullable),
  );
  const checks = fresh.root.checks.filter(
    (check) => check.enforced && !table.checks.some((one) => one.expression === check.expression && one.validated),
  );
  const condition = partitionCondition(fresh.root, fresh.partitions);
  return [
    ...stricter.map((column) => noNulls(table, column.name)),
    ...checks.map((check) => checkHolds(table, check.name, check.expression)),
    ...(condition === undefined
      ? []
      : [
          noRows(
            table,
            `NOT coalesce(${condition}, false)`,
            `Every row of ${qualified(table)} falls into a partition.`,
          ),
        ]),
  ];
}

/** Whether the change is of the table, as it was or as it becomes, of its partitions, or of keys that point at it. */
function isOf(change: Change, halves: readonly Half[]): boolean {
  const tables = halves.flatMap((half) => [half.root, ...half.partitions]);
  const isOne = (name: QualifiedName | undefined) => name !== undefined && tables.some((one) => sameName(one, name));
  const isSequence = (name: QualifiedName) => halves.some((half) => half.owned.some((one) => sameName(one, name)));
  const isIndex = (name: QualifiedName) =>
    tables.some((one) => one.schema === name.schema && one.indexes.some((index) => index.name === name.name));
  const isStatistics = (name: QualifiedName) =>
    halves.some((half) => half.statistics.some((one) => sameName(one, name)));
  const points = (table: QualifiedName, name: string) =>
    halves.some((half) => half.incoming.some((one) => sameName(one.table, table) && one.key.name === name));
  if (change.kind === 'create' || change.kind === 'drop' || change.kind === 'replace') {
    const { object } = change;
    if (object.kind === 'constraint' && object.type === 'foreign key' && isOne(object.constraint.references))
      return true;
    if (object.kind === 'sequence') return isSequence(object.sequence);
    if (object.kind === 'statistics') return isOne(object.statistics.table);
    if ('relation' in object) return isOne(object.relation);
    return 'table' in object && isOne(object.table);
  }
  if ('object' in change && change.kind !== 'replace type') {
    const { kind, of, schema = '', name } = change.object;
    if (kind === 'index' && of) return isOne(of) || isIndex({ schema: of.schema, name });
    if (of) return isOne(of) || (kind === 'constraint' && points(of, name));
    const own = { schema, name };
    if (kind === 'sequence') return isSequence(own);
    return kind === 'statistics' ? isStatistics(own) : kind === 'table' && isOne(own);
  }
  if (change.kind === 'own sequence') return isSequence(change.sequence);
  if (change.kind === 'alter sequence') return isSequence(change.sequence);
  if (change.kind === 'attach index') return isOne(change.relation);
  return 'table' in change && isOne(change.table);
}
