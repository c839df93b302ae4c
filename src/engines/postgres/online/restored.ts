import { emptyCatalog, type Sequence } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import { type CatalogObject, referenceTo } from '../../../catalog/object.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Grant, Index, Table } from '../../../catalog/table.ts';
import type { Situation } from '../../procedure.ts';
import { quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { addCheck, addKey } from '../schema/constraints.ts';
import { schemaStatements } from '../schema/index.ts';
import { attachIndex, attachPartition, createIndex } from '../schema/tables.ts';
import { ownSequence } from '../schema/types.ts';
import { withoutDefaultRights } from './default-rights.ts';
import { addIdentityByDefault } from './identity-from.ts';
import { marksOf } from './marks.ts';
import { namedApart } from './merged-keys.ts';
import { ownerBack } from './owners.ts';

/** All statements that bring a dropped object back, empty; an index with those of the partitions, unless they are left out. */
export function restored(
  change: Extract<Change, { readonly kind: 'drop' }>,
  situation: Situation,
  { parts }: { readonly parts: boolean } = { parts: true },
): readonly string[] {
  const { object } = change;
  const { from } = situation;
  const rightsOf = (one: CatalogObject, own: readonly Grant[]) =>
    withoutDefaultRights(referenceTo(one), own, situation);
  switch (object.kind) {
    case 'table': {
      const table = from.tables.find((one) => sameName(one, object.table)) ?? object.table;
      const sequences = from.sequences.filter(
        (one) => one.ownedBy !== undefined && sameName(one.ownedBy.table, object.table) && !staysBehind(one, situation),
      );
      const attached = droppedApart(table, situation);
      const made = [
        ...schemaStatements({ ...emptyCatalog, tables: [attached], sequences: [...sequences, ...object.identities] }),
        ...rightsOf(object, table.grants),
        ...sequences.flatMap((sequence) => rightsOf({ kind: 'sequence', sequence }, sequence.grants)),
        ...ownerBack({ ...object, table }, table.grants, situation),
      ];
      return joinedAgain(attached, made);
    }
    case 'column':
      return restoredColumn(object, situation);
    case 'view':
      return [
        ...schemaStatements({ ...emptyCatalog, views: [object.view] }),
        ...rightsOf(object, object.view.grants),
        ...ownerBack(object, object.view.grants, situation),
      ];
    case 'type':
      return [
        ...schemaStatements({ ...emptyCatalog, types: [object.type] }),
        ...rightsOf(object, object.type.grants),
        ...ownerBack(object, object.type.grants, situation),
      ];
    case 'sequence':
      return restoredSequence(object.sequence, situation);
    case 'routine':
      // Its body may name what comes back later.
      return [
        'SET LOCAL check_function_bodies = off',
        ...schemaStatements({ ...emptyCatalog, routines: [object.routine] }),
        ...rightsOf(object, object.routine.grants),
        ...ownerBack(object, object.routine.grants, situation),
      ];
    default: {
      const changes: readonly Change[] = [{ kind: 'create', object }, ...commentOf(object), ...stateOf(object)];
      return [
        ...(object.kind === 'constraint' && object.type === 'foreign key'
          ? namedApart(object.table, object.constraint, situation)
          : []),
        ...changes.flatMap((one) => renderChange(one, situation.traits).map(({ sql }) => sql)),
        ...(object.kind === 'index' ? marksOf(object.relation, object.index) : []),
        ...(object.kind === 'index' && parts
          ? partsOf({ schema: object.relation.schema, name: object.index.name }, situation)
          : []),
        ...(object.kind === 'constraint' ? marksOf(object.table, object.index) : []),
        ...(object.kind === 'constraint' && object.index
          ? partsOf({ schema: object.table.schema, name: object.index.name }, situation)
          : []),
        ...ownerBack(object, object.kind === 'other' ? (object.other.grants ?? []) : [], situation),
      ];
    }
  }
}

/** With its rights and its owner; it becomes a column's own when it belongs to the same role as the column's table. */
function restoredSequence({ ownedBy, ...sequence }: Sequence, situation: Situation): readonly string[] {
  const table = ownedBy && situation.from.tables.find((one) => sameName(one, ownedBy.table));
  const owner = table?.owner ?? sequence.owner;
  const object = { kind: 'sequence', sequence: { ...sequence, ...(owner === undefined ? {} : { owner }) } } as const;
  return [
    ...schemaStatements({ ...emptyCatalog, sequences: [sequence] }),
    ...withoutDefaultRights(referenceTo(object), sequence.grants, situation),
    ...ownerBack(object, sequence.grants, situation),
    ...(ownedBy ? [ownSequence(sequence, ownedBy)] : []),
  ];
}

/** A sequence that becomes another's own, or nobody's, before its owner goes. */
function staysBehind(sequence: QualifiedName, { changes }: Situation): boolean {
  return changes.some((one) => one.kind === 'own sequence' && sameName(one.sequence, sequence));
}

/**
 * A partition is taken back by its parent with the checks that it had from there, and with its keys and indexes, which
 * would be made anew otherwise.
 */
function joinedAgain(table: Table, made: readonly string[]): readonly string[] {
  const [attach] = attachPartition(table);
  if (attach === undefined) return made;
  const rest = made.filter((sql) => sql !== attach);
  const joining = rest.findIndex((sql) => / ATTACH PARTITION | FOREIGN KEY /.test(sql));
  const at = joining < 0 ? rest.length : joining;
  const shared = table.checks.filter((check) => check.inherited).map((check) => addCheck(table, check));
  return [...rest.slice(0, at), ...shared, attach, ...rest.slice(at)];
}

/** Whether a trigger fires: one that is made again fires as any. */
function stateOf(object: CatalogObject): readonly Change[] {
  if (object.kind !== 'trigger' || object.trigger.enabled === 'origin') return [];
  const { relation, trigger } = object;
  return [{ kind: 'set trigger state', relation, trigger: trigger.name, enabled: trigger.enabled, was: 'origin' }];
}

/** The indexes and keys of partitions that went with that of their parent, joined to it again. */
function partsOf(parent: QualifiedName, situation: Situation): readonly string[] {
  const { from, changes } = situation;
  // Of a partition that leaves it goes by itself, and comes back so.
  const goesApart = (table: Table, index: Index) =>
    changes.some(
      (one) =>
        one.kind === 'drop' &&
        (one.object.kind === 'index' || one.object.kind === 'constraint') &&
        one.object.index?.name === index.name &&
        sameName(one.object.kind === 'index' ? one.object.relation : one.object.table, table),
    );
  return from.tables.flatMap((table) =>
    table.indexes
      .filter((index) => index.partitionOf && sameName(index.partitionOf, parent) && !goesApart(table, index))
      .flatMap((index) => [
        ...keysOn(table, index),
        ...createIndex(table, index),
        ...attachIndex(table, index),
        ...partsOf({ schema: table.schema, name: index.name }, situation),
      ]),
  );
}

/** The constraint that an index belongs to. */
export function keysOn(table: Table, index: Index): readonly string[] {
  const partitioned = table.partitioning !== undefined;
  if (table.primaryKey?.index === index.name)
    return [addKey(table, table.primaryKey, 'PRIMARY KEY', index, partitioned)];
  return table.uniques
    .filter((key) => key.index === index.name)
    .map((key) => addKey(table, key, 'UNIQUE', index, partitioned));
}

/** The column, with what went with it and no change of its own brings back; without NOT NULL, since it has no values. */
function restoredColumn(object: ColumnObject, situation: Situation): readonly string[] {
  const { column } = object;
  const table = situation.before(object.table);
  const { notNull: _, ...rest } = column;
  const made: ColumnObject = demandsValue(column) ? { ...object, column: { ...rest, nullable: true } } : object;
  const reference = { kind: 'column', name: column.name, of: object.table } as const;
  // The sequence that counts for it went with it.
  const counters = situation.from.sequences
    .filter(
      ({ ownedBy, identity }) =>
        !identity && ownedBy && table && sameName(ownedBy.table, table) && ownedBy.column === column.name,
    )
    .filter((one) => !staysBehind(one, situation));
  const counting = counters.map(({ ownedBy: _, ...sequence }) => sequence);
  const changes: Change[] = [];
  for (const { schema, name } of counters) {
    const owner = { table: nameOf(object.table), column: column.name };
    changes.push({ kind: 'own sequence', sequence: { schema, name }, owner });
  }
  if (column.comment !== undefined) changes.push({ kind: 'set comment', object: reference, comment: column.comment });
  for (const grant of table?.grants ?? []) {
    if (grant.column === column.name)
      changes.push({ kind: 'grant', object: { kind: 'table', ...nameOf(object.table) }, grant });
  }
  const render = (all: readonly Change[]) =>
    all.flatMap((one) => renderChange(one, situation.traits).map(({ sql }) => sql));
  const hasChildren = [...situation.from.tables, ...situation.to.tables].some((one) =>
    one.inherits.some((parent) => sameName(parent, object.table)),
  );
  const counter = inventedName([object.table.name, column.name], 'relvar_seq', situation.traits.identifierBytes);
  return [
    ...counting.flatMap((one) =>
      restoredSequence({ ...one, ...(table?.owner === undefined ? {} : { owner: table.owner }) }, situation),
    ),
    ...(column.identity && hasChildren
      ? addIdentityByDefault(object, quoteName({ schema: object.table.schema, name: counter }))
      : render([{ kind: 'create', object: made }])),
    ...render(changes),
  ];
}

type ColumnObject = Extract<CatalogObject, { readonly kind: 'column' }>;

const nameOf = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });

