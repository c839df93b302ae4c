import { ended, type Migration, type MigrationTool } from './migration.ts';
import { partsOf } from './paired-files.ts';
import type { Script } from './sql-script.ts';

/**
 * Liquibase, formatted SQL: a changeset for all that shares a transaction, and one for each statement that may not be in
 * one (`runInTransaction:false`). The way back stands in `--rollback` lines; what must hold, in preconditions.
 */
export const liquibase: MigrationTool = {
  limits: [
    'Liquibase does not try again when a lock was not had: run liquibase update again.',
    'A changeset with runInTransaction:false is rolled back outside a transaction, too.',
  ],
  files({ migrations }, context, before) {
    const name = `${before.length === 0 ? '' : 'after_'}step_${migrations[0]?.id ?? '0'}`;
    const sets = migrations.flatMap((migration) => {
      const { parts } = partsOf([migration], [], context);
      return parts.map(({ slug, head, up, down }, at) =>
        changeset(`${migration.id}-${slug}`, head, up, down, at === 0 ? migration : undefined),
      );
    });
    return [{ path: `${name}.sql`, text: `--liquibase formatted sql\n\n${sets.join('\n')}` }];

    function changeset(
      id: string,
      head: string,
      up: Script | undefined,
      down: Script | undefined,
      first?: Migration,
    ): string {
      const together = (up?.together ?? true) && (down?.together ?? true);
      const lines = [
        `--changeset relvar:${id} splitStatements:false${together ? '' : ' runInTransaction:false'}`,
        ...checks(first),
        // So that no line of it reads as an instruction.
        head.replace(/^--/gm, '-- |'),
        ...(up?.statements.map(ended) ?? ['SELECT 1;']),
        ...rollback(first, down),
      ];
      return `${lines.join('\n')}\n`;
    }

    function rollback(migration: Migration | undefined, down: Script | undefined): readonly string[] {
      // Without such a line Liquibase itself says that there is no way back.
      if (migration && 'none' in migration.down) return [];
      if (!down) return ['--rollback empty'];
      return down.statements
        .map(ended)
        .join('\n')
        .split('\n')
        .map((line) => `--rollback ${line}`.trimEnd());
    }
  },
};

/** One line each: Liquibase reads a precondition up to the end of its line. */
function checks(migration: Migration | undefined): readonly string[] {
  // One statement is all that a precondition may be.
  const preconditions = migration?.preconditions.filter((one) => one.prepare === undefined) ?? [];
  if (preconditions.length === 0) return [];
  return [
    '--preconditions onFail:HALT onError:HALT',
    ...preconditions.map(
      ({ count }) => `--precondition-sql-check expectedResult:0 ${count.replace(/\s+/g, ' ').trim()}`,
    ),
  ];
}
