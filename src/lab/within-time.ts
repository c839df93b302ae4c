import type { Connection } from '../engines/connection.ts';
import type { ScriptStatement } from '../engines/script.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { OutOfTime } from './apart.ts';

/** Without rows hardly a statement takes a second: milliseconds that one may take in an embedded engine. */
export const usualTimeLimit = 60_000;

/** The statements of a script that come to an end, and what is told of the others. */
export interface WithinTime {
  readonly statements: readonly ScriptStatement[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Where a statement of a script may not come to an end, the script is loaded into a copy first, in a thread that is ended
 * when its time is over: what does not end is left out, and the rest tried again.
 */
export async function endingWithin(
  statements: readonly ScriptStatement[],
  milliseconds: number,
  open: () => Promise<Connection>,
  load: (into: Connection, statements: readonly ScriptStatement[]) => Promise<unknown>,
): Promise<WithinTime> {
  const kept = [...statements];
  const diagnostics: Diagnostic[] = [];
  while (kept.some(({ sql }) => mayTakeLong.test(sql))) {
    const copy = await open();
    try {
      await load(oneByOne(copy), kept);
      break;
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      const at = kept.findIndex(({ sql }) => error.statements.some((one) => spaced(one).includes(spaced(sql))));
      const [endless] = at < 0 ? [] : kept.splice(at, 1);
      if (!endless) {
        throw new RelvarError('out-of-time', `the lab did not answer within ${milliseconds / 1000} s`, {
          hint: 'load a script that holds the schema alone',
          cause: error,
        });
      }
      diagnostics.push({
        severity: 'error',
        code: 'out-of-time',
        message: `the statement did not end within ${milliseconds / 1000} s and was left out`,
        file: endless.file,
        line: endless.line,
      });
    } finally {
      await copy.close();
    }
  }
  return { statements: kept, diagnostics };
}

/** What runs code, or reads rows that it makes itself; but for the calls that every dump begins with. */
const mayTakeLong =
  /^(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:do|call|with|select(?!\s+(?:pg_catalog\.)?(?:set_config|setval)\b))\b|\bas\s+(?:with\s+recursive|select\b[^;]*\b(?:generate_series|pg_sleep|recursive)\b)/i;

const spaced = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim();

/** Each statement by itself, so that it is known which one did not end. */
function oneByOne(connection: Connection): Connection {
  return {
    ...connection,
    async batch(statements) {
      for (const [completed, sql] of statements.entries()) {
        const { error } = await connection.batch([sql]);
        if (error) return { completed, error };
      }
      return { completed: statements.length };
    },
  };
}
