import { type MigrationTool, versionOf } from './migration.ts';
import { partsOf } from './paired-files.ts';
import { nothing, type Script, scriptText } from './sql-script.ts';

/**
 * golang-migrate: `<version>_<title>.up.sql` and `.down.sql`. It sends a file as it is: several statements are one
 * transaction, and one statement alone is outside of any.
 */
export const golangMigrate: MigrationTool = {
  limits: [
    'Leave x-multi-statement at false: it would cut bodies of functions at their semicolons.',
    'golang-migrate does not try again when a lock was not had: the version is left dirty; migrate force to the version before, and run it again.',
  ],
  files({ migrations }, context, before) {
    const { parts, first } = partsOf(migrations, before, context);
    const text = (script: Script | undefined) => (script ? scriptText(script, true) : nothing);
    return parts.flatMap(({ slug, head, up, down }, at) => {
      const path = `${versionOf(context, first + at)}_${slug}`;
      return [
        { path: `${path}.up.sql`, text: `${head}\n${text(up)}\n` },
        { path: `${path}.down.sql`, text: `${head}\n${text(down)}\n` },
      ];
    });
  },
};
