import type { Alteration } from '../../catalog/alteration.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { type Lookups, lookups as makeLookups } from '../../catalog/lookups.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { Statement } from '../engine.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from './quote.ts';
import {
  alterColumn,
  attachIndex,
  attachPartition,
  detachPartition,
  grant,
  rename,
  revoke,
  setAccessMethod,
  setCluster,
  setComment,
  setExtensionVersion,
  setGenerated,
  setOptions,
  setOwner,
  setPolicyRoles,
  setPopulated,
  setReplicaIdentity,
  setSchema,
  setServerVersion,
  setStorage,
  setTablespace,
  setTrigger,
} from './render/alterations.ts';
import {
  addColumn,
  addIdentity,
  addNotNullConstraint,
  changeType,
  identityToSerial,
  maintainUpdatedAt,
  serialToIdentity,
} from './render/columns.ts';
import {
  addCheck,
  addForeignKey,
  addPrimaryKey,
  addUnique,
  dropConstraint,
  setDeferrable,
  setNotNull,
  validate,
} from './render/constraints.ts';
import { createIndex, createIndexInParts, dropIndex, rebuildIndex } from './render/indexes.ts';
import { alone, alterTable, layout, list, transactional } from './render/layout.ts';
import { create, drop, replace } from './render/objects.ts';
import {
  alterPolicy,
  createPolicy,
  dropPolicy,
  setRoutineOption,
  setRowSecurity,
  setViewOption,
  storageOption,
} from './render/security.ts';
import { createStatistics } from './render/statistics.ts';
import { alterSequence, alterType } from './render/types.ts';

/** Each of the changes on a schema whose partitions are known: their indexes are made one by one. */
export function renderChanges(
  changes: readonly Change[],
  traits: Traits,
  from: Catalog,
): readonly (readonly Statement[])[] {
  // Made for the few that need them: a review renders the fix of each finding by itself.
  let known: Lookups | undefined;
  return changes.map((change) => {
    if (change.kind !== 'create index' || !change.partitioned) return renderChange(change, traits);
    known ??= makeLookups(from);
    const isInParts = known.partitions(change.table).length > 0;
    return isInParts ? createIndexInParts(change, traits, known) : renderChange(change, traits);
  });
}

/**
 * The change as statements in their order, in the form that is safest on a live table. Without closing semicolons;
 * each statement is a transaction of its own, so that no lock is held longer than its statement runs.
 */
export function renderChange(change: Change, traits: Traits): readonly Statement[] {
  switch (change.kind) {
    case 'create index':
      return createIndex(change, traits);
    case 'drop index':
      return dropIndex(change);
    case 'rebuild index':
      return rebuildIndex(change);
    case 'add foreign key':
      return addForeignKey(change, traits);
    case 'add primary key':
      return addPrimaryKey(change, traits);
    case 'add unique':
      return addUnique(change, traits);
    case 'add check':
      return addCheck(change);
    case 'drop constraint':
      return [dropConstraint(change.table, change.name)];
    case 'validate constraint':
      return [validate(change.table, change.name)];
    case 'set deferrable':
      return [setDeferrable(change)];
    case 'set not null':
      return change.constraint === undefined
        ? setNotNull(change.table, change.column, traits)
        : [transactional(addNotNullConstraint(change))];
    case 'drop not null':
      return [alterTable(change.table, `ALTER COLUMN ${quoteIdentifier(change.column)} DROP NOT NULL`)];
    case 'add column':
      return addColumn(change);
    case 'drop column':
      return [alterTable(change.table, `DROP COLUMN ${quoteIdentifier(change.column)}`)];
    case 'change type':
      return changeType(change);
    case 'set default':
      return [alterTable(change.table, `ALTER COLUMN ${quoteIdentifier(change.column)} SET DEFAULT ${change.default}`)];
    case 'drop default':
      return [alterTable(change.table, `ALTER COLUMN ${quoteIdentifier(change.column)} DROP DEFAULT`)];
    case 'serial to identity':
      return serialToIdentity(change, traits);
    case 'create enum':
      return [
        transactional(layout(`CREATE TYPE ${quoteName(change.type)} AS ENUM`, list(change.values.map(quoteLiteral)))),
      ];
    case 'maintain updated at':
      return maintainUpdatedAt(change, traits);
    case 'set row security':
      return setRowSecurity(change);
    case 'create policy':
      return createPolicy(change);
    case 'alter policy':
      return alterPolicy(change);
    case 'drop policy':
      return dropPolicy(change);
    case 'set routine option':
      return setRoutineOption(change);
    case 'set view option':
      return setViewOption(change, traits);
    case 'set persistence':
      return [alterTable(change.table, change.persistence === 'permanent' ? 'SET LOGGED' : 'SET UNLOGGED')];
    case 'set table option':
      return [alterTable(change.table, `SET ${storageOption(change)}`)];
    case 'change sequence type':
      return [transactional(layout(`ALTER SEQUENCE ${quoteName(change.sequence)}`, `AS ${change.type}`))];
    case 'create partition':
      return createPartition(change);
    case 'create statistics':
      return createStatistics(change);
    case 'set statistics target':
      return [
        alterTable(change.table, `ALTER COLUMN ${quoteIdentifier(change.column)} SET STATISTICS ${change.target}`),
      ];
    case 'analyze':
      return [transactional(layout('ANALYZE', quoteName(change.table)))];
    case 'vacuum':
      return [alone(layout(change.full ? 'VACUUM (FULL)' : 'VACUUM', quoteName(change.table)))];
    default:
      return renderAlteration(change, traits);
  }
}

