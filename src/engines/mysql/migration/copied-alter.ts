import { quoteIdentifier } from '../quote.ts';
import { tableOf } from '../read/catalog.ts';
import { type DraftTable, same } from '../read/draft.ts';
import { columnDefinition } from '../render/create-table.ts';
import { type Reader, readerOf } from '../sql/reader.ts';
import type { Surroundings } from './tools.ts';

/** Columns that get another name: from, to. */
type Renames = readonly (readonly [string, string])[];

/** What an ALTER TABLE says to a tool that carries it out on a copy of the table. */
export interface CopiedAlter {
  /** The actions, RENAME COLUMN as CHANGE COLUMN: the tools look for new names of columns there alone. */
  readonly sql: string;
  /** The same with the names that foreign keys have on a copy, where two of one name cannot be. */
  readonly underCopiedNames: string;
  readonly renames: Renames;
  /** Foreign keys that it drops. */
  readonly droppedKeys: readonly string[];
}

/** Reads the actions of an ALTER TABLE for a tool. */
export function copiedAlter(alter: string, { before, after, flavour }: Surroundings): CopiedAlter {
  const dialect = { flavour, number: 0 };
  const renames: (readonly [string, string])[] = [];
  const droppedKeys: string[] = [];
  const parts = readerOf(alter, dialect)
    .parts()
    .map((part): readonly [string, string] => {
      const plain = part.part(part.at(), part.sql.length).rest();
      const renamed = renameOf(part);
      if (renamed && !same(...renamed.names)) renames.push(renamed.names);
      const written = renamed?.bare ? changed(renamed.names, after, plain, flavour) : plain;
      const key = renamed ? undefined : droppedKey(part, before);
      if (key === undefined) return [written, written];
      droppedKeys.push(key);
      return [written, `DROP FOREIGN KEY ${quoteIdentifier(nameOnCopy(key))}`];
    });
  return {
    sql: parts.map(([sql]) => sql).join(', '),
    underCopiedNames: parts.map(([, sql]) => sql).join(', '),
    renames,
    droppedKeys,
  };
}

/**
 * The name that pt-online-schema-change gives a foreign key on its copy: an underscore more, or two less where it has two
 * (https://docs.percona.com/percona-toolkit/pt-online-schema-change.html, `--alter`).
 */
export function nameOnCopy(key: string): string {
  return key.startsWith('__') ? key.slice(2) : `_${key}`;
}

/** `CHANGE a b int`, with or without COLUMN, or `RENAME COLUMN a TO b`, which is bare of a definition. */
function renameOf(part: Reader): { readonly names: readonly [string, string]; readonly bare: boolean } | undefined {
  if (part.take('RENAME', 'COLUMN')) {
    part.take('IF', 'EXISTS');
    const from = part.name();
    part.expect('TO');
    return { names: [from, part.name()], bare: true };
  }
  if (!part.take('CHANGE')) return undefined;
  part.take('COLUMN');
  part.take('IF', 'EXISTS');
  return { names: [part.name(), part.name()], bare: false };
}

function changed(
  [from, to]: readonly [string, string],
  after: DraftTable,
  plain: string,
  flavour: Surroundings['flavour'],
): string {
  const table = tableOf(after, { dialect: { flavour, number: 0 } });
  const column = table.columns.find(({ name }) => same(name, to));
  return column ? `CHANGE COLUMN ${quoteIdentifier(from)} ${columnDefinition(column, table, flavour)}` : plain;
}

function droppedKey(part: Reader, { foreignKeys }: DraftTable): string | undefined {
  if (!part.take('DROP')) return undefined;
  if (!part.take('FOREIGN', 'KEY') && !part.take('CONSTRAINT')) return undefined;
  part.take('IF', 'EXISTS');
  const name = part.name();
  return foreignKeys.find((one) => same(one.name, name))?.name;
}
