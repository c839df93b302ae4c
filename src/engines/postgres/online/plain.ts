import { emptyCatalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { changeTitle } from '../../../catalog/change-title.ts';
import { conversion } from '../../../catalog/conversion.ts';
import { inverse } from '../../../catalog/inverse.ts';
import { displayName, type QualifiedName, qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import { type CatalogObject, referenceTo } from '../../../catalog/object.ts';
import type { Table } from '../../../catalog/table.ts';
import type { Statement } from '../../engine.ts';
import type { DraftStep, Phase, Precondition, Situation, Undo, Work } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { addCheck } from '../schema/constraints.ts';
import { schemaStatements } from '../schema/index.ts';
import { attachIndex, attachPartition, createIndex } from '../schema/tables.ts';
import { convertsTo } from './converts.ts';
import { valuesNotNull, valuesSatisfy } from './domain-values.ts';
import { markBack, marksOf } from './marks.ts';
import { checkHolds, noDuplicates, noNulls, noOrphans, noRows, noRowsAtAll } from './preconditions.ts';
import { countOn } from './replacement-settings.ts';
import { nothingToUndo, step, undoBy, work } from './steps.ts';

/** The change as it is written without further thought: one step, or one for each statement that is no one's but its own. */
export function plainSteps(change: Change, situation: Situation): readonly DraftStep[] {
  const statements = renderChange(change, situation.traits);
  const phase = situation.mode === 'brief-maintenance' ? 'migrate' : phaseOf(change);
  const title = changeTitle(change);
  const preconditions = preconditionsOf(change, situation);
  const loss = lossOf(change);
  const rest = { ...(loss === undefined ? {} : { loses: loss }) };
  const groups = apart(statements);
  return groups.map((group, at) => {
    const numbered = groups.length > 1 ? `${title} (${at + 1} of ${groups.length})` : title;
    return step(numbered, phase, work(...group), {
      ...rest,
      ...(at === 0 && preconditions.length > 0 ? { preconditions } : {}),
      undo: at === 0 ? undoOf(change, situation) : nothingToUndo,
    });
  });
}

/** In one transaction, unless one of them cannot be. */
function apart(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const alone = statements.some((statement) => !statement.transactional);
  // A constraint that is validated in the transaction that added it spares nothing.
  const validated = statements.length > 1 && statements.some((one) => /\bVALIDATE CONSTRAINT\b/.test(one.sql));
  return alone || validated ? statements.map((one) => [one]) : [statements];
}

const late: ReadonlySet<string> = new Set([
  'table',
  'column',
  'view',
  'routine',
  'sequence',
  'type',
  'schema',
  'extension',
  'index',
]);

/** What goes away goes after the application's deploy; what is stricter too; the rest before it. */
function phaseOf(change: Change): Phase {
  if (change.kind === 'drop') return late.has(change.object.kind) ? 'contract' : 'expand';
  return ['drop default', 'revoke', 'drop attribute', 'drop column', 'drop index', 'set not null'].includes(change.kind)
    ? 'contract'
    : 'expand';
}

function lossOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'drop':
      if (change.object.kind === 'table' && change.object.table.kind === 'table' && !change.object.table.partitioning)
        return `the rows of ${qualified(change.object.table)}`;
      if (change.object.kind === 'column' && change.object.column.generated === undefined)
        return `the values of ${qualifiedColumn(change.object.table, change.object.column.name)}`;
      return change.object.kind === 'sequence' ? `the state of ${qualified(change.object.sequence)}` : undefined;
    case 'drop column':
      return `the values of ${qualifiedColumn(change.table, change.column)}`;
    case 'drop attribute':
      return `the values of the attribute ${displayName(change.attribute)}`;
    default:
      return undefined;
  }
}

/** What the undo of a loss does not bring back. */
function lossSentence(change: Change): { readonly loses?: string } {
  const loss = lossOf(change);
  return loss === undefined ? {} : { loses: loss };
}

