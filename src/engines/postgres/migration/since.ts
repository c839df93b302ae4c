import type { Node } from 'libpg-query';
import { lastName, walk } from '../query/nodes.ts';
import { newerFunction } from './since-functions.ts';

interface Newer {
  readonly version: number;
  readonly what: string;
  /** The function that is called, where that is all: a schema may have one of its own of that name. */
  readonly calls?: string;
}

/** The form that a node is of, when it needs a newer server than 13. */
type Form = readonly [version: number, what: string];

/** The newest of the forms that need a newer server than 13, by the release notes of each version. */
export function newerThan(nodes: readonly Node[]): Newer | undefined {
  let newest: Newer | undefined;
  for (const statement of nodes) {
    walk(statement, (node, kind) => {
      const call = 'FuncCall' in node ? newerFunction(node.FuncCall.funcname) : undefined;
      if (call && (!newest || call.version > newest.version)) newest = call;
      for (const [version, what] of formsOf(node, kind)) {
        if (!newest || version > newest.version) newest = { version, what };
      }
      return undefined;
    });
  }
  return newest;
}

function formsOf(node: Node, kind: string): readonly Form[] {
  const found = plainForms[kind];
  if (found) return [found];
  if ('Constraint' in node) return [...constraint(node.Constraint)];
  if ('AlterTableStmt' in node) return [...alterTable(node.AlterTableStmt)];
  if ('ColumnDef' in node) return [...columnDefinition(node.ColumnDef)];
  if ('CreateFunctionStmt' in node) return [...routine(node.CreateFunctionStmt)];
  if ('PublicationObjSpec' in node) return [...published(node.PublicationObjSpec)];
  const [first] = ofStatement(node);
  return first ? [first] : ofExpression(node);
}

/** Nodes that are a newer form by being there. */
const plainForms: Readonly<Record<string, Form>> = {
  MergeStmt: [15, 'MERGE'],
  JsonObjectConstructor: [16, 'JSON_OBJECT'],
  JsonArrayConstructor: [16, 'JSON_ARRAY'],
  JsonIsPredicate: [16, 'IS JSON'],
  JsonFuncExpr: [17, 'JSON_VALUE, JSON_QUERY and JSON_EXISTS'],
  JsonTable: [17, 'JSON_TABLE'],
  JsonParseExpr: [17, 'JSON (…)'],
  JsonScalarExpr: [17, 'JSON_SCALAR'],
  JsonSerializeExpr: [17, 'JSON_SERIALIZE'],
};

function* constraint(node: Extract<Node, { Constraint: unknown }>['Constraint']): Iterable<Form> {
  if (node.contype === 'CONSTR_GENERATED' && node.generated_kind === 'v') yield [18, 'a virtual generated column'];
  const checks = node.contype === 'CONSTR_CHECK' || node.contype === 'CONSTR_FOREIGN';
  if (checks && node.is_enforced !== true) yield [18, 'NOT ENFORCED'];
  if (node.contype === 'CONSTR_NOTNULL' && (node.conname !== undefined || node.skip_validation) && node.keys)
    yield [18, 'a NOT NULL constraint of its own'];
  if (node.without_overlaps || node.fk_with_period) yield [18, 'WITHOUT OVERLAPS or PERIOD'];
  if (node.nulls_not_distinct) yield [15, 'NULLS NOT DISTINCT'];
  if ((node.fk_del_set_cols ?? []).length > 0) yield [15, 'a column list of ON DELETE SET'];
}

const parts: Readonly<Record<string, Form>> = {
  AT_SetCompression: [14, 'SET COMPRESSION'],
  AT_DetachPartitionFinalize: [14, 'DETACH PARTITION … FINALIZE'],
  AT_SetAccessMethod: [15, 'SET ACCESS METHOD'],
  AT_SetExpression: [17, 'SET EXPRESSION'],
};

function* alterTable({ objtype, cmds }: Extract<Node, { AlterTableStmt: unknown }>['AlterTableStmt']): Iterable<Form> {
  for (const command of cmds ?? []) {
    if (!('AlterTableCmd' in command)) continue;
    const { subtype = '', def } = command.AlterTableCmd;
    const found = parts[subtype];
    if (found) yield found;
    if (objtype === 'OBJECT_SEQUENCE' && (subtype === 'AT_SetLogged' || subtype === 'AT_SetUnLogged'))
      yield [15, 'an unlogged sequence'];
    if (objtype === 'OBJECT_VIEW' && subtype === 'AT_SetRelOptions' && def && 'List' in def)
      if (has(def.List.items, 'security_invoker')) yield [15, 'security_invoker'];
    if (subtype === 'AT_SetStorage' && def && 'String' in def && /^default$/i.test(def.String.sval ?? ''))
      yield [16, 'SET STORAGE DEFAULT'];
    if (def && 'PartitionCmd' in def && def.PartitionCmd.concurrent) yield [14, 'DETACH PARTITION CONCURRENTLY'];
    if (def && 'ATAlterConstraint' in def) {
      if (def.ATAlterConstraint.alterEnforceability) yield [18, 'ALTER CONSTRAINT … [NOT] ENFORCED'];
      if (def.ATAlterConstraint.alterInheritability) yield [18, 'ALTER CONSTRAINT … [NO] INHERIT'];
    }
  }
}

