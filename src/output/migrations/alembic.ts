import { codeOf, type Language, oneTransaction, setIn } from './code.ts';
import { commented, type ExportContext, type Migration, type MigrationTool, versionOf } from './migration.ts';
import { sqlalchemyText } from './sqlalchemy-text.ts';

/**
 * Alembic: `<revision>_<name>.py` with `upgrade` and `downgrade`, each revision naming the one before; what may not be in
 * a transaction stands in an `autocommit_block`.
 */
export const alembic: MigrationTool = {
  limits: [
    'Set down_revision of the first file to your last revision.',
    'Set transaction_per_migration=True in env.py, so that each revision is committed by itself.',
    'Alembic does not try again when a lock was not had: run alembic upgrade head again.',
  ],
  files: ({ migrations }, context, before) =>
    migrations.map((migration, at) => {
      const former = migrations[at - 1] ?? before.at(-1);
      const revision = revisionOf(migration, context);
      return {
        path: `${revision}_${migration.slug}.py`,
        text: moduleOf(migration, context, revision, former && revisionOf(former, context)),
      };
    }),
};

const revisionOf = (migration: Migration, context: ExportContext) => versionOf(context, migration.number);

function moduleOf(migration: Migration, context: ExportContext, revision: string, former: string | undefined): string {
  const together = oneTransaction(migration);
  const way = (name: 'upgrade' | 'downgrade') => {
    const lines = codeOf(context, migration, name === 'upgrade' ? 'up' : 'down', language);
    const body =
      lines.length === 0
        ? '    pass'
        : together || lines[0]?.startsWith('raise')
          ? setIn(lines, 4)
          : `    with op.get_context().autocommit_block():\n${setIn(lines, 8)}`;
    return `def ${name}() -> None:\n${body}\n`;
  };
  const lines = (['up', 'down'] as const).flatMap((direction) => codeOf(context, migration, direction, language));
  const time = `${context.first.toISOString().slice(0, 19).replace('T', ' ')}`;
  return `${commented([migration.title, ...migration.remarks], '#')}
"""${migration.title.replace(/[\\"]/g, "'")}

Revision ID: ${revision}
Revises: ${former ?? ''}
Create Date: ${time}
"""
${lines.some((line) => line.includes('time.sleep')) ? 'import time\n\n' : ''}import sqlalchemy as sa
from alembic import op

revision = "${revision}"
down_revision = ${former === undefined ? 'None' : `"${former}"`}
branch_labels = None
depends_on = None


${way('upgrade')}

${way('downgrade')}`;
}

/** Between three quotes as it is, where it can stand there; else with its special characters escaped. */
function quoted(value: string): string {
  return /"""|"$|\\$/.test(value) ? JSON.stringify(value) : `r"""${value}"""`;
}

const run = (sql: string) => [`op.execute(sa.text(${quoted(sqlalchemyText(sql))}))`];

const language: Language = {
  run,
  transaction: (lines) => [...run('BEGIN'), ...lines, ...run('COMMIT')],
  loop: ({ sql, pauseMilliseconds }, limits) => [
    ...limits.flatMap(run),
    'last = None',
    'while True:',
    `    row = op.get_bind().execute(sa.text(${quoted(sqlalchemyText(sql).replaceAll('$1', '(:last)'))}), {"last": last}).first()`,
    '    last = None if row is None else row[0]',
    '    if last is None:',
    '        break',
    ...(pauseMilliseconds === 0 ? [] : [`    time.sleep(${pauseMilliseconds / 1000})`]),
  ],
  fail: (message) => [`raise NotImplementedError(${JSON.stringify(message)})`],
};
