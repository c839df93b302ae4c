import { readFile } from 'node:fs/promises';
import { RelvarError } from '../findings/error.ts';
import { readQueries } from '../workload/queries.ts';
import { type GivenQuery, givenQuery } from './explain/query-input.ts';
import type { OpenedSource } from './opened-source.ts';

/**
 * The queries that are known of a source: those of a file, else of the one beside the schema, else what the server
 * counted, the heaviest first.
 * @throws RelvarError when the file cannot be read or is not SQL
 */
export async function givenQueries(opened: OpenedSource, file = opened.queries): Promise<readonly GivenQuery[]> {
  if (file !== undefined) {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new RelvarError('queries-not-found', `${file}: the queries cannot be read`, {
        hint: 'check its path',
        cause,
      });
    });
    return (await readQueries(text, file)).map((query) => givenQuery(query, file, []));
  }
  return opened.workload.queries.map((query) => ({
    sql: query.sql,
    ...(query.name === undefined ? {} : { name: query.name }),
    parameters: [],
    ...(query.goalMilliseconds === undefined ? {} : { goalMilliseconds: query.goalMilliseconds }),
  }));
}
