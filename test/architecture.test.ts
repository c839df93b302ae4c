// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are sources
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { violations } from './architecture.ts';

const root = new URL('../', import.meta.url);
const files = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .sort();

test('every source file keeps the rules', () => {
  const found = files.flatMap((file) => violations(file, readFileSync(new URL(file, root), 'utf8')));
  expect(found.map(({ rule, file, line, message }) => `${file}:${line}: rule ${rule}: ${message}`)).toEqual([]);
  expect(files.length).toBeGreaterThan(10);
});

/** Titles with a file and its text, by the rule that they break; an empty list of rules breaks none. */
const cases: readonly (readonly [title: string, rules: readonly number[], file: string, source: string])[] = [
  ['a folder imports an earlier one', [], 'src/rules/a/rule.ts', `import { x } from '../../catalog/catalog.ts';`],
  ['a folder imports itself', [], 'src/catalog/a.ts', `import { x } from './b.ts';`],
  ['the CLI imports a use case', [], 'src/cli/commands/review.ts', `import { review } from '../../app/review.ts';`],
  ['the public API re-exports a use case', [], 'src/index.ts', `export { review } from './app/review.ts';`],
  ['a command reads the package', [], 'src/cli/run.ts', `import meta from '../../package.json' with { type: 'json' };`],
  ['the catalog imports a finding', [1], 'src/catalog/a.ts', `import { x } from '../findings/finding.ts';`],
  ['so does a type', [1], 'src/catalog/a.ts', `import type { X } from '../findings/finding.ts';`],
  ['or a type in place', [1], 'src/catalog/a.ts', `let x: import('../findings/finding.ts').Finding;`],
  ['or an export', [1], 'src/catalog/a.ts', `export * from '../findings/finding.ts';`],
  ['or a list of exports', [1], 'src/catalog/a.ts', `export { x } from '../findings/finding.ts';`],
  ['or an import in a function', [1], 'src/catalog/a.ts', `const x = () => import('../findings/finding.ts');`],
  ['two folders side by side', [1], 'src/diff/a.ts', `import { x } from '../rules/rule.ts';`],
  ['the CLI and the public API', [1], 'src/cli/main.ts', `import { x } from '../index.ts';`],
  ['a rule imports another', [1], 'src/rules/a/rule.ts', `import { x } from '../b/rule.ts';`],
  ['a rule imports what rules share', [], 'src/rules/a/rule.ts', `import { x } from '../sizes.ts';`],
  ['the registry imports a rule', [], 'src/rules/registry.ts', `import { rule } from './a/rule.ts';`],
  ['an engine imports another', [1], 'src/engines/mysql/load.ts', `import { x } from '../postgres/load.ts';`],
  ['a command imports another', [1], 'src/cli/commands/a.ts', `import { x } from './b.ts';`],
  ['a command imports what commands share', [], 'src/cli/commands/a.ts', `import { x } from '../command.ts';`],
  ['a tool imports another', [1], 'src/mcp/tools/a.ts', `import { x } from './b.ts';`],
  ['an unknown folder', [1], 'src/utils/a.ts', `import { x } from '../catalog/names.ts';`],
  ['an import of an unknown folder', [1], 'src/app/a.ts', `import { x } from '../utils/a.ts';`],
  ['a source imports a test', [1], 'src/app/a.ts', `import { x } from '../../test/rule.ts';`],
  [
    'an import in a comment or a string',
    [],
    'src/catalog/a.ts',
    `// import '../app/a.ts'\nconst x = "import '../app/a.ts'";`,
  ],

  ['a use case imports one engine', [1], 'src/app/a.ts', `import { x } from '../engines/postgres/load/read.ts';`],
  ['so does a type', [1], 'src/cli/commands/a.ts', `import type { X } from '../../engines/sqlite/index.ts';`],
  ['a use case imports the engines', [], 'src/app/a.ts', `import { x } from '../engines/engines.ts';`],

  ['a driver where it belongs', [], 'src/engines/postgres/connect.ts', `const pg = await import('pg');`],
  ['the embedded engine in the lab', [], 'src/lab/embedded.ts', `await import('@electric-sql/pglite/contrib/citext');`],
  ['its types', [], 'src/lab/embedded.ts', `import type { PGlite } from '@electric-sql/pglite';`],
  ['a driver loaded at once', [2], 'src/engines/postgres/connect.ts', `import pg from 'pg';`],
  [
    'a type that loads it all the same',
    [2],
    'src/lab/embedded.ts',
    `import { type PGlite } from '@electric-sql/pglite';`,
  ],
  ['a driver in a command', [2], 'src/cli/commands/a.ts', `const pg = await import('pg');`],
  ['a driver elsewhere in an engine', [2], 'src/engines/mysql/load.ts', `const x = await import('mysql2/promise');`],
  ['a driver by require', [2], 'src/sources/url.ts', `const pg = require('pg');`],
  ['the types of a driver in a rule', [2], 'src/rules/a/rule.ts', `import type { Client } from 'pg';`],
  ['the parser in an engine', [], 'src/engines/postgres/load.ts', `import { parse } from 'libpg-query';`],
  ['the parser in the workload', [], 'src/workload/columns.ts', `import { parse } from 'libpg-query';`],
  ['the parser in a rule', [2], 'src/rules/a/rule.ts', `import { parse } from 'libpg-query';`],

  ['an engine compared', [3], 'src/app/a.ts', `if (engine.id === 'postgres') x();`],
  ['or the other way round', [3], 'src/app/a.ts', `if ('mysql' !== engine.id) x();`],
  ['a switch over engines', [3], 'src/output/a.ts', `switch (id) { case 'sqlite': x(); }`],
  [
    'a URL looked at',
    [3],
    'src/sources/url.ts',
    `if (url.startsWith('postgres://') || url.protocol === 'mysql:') x();`,
  ],
  ['the word of a parser', [3], 'src/check/a.ts', `if (action.part === 'AT_SetLogged') x();`],
  ['a word of its own', [], 'src/check/a.ts', `if (action.part === 'set logged') x();`],
  ['a list of engines', [3], 'src/sources/url.ts', `if (names.has('PostgreSQL')) x();`],
  ['an engine compared in its folder', [], 'src/engines/postgres/connect.ts', `if (scheme === 'postgres') x();`],
  ['an engine named in a sentence', [], 'src/sources/file.ts', `const message = 'this looks like a dump of mysql';`],
  ['an engine named as data', [], 'src/app/a.ts', `const user = { name: 'postgres' };`],

  ['DDL in a rule', [4], 'src/rules/a/rule.ts', 'const sql = `CREATE INDEX ${name} ON ${table} (${column})`;'],
  ['in a string', [4], 'src/output/a.ts', `const sql = 'ALTER TABLE orders ADD CHECK (x > 0)';`],
  ['over two lines', [4], 'src/app/a.ts', 'const sql = `begin;\n  drop index ${name};`;'],
  ['with words between', [4], 'src/advisor/a.ts', `const sql = 'CREATE UNIQUE INDEX CONCURRENTLY i ON t (c)';`],
  ['in lower case', [4], 'src/diff/a.ts', 'const sql = `create table ${name} ()`;'],
  ['DDL in an engine', [], 'src/engines/postgres/render.ts', 'const sql = `CREATE INDEX ${name} ON t (c)`;'],
  ['DDL in the lab', [], 'src/lab/shadow.ts', `const sql = 'CREATE SCHEMA shadow';`],
  ['the kind of a change', [], 'src/rules/a/rule.ts', `const change = { kind: 'create index', table };`],
  ['DDL that is looked for', [], 'src/sources/file.ts', `if (statement.startsWith('CREATE EXTENSION')) x();`],
  ['after a hole', [4], 'src/diff/a.ts', 'const sql = `${first}; ${lock}DROP TABLE t`;'],
  [
    'a sentence',
    [],
    'src/rules/a/rule.ts',
    `const why = 'A plain CREATE INDEX blocks writes; create an index concurrently.';`,
  ],

  ['the clock in a rule', [5], 'src/rules/a/rule.ts', 'const now = Date.now();'],
  ['the time', [5], 'src/findings/a.ts', 'const now = new Date();'],
  ['a given time', [], 'src/findings/a.ts', 'const day = new Date(text);'],
  ['chance', [5], 'src/plan/a.ts', 'const x = Math.random();'],
  ['an identifier by chance', [5], 'src/output/a.ts', 'const x = crypto.randomUUID();'],
  ['the environment', [5], 'src/output/a.ts', 'const x = process.stdout.columns;'],
  ['a file', [5], 'src/rules/a/rule.ts', `import { readFileSync } from 'node:fs';`],
  ["the machine's locale", [5], 'src/diff/a.ts', 'names.sort((a, b) => a.localeCompare(b)); (1).toLocaleString();'],
  ['a named locale', [], 'src/output/a.ts', `(1).toLocaleString('en');`],
  ['the clock in a use case', [], 'src/app/a.ts', 'const now = new Date();'],

  ['exit in a command', [6], 'src/cli/commands/a.ts', 'process.exit(1);'],
  ['the environment in a use case', [6], 'src/app/a.ts', `const home = process.env['HOME'];`],
  ['by import', [6], 'src/app/a.ts', `import { env } from 'node:process';`],
  ['by taking apart', [6], 'src/app/a.ts', 'const { env } = process;'],
  ['both where the program starts', [], 'src/cli/main.ts', 'process.exit(run(process.env));'],
  ['the exit code and the output', [], 'src/cli/run.ts', `process.stdout.write('x');`],
];

describe('the check of the rules', () => {
  test.each(cases)('%s', (_, rules, file, source) => {
    expect([...new Set(violations(file, source).map((violation) => violation.rule))]).toEqual(rules);
  });

  test('tells file, line and reason', () => {
    expect(
      violations('src/rules/a/rule.ts', `import { x } from '../rule.ts';\nimport { y } from '../b/rule.ts';`),
    ).toEqual([
      { rule: 1, file: 'src/rules/a/rule.ts', line: 2, message: 'imports rules/b/rule.ts: a and b are neighbours' },
    ]);
  });
});
