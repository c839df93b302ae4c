import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Intent, Pace } from '../catalog/intent.ts';
import { displayName, type QualifiedName, qualified, qualifiedColumn, sameName } from '../catalog/names.ts';
import { objectKey } from '../catalog/object.ts';
import type { Table } from '../catalog/table.ts';
import type { PlacedIntent } from '../config/intents.ts';
import type { DeclaredIntent } from '../config/intents-shape.ts';
import { parseSpan } from '../config/span.ts';
import { RelvarError } from '../findings/error.ts';

/** An intent of a schema, and where it stands in its file. */
export interface FoundIntent {
  readonly intent: Intent;
  readonly place: string;
}

/**
 * What the file says, of the tables and columns of the schema before.
 * @throws RelvarError `bad-intents` for what is not there, with its place
 */
export function findIntents(
  placed: readonly PlacedIntent[],
  from: Catalog,
  defaultSchema: string,
): readonly FoundIntent[] {
  return placed.map(({ intent, place }) => ({ place, intent: found(intent, { from, defaultSchema, place }) }));
}

interface Scope {
  readonly from: Catalog;
  readonly defaultSchema: string;
  readonly place: string;
}

function problem({ place }: Pick<Scope, 'place'>, message: string, hint?: string): RelvarError {
  return new RelvarError('bad-intents', `${place}: ${message}`, hint === undefined ? {} : { hint });
}

function found(declared: DeclaredIntent, scope: Scope): Intent {
  switch (declared.verb) {
    case 'split': {
      const { table, column } = columnOf(declared.split, scope);
      const back = declared.back === undefined ? {} : { back: { [column]: declared.back } };
      return {
        kind: 'columns',
        table: nameOf(table),
        from: [column],
        into: declared.into,
        ...back,
        pace: pace(declared, scope),
      };
    }
    case 'merge':
      return merged(declared, scope);
    case 'delete':
    case 'update': {
      const table = tableOf(declared.verb === 'delete' ? declared.delete : declared.update, scope);
      if (table.kind === 'foreign')
        throw problem(scope, `${qualified(table)} is a foreign table: its rows are elsewhere`);
      const { where, phase = 'migrate' } = declared;
      const update = declared.verb === 'update' ? declared : undefined;
      return {
        kind: 'rows',
        table: nameOf(table),
        where,
        phase,
        pace: pace(declared, scope),
        ...(update ? { set: update.set } : {}),
        ...(update?.back ? { back: update.back } : {}),
      };
    }
    case 'partition': {
      const table = nameOf(tableOf(declared.partition, scope));
      const { quarantine: kept } = declared;
      const seconds = kept === undefined ? {} : { quarantineSeconds: quarantine(kept, scope) };
      return { kind: 'partition', table, ...seconds, pace: pace(declared, scope) };
    }
    default: {
      const quarantineSeconds = quarantine(declared.quarantine, scope);
      const table = tableNamed(declared.drop, scope);
      if (table) return { kind: 'drop', table: nameOf(table), quarantineSeconds };
      const { column, table: of } = columnOf(declared.drop, scope);
      return { kind: 'drop', table: nameOf(of), column, quarantineSeconds };
    }
  }
}

function merged(declared: Extract<DeclaredIntent, { readonly verb: 'merge' }>, scope: Scope): Intent {
  const columns = declared.merge.map((text) => columnOf(text, scope));
  const [first] = columns;
  if (!first || columns.some((one) => one.table !== first.table))
    throw problem(scope, 'the columns that are merged must be of one table');
  const names = columns.map((one) => one.column);
  const unknown = Object.keys(declared.back ?? {}).find((name) => !names.includes(name));
  if (unknown !== undefined) throw problem(scope, `back: ${unknown} is none of the columns that are merged`);
  return {
    kind: 'columns',
    table: nameOf(first.table),
    from: names,
    into: declared.into,
    ...(declared.back === undefined ? {} : { back: declared.back }),
    pace: pace(declared, scope),
  };
}

function pace({ batch }: Pick<Extract<DeclaredIntent, { readonly verb: 'delete' }>, 'batch'>, { place }: Scope): Pace {
  return {
    ...(batch?.rows === undefined ? {} : { rows: batch.rows }),
    ...(batch?.pause === undefined
      ? {}
      : { pauseMilliseconds: Math.round(parseSpan(batch.pause, `${place}: pause`, 'bad-intents') * 1000) }),
  };
}

function quarantine(text: string, { place }: Scope): number {
  return parseSpan(text, `${place}: quarantine`, 'bad-intents');
}

function tableOf(text: string, scope: Scope): Table {
  const table = tableNamed(text, scope);
  if (table) return table;
  throw problem(scope, `there is no table ${text} in the schema before`, 'name it as table or schema.table');
}

