import type { Change } from '../../../catalog/change.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { MigrationAction, WrittenConstraint } from '../../migration-action.ts';
import type { Safer, SaferContext, SaferStatement } from '../../migration-reading.ts';
import { quoteIdentifier } from '../quote.ts';
import { renderChanges } from '../render.ts';

type RowWrite = Extract<MigrationAction, { readonly kind: 'update' | 'delete' | 'merge' }>;

/** Rows of a piece: some milliseconds of the writer's lock. */
const piece = 5000;

/**
 * What does the same in SQLite's way: a rebuild for an ALTER TABLE that the engine does not know or refuses where there
 * are rows, pieces for a write of all rows.
 */
export const safer: Safer = (sql, actions, context) => {
  const changes = actions.map((action) => changeOf(action, context));
  if (changes.length > 0 && changes.every((change) => change !== undefined)) {
    const statements = renderChanges(changes, context.catalog).flat();
    return statements.length === 0 ? undefined : statements;
  }
  const [action] = actions;
  return action?.kind === 'update' || action?.kind === 'delete' ? inPieces(sql, action, context) : undefined;
};

/** What ALTER TABLE cannot do as written; nothing for what it can. */
function changeOf(action: MigrationAction, context: SaferContext): Change | undefined {
  if (!('table' in action) || action.table === undefined) return undefined;
  const name = context.resolve(action.table);
  const table = context.lookups.table(name);
  if (!table) return undefined;
  const on = { table: { schema: table.schema, name: table.name } };
  const has = (column: string) => table.columns.some((one) => one.name === column);
  switch (action.kind) {
    case 'change type':
      return has(action.column) ? { ...on, kind: 'change type', column: action.column, type: action.type } : undefined;
    case 'set default':
      return has(action.column)
        ? { ...on, kind: 'set default', column: action.column, default: action.default }
        : undefined;
    case 'drop default':
    case 'set not null':
    case 'drop not null':
      return has(action.column) ? { ...on, kind: action.kind, column: action.column } : undefined;
    case 'drop constraint':
      return { ...on, kind: 'drop constraint', name: action.name };
    case 'add constraint':
      return constraintOf(action, on.table, context);
    case 'add column':
      // A default that is not constant is given by an insert alone.
      return action.default !== undefined && /^\(|^current_/i.test(action.default) && action.constraints.length === 0
        ? {
            ...on,
            kind: 'add column',
            column: action.column,
            type: action.type,
            nullable: !action.notNull,
            default: action.default,
          }
        : undefined;
    default:
      return undefined;
  }
}

function constraintOf(constraint: WrittenConstraint, table: QualifiedName, context: SaferContext): Change | undefined {
  const columns = constraint.columns;
  const name = (suffix: string) => constraint.name ?? [table.name, ...columns, suffix].join('_');
  switch (constraint.constraint) {
    case 'check':
      return { kind: 'add check', table, name: name('check'), expression: constraint.expression ?? '' };
    case 'unique':
      return { kind: 'add unique', table, name: name('key'), columns };
    case 'primary key':
      return { kind: 'add primary key', table, name: name('pkey'), columns };
    case 'foreign key': {
      if (!constraint.references) return undefined;
      const references = context.resolve(constraint.references);
      const key = context.lookups.table(references)?.primaryKey?.columns ?? [];
      return {
        kind: 'add foreign key',
        table,
        name: name('fkey'),
        columns,
        references,
        referencedColumns: constraint.referencedColumns.length > 0 ? constraint.referencedColumns : key,
        ...(constraint.onDelete ? { onDelete: constraint.onDelete } : {}),
        ...(constraint.onUpdate ? { onUpdate: constraint.onUpdate } : {}),
      };
    }
    default:
      return undefined;
  }
}

/** By ranges of the row's number, each a transaction of its own; nothing where rows have none. */
function inPieces(
  sql: string,
  { table, where, joins }: Pick<RowWrite, 'table' | 'where' | 'joins'>,
  context: SaferContext,
): readonly SaferStatement[] | undefined {
  const name = context.resolve(table);
  const known = context.lookups.table(name);
  if (!known || context.isNew(name) || joins || known.options['without_rowid'] === 'true') return undefined;
  if (/^\s*WITH\b|\b(?:RETURNING|LIMIT|ORDER\s+BY)\b/i.test(sql)) return undefined;
  const head =
    where === undefined
      ? sql.trimEnd()
      : sql
          .slice(0, sql.lastIndexOf(where))
          .replace(/\bWHERE\s*$/i, '')
          .trimEnd();
  const condition = where === undefined ? '' : ` AND (${where})`;
  const own = quoteIdentifier(known.name);
  const from = (start: number, end: string) => `${head} WHERE rowid > ${start} AND rowid <= ${end}${condition}`;
  return [
    { sql: from(0, String(piece)), transactional: true },
    {
      sql: `${from(piece, String(2 * piece))} -- and so on, up to (SELECT max(rowid) FROM ${own})`,
      transactional: true,
    },
  ];
}
