import type { Table } from './table.ts';

/** A table of these columns with nothing else: what has more says so. */
export function bareTable({
  schema,
  name,
  columns,
  ...more
}: Pick<Table, 'schema' | 'name' | 'columns'> & Partial<Table>): Table {
  return {
    schema,
    name,
    kind: 'table',
    persistence: 'permanent',
    columns,
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    inherits: [],
    policies: [],
    rowSecurity: 'off',
    triggers: [],
    rules: [],
    grants: [],
    options: {},
    replicaIdentity: 'default',
    ...more,
  };
}
