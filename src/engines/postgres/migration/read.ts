import type {
  CreatePublicationStmt,
  DeleteStmt,
  DropStmt,
  IndexStmt,
  MergeStmt,
  Node,
  RenameStmt,
  TransactionStmtKind,
  UpdateStmt,
} from 'libpg-query';
import type { CopiedRows, MigrationAction, ObjectKind, ReadStatement, WrittenName } from '../../migration-action.ts';
import { lastName, stringsOf } from '../query/nodes.ts';
import { openParser, type Parser } from '../query/parser.ts';
import { eachTable } from '../query/table-references.ts';
import { alterTable } from './alter-table.ts';
import { callsIn, columnOf, constraintOf } from './constraint.ts';
import { nameOfParts, partsOf, rangeName, rangeNames } from './name.ts';
import { newerThan } from './since.ts';
import { isTransactional } from './transactional.ts';
import { truncatedNames } from './truncated.ts';

/** Reads statements of a migration; synchronous once it is open. */
export async function openStatementReader(): Promise<(sql: string) => ReadStatement> {
  const parser = await openParser();
  return (sql) => readStatement(sql, parser);
}

function readStatement(sql: string, parser: Parser): ReadStatement {
  const parsed = parser.parse(sql);
  if ('fault' in parsed) return { actions: [], fault: parsed.fault, transactional: true, truncated: [] };
  const nodes = parsed.statements.map((statement) => statement.node);
  const since = newerThan(nodes);
  return {
    actions: nodes.flatMap((node) => actionsOf(node, parser)),
    transactional: nodes.every(isTransactional),
    truncated: truncatedNames(sql, parser),
    ...(since ? { since } : {}),
  };
}

const transactions: Partial<Record<TransactionStmtKind, Extract<MigrationAction, { kind: 'transaction' }>['does']>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'release',
  TRANS_STMT_ROLLBACK_TO: 'rollback to savepoint',
};

const lockModes = [
  '',
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
];

const reindexed: Readonly<Record<string, Extract<MigrationAction, { kind: 'reindex' }>['of']>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_SYSTEM: 'system',
  REINDEX_OBJECT_DATABASE: 'database',
};

const domainParts: Readonly<Record<string, Extract<MigrationAction, { kind: 'alter domain' }>['does']>> = {
  C: 'add constraint',
  X: 'drop constraint',
  V: 'validate constraint',
  O: 'set not null',
  N: 'drop not null',
  T: 'default',
};

/** What a statement does. The kinds of statements stand in the order of a migration's usual life. */
function actionsOf(node: Node, parser: Parser): readonly MigrationAction[] {
  if ('AlterTableStmt' in node) return alterTable(node.AlterTableStmt, parser);
  return [actionOf(node, parser), ...withinWith(node, parser)];
}

/** What a WITH writes: `WITH gone AS (DELETE …) SELECT …`. */
function withinWith(node: Node, parser: Parser): readonly MigrationAction[] {
  const [statement] = Object.values(node) as readonly { readonly withClause?: { readonly ctes?: readonly Node[] } }[];
  return (statement?.withClause?.ctes ?? []).flatMap((one) => {
    const query = 'CommonTableExpr' in one ? one.CommonTableExpr.ctequery : undefined;
    return query && !('SelectStmt' in query) ? actionsOf(query, parser) : [];
  });
}

