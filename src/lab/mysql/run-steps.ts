import type { Catalog } from '../../catalog/catalog.ts';
import type { Connection, EngineError } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { type DraftConnection, isDraft } from '../../engines/mysql/draft-connection.ts';
import { dialectOf } from '../../engines/mysql/flavour.ts';
import { type AlterClass, askedBy } from '../../engines/mysql/online/alter-class.ts';
import { askServerOn } from '../../engines/mysql/online/ask.ts';
import { effectsOf, type StatementEffects } from '../../engines/mysql/online/effects.ts';
import { copyOf, type Draft } from '../../engines/mysql/read/draft.ts';
import { carryOut, draftOf } from '../../engines/mysql/render.ts';
import type { SteppedEffects } from '../engine-lab.ts';

type Stepped = SteppedEffects | { readonly error: EngineError };

/** Steps carried out on what was read of the schema: what they do follows from what servers were seen to do. */
async function runOnDraft(
  connection: DraftConnection,
  steps: readonly (readonly Statement[])[],
): Promise<readonly Stepped[]> {
  const results: Stepped[] = [];
  for (const own of steps) {
    const draft = connection.draft();
    const effects = own.map(({ sql }) => effectsOf(sql, draft));
    const { error } = await connection.batch(own.map(({ sql }) => sql));
    results.push(error ? { error } : { ...joined(effects), byFacts: true });
  }
  return results;
}

/** Steps carried out in a scratch database, each alteration in the least way that the server takes. */
export async function runOnServer(
  connection: Connection,
  steps: readonly (readonly Statement[])[],
  before: Catalog,
  version: string,
): Promise<readonly Stepped[]> {
  if (isDraft(connection)) return await runOnDraft(connection, steps);
  const draft = copyOf(draftOf(before, dialectOf(version)));
  const results: Stepped[] = [];
  for (const own of steps) {
    const effects: StatementEffects[] = [];
    let error: EngineError | undefined;
    for (const { sql } of own) {
      const done = await carriedOut(connection, sql, draft);
      if ('error' in done) {
        error = done.error;
        break;
      }
      effects.push(done);
      carryOut(sql, draft);
    }
    results.push(error ? { error } : joined(effects));
  }
  return results;
}

async function carriedOut(
  connection: Connection,
  sql: string,
  draft: Draft,
): Promise<StatementEffects | { readonly error: EngineError }> {
  const [, head = '', table = ''] = /^(ALTER TABLE (`(?:[^`]|``)*`|\S+) )/.exec(sql) ?? [];
  if (head === '') {
    const { error } = await connection.batch([sql]);
    return error ? { error } : effectsOf(sql, draft);
  }
  const asked = /, ALGORITHM=(\w+)(?:, LOCK=(\w+))?$/.exec(sql);
  const actions = sql.slice(head.length, asked?.index);
  const answer = await askServerOn(
    connection,
    sql,
    table.replace(/^`|`$/g, '').replaceAll('``', '`'),
    draft,
    (manner) => {
      const words = manner.join(', ');
      if (words === '') return `${head}${actions}`;
      return /^(?:PARTITION BY|REMOVE PARTITIONING)/.test(actions)
        ? `${head}${words} ${actions}`
        : `${head}${actions}, ${words}`;
    },
  );
  if ('error' in answer) return answer;
  if (asked && isWorse(answer, asked[1] ?? '')) {
    return {
      error: {
        code: 'ER_ALTER_OPERATION_NOT_SUPPORTED',
        message: `the server does it by ${askedBy(answer).join(', ') || 'copying'} alone, and the step asks for${asked[0].slice(1)}`,
      },
    };
  }
  return effectsOf(sql, draft, answer);
}

const order = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'];

function isWorse({ algorithm, untold }: AlterClass, asked: string): boolean {
  return untold === true || order.indexOf(algorithm) > order.indexOf(asked);
}

function joined(all: readonly StatementEffects[]): SteppedEffects {
  return {
    locks: all.flatMap(({ locks }) => locks),
    rewritten: all.flatMap(({ rewritten }) => rewritten),
    scanned: all.flatMap(({ scanned }) => scanned),
    indexesBuilt: all.flatMap(({ indexesBuilt }) => indexesBuilt),
    ...(all.some(({ underLock }) => underLock) ? { underLock: true } : {}),
  };
}
