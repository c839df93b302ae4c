import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanNode } from '../src/catalog/query-plan.ts';
import { openEmbeddedLab } from '../src/lab/embedded-lab.ts';
import type { Lab } from '../src/lab/lab.ts';
import { expectRefusal, relvar } from './run-cli.ts';

/** Queries of every form: by owner, pages of one and of two directions, ranges, search, by way of a table between, sums. */
const words = `A ticket desk for several companies. Users(id, email unique, name). Projects(id, name, owner_id -> users, archived_at?).
Tickets(id, project_id -> projects, reporter_id -> users, assignee_id -> users optional, number, title, priority, status enum(open, waiting, closed), opened_at).
Tickets have several labels; labels have a name. 5M tickets, 20k users, 1k projects.
We list a project's tickets by priority, newest first. Search tickets by title. List tickets by opened date range.
List the tickets of a label. Count tickets by status. Show the latest ticket of each project. Rooms have bookings; a booking has a period. List the open tickets of a project. List the bookings of a room by period.
Count tickets by priority and month. Count rooms by day. Report tickets by status and date range, under 1 ms.`;

const tools = new URL('tools/', import.meta.url);
const installed = existsSync(new URL('node_modules/kysely', tools));
if (!installed) process.stderr.write('skipped: queries for Kysely and Drizzle: npm run tools installs them\n');
const python = ['/usr/bin/python3', 'python3'].find((one) => spawnSync(one, ['-c', 'import sqlalchemy']).status === 0);
if (python === undefined) process.stderr.write('skipped: queries for SQLAlchemy: there is no Python with sqlalchemy\n');

