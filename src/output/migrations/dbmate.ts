import { type MigrationTool, versionOf } from './migration.ts';
import { partsOf } from './paired-files.ts';
import { nothing, type Script, scriptText } from './sql-script.ts';

/** dbmate: `<version>_<name>.sql` with both ways under `-- migrate:up` and `-- migrate:down`, each `transaction:false` if need be. */
export const dbmate: MigrationTool = {
  limits: ['dbmate does not try again when a lock was not had: run dbmate up again.'],
  files({ migrations }, context, before) {
    const { parts, first } = partsOf(migrations, before, context);
    const way = (name: 'up' | 'down', script: Script | undefined) =>
      `-- migrate:${name}${script && !script.together ? ' transaction:false' : ''}\n${script ? scriptText(script) : nothing}\n`;
    return parts.map(({ slug, head, up, down }, at) => ({
      path: `${versionOf(context, first + at)}_${slug}.sql`,
      text: `${head}\n\n${way('up', up)}\n${way('down', down)}`,
    }));
  },
};
