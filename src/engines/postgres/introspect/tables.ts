import { compareText } from '../../../catalog/names.ts';
import type { Partitioning, PartitionKey, Policy, RewriteRule, Table, Trigger } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import { readColumns } from './columns.ts';
import { readConstraints } from './constraints.ts';
import { type Facts, owned, reference } from './facts.ts';
import { readIndexes, withoutNeedlessParentheses } from './indexes.ts';
import { classes } from './query.ts';
import { flag, keyBy, list, number, numbers, optional, optionalText, options, text } from './rows.ts';
import { splitList, unquoted } from './sql-text.ts';

const persistences: Readonly<Record<string, Table['persistence']>> = { p: 'permanent', u: 'unlogged', t: 'temporary' };
const replicaIdentities: Readonly<Record<string, Table['replicaIdentity']>> = {
  d: 'default',
  n: 'nothing',
  f: 'full',
  i: 'index',
};

/** Reads tables, partitioned tables and foreign tables. */
export function readTables(facts: Facts): readonly Table[] {
  const partitioned = keyBy(facts.rows.partitioned, 'relation');
  const foreign = keyBy(facts.rows.foreignTables, 'relation');
  return facts.rows.relations
    .filter((row) => 'rpf'.includes(text(row, 'kind')) && facts.isOwn(classes.class, row))
    .map((row) => readTable(row, partitioned.get(text(row, 'oid')), foreign.get(text(row, 'oid')), facts));
}

function readTable(row: Row, partitioned: Row | undefined, foreign: Row | undefined, facts: Facts): Table {
  const oid = text(row, 'oid');
  const parents = facts.parents(oid).map((parent) => facts.relation(parent) ?? { schema: '', name: parent });
  const bound = optionalText(row, 'bound');
  const indexes = readIndexes(oid, facts);
  return {
    ...facts.named(row),
    kind: row['kind'] === 'f' ? 'foreign' : 'table',
    persistence: persistences[text(row, 'persistence')] ?? 'permanent',
    columns: readColumns(oid, facts),
    ...readConstraints(oid, indexes, facts),
    indexes,
    ...optional('partitioning', partitioned && readPartitioning(oid, partitioned, facts)),
    ...(bound !== undefined && parents[0]
      ? { partitionOf: { parent: parents[0], bound, isDefault: bound === 'DEFAULT' } }
      : {}),
    inherits: bound === undefined ? parents : [],
    policies: readPolicies(oid, facts),
    rowSecurity:
      flag(row, 'row_security_forced') && flag(row, 'row_security')
        ? 'forced'
        : flag(row, 'row_security')
          ? 'on'
          : 'off',
    ...(flag(row, 'row_security_forced') && !flag(row, 'row_security') ? { rowSecurityForced: true } : {}),
    triggers: readTriggers(oid, facts),
    rules: readRules(oid, facts),
    grants: readGrants(row, facts),
    options: foreign ? options(foreign, 'options') : { ...options(row, 'options'), ...toastOptions(row, facts) },
    ...storedBy(row, facts),
    // Of a foreign table the engine says `nothing`, which cannot be changed.
    replicaIdentity: foreign ? 'default' : (replicaIdentities[text(row, 'replica_identity')] ?? 'default'),
    ...optional('server', foreign && optionalText(foreign, 'server')),
    ...owned(row),
    ...facts.comment(classes.class, oid),
  };
}

/** How and where rows are stored, where that is not usual. */
export function storedBy(row: Row, facts: Facts): Pick<Table, 'accessMethod' | 'tablespace'> {
  const method = facts.name(text(row, 'access_method'));
  return {
    // Of a partitioned table it is told for its partitions, and is none unless told.
    ...(method === 'heap' && text(row, 'kind') !== 'p' ? {} : optional('accessMethod', method)),
    ...optional('tablespace', facts.name(text(row, 'tablespace'))),
  };
}

