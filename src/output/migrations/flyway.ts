import { type ExportContext, type Migration, type MigrationFile, type MigrationTool, versionOf } from './migration.ts';
import { headOf, nothing, scriptsOf, scriptText } from './sql-script.ts';

/**
 * Flyway: `V<version>__<description>.sql` and, for its paid editions, `U…` for the way back; a file of settings beside a
 * script, `….sql.conf`, takes it out of the transaction (`executeInTransaction`), and leaves `${…}` in it as it is.
 */
export const flyway: MigrationTool = {
  limits: [
    'Flyway runs U files in its paid editions alone; run them by hand elsewhere, the last one first.',
    'Flyway does not try again when a lock was not had: the migration fails, and is to be run again (after flyway repair, where it was outside a transaction).',
  ],
  files: ({ migrations }, context) =>
    migrations.flatMap((migration) => [
      ...filesOf('V', 'up', migration, context),
      ...filesOf('U', 'down', migration, context),
    ]),
};

function filesOf(
  letter: 'V' | 'U',
  direction: 'up' | 'down',
  migration: Migration,
  context: ExportContext,
): readonly MigrationFile[] {
  const path = `${letter}${versionOf(context, migration.number)}__${migration.slug}.sql`;
  const scripts = scriptsOf(context, migration, direction, true);
  const together = scripts.every((script) => script.together);
  const text =
    scripts.length === 0
      ? nothing
      : scripts.map((script) => scriptText(script, !together, context.dialect.delimited)).join('\n');
  const settings = [
    ...(together ? [] : ['executeInTransaction=false\n']),
    // Else it would take the place of what stands between the braces, in texts and bodies of functions too.
    ...(text.includes('${') ? ['placeholderReplacement=false\n'] : []),
  ];
  return [
    { path, text: `${headOf(migration, [])}\n${text}\n` },
    ...(settings.length === 0 ? [] : [{ path: `${path}.conf`, text: settings.join('') }]),
  ];
}
