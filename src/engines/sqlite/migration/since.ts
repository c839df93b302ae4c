import type { MigrationAction, ReadStatement } from '../../migration-action.ts';

/** Parts of statements that came late, with the release that brought them (https://sqlite.org/changes.html). */
const newer: readonly {
  readonly version: number;
  readonly what: string;
  readonly uses: (action: MigrationAction, sql: string) => boolean;
}[] = [
  {
    version: 3.53,
    what: 'ALTER TABLE … ADD CHECK, DROP CONSTRAINT, SET and DROP NOT NULL',
    uses: (action) =>
      action.kind === 'add constraint'
        ? action.constraint === 'check'
        : /^(?:drop constraint|set not null|drop not null)$/.test(action.kind),
  },
  {
    version: 3.37,
    what: 'STRICT tables',
    uses: ({ kind }, sql) => kind === 'create table' && /\)[^)]*\bSTRICT\b[^)]*$/i.test(sql),
  },
  { version: 3.35, what: 'ALTER TABLE … DROP COLUMN', uses: ({ kind }) => kind === 'drop column' },
  {
    version: 3.31,
    what: 'generated columns',
    uses: (action) => action.kind === 'add column' && action.generated !== undefined,
  },
  { version: 3.25, what: 'ALTER TABLE … RENAME COLUMN', uses: ({ kind }) => kind === 'rename column' },
];

/** What of a statement is not known to all versions that are in use. */
export function newerParts(actions: readonly MigrationAction[], sql: string): ReadStatement['since'] {
  const used = newer.find(({ uses }) => actions.some((action) => uses(action, sql)));
  return used && { version: used.version, what: used.what };
}
