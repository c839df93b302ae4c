import type { Table, View } from './table.ts';

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

/** A view with nothing hanging on it: what has more says so. */
export function bareView({
  schema,
  name,
  ...more
}: Pick<View, 'schema' | 'name' | 'columns' | 'definition' | 'reads'> & Partial<View>): View {
  return {
    schema,
    name,
    materialized: false,
    indexes: [],
    triggers: [],
    rules: [],
    options: {},
    grants: [],
    populated: true,
    ...more,
  };
}