function* columnDefinition(node: Extract<Node, { ColumnDef: unknown }>['ColumnDef']): Iterable<Form> {
  if (node.compression !== undefined) yield [14, 'COMPRESSION of a column'];
  if (node.storage_name !== undefined) yield [16, 'STORAGE where a table is made'];
  yield* typeForms(node.typeName?.names);
}

function* routine(node: Extract<Node, { CreateFunctionStmt: unknown }>['CreateFunctionStmt']): Iterable<Form> {
  if (node.sql_body) yield [14, 'a body in SQL that is not a text (BEGIN ATOMIC, RETURN)'];
  yield* typeForms(node.returnType?.names);
  for (const parameter of node.parameters ?? []) {
    if (!('FunctionParameter' in parameter)) continue;
    yield* typeForms(parameter.FunctionParameter.argType?.names);
    if (node.is_procedure && parameter.FunctionParameter.mode === 'FUNC_PARAM_OUT')
      yield [14, 'OUT parameters of procedures'];
  }
}

function* published(node: Extract<Node, { PublicationObjSpec: unknown }>['PublicationObjSpec']): Iterable<Form> {
  if (node.pubobjtype?.includes('SCHEMA')) yield [15, 'FOR TABLES IN SCHEMA'];
  if (node.pubtable?.whereClause) yield [15, 'WHERE in a publication'];
  if ((node.pubtable?.columns ?? []).length > 0) yield [15, 'columns in a publication'];
}

/** Statements that stand alone. */
function* ofStatement(node: Node): Iterable<Form> {
  if ('IndexStmt' in node && node.IndexStmt.nulls_not_distinct) yield [15, 'NULLS NOT DISTINCT'];
  if ('CreateTrigStmt' in node && node.CreateTrigStmt.replace) yield [14, 'CREATE OR REPLACE TRIGGER'];
  if ('ViewStmt' in node && has(node.ViewStmt.options, 'security_invoker')) yield [15, 'security_invoker'];
  if ('CreateSeqStmt' in node && node.CreateSeqStmt.sequence?.relpersistence === 'u')
    yield [15, 'an unlogged sequence'];
  if ('CreateRangeStmt' in node && has(node.CreateRangeStmt.params, 'multirange_type_name'))
    yield [14, 'MULTIRANGE_TYPE_NAME'];
  if ('CreateStatsStmt' in node) {
    if ((node.CreateStatsStmt.defnames ?? []).length === 0) yield [16, 'statistics without a name'];
    if (node.CreateStatsStmt.exprs?.some((one) => 'StatsElem' in one && one.StatsElem.expr))
      yield [14, 'statistics of expressions'];
  }
  if ('DefineStmt' in node && node.DefineStmt.kind === 'OBJECT_COLLATION') yield* collation(node.DefineStmt.definition);
  if ('GrantStmt' in node && node.GrantStmt.objtype === 'OBJECT_PARAMETER_ACL') yield [15, 'GRANT … ON PARAMETER'];
  if ('AccessPriv' in node && node.AccessPriv.priv_name === 'maintain') yield [17, 'the right MAINTAIN'];
}

function* collation(definition: readonly Node[] | undefined): Iterable<Form> {
  if (has(definition, 'rules')) yield [16, 'RULES of a collation'];
  const builtin = (definition ?? []).some(
    (one) =>
      'DefElem' in one &&
      one.DefElem.defname === 'provider' &&
      one.DefElem.arg !== undefined &&
      'TypeName' in one.DefElem.arg &&
      lastName(one.DefElem.arg.TypeName.names) === 'builtin',
  );
  if (builtin) yield [17, 'a collation of the provider builtin'];
}

function ofExpression(node: Node): readonly Form[] {
  if ('TypeCast' in node) return [...typeForms(node.TypeCast.typeName?.names)];
  if ('CreateDomainStmt' in node) return [...typeForms(node.CreateDomainStmt.typeName?.names)];
  if ('MergeWhenClause' in node && node.MergeWhenClause.matchKind === 'MERGE_WHEN_NOT_MATCHED_BY_SOURCE')
    return [[17, 'WHEN NOT MATCHED BY SOURCE']];
  if ('CommonTableExpr' in node && (node.CommonTableExpr.search_clause || node.CommonTableExpr.cycle_clause))
    return [[14, 'SEARCH and CYCLE']];
  if ('SelectStmt' in node && node.SelectStmt.groupDistinct) return [[14, 'GROUP BY DISTINCT']];
  if ('IndexElem' in node && /_(?:bloom|minmax_multi)_ops$/.test(lastName(node.IndexElem.opclass)))
    return [[14, `the operator class ${lastName(node.IndexElem.opclass)}`]];
  return [];
}

function* typeForms(names: readonly Node[] | undefined): Iterable<Form> {
  const name = lastName(names);
  if (/^(?:int[48]|num|date|ts|tstz)multirange$/.test(name)) yield [14, `the type ${name}`];
}

function has(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((one) => 'DefElem' in one && one.DefElem.defname === name);
}
