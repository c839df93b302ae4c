import type { Diagnostic } from '../findings/error.ts';
import { isBlank } from '../sources/dialect.ts';
import { headOfFiles } from '../sources/head.ts';
import type { Source } from '../sources/source.ts';
import { namedSource, type OpenRequest, openNamed } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/**
 * Opens two sources that are held against each other. The one that tells more is opened first: what SQL leaves open, it
 * takes from a database or a snapshot on the other side, and nothing is of the engine that the other side is of.
 * @throws RelvarError as `openSource`
 */
export async function openPair(
  from: OpenRequest,
  to: OpenRequest,
): Promise<{ readonly from: OpenedSource; readonly to: OpenedSource }> {
  const first = await toldOf(await namedSource(from));
  const second = await toldOf(await namedSource(to));
  if (second.tells > first.tells) {
    const [opened, other] = await inOrder([second, to], [first, from]);
    return { from: other, to: opened };
  }
  const [opened, other] = await inOrder([first, from], [second, to]);
  return { from: opened, to: other };
}

/** What a source tells of its engine: nothing where it holds no statement, whose SQL it is, or all of it. */
interface Told {
  readonly source: Source;
  readonly tells: 0 | 1 | 2;
}

async function toldOf(source: Source): Promise<Told> {
  if (source.kind === 'database' || source.kind === 'snapshot') return { source, tells: 2 };
  const { head, files } = await headOfFiles(source.files);
  return { source: { ...source, files }, tells: isBlank(head) ? 0 : 1 };
}

async function inOrder(
  [first, itsRequest]: readonly [Told, OpenRequest],
  [second, request]: readonly [Told, OpenRequest],
): Promise<readonly [OpenedSource, OpenedSource]> {
  const opened = await openNamed(first.source, itsRequest);
  try {
    const { engine, version, statistics } = opened;
    if (first.tells < 2) {
      const nothing = second.tells === 0 ? { beside: { engine } } : {};
      return [opened, await openNamed(second.source, { ...request, ...nothing })];
    }
    const beside = { engine, surroundings: { version, settings: statistics.settings } };
    const { target, ...rest } = request;
    const unheeded = target === undefined || isOf(version, target) ? [] : [unheededTarget(target, version)];
    const told = { ...opened, diagnostics: [...opened.diagnostics, ...unheeded] };
    return [told, await openNamed(second.source, { ...rest, beside })];
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
