import { RelvarError } from '../findings/error.ts';
import type { Lab } from '../lab/lab.ts';
import { labOf } from '../lab/labs.ts';
import type { OpenedSource } from './opened-source.ts';

/** The lab in which a source's schema stands: the embedded one, or a scratch database on a server. */
export async function openLab(
  request: {
    readonly lab: string | undefined;
    readonly signal: AbortSignal;
    readonly progress: (text: string) => void;
  },
  opened: OpenedSource,
): Promise<Lab> {
  const { open, server } = await labOf(opened.engine);
  // It closes with the source, whose schema it holds.
  if (request.lab === undefined) {
    const lab = await open(opened.lab, opened.version);
    return { ...lab, close: async () => {} };
  }
  if (!server) {
    throw new RelvarError('lab-refused', `--lab is for servers, and ${opened.engine.dialect.name} has none`, {
      hint: 'leave --lab out: the embedded engine is the engine itself',
    });
  }
  request.progress('building the schema in the lab');
  return await server(request.lab, opened.catalog, request.signal);
}
