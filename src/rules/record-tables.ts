import { phrases, singular, words } from '../catalog/words.ts';

const logWords = new Set(
  phrases(`
  log, audit, event, activity, trail, journal, changelog, auditlog, eventlog, history, telemetry`),
);
const copyWords = new Set(
  phrases(`
  history, version, revision, snapshot, archive, archived, backup, bak, old, copy, deleted, trash, audit, log,
  journal, changelog, auditlog, staging, stage, stg, tmp, temp, import, export`),
);
const schemaVersionWords =
  /^(?:schema migrations?|ar internal metadata|flyway schema history|databasechangelog(?:lock)?|alembic version|knex migrations(?: lock)?|prisma migrations|django migrations|goose db version|diesel schema migrations|migrations?|typeorm metadata|schema version|schema info|ef ?migrations ?history|sequelize meta|doctrine migration versions|phinxlog)$/;

/** Whether the name says that rows are added as things happen and stay as they are: `audit_log`, `user_events`. */
export function isLogName(name: string): boolean {
  const all = words(name);
  return (
    logWords.has(singular(all.at(-1) ?? '')) ||
    all.some((word) => word === 'log' || word === 'logs' || word.endsWith('audit'))
  );
}

/** Whether the name says that the table keeps, on purpose, what other tables held: `order_history`, `posts_archive`. */
export function keepsCopies(name: string): boolean {
  return words(name).some((word) => copyWords.has(singular(word)) || /.(?:audit|history|archive|backup)$/.test(word));
}

/** Whether the table is a migration tool's own record. */
export function isMigrationRecord(name: string): boolean {
  return schemaVersionWords.test(words(name).join(' '));
}
