import type { Node } from 'libpg-query';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Connection } from '../../engines/connection.ts';
import { columnName, walk } from '../../engines/postgres/query/nodes.ts';
import { openParser, type Parser } from '../../engines/postgres/query/parser.ts';
import { readFacts } from '../../engines/postgres/query/read-facts.ts';
import { sameTree } from '../../engines/postgres/query/same-tree.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { aliasesIn } from '../../engines/postgres/rewrites/sources.ts';
import { comparable } from './comparable.ts';
import { type Answer, answerFunction, answerOf, fillStatements } from './fill.ts';
import { hintsOf } from './hints.ts';
import { type Binding, bindingsFor, bound } from './parameters.ts';
import { poolsFor } from './pools.ts';
import { seeded } from './random.ts';
import { type MadeDatabase, makeDatabases } from './rows.ts';
import { scratchFor } from './scratch.ts';
import { untestable } from './testable.ts';

/** What came of running two queries on the same made rows. */
export type Agreement =
  | {
      readonly agree: true;
      /** Rows that the original returned in all. */
      readonly rows: number;
      /** Databases in which both were run. */
      readonly databases: number;
      /** Times that both were run: once for each database and choice of parameters. */
      readonly runs: number;
    }
  | { readonly agree: false; readonly counterexample: Counterexample }
  | { readonly untestable: string };

/** Where two queries differ. */
export interface Counterexample {
  /** The sort of rows: `duplicates`; absent where the queries differ by their mere form. */
  readonly database?: string;
  readonly parameters?: Binding;
  /** What differs, in a sentence. */
  readonly difference: string;
}

export interface AgreeOptions {
  /** Of the numbers that rows are made by. */
  readonly seed?: number;
  /** The schema that names without one mean. */
  readonly defaultSchema?: string;
}

/** Runs a query and one other form of it on made rows; see {@link agreements}. */
export async function agree(
  connection: Connection,
  catalog: Catalog,
  original: string,
  rewritten: string,
  options: AgreeOptions = {},
): Promise<Agreement> {
  const [agreement] = await agreements(connection, catalog, original, [rewritten], options);
  return agreement ?? { untestable: 'there is nothing to compare' };
}

/**
 * Runs a query and other forms of it on rows that are made for them: with nulls, duplicates, empty tables, values at
 * the boundaries that the queries name. The tables are copied, empty, into a schema of their own, within a transaction
 * that is rolled back; every constraint that holds on the real rows holds on the made ones. Answers are compared as
 * bags of rows with the names and types of their columns; an answer cut off by LIMIT is compared whole, with what it is
 * ordered by.
 */
