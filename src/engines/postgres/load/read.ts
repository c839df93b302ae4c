import type { Diagnostic } from '../../../findings/error.ts';
import type { ScriptFile, ScriptStatement, Suppression } from '../../script.ts';
import type { ScriptData } from './script.ts';
import { type SplitOptions, splitScript } from './split.ts';

/** All that a list of files holds. */
export interface Script {
  readonly statements: readonly ScriptStatement[];
  readonly data: readonly ScriptData[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Stands in the list of statements where a file begins or `\connect` is: the session is a new one. */
const newSession = 'DISCARD ALL';

/** Reads the files in order, each in a session of its own, and those that they include. */
export async function readScript(files: Iterable<ScriptFile>, options: SplitOptions = {}): Promise<Script> {
  const statements: ScriptStatement[] = [];
  const data: ScriptData[] = [];
  const suppressions: Suppression[] = [];
  const diagnostics: Diagnostic[] = [];

  async function read(file: ScriptFile, including: readonly string[]): Promise<void> {
    const report = (diagnostic: Diagnostic): void => {
      diagnostics.push(diagnostic);
    };
    for await (const part of splitScript(file.read(report), file.name, options)) {
      const at = { file: part.file, line: part.line };
      switch (part.kind) {
        case 'statement':
          statements.push({ sql: part.sql, ...at });
          break;
        case 'data':
          data.push({ table: part.table, rows: part.rows, ...at });
          break;
        case 'suppression':
          suppressions.push({ rules: part.rules, reason: part.reason, covers: part.covers, ...at });
          break;
        case 'open data':
          report({
            severity: 'warning',
            code: 'rows-cut-off',
            message: `the rows of ${part.table} do not end: what follows them was not read`,
            ...at,
            hint: 'the file looks cut off, or a quote in the rows is never closed',
          });
          break;
        case 'command':
          if (part.name === 'connect') statements.push({ sql: newSession, ...at });
          else if (part.name === 'gexec') {
            report({
              severity: 'note',
              code: 'command-passed-over',
              message: 'a query that writes statements (\\gexec) was not run',
              ...at,
            });
          } else await include(file, unquoted(part.argument), at, including);
      }
    }
  }

  async function include(
    file: ScriptFile,
    path: string,
    at: { file: string; line: number },
    including: readonly string[],
  ): Promise<void> {
    const included = file.include?.(path);
    if (included && !including.includes(included.name)) {
      await read(included, [...including, included.name]);
      return;
    }
    diagnostics.push({
      severity: 'warning',
      code: 'include-not-read',
      message: included ? `${path} includes itself: it was read once` : `the included file ${path} was not found`,
      ...at,
    });
  }

  for (const file of files) {
    statements.push({ sql: newSession, file: file.name, line: 1 });
    await read(file, [file.name]);
  }
  return { statements, data, suppressions, diagnostics };
}

function unquoted(argument: string): string {
  return /^'(.*)'$/.exec(argument)?.[1]?.replaceAll("''", "'") ?? argument;
}
