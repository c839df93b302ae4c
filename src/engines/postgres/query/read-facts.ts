import type { DeleteStmt, InsertStmt, MergeStmt, Node, OnConflictClause, RangeVar, UpdateStmt } from 'libpg-query';
import type { Catalog } from '../../../catalog/catalog.ts';
import type { NewIndexKey } from '../../../catalog/change.ts';
import type { Traits } from '../../../catalog/traits.ts';
import { RelvarError } from '../../../findings/error.ts';
import { type Condition, emptyBlock, type QueryBlock, type QueryFacts } from '../../query-facts.ts';
import { checkColumns, finished, newCollector, readSubQueries, readWith } from './blocks.ts';
import { type Collector, openBlock, surroundings } from './collector.ts';
import { conditionsOf, constantOf } from './expression.ts';
import { type KnownRelation, namesOf, unknownColumn } from './names.ts';
import { lastName, stringsOf, walk } from './nodes.ts';
import { openParser, type SyntaxFault } from './parser.ts';
import { readFrom } from './relations.ts';
import type { Scope } from './scope.ts';
import { writeReasons } from './writes.ts';

/**
 * What one statement asks for. `where` is what messages call it: `slow.sql:12`, `--query`.
 * @throws RelvarError `query-syntax`, `several-queries`, `no-query`, `unknown-table`, `unknown-column`, with
 * file:line:column
 */
export async function readFacts(
  sql: string,
  catalog: Catalog,
  traits: Pick<Traits, 'defaultSchema'>,
  where: string,
): Promise<QueryFacts> {
  const parser = await openParser();
  const names = namesOf(sql, catalog, traits.defaultSchema, where);
  const parsed = parser.parse(sql);
  if ('fault' in parsed) {
    const bytes = Buffer.byteLength(sql.slice(0, Math.max(0, parsed.fault.position)));
    throw new RelvarError('query-syntax', `${names.place(bytes)}: ${parsed.fault.message}`, {
      hint: 'the query must be valid for PostgreSQL 18',
    });
  }
  const [statement, second] = parsed.statements;
  if (!statement) throw new RelvarError('no-query', `${where}: there is no query in it`, { hint: 'give one SELECT' });
  if (second) {
    throw new RelvarError('several-queries', `${where}: ${parsed.statements.length} statements where one is needed`, {
      hint: 'keep one',
    });
  }
  const { node } = statement;
  const collector = newCollector(parser, names);
  const body = readStatement(node, collector);
  const reasons = writeReasons(node);
  let parameters = 0;
  walk(node, (below) => {
    if ('ParamRef' in below) parameters = Math.max(parameters, below.ParamRef.number ?? 0);
    return undefined;
  });
  return {
    kind: body.kind,
    writes: reasons.length > 0,
    writeReasons: reasons,
    ...(body.target ? { target: body.target.name } : {}),
    assigned: body.assigned,
    ...(body.assignedValues ? { assignedValues: body.assignedValues } : {}),
    ...(body.conflict ? { conflict: body.conflict } : {}),
    ...(body.conflictAssigned ? { conflictAssigned: body.conflictAssigned } : {}),
    blocks: finished(collector),
    parameters,
  };
}

interface Body {
  readonly kind: QueryFacts['kind'];
  readonly target?: KnownRelation | undefined;
  readonly assigned: readonly string[];
  readonly assignedValues?: QueryFacts['assignedValues'];
  readonly conflict?: QueryFacts['conflict'];
  readonly conflictAssigned?: readonly string[];
}

function readStatement(node: Node, collector: Collector): Body {
  if ('SelectStmt' in node) {
    collector.select(node.SelectStmt, { role: 'main', outer: undefined });
    return { kind: 'select', assigned: [] };
  }
  if ('InsertStmt' in node) return readInsert(node.InsertStmt, collector);
  if ('UpdateStmt' in node) return readUpdate(node.UpdateStmt, collector);
  if ('DeleteStmt' in node) return readDelete(node.DeleteStmt, collector);
  if ('MergeStmt' in node) return readMerge(node.MergeStmt, collector);
  return { kind: 'other', assigned: [] };
}

function readInsert(statement: InsertStmt, collector: Collector): Body {
  const { selectStmt, withClause, relation } = statement;
  const target = relation && collector.names.relation(relation);
  const assigned = columnsOf(statement.cols, target, collector);
  if (!withClause && selectStmt && 'SelectStmt' in selectStmt) {
    collector.select(selectStmt.SelectStmt, { role: 'main', outer: undefined });
  } else {
    const scope = openBlock(collector, undefined);
    readWith(withClause, scope, collector);
    if (selectStmt && 'SelectStmt' in selectStmt) {
      collector.select(selectStmt.SelectStmt, { role: 'derived table', outer: scope });
    }
    collector.blocks[scope.block] = mainBlock({});
  }
  const conflict = conflictOf(statement.onConflictClause, collector);
  const set = columnsOf(statement.onConflictClause?.targetList, target, collector);
  return {
    kind: 'insert',
    target,
    assigned: assigned.length > 0 ? assigned : (target?.columns ?? []),
    ...(conflict ? { conflict } : {}),
    ...(set.length > 0 ? { conflictAssigned: set } : {}),
  };
}

/** What `ON CONFLICT (…)` names; nothing where it names a constraint, or handles every conflict. */
function conflictOf(
  clause: OnConflictClause | undefined,
  { parser, names }: Collector,
): QueryFacts['conflict'] | undefined {
  const elements = (clause?.infer?.indexElems ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));
  if (elements.length === 0) return undefined;
  const keys = elements.map(({ name, expr, collation, opclass }): NewIndexKey => {
    const operatorClass = stringsOf(opclass).join('.');
    return {
      ...(name !== undefined ? { column: name } : expr ? { expression: parser.write(expr) } : {}),
      ...(operatorClass === '' ? {} : { operatorClass }),
      ...(collation && collation.length > 0 ? { collation: names.collation(stringsOf(collation)) } : {}),
    };
  });
  const where = clause?.infer?.whereClause;
  return { keys, ...(where ? { predicate: parser.write(where) } : {}) };
}

