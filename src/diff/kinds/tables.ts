import type { Change } from '../../catalog/change.ts';
import { type QualifiedName, qualified, sameName } from '../../catalog/names.ts';
import { indexReference, type ObjectReference, objectKey } from '../../catalog/object.ts';
import type { Index, Table } from '../../catalog/table.ts';
import type { Outcome, Step } from '../outcome.ts';
import { same } from '../same.ts';
import { optionChanges } from './options.ts';

/**
 * What is to be done to a table as a whole; its columns, constraints and the like are compared by themselves. How it is
 * partitioned, and whether its rows are here or elsewhere, cannot be changed.
 */
export function compareTables(from: Table, to: Table): Outcome {
  const other = from.kind !== to.kind || from.server !== to.server;
  if (other || from.partitioning?.definition !== to.partitioning?.definition) return 'replace';
  if (from.persistence === 'temporary' || to.persistence === 'temporary')
    return from.persistence === to.persistence ? [] : 'replace';
  return tableSteps(from, to);
}

/** The table as its own statement makes it: alone, with nothing set that has a statement of its own. */
export function freshTable(table: Table): Table {
  const { tablespace: _tablespace, partitionOf: _partition, rowSecurityForced: _forced, ...rest } = table;
  return {
    ...rest,
    rowSecurity: 'off',
    replicaIdentity: 'default',
    indexes: table.indexes.map((index) => ({ ...index, clustered: false, replicaIdentity: false })),
  };
}

/** The steps between two tables of one kind; `to` follows columns, constraints and indexes. */
export function tableSteps(from: Table, to: Table): readonly Step[] {
  const table = { schema: to.schema, name: to.name };
  const key = objectKey({ kind: 'table', ...table });
  const steps: Step[] = [...ancestrySteps(from, to, key)];
  const step = (change: Change, more: Omit<Step, 'change'> = {}) => steps.push({ change, ...more });
  if (from.persistence !== to.persistence && to.persistence !== 'temporary') {
    // What lasts refers to what lasts alone: it comes after that, and before that it is let go of.
    const [own, others] = [
      qualified(table),
      [...from.foreignKeys, ...to.foreignKeys].map((one) => qualified(one.references)),
    ];
    const [makes, needs] = to.persistence === 'permanent' ? [[own], others] : [others, [own]];
    const keys = (names: readonly string[]) => names.map((name) => `${to.persistence} by ${name}`);
    step({ kind: 'set persistence', table, persistence: to.persistence }, { makes: keys(makes), needs: keys(needs) });
  }
  const [forced, wasForced] = [isForced(to), isForced(from)];
  if (from.rowSecurity !== to.rowSecurity || forced !== wasForced) {
    const more = forced === wasForced ? {} : { forced };
    step({ kind: 'set row security', table, enabled: to.rowSecurity !== 'off', ...more }, { finish: true });
  }
  const reference: ObjectReference = { kind: 'table', ...table, ...(to.kind === 'foreign' ? { form: 'foreign' } : {}) };
  // Those for long values want a column that may hold some.
  const columns = to.columns.map(({ name }) => objectKey({ kind: 'column', name, of: table }));
  for (const change of optionChanges(reference, from.options, to.options))
    step(change, { finish: true, needs: columns });
  steps.push(...storageSteps(reference, from, to));
  const [identity, identityWas] = [markedIndex(to, 'replicaIdentity'), markedIndex(from, 'replicaIdentity')];
  if (from.replicaIdentity !== to.replicaIdentity || identity !== identityWas) {
    step(
      {
        kind: 'set replica identity',
        table,
        identity: to.replicaIdentity,
        ...(identity === undefined ? {} : { index: identity }),
        was: from.replicaIdentity,
        ...(identityWas === undefined ? {} : { indexWas: identityWas }),
      },
      { finish: true, needs: indexKeys(to, identity) },
    );
  }
  steps.push(...clusterSteps(from, to));
  return steps;
}

/** Where the rows of a table or materialised view are and how they are kept there. */
export function storageSteps(
  object: ObjectReference,
  from: Pick<Table, 'accessMethod' | 'tablespace'>,
  to: QualifiedName & Pick<Table, 'accessMethod' | 'tablespace'> & Partial<Pick<Table, 'partitioning'>>,
): readonly Step[] {
  const steps: Step[] = [];
  if (from.accessMethod !== to.accessMethod) {
    steps.push({
      change: {
        kind: 'set access method',
        table: { schema: to.schema, name: to.name },
        ...(to.partitioning ? { partitioned: true } : {}),
        ...(to.accessMethod === undefined ? {} : { accessMethod: to.accessMethod }),
        ...(from.accessMethod === undefined ? {} : { was: from.accessMethod }),
      },
    });
  }
  if (from.tablespace !== to.tablespace) {
    steps.push({
      change: {
        kind: 'set tablespace',
        object,
        ...(to.tablespace === undefined ? {} : { tablespace: to.tablespace }),
        ...(from.tablespace === undefined ? {} : { was: from.tablespace }),
      },
    });
  }
  return steps;
}

type Indexed = QualifiedName & Pick<Table, 'indexes'>;

