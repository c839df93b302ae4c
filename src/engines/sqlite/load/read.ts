import type { Diagnostic } from '../../../findings/error.ts';
import type { ScriptFile, ScriptStatement, Suppression } from '../../script.ts';
import { splitScript } from './split.ts';

/** All that a list of files holds. */
export interface Script {
  readonly statements: readonly ScriptStatement[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the files in order, and those that they include with `.read`. */
export async function readScript(files: Iterable<ScriptFile>): Promise<Script> {
  const statements: ScriptStatement[] = [];
  const suppressions: Suppression[] = [];
  const diagnostics: Diagnostic[] = [];

  async function read(file: ScriptFile, including: readonly string[]): Promise<void> {
    let text = '';
    for await (const chunk of file.read((diagnostic) => diagnostics.push(diagnostic))) text += chunk;
    const script = splitScript(text, file.name);
    suppressions.push(...script.suppressions);
    for (const part of script.parts) {
      if ('sql' in part) statements.push(part);
      else if (part.name === 'read') {
        const included = file.include?.(part.argument);
        if (included && !including.includes(included.name)) await read(included, [...including, included.name]);
        else {
          diagnostics.push({
            severity: 'warning',
            code: 'file-not-included',
            message: included
              ? `${part.argument} includes itself`
              : `${part.argument} is not there: it was not included`,
            file: part.file,
            line: part.line,
          });
        }
      }
    }
  }

  for (const file of files) await read(file, [file.name]);
  return { statements, suppressions, diagnostics };
}
