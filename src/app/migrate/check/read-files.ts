import type { MigrationReading } from '../../../engines/migration-reading.ts';
import type { ScriptFile, ScriptStatement, Suppression } from '../../../engines/script.ts';
import type { Diagnostic } from '../../../findings/error.ts';

/** A file of a migration, as it is written. */
export interface MigrationFile {
  readonly name: string;
  readonly statements: readonly ScriptStatement[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
  /** Its text as far as it is run: for the directives of tools. */
  readonly text: string;
}

/** Reads files of migrations, each by itself. */
export async function readMigrationFiles(
  files: readonly ScriptFile[],
  { readScript }: Pick<MigrationReading, 'readScript'>,
): Promise<readonly MigrationFile[]> {
  const read: MigrationFile[] = [];
  for (const file of files) {
    let text = '';
    const kept: ScriptFile = {
      ...file,
      async *read(report) {
        for await (const chunk of file.read(report)) {
          text += chunk;
          yield chunk;
        }
      },
    };
    const { statements, data, suppressions, diagnostics } = await readScript(kept);
    read.push({
      name: file.name,
      statements: statements.filter((statement) => statement.sql !== 'DISCARD ALL'),
      suppressions,
      diagnostics: [
        ...diagnostics,
        ...data.map(
          (one): Diagnostic => ({
            severity: 'note',
            code: 'rows-not-copied',
            message: `the ${one.rows} rows of COPY ${one.table} were not run`,
            file: one.file,
            line: one.line,
          }),
        ),
        ...psqlCommands(text, file.name),
      ],
      text,
    });
  }
  return read;
}

/** Commands of psql that change what runs and that the lab has no answer for. */
function psqlCommands(text: string, file: string): readonly Diagnostic[] {
  return text.split('\n').flatMap((line, at): readonly Diagnostic[] => {
    const [, command] = /^\s*\\(copy|set|gset|if|elif|prompt|unset|!)(?:\s|$)/.exec(line) ?? [];
    if (command === undefined) return [];
    const message =
      command === 'copy'
        ? '\\copy was not run: the lab has no such file'
        : `\\${command} was passed over: what depends on it is told from its form`;
    return [{ severity: 'warning', code: 'psql-command', message, file, line: at + 1 }];
  });
}
