import type { AlterTableCmd, AlterTableStmt } from 'libpg-query';
import type { MigrationAction, WrittenName } from '../../migration-action.ts';
import { stringsOf, walk } from '../query/nodes.ts';
import type { Parser } from '../query/parser.ts';
import { columnOf, constraintOf } from './constraint.ts';
import { nameOfParts, rangeName } from './name.ts';

/** Each part of an ALTER TABLE (INDEX, VIEW, SEQUENCE, TYPE) as an action. */
export function alterTable(statement: AlterTableStmt, parser: Parser): readonly MigrationAction[] {
  const table = rangeName(statement.relation ?? {});
  return (statement.cmds ?? []).flatMap((node): readonly MigrationAction[] => {
    if (!('AlterTableCmd' in node)) return [];
    const command = node.AlterTableCmd;
    if (statement.objtype === 'OBJECT_TYPE')
      return [{ kind: 'alter composite', type: table, part: partName(command.subtype ?? '') }];
    return [part(command, table, parser)];
  });
}

/** Where the words of the parser (`AT_SetUnLogged`) are not those of the action. */
const partNames: Readonly<Record<string, string>> = {
  AT_SetUnLogged: 'set unlogged',
  AT_SetTableSpace: 'set tablespace',
  AT_DisableTrig: 'disable trigger',
  AT_DisableTrigAll: 'disable all triggers',
  AT_DisableTrigUser: 'disable triggers of users',
  AT_EnableTrig: 'enable trigger',
  AT_EnableTrigAll: 'enable all triggers',
  AT_EnableTrigUser: 'enable triggers of users',
  AT_EnableAlwaysTrig: 'enable trigger always',
  AT_EnableReplicaTrig: 'enable trigger for replicas',
  AT_SetRelOptions: 'set options',
  AT_ResetRelOptions: 'reset options',
  AT_SetOptions: 'set options of column',
  AT_ResetOptions: 'reset options of column',
  AT_ReplicaIdentity: 'set replica identity',
};

/** `AT_EnableRowSecurity` as `enable row security`. */
function partName(subtype: string): string {
  return (
    partNames[subtype] ??
    subtype
      .replace(/^AT_/, '')
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase()
  );
}

function part(command: AlterTableCmd, table: WrittenName, parser: Parser): MigrationAction {
  const { subtype = '', name = '', def, behavior, missing_ok } = command;
  const column = name;
  const cascade = behavior === 'DROP_CASCADE';
  switch (subtype) {
    case 'AT_AddColumn':
      if (def && 'ColumnDef' in def)
        return { kind: 'add column', table, ...columnOf(def.ColumnDef, parser), ifNotExists: missing_ok === true };
      break;
    case 'AT_DropColumn':
      return { kind: 'drop column', table, column, ifExists: missing_ok === true, cascade };
    case 'AT_AlterColumnType':
      if (def && 'ColumnDef' in def) {
        const { typeName, raw_default, collClause } = def.ColumnDef;
        return {
          kind: 'change type',
          table,
          column,
          type: typeName ? parser.write({ TypeName: typeName }) : '',
          ...(collClause ? { collation: nameOfParts(stringsOf(collClause.collname)) } : {}),
          ...(raw_default ? { using: parser.write(raw_default) } : {}),
        };
      }
      break;
    case 'AT_SetNotNull':
      return { kind: 'set not null', table, column };
    case 'AT_DropNotNull':
      return { kind: 'drop not null', table, column };
    case 'AT_ColumnDefault':
      return def
        ? { kind: 'set default', table, column, default: parser.write(def) }
        : { kind: 'drop default', table, column };
    case 'AT_AddConstraint':
      if (def && 'Constraint' in def) {
        const constraint = constraintOf(def.Constraint, parser);
        if (constraint) return { kind: 'add constraint', table, ...constraint };
      }
      break;
    case 'AT_ValidateConstraint':
      return { kind: 'validate constraint', table, name };
    case 'AT_DropConstraint':
      return { kind: 'drop constraint', table, name, ...(cascade ? { cascade } : {}) };
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
      if (def && 'PartitionCmd' in def) {
        const partition = rangeName(def.PartitionCmd.name ?? {});
        return subtype === 'AT_AttachPartition'
          ? { kind: 'attach partition', table, partition }
          : { kind: 'detach partition', table, partition, concurrently: def.PartitionCmd.concurrent === true };
      }
      break;
    default:
  }
  return {
    kind: 'alter table',
    table,
    part: partName(subtype),
    names: [...(name === '' ? [] : [name]), ...namesIn(def)],
  };
}

/** Options that are set, a table that is inherited from: what the part names. */
function namesIn(def: unknown): readonly string[] {
  const names: string[] = [];
  walk(def, (node) => {
    if ('DefElem' in node) names.push(node.DefElem.defname ?? '');
    else if ('RangeVar' in node) names.push(node.RangeVar.relname ?? '');
    return undefined;
  });
  return names;
}