/** Options of the relation that holds the table's long values: `toast.autovacuum_enabled`. */
function toastOptions(row: Row, facts: Facts): Readonly<Record<string, string>> {
  const toast = facts.relationRow(text(row, 'toast'));
  return toast ? options(toast, 'options', 'toast.') : {};
}

/** What is granted on a table or view as a whole, then by column. */
export function readGrants(row: Row, facts: Facts): Table['grants'] {
  const columns = facts.of
    .columns(text(row, 'oid'))
    .filter((column) => column['acl'] !== null)
    .flatMap((column) => facts.grants({ ...column, owner: text(row, 'owner') }, text(column, 'name')))
    .sort((a, b) => compareText(a.column ?? '', b.column ?? '') || compareText(a.grantee, b.grantee));
  return [...facts.grants(row), ...columns];
}

function readPartitioning(relation: string, row: Row, facts: Facts): Partitioning {
  const strategies: Readonly<Record<string, Partitioning['strategy']>> = { r: 'range', l: 'list', h: 'hash' };
  const all = splitList(optionalText(row, 'expressions') ?? '');
  const expressions = [...all];
  return {
    strategy: strategies[text(row, 'strategy')] ?? 'range',
    keys: numbers(row, 'columns').map(
      (place): PartitionKey =>
        place === 0 ? optional('expression', expressions.shift()) : { column: facts.columnName(relation, place) },
    ),
    definition: withoutNeedlessParentheses(text(row, 'definition'), all),
  };
}

/** Reads the triggers of a table or view, by name; what a partition has from its parent is left out. */
export function readTriggers(relation: string, facts: Facts): readonly Trigger[] {
  const states: Readonly<Record<string, Trigger['enabled']>> = {
    O: 'origin',
    D: 'disabled',
    R: 'replica',
    A: 'always',
  };
  return facts.of
    .triggers(relation)
    .filter((row) => row['definition'] !== null)
    .map((row): Trigger => {
      // pg_trigger.h: 1 row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate, 64 instead.
      const bits = number(row, 'bits');
      const events = (['insert', 'update', 'delete', 'truncate'] as const).filter(
        (event) => bits & { insert: 4, update: 16, delete: 8, truncate: 32 }[event],
      );
      return {
        name: text(row, 'name'),
        timing: bits & 64 ? 'instead of' : bits & 2 ? 'before' : 'after',
        events,
        columns: numbers(row, 'columns').map((place) => facts.columnName(relation, place)),
        forEach: bits & 1 ? 'row' : 'statement',
        function: reference(row, 'function') ?? { schema: '', name: '' },
        enabled: states[text(row, 'enabled')] ?? 'origin',
        definition: text(row, 'definition'),
        ...facts.comment(classes.trigger, text(row, 'oid')),
      };
    })
    .sort((a, b) => compareText(a.name, b.name));
}

/** Reads the rules of a table or view but for the one that makes a view a view, by name. */
export function readRules(relation: string, facts: Facts): readonly RewriteRule[] {
  return facts.of
    .rules(relation)
    .filter((row) => row['definition'] !== null)
    .map((row) => ({ name: text(row, 'name'), definition: text(row, 'definition') }))
    .sort((a, b) => compareText(a.name, b.name));
}

function readPolicies(relation: string, facts: Facts): readonly Policy[] {
  const commands: Readonly<Record<string, Policy['command']>> = {
    '*': 'all',
    r: 'select',
    a: 'insert',
    w: 'update',
    d: 'delete',
  };
  return facts.of
    .policies(relation)
    .map(
      (row): Policy => ({
        name: text(row, 'name'),
        command: commands[text(row, 'command')] ?? 'all',
        permissive: flag(row, 'permissive'),
        // `-` stands for everybody.
        roles: list(row, 'roles')
          .filter((role) => role !== '-')
          .map(unquoted)
          .sort(compareText),
        ...optional('using', optionalText(row, 'using')),
        ...optional('withCheck', optionalText(row, 'with_check')),
        ...facts.comment(classes.policy, text(row, 'oid')),
      }),
    )
    .sort((a, b) => compareText(a.name, b.name));
}