/** The table without the foreign keys that changes of their own drop, and so bring back. */
function droppedApart(
  table: Situation['from']['tables'][number],
  { changes }: Situation,
): Situation['from']['tables'][number] {
  const own = new Set(
    changes.flatMap((one) =>
      one.kind === 'drop' && one.object.kind === 'constraint' && sameName(one.object.table, table)
        ? [one.object.constraint.name]
        : [],
    ),
  );
  const kept = <One extends { readonly name: string }>(all: readonly One[]) => all.filter((one) => !own.has(one.name));
  const { primaryKey, ...rest } = table;
  return {
    ...rest,
    ...(primaryKey && !own.has(primaryKey.name) ? { primaryKey } : {}),
    uniques: kept(table.uniques),
    checks: kept(table.checks),
    exclusions: kept(table.exclusions),
    foreignKeys: kept(table.foreignKeys),
  };
}

/** The comment of an object that is made anew. */
export function commentOf(object: CatalogObject): readonly Change[] {
  const comment = commentText(object);
  return comment === undefined ? [] : [{ kind: 'set comment', object: referenceTo(object), comment }];
}

function commentText(object: CatalogObject): string | undefined {
  switch (object.kind) {
    case 'constraint':
      return object.constraint.comment;
    case 'index':
      return object.index.comment;
    case 'trigger':
      return object.trigger.comment;
    case 'policy':
      return object.policy.comment;
    case 'statistics':
      return object.statistics.comment;
    case 'schema':
      return object.schema.comment;
    case 'extension':
      return object.extension.comment;
    case 'other':
      return object.other.comment;
    default:
      return undefined;
  }
}

/** A column that present rows cannot have: not null, and nothing that fills it. */
export function demandsValue(column: {
  readonly nullable: boolean;
  readonly default?: string;
  readonly generated?: unknown;
  readonly identity?: unknown;
}): boolean {
  return !column.nullable && column.default === undefined && !column.generated && !column.identity;
}
