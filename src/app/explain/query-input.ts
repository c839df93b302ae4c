import { readFile, stat } from 'node:fs/promises';
import { closest } from '../../catalog/closest.ts';
import { RelvarError } from '../../findings/error.ts';
import { type FaultOf, type QueryText, readQueries } from '../../workload/queries.ts';
import { textOf } from './text-of.ts';

/** The one query that is explained. */
export interface GivenQuery {
  /** One statement; parameters are `$1`, `$2`… */
  readonly sql: string;
  readonly name?: string;
  /** `slow.sql:12`. */
  readonly where?: string;
  /** Parameters as the user wrote them, by number from 1. */
  readonly parameters: readonly string[];
  /** Their values as text, null for NULL; absent when none was given. */
  readonly samples?: readonly (string | null)[];
  readonly callsPerSecond?: number;
  readonly goalMilliseconds?: number;
  /** Rows that one call changes or deletes. */
  readonly rowsPerCall?: number;
}

/** What stands after `--query`, read and not yet understood. */
export interface QueryInput {
  readonly text: string;
  /** What messages call it. */
  readonly name: string;
  readonly file?: string;
}

/**
 * The text after `--query`: a file's, that of standard input (`-`), or the text itself.
 * @throws RelvarError
 */
export async function queryText(argument: string, input: AsyncIterable<Uint8Array>): Promise<QueryInput> {
  if (argument === '-') return { text: await textOf(input), name: 'standard input', file: 'standard input' };
  if (await isFile(argument)) return { text: await readFile(argument, 'utf8'), name: argument, file: argument };
  if (/^\S+$/.test(argument)) {
    throw new RelvarError('query-not-found', `--query ${argument}: there is no such file`, {
      hint: 'give a file, or the text of a query in quotes',
    });
  }
  return { text: argument, name: '--query' };
}

/**
 * The one query of a text: `name` chooses one of several; `values` are `id=42` each.
 * @throws RelvarError
 */
export async function readQuery(
  { text, name: called, file }: QueryInput,
  name: string | undefined,
  values: readonly string[],
  faultOf: FaultOf,
): Promise<GivenQuery> {
  return givenQuery(choose(await readQueries(text, called, undefined, faultOf), name, called), file, values);
}

async function isFile(path: string): Promise<boolean> {
  if (path.length > 4096 || path.includes('\n')) return false;
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function choose(queries: readonly QueryText[], name: string | undefined, where: string): QueryText {
  const names = queries.flatMap((query) => query.name ?? []);
  if (name !== undefined) {
    const found = queries.find((query) => query.name === name) ?? queries.find((query) => query.name?.startsWith(name));
    if (found) return found;
    const guess = closest(name, names);
    throw new RelvarError('no-such-query', `${where}: no query is named ${JSON.stringify(name)}`, {
      hint: guess === undefined ? `a comment before it names a query: -- name: ${name}` : `did you mean ${guess}?`,
    });
  }
  const [first, second] = queries;
  if (!first) throw new RelvarError('no-query', `${where}: there is no query in it`, { hint: 'give one SELECT' });
  if (second) {
    throw new RelvarError(
      'several-queries',
      `${where}:${second.line}: ${queries.length} statements, and one is explained at a time`,
      {
        hint:
          names.length > 0
            ? `choose one with --name, for example --name ${JSON.stringify(names[0])}`
            : 'keep one, or name them with comments (-- name: …) and choose one with --name',
      },
    );
  }
  return first;
}

/** @throws RelvarError `bad-parameter` for a value without a parameter, or a parameter without a value beside others */
export function givenQuery(query: QueryText, file: string | undefined, values: readonly string[]): GivenQuery {
  const samples = samplesOf(query.parameters, values);
  return {
    sql: query.sql,
    ...(query.name === undefined ? {} : { name: query.name }),
    ...(file === undefined ? {} : { where: `${file}:${query.line}` }),
    parameters: query.parameters,
    ...(samples ? { samples } : {}),
    ...(query.callsPerSecond === undefined ? {} : { callsPerSecond: query.callsPerSecond }),
    ...(query.goalMilliseconds === undefined ? {} : { goalMilliseconds: query.goalMilliseconds }),
    ...(query.rowsPerCall === undefined ? {} : { rowsPerCall: query.rowsPerCall }),
  };
}

/**
 * The query with these values in the place of those that it has, `id=42` each; as it is without any.
 * @throws RelvarError `bad-parameter`
 */
export function withValues(query: GivenQuery, values: readonly string[]): GivenQuery {
  const samples = samplesOf(query.parameters, values);
  return samples ? { ...query, samples } : query;
}

/** What a parameter is called without its mark: `id` of `:id`, `1` of `$1`, its number of `?`. A shell would replace `$1`. */
export function parameterName(parameter: string, number: number): string {
  if (parameter === '?' || parameter === '%s') return String(number);
  return parameter.replace(/^(?:[:@$]|%\()|\)s$/g, '');
}

function samplesOf(parameters: readonly string[], values: readonly string[]): readonly (string | null)[] | undefined {
  if (values.length === 0) return undefined;
  const given = new Map<number, string | null>();
  for (const pair of values) {
    const at = pair.indexOf('=');
    const key = pair
      .slice(0, Math.max(0, at))
      .trim()
      .replace(/^[$:@]/, '');
    const number = /^\d+$/.test(key)
      ? Number(key)
      : parameters.findIndex((parameter, place) => parameterName(parameter, place + 1) === key) + 1;
    if (at < 0) {
      throw new RelvarError('bad-parameter', `--parameter ${pair}: expected name=value`, {
        hint:
          parameters.length === 0
            ? 'the query has no parameters'
            : `for example --parameter ${parameterName(parameters[0] ?? '1', 1)}=42`,
      });
    }
    if (at < 1 || number < 1 || number > parameters.length) {
      throw new RelvarError('bad-parameter', `--parameter ${pair}: the query has no such parameter`, {
        hint:
          parameters.length === 0
            ? 'it has none'
            : `it has ${parameters.join(', ')}: write ${parameters.map((one, place) => `--parameter ${parameterName(one, place + 1)}=…`).join(' ')}`,
      });
    }
    const value = pair.slice(at + 1);
    given.set(number, /^null$/i.test(value) ? null : value);
  }
  const missing = parameters.find((_, at) => !given.has(at + 1));
  if (missing !== undefined) {
    throw new RelvarError('bad-parameter', `the parameter ${missing} has no value`, {
      hint: 'give values for all parameters, or for none',
    });
  }
  return parameters.map((_, at) => given.get(at + 1) ?? null);
}
