import type { ScriptFile } from '../engines/script.ts';
import type { Diagnostic } from '../findings/error.ts';

/** So many characters of a file, and of all files together, tell whose SQL it is. */
const sample = 200_000;

/** The beginning of files of SQL, and the files as if they had not been looked at: standard input can be read only once. */
export async function headOfFiles(
  files: readonly ScriptFile[],
): Promise<{ readonly head: string; readonly files: readonly ScriptFile[] }> {
  let head = '';
  const replayed: ScriptFile[] = [];
  for (const file of files) {
    if (head.length >= sample) {
      replayed.push(file);
      continue;
    }
    const chunks: string[] = [];
    const reported: Diagnostic[] = [];
    let report = (diagnostic: Diagnostic): void => {
      reported.push(diagnostic);
    };
    const rest = file.read((diagnostic) => report(diagnostic))[Symbol.asyncIterator]();
    while (head.length < sample) {
      const next = await rest.next();
      if (next.done) break;
      chunks.push(next.value);
      head += next.value;
    }
    head += '\n';
    replayed.push({
      ...file,
      async *read(told) {
        for (const diagnostic of reported) told(diagnostic);
        report = told;
        yield* chunks;
        yield* { [Symbol.asyncIterator]: () => rest };
      },
    });
  }
  return { head, files: replayed };
}
