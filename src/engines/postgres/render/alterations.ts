import type { Alteration } from '../../../catalog/alteration.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { DataType } from '../../../catalog/type.ts';
import type { Statement } from '../../engine.ts';
import { parenthesized, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { grantStatements, privilegeList } from '../schema/grants.ts';
import { setTriggerState } from '../schema/guards.ts';
import { serverVersion } from '../schema/others.ts';
import { alterTable, layout, transactional } from './layout.ts';
import { grantedName, objectName } from './names.ts';

type Of<Kind extends Alteration['kind']> = Extract<Alteration, { readonly kind: Kind }>;

export function rename({ object, to }: Of<'rename'>): Statement {
  const name = quoteIdentifier(to);
  const { kind, of } = object;
  if (of && (kind === 'column' || kind === 'constraint')) {
    return alterTable(of, `RENAME ${kind.toUpperCase()} ${quoteIdentifier(object.name)} TO ${name}`);
  }
  return transactional(layout(`ALTER ${objectName(object)}`, `RENAME TO ${name}`));
}

export function setSchema({ object, schema }: Of<'set schema'>): Statement {
  return transactional(layout(`ALTER ${objectName(object)}`, `SET SCHEMA ${quoteIdentifier(schema)}`));
}

export function setComment({ object, comment }: Of<'set comment'>): Statement {
  return transactional(`COMMENT ON ${objectName(object)} IS ${comment === undefined ? 'NULL' : quoteLiteral(comment)}`);
}

export function setOwner({ object, owner }: Of<'set owner'>): Statement {
  return transactional(layout(`ALTER ${objectName(object)}`, `OWNER TO ${quoteIdentifier(owner)}`));
}

export function grant({ object, grant }: Of<'grant'>, traits: Traits): readonly Statement[] {
  const privileges = named(grant.privileges, traits);
  const grantable = named(grant.grantable, traits);
  return [...grantStatements(grantedName(object), [{ ...grant, privileges, grantable }])].map(transactional);
}

/** Privileges that may be passed on are taken away whole, unless only that right is to go. */
export function revoke({ object, grant }: Of<'revoke'>, traits: Traits): readonly Statement[] {
  const column = grant.column === undefined ? '' : ` (${quoteIdentifier(grant.column)})`;
  const from = grant.grantee === '' ? 'PUBLIC' : quoteIdentifier(grant.grantee);
  const optionOnly = grant.grantable.filter((name) => !grant.privileges.includes(name));
  const statement = (names: readonly string[], what = '') => {
    const list = privilegeList(named(names, traits), column);
    return list === '' ? [] : [transactional(`REVOKE ${what}${list} ON ${grantedName(object)} FROM ${from}`)];
  };
  if (grant.privileges.length === 0 && optionOnly.length === 0) {
    return [transactional(`REVOKE ALL${column} ON ${grantedName(object)} FROM ${from}`)];
  }
  return [...statement(optionOnly, 'GRANT OPTION FOR '), ...statement(grant.privileges)];
}

/** Where there is no MAINTAIN, it was read as a part of ALL: there a part of that is the rest. */
function named(privileges: readonly string[], { maintainPrivilege }: Traits): readonly string[] {
  if (maintainPrivilege || privilegeList(privileges, '') === 'ALL' || privileges.length === 1) return privileges;
  return privileges.filter((name) => name !== 'maintain');
}

/** Options of foreign tables, servers and the like are told in a way of their own. */
export function setOptions({ object, set, reset, was }: Of<'set options'>): readonly Statement[] {
  const alter =
    object.kind === 'column' && object.of
      ? layout(
          `ALTER ${object.form === 'foreign' ? 'FOREIGN TABLE' : 'TABLE'} ${quoteName(object.of)}`,
          `ALTER COLUMN ${quoteIdentifier(object.name)}`,
        )
      : `ALTER ${objectName(object)}`;
  if (object.form === 'foreign' || object.kind === 'other') {
    const items = [
      ...Object.entries(set).map(
        ([name, value]) =>
          `${Object.hasOwn(was, name) ? 'SET' : 'ADD'} ${quoteIdentifier(name)} ${quoteLiteral(value)}`,
      ),
      ...reset.map((name) => `DROP ${quoteIdentifier(name)}`),
    ];
    return [transactional(layout(alter, `OPTIONS (${items.join(', ')})`))];
  }
  const entries = Object.entries(set).map(([name, value]) => `${name} = ${optionValue(value)}`);
  return [
    ...(entries.length > 0 ? [transactional(layout(alter, `SET (${entries.join(', ')})`))] : []),
    ...(reset.length > 0 ? [transactional(layout(alter, `RESET (${reset.join(', ')})`))] : []),
  ];
}

function optionValue(value: string): string {
  return /^([a-z_]+|-?[0-9]+(\.[0-9]+)?)$/.test(value) ? value : quoteLiteral(value);
}

export function setTablespace({ object, tablespace = 'pg_default' }: Of<'set tablespace'>): Statement {
  return transactional(layout(`ALTER ${objectName(object)}`, `SET TABLESPACE ${quoteIdentifier(tablespace)}`));
}

export function setAccessMethod({ table, accessMethod, partitioned }: Of<'set access method'>): Statement {
  const none = partitioned ? 'DEFAULT' : 'heap';
  const name = accessMethod === undefined ? none : quoteIdentifier(accessMethod);
  return alterTable(table, `SET ACCESS METHOD ${name}`);
}

export function setReplicaIdentity({ table, identity, index }: Of<'set replica identity'>): Statement {
  const told = identity === 'index' ? `USING INDEX ${quoteIdentifier(index ?? '')}` : identity.toUpperCase();
  return alterTable(table, `REPLICA IDENTITY ${told}`);
}

export function setCluster({ table, index }: Of<'set cluster'>): Statement {
  return alterTable(table, index === undefined ? 'SET WITHOUT CLUSTER' : `CLUSTER ON ${quoteIdentifier(index)}`);
}

export function setTrigger({ relation, trigger, enabled }: Of<'set trigger state'>): Statement {
  return transactional(setTriggerState(relation, trigger, enabled));
}

export function setPolicyRoles({ table, name, roles }: Of<'set policy roles'>): Statement {
  const to = roles.length === 0 ? 'PUBLIC' : roles.map(quoteIdentifier).join(', ');
  return transactional(layout(`ALTER POLICY ${quoteIdentifier(name)} ON ${quoteName(table)}`, `TO ${to}`));
}

export function attachPartition({ table, partition, bound }: Of<'attach partition'>): Statement {
  return alterTable(table, `ATTACH PARTITION ${quoteName(partition)}`, bound);
}

export function detachPartition({ table, partition }: Of<'detach partition'>): Statement {
  return alterTable(table, `DETACH PARTITION ${quoteName(partition)}`);
}

export function attachIndex({ index, parent }: Of<'attach index'>): Statement {
  return transactional(layout(`ALTER INDEX ${quoteName(parent)}`, `ATTACH PARTITION ${quoteName(index)}`));
}

export function setPopulated({ view, populated }: Of<'set populated'>): Statement {
  return transactional(layout('REFRESH MATERIALIZED VIEW', quoteName(view), populated ? undefined : 'WITH NO DATA'));
}

export function setExtensionVersion({ extension, version }: Of<'set extension version'>): Statement {
  return transactional(layout(`ALTER EXTENSION ${quoteIdentifier(extension)}`, `UPDATE TO ${quoteLiteral(version)}`));
}

export function setServerVersion({ object, version }: Of<'set server version'>): Statement {
  return transactional(serverVersion(objectName(object), version));
}

/** `ALTER TABLE … ALTER COLUMN …` and what is to be done to the column. */
export function alterColumn(
  { table, column }: { readonly table: QualifiedName; readonly column: string },
  ...parts: readonly (string | undefined)[]
): Statement {
  return alterTable(table, layout(`ALTER COLUMN ${quoteIdentifier(column)}`, ...parts));
}

export function setStorage(change: Of<'set storage'>, { storageByDefault }: Traits): Statement {
  const usual = storageByDefault ? 'default' : usualStorage(change.type);
  return alterColumn(change, `SET STORAGE ${(change.storage ?? usual).toUpperCase()}`);
}

/** Of types whose storage can be changed: `typstorage` of pg_type, which domains have from what they are over. */
function usualStorage(type: DataType | undefined): string {
  return type && !type.element && (type.family === 'decimal' || type.family === 'network') ? 'main' : 'extended';
}

export function setGenerated(change: Of<'set generated'>): Statement {
  return alterColumn(change, `SET EXPRESSION AS ${parenthesized(change.expression)}`);
}
