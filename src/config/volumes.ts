import { readFile } from 'node:fs/promises';
import type { Catalog } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Statistics, TableStatistics } from '../catalog/statistics.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { closest } from './closest.ts';
import { parseGrowth, parseQuantity, parseRate } from './quantity.ts';

/** What a person declares of a table. */
export interface DeclaredTable {
  readonly rows?: number;
  /** Share of the present rows per month. */
  readonly growthPerMonth?: number;
  readonly writesPerSecond?: number;
}

/** Declared volumes, by table as the person wrote it: `orders` or `shop.orders`. */
export interface Volumes {
  readonly tables: Readonly<Record<string, DeclaredTable>>;
  readonly settings: Readonly<Record<string, string>>;
  /** The file they came from, or `--rows`. */
  readonly from: string;
}

/**
 * Reads a volumes file: YAML with `tables`, each a number of rows or `{ rows, growth, writes }`, and `settings`.
 * @throws RelvarError for a file that is not there, is not YAML, or says what cannot be
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
  return parseVolumes(text, file);
}

/** @throws RelvarError */
async function parseVolumes(text: string, file: string): Promise<Volumes> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line;
    throw new RelvarError(
      'bad-volumes',
      `${file}${line ? `:${line}` : ''}: not YAML: ${error.message.split('\n')[0]}`,
      { cause: error },
    );
  }
  const root: unknown = document.toJS() ?? {};
  if (!isRecord(root)) throw new RelvarError('bad-volumes', `${file}: expected a map with the key "tables"`);
  for (const key of Object.keys(root)) {
    if (key !== 'tables' && key !== 'settings') {
      throw new RelvarError('bad-volumes', `${file}: unknown key ${JSON.stringify(key)}`, {
        hint: 'it may hold "tables" and "settings"',
      });
    }
  }
  const tables = root['tables'] ?? {};
  if (!isRecord(tables)) throw new RelvarError('bad-volumes', `${file}: "tables" must be a map from table to rows`);
  const settings = root['settings'] ?? {};
  return {
    tables: Object.fromEntries(
      Object.entries(tables).map(([name, value]) => [name, declaredTable(value, `${file}: ${name}`)]),
    ),
    settings: isRecord(settings)
      ? Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))
      : {},
    from: file,
  };
}

/**
 * Reads `--rows orders=50M,users=2M`.
 * @throws RelvarError
 */
export function parseRows(given: readonly string[]): Volumes {
  const tables: Record<string, DeclaredTable> = {};
  for (const pair of given) {
    const at = pair.lastIndexOf('=');
    if (at < 1)
      throw new RelvarError('bad-rows', `--rows ${pair}: expected table=rows`, {
        hint: 'for example --rows orders=50M,users=2M',
      });
    tables[pair.slice(0, at).trim()] = { rows: parseQuantity(pair.slice(at + 1), `--rows ${pair}`) };
  }
  return { tables, settings: {}, from: '--rows' };
}

function declaredTable(value: unknown, what: string): DeclaredTable {
  if (typeof value === 'number' || typeof value === 'string') return { rows: parseQuantity(value, what) };
  if (!isRecord(value)) throw new RelvarError('bad-volumes', `${what}: expected a number of rows or a map`);
  const declared: { rows?: number; growthPerMonth?: number; writesPerSecond?: number } = {};
  for (const [key, one] of Object.entries(value)) {
    if (typeof one !== 'string' && typeof one !== 'number')
      throw new RelvarError('bad-volumes', `${what}.${key}: expected a number`);
    switch (key) {
      case 'rows':
        declared.rows = parseQuantity(one, `${what}.rows`);
        break;
      case 'growth':
        declared.growthPerMonth = parseGrowth(one, `${what}.growth`);
        break;
      case 'writes':
        declared.writesPerSecond = parseRate(one, `${what}.writes`);
        break;
      default:
        throw new RelvarError('bad-volumes', `${what}: unknown key ${JSON.stringify(key)}`, {
          hint: 'it may hold rows, growth and writes',
        });
    }
  }
  return declared;
}

/**
 * Statistics with the declared volumes in them: what was declared wins over what was read. A name without a schema
 * means the default schema, else the only table of that name; an unknown or ambiguous name becomes a diagnostic.
 */
export function withVolumes(
  catalog: Catalog,
  statistics: Statistics,
  volumes: Volumes,
  defaultSchema: string,
): { readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] } {
  const tables: Record<string, TableStatistics> = { ...statistics.tables };
  const diagnostics: Diagnostic[] = [];
  for (const [name, declared] of Object.entries(volumes.tables)) {
    const found = resolve(catalog, name, defaultSchema);
    if (found.length !== 1 || !found[0]) {
      const guess = closest(
        name,
        catalog.tables.flatMap((table) => [table.name, `${table.schema}.${table.name}`]),
      );
      diagnostics.push({
        severity: 'warning',
        code: found.length === 0 ? 'volumes-unknown-table' : 'volumes-ambiguous-table',
        message:
          found.length === 0
            ? `${volumes.from} declares ${name}, which is no table here`
            : `${volumes.from} declares ${name}, which stands in several schemas`,
        hint:
          found.length === 0
            ? guess === undefined
              ? 'check the name'
              : `did you mean ${guess}?`
            : `write ${found.map(qualified).join(' or ')}`,
      });
      continue;
    }
    const key = qualified(found[0]);
    const before = tables[key];
    tables[key] = {
      columns: {},
      ...before,
      ...declared,
      rows: declared.rows ?? before?.rows ?? 0,
      origin: declared.rows === undefined && before ? before.origin : 'declared',
    };
  }
  return {
    statistics: { ...statistics, tables, settings: { ...statistics.settings, ...volumes.settings } },
    diagnostics,
  };
}

function resolve(catalog: Catalog, name: string, defaultSchema: string): readonly QualifiedName[] {
  const exact = catalog.tables.filter((table) => `${table.schema}.${table.name}` === name || qualified(table) === name);
  if (exact.length > 0) return exact;
  const same = catalog.tables.filter((table) => table.name === name);
  const usual = same.filter((table) => table.schema === defaultSchema);
  return usual.length > 0 ? usual : same;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
