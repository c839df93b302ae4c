import { type MigrationTool, versionOf } from './migration.ts';
import { partsOf } from './paired-files.ts';
import { nothing, type Script, scriptText } from './sql-script.ts';

/**
 * Prisma Migrate: a folder `<timestamp>_<name>` with `migration.sql`, sent as it is: one statement alone is outside of
 * any transaction. It knows no way back; `down.sql` beside it is for `prisma db execute`.
 */
export const prisma: MigrationTool = {
  limits: [
    'Change schema.prisma to the new schema, so that prisma migrate dev finds nothing to do.',
    'Prisma has no way back: run down.sql by prisma db execute, the last one first, and prisma migrate resolve --rolled-back.',
    'Prisma does not try again when a lock was not had: prisma migrate resolve --rolled-back, then prisma migrate deploy again.',
  ],
  files({ migrations }, context, before) {
    const { parts, first } = partsOf(migrations, before, context);
    const text = (script: Script | undefined) => (script ? scriptText(script, true) : nothing);
    return [
      {
        path: 'migration_lock.toml',
        text: `# Tells Prisma which database these migrations are for.\nprovider = "${context.dialect.toolName}"\n`,
      },
      ...parts.flatMap(({ slug, head, up, down }, at) => {
        const folder = `${versionOf(context, first + at)}_${slug}`;
        return [
          { path: `${folder}/migration.sql`, text: `${head}\n${text(up)}\n` },
          { path: `${folder}/down.sql`, text: `${head}\n${text(down)}\n` },
        ];
      }),
    ];
  },
};