function actionOf(node: Node, parser: Parser): MigrationAction {
  if ('TransactionStmt' in node) {
    const does = transactions[node.TransactionStmt.kind ?? 'TRANS_STMT_BEGIN'];
    return does === undefined ? { kind: 'other', statement: 'TransactionStmt' } : { kind: 'transaction', does };
  }
  if ('VariableSetStmt' in node) {
    const { name = 'all', args = [], is_local } = node.VariableSetStmt;
    return { kind: 'set', name, value: args.map((one) => parser.write(one)).join(', '), local: is_local === true };
  }
  if ('CreateStmt' in node) {
    const { relation, tableElts = [], inhRelations, partbound, if_not_exists } = node.CreateStmt;
    const constraints = tableElts.flatMap((one) => {
      if ('ColumnDef' in one) return columnOf(one.ColumnDef, parser).constraints;
      return 'Constraint' in one ? (constraintOf(one.Constraint, parser) ?? []) : [];
    });
    const parent = partbound ? rangeNames(inhRelations)[0] : undefined;
    return {
      kind: 'create table',
      table: rangeName(relation ?? {}),
      temporary: relation?.relpersistence === 't',
      ifNotExists: if_not_exists === true,
      ...(parent ? { partitionOf: parent } : {}),
      references: constraints.flatMap((one) => one.references ?? []),
      query: false,
    };
  }
  if ('CreateTableAsStmt' in node) {
    const { into, objtype, if_not_exists, query } = node.CreateTableAsStmt;
    const name = rangeName(into?.rel ?? {});
    if (objtype === 'OBJECT_MATVIEW') return { kind: 'create view', view: name, materialized: true, replaces: false };
    return {
      kind: 'create table',
      table: name,
      temporary: into?.rel?.relpersistence === 't',
      ifNotExists: if_not_exists === true,
      references: [],
      query: true,
      ...(query && 'SelectStmt' in query && into?.skipData !== true ? { copies: copiedBy(query, parser) } : {}),
    };
  }
  if ('DropStmt' in node) return drop(node.DropStmt);
  if ('RenameStmt' in node) return rename(node.RenameStmt);
  if ('AlterObjectSchemaStmt' in node) {
    const { objectType, relation, object, newschema = '' } = node.AlterObjectSchemaStmt;
    const named = relation ? rangeName(relation) : nameOfParts(object ? partsOf(object) : []);
    return { kind: 'set schema', objectKind: objectKind(objectType), object: named, to: newschema };
  }
  if ('IndexStmt' in node) return createIndex(node.IndexStmt, parser);
  if ('ReindexStmt' in node) {
    const { kind, relation, params } = node.ReindexStmt;
    const others = (params ?? []).filter((one) => !('DefElem' in one && one.DefElem.defname === 'concurrently'));
    const form = (concurrent: boolean): string => {
      const option: Node = { DefElem: { defname: 'concurrently', defaction: 'DEFELEM_UNSPEC' } };
      return parser.write({
        ReindexStmt: { ...node.ReindexStmt, params: concurrent ? [...others, option] : others },
      });
    };
    return {
      kind: 'reindex',
      of: reindexed[kind ?? ''] ?? 'table',
      ...(relation ? { object: rangeName(relation) } : {}),
      concurrently: others.length < (params ?? []).length,
      concurrentForm: form(true),
      plainForm: form(false),
    };
  }
  if ('VacuumStmt' in node) {
    const { options = [], rels, is_vacuumcmd } = node.VacuumStmt;
    const tables = rangeNames(rels);
    if (!is_vacuumcmd) return { kind: 'analyze', tables };
    return { kind: 'vacuum', tables, full: options.some((one) => 'DefElem' in one && one.DefElem.defname === 'full') };
  }
  if ('ClusterStmt' in node) {
    const { relation, indexname } = node.ClusterStmt;
    return {
      kind: 'cluster',
      ...(relation ? { table: rangeName(relation) } : {}),
      ...(indexname ? { index: indexname } : {}),
    };
  }
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent, skipData } = node.RefreshMatViewStmt;
    return {
      kind: 'refresh',
      view: rangeName(relation ?? {}),
      concurrently: concurrent === true,
      withData: skipData !== true,
    };
  }
  if ('TruncateStmt' in node) {
    const { relations, behavior } = node.TruncateStmt;
    return { kind: 'truncate', tables: rangeNames(relations), cascade: behavior === 'DROP_CASCADE' };
  }
  if ('LockStmt' in node) {
    const { relations, mode } = node.LockStmt;
    return { kind: 'lock', tables: rangeNames(relations), mode: lockModes[mode ?? 8] ?? 'ACCESS EXCLUSIVE' };
  }
  return rowsOrOther(node, parser);
}

function copiedBy(query: Node, parser: Parser): CopiedRows {
  const from: WrittenName[] = [];
  eachTable(query, (range) => from.push(rangeName(range)));
  return { query: parser.write(query), from };
}

/** The rows that a write changes, as a query: those of its table, with what takes part beside them. */
function readingOf(statement: UpdateStmt | DeleteStmt | MergeStmt): Node {
  const { relation = {}, withClause } = statement;
  const own: Node = { RangeVar: relation };
  const where = 'whereClause' in statement ? statement.whereClause : undefined;
  const beside =
    'fromClause' in statement ? statement.fromClause : 'usingClause' in statement ? statement.usingClause : undefined;
  const source = 'sourceRelation' in statement ? statement.sourceRelation : undefined;
  const quals = 'joinCondition' in statement ? statement.joinCondition : undefined;
  const from: readonly Node[] = source
    ? [{ JoinExpr: { jointype: 'JOIN_INNER', larg: own, rarg: source, ...(quals ? { quals } : {}) } }]
    : [own, ...(beside ?? [])];
  return {
    SelectStmt: {
      fromClause: [...from],
      ...(where ? { whereClause: where } : {}),
      ...(withClause ? { withClause } : {}),
      limitOption: 'LIMIT_OPTION_DEFAULT',
      op: 'SETOP_NONE',
    },
  };
}

