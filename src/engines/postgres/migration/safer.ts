import type { AlterTableStmt, Node } from 'libpg-query';
import type { QualifiedName } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type { Table } from '../../../catalog/table.ts';
import type { Statement } from '../../engine.ts';
import type { MigrationAction, WrittenConstraint } from '../../migration-action.ts';
import { isVolatileDefault } from '../../migration-default.ts';
import type { Safer, SaferContext, SaferStatement } from '../../migration-reading.ts';
import { canChangeOnce } from '../online/batches.ts';
import { openParser, type Parser } from '../query/parser.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { indexInParts } from '../render/indexes.ts';
import { alone, transactional } from '../render/layout.ts';
import { renderChange } from '../render.ts';
import { alterTable } from './alter-table.ts';
import { batchLoop } from './batch-loop.ts';
import { numberedColumn } from './numbered-column.ts';
import { plannedForm } from './planned-form.ts';
import { retypedColumns } from './retyped.ts';
import { retypedUnderViews } from './retyped-under-views.ts';
import { saferAttach } from './safer-attach.ts';

export async function openSafer(): Promise<Safer> {
  const parser = await openParser();
  return (sql, actions, context) => {
    const [first] = actions;
    if (!first) return undefined;
    if (first.kind === 'create index') return saferIndex(first, sql, context);
    if (first.kind === 'drop') return saferDrop(first, context);
    if (first.kind === 'reindex') return first.concurrently ? undefined : [alone(first.concurrentForm)];
    if (first.kind === 'refresh') return saferRefresh(first, context);
    if (first.kind === 'update' || first.kind === 'delete') return inBatches(first, parser, sql, context);
    if (first.kind === 'vacuum') return saferVacuum(first, context);
    if (first.kind === 'cluster') return saferCluster(first, context);
    if (first.kind === 'alter domain') return saferDomain(first, context);
    if (first.kind === 'rename column' || first.kind === 'rename' || first.kind === 'set schema')
      return saferRename(first, context);
    return saferAlter(sql, parser, context);
  };
}

type Of<Kind extends MigrationAction['kind']> = Extract<MigrationAction, { readonly kind: Kind }>;

