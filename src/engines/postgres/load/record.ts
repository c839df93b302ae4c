import type { AlterTableStmt, ColumnDef, Constraint, CreateStmt, Node, RangeVar, RenameStmt } from 'libpg-query';
import type { FileLocation } from '../../../findings/finding.ts';
import type { ScriptStatement } from '../../script.ts';
import type { Places, RelationPlace } from './places.ts';

/** Notes what a parsed statement makes, moves or drops; places are lines of the statement's file. */
export function recordStatement(places: Places, node: Node, statement: ScriptStatement, path: readonly string[]): void {
  const lines = lineReader(statement);
  const here: FileLocation = { file: statement.file, line: statement.line };
  const home = path[0] ?? 'public';
  const own = (ref: RangeVar | undefined): { readonly schema: string; readonly name: string } => ({
    schema: ref?.schemaname ?? home,
    name: ref?.relname ?? '',
  });
  const meant = (ref: RangeVar | undefined): { readonly schema: string; readonly name: string } => {
    const name = ref?.relname ?? '';
    return { schema: ref?.schemaname ?? places.schemaOf(name, path), name };
  };
  const part = (ref: RangeVar | undefined, what: string): void => {
    const { schema, name } = meant(ref);
    places.relation(schema, name)?.parts.set(what, here);
  };
  const other = (kind: string, names: readonly Node[] | undefined): string => {
    const parts = strings(names);
    return `${kind} ${parts.at(-2) ?? home}.${parts.at(-1) ?? ''}`;
  };

  if ('CreateStmt' in node) table(node.CreateStmt);
  else if ('CreateForeignTableStmt' in node) table(node.CreateForeignTableStmt.base ?? {});
  else if ('CreateTableAsStmt' in node) add(node.CreateTableAsStmt.into?.rel);
  else if ('ViewStmt' in node) add(node.ViewStmt.view);
  else if ('CreateSeqStmt' in node) add(node.CreateSeqStmt.sequence);
  else if ('CompositeTypeStmt' in node) {
    const { schema, name } = own(node.CompositeTypeStmt.typevar);
    places.others.set(`type ${schema}.${name}`, here);
  } else if ('CreateEnumStmt' in node) places.others.set(other('type', node.CreateEnumStmt.typeName), here);
  else if ('CreateDomainStmt' in node) places.others.set(other('type', node.CreateDomainStmt.domainname), here);
  else if ('CreateRangeStmt' in node) places.others.set(other('type', node.CreateRangeStmt.typeName), here);
  else if ('DefineStmt' in node) {
    const kind = node.DefineStmt.kind === 'OBJECT_AGGREGATE' ? 'routine' : 'type';
    places.others.set(other(kind, node.DefineStmt.defnames), here);
  } else if ('CreateFunctionStmt' in node) {
    const key = other('routine', node.CreateFunctionStmt.funcname);
    const count = (node.CreateFunctionStmt.parameters ?? []).filter(isInput).length;
    places.others.set(key, here);
    places.others.set(`${key} ${count}`, here);
  } else if ('IndexStmt' in node) {
    const { relation, idxname, indexParams } = node.IndexStmt;
    const { schema, name } = meant(relation);
    const keys = (indexParams ?? []).map((key) => ('IndexElem' in key ? (key.IndexElem.name ?? 'expr') : ''));
    places.relation(schema, name)?.parts.set(`index ${idxname ?? objectName(name, keys, 'idx')}`, here);
  } else if ('CreatePolicyStmt' in node)
    part(node.CreatePolicyStmt.table, `policy ${node.CreatePolicyStmt.policy_name}`);
  else if ('CreateTrigStmt' in node) part(node.CreateTrigStmt.relation, `trigger ${node.CreateTrigStmt.trigname}`);
  else if ('AlterTableStmt' in node) alterTable(node.AlterTableStmt);
  else if ('RenameStmt' in node) rename(node.RenameStmt);
  else if ('AlterObjectSchemaStmt' in node) {
    const from = meant(node.AlterObjectSchemaStmt.relation);
    places.moveRelation(from, { schema: node.AlterObjectSchemaStmt.newschema ?? '', name: from.name });
  } else if ('DropStmt' in node) drop(node.DropStmt.removeType, node.DropStmt.objects ?? []);
  else if ('CreateSchemaStmt' in node) {
    const { schemaname, schemaElts } = node.CreateSchemaStmt;
    if (schemaname !== undefined) places.others.set(`schema ${schemaname}`, here);
    for (const element of schemaElts ?? []) recordStatement(places, element, statement, [schemaname ?? home]);
  }

  function add(ref: RangeVar | undefined): RelationPlace {
    const { schema, name } = own(ref);
    return places.addRelation(schema, name, here);
  }

  function table(create: CreateStmt): void {
    const { schema, name } = own(create.relation);
    if (create.if_not_exists && places.relation(schema, name)) return;
    const place = add(create.relation);
    for (const element of create.tableElts ?? []) {
      if ('ColumnDef' in element) column(place, name, element.ColumnDef);
      else if ('Constraint' in element) constraint(place, name, element.Constraint);
    }
  }

  function column(place: RelationPlace, table: string, definition: ColumnDef): void {
    const name = definition.colname ?? '';
    place.columns.set(name, lines(definition.location));
    const type = strings(definition.typeName?.names).at(-1) ?? '';
    const constraints = (definition.constraints ?? []).flatMap((item) =>
      'Constraint' in item ? [item.Constraint] : [],
    );
    if (/^(?:small|big)?serial[248]?$/.test(type) || constraints.some((one) => one.contype === 'CONSTR_IDENTITY')) {
      places.addRelation(place.schema, objectName(table, [name], 'seq'), lines(definition.location));
    }
    for (const one of constraints) constraint(place, table, one, name);
  }

  function constraint(place: RelationPlace, table: string, one: Constraint, column?: string): void {
    const at = lines(one.location);
    for (const name of one.conname === undefined ? usualNames(table, one, column) : [one.conname]) {
      if (!place.parts.has(`constraint ${name}`)) place.parts.set(`constraint ${name}`, at);
    }
  }

  function alterTable(alter: AlterTableStmt): void {
    const { schema, name } = meant(alter.relation);
    const place = places.relation(schema, name);
    if (!place) return;
    for (const item of alter.cmds ?? []) {
      if (!('AlterTableCmd' in item)) continue;
      const { subtype, def } = item.AlterTableCmd;
      if (subtype === 'AT_AddColumn' && def && 'ColumnDef' in def) column(place, name, def.ColumnDef);
      else if (subtype === 'AT_AddConstraint' && def && 'Constraint' in def) {
        if (def.Constraint.conname !== undefined) place.parts.delete(`constraint ${def.Constraint.conname}`);
        constraint(place, name, def.Constraint);
      } else if (subtype === 'AT_DropColumn') place.columns.delete(item.AlterTableCmd.name ?? '');
      else if (subtype === 'AT_DropConstraint') place.parts.delete(`constraint ${item.AlterTableCmd.name}`);
    }
  }

  function rename(change: RenameStmt): void {
    const from = meant(change.relation);
    const { renameType, subname, newname = '' } = change;
    if (renameType === 'OBJECT_COLUMN') move(places.relation(from.schema, from.name)?.columns, subname ?? '', newname);
    else if (renameType === 'OBJECT_TABCONSTRAINT') {
      move(places.relation(from.schema, from.name)?.parts, `constraint ${subname}`, `constraint ${newname}`);
    } else if (renameType === 'OBJECT_POLICY' || renameType === 'OBJECT_TRIGGER') {
      const kind = renameType === 'OBJECT_POLICY' ? 'policy' : 'trigger';
      move(places.relation(from.schema, from.name)?.parts, `${kind} ${subname}`, `${kind} ${newname}`);
    } else if (renameType === 'OBJECT_INDEX') {
      move(indexOwner(change.relation?.schemaname, from.name)?.parts, `index ${from.name}`, `index ${newname}`);
    } else if (renameType === 'OBJECT_TYPE' && change.object) {
      const names = 'List' in change.object ? change.object.List.items : [];
      const key = other('type', names);
      move(places.others, key, `${key.slice(0, key.lastIndexOf('.'))}.${newname}`);
    } else if (change.relation) places.moveRelation(from, { schema: from.schema, name: newname });
  }

  /** The table of an index: the statements that rename and drop one do not tell. */
  function indexOwner(schema: string | undefined, name: string): RelationPlace | undefined {
    for (const one of schema === undefined ? path : [schema]) {
      const place = places.withIndex(one, name);
      if (place) return place;
    }
    return undefined;
  }

  function drop(kind: string | undefined, objects: readonly Node[]): void {
    for (const object of objects) {
      const names = 'List' in object ? strings(object.List.items) : [];
      const name = names.at(-1) ?? '';
      const schema = names.at(-2);
      if (kind === 'OBJECT_INDEX') indexOwner(schema, name)?.parts.delete(`index ${name}`);
      else if (/^OBJECT_(?:TABLE|VIEW|MATVIEW|FOREIGN_TABLE|SEQUENCE)$/.test(kind ?? '')) {
        places.dropRelation(schema ?? places.schemaOf(name, path), name);
      }
    }
  }
}

