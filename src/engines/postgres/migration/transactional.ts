import type { Node } from 'libpg-query';

/** Statements that the engine refuses inside a transaction (calls of `PreventInTransactionBlock` in its source). */
const outside = new Set([
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'AlterSystemStmt',
]);

/** False for what must run outside transactions. */
export function isTransactional(node: Node): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent !== true;
  if ('DropStmt' in node) return node.DropStmt.concurrent !== true;
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd !== true;
  if ('ClusterStmt' in node) return node.ClusterStmt.relation !== undefined;
  if ('ReindexStmt' in node) {
    const { kind, params = [] } = node.ReindexStmt;
    const concurrent = params.some((one) => 'DefElem' in one && one.DefElem.defname === 'concurrently');
    return !concurrent && (kind === 'REINDEX_OBJECT_INDEX' || kind === 'REINDEX_OBJECT_TABLE');
  }
  if ('AlterTableStmt' in node) {
    return !(node.AlterTableStmt.cmds ?? []).some(
      (one) =>
        'AlterTableCmd' in one &&
        ((one.AlterTableCmd.def &&
          'PartitionCmd' in one.AlterTableCmd.def &&
          one.AlterTableCmd.def.PartitionCmd.concurrent) ||
          one.AlterTableCmd.subtype === 'AT_DetachPartitionFinalize'),
    );
  }
  return !outside.has(Object.keys(node)[0] ?? '');
}
