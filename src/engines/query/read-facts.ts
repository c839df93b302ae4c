import type { Catalog } from '../../catalog/catalog.ts';
import { RelvarError } from '../../findings/error.ts';
import { emptyBlock, type QueryFacts } from '../query-facts.ts';
import { readSelect, readWith } from './blocks.ts';
import { type Collector, collectorOf, countParameters, openBlock, surroundings } from './collector.ts';
import { conditionsOf, operandOf } from './conditions.ts';
import type { QueryDialect } from './dialect.ts';
import { SyntaxFault } from './expression.ts';
import { type Names, namesOf } from './names.ts';
import { parse } from './parse.ts';
import { readFrom } from './relations.ts';
import type { Statement } from './tree.ts';

/**
 * What one statement asks for. `where` is what messages call it: `slow.sql:12`, `--query`.
 * @throws RelvarError `query-syntax`, `no-query`, `unknown-table`, `unknown-column`, with file:line:column
 */
export async function readFacts(
  sql: string,
  catalog: Catalog,
  where: string,
  dialect: QueryDialect,
): Promise<QueryFacts> {
  const names = namesOf(sql, catalog, where, dialect);
  if (sql.trim() === '')
    throw new RelvarError('no-query', `${where}: there is no query in it`, { hint: 'give one SELECT' });
  const statement = parsed(sql, names, dialect);
  const collector = collectorOf(sql, dialect, names, readSelect);
  const body = readStatement(statement, collector);
  return {
    kind: statement.kind,
    writes: reasons(statement).length > 0,
    writeReasons: reasons(statement),
    ...body,
    blocks: collector.blocks.flatMap((block, number) =>
      block ? [{ ...block, correlated: collector.correlated.has(number) }] : [],
    ),
    parameters: collector.parameters.count,
  };
}

function parsed(sql: string, names: Names, dialect: QueryDialect): Statement {
  try {
    return parse(sql, dialect);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    throw new RelvarError('query-syntax', `${names.place(error.position)}: ${error.message}`, {
      hint: `the query must be one that ${dialect.name} understands`,
    });
  }
}

/** Why a statement may change something; empty for one that only reads. */
export async function readsOnly(sql: string, dialect: QueryDialect): Promise<readonly string[]> {
  try {
    return reasons(parse(sql, dialect));
  } catch (error) {
    if (error instanceof SyntaxFault) throw new RelvarError('query-syntax', error.message);
    throw error;
  }
}

function reasons(statement: Statement): readonly string[] {
  if (statement.kind === 'select') return statement.select.locking ? ['it locks the rows that it reads'] : [];
  return [
    statement.kind === 'other' ? 'it is no query' : `it is an ${statement.kind.toUpperCase()}`.replace('an D', 'a D'),
  ];
}

function readStatement(statement: Statement, collector: Collector): Pick<QueryFacts, 'target' | 'assigned'> {
  if (statement.kind === 'other') return { assigned: [] };
  if (statement.kind === 'select') {
    readSelect(statement.select, { role: 'main', outer: undefined }, collector);
    return { assigned: [] };
  }
  const target = collector.names.relation(statement.target.table ?? '', statement.target);
  const named = target ? { target: target.name } : {};
  const scope = openBlock(collector, undefined);
  readWith(statement, scope, collector);
  if (statement.kind === 'insert') {
    if (statement.select) readSelect(statement.select, { role: 'derived table', outer: scope }, collector);
    collector.blocks[scope.block] = emptyBlock('main');
    return { ...named, assigned: spelled(statement.columns, target?.columns) ?? target?.columns ?? [] };
  }
  const from = readFrom(statement.joined ? statement.from : [statement.target, ...statement.from], scope, collector);
  const around = surroundings(scope, collector);
  const conditions = statement.where ? conditionsOf(statement.where, 'where', around) : [];
  for (const value of statement.values) operandOf(value, around);
  countParameters([...statement.values, ...(statement.where ? [statement.where] : [])], collector);
  collector.blocks[scope.block] = {
    ...emptyBlock('main'),
    relations: from.relations,
    conditions: [...from.conditions, ...conditions],
  };
  return { ...named, assigned: spelled(statement.columns, target?.columns) ?? [] };
}

/** Columns as the catalog writes them. */
function spelled(written: readonly string[], known: readonly string[] = []): readonly string[] | undefined {
  if (written.length === 0) return undefined;
  return written.map((one) => known.find((name) => name.toLowerCase() === one.toLowerCase()) ?? one);
}
