import { compareText } from '../catalog/names.ts';
import type { Diagnostic } from '../findings/error.ts';

/** A migration as its path tells: what orders it, and what it is called. */
interface Migration {
  readonly path: string;
  /** The numbers of its version: `V1_2__x` has 1 and 2; empty for those that run last, by name. */
  readonly version: readonly bigint[];
}

export interface MigrationList {
  /** Paths in the order in which the tool would run them; what undoes is left out. */
  readonly paths: readonly string[];
  /** The form that was recognised, in words. */
  readonly form: string;
  readonly diagnostics: readonly Diagnostic[];
}

interface Form {
  readonly name: string;
  /** The migration of a path (relative, with `/`), `undo` for one that undoes, nothing for a file of another kind. */
  read(path: string): readonly bigint[] | 'undo' | undefined;
  /** True when versions count up by one, so that a gap is worth telling. */
  readonly counts: boolean;
}

const digits = (text: string | undefined): readonly bigint[] =>
  (text ?? '')
    .split(/[._]/)
    .filter((part) => part !== '')
    .map(BigInt);

/** In the order in which they are tried; the first that reads most of the files wins. */
const forms: readonly Form[] = [
  {
    name: 'Flyway',
    counts: true,
    read(path) {
      const match = /(?:^|\/)([VUR])([\d._]*)__[^/]*\.sql$/i.exec(path);
      if (!match) return /(?:^|\/)(?:before|after)[A-Z]\w*\.sql$/.test(path) ? 'undo' : undefined;
      if (match[1]?.toUpperCase() === 'U') return 'undo';
      return match[1]?.toUpperCase() === 'R' ? [] : digits(match[2]);
    },
  },
  {
    name: 'up and down files',
    counts: true,
    read(path) {
      const match = /(?:^|\/)(\d+)[^/]*\.(up|down)\.sql$/i.exec(path);
      if (!match) return undefined;
      return match[2]?.toLowerCase() === 'down' ? 'undo' : digits(match[1]);
    },
  },
  {
    name: 'folders of up.sql and down.sql',
    counts: false,
    read(path) {
      const match = /(?:^|\/)([\d_-]+)[^/]*\/(up|down)\.sql$/i.exec(path);
      if (!match) return undefined;
      return match[2]?.toLowerCase() === 'down' ? 'undo' : digits(match[1]?.replaceAll('-', ''));
    },
  },
  {
    name: 'folders of migration.sql',
    counts: false,
    read(path) {
      const match = /(?:^|\/)(\d+)[^/]*\/migration\.sql$/i.exec(path);
      return match ? digits(match[1]) : undefined;
    },
  },
  {
    name: 'numbered files',
    counts: true,
    read(path) {
      if (/[._-](?:down|undo|rollback|revert)\.sql$/i.test(path)) return 'undo';
      const match = /(?:^|\/)[a-z]{0,3}?[_-]?(\d+(?:[._]\d+)*)(?:[^\d/][^/]*)?\.sql$/i.exec(path);
      return match ? digits(match[1]) : undefined;
    },
  },
];

/** Versions with this many digits are times, not counts. */
const timeDigits = 8;

/**
 * The migrations among the paths of a folder, in the order in which their tool runs them; files of another kind run
 * after the numbered ones are refused, with a warning. Gaps and equal versions are told.
 */
export function migrationOrder(paths: readonly string[]): MigrationList {
  const sqlFiles = paths.filter((path) => /\.sql$/i.test(path));
  const form = best(sqlFiles);
  if (!form) return { paths: [...sqlFiles].sort(compareText), form: 'files by name', diagnostics: [] };
  const migrations: Migration[] = [];
  const others: string[] = [];
  for (const path of sqlFiles) {
    const version = form.read(path);
    if (version === undefined) others.push(path);
    else if (version !== 'undo') migrations.push({ path, version });
  }
  migrations.sort((a, b) => compareVersions(a.version, b.version) || compareText(a.path, b.path));
  const diagnostics = [...repeated(migrations), ...(form.counts ? gaps(migrations) : []), ...passedOver(others, form)];
  return { paths: migrations.map((migration) => migration.path), form: form.name, diagnostics };
}

/** The form that reads most files, if it reads at least half of them. */
function best(paths: readonly string[]): Form | undefined {
  let winner: Form | undefined;
  let most = Math.max(1, paths.length / 2);
  for (const form of forms) {
    const read = paths.filter((path) => form.read(path) !== undefined).length;
    if (read > most || (read === most && !winner)) {
      most = read;
      winner = form;
    }
  }
  return winner;
}

/** Numerically, part by part; those without a version last. */
function compareVersions(a: readonly bigint[], b: readonly bigint[]): number {
  if (a.length === 0 || b.length === 0) return (a.length === 0 ? 1 : 0) - (b.length === 0 ? 1 : 0);
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const left = a[at] ?? 0n;
    const right = b[at] ?? 0n;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function* repeated(migrations: readonly Migration[]): Iterable<Diagnostic> {
  for (const [at, migration] of migrations.entries()) {
    const before = migrations[at - 1];
    if (before && migration.version.length > 0 && compareVersions(before.version, migration.version) === 0) {
      yield {
        severity: 'warning',
        code: 'version-repeated',
        message: `${before.path} and ${migration.path} have the same version: both were run, in the order of their names`,
        file: migration.path,
        hint: 'give one of them a version of its own',
      };
    }
  }
}

function* gaps(migrations: readonly Migration[]): Iterable<Diagnostic> {
  for (const [at, migration] of migrations.entries()) {
    const [before] = migrations[at - 1]?.version ?? [];
    const [version] = migration.version;
    if (before === undefined || version === undefined || String(version).length >= timeDigits) continue;
    if (version > before + 1n) {
      const missing = version === before + 2n ? `${before + 1n} is` : `${before + 1n} to ${version - 1n} are`;
      yield {
        severity: 'warning',
        code: 'version-missing',
        message: `the version ${missing} missing before ${migration.path}`,
        file: migration.path,
        hint: 'check that all migrations are there',
      };
    }
  }
}

function passedOver(others: readonly string[], form: Form): readonly Diagnostic[] {
  if (others.length === 0) return [];
  const shown =
    [...others].sort(compareText).slice(0, 3).join(', ') + (others.length > 3 ? ` and ${others.length - 3} more` : '');
  return [
    {
      severity: 'note',
      code: 'files-passed-over',
      message: `${others.length} files are no migrations (${form.name}) and were not run: ${shown}`,
    },
  ];
}
