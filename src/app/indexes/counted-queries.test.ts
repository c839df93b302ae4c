import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { gather } from '../../../test/workload.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { queriesOfWorkload } from './counted-queries.ts';
import { countedText } from './counted-text.ts';
import { besideSchema } from './workload-queries.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-counted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let catalog: Catalog;
beforeAll(async () => {
  await resetDatabase();
  await (await embedded()).exec(
    `create table jobs (id bigint primary key, queue text not null, state text not null, at timestamptz not null, body jsonb);
     create table people (id bigint primary key, name text not null);`,
  );
  catalog = await postgres.introspect(await embedded());
});

type Input = readonly [ending: string, content: string];

/** The texts that are planned, each behind how often it runs where that is told. */
async function planned(inputs: readonly Input[]): Promise<readonly string[]> {
  const files = inputs.map(([ending, content], at) => {
    const path = join(folder, `${at}${ending}`);
    writeFileSync(path, content);
    return path;
  });
  const { workload } = await gather(files);
  const { queries } = queriesOfWorkload(workload, undefined);
  const opened = { engine: postgres, catalog, traits: postgres.traits('18.0') };
  const texts = queries.map(async ({ sql, counted, callsPerSecond }) => {
    const text = counted ? (await countedText(counted, opened, 'x')).sql : sql;
    return `${callsPerSecond === undefined ? '' : `${callsPerSecond}/s `}${text}`;
  });
  return (await Promise.all(texts)).sort();
}

const log = (...statements: readonly string[]) =>
  [
    '.log',
    statements.map((sql, at) => `2026-01-01 10:00:0${at}.000 UTC [7] LOG:  duration: 5.000 ms  ${sql}\n`).join(''),
  ] as const;
const code = (...texts: readonly string[]) =>
  ['.ts', texts.map((one, at) => `export const q${at} = (db, x) => db.query(\`${one}\`, [x]);\n`).join('')] as const;

const cases: Readonly<Record<string, readonly [inputs: readonly Input[], texts: readonly string[]]>> = {
  'constants of code stay': [
    [code("select id from jobs where queue = $1 and state = 'ready' and body ->> 'a' = 'x$1' order by at limit 5")],
    ["select id from jobs where queue = $1 and state = 'ready' and body ->> 'a' = 'x$1' order by at limit 5"],
  ],
  'of a file of SQL that is given with others, too': [
    [
      ['.sql', "-- calls: 2/s\nselect id from jobs where state = 'ready' and queue = $1;"],
      code('select 1 from people'),
    ],
    ["2/s select id from jobs where state = 'ready' and queue = $1", 'select 1 from people'],
  ],
  'texts that differ in constants are queries of their own': [
    [code("select id from jobs where body ->> 'a' = $1", "select id from jobs where body ->> 'b' = $1")],
    ["select id from jobs where body ->> 'a' = $1", "select id from jobs where body ->> 'b' = $1"],
  ],
  'a constant is not put where another text has a parameter': [
    [
      code(
        "select id from jobs where queue = $1 and state = 'r'",
        "select id from jobs where queue = 'm' and state = $1",
      ),
    ],
    ["select id from jobs where queue = $1 and state = 'r'", "select id from jobs where queue = 'm' and state = $1"],
  ],
  'what is the same in all calls of a log is a constant, what changes a parameter': [
    [
      log(
        "statement: select id from jobs where body ->> 'a' = 'x' and state = 'ready'",
        "statement: select id from jobs where body ->> 'a' = 'y' and state = 'ready'",
      ),
    ],
    ["2/s select id from jobs where body ->> 'a' = $1 and state = 'ready'"],
  ],
  'a parameter that was bound stays one, however alike its values': [
    [
      log(
        "execute a: select id from jobs where state = $1 and queue = 'm'\n2026-01-01 10:00:00.000 UTC [7] DETAIL:  parameters: $1 = 'r'",
        "execute a: select id from jobs where state = $1 and queue = 'm'\n2026-01-01 10:00:00.000 UTC [7] DETAIL:  parameters: $1 = 'r'",
      ),
    ],
    ["2/s select id from jobs where state = $1 and queue = 'm'"],
  ],
  'of a single call only what makes an expression': [
    [log("statement: select id from jobs where state = 'ready' and body ->> 'a' = 'x'")],
    [`${1 / 86_400}/s select id from jobs where state = $1 and body ->> 'a' = $2`],
  ],
  'lists of several lengths change, what stands around them need not': [
    [
      log(
        "statement: select id from jobs where body ->> 'a' = 'x' and state in ('a', 'b') and queue = 'm'",
        "statement: select id from jobs where body ->> 'a' = 'y' and state in ('a') and queue = 'm'",
      ),
    ],
    ["2/s select id from jobs where body ->> 'a' = $1 and state in ($2, $3) and queue = 'm'"],
  ],
  'counters leave no constant: what must be the same is one parameter': [
    [
      [
        '.csv',
        'query,calls\n"select date_trunc($1, at), count(*) from jobs where queue = $2 group by date_trunc($3, at)",7\n',
      ],
    ],
    [`${7 / 86_400}/s select date_trunc($1, at), count(*) from jobs where queue = $2 group by date_trunc($1, at)`],
  ],
};

it.each(Object.entries(cases))('%s', async (_, [inputs, texts]) => {
  expect(await planned(inputs)).toEqual(texts);
});

it('beside a file of SQL stands its queries.sql, where it has no queries of its own', () => {
  const [schema, queries] = ['schema.sql', 'queries.sql'].map((name) => join(folder, name));
  if (schema === undefined || queries === undefined) throw new Error('no paths');
  const source = { kind: 'file', name: schema } as const;
  expect(besideSchema({ workload: { queries: [] }, source })).toEqual([]);
  writeFileSync(queries, 'select 1;');
  expect(besideSchema({ workload: { queries: [] }, source })).toEqual([queries]);
  expect(besideSchema({ workload: { queries: [] }, source: { kind: 'file', name: queries } })).toEqual([]);
  expect(besideSchema({ workload: { queries: [{ fingerprint: '1', sql: 'select 1' }] }, source })).toEqual([]);
});