/** Statements that move rows, then what is made of types, views, routines, and all the rest. */
function rowsOrOther(node: Node, parser: Parser): MigrationAction {
  if ('UpdateStmt' in node || 'DeleteStmt' in node || 'MergeStmt' in node) {
    const statement = 'UpdateStmt' in node ? node.UpdateStmt : 'DeleteStmt' in node ? node.DeleteStmt : node.MergeStmt;
    const where = 'whereClause' in statement ? statement.whereClause : undefined;
    const targets = 'targetList' in statement ? (statement.targetList ?? []) : [];
    const joins = 'fromClause' in statement || 'usingClause' in statement || 'sourceRelation' in statement;
    return {
      kind: 'UpdateStmt' in node ? 'update' : 'DeleteStmt' in node ? 'delete' : 'merge',
      table: rangeName(statement.relation ?? {}),
      ...(where ? { where: parser.write(where) } : {}),
      assigned: targets.flatMap((one) => ('ResTarget' in one && one.ResTarget.name ? [one.ResTarget.name] : [])),
      joins,
      query: parser.write(readingOf(statement)),
    };
  }
  if ('InsertStmt' in node) {
    const { relation, selectStmt } = node.InsertStmt;
    const values = !selectStmt || ('SelectStmt' in selectStmt && selectStmt.SelectStmt.valuesLists !== undefined);
    const table = rangeName(relation ?? {});
    if (values || !selectStmt || !('SelectStmt' in selectStmt)) return { kind: 'insert', table, from: 'values' };
    const { withClause } = node.InsertStmt;
    const query: Node = { SelectStmt: { ...selectStmt.SelectStmt, ...(withClause ? { withClause } : {}) } };
    return { kind: 'insert', table, from: 'query', copies: copiedBy(query, parser) };
  }
  if ('CopyStmt' in node) {
    const { relation, is_from } = node.CopyStmt;
    return { kind: 'copy', ...(relation ? { table: rangeName(relation) } : {}), reads: is_from !== true };
  }
  if ('SelectStmt' in node || 'CallStmt' in node) return { kind: 'select', calls: callsIn(node) };
  if ('CreateEnumStmt' in node) {
    const { typeName, vals } = node.CreateEnumStmt;
    return { kind: 'create enum', type: nameOfParts(stringsOf(typeName)), values: stringsOf(vals) };
  }
  if ('AlterEnumStmt' in node) {
    const { typeName, oldVal, newVal = '' } = node.AlterEnumStmt;
    const type = nameOfParts(stringsOf(typeName));
    return oldVal === undefined
      ? { kind: 'add enum value', type, value: newVal }
      : { kind: 'rename enum value', type, value: oldVal, to: newVal };
  }
  if ('CreateDomainStmt' in node)
    return { kind: 'create domain', domain: nameOfParts(stringsOf(node.CreateDomainStmt.domainname)) };
  if ('AlterDomainStmt' in node) {
    const { subtype = '', typeName, name, def } = node.AlterDomainStmt;
    const constraint = def && 'Constraint' in def ? constraintOf(def.Constraint, parser) : undefined;
    const own = name ?? constraint?.name;
    const expression = constraint?.expression;
    return {
      kind: 'alter domain',
      domain: nameOfParts(stringsOf(typeName)),
      does: constraint?.constraint === 'not null' ? 'set not null' : (domainParts[subtype] ?? 'default'),
      ...(own === undefined ? {} : { name: own }),
      notValid: constraint?.notValid === true,
      ...(expression === undefined ? {} : { expression }),
    };
  }
  if ('CreateFunctionStmt' in node) {
    const { funcname, options = [], replace } = node.CreateFunctionStmt;
    const { language, body } = codeOf(options);
    return {
      kind: 'create routine',
      routine: nameOfParts(stringsOf(funcname)),
      language: language ?? 'sql',
      body,
      replaces: replace === true,
    };
  }
  if ('DoStmt' in node) {
    const { language, body } = codeOf(node.DoStmt.args ?? []);
    return { kind: 'do', language: language ?? 'plpgsql', body };
  }
  if ('ViewStmt' in node) {
    const { view, replace } = node.ViewStmt;
    return { kind: 'create view', view: rangeName(view ?? {}), materialized: false, replaces: replace === true };
  }
  if ('CreateTrigStmt' in node) {
    const { relation, trigname = '' } = node.CreateTrigStmt;
    return { kind: 'create trigger', table: rangeName(relation ?? {}), trigger: trigname };
  }
  if ('CreateExtensionStmt' in node)
    return { kind: 'create extension', extension: node.CreateExtensionStmt.extname ?? '' };
  if ('CreateSchemaStmt' in node) return { kind: 'create schema', schema: node.CreateSchemaStmt.schemaname ?? '' };
  if ('GrantStmt' in node) {
    const { objtype, objects, privileges = [], is_grant, targtype } = node.GrantStmt;
    const tables = objtype === 'OBJECT_TABLE' && targtype === 'ACL_TARGET_OBJECT' ? rangeNames(objects) : [];
    const columns = privileges.some((one) => 'AccessPriv' in one && (one.AccessPriv.cols ?? []).length > 0);
    return { kind: 'grant', tables, columns, grants: is_grant === true };
  }
  if ('CreatePublicationStmt' in node) return publish(node.CreatePublicationStmt);
  if ('AlterPublicationStmt' in node && node.AlterPublicationStmt.action !== 'AP_DropObjects')
    return publish(node.AlterPublicationStmt);
  return { kind: 'other', statement: Object.keys(node)[0] ?? '' };
}

