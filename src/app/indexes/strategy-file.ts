import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Workload } from '../../catalog/workload.ts';
import { RelvarError } from '../../findings/error.ts';
import { strategyVersion } from '../../output/indexes/yaml.ts';

const strategy = z.object({
  'relvar-indexes': z.literal(strategyVersion),
  rows: z.record(z.string(), z.number().min(0)).optional(),
  create: z.array(z.string()).optional(),
  drop: z.array(z.string()).optional(),
  queries: z.array(
    z.object({
      name: z.string(),
      fingerprint: z.string().optional(),
      sql: z.string(),
      calls: z.number().min(0).optional(),
      goal: z.number().min(0).optional(),
      cost: z.number(),
      covered: z.enum(['full', 'partly', 'none']),
      reads: z.record(z.string(), z.string().nullable()).optional(),
    }),
  ),
});

/** A strategy as it was kept beside the schema. */
export type Strategy = z.infer<typeof strategy> & {
  /** The line of the file that each query begins at, from 1. */
  readonly lines: readonly number[];
};

/** @throws RelvarError for a file that is not there, is not YAML, or is no strategy */
export async function readStrategy(file: string): Promise<Strategy> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new RelvarError('strategy-not-found', `${file}: the strategy cannot be read`, {
      hint: 'write it with relvar indexes <source> -o indexes.yaml',
      cause,
    });
  });
  return strategyIn(text, file);
}

/** The queries of a strategy as a workload: how often each runs and its goal, as they were when it was made. */
export async function strategyWorkload(text: string, file: string): Promise<Workload> {
  const { queries } = await strategyIn(text, file);
  return {
    queries: queries.map(({ name, sql, calls, goal }) => ({
      fingerprint: '',
      sql,
      // A query without a name goes by the beginning of its text.
      ...(sql.replace(/\s+/g, ' ').startsWith(name.replace(/…$/, '')) ? {} : { name }),
      ...(calls === undefined ? {} : { callsPerSecond: calls }),
      ...(goal === undefined ? {} : { goalMilliseconds: goal }),
    })),
  };
}

/** @throws RelvarError for a text that is not YAML, or no strategy; `file` is what messages call it */
async function strategyIn(text: string, file: string): Promise<Strategy> {
  const { isMap, isNode, isSeq, LineCounter, parseDocument } = await import('yaml');
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  let value: unknown;
  try {
    const [first] = document.errors;
    if (first) throw first;
    value = document.toJS();
  } catch (cause) {
    const first = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw new RelvarError('bad-strategy', `${file}: not YAML: ${first}`, { cause });
  }
  const read = strategy.safeParse(value);
  if (read.success) {
    const queries = isMap(document.contents) ? document.contents.get('queries', true) : undefined;
    const lines = (isSeq(queries) ? queries.items : []).map((item) =>
      isNode(item) && item.range ? counter.linePos(item.range[0]).line : 1,
    );
    return { ...read.data, lines };
  }
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new RelvarError(
    'bad-strategy',
    `${file}: this is no strategy of relvar indexes${place}: ${issue?.message ?? ''}`,
    {
      hint: 'write it anew with relvar indexes <source> -o indexes.yaml',
    },
  );
}