export async function agreements(
  connection: Connection,
  catalog: Catalog,
  original: string,
  rewritten: readonly string[],
  options: AgreeOptions = {},
): Promise<readonly Agreement[]> {
  const parser = await openParser();
  const all = (reason: string): readonly Agreement[] => rewritten.map(() => ({ untestable: reason }));
  const first = statementOf(original, parser);
  if (!first) return all('it does not parse');
  const reason = untestable(first, catalog);
  if (reason !== undefined) return all(reason);
  const others = rewritten.map((sql) => statementOf(sql, parser));
  const pairs = others.map((other) => {
    if (!other) return undefined;
    const why = untestable(other, catalog);
    return why === undefined ? comparable(first, other) : undefined;
  });
  const usable = others.filter((_, at) => pairs[at] && 'original' in pairs[at]).filter((other) => other !== undefined);
  const ran = await within(connection, async () => {
    const defaultSchema = options.defaultSchema ?? 'public';
    const scratch = scratchFor([first, ...usable], catalog, parser, defaultSchema);
    if ('reason' in scratch) return all(scratch.reason);
    await connection.exec([answerFunction, ...scratch.statements].join(';\n'));
    const facts = await Promise.all(
      [first, ...usable].map((node) => readFacts(parser.write(node), catalog, { defaultSchema }, 'the query')),
    );
    const { hints, parameters } = hintsOf(facts, catalog);
    const random = seeded(options.seed ?? 1);
    const { names, all: whole } = columnsOf([first, ...usable, ...scratch.views]);
    const pools = await poolsFor(
      scratch,
      [first, ...usable],
      hints,
      whole ? undefined : names,
      catalog,
      connection,
      parser,
    );
    const shape = await shapeOf(connection, parser.write(scratch.moved(first)));
    if ('error' in shape) return all(`it cannot be run: ${shape.error}`);
    const bindings = bindingsFor(shape.parameters, parameters, pools, catalog, random);
    const databases = makeDatabases(scratch, pools, names, random);
    const types = typeReader(parser);
    const text = (node: Node, binding: Binding) =>
      written(bound(scratch.moved(node), shape.parameters, binding, types), parser);
    const results: Agreement[] = [];
    const contests: Contest[] = [];
    for (const [at, pair] of pairs.entries()) {
      const other = others[at];
      if (!pair || !other) results[at] = { untestable: 'it cannot be run on made rows' };
      else if ('difference' in pair) results[at] = { agree: false, counterexample: { difference: pair.difference } };
      else {
        const theirs = await shapeOf(connection, parser.write(scratch.moved(other)));
        if ('error' in theirs)
          results[at] = { agree: false, counterexample: { difference: `it fails: ${theirs.error}` } };
        else if (theirs.results.join() !== shape.results.join()) {
          results[at] = {
            agree: false,
            counterexample: {
              difference: `the types of the columns are ${theirs.results.join(', ')} instead of ${shape.results.join(', ')}`,
            },
          };
        } else if (theirs.parameters.some((type, number) => type !== shape.parameters[number])) {
          results[at] = {
            agree: false,
            counterexample: {
              difference: `the types of the parameters are ${theirs.parameters.join(', ')} instead of ${shape.parameters.join(', ')}`,
            },
          };
        } else {
          const queries = bindings.map((binding) => ({
            binding,
            original: text(pair.original, binding),
            rewritten: text(pair.rewritten, binding),
          }));
          if (queries.some((one) => one.original === undefined || one.rewritten === undefined)) {
            results[at] = { untestable: 'its text cannot be written back faithfully' };
          } else contests.push({ at, queries, rows: 0, databases: 0, runs: 0 });
        }
      }
    }
    for (const database of databases) {
      const open = contests.filter((contest) => !results[contest.at]);
      if (open.length === 0) break;
      await connection.exec(fillStatements(scratch, pools, database).join(';\n'));
      await compare(connection, database, open, results);
    }
    for (const contest of contests) {
      results[contest.at] ??=
        contest.rows === 0
          ? { untestable: 'the query returned no row from any of the made databases' }
          : { agree: true, rows: contest.rows, databases: contest.databases, runs: contest.runs };
    }
    return results;
  });
  return ran;
}

/** A form that still agrees, and what was seen of it. */
interface Contest {
  readonly at: number;
  readonly queries: readonly {
    readonly binding: Binding;
    readonly original: string | undefined;
    readonly rewritten: string | undefined;
  }[];
  rows: number;
  databases: number;
  runs: number;
}

/** Asks all that are left in one database, each different question once. */
async function compare(
  connection: Connection,
  database: MadeDatabase,
  contests: readonly Contest[],
  results: Agreement[],
): Promise<void> {
  const questions = [
    ...new Set(contests.flatMap(({ queries }) => queries.flatMap((one) => [one.original ?? '', one.rewritten ?? '']))),
  ];
  const replies = await connection.queryAll(
    questions.map((sql) => `SELECT pg_temp.relvar_answer(${quoteLiteral(sql)}) AS answer`),
  );
  const answers = new Map(questions.map((sql, at) => [sql, answerOf(replies[at]?.[0]?.['answer'])]));
  for (const contest of contests) {
    contest.databases++;
    for (const { binding, original = '', rewritten = '' } of contest.queries) {
      const [ours, theirs] = [answers.get(original), answers.get(rewritten)];
      // What the original refuses says nothing of the other form.
      if (!ours || !theirs || 'error' in ours) continue;
      contest.runs++;
      contest.rows += ours.rows.length;
      const difference = differenceOf(ours.rows, theirs);
      if (difference === undefined) continue;
      results[contest.at] = {
        agree: false,
        counterexample: { database: database.name, ...(binding.length > 0 ? { parameters: binding } : {}), difference },
      };
      break;
    }
  }
}

