import type { Diagnostic } from '../../../findings/error.ts';
import type { Connection } from '../../connection.ts';
import type { ScriptStatement } from '../../script.ts';
import { extensionNamed } from '../load/create-extension.ts';
import { loadStatements } from '../load/load.ts';

/** Puts stand-ins into the lab for extensions that the statements create and the lab lacks. */
export async function standIn(
  lab: Connection,
  statements: readonly ScriptStatement[],
  hasExtension: (name: string) => boolean,
): Promise<readonly Diagnostic[]> {
  const creating = statements.filter(({ sql }) => {
    const name = extensionNamed(sql);
    return /^create\s+extension\b/i.test(sql) && name !== undefined && !hasExtension(name);
  });
  if (creating.length === 0) return [];
  return (await loadStatements(lab, creating, { hasExtension })).diagnostics;
}
