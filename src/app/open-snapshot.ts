import { engineOf, latest } from '../engines/engines.ts';
import { RelvarError } from '../findings/error.ts';
import { labOf } from '../lab/labs.ts';
import type { ReadSnapshot } from '../sources/snapshot/snapshot.ts';
import type { SnapshotSource } from '../sources/source.ts';
import type { OpenRequest } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/**
 * Reads a snapshot, and builds its schema in a lab for the proofs.
 * @throws RelvarError when it is none, is cut short, edited beyond use, or of a newer version
 */
export async function openSnapshot(source: SnapshotSource, request: OpenRequest): Promise<OpenedSource> {
  const { snapshot, diagnostics } = await loadSnapshot(source, request);
  request.signal.throwIfAborted();
  const engine = engineOf(snapshot.source.engine);
  if (!engine) {
    throw new RelvarError(
      'unknown-engine',
      `${source.name} is of ${snapshot.source.engine}, which this version does not read`,
    );
  }
  request.progress('building the schema in the lab');
  const { catalog, statistics, workload } = snapshot;
  const built = await (await labOf(engine)).build(
    catalog,
    source.name,
    statistics.settings,
    await request.alsoWanted?.(engine),
  );
  const version = statistics.serverVersion ?? latest(engine);
  const traits = engine.traits(version);
  return {
    source: { name: source.name, kind: 'snapshot', engine: traits.name },
    engine,
    traits,
    version,
    catalog,
    statistics,
    workload,
    diagnostics: [...diagnostics, ...built.diagnostics],
    suppressions: [],
    locate: () => undefined,
    lab: built.lab,
    close: () => built.lab.close(),
  };
}

/** @throws RelvarError as {@link openSnapshot} */
export async function loadSnapshot(
  source: SnapshotSource,
  request: Pick<OpenRequest, 'progress'>,
): Promise<ReadSnapshot> {
  request.progress(`reading ${source.name}`);
  const [text, { readSnapshot }] = await Promise.all([source.text(), import('../sources/snapshot/snapshot.ts')]);
  return readSnapshot(text, source.name);
}
