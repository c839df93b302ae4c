import type { Node } from 'libpg-query';
import { stringsOf, walk } from './nodes.ts';

/** Functions of the engine that change something, or that another session can see. */
const changing =
  /^(?:nextval|setval|set_config|pg_notify|pg_(?:try_)?advisory_\w+|pg_(?:terminate|cancel)_backend|pg_reload_conf|pg_rotate_logfile|pg_switch_wal|pg_promote|pg_create_\w+|pg_drop_\w+|pg_replication_\w+|pg_logical_\w+|pg_stat_reset\w*|pg_stat_statements_reset|pg_import_system_collations|pg_prewarm|pg_restore_\w+|pg_clear_\w+|pg_wal_replay_\w+|pg_backup_\w+|pg_export_snapshot|lo_\w+|lowrite|dblink\w*|pg_read_\w*file|pg_ls_\w+|pg_file_\w+|query_to_xml\w*|cursor_to_xml\w*)$/;

const verbs: Readonly<Record<string, string>> = {
  InsertStmt: 'an INSERT',
  UpdateStmt: 'an UPDATE',
  DeleteStmt: 'a DELETE',
  MergeStmt: 'a MERGE',
};

/** Why a statement may change data, take locks on rows or reach beyond its own answer; empty for one that only reads. */
export function writeReasons(statement: Node): readonly string[] {
  const reasons = new Set<string>();
  const [kind = ''] = Object.keys(statement);
  if (kind !== 'SelectStmt' && !(kind in verbs)) reasons.add('it is no query');
  walk(statement, (node, below) => {
    const verb = verbs[below];
    if (verb !== undefined) reasons.add(node === statement ? `it is ${verb}` : `its WITH holds ${verb}`);
    if ('LockingClause' in node) reasons.add('FOR UPDATE and FOR SHARE lock rows');
    if ('FuncCall' in node) {
      const name = stringsOf(node.FuncCall.funcname).at(-1) ?? '';
      if (changing.test(name)) reasons.add(`${name}() has effects of its own`);
    }
    return undefined;
  });
  // The tree holds the clause itself, without its kind around it.
  if (hasKey(statement, 'intoClause')) reasons.add('SELECT INTO makes a table');
  return [...reasons];
}

function hasKey(node: unknown, key: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return Object.entries(node).some(([name, value]) => name === key || hasKey(value, key));
}
