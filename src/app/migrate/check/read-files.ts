import type { MigrationReading } from '../../../engines/migration-reading.ts';
import type { ScriptFile, ScriptStatement, Suppression } from '../../../engines/script.ts';
import type { Diagnostic } from '../../../findings/error.ts';
import { copyCommands } from './psql-copy.ts';

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
      statements: inOrder(
        statements.filter((statement) => statement.sql !== 'DISCARD ALL'),
        copyCommands(text, file.name),
      ),
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

/** What psql sends in the order of the lines. */
function inOrder(
  statements: readonly ScriptStatement[],
  commands: readonly ScriptStatement[],
): readonly ScriptStatement[] {
  if (commands.length === 0) return statements;
  return [...statements, ...commands].sort((a, b) => a.line - b.line);
}

/** Commands of psql that change what runs and that the lab has no answer for. */
function psqlCommands(text: string, file: string): readonly Diagnostic[] {
  return text.split('\n').flatMap((line, at): readonly Diagnostic[] => {
    const [, command] = /^\s*\\(set|gset|if|elif|prompt|unset|!)(?:\s|$)/.exec(line) ?? [];
    if (command === undefined) return [];
    const message = `\\${command} was passed over: what depends on it is told from its form`;
    return [{ severity: 'warning', code: 'psql-command', message, file, line: at + 1 }];
  });
}
