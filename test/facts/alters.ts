import { readFileSync } from 'node:fs';

/** What a server was seen to do; no algorithm where it refuses the operation. */
export interface ObservedAlter {
  readonly algorithm?: 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY' | 'DEFAULT-ONLY';
  readonly lock?: string;
  readonly rebuilt?: boolean;
}

interface AlterFacts {
  readonly setup: string;
  readonly operations: readonly {
    readonly id: string;
    readonly operation: string;
    readonly observed: Readonly<Record<string, ObservedAlter>>;
  }[];
}

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The file beside this one. */
export const alterFacts: AlterFacts = JSON.parse(file('alter-mysql-mariadb.json'));

/** The tables of the facts, and those of {@link moreAlters}. */
export const alterSetup = { facts: alterFacts.setup, more: file('more-alters-setup.sql') };

/** Operations that a server is asked about: `table | action`, one a line. */
export const moreAlters: readonly { readonly table: string; readonly operation: string }[] = file('more-alters.txt')
  .trim()
  .split('\n')
  .map((line) => {
    const [table = '', operation = ''] = line.split(/ \| (.*)/s);
    return { table, operation };
  });

/** The table that an operation of the facts was asked of: their file does not say. */
export function tableOfFact(id: string): string {
  if (id.startsWith('plain:')) return 'pl';
  if (id === 'partition_by_new') return 'nopk';
  return /^(?:partition_|exchange|remove_part)/.test(id) ? 'tp' : 't';
}

export function alterStatement(table: string, operation: string, manner: readonly string[] = []): string {
  const words = manner.join(', ');
  if (words === '') return `alter table ${table} ${operation}`;
  // What divides rows comes last, and without a comma.
  const division = /(?:^|\s)(?:partition by|remove partitioning)\b.*$/s.exec(operation);
  if (!division) return `alter table ${table} ${operation}, ${words}`;
  const before = operation.slice(0, division.index);
  return `alter table ${table} ${before === '' ? '' : `${before}, `}${words} ${division[0].trim()}`;
}

/** What makes a table of the facts, without its rows: foreign keys point at what is there. */
export const tableStatements: ReadonlyMap<string, string> = new Map(
  [...`${alterSetup.facts}\n${alterSetup.more}`.matchAll(/^create table (\w+)[^;]*/gm)].map(([sql, name = '']) => [
    name,
    sql,
  ]),
);