/** The change turned round, in its plain form; of a dropped object, all that belonged to it. */
export function undoOf(change: Change, situation: Situation): Undo {
  if (change.kind === 'drop') return { work: [work(...restored(change, situation))], ...lossSentence(change) };
  const special = undoOfJoined(change, situation) ?? markBack(change) ?? identityAgain(change, situation);
  if (special) return special;
  // A view cannot lose columns in place.
  if (change.kind === 'replace' && change.was.kind === 'view' && change.object.kind === 'view') {
    const drop = renderChange({ kind: 'drop', object: change.object }, situation.traits);
    const make = restored({ kind: 'drop', object: change.was }, situation);
    const { view } = change.object;
    if (change.was.view.columns.length < view.columns.length) {
      const stands = situation.to.views.find((one) => one.reads.some((read) => sameName(read, view)));
      if (stands) return { none: `the view has more columns now, and ${qualified(stands)} stands on it` };
      return { work: [work(...drop, ...make)] };
    }
  }
  const back = knownBefore(change, situation) ?? inverse(change);
  if ('none' in back) return back;
  const loses = back.map((one) => lossOf(one)).find((one) => one !== undefined);
  const statements = back
    .map((one) => castBack(one, change, situation))
    .flatMap((one) => renderChange(one, situation.traits));
  const works: readonly Work[] = apart(statements).map((group) => work(...group));
  return {
    work: works.filter((one) => one.kind !== 'statements' || one.statements.length > 0),
    ...(loses === undefined ? {} : { loses: `${loses} written since` }),
  };
}

/** An identity that counts on behind the values that were written meanwhile. */
function identityAgain(change: Change, { traits }: Situation): Undo | undefined {
  if (change.kind !== 'drop identity') return undefined;
  const { table, column, sequence } = change;
  const made = inverse(change);
  if ('none' in made) return made;
  return undoBy(
    ...made.flatMap((one) => renderChange(one, traits)),
    countOn(table, column, (sequence?.increment ?? 1) < 0 ? 'min' : 'max'),
  );
}

/**
 * Of indexes of partitions that join their parent's: they are never taken out of it, but go with it when it is dropped,
 * or leave it with their partition when that is detached. Nothing for other changes.
 */
function undoOfJoined(change: Change, situation: Situation): Undo | undefined {
  const attached = situation.changes.filter((one) => one.kind === 'attach index');
  const isMade = (name: QualifiedName) =>
    situation.changes.some((one) => {
      const made = indexMadeBy(one);
      return made !== undefined && sameName(made, name);
    });
  if (change.kind === 'attach index') {
    return situation.isNew(change.relation) || isMade(change.parent) ? nothingToUndo : undefined;
  }
  const own = indexMadeBy(change);
  if (!own) return undefined;
  const below = (parent: QualifiedName): readonly QualifiedName[] =>
    attached
      .filter((one) => sameName(one.parent, parent) && !situation.isNew(one.relation))
      .flatMap((one) => [one.index, ...below(one.index)]);
  if (attached.some((one) => sameName(one.index, own) && !situation.isNew(one.relation) && isMade(one.parent)))
    return nothingToUndo;
  const parts = below(own);
  return parts.length === 0
    ? undefined
    : undoBy(...[own, ...parts].map((name) => `DROP INDEX IF EXISTS ${quoteName(name)}`));
}

function indexMadeBy(change: Change): QualifiedName | undefined {
  return change.kind === 'create' && change.object.kind === 'index'
    ? { schema: change.object.relation.schema, name: change.object.index.name }
    : undefined;
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
    default:
      return undefined;
  }
}

/** What the change itself does not tell, but the schema before. */
function knownBefore(change: Change, situation: Situation): readonly Change[] | undefined {
  if (change.kind === 'set row security') {
    const was = situation.before(change.table)?.rowSecurity;
    return was && [{ kind: 'set row security', table: change.table, enabled: was !== 'off', forced: was === 'forced' }];
  }
  if (change.kind === 'set deferrable') {
    const was = situation.before(change.table)?.foreignKeys.find((one) => one.name === change.name);
    return was && [{ ...change, deferrable: was.deferrable, initiallyDeferred: was.initiallyDeferred }];
  }
  return change.kind === 'serial to identity' ? serialAgain(change, situation) : undefined;
}