/** What a comparison yields, each in its plain form. */
function renderAlteration(change: Alteration, traits: Traits): readonly Statement[] {
  switch (change.kind) {
    case 'create':
      return create(change);
    case 'drop':
      return drop(change);
    case 'replace':
      return replace(change);
    case 'rename':
      return [rename(change)];
    case 'set schema':
      return [setSchema(change)];
    case 'set comment':
      return [setComment(change)];
    case 'set owner':
      return [setOwner(change)];
    case 'grant':
      return grant(change, traits);
    case 'revoke':
      return revoke(change, traits);
    case 'set options':
      return setOptions(change);
    case 'set tablespace':
      return [setTablespace(change)];
    case 'set extension version':
      return [setExtensionVersion(change)];
    case 'set server version':
      return [setServerVersion(change)];
    case 'set populated':
      return [setPopulated(change)];
    case 'set access method':
      return [setAccessMethod(change)];
    case 'set replica identity':
      return [setReplicaIdentity(change)];
    case 'set cluster':
      return [setCluster(change)];
    case 'inherit':
      return [alterTable(change.table, `INHERIT ${quoteName(change.parent)}`)];
    case 'no inherit':
      return [alterTable(change.table, `NO INHERIT ${quoteName(change.parent)}`)];
    case 'attach partition':
      return [attachPartition(change)];
    case 'detach partition':
      return [detachPartition(change)];
    case 'attach index':
      return [attachIndex(change)];
    case 'set trigger state':
      return [setTrigger(change)];
    case 'set policy roles':
      return [setPolicyRoles(change)];
    case 'set generated':
      return [setGenerated(change)];
    case 'drop generated':
      return [alterColumn(change, 'DROP EXPRESSION')];
    case 'add identity':
      return addIdentity(change);
    case 'drop identity':
      return [alterColumn(change, 'DROP IDENTITY')];
    case 'identity to serial':
      return [identityToSerial(change, traits)];
    case 'set identity':
      return [alterColumn(change, `SET GENERATED ${change.generation.toUpperCase()}`)];
    case 'set storage':
      return [setStorage(change, traits)];
    case 'set compression':
      return [alterColumn(change, `SET COMPRESSION ${change.compression ?? 'default'}`)];
    case 'reset statistics target':
      return [alterColumn(change, 'SET STATISTICS -1')];
    case 'set enforced':
      return [
        alterTable(
          change.table,
          `ALTER CONSTRAINT ${quoteIdentifier(change.name)}`,
          change.enforced ? 'ENFORCED' : 'NOT ENFORCED',
        ),
      ];
    // Of other engines alone.
    case 'set on update':
    case 'set hidden':
      return [];
    case 'alter sequence':
    case 'own sequence':
    case 'set sequence persistence':
      return alterSequence(change);
    default:
      return alterType(change, traits);
  }
}

/**
 * Made beside the table and then attached, which lets reads and writes go on; CREATE TABLE … PARTITION OF would lock
 * both out (section "Partition Maintenance" of the manual). Indexes, keys and triggers come with the attachment.
 */
function createPartition(change: Extract<Change, { readonly kind: 'create partition' }>): readonly Statement[] {
  const partition = quoteName({ schema: change.table.schema, name: change.name });
  const parent = quoteName(change.table);
  const bound =
    change.bound === undefined ? 'DEFAULT' : change.bound.replace(/^(?!FOR VALUES|DEFAULT)/i, 'FOR VALUES ');
  return [
    transactional(
      layout(
        `CREATE TABLE ${partition}`,
        `(LIKE ${parent} INCLUDING DEFAULTS INCLUDING CONSTRAINTS`,
        ' INCLUDING GENERATED INCLUDING STORAGE)',
      ),
    ),
    alterTable(change.table, `ATTACH PARTITION ${partition}`, bound),
  ];
}
