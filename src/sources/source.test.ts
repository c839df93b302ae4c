import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readScript } from '../engines/postgres/load/read.ts';
import { RelvarError } from '../findings/error.ts';
import { findSource } from './source.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files. */
function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'relvar-source-'));
  made.push(root);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** The statements of a source as `file:line sql`, and the codes of what is told of it. */
async function read(
  argument: string,
  input: AsyncIterable<Uint8Array> = nothing(),
): Promise<{ readonly statements: readonly string[]; readonly codes: readonly string[] }> {
  const source = await findSource(argument, input);
  if (source.kind === 'database' || source.kind === 'snapshot') throw new Error(`a ${source.kind}`);
  const script = await readScript(source.files);
  return {
    statements: script.statements
      .filter((statement) => statement.sql !== 'DISCARD ALL')
      .map(
        (statement) => `${statement.file.replace(/^.*?relvar-source-\w+\//, '')}:${statement.line} ${statement.sql}`,
      ),
    codes: [...source.diagnostics, ...script.diagnostics].map((diagnostic) => diagnostic.code),
  };
}

describe('folders are read in the order of their tool, without what undoes', () => {
  const cases: Readonly<
    Record<string, { readonly files: Readonly<Record<string, string>>; readonly run: readonly string[] }>
  > = {
    'golang-migrate, below a project': {
      files: {
        'go.mod': '',
        'db/migrations/000002_b.up.sql': 'select 2;',
        'db/migrations/000001_a.up.sql': 'select 1;',
        'db/migrations/000001_a.down.sql': 'select -1;',
        'test/fixtures/x.sql': 'select 9;',
      },
      run: ['db/migrations/000001_a.up.sql:1 select 1', 'db/migrations/000002_b.up.sql:1 select 2'],
    },
    dbmate: {
      files: {
        '20240101000000_a.sql': '-- migrate:up\nselect 1;\n\n-- migrate:down\nselect -1;\n',
        '20240102000000_b.sql': '-- migrate:up\nselect 2;\n',
      },
      run: ['20240101000000_a.sql:2 select 1', '20240102000000_b.sql:2 select 2'],
    },
    goose: {
      files: {
        '00001_a.sql':
          '-- +goose Up\n-- +goose StatementBegin\nselect 1;\n-- +goose StatementEnd\n-- +goose Down\nselect -1;',
      },
      run: ['00001_a.sql:3 select 1'],
    },
    Prisma: {
      files: {
        'prisma/migrations/20240101000000_a/migration.sql': 'select 1;',
        'prisma/migrations/migration_lock.toml': '',
        'prisma/schema.prisma': '',
      },
      run: ['prisma/migrations/20240101000000_a/migration.sql:1 select 1'],
    },
    'Rails, whose dump says it all': {
      files: { 'db/structure.sql': 'select 1;', 'db/migrate/20240101000000_a.rb': '' },
      run: ['db/structure.sql:1 select 1'],
    },
    Supabase: {
      files: { 'supabase/migrations/20240101000000_a.sql': 'select 1;', 'supabase/seed.sql': 'select 9;' },
      run: ['supabase/migrations/20240101000000_a.sql:1 select 1'],
    },
    'a schema with volumes and queries beside it': {
      files: { 'schema.sql': 'select 1;', 'queries.sql': 'select 9;', 'volumes.yaml': '' },
      run: ['schema.sql:1 select 1'],
    },
  };
  for (const [title, { files, run }] of Object.entries(cases)) {
    it(title, async () => {
      expect((await read(folder(files))).statements).toEqual(run);
    });
  }

  it('tells of gaps and of versions that are there twice', async () => {
    const { statements, codes } = await read(
      folder({ '1_a.sql': 'select 1;', '3_b.sql': 'select 3;', '3_c.sql': 'select 4;' }),
    );
    expect(statements).toHaveLength(3);
    expect([...codes].sort()).toEqual(['version-missing', 'version-repeated']);
  });
});

describe('files', () => {
  it('take in what they include, beside themselves', async () => {
    const root = folder({ 'all.sql': '\\ir tables/a.sql\n\\i gone.sql\nselect 2;', 'tables/a.sql': 'select 1;' });
    const { statements, codes } = await read(join(root, 'all.sql'));
    expect(statements.map((statement) => statement.replace(/^.*\//, ''))).toEqual([
      'a.sql:1 select 1',
      'all.sql:3 select 2',
    ]);
    expect(codes).toEqual(['include-not-read']);
  });

  it('may come by standard input', async () => {
    const { statements } = await read('-', chunksOf('select 1; sel', 'ect 2;'));
    expect(statements).toEqual(['standard input:1 select 1', 'standard input:1 select 2']);
  });
});

it.skipIf(process.platform === 'win32')('a pipe with a name is read once, to its end', async () => {
  const pipe = join(folder({}), 'pipe.sql');
  execFileSync('mkfifo', [pipe]);
  const [{ statements }] = await Promise.all([
    read(pipe),
    writeFile(pipe, `select 1; -- ${'x'.repeat(2000)}\nselect 2;`),
  ]);
  expect(statements).toEqual(['pipe.sql:1 select 1', 'pipe.sql:2 select 2']);
});

describe('what is no source is told in one line', () => {
  const refused = async (argument: string): Promise<string> => {
    const error: unknown = await read(argument).catch((cause: unknown) => cause);
    if (!(error instanceof RelvarError)) throw error;
    expect(error.message).not.toContain('\n');
    return error.code;
  };
  it('nothing there, an empty file, an empty folder, a folder without SQL, bytes', async () => {
    const root = folder({
      'empty.sql': '',
      'sub/readme.md': '# no SQL',
      'photo.sql': new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 1]),
    });
    expect(await refused(join(root, 'nosuch.sql'))).toBe('source-not-found');
    expect(await refused(join(root, 'empty.sql'))).toBe('empty-source');
    expect(await refused(join(root, 'empty.sql', 'x'))).toBe('source-not-found');
    expect(await refused(join(root, 'sub'))).toBe('no-sql-files');
    expect(await refused(join(root, 'photo.sql'))).toBe('not-text');
  });
});

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}