/** Compares rows as bags. */
function differenceOf(original: readonly string[], rewritten: Answer): string | undefined {
  if ('error' in rewritten) return `the other form fails: ${rewritten.error}`;
  const [ours, theirs] = [original.toSorted(), rewritten.rows.toSorted()];
  if (ours.length !== theirs.length) return `${theirs.length} rows instead of ${ours.length}`;
  const at = ours.findIndex((row, index) => row !== theirs[index]);
  return at < 0 ? undefined : `other rows: ${theirs[at]} instead of ${ours[at]}`;
}

/** The names that queries speak of, columns among them, and whether they may speak of all columns besides. */
function columnsOf(statements: readonly Node[]): { readonly names: ReadonlySet<string>; readonly all: boolean } {
  const names = new Set<string>();
  const aliases = aliasesIn(statements);
  // USING and NATURAL name columns in their own way.
  let all = /"(?:isNatural|usingClause)":/.test(JSON.stringify(statements));
  walk(statements, (node, kind) => {
    const name = columnName(node);
    for (const one of name ?? []) names.add(one);
    // The name of a table means its whole rows.
    if (kind === 'A_Star' || (name?.length === 1 && aliases.has(name[0] ?? ''))) all = true;
    return undefined;
  });
  return { names, all };
}

async function within<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  await connection.exec('BEGIN');
  try {
    return await work();
  } finally {
    await connection.exec('ROLLBACK');
  }
}

function statementOf(sql: string, parser: Parser): Node | undefined {
  const parsed = parser.parse(sql);
  return 'fault' in parsed || parsed.statements.length !== 1 ? undefined : parsed.statements[0]?.node;
}

/** The text of a tree, where it is read back as the same tree. */
function written(node: Node, parser: Parser): string | undefined {
  const sql = parser.write(node);
  const again = statementOf(sql, parser);
  return again && sameTree(again, node) ? sql : undefined;
}

interface Shape {
  readonly parameters: readonly string[];
  readonly results: readonly string[];
}

/** The types of a query's parameters and columns, as the engine infers them. */
async function shapeOf(connection: Connection, sql: string): Promise<Shape | { readonly error: string }> {
  const { error } = await connection.batch(['SAVEPOINT relvar_shape', `PREPARE relvar_shape AS ${sql}`]);
  if (error) {
    await connection.exec('ROLLBACK TO SAVEPOINT relvar_shape');
    return { error: error.message };
  }
  const [row] = await connection.query(
    "SELECT array_to_json(parameter_types::text[])::text AS parameters, array_to_json(result_types::text[])::text AS results FROM pg_prepared_statements WHERE name = 'relvar_shape'",
  );
  await connection.exec('DEALLOCATE relvar_shape');
  const list = (value: unknown) => JSON.parse(String(value ?? '[]')) as readonly string[];
  return { parameters: list(row?.['parameters']), results: list(row?.['results']) };
}

/** Reads a type's text as the tree has it, in a cast. */
function typeReader(parser: Parser): (type: string) => Node {
  const known = new Map<string, Node>();
  return (type) => {
    const found = known.get(type);
    if (found) return found;
    const statement = statementOf(`SELECT NULL::${type}`, parser);
    const target = statement && 'SelectStmt' in statement ? statement.SelectStmt.targetList?.[0] : undefined;
    const cast = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
    if (!cast) throw new Error(`the type ${type} cannot be written`);
    known.set(type, cast);
    return cast;
  };
}
