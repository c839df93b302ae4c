import type { Node } from 'libpg-query';
import { walk } from '../query/nodes.ts';

interface Newer {
  readonly version: number;
  readonly what: string;
}

/** The newest of the forms that need a newer server than 13, by the release notes of each version. */
export function newerThan(nodes: readonly Node[]): Newer | undefined {
  let newest: Newer | undefined;
  const note = (version: number, what: string): void => {
    if (!newest || version > newest.version) newest = { version, what };
  };
  for (const statement of nodes) {
    walk(statement, (node) => {
      if ('Constraint' in node) constraint(node.Constraint, note);
      else if ('AlterTableCmd' in node) part(node.AlterTableCmd, note);
      else if ('PartitionCmd' in node && node.PartitionCmd.concurrent) note(14, 'DETACH PARTITION CONCURRENTLY');
      else if ('IndexStmt' in node && node.IndexStmt.nulls_not_distinct) note(15, 'NULLS NOT DISTINCT');
      else if ('CreateTrigStmt' in node && node.CreateTrigStmt.replace) note(14, 'CREATE OR REPLACE TRIGGER');
      else if ('MergeStmt' in node) note(15, 'MERGE');
      else if ('ViewStmt' in node && has(node.ViewStmt.options, 'security_invoker')) note(15, 'security_invoker');
      else if ('ATAlterConstraint' in node && node.ATAlterConstraint.alterEnforceability)
        note(18, 'ALTER CONSTRAINT … [NOT] ENFORCED');
      else if ('PublicationObjSpec' in node && node.PublicationObjSpec.pubobjtype?.includes('SCHEMA'))
        note(15, 'FOR TABLES IN SCHEMA');
      return undefined;
    });
  }
  return newest;
}

function constraint(
  node: Extract<Node, { Constraint: unknown }>['Constraint'],
  note: (version: number, what: string) => void,
): void {
  if (node.contype === 'CONSTR_GENERATED' && node.generated_kind === 'v') note(18, 'a virtual generated column');
  const checks = node.contype === 'CONSTR_CHECK' || node.contype === 'CONSTR_FOREIGN';
  if (checks && node.is_enforced !== true) note(18, 'NOT ENFORCED');
  if (node.contype === 'CONSTR_NOTNULL' && (node.conname !== undefined || node.skip_validation) && node.keys)
    note(18, 'a NOT NULL constraint of its own');
  if (node.without_overlaps || node.fk_with_period) note(18, 'WITHOUT OVERLAPS or PERIOD');
  if (node.nulls_not_distinct) note(15, 'NULLS NOT DISTINCT');
  if ((node.fk_del_set_cols ?? []).length > 0) note(15, 'a column list of ON DELETE SET');
}

const parts: Readonly<Record<string, readonly [number, string]>> = {
  AT_SetCompression: [14, 'SET COMPRESSION'],
  AT_DetachPartitionFinalize: [14, 'DETACH PARTITION … FINALIZE'],
  AT_SetAccessMethod: [15, 'SET ACCESS METHOD'],
  AT_SetExpression: [17, 'SET EXPRESSION'],
};

function part(
  node: Extract<Node, { AlterTableCmd: unknown }>['AlterTableCmd'],
  note: (version: number, what: string) => void,
): void {
  const found = parts[node.subtype ?? ''];
  if (found) note(...found);
}

function has(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((one) => 'DefElem' in one && one.DefElem.defname === name);
}
