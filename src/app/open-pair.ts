import type { Diagnostic } from '../findings/error.ts';
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
    if (!isKnown(known)) return [opened, await openNamed(source, request)];
    const { engine, version, statistics } = opened;
    const beside = { engine, surroundings: { version, settings: statistics.settings } };
    const { target, ...rest } = request;
    const unheeded = target === undefined || isOf(version, target) ? [] : [unheededTarget(target, version)];
    const told = { ...opened, diagnostics: [...opened.diagnostics, ...unheeded] };
    return [told, await openNamed(source, { ...rest, beside })];
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** `10.11.6-MariaDB` is of 10.11. */
function isOf(version: string, target: string): boolean {
  return version.startsWith(target) && !/^\d/.test(version.slice(target.length));
}

function unheededTarget(target: string, version: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'target-not-heeded',
    message: `--target ${target} is not heeded: the statements are for the version that it has, ${version.replace(/ .*/s, '')}`,
  };
}

/** Whether it is of one engine, whatever it says. */
function isKnown({ kind }: Source): boolean {
  return kind === 'database' || kind === 'snapshot';
}
