import type { Lab } from '../lab/lab.ts';
import { labOf } from '../lab/labs.ts';
import { openServerLab } from '../lab/server-lab.ts';
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
  // It closes with the source, whose schema it holds.
  if (request.lab === undefined) {
    const lab = await (await labOf(opened.engine)).open(opened.lab, opened.version);
    return { ...lab, close: async () => {} };
  }
  request.progress('building the schema in the lab');
  return openServerLab(request.lab, opened.catalog, request.signal);
}
