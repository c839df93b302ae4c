import type { Source } from '../sources/source.ts';
import { namedSource, type OpenRequest, openNamed } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/**
 * Opens two sources that are held against each other. What SQL leaves open, it takes from a database or a snapshot on the
 * other side, which is opened first.
 * @throws RelvarError as `openSource`
 */
export async function openPair(
  from: OpenRequest,
  to: OpenRequest,
): Promise<{ readonly from: OpenedSource; readonly to: OpenedSource }> {
  const first = await namedSource(from);
  const second = await namedSource(to);
  if (isKnown(second) && !isKnown(first)) {
    const [opened, other] = await inOrder([second, to], [first, from]);
    return { from: other, to: opened };
  }
  const [opened, other] = await inOrder([first, from], [second, to]);
  return { from: opened, to: other };
}

async function inOrder(
  [known, itsRequest]: readonly [Source, OpenRequest],
  [source, request]: readonly [Source, OpenRequest],
): Promise<readonly [OpenedSource, OpenedSource]> {
  const opened = await openNamed(known, itsRequest);
  try {
    const { engine, version, statistics } = opened;
    const beside = { engine, surroundings: { version, settings: statistics.settings } };
    return [opened, await openNamed(source, isKnown(known) ? { ...request, beside } : request)];
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Whether it is of one engine, whatever it says. */
function isKnown({ kind }: Source): boolean {
  return kind === 'database' || kind === 'snapshot';
}
