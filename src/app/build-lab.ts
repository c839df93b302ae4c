import type { Catalog } from '../catalog/catalog.ts';
import type { Connection } from '../engines/connection.ts';
import { loadStatements } from '../engines/postgres/load/load.ts';
import type { ScriptStatement } from '../engines/postgres/load/script.ts';
import { wantedExtensions } from '../engines/postgres/load/wanted.ts';
import { schemaStatements } from '../engines/postgres/schema/index.ts';
import type { Diagnostic } from '../findings/error.ts';
import { textOrder } from '../lab/collation.ts';
import { openEmbedded } from '../lab/embedded.ts';
import { hasEmbeddedExtension } from '../lab/extensions.ts';

/**
 * Builds a schema that was read elsewhere in a lab that orders text as the server does, for the proofs; `name` is the
 * source's. What cannot be built there cannot be proven there, and is told in one line.
 */
export async function buildLab(
  catalog: Catalog,
  name: string,
  settings: Readonly<Record<string, string>>,
  alsoWanted: readonly ScriptStatement[] = [],
): Promise<{ readonly lab: Connection; readonly diagnostics: readonly Diagnostic[] }> {
  const order = textOrder(settings);
  const lab = await openEmbedded({
    extensions: [...catalog.extensions.map((extension) => extension.name), ...wantedExtensions(alsoWanted)],
    ...(order === undefined ? {} : { textOrder: order }),
  });
  try {
    return { lab, diagnostics: await build(lab, catalog, name) };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

async function build(lab: Connection, catalog: Catalog, name: string): Promise<readonly Diagnostic[]> {
  const statements = [...schemaStatements(catalog)].map((sql, at) => ({ sql, file: name, line: at + 1 }));
  const { diagnostics } = await loadStatements(lab, statements, { hasExtension: hasEmbeddedExtension });
  const failed = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (failed.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'lab-incomplete',
      message: `${failed.length} of ${statements.length} statements could not be built in the lab: fixes that need them were not tried; the first: ${failed[0]?.message}`,
    },
  ];
}