describe('the queries of a design as code', () => {
  let folder: string;
  let lab: Lab;
  let compiled: ReturnType<typeof compile>;
  let planned: readonly { readonly name: string; readonly sql: string }[];
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relvar-code-'));
    const { code, error } = await relvar([
      'design',
      words,
      '-o',
      join(folder, 'design'),
      '--code',
      'kysely,drizzle,prisma',
      '--code',
      'sqlalchemy',
    ]);
    expect(error).toBe('');
    expect(code).toBe(0);
    if (installed) symlinkSync(new URL('node_modules', tools), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    if (installed) compiled = compile(folder);
    lab = await openEmbeddedLab();
    await lab.connection.exec(file('design/schema.sql'));
    planned = file('design/queries.sql')
      .split(/^-- name: /m)
      .slice(1)
      .map((part) => {
        const [name = '', ...lines] = part.split('\n');
        return {
          name,
          sql: lines
            .filter((line) => !line.startsWith('--'))
            .join('\n')
            .replace(/;\s*$/, ''),
        };
      });
    expect(planned.length).toBeGreaterThan(5);
    // Without statistics an index is taken where it can be.
    await lab.connection.exec('set enable_seqscan = off');
  }, 60_000);
  afterAll(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The first values of enums by the columns that they are of. */
  function enums(): Readonly<Record<string, string>> {
    const types = file('design/schema.sql').matchAll(/CREATE TYPE \w*?_(\w+) AS ENUM \('([^']*)'/g);
    return Object.fromEntries([...types].map(([, column = '', first = '']) => [column, first]));
  }
  const listed = (column: string) => enums()[column];

  /** The same plan as that of the query of the name, but for literals that became parameters. */
  async function expectSamePlan(name: string, sql: string, samples: readonly (string | null)[]): Promise<void> {
    const own = planned.find((one) => one.name === name);
    if (!own) throw new Error(`no query ${name}`);
    const left = samples.filter((one) => one === null || !own.sql.includes(`'${one}'`));
    const [wanted, found] = [
      await lab.plan({ sql: own.sql, samples: left.slice(0, parametersOf(own.sql)) }),
      await lab.plan({ sql, samples }),
    ];
    expect(shape(found.plan.root), `${name}: ${sql}`).toEqual(shape(wanted.plan.root));
  }

  test('are files of their own for TypedSQL, with the SQL that was planned', () => {
    const files = readdirSync(join(folder, 'design/prisma/sql'));
    expect(files).toHaveLength(planned.length);
    for (const name of files) {
      const [, ...lines] = file(`design/prisma/sql/${name}`).split('\n');
      const declared = lines.filter((line) => line.startsWith('-- @param'));
      const sql = lines
        .filter((line) => !line.startsWith('--'))
        .join('\n')
        .replace(/;\s*$/, '');
      expect(planned.map((one) => one.sql)).toContain(sql);
      expect(declared).toHaveLength(parametersOf(sql));
    }
    expect(file('design/prisma/sql/searchTicketsByTitle.sql')).toContain('-- @param {String} $1:words');
  });

  test.runIf(installed)('are sound TypeScript', () => {
    expect(compiled).toEqual({ stdout: '', status: 0 });
  });

  test.runIf(installed)(
    'are planned for Kysely as the SQL is',
    async () => {
      const { Kysely, DummyDriver, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } = await import(
        pathToFileURL(join(folder, 'node_modules/kysely/dist/esm/index.js')).href
      );
      const dialect = {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db: unknown) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      };
      const db = new Kysely({ dialect });
      const queries = await functionsOf('queries.kysely.ts');
      expect(queries).toHaveLength(planned.length);
      for (const { name, call, given } of queries) {
        const { sql, parameters } = call(db, given).compile();
        await expectSamePlan(name, sql, parameters.map(asText));
      }
    },
    60_000,
  );

  test.runIf(installed)(
    'are planned for Drizzle as the SQL is',
    async () => {
      const { drizzle } = await import(
        pathToFileURL(join(folder, 'node_modules/drizzle-orm/node-postgres/index.js')).href
      );
      const db = drizzle('postgres://nobody@localhost/none');
      const queries = await functionsOf('queries.drizzle.ts');
      expect(queries).toHaveLength(planned.length);
      for (const { name, call, given } of queries) {
        const { sql, params } = call(db, given).toSQL();
        await expectSamePlan(name, sql, params.map(asText));
      }
    },
    60_000,
  );

  test.runIf(python !== undefined)(
    'are planned for SQLAlchemy as the SQL is',
    async () => {
      const script = `
import inspect, json, sys
sys.path.insert(0, sys.argv[1])
import queries_sqlalchemy as q
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import Select
found = []
for name, call in inspect.getmembers(q, inspect.isfunction):
    if call.__module__ != q.__name__: continue
    given = {key: json.loads(sys.argv[2]).get(key, json.loads(sys.argv[2]).get(one.annotation.__name__, "a")) for key, one in inspect.signature(call).parameters.items()}
    found.append([call.__doc__, str(call(**given).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))])
print(json.dumps(found))`;
      const values = JSON.stringify({
        ...enums(),
        int: 1,
        str: 'a',
        bool: true,
        datetime: '2026-01-02',
        date: '2026-01-02',
      });
      const found = JSON.parse(
        execFileSync(String(python), ['-B', '-c', script, join(folder, 'design'), values], { encoding: 'utf8' }),
      ) as readonly [string, string][];
      expect(found).toHaveLength(planned.length);
      for (const [name, sql] of found) {
        const own = planned.find((one) => one.name === name);
        const types = file(
          `design/prisma/sql/${readdirSync(join(folder, 'design/prisma/sql')).find((one) => file(`design/prisma/sql/${one}`).startsWith(`-- ${name}\n`))}`,
        );
        const samples = [...types.matchAll(/@param \{(\w+)\} \$\d+:(\w+)/g)].map(
          ([, type = '', key = '']) => listed(key) ?? sampleOf[type] ?? 'a',
        );
        const [wanted, other] = [await lab.plan({ sql: own?.sql ?? '', samples }), await lab.plan({ sql })];
        expect(shape(other.plan.root), sql).toEqual(shape(wanted.plan.root));
      }
    },
    60_000,
  );

  test('are refused for a tool that is unknown, and without a folder', async () => {
    expectRefusal(
      await relvar(['design', words, '-o', join(folder, 'x'), '--code', 'kysley']),
      /--code kysley: queries are not written for it.*did you mean kysely\?/,
    );
    expectRefusal(await relvar(['design', words, '--code', 'kysely']), /--code writes files, and no folder is given/);
  });

  test('are written anew where a design is refined', async () => {
    const own = join(folder, 'notes');
    await relvar([
      'design',
      'Notes(id, title). List notes by title.',
      '-o',
      own,
      '--code',
      'kysely,drizzle,sqlalchemy,prisma',
    ]);
    const outcome = await relvar(['refine', own, 'Notes have authors(id, name). List the notes of an author.']);
    expect(outcome.error).toBe('');
    for (const name of ['queries.kysely.ts', 'queries.drizzle.ts', 'queries_sqlalchemy.py'])
      expect(file(`notes/${name}`), name).toContain('authors');
    expect(readdirSync(join(own, 'prisma/sql')).join()).toMatch(/author/i);
  }, 60_000);

  /** The functions of a file, each with the name of its query and something to be given. */
  async function functionsOf(name: string) {
    const module = await import(pathToFileURL(join(folder, 'built', name.replace(/ts$/, 'js'))).href);
    const source = file(`design/${name}`);
    return [...source.matchAll(/\/\*\* (.*) \*\/\nexport function (\w+)\(([\s\S]*?)\) \{\n/g)].map(
      ([, title = '', own = '', parameters = '']) => {
        const given = Object.fromEntries(
          [...parameters.matchAll(/(\w+): (string|number|bigint|boolean|Date)\b/g)].map(([, key = '', type = '']) => [
            key,
            listed(key) ?? (type === 'string' && /^(?:from|until)$/.test(key) ? '2026-01-02' : sampleValues[type]),
          ]),
        );
        return { name: title, call: module[own], given };
      },
    );
  }
});

const sampleValues: Readonly<Record<string, unknown>> = {
  string: '1',
  number: 1,
  bigint: 1n,
  boolean: true,
  Date: new Date('2026-01-02T00:00:00Z'),
};
const sampleOf: Readonly<Record<string, string>> = { BigInt: '1', Int: '1', Boolean: 'true', DateTime: '2026-01-02' };

function asText(value: unknown): string | null {
  if (value === null) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}

function parametersOf(sql: string): number {
  return Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
}

/** What is read and how; aliases and casts of parameters aside. */
function shape({ kind, index, relation, facts, children }: PlanNode): unknown {
  const columns = (text: unknown) =>
    typeof text === 'string' ? [...text.matchAll(/\w+ (?:[<>=@~]+)/g)].map(String) : text;
  const { 'Index Cond': asked, 'Sort Key': sort, Filter: filter } = facts;
  return { kind, index, relation, asked: columns(asked), sort, filter: columns(filter), children: children.map(shape) };
}

/** Compiles the files in their strictest form, into a folder beside them. */
function compile(folder: string): { readonly stdout: string; readonly status: number | null } {
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', '--skipLibCheck'];
  const files = ['queries.kysely.ts', 'queries.drizzle.ts'].map((name) => join(folder, 'design', name));
  const all = [tsc, ...options, '--noUnusedLocals', '--outDir', join(folder, 'built'), ...files];
  const { stdout, status } = spawnSync(process.execPath, all, { cwd: folder, encoding: 'utf8' });
  return { stdout, status };
}
