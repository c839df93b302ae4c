import type { Diagnostic } from '../../../findings/error.ts';
import type { ScriptFile, ScriptStatement, Suppression } from '../../script.ts';
import { splitScript } from './split.ts';

/** All that a list of files holds. */
export interface Script {
  readonly statements: readonly ScriptStatement[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
  /** How the first file begins, comments and all: dumps say there whose they are. */
  readonly head: string;
}

/** So many characters are looked through for what tells the dialect. */
const headLength = 200_000;

/** Reads the files in order, and those that they include with `source`. */
export async function readScript(files: Iterable<ScriptFile>): Promise<Script> {
  const statements: ScriptStatement[] = [];
  const suppressions: Suppression[] = [];
  const diagnostics: Diagnostic[] = [];
  let head = '';

  async function read(file: ScriptFile, including: readonly string[]): Promise<void> {
    const chunks: string[] = [];
    for await (const chunk of file.read((diagnostic) => diagnostics.push(diagnostic))) chunks.push(chunk);
    const text = chunks.join('');
    if (head.length < headLength) head += text.slice(0, headLength - head.length);
    const script = splitScript(text, file.name);
    suppressions.push(...script.suppressions);
    for (const part of script.parts) {
      if ('sql' in part) {
        statements.push(part);
        continue;
      }
      const included = file.include?.(part.include);
      if (included && !including.includes(included.name)) await read(included, [...including, included.name]);
      else {
        diagnostics.push({
          severity: 'warning',
          code: 'file-not-included',
          message: included ? `${part.include} includes itself` : `${part.include} is not there: it was not included`,
          file: part.file,
          line: part.line,
        });
      }
    }
  }

  for (const file of files) await read(file, [file.name]);
  return { statements, suppressions, diagnostics, head };
}