function columnOf(text: string, scope: Scope): { readonly table: Table; readonly column: string } {
  const column = columnNamed(text, scope);
  if (column) return column;
  throw problem(scope, `there is no column ${text} in the schema before`, 'name it as table.column');
}

const nameOf = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });

function tableNamed(text: string, { from: { tables }, defaultSchema }: Scope): Table | undefined {
  return (
    tables.find((table) => table.schema === defaultSchema && table.name === text) ??
    tables.find((table) => `${table.schema}.${table.name}` === text || qualified(table) === text)
  );
}

function columnNamed(text: string, scope: Scope): { readonly table: Table; readonly column: string } | undefined {
  for (let at = text.lastIndexOf('.'); at > 0; at = text.lastIndexOf('.', at - 1)) {
    const table = tableNamed(text.slice(0, at), scope);
    const rest = text.slice(at + 1);
    const column = table?.columns.find((one) => one.name === rest || displayName(one.name) === rest);
    if (table && column) return { table, column: column.name };
  }
  return undefined;
}

/** Keys of columns that are gone indeed, and not renamed. */
export function goneBy(intents: readonly FoundIntent[]): readonly string[] {
  return intents.flatMap(({ intent }) =>
    intent.kind === 'columns' ? intent.from.map((name) => objectKey({ kind: 'column', name, of: intent.table })) : [],
  );
}

/**
 * Nothing when every intent is of what the changes do; `formerly` gives the name that a table has before them.
 * @throws RelvarError `bad-intents`
 */
export function checkIntents(
  intents: readonly FoundIntent[],
  changes: readonly Change[],
  formerly: (table: QualifiedName) => QualifiedName,
): void {
  const does = (kind: 'create' | 'drop', table: QualifiedName, column?: string) =>
    changes.some((change) => {
      if (change.kind !== kind) return false;
      const { object } = change;
      if (column === undefined) return object.kind === 'table' && sameName(formerly(object.table), table);
      return object.kind === 'column' && object.column.name === column && sameName(formerly(object.table), table);
    });
  for (const { intent, place } of intents) {
    const { table } = intent;
    switch (intent.kind) {
      case 'columns': {
        const stays = intent.from.find((name) => !does('drop', table, name));
        if (stays !== undefined)
          throw problem({ place }, `${qualifiedColumn(table, stays)} does not go: the new schema must be without it`);
        const old = Object.keys(intent.into).find((name) => !does('create', table, name));
        if (old !== undefined)
          throw problem({ place }, `${qualifiedColumn(table, old)} is no new column of the new schema`);
        break;
      }
      case 'partition':
        if (!becomesPartitioned(changes, table))
          throw problem({ place }, `${qualified(table)} does not become a partitioned table`);
        break;
      case 'drop':
        if (!does('drop', table, intent.column)) {
          const what = intent.column === undefined ? qualified(table) : qualifiedColumn(table, intent.column);
          throw problem({ place }, `${what} is not dropped: the new schema has it`);
        }
        break;
      case 'rows':
    }
  }
}

function becomesPartitioned(changes: readonly Change[], table: QualifiedName): boolean {
  return changes.some(
    (change) =>
      change.kind === 'create' &&
      change.object.kind === 'table' &&
      sameName(change.object.table, table) &&
      change.object.table.partitioning !== undefined,
  );
}

/** A table of the name of another, which goes with its rows: no change and no intent takes them over. */
export interface MadeAnew {
  readonly table: QualifiedName;
  /** An intent can say that its rows are to be taken over. */
  readonly becomesPartitioned: boolean;
}

/** The tables with rows that are dropped and made anew, but for partitions of such tables, which go with them. */
export function tablesMadeAnew(changes: readonly Change[], intents: readonly FoundIntent[]): readonly MadeAnew[] {
  const dropped = changes.flatMap((change) =>
    change.kind === 'drop' && change.object.kind === 'table' && change.object.table.kind === 'table'
      ? [change.object.table]
      : [],
  );
  const made = changes.flatMap((change) =>
    change.kind === 'create' && change.object.kind === 'table' ? [change.object.table] : [],
  );
  const isTakenOver = (table: QualifiedName) =>
    intents.some(({ intent }) => intent.kind === 'partition' && sameName(intent.table, table));
  const isMade = (table: QualifiedName) => made.some((one) => sameName(one, table));
  // Rows are those of the partitions: what is detached keeps them.
  const hasRows = (table: Table): boolean =>
    !table.partitioning ||
    dropped.some((one) => one.partitionOf && sameName(one.partitionOf.parent, table) && isMade(one) && hasRows(one));
  const anew = dropped.filter((table) => isMade(table) && hasRows(table) && !isTakenOver(table));
  return anew
    .filter(({ partitionOf }) => !partitionOf || !dropped.some((table) => sameName(table, partitionOf.parent)))
    .map((table) => ({
      table,
      becomesPartitioned: table.partitioning === undefined && becomesPartitioned(changes, table),
    }));
}
