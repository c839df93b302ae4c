import { RelvarError } from '../../findings/error.ts';
import type { ScratchConnection } from '../../lab/engine-lab.ts';
import { labOf } from '../../lab/labs.ts';
import type { OpenedSource } from '../opened-source.ts';

/**
 * A database of our own on the server that `--lab` names, with the schema and without rows.
 * @throws RelvarError `lab-refused`
 */
export async function openScratch(
  url: string,
  { engine, catalog, version, traits }: Pick<OpenedSource, 'engine' | 'catalog' | 'version' | 'traits'>,
  signal: AbortSignal,
): Promise<ScratchConnection> {
  const { scratch, name } = await labOf(engine);
  if (scratch) return await scratch(url, catalog, version, signal);
  throw new RelvarError('lab-refused', `--lab: statements for ${traits.name} are tried in ${name}`, {
    hint: 'leave --lab out',
  });
}
