import { codeOf, type Language, oneTransaction, setIn } from './code.ts';
import {
  className,
  commented,
  type ExportContext,
  type Migration,
  type MigrationTool,
  versionOf,
} from './migration.ts';

/** Rails: `<timestamp>_<name>.rb` with `up` and `down`; `disable_ddl_transaction!` takes both out of the transaction. */
export const rails: MigrationTool = {
  limits: [
    'Set config.active_record.schema_format = :sql: schema.rb cannot hold all that the plan makes.',
    'Rails does not try again when a lock was not had: run rails db:migrate again.',
  ],
  files: ({ migrations }, context) =>
    migrations.map((migration) => ({
      path: `${versionOf(context, migration.number)}_${migration.slug}.rb`,
      text: classOf(migration, context),
    })),
};

function classOf(migration: Migration, context: ExportContext): string {
  const way = (name: 'up' | 'down') => {
    const lines = codeOf(context, migration, name, language);
    return lines.length === 0 ? `  def ${name}; end\n` : `  def ${name}\n${setIn(lines, 4)}\n  end\n`;
  };
  return `${commented([migration.title, ...migration.remarks], '#')}
class ${className(migration.slug)} < ActiveRecord::Migration[6.1]
${oneTransaction(migration) ? '' : '  disable_ddl_transaction!\n\n'}${way('up')}
${way('down')}end
`;
}

/** Between quotes in which nothing is replaced but a backslash before one of these two. */
function quoted(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

const run = (sql: string) => [`execute(${quoted(sql)})`];

const language: Language = {
  run,
  transaction: (lines) => ['transaction do', ...lines.map((line) => `  ${line}`), 'end'],
  loop: ({ sql, pauseMilliseconds }, limits) => [
    ...limits.flatMap(run),
    'last = nil',
    'loop do',
    `  row = connection.raw_connection.exec_params(${quoted(sql)}, [last]).first`,
    "  last = row && row['last']",
    '  break if last.nil?',
    ...(pauseMilliseconds === 0 ? [] : [`  sleep ${pauseMilliseconds / 1000}`]),
    'end',
  ],
  fail: (message) => [`raise ActiveRecord::IrreversibleMigration, ${quoted(message)}`],
};
