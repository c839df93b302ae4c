import {
  commented,
  type ExportContext,
  ended,
  type Migration,
  type MigrationFile,
  type MigrationTool,
  timeOf,
} from './migration.ts';
import { headOf, nothing, type Script, scriptsOf, scriptText } from './sql-script.ts';

const breakpoint = '\n--> statement-breakpoint\n';

/**
 * Drizzle: `<number>_<name>.sql` with breakpoints between statements, listed in `meta/_journal.json`. Its migrator runs
 * all new files in one transaction; a file ends it with COMMIT before its statements and begins another behind them.
 */
export const drizzle: MigrationTool = {
  limits: [
    'Append the entries of meta/_journal.json to those that are there, with numbers that go on.',
    'Drizzle runs all new migrations in one transaction: each file ends it and begins a new one, so that every step is committed by itself. When one fails, those before it are done, but not noted: add their entries to drizzle.__drizzle_migrations, or run the files one by one.',
    'Drizzle has no way back: the files in down/ are to be run by hand, the last one first.',
  ],
  files({ migrations }, context, before) {
    const place = (migration: Migration) => Number(context.firstNumber ?? 0) + migration.number - 1;
    const named = (migration: Migration) => `${`${place(migration)}`.padStart(4, '0')}_${migration.slug}`;
    return [
      journal([...before, ...migrations], place, named, context),
      ...migrations.flatMap((migration): readonly MigrationFile[] => {
        const tag = named(migration);
        const down = scriptsOf(context, migration, 'down', true);
        const back = down.length === 0 ? nothing : down.map((script) => scriptText(script, true)).join('\n');
        return [
          { path: `${tag}.sql`, text: fileOf(migration, scriptsOf(context, migration, 'up', true), context) },
          { path: `down/${tag}.sql`, text: `${headOf(migration, [])}\n${back}\n` },
        ];
      }),
    ];
  },
};

function fileOf(migration: Migration, scripts: readonly Script[], { dialect }: ExportContext): string {
  const head = commented([migration.title, ...migration.remarks], '--');
  const single = (sql: string) => dialect.singleStatements?.(sql) ?? [sql];
  const parts = scripts.flatMap(({ together, statements }) =>
    together
      ? ['COMMIT;', 'BEGIN;', ...statements.map(ended)]
      : ['COMMIT;', ...statements.flatMap(single).map(ended), 'BEGIN;'],
  );
  return `${head}\n${[...parts, 'COMMIT;', 'BEGIN;'].join(breakpoint)}\n`;
}

function journal(
  migrations: readonly Migration[],
  place: (migration: Migration) => number,
  named: (migration: Migration) => string,
  context: ExportContext,
): MigrationFile {
  const entries = migrations.map((migration) => ({
    idx: place(migration),
    version: '7',
    when: timeOf(context, migration.number),
    tag: named(migration),
    breakpoints: true,
  }));
  const text = JSON.stringify({ version: '7', dialect: context.dialect.toolName, entries }, undefined, 2);
  return { path: 'meta/_journal.json', text: `${text}\n` };
}
