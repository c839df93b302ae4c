import { designCommand } from './app/design-command.ts';
import { refineCommand } from './app/refine-command.ts';
import { type DesignFile, designFile } from './output/design/json.ts';

/** What may be told to {@link design}, as the flags of `relvar design`. */
export interface DesignSettings {
  /** Wishes besides: `audit`, `soft-delete`, `tenancy`, `currencies`, `languages`, `privacy`. */
  readonly with?: readonly string[];
  /** The folder to write; nothing is written when absent. */
  readonly folder?: string;
  /** Writes into a folder that holds files; those that differ are kept beside. */
  readonly force?: boolean;
  /** Writes the queries as code, too: `kysely`, `drizzle`, `prisma`, `sqlalchemy`; needs `folder`. */
  readonly code?: readonly string[];
  /** The database that it is for: `postgres` (default), `sqlite`, `mysql`, `mariadb`. */
  readonly engine?: string;
  /** The major version that the schema is for. */
  readonly target?: string;
  /** The URL of a server that proves a schema for MySQL or MariaDB. */
  readonly lab?: string;
  /** The month that partitions begin with. */
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

/** What to begin with: words or a file that holds them, a pattern, a brief. */
export type DesignBeginning = string | { readonly pattern: string } | { readonly brief: string };

/**
 * Designs a schema and proves it, and gives what `relvar design --format json` prints.
 * @throws RelvarError for a description that says nothing to design by, and settings that cannot be used
 */
export async function design(beginning: DesignBeginning, settings: DesignSettings = {}): Promise<DesignFile> {
  const { folder, code, target, engine, lab } = settings;
  const { report } = await designCommand({
    ...world(settings),
    ...(typeof beginning === 'string' ? { description: beginning } : beginning),
    with: settings.with ?? [],
    ...(folder === undefined ? {} : { output: folder }),
    ...(code === undefined ? {} : { code }),
    ...(target === undefined ? {} : { target }),
    ...(engine === undefined ? {} : { engine }),
    ...(lab === undefined ? {} : { lab }),
    force: settings.force ?? false,
    input: (async function* nothing(): AsyncGenerator<Uint8Array> {})(),
    tell: () => {},
  });
  return designFile(report);
}

/** What may be told to {@link refine}, as the flags of `relvar refine`. */
export interface RefineSettings extends Pick<DesignSettings, 'target' | 'lab' | 'now' | 'signal'> {
  /** Tells what would change, and writes nothing. */
  readonly dryRun?: boolean;
}

/**
 * Applies words to the design of a folder, and gives what `relvar refine` prints.
 * @throws RelvarError for what is no folder of a design, and one whose schema.sql does not load
 */
export async function refine(
  folder: string,
  words: string,
  settings: RefineSettings = {},
): Promise<{ readonly text: string; readonly proven: boolean }> {
  const { target, lab, dryRun = false } = settings;
  return await refineCommand({
    ...world(settings),
    folder,
    words,
    dryRun,
    ...(target === undefined ? {} : { target }),
    ...(lab === undefined ? {} : { lab }),
  });
}

function world({ now, signal }: Pick<DesignSettings, 'now' | 'signal'>) {
  return {
    now: now ?? new Date(),
    clock: () => performance.now(),
    signal: signal ?? new AbortController().signal,
    progress: () => {},
  };
}
