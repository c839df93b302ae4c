import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { migrationOrder } from './migrations.ts';

/** The SQL files of a folder in order, and what else a Relvar folder holds. */
export interface Folder {
  /** Paths of the files to run, each with the folder before it. */
  readonly files: readonly string[];
  /** The form that was recognised, in words. */
  readonly form: string;
  /** `volumes.yaml` of a Relvar folder. */
  readonly volumes?: string;
  /** `queries.sql` of a Relvar folder. */
  readonly queries?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where projects keep their migrations or their dumped schema, below the folder that was given; the first that is there. */
const usualPlaces = [
  'db/structure.sql',
  'structure.sql',
  'supabase/migrations',
  'prisma/migrations',
  'db/migrations',
  'db/migrate',
  'src/main/resources/db/migration',
  'migrations',
  'migration',
  'drizzle',
  'sql',
];

/** Folders below which nothing is looked for. */
const ignored = new Set(['node_modules', '.git', 'target', 'dist', 'vendor', '.venv']);

/**
 * Finds out what a folder is: a Relvar folder (`schema.sql`, with volumes and queries beside it), migrations of a tool
 * that is recognised by its file names, a project that has them in a usual place, or SQL files to be run by name.
 * @throws RelvarError `no-sql-files`
 */
export async function readFolder(folder: string): Promise<Folder> {
  const paths = await filesBelow(folder, '', 4);
  if (paths.includes('schema.sql')) return relvarFolder(folder, paths);
  const place = usualPlaces.find((one) => paths.some((path) => path === one || path.startsWith(`${one}/`)));
  const below = place === undefined ? paths : paths.filter((path) => path === place || path.startsWith(`${place}/`));
  const { paths: ordered, form, diagnostics } = migrationOrder(below);
  if (ordered.length === 0) {
    throw new RelvarError('no-sql-files', `${folder} holds no SQL files`, {
      hint: 'give a folder of migrations, a file of SQL or a database URL',
    });
  }
  return {
    files: ordered.map((path) => join(folder, path)),
    form,
    diagnostics: diagnostics.map((one) => (one.file === undefined ? one : { ...one, file: join(folder, one.file) })),
  };
}

function relvarFolder(folder: string, paths: readonly string[]): Folder {
  const beside = (name: string) => (paths.includes(name) ? join(folder, name) : undefined);
  const volumes = beside('volumes.yaml') ?? beside('volumes.yml');
  const queries = beside('queries.sql');
  return {
    files: [join(folder, 'schema.sql')],
    form: 'a schema',
    ...(volumes === undefined ? {} : { volumes }),
    ...(queries === undefined ? {} : { queries }),
    diagnostics: [],
  };
}

/** Paths of files below a folder, relative and with `/`, to a depth. */
async function filesBelow(folder: string, prefix: string, depth: number): Promise<readonly string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth > 0 && !ignored.has(entry.name) && !entry.name.startsWith('.'))
        found.push(...(await filesBelow(folder, path, depth - 1)));
    } else found.push(path);
  }
  return found;
}