/** The sequence that the column had, with its rights and comment; it goes on from where the identity is. */
function serialAgain(
  { table, column: name, sequence: { schema, name: own } }: Extract<Change, { readonly kind: 'serial to identity' }>,
  { before, from }: Situation,
): readonly Change[] | undefined {
  const column = before(table)?.columns.find((one) => one.name === name);
  const sequence = from.sequences.find((one) => one.schema === schema && one.name === own);
  if (column?.default === undefined || !sequence) return undefined;
  const object = { kind: 'sequence', schema, name: own } as const;
  const identity = { generation: 'by default', sequence: { schema, name: own } } as const;
  return [
    { kind: 'identity to serial', table, column: name, default: column.default, sequence, was: sequence, identity },
    { kind: 'own sequence', sequence: { schema, name: own }, owner: { table, column: name } },
    ...sequence.grants.map((grant): Change => ({ kind: 'grant', object, grant })),
    ...(sequence.comment === undefined
      ? []
      : [{ kind: 'set comment', object, comment: sequence.comment } satisfies Change]),
  ];
}

/** Where the way there needed words, or the engine does not convert by itself, the way back needs a cast. */
function castBack(back: Change, change: Change, { to }: Situation): Change {
  if (back.kind !== 'change type' || change.kind !== 'change type') return back;
  const name = quoteIdentifier(back.column);
  const table = to.tables.find((one) => sameName(one, change.table));
  const now = table?.columns.find((one) => one.name === change.column)?.type;
  const plain = change.using === undefined ? undefined : `${name}::${back.type}`;
  const using = (now && change.was && conversion(now, change.was.type, name)) ?? plain;
  return using === undefined ? back : { ...back, using };
}

