import { readdirSync, readFileSync } from 'node:fs';
import type { Connection } from '../src/engines/connection.ts';
import { loadStatements } from '../src/engines/postgres/load/load.ts';
import { readScript } from '../src/engines/postgres/load/read.ts';
import { wantedExtensions } from '../src/engines/postgres/load/wanted.ts';
import { openEmbedded } from '../src/lab/embedded.ts';
import { hasEmbeddedExtension } from '../src/lab/extensions.ts';

const folder = new URL('corpus/postgres/', import.meta.url);

/** The real schemas of test/corpus/postgres, by file name. */
export const corpusFiles: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort();

/** Opens an embedded engine that holds one of them, and closes it afterwards. */
export async function withCorpus<T>(file: string, use: (database: Connection) => Promise<T>): Promise<T> {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const script = await readScript([
    {
      name: file,
      read: async function* () {
        yield text;
      },
    },
  ]);
  const database = await openEmbedded({ extensions: wantedExtensions(script.statements) });
  try {
    await loadStatements(database, script.statements, { hasExtension: hasEmbeddedExtension });
    return await use(database);
  } finally {
    await database.close();
  }
}
