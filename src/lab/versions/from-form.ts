import { type QualifiedName, sameName } from '../../catalog/names.ts';
import {
  type MigrationAction,
  rewritingParts,
  type WrittenConstraint,
  type WrittenName,
} from '../../engines/migration-action.ts';
import { isVolatileDefault } from '../../engines/migration-default.ts';
import type { LockMode } from '../../engines/postgres/locks.ts';
import { type Effects, noEffects } from '../effects.ts';
import type { SchemaContext } from './context.ts';

/**
 * What statements of this form were seen to do (test/facts), for one that could not be run: locks on the tables that it
 * names and the work on them. What follows from the schema (partitions, partners of dropped tables) is left out.
 */
export function fromForm(actions: readonly MigrationAction[], context: SchemaContext): Effects {
  return actions.reduce((effects, action) => joined(effects, ofAction(action, context)), noEffects);
}

function ofAction(action: MigrationAction, context: SchemaContext): Effects {
  const { resolve } = context;
  const on = (name: WrittenName, mode: LockMode, work: Work = {}) => effectsOn(resolve(name), mode, work);
  switch (action.kind) {
    case 'add column': {
      const writes =
        isVolatileDefault(action) || action.serial || action.identity !== undefined || action.generated === 'stored';
      const filled = action.default !== undefined;
      const reads =
        writes ||
        (action.notNull && !filled) ||
        action.constraints.some((one) => one.constraint !== 'foreign key' || filled);
      const builds = action.constraints.some((one) => one.constraint === 'unique' || one.constraint === 'primary key');
      const partners = action.constraints.flatMap((one) =>
        one.references ? [on(one.references, 'SHARE ROW EXCLUSIVE')] : [],
      );
      return partners.reduce(joined, on(action.table, 'ACCESS EXCLUSIVE', { rewrites: writes, reads, builds }));
    }
    case 'add constraint':
      return joined(
        ofConstraint(action, resolve(action.table)),
        action.references ? on(action.references, 'SHARE ROW EXCLUSIVE') : noEffects,
      );
    case 'change type':
      return on(action.table, 'ACCESS EXCLUSIVE', { rewrites: true, reads: true });
    case 'set not null':
      return on(action.table, 'ACCESS EXCLUSIVE', { reads: true });
    case 'validate constraint':
      return on(action.table, 'SHARE UPDATE EXCLUSIVE', { reads: true });
    case 'attach partition':
      return joined(
        on(action.table, 'SHARE UPDATE EXCLUSIVE'),
        on(action.partition, 'ACCESS EXCLUSIVE', { reads: true }),
      );
    case 'detach partition':
      return action.concurrently
        ? on(action.table, 'SHARE UPDATE EXCLUSIVE')
        : joined(on(action.table, 'ACCESS EXCLUSIVE'), on(action.partition, 'ACCESS EXCLUSIVE'));
    case 'alter table':
      return ofPart(action.part, resolve(action.table));
    case 'drop column':
    case 'rename column':
    case 'rename constraint':
    case 'drop not null':
    case 'set default':
    case 'drop default':
    case 'drop constraint':
      return on(action.table, 'ACCESS EXCLUSIVE');
    case 'alter domain':
      return ofDomain(action, context);
    case 'create index':
      return on(action.table, action.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', {
        reads: true,
        ...(action.only ? {} : { builds: action.index ?? `${action.table.name}_${action.columns.join('_')}_idx` }),
      });
    case 'create trigger':
      return on(action.table, 'SHARE ROW EXCLUSIVE');
    case 'drop':
      if (action.objectKind !== 'table' && action.objectKind !== 'view' && action.objectKind !== 'materialized view')
        return noEffects;
      return action.objects.map((name) => on(name, 'ACCESS EXCLUSIVE')).reduce(joined, noEffects);
    case 'rename':
    case 'set schema':
      return action.objectKind === 'table' || action.objectKind === 'view'
        ? on(action.object, 'ACCESS EXCLUSIVE')
        : noEffects;
    case 'truncate':
      return action.tables.map((name) => on(name, 'ACCESS EXCLUSIVE')).reduce(joined, noEffects);
    case 'vacuum':
    case 'analyze': {
      const full = action.kind === 'vacuum' && action.full;
      return action.tables
        .map((name) => on(name, full ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE', { rewrites: full, reads: full }))
        .reduce(joined, noEffects);
    }
    case 'cluster':
      return action.table ? on(action.table, 'ACCESS EXCLUSIVE', { rewrites: true, reads: true }) : noEffects;
    case 'refresh':
      return on(action.view, action.concurrently ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE', { reads: action.withData });
    case 'reindex':
      return action.of === 'table' && action.object
        ? on(action.object, action.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', { reads: true, builds: true })
        : noEffects;
    case 'update':
    case 'delete':
    case 'merge':
      return on(action.table, 'ROW EXCLUSIVE', { reads: true });
    case 'insert':
      return on(action.table, 'ROW EXCLUSIVE');
    case 'copy':
      if (!action.table) return noEffects;
      return action.reads ? on(action.table, 'ACCESS SHARE', { reads: true }) : on(action.table, 'ROW EXCLUSIVE');
    default:
      return noEffects;
  }
}

/** What a domain checks is read in all tables that have it, while nobody writes to them (validateDomainCheckConstraint). */
function ofDomain(
  action: Extract<MigrationAction, { readonly kind: 'alter domain' }>,
  { lookups, resolve }: SchemaContext,
): Effects {
  const reads =
    action.does === 'set not null' ||
    action.does === 'validate constraint' ||
    (action.does === 'add constraint' && !action.notValid);
  if (!reads) return noEffects;
  const domain = resolve(action.domain);
  return lookups.ownTables
    .filter((table) => table.columns.some(({ type }) => type.ref && sameName(type.ref, domain)))
    .map((table) => effectsOn({ schema: table.schema, name: table.name }, 'SHARE', { reads: true }))
    .reduce(joined, noEffects);
}

function ofConstraint(constraint: WrittenConstraint, table: QualifiedName): Effects {
  const checks = !constraint.notValid && constraint.enforced;
  switch (constraint.constraint) {
    case 'foreign key':
      return effectsOn(table, 'SHARE ROW EXCLUSIVE', { reads: checks });
    case 'check':
    case 'not null':
      return effectsOn(table, 'ACCESS EXCLUSIVE', { reads: checks });
    default:
      return effectsOn(table, 'ACCESS EXCLUSIVE', {
        reads: constraint.usingIndex === undefined,
        ...(constraint.usingIndex === undefined ? { builds: constraint.name ?? keyName(table, constraint) } : {}),
      });
  }
}

/** Parts of ALTER TABLE whose lock is weaker, or that do work (AlterTableGetLockLevel in the source of PostgreSQL). */
function ofPart(part: string, table: QualifiedName): Effects {
  if (/^(?:set statistics|(?:re)?set options(?: of column)?|cluster on|drop cluster)$/.test(part))
    return effectsOn(table, 'SHARE UPDATE EXCLUSIVE', {});
  if (/^(?:enable|disable)\b.* triggers?\b/.test(part)) return effectsOn(table, 'SHARE ROW EXCLUSIVE', {});
  const rewrites = rewritingParts.has(part);
  return effectsOn(table, 'ACCESS EXCLUSIVE', { rewrites, reads: rewrites });
}

/** What is done besides locking; an index that is built by its name, where the form tells it. */
interface Work {
  readonly rewrites?: boolean;
  readonly reads?: boolean;
  readonly builds?: boolean | string;
}

/** As the server names the index of a key. */
function keyName(table: QualifiedName, { constraint, columns }: WrittenConstraint): string {
  if (constraint === 'primary key') return `${table.name}_pkey`;
  return `${table.name}_${columns.join('_')}_${constraint === 'exclude' ? 'excl' : 'key'}`;
}

function effectsOn(
  table: QualifiedName,
  mode: LockMode,
  { rewrites = false, reads = false, builds = false }: Work,
): Effects {
  return {
    ...noEffects,
    locks: [{ relation: table, kind: 'table', mode, known: 'documented' }],
    rewritten: rewrites ? [table] : [],
    scanned: reads ? [table] : [],
    built: builds === false ? [] : [{ ...table, ...(typeof builds === 'string' ? { name: builds } : {}), table }],
  };
}

function joined(a: Effects, b: Effects): Effects {
  return {
    locks: [...a.locks, ...b.locks],
    locksOnNew: [],
    rewritten: [...a.rewritten, ...b.rewritten],
    scanned: [...a.scanned, ...b.scanned],
    built: [...a.built, ...b.built],
    newFiles: [],
  };
}
