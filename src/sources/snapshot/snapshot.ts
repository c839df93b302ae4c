import { createHash } from 'node:crypto';
import type { Catalog, Sequence } from '../../catalog/catalog.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Workload } from '../../catalog/workload.ts';
import { type Diagnostic, RelvarError } from '../../findings/error.ts';
import { currentVersion, snapshotFile } from './file-shape.ts';
import { jsonFault } from './json-fault.ts';
import { unknownNames } from './unknown-names.ts';
import { type Upgrade, upgraded, upgrades } from './upgrades.ts';

/** What is known of a database, to be carried elsewhere: no rows. */
export interface Snapshot {
  /** What made it. */
  readonly tool: { readonly name: string; readonly version: string };
  readonly source: {
    /** The URL without its secrets. */
    readonly name: string;
    /** The engine's id. */
    readonly engine: string;
  };
  readonly catalog: Catalog;
  readonly statistics: Statistics;
  readonly workload: Workload;
  /** What could not be read when it was taken. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The file of a snapshot: JSON with every table, index and query on a line of its own, so that it can be searched and
 * compared. The same snapshot gives the same bytes.
 */
export function snapshotText({ tool, source, catalog, statistics, workload, diagnostics }: Snapshot): string {
  const head = { format: 'relvar-snapshot', version: currentVersion, tool, source };
  const body = { catalog, statistics, workload };
  return `${layOut({ ...head, checksum: checksum(body), diagnostics, ...body }, 3)}\n`;
}

/** JSON that begins a new line for everything down to a depth, and is compact below. */
function layOut(value: unknown, depth: number): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return compact(value);
  const down = (one: unknown) => layOut(one, depth - 1);
  const [open, close, parts] = Array.isArray(value)
    ? ['[', ']', value.map(down)]
    : [
        '{',
        '}',
        Object.entries(value)
          .filter(([, one]) => one !== undefined)
          .map(([key, one]) => `${JSON.stringify(key)}:${down(one)}`),
      ];
  return parts.length === 0 ? open + close : `${open}\n${parts.join(',\n')}\n${close}`;
}

function compact(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one));
}

function checksum({ catalog, statistics, workload }: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(compact({ catalog, statistics, workload })).digest('hex');
}

export interface ReadSnapshot {
  readonly snapshot: Snapshot;
  /** What could not be read when it was taken, and what was done to the file since. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the text of a snapshot's file, of this version's form or an older one; `name` is the file's for messages.
 * @throws RelvarError `not-a-snapshot`, `snapshot-cut-short`, `snapshot-too-new`, `bad-snapshot`
 */
export function readSnapshot(text: string, name: string, steps: readonly Upgrade[] = upgrades): ReadSnapshot {
  const document = parsed(text, name);
  const edited = document['checksum'] !== checksum(document);
  const newest = upgraded(document, name, steps);
  const result = snapshotFile.safeParse(newest);
  if (!result.success) {
    const [issue, ...more] = result.error.issues;
    throw new RelvarError(
      'bad-snapshot',
      `${name}: ${pathText(issue?.path ?? [])}: ${lowered(issue?.message ?? 'not valid')}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
      {
        hint: edited ? 'the file was edited since it was taken; take it anew' : 'take the snapshot anew',
        cause: result.error,
      },
    );
  }
  // It has just been found to be of that form.
  const snapshot = decoded(newest as unknown as Encoded);
  const { catalog, statistics, diagnostics } = snapshot;
  if (!edited) return { snapshot, diagnostics };
  const note: Diagnostic = {
    severity: 'warning',
    code: 'snapshot-edited',
    message: `${name} was edited since it was taken: what follows from it is no longer what the server said`,
  };
  return { snapshot, diagnostics: [...diagnostics, note, ...unknownNames(catalog, statistics, name)] };
}

type BigNumbers = 'start' | 'increment' | 'minimum' | 'maximum' | 'cache';
type EncodedSequence = Omit<Sequence, BigNumbers> & Readonly<Record<BigNumbers, string>>;

/** A snapshot as it stands in the file: whole numbers beyond what JSON holds are text. */
interface Encoded extends Omit<Snapshot, 'catalog' | 'statistics'> {
  readonly catalog: Omit<Catalog, 'sequences'> & { readonly sequences: readonly EncodedSequence[] };
  readonly statistics: Omit<Statistics, 'sequences'> & {
    readonly sequences: Readonly<Record<string, { readonly lastValue?: string }>>;
  };
}

/** The parts as they stand in the file, in its order: written anew, it gives the same bytes. */
function decoded({ tool, source, catalog, statistics, workload, diagnostics }: Encoded): Snapshot {
  const sequences = catalog.sequences.map((one) => ({
    ...one,
    start: BigInt(one.start),
    increment: BigInt(one.increment),
    minimum: BigInt(one.minimum),
    maximum: BigInt(one.maximum),
    cache: BigInt(one.cache),
  }));
  const values = Object.entries(statistics.sequences).map(([name, { lastValue }]) => {
    return [name, lastValue === undefined ? {} : { lastValue: BigInt(lastValue) }] as const;
  });
  return {
    tool,
    source,
    catalog: { ...catalog, sequences },
    statistics: { ...statistics, sequences: Object.fromEntries(values) },
    workload,
    diagnostics,
  };
}

function parsed(text: string, name: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notJson(text, name, cause);
  }
  if (!isRecord(value) || value['format'] !== 'relvar-snapshot') {
    const what = isRecord(value) ? keysOf(value) : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
    throw new RelvarError('not-a-snapshot', `${name} is JSON, but not a snapshot: it holds ${what}`, {
      hint: 'a snapshot is made by: relvar snapshot <url> -o prod.snapshot.json',
    });
  }
  return value;
}

function keysOf(value: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return 'nothing';
  const shown = keys.slice(0, 3).map((key) => JSON.stringify(key.slice(0, 40)));
  return shown.join(', ') + (keys.length > 3 ? '…' : '');
}

/** Where the text stops being JSON: at its end when it was cut short. */
function notJson(text: string, name: string, cause: unknown): RelvarError {
  const position = jsonFault(text);
  if (position === text.length) {
    return new RelvarError(
      'snapshot-cut-short',
      `${name} is cut short: it ends after ${text.length} characters, in line ${lineAt(text, text.length)}, before the JSON does`,
      { hint: 'copy it again, or take it anew', cause },
    );
  }
  return new RelvarError(
    'not-a-snapshot',
    `${name}:${lineAt(text, position)}: this is not JSON (character ${position + 1})`,
    {
      hint: 'a source is a file of SQL, a snapshot, a folder, a database URL or - for standard input',
      cause,
    },
  );
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** `catalog.tables[3].name`. */
function pathText(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return parts.join('').replace(/^\./, '') || 'the whole';
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