function saferIndex(action: Of<'create index'>, sql: string, context: SaferContext): readonly Statement[] | undefined {
  const name = context.resolve(action.table);
  if (context.isNew(name)) return undefined;
  if (action.concurrently) {
    if (action.index === undefined || (!action.ifNotExists && !action.unique)) return undefined;
    // What a broken build has left is cleared away first.
    const index = quoteName({ schema: name.schema, name: action.index });
    return [
      alone(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`),
      alone(action.concurrentForm.replace(/\bIF NOT EXISTS /, '')),
    ];
  }
  if (context.lookups.table(name)?.partitioning === undefined) return [alone(action.concurrentForm)];
  if (action.only) return undefined;
  const index = action.index ?? objectName([name.name, ...action.columns], 'idx', context.traits.identifierBytes);
  const [head = '', tail = ''] = action.plainForm.split(/ ON (?:ONLY )?\S+ (?=\(|USING)/);
  const start = action.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX';
  if (head === '' || tail === '' || sql === '') return undefined;
  return indexInParts(name, index, action.columns, context.traits, context.lookups, {
    onlyParent: (own, table) => `${start} ${quoteIdentifier(own)} ON ONLY ${quoteName(table)} ${tail}`,
    concurrently: (own, table) => `${start} CONCURRENTLY ${quoteIdentifier(own)} ON ${quoteName(table)} ${tail}`,
  });
}

function saferDrop(action: Of<'drop'>, context: SaferContext): readonly Statement[] | undefined {
  if (action.objectKind !== 'index' || action.concurrently || action.cascade) return undefined;
  return action.objects.map((one) =>
    alone(`DROP INDEX CONCURRENTLY ${action.ifExists ? 'IF EXISTS ' : ''}${quoteName(context.resolve(one))}`),
  );
}

function saferRefresh(action: Of<'refresh'>, { lookups: _, resolve }: SaferContext): readonly Statement[] | undefined {
  if (action.concurrently || !action.withData) return undefined;
  return [transactional(`REFRESH MATERIALIZED VIEW CONCURRENTLY ${quoteName(resolve(action.view))}`)];
}

/** Room for new rows, which is what most want of VACUUM FULL. */
function saferVacuum(action: Of<'vacuum'>, { resolve }: SaferContext): readonly SaferStatement[] | undefined {
  if (!action.full) return undefined;
  const tables = action.tables.map((one) => ` ${quoteName(resolve(one))}`).join(',');
  const why = '-- Gives the room to new rows while the table is in use; pg_repack gives it back to the disk.\n';
  return [alone(`${why}VACUUM (ANALYZE)${tables}`)];
}

/** The order noted, by which pg_repack writes the table anew while it is in use; the server itself has no such form. */
function saferCluster(
  { table: written, index: named }: Of<'cluster'>,
  { lookups, resolve, isNew, traits }: SaferContext,
): readonly SaferStatement[] | undefined {
  const table = written && lookups.table(resolve(written));
  if (!table || isNew(table)) return undefined;
  const index = table.indexes.find((one) => (named === undefined ? one.clustered : one.name === named));
  if (!index || table.partitioning) return undefined;
  const why = [
    '-- Notes the order. pg_repack, run from a shell, then writes the table in it while it is in use (it asks for a',
    '-- primary key or a unique index without NULL). Rows that come later lie where there is room, as after CLUSTER.',
  ];
  const alter = renderChange({ kind: 'set cluster', table, index: index.name }, traits);
  return alter.map((one) => ({ ...one, sql: [...why, one.sql].join('\n'), tries: [one] }));
}

/** The check for new values in an instant; the old ones while the tables that use the domain can be read. */
function saferDomain(action: Of<'alter domain'>, context: SaferContext): readonly Statement[] | undefined {
  if (action.does !== 'add constraint' || action.notValid || action.expression === undefined) return undefined;
  const domain = context.resolve(action.domain);
  const name = action.name ?? objectName([domain.name], 'check', context.traits.identifierBytes);
  const head = `ALTER DOMAIN ${quoteName(domain)}`;
  return [
    transactional(`${head} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (${action.expression}) NOT VALID`),
    transactional(`${head} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`),
  ];
}

/** Both names for the time of the deploy. */
function saferRename(
  action: Of<'rename column'> | Of<'rename'> | Of<'set schema'>,
  context: SaferContext,
): readonly SaferStatement[] | undefined {
  if (action.kind !== 'rename column' && action.objectKind !== 'table') return undefined;
  const table = context.resolve(action.kind === 'rename column' ? action.table : action.object);
  if (context.isNew(table) || !context.lookups.table(table)) return undefined;
  const { to } = action;
  const object = { kind: 'table' as const, schema: table.schema, name: table.name };
  if (action.kind === 'set schema') return plannedForm([{ kind: 'set schema', object, schema: to }], context);
  const renamed = action.kind === 'rename' ? object : { kind: 'column' as const, name: action.column, of: table };
  return plannedForm([{ kind: 'rename', object: renamed, to }], context);
}

/** The rows in pieces along the key, each in a transaction of its own. */
function inBatches(
  action: Of<'update' | 'delete' | 'merge'>,
  parser: Parser,
  sql: string,
  context: SaferContext,
): readonly Statement[] | undefined {
  const table = context.lookups.table(context.resolve(action.table));
  if (!table || action.joins || context.isNew(table)) return undefined;
  const parsed = parser.parse(sql);
  const node = 'fault' in parsed ? undefined : parsed.statements[0]?.node;
  if (!node) return undefined;
  const where = action.where ?? 'true';
  if ('DeleteStmt' in node) {
    const alias = node.DeleteStmt.relation?.alias?.aliasname ?? table.name;
    return batchLoop({ table, alias, where });
  }
  if (!('UpdateStmt' in node)) return undefined;
  const sets = (node.UpdateStmt.targetList ?? []).flatMap((one) =>
    'ResTarget' in one && one.ResTarget.name && one.ResTarget.val && !('MultiAssignRef' in one.ResTarget.val)
      ? [`${quoteIdentifier(one.ResTarget.name)} = ${parser.write(one.ResTarget.val)}`]
      : [],
  );
  if (sets.length === 0 || sets.length < action.assigned.length) return undefined;
  // A row that moves on, along the pages or by its key, would be met, and changed, again.
  if (!canChangeOnce(table, action.assigned)) return undefined;
  const alias = node.UpdateStmt.relation?.alias?.aliasname ?? table.name;
  return batchLoop({ table, alias, set: `SET ${sets.join(', ')}`, where });
}

/** Each part of an ALTER TABLE by itself, those that would hold a lock while they work in another form. */
function saferAlter(sql: string, parser: Parser, context: SaferContext): readonly SaferStatement[] | undefined {
  const parsed = parser.parse(sql);
  const node = 'fault' in parsed ? undefined : parsed.statements[0]?.node;
  if (!node || !('AlterTableStmt' in node) || node.AlterTableStmt.objtype !== 'OBJECT_TABLE') return undefined;
  const statement = node.AlterTableStmt;
  const table = context.resolve({
    ...(statement.relation?.schemaname === undefined ? {} : { schema: statement.relation.schemaname }),
    name: statement.relation?.relname ?? '',
  });
  if (context.isNew(table)) return undefined;
  let changed = false;
  const retyped = retypedColumns(alterTable(statement, parser), table, context);
  const underViews = retyped.length === 0 ? undefined : retypedUnderViews(sql, retyped, context);
  if (underViews) return underViews;
  const planned = retyped.length === 0 ? undefined : plannedForm(retyped, context);
  const [firstRetyped] = retyped;
  const statements = (statement.cmds ?? []).flatMap((command): readonly SaferStatement[] => {
    const single: AlterTableStmt = { ...statement, cmds: [command] };
    const [action] = alterTable(single, parser);
    if (action?.kind === 'change type' && planned) {
      changed = true;
      // Columns of one table go together, in the place of the first.
      return action.column === firstRetyped?.column ? planned : [];
    }
    const safer = action && saferPart(action, command, table, parser, context);
    if (safer) changed = true;
    return safer ?? [transactional(parser.write({ AlterTableStmt: single }))];
  });
  return changed ? statements : undefined;
}

function saferPart(
  action: MigrationAction,
  command: Node,
  name: QualifiedName,
  parser: Parser,
  context: SaferContext,
): readonly SaferStatement[] | undefined {
  const table = context.lookups.table(name);
  switch (action.kind) {
    case 'set not null': {
      const column = table?.columns.find((one) => one.name === action.column);
      if (column && !column.nullable) return undefined;
      // A valid check proves it already.
      const proof = new RegExp(`^\\(*"?${action.column.replaceAll(/\W/g, '\\$&')}"? is not null\\)*$`, 'i');
      if (table?.checks.some((check) => check.validated && proof.test(check.expression))) return undefined;
      return renderChange({ kind: 'set not null', table: name, column: action.column }, context.traits);
    }
    case 'add constraint':
      return saferConstraint(action, name, table, context);
    case 'add column':
      return 'AlterTableCmd' in command ? saferColumn(action, command, name, table, parser, context) : undefined;
    case 'attach partition':
      return saferAttach(command, name, context.resolve(action.partition), parser, context);
    case 'detach partition':
      if (action.concurrently || context.lookups.partitions(name).some((one) => one.partitionOf?.isDefault))
        return undefined;
      return [
        alone(
          `ALTER TABLE ${quoteName(name)} DETACH PARTITION ${quoteName(context.resolve(action.partition))} CONCURRENTLY`,
        ),
      ];
    default:
      return undefined;
  }
}

function saferConstraint(
  constraint: WrittenConstraint,
  table: QualifiedName,
  known: Table | undefined,
  context: SaferContext,
): readonly Statement[] | undefined {
  const { traits } = context;
  const partitioned = known?.partitioning ? { partitioned: true as const } : {};
  const named = (suffix: string) =>
    constraint.name ?? objectName([table.name, ...constraint.columns], suffix, traits.identifierBytes);
  switch (constraint.constraint) {
    case 'foreign key': {
      if (constraint.notValid || !constraint.enforced || !constraint.references) return undefined;
      if (partitioned.partitioned && !traits.notValidPartitionedForeignKeys) return undefined;
      const references = context.resolve(constraint.references);
      const key = context.lookups.table(references)?.primaryKey?.columns ?? [];
      const referencedColumns = constraint.referencedColumns.length > 0 ? constraint.referencedColumns : key;
      if (referencedColumns.length === 0) return undefined;
      return renderChange(
        {
          kind: 'add foreign key',
          table,
          name: named('fkey'),
          columns: constraint.columns,
          references,
          referencedColumns,
          ...(constraint.onDelete ? { onDelete: constraint.onDelete } : {}),
          ...(constraint.onUpdate ? { onUpdate: constraint.onUpdate } : {}),
          ...(constraint.deferrable ? { deferrable: true, initiallyDeferred: constraint.initiallyDeferred } : {}),
          ...partitioned,
        },
        traits,
      );
    }
    case 'check':
      if (constraint.notValid || !constraint.enforced || constraint.expression === undefined) return undefined;
      return renderChange(
        { kind: 'add check', table, name: named('check'), expression: constraint.expression },
        traits,
      );
    case 'not null': {
      const [column] = constraint.columns;
      if (constraint.notValid || column === undefined) return undefined;
      return renderChange({ kind: 'set not null', table, column }, traits);
    }
    case 'unique':
    case 'primary key': {
      if (constraint.usingIndex !== undefined || constraint.deferrable || partitioned.partitioned) return undefined;
      if (constraint.constraint === 'unique') {
        const nulls = constraint.nullsNotDistinct ? { nullsNotDistinct: true } : {};
        return renderChange(
          { kind: 'add unique', table, name: named('key'), columns: constraint.columns, ...nulls },
          traits,
        );
      }
      const nullable = constraint.columns.filter(
        (name) => known?.columns.find((column) => column.name === name)?.nullable !== false,
      );
      const name = constraint.name ?? objectName([table.name], 'pkey', traits.identifierBytes);
      return renderChange({ kind: 'add primary key', table, name, columns: constraint.columns, nullable }, traits);
    }
    default:
      return undefined;
  }
}

/** The column first, in an instant; then what it is to hold and to keep. */
function saferColumn(
  column: Of<'add column'>,
  command: Node,
  table: QualifiedName,
  known: Table | undefined,
  parser: Parser,
  context: SaferContext,
): readonly SaferStatement[] | undefined {
  if (column.generated === 'stored') return computedOnReading(column, command, table, parser, context);
  if (column.serial || column.identity) {
    const made = numberedColumn(column, table, known, context);
    return made && [...made, ...column.constraints.flatMap((one) => saferConstraint(one, table, known, context) ?? [])];
  }
  const filled = column.default !== undefined && !/^null\b/i.test(column.default);
  const differs = isVolatileDefault(column);
  const missing = column.notNull && !filled;
  const later = column.constraints.filter((one) => one.constraint !== 'foreign key' || filled || differs);
  const keys = later.some((one) => one.constraint === 'primary key');
  if (
    keys ||
    (!differs && !missing && !(later.length > 0 && (filled || later.some((one) => one.constraint !== 'check'))))
  )
    return undefined;
  const head = `ALTER TABLE ${quoteName(table)}`;
  const own = quoteIdentifier(column.column);
  const exists = column.ifNotExists ? 'IF NOT EXISTS ' : '';
  const plain = filled && !differs ? ` DEFAULT ${column.default}${column.notNull ? ' NOT NULL' : ''}` : '';
  const pieces =
    differs && known
      ? batchLoop({ table: known, alias: known.name, set: `SET ${own} = DEFAULT`, where: `${own} IS NULL` })
      : undefined;
  const made: QualifiedName & { readonly column: string } = { ...table, column: column.column };
  return [
    transactional(`${head} ADD COLUMN ${exists}${own} ${column.type}${plain}`),
    ...(differs ? [transactional(`${head} ALTER COLUMN ${own} SET DEFAULT ${column.default}`)] : []),
    // Of a column without a default only the application knows what it is to hold.
    ...(pieces ?? []),
    ...(column.notNull && (differs || missing)
      ? renderChange({ kind: 'set not null', table, column: made.column }, context.traits)
      : []),
    ...column.constraints.flatMap((one) => saferConstraint(one, table, known, context) ?? []),
  ];
}

/** A column that is computed when it is read changes no row; from 18. */
function computedOnReading(
  column: Of<'add column'>,
  command: Node,
  table: QualifiedName,
  parser: Parser,
  { traits }: SaferContext,
): readonly Statement[] | undefined {
  if (!traits.virtualColumns || column.constraints.length > 0) return undefined;
  const definition = 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined;
  if (!definition || !('ColumnDef' in definition)) return undefined;
  const constraints = (definition.ColumnDef.constraints ?? []).map(
    (one): Node =>
      'Constraint' in one && one.Constraint.contype === 'CONSTR_GENERATED'
        ? { Constraint: { ...one.Constraint, generated_kind: 'v' } }
        : one,
  );
  const virtual: Node = {
    AlterTableStmt: {
      relation: { schemaname: table.schema, relname: table.name, inh: true, relpersistence: 'p' },
      objtype: 'OBJECT_TABLE',
      cmds: [
        {
          AlterTableCmd: {
            subtype: 'AT_AddColumn',
            def: { ColumnDef: { ...definition.ColumnDef, constraints } },
          },
        },
      ],
    },
  };
  return [
    transactional(`-- Computed when it is read, and not kept: no index can be made of it.\n${parser.write(virtual)}`),
  ];
}