function readUpdate(statement: UpdateStmt, collector: Collector): Body {
  const { relation, withClause, fromClause = [], whereClause, targetList } = statement;
  const scope = openBlock(collector, undefined);
  readWith(withClause, scope, collector);
  const target = relation && collector.names.relation(relation);
  readMain([...tableNodes(relation), ...fromClause], whereClause, scope, collector, statement);
  const assignedValues = valuesOf(targetList);
  return {
    kind: 'update',
    target,
    assigned: columnsOf(targetList, target, collector),
    ...(assignedValues ? { assignedValues } : {}),
  };
}

/** What is set to a constant or the present moment. */
function valuesOf(targetList: readonly Node[] = []): QueryFacts['assignedValues'] {
  const values = targetList.flatMap((node) => {
    const { name, val } = 'ResTarget' in node ? node.ResTarget : {};
    if (name === undefined || !val) return [];
    const isNow =
      'SQLValueFunction' in val ||
      ('FuncCall' in val && /^(?:now|clock_timestamp)$/.test(lastName(val.FuncCall.funcname)));
    const value = isNow ? 'now()' : constantOf(val);
    return value === undefined ? [] : [[name, value] as const];
  });
  return values.length > 0 ? Object.fromEntries(values) : undefined;
}

function readDelete(statement: DeleteStmt, collector: Collector): Body {
  const { relation, withClause, usingClause = [], whereClause } = statement;
  const scope = openBlock(collector, undefined);
  readWith(withClause, scope, collector);
  const target = relation && collector.names.relation(relation);
  readMain([...tableNodes(relation), ...usingClause], whereClause, scope, collector, statement);
  return { kind: 'delete', target, assigned: [] };
}

function readMerge(statement: MergeStmt, collector: Collector): Body {
  const { relation, withClause, sourceRelation, joinCondition } = statement;
  const scope = openBlock(collector, undefined);
  readWith(withClause, scope, collector);
  const target = relation && collector.names.relation(relation);
  const { relations } = readFrom(
    [...tableNodes(relation), ...(sourceRelation ? [sourceRelation] : [])],
    scope,
    collector,
  );
  const conditions = joinCondition ? conditionsOf(joinCondition, 'on', surroundings(scope, collector)) : [];
  collector.blocks[scope.block] = mainBlock({ relations, conditions });
  const actions = (statement.mergeWhenClauses ?? []).flatMap((node) =>
    'MergeWhenClause' in node ? (node.MergeWhenClause.targetList ?? []) : [],
  );
  readSubQueries(statement.mergeWhenClauses, scope, collector);
  return { kind: 'merge', target, assigned: [...new Set(columnsOf(actions, target, collector))] };
}

function tableNodes(relation: RangeVar | undefined): readonly Node[] {
  return relation ? [{ RangeVar: relation }] : [];
}

function readMain(
  from: readonly Node[],
  where: Node | undefined,
  scope: Scope,
  collector: Collector,
  statement: object,
): void {
  const { relations, conditions } = readFrom(from, scope, collector);
  // RETURNING sees the row before and after.
  for (const alias of ['old', 'new']) scope.relations.push({ alias, columns: undefined, searched: false });
  checkColumns({ ...statement, targetList: values(statement) }, scope, collector);
  const found = where ? conditionsOf(where, 'where', surroundings(scope, collector)) : [];
  collector.blocks[scope.block] = mainBlock({ relations, conditions: [...conditions, ...found] });
  readSubQueries(
    { ...statement, withClause: undefined, fromClause: undefined, usingClause: undefined },
    scope,
    collector,
  );
}

/** The values that SET assigns: the names before them are columns of the target whatever else is in sight. */
function values(statement: object): readonly Node[] {
  const { targetList = [] } = statement as UpdateStmt;
  return targetList.flatMap((node) => ('ResTarget' in node && node.ResTarget.val ? [node.ResTarget.val] : []));
}

function mainBlock(known: {
  readonly relations?: QueryBlock['relations'];
  readonly conditions?: readonly Condition[];
}): QueryBlock {
  return { ...emptyBlock('main'), ...known };
}

/** @throws RelvarError `unknown-column` */
function columnsOf(
  targets: readonly Node[] | undefined,
  target: KnownRelation | undefined,
  collector: Collector,
): readonly string[] {
  return (targets ?? []).flatMap((node) => {
    if (!('ResTarget' in node) || node.ResTarget.name === undefined) return [];
    const { name, location } = node.ResTarget;
    if (target && !target.columns.includes(name)) {
      throw unknownColumn(`${target.name.name}.${name}`, target.columns, collector.names.place(location));
    }
    return [name];
  });
}

/** Why a statement may change something; empty for one that only reads. Throws as {@link readFacts} for bad syntax. */
export async function readsOnly(sql: string): Promise<readonly string[]> {
  const parsed = (await openParser()).parse(sql);
  if ('fault' in parsed) throw new RelvarError('query-syntax', parsed.fault.message);
  return parsed.statements.flatMap(({ node }) => writeReasons(node));
}

/** Where a text breaks the grammar; nothing where it does not. */
export async function syntaxFault(sql: string): Promise<SyntaxFault | undefined> {
  const parsed = (await openParser()).parse(sql);
  return 'fault' in parsed ? parsed.fault : undefined;
}
