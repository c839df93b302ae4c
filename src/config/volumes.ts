import { readFile } from 'node:fs/promises';
import type { ColumnStatistics } from '../catalog/statistics.ts';
import { RelvarError } from '../findings/error.ts';
import { parseQuantity } from './quantity.ts';

/** Where in a file something is declared. */
export interface DeclaredAt {
  /** From 1; absent for what came from the command line. */
  readonly line?: number;
}

/** What a person declares of a column. */
export interface DeclaredColumn extends Partial<ColumnStatistics>, DeclaredAt {}

/** What a person declares of a table. */
export interface DeclaredTable extends DeclaredAt {
  readonly rows?: number;
  /** Share of the present rows per month. */
  readonly growthPerMonth?: number;
  readonly writesPerSecond?: number;
  /** Mean bytes of a row's values together. */
  readonly rowWidth?: number;
  readonly columns?: Readonly<Record<string, DeclaredColumn>>;
}

/** Declared volumes, by table as the person wrote it: `orders` or `shop.orders`. */
export interface Volumes {
  readonly tables: Readonly<Record<string, DeclaredTable>>;
  /** Distributions given as `orders.status`, by that text; a table's own name may hold dots, so the catalog decides. */
  readonly columns?: Readonly<Record<string, DeclaredColumn>>;
  readonly settings: Readonly<Record<string, string>>;
  /** The file they came from, or `--rows`. */
  readonly from: string;
}

/**
 * Reads a volumes file, as docs/volumes.md describes it.
 * @throws RelvarError for a file that is not there, is not YAML, or says what cannot be, with its line
 */
export async function readVolumes(file: string): Promise<Volumes> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new RelvarError('volumes-not-found', `${file}: the volumes file cannot be read`, {
      hint: 'check its path',
      cause,
    });
  }
  const { parseVolumes } = await import('./volumes-file.ts');
  return parseVolumes(text, file);
}

/**
 * Reads `--rows orders=50M,users=2M`.
 * @throws RelvarError
 */
export function parseRows(given: readonly string[]): Volumes {
  const tables: Record<string, DeclaredTable> = {};
  for (const pair of given.flatMap(pairs)) {
    const at = pair.lastIndexOf('=');
    if (at < 1 || pair.slice(at + 1).trim() === '')
      throw new RelvarError('bad-rows', `--rows ${pair}: expected table=rows`, {
        hint: 'for example --rows orders=50M,users=2M',
      });
    const name = pair.slice(0, at).trim();
    if (Object.hasOwn(tables, name))
      throw new RelvarError('bad-rows', `--rows ${pair}: ${name} was given before`, { hint: 'give each table once' });
    tables[name] = { rows: parseQuantity(pair.slice(at + 1), `--rows ${pair}`) };
  }
  return { tables, settings: {}, from: '--rows' };
}

/** `orders=50M,users=2M` as two; digits may be grouped by commas. */
function pairs(given: string): readonly string[] {
  return given
    .split(/,(?=[^,=]*=)/)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
}

export { withVolumes } from './with-volumes.ts';