/** Of all tables, or those of schemas, none is named. */
function publish({ pubname = '', pubobjects = [] }: CreatePublicationStmt): MigrationAction {
  const named = pubobjects.flatMap((one) => {
    const relation = 'PublicationObjSpec' in one ? one.PublicationObjSpec.pubtable?.relation : undefined;
    return relation ? [rangeName(relation)] : [];
  });
  return { kind: 'publish', publication: pubname, tables: named.length === pubobjects.length ? named : [] };
}

function createIndex(statement: IndexStmt, parser: Parser): MigrationAction {
  const { idxname, relation, indexParams = [], unique, concurrent, if_not_exists, accessMethod } = statement;
  const { concurrent: _, ...plain } = statement;
  return {
    kind: 'create index',
    table: rangeName(relation ?? {}),
    ...(idxname === undefined ? {} : { index: idxname }),
    unique: unique === true,
    concurrently: concurrent === true,
    only: relation?.inh !== true,
    ifNotExists: if_not_exists === true,
    method: accessMethod ?? 'btree',
    columns: indexParams.flatMap((one) => ('IndexElem' in one && one.IndexElem.name ? [one.IndexElem.name] : [])),
    nullsNotDistinct: statement.nulls_not_distinct === true,
    concurrentForm: parser.write({ IndexStmt: { ...plain, concurrent: true } }),
    plainForm: parser.write({ IndexStmt: plain }),
  };
}

const objectKinds: Readonly<Record<string, ObjectKind>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'foreign table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_SCHEMA: 'schema',
  OBJECT_FUNCTION: 'routine',
  OBJECT_PROCEDURE: 'routine',
  OBJECT_ROUTINE: 'routine',
  OBJECT_AGGREGATE: 'routine',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_EXTENSION: 'extension',
};

function objectKind(type: string | undefined): ObjectKind {
  return objectKinds[type ?? ''] ?? 'other';
}

function drop(statement: DropStmt): MigrationAction {
  const kind = objectKind(statement.removeType);
  const parts = (statement.objects ?? []).map(partsOf);
  // A trigger is named behind its table.
  const onTable = kind === 'trigger' || kind === 'policy' || kind === 'rule';
  return {
    kind: 'drop',
    objectKind: kind,
    objects: parts.map((names): WrittenName => (onTable ? { name: names.at(-1) ?? '' } : nameOfParts(names))),
    tables: onTable ? parts.map((names) => nameOfParts(names.slice(0, -1))) : [],
    ifExists: statement.missing_ok === true,
    cascade: statement.behavior === 'DROP_CASCADE',
    concurrently: statement.concurrent === true,
  };
}

function rename(statement: RenameStmt): MigrationAction {
  const { renameType, relation, object, subname = '', newname: to = '' } = statement;
  const table = rangeName(relation ?? {});
  if (renameType === 'OBJECT_COLUMN') return { kind: 'rename column', table, column: subname, to };
  if (renameType === 'OBJECT_TABCONSTRAINT') return { kind: 'rename constraint', table, name: subname, to };
  const named = relation ? table : nameOfParts(object ? partsOf(object) : [subname]);
  return { kind: 'rename', objectKind: objectKind(renameType), object: named, to };
}

function codeOf(options: readonly Node[]): { readonly language?: string; readonly body: string } {
  let language: string | undefined;
  let body = '';
  for (const option of options) {
    if (!('DefElem' in option)) continue;
    const { defname, arg } = option.DefElem;
    if (defname === 'language' && arg && 'String' in arg) language = arg.String.sval;
    if (defname === 'as' && arg) body = 'List' in arg ? lastName(arg.List.items) : lastName([arg]);
  }
  return { ...(language === undefined ? {} : { language }), body };
}