/** All statements that bring a dropped object back, empty; an index with those of the partitions, unless they are left out. */
export function restored(
  change: Extract<Change, { readonly kind: 'drop' }>,
  situation: Situation,
  { parts }: { readonly parts: boolean } = { parts: true },
): readonly string[] {
  const { object } = change;
  const { from } = situation;
  switch (object.kind) {
    case 'table': {
      const table = from.tables.find((one) => sameName(one, object.table)) ?? object.table;
      const sequences = from.sequences.filter(
        (one) => one.ownedBy !== undefined && sameName(one.ownedBy.table, object.table),
      );
      const attached = droppedApart(table, situation);
      const made = [
        ...schemaStatements({ ...emptyCatalog, tables: [attached], sequences: [...sequences, ...object.identities] }),
      ];
      return joinedAgain(attached, made);
    }
    case 'column':
      return restoredColumn(object, situation);
    case 'view':
      return [...schemaStatements({ ...emptyCatalog, views: [object.view] })];
    case 'type':
      return [...schemaStatements({ ...emptyCatalog, types: [object.type] })];
    case 'sequence':
      return [...schemaStatements({ ...emptyCatalog, sequences: [object.sequence] })];
    case 'routine':
      // Its body may name what comes back later.
      return [
        'SET LOCAL check_function_bodies = off',
        ...schemaStatements({ ...emptyCatalog, routines: [object.routine] }),
      ];
    default: {
      const changes: readonly Change[] = [{ kind: 'create', object }, ...commentOf(object), ...stateOf(object)];
      return [
        ...changes.flatMap((one) => renderChange(one, situation.traits).map(({ sql }) => sql)),
        ...(object.kind === 'index' ? marksOf(object.relation, object.index) : []),
        ...(object.kind === 'index' && parts
          ? partsOf({ schema: object.relation.schema, name: object.index.name }, from)
          : []),
        ...(object.kind === 'constraint' ? marksOf(object.table, object.index) : []),
      ];
    }
  }
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

/** The indexes of partitions that went with that of their parent, joined to it again. */
function partsOf(parent: QualifiedName, from: Situation['from']): readonly string[] {
  return from.tables.flatMap((table) =>
    table.indexes
      .filter(({ partitionOf }) => partitionOf && sameName(partitionOf, parent))
      .flatMap((index) => [
        ...createIndex(table, index),
        ...attachIndex(table, index),
        ...partsOf({ schema: table.schema, name: index.name }, from),
      ]),
  );
}

/** The column, with what went with it and no change of its own brings back; without NOT NULL, since it has no values. */
function restoredColumn(object: ColumnObject, situation: Situation): readonly string[] {
  const { column } = object;
  const table = situation.before(object.table);
  const { notNull: _, ...rest } = column;
  const made: ColumnObject = demandsValue(column) ? { ...object, column: { ...rest, nullable: true } } : object;
  const reference = { kind: 'column', name: column.name, of: object.table } as const;
  // The sequence that counts for it went with it.
  const counters = situation.from.sequences.filter(
    ({ ownedBy, identity }) =>
      !identity && ownedBy && table && sameName(ownedBy.table, table) && ownedBy.column === column.name,
  );
  const counting = counters.map(({ ownedBy: _, ...sequence }) => sequence);
  const changes: Change[] = [{ kind: 'create', object: made }];
  for (const { schema, name } of counters) {
    const owner = { table: nameOf(object.table), column: column.name };
    changes.push({ kind: 'own sequence', sequence: { schema, name }, owner });
  }
  if (column.comment !== undefined) changes.push({ kind: 'set comment', object: reference, comment: column.comment });
  for (const grant of table?.grants ?? []) {
    if (grant.column === column.name)
      changes.push({ kind: 'grant', object: { kind: 'table', ...nameOf(object.table) }, grant });
  }
  return [
    ...schemaStatements({ ...emptyCatalog, sequences: counting }),
    ...changes.flatMap((one) => renderChange(one, situation.traits).map(({ sql }) => sql)),
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

/** Rows that would make it fail. */
export function preconditionsOf(change: Change, situation: Situation): readonly Precondition[] {
  if ('table' in change && situation.isNew(change.table)) return [];
  switch (change.kind) {
    case 'create': {
      const { object } = change;
      if (object.kind === 'constraint') {
        if (situation.isNew(object.table)) return [];
        if (object.type === 'foreign key' && object.constraint.validated)
          return [noOrphans(object.table, object.constraint)];
        if (object.type === 'check' && object.constraint.validated && object.constraint.enforced)
          return [checkHolds(object.table, object.constraint.name, object.constraint.expression)];
        if (
          (object.type === 'unique' || object.type === 'primary key') &&
          object.index &&
          !object.constraint.withoutOverlaps
        )
          return [noDuplicates(object.table, object.index)];
        return [];
      }
      if (object.kind === 'index' && object.index.unique && !situation.isNew(object.relation))
        return [noDuplicates(object.relation, object.index)];
      if (object.kind === 'column' && !situation.isNew(object.table) && demandsValue(object.column))
        return [
          noRowsAtAll(
            object.table,
            `${qualified(object.table)} has no rows: ${displayName(object.column.name)} must have a value in each, and no default gives one.`,
          ),
        ];
      return [];
    }
    case 'change type':
      return convertsTo(change, situation);
    case 'add check to domain':
      return change.check.validated ? valuesSatisfy(change.type, change.check, situation) : [];
    case 'set domain nullable':
      return change.nullable ? [] : valuesNotNull(change.type, situation);
    case 'set not null':
      return change.constraint?.validated === false ? [] : [noNulls(change.table, change.column)];
    case 'replace type': {
      const { object, was } = change;
      const gone =
        was.kind === 'enum' && object.kind === 'enum'
          ? was.values.filter((value) => !object.values.includes(value))
          : [];
      if (gone.length === 0) return [];
      return change.columns
        .filter((column) => !column.type.endsWith(']'))
        .map((column) =>
          noRows(
            column.table,
            `${quoteIdentifier(column.column)}::text IN (${gone.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')})`,
            `No row of ${qualified(column.table)} holds ${gone.map((value) => `'${value}'`).join(' or ')} in ${displayName(column.column)}.`,
          ),
        );
    }
    default:
      return [];
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