function move(map: Map<string, FileLocation> | undefined, from: string, to: string): void {
  const at = map?.get(from);
  if (!map || !at) return;
  map.delete(from);
  map.set(to, at);
}

/** Reads lines from byte offsets into the statement. */
function lineReader({ sql, file, line }: ScriptStatement): (offset: number | undefined) => FileLocation {
  let bytes: Uint8Array | undefined;
  return (offset = 0) => {
    bytes ??= new TextEncoder().encode(sql);
    let count = 0;
    for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) count++;
    return { file, line: line + count };
  };
}

/** The names that the engine gives a constraint without one (ChooseConstraintName, src/backend/catalog). */
function usualNames(table: string, constraint: Constraint, column: string | undefined): readonly string[] {
  const keys = strings(constraint.keys);
  const columns = keys.length > 0 ? keys : column === undefined ? [] : [column];
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      return [objectName(table, [], 'pkey')];
    case 'CONSTR_UNIQUE':
      return [objectName(table, columns, 'key')];
    case 'CONSTR_FOREIGN': {
      const own = strings(constraint.fk_attrs);
      return [objectName(table, own.length > 0 ? own : columns, 'fkey')];
    }
    case 'CONSTR_CHECK':
      return [objectName(table, columns, 'check')];
    case 'CONSTR_NOTNULL':
      return [objectName(table, columns, 'not_null')];
    default:
      return [];
  }
}

const longestName = 63;

/** A name made up of a table, columns and a label, cut as the engine cuts it (makeObjectName, src/backend/commands/indexcmds.c). */
function objectName(table: string, columns: readonly string[], label: string): string {
  const encoder = new TextEncoder();
  const bytes = (text: string): number => encoder.encode(text).length;
  let first = table;
  let second = columns.join('_');
  const overhead = label.length + 1 + (second === '' ? 0 : 1);
  while (bytes(first) + bytes(second) > longestName - overhead) {
    if (bytes(first) > bytes(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return [first, ...(second === '' ? [] : [second]), label].join('_');
}

/** The strings of a list of names. */
function strings(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) =>
    'String' in node && node.String.sval !== undefined ? [node.String.sval] : [],
  );
}

function isInput(node: Node): boolean {
  const mode = 'FunctionParameter' in node ? node.FunctionParameter.mode : undefined;
  return mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE';
}