/** The index that a table or materialised view is clustered on, where it is another. */
export function clusterSteps(from: Pick<Table, 'indexes'>, to: Indexed): readonly Step[] {
  const [cluster, was] = [markedIndex(to, 'clustered'), markedIndex(from, 'clustered')];
  if (cluster === was) return [];
  return [
    {
      change: {
        kind: 'set cluster',
        table: { schema: to.schema, name: to.name },
        ...(cluster === undefined ? {} : { index: cluster }),
        ...(was === undefined ? {} : { was }),
      },
      finish: true,
      needs: indexKeys(to, cluster),
    },
  ];
}

/** Whether it holds for the owner, too, be it on or not. */
function isForced({ rowSecurity, rowSecurityForced }: Table): boolean {
  return rowSecurity === 'forced' || rowSecurityForced === true;
}

function markedIndex(table: Pick<Table, 'indexes'>, mark: 'replicaIdentity' | 'clustered'): string | undefined {
  return table.indexes.find((index) => index[mark])?.name;
}

/** The key of an index or of the constraint that owns it. */
function indexKeys(table: Indexed, name: string | undefined): readonly string[] {
  const index = table.indexes.find((one) => one.name === name);
  if (!index) return [];
  const of = { schema: table.schema, name: table.name };
  return [
    index.constraint === undefined
      ? objectKey(indexReference(table, index.name))
      : objectKey({ kind: 'constraint', name: index.constraint, of }),
  ];
}

/** An index that is made anew under its name has lost the marks that it had. */
export function keptMarks({ schema, name }: QualifiedName, from: Index | undefined, to: Index): readonly Step[] {
  if (from?.name !== to.name) return [];
  const [table, index] = [{ schema, name }, to.name];
  const step = (change: Change): Step => ({ change, finish: true });
  return [
    ...(from.replicaIdentity && to.replicaIdentity
      ? [step({ kind: 'set replica identity', table, identity: 'index', index, was: 'index', indexWas: index })]
      : []),
    ...(from.clustered && to.clustered ? [step({ kind: 'set cluster', table, index, was: index })] : []),
  ];
}

/** A table leaves parents that are made anew, and joins the new ones. */
export function rejoiningSteps(from: Table, to: Table): readonly Step[] {
  const key = objectKey({ kind: 'table', schema: to.schema, name: to.name });
  const alone = ({ partitionOf: _, ...table }: Table): Table => ({ ...table, inherits: [] });
  return [...ancestrySteps(from, alone(to), key), ...ancestrySteps(alone(from), to, key)];
}

/** Whether a partition stays its parent's under other bounds. */
export function isRebound(from: Table | undefined, to: Table | undefined): boolean {
  const [before, after] = [from?.partitionOf, to?.partitionOf];
  return before !== undefined && after !== undefined && sameName(before.parent, after.parent) && !same(before, after);
}

/**
 * Parts ways with old parents before all else, joins new ones when everything that it must bring is there. A partition of
 * other bounds stays until all else is done: meanwhile what is done to its parent comes down to it.
 */
function ancestrySteps(from: Table, to: Table, key: string): readonly Step[] {
  const table = { schema: to.schema, name: to.name };
  const steps: Step[] = [];
  const brought = [
    key,
    ...to.columns.map((column) => objectKey({ kind: 'column', name: column.name, of: table })),
    ...to.indexes.flatMap((index) => indexKeys(to, index.name)),
    ...[...to.checks, ...to.foreignKeys.filter((key) => key.inherited)].map(({ name }) =>
      objectKey({ kind: 'constraint', name, of: table }),
    ),
  ];
  const rebound = isRebound(from, to);
  if (from.partitionOf && !same(from.partitionOf, to.partitionOf)) {
    const { parent, bound } = from.partitionOf;
    steps.push({
      change: { kind: 'detach partition', table: parent, partition: table, bound },
      makes: [detachedKey(table)],
      ...(rebound ? { finish: true, needs: brought } : { first: true }),
    });
  }
  for (const parent of from.inherits) {
    if (to.inherits.some((one) => sameName(one, parent))) continue;
    steps.push({ change: { kind: 'no inherit', table, parent }, first: true, makes: [detachedKey(table)] });
  }
  const joins = (parent: typeof table, change: Change): Step => ({
    change,
    finish: true,
    // What the parent's parents give reaches it then, too.
    needs: [
      ...brought,
      objectKey({ kind: 'table', schema: parent.schema, name: parent.name }),
      ...to.columns.map(({ name }) => objectKey({ kind: 'column', name, of: parent })),
      // A check of the parent waits for those that it goes on to.
      ...(to.checks.some((check) => check.inherited) ? [] : [attachedKey(parent)]),
    ],
    // It was there all the time.
    makes: [rebound ? reboundKey(table) : attachedKey(table)],
  });
  for (const parent of to.inherits) {
    if (from.inherits.some((one) => sameName(one, parent))) continue;
    steps.push(joins(parent, { kind: 'inherit', table, parent }));
  }
  if (to.partitionOf && !same(from.partitionOf, to.partitionOf)) {
    const { parent, bound } = to.partitionOf;
    steps.push(joins(parent, { kind: 'attach partition', table: parent, partition: table, bound }));
  }
  return steps;
}

/** Stands for: the table is with its parents. */
export function attachedKey(table: { readonly schema: string; readonly name: string }): string {
  return `attached ${qualified(table)}`;
}

/** Stands for: a partition that stays its parent's has its other bounds. */
export function reboundKey(table: QualifiedName): string {
  return `rebound ${qualified(table)}`;
}

/** Stands for: the table has left its parents. */
export function detachedKey(table: { readonly schema: string; readonly name: string }): string {
  return `detached ${qualified(table)}`;
}
