import { basename, dirname } from 'node:path';
import type { Catalog } from '../../../catalog/catalog.ts';
import { closest } from '../../../catalog/closest.ts';
import type { ReadStatement, WrittenName } from '../../../engines/migration-action.ts';
import type { MigrationHistory } from '../../../engines/migration-reading.ts';
import { RelvarError } from '../../../findings/error.ts';

/**
 * How many of the files, from the first, the schema holds already: up to the last that makes something that is there.
 */
export function appliedCount(files: readonly (readonly ReadStatement[])[], catalog: Catalog): number {
  const holds = held(catalog);
  return files.findLastIndex((reads) => makes(reads).some(holds)) + 1;
}

/** Whether a tool has noted that the file was run. Names of files, and of the folders of those that are all called alike. */
export function isNoted({ by, applied, lastOnly }: MigrationHistory, file: string): boolean {
  const own = basename(file);
  const names = [own, own.replace(/(?:\.up)?\.sql$/i, ''), basename(dirname(file)), file];
  if (by === 'name') return applied.some((one) => names.includes(one) || names.includes(basename(one)));
  const version = versionOf(own) ?? versionOf(basename(dirname(file)));
  if (version === undefined) return false;
  const noted = applied.flatMap((one) => versionOf(one) ?? []);
  return noted.some((one) => (lastOnly ? version <= one : version === one));
}

/** The number that a name begins with; dashes in it (`2024-05-01-120000_add`) say nothing. */
function versionOf(name: string): bigint | undefined {
  const digits = /^\d[\d-]*/.exec(name)?.[0].replaceAll('-', '');
  return digits === undefined ? undefined : BigInt(digits);
}

/**
 * How many files come before the one that `--from` names.
 * @throws RelvarError `no-such-migration`
 */
export function countBefore(names: readonly string[], from: string): number {
  const at = names.findIndex((name) => name === from || basename(name) === from || basename(name).startsWith(from));
  if (at >= 0) return at;
  const guess = closest(
    from,
    names.map((name) => basename(name)),
  );
  throw new RelvarError('no-such-migration', `--from ${from}: there is no such migration`, {
    hint: guess === undefined ? 'give the name of a file, or the beginning of one' : `did you mean ${guess}?`,
  });
}

/** What a file makes and does not take away first, as text: `table orders`, `column orders.note`. */
function makes(reads: readonly ReadStatement[]): readonly string[] {
  const gone = new Set<string>();
  const made: string[] = [];
  const make = (text: string): void => {
    if (!gone.has(text)) made.push(text);
  };
  for (const action of reads.flatMap((one) => one.actions)) {
    switch (action.kind) {
      case 'create table':
        if (!action.temporary) make(`relation ${named(action.table)}`);
        break;
      case 'create view':
        if (!action.replaces) make(`relation ${named(action.view)}`);
        break;
      case 'create index':
        if (action.index !== undefined) make(`index ${action.index}`);
        break;
      case 'create enum':
        make(`type ${named(action.type)}`);
        break;
      case 'create domain':
        make(`type ${named(action.domain)}`);
        break;
      case 'add enum value':
        make(`value ${named(action.type)}.${action.value}`);
        break;
      case 'add column':
        make(`column ${named(action.table)}.${action.column}`);
        break;
      case 'rename column':
        make(`column ${named(action.table)}.${action.to}`);
        break;
      case 'rename':
        if (action.objectKind === 'table' || action.objectKind === 'view') make(`relation ${action.to}`);
        break;
      case 'add constraint':
        if (action.name !== undefined) make(`constraint ${named(action.table)}.${action.name}`);
        break;
      case 'drop':
        for (const object of action.objects)
          for (const kind of ['relation', 'index', 'type']) gone.add(`${kind} ${named(object)}`);
        break;
      case 'drop column':
        gone.add(`column ${named(action.table)}.${action.column}`);
        break;
      case 'drop constraint':
        gone.add(`constraint ${named(action.table)}.${action.name}`);
        break;
      default:
    }
  }
  return made;
}

/** By the last part: schemas are as the path of the tool's session has it. */
function named({ name }: WrittenName): string {
  return name;
}

function held(catalog: Catalog): (text: string) => boolean {
  const all = new Set<string>();
  for (const table of catalog.tables) {
    all.add(`relation ${table.name}`);
    for (const column of table.columns) all.add(`column ${table.name}.${column.name}`);
    for (const index of table.indexes) all.add(`index ${index.name}`);
    const keys = table.primaryKey ? [table.primaryKey, ...table.uniques] : table.uniques;
    for (const one of [...keys, ...table.foreignKeys, ...table.checks, ...table.exclusions])
      all.add(`constraint ${table.name}.${one.name}`);
  }
  for (const view of catalog.views) all.add(`relation ${view.name}`);
  for (const type of catalog.types) {
    all.add(`type ${type.name}`);
    if ('values' in type) for (const value of type.values) all.add(`value ${type.name}.${value}`);
  }
  return (text) => all.has(text);
}
