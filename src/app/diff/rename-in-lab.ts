import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { type CatalogObject, objectKey, referenceTo } from '../../catalog/object.ts';
import type { Side } from '../../diff/diff.ts';
import type { OpenedSource } from '../opened-source.ts';

/** What carries a rename out in the lab; or why the engine does not take it, an empty text where it has no statement for it. */
export type Tried = { readonly changes: readonly Change[] } | { readonly refusal: string };

type Drop = Extract<Change, { readonly kind: 'drop' }>;

/**
 * Renames in the lab, as the engine does it by itself; where it refuses, with the views and triggers out of the way that
 * read the table, as many as it takes: those that the schema after has are made again by what comes behind. `before`: the
 * changes that were carried out since the side was read.
 */
export async function renameInLab(
  changes: readonly Change[],
  { catalog, dependencies }: Side,
  source: OpenedSource,
  before: readonly Change[],
): Promise<Tried> {
  const refusal = await refusalOf(changes, source);
  if (refusal === undefined) return { changes };
  if (refusal === '') return { refusal };
  const gone = new Set(before.flatMap((one) => (one.kind === 'drop' ? [keyOf(one.object)] : [])));
  const without = (readers: readonly Change[], keeps: boolean) => refusalOf([...readers, ...changes], source, keeps);
  const objects = readable(catalog);
  for (const keys of [readersOf(changes, dependencies), objects.keys()]) {
    const dropped = [...keys].flatMap((key) => (gone.has(key) ? [] : (objects.get(key) ?? []))).map(dropOf);
    dropped.sort((a, b) => Number(a.object.kind === 'view') - Number(b.object.kind === 'view'));
    if (dropped.length === 0 || (await without(dropped, false)) !== undefined) continue;
    const needed = await fewest(dropped, async (fewer) => (await without(fewer, false)) === undefined);
    await without(needed, true);
    return { changes: [...needed, ...changes] };
  }
  return { refusal };
}

/** A drop less, one after the other, as long as it goes. */
async function fewest(
  drops: readonly Drop[],
  suffice: (fewer: readonly Drop[]) => Promise<boolean>,
): Promise<readonly Drop[]> {
  let left = drops;
  // What is near to the table is read by what is farther: that would stand there without it.
  for (const one of drops.toReversed()) {
    const fewer = left.filter((other) => other !== one);
    if (await suffice(fewer)) left = fewer;
  }
  return left;
}

function dropOf(object: CatalogObject): Drop {
  return { kind: 'drop', object };
}

/** All views and triggers by their keys; the engine may stumble over one that has nothing to do with what is renamed. */
function readable({ tables, views }: Catalog): ReadonlyMap<string, CatalogObject> {
  const plain = views.filter(({ materialized }) => !materialized);
  const objects = [
    ...plain.map((view): CatalogObject => ({ kind: 'view', view })),
    ...[...tables, ...views].flatMap((relation) =>
      relation.triggers.map((trigger): CatalogObject => ({ kind: 'trigger', relation, trigger })),
    ),
  ];
  return new Map(objects.map((object) => [keyOf(object), object]));
}

/** What reads what is renamed, and what reads that: the farthest first. */
function readersOf(changes: readonly Change[], dependencies: Side['dependencies']): readonly string[] {
  const reached = new Set(
    changes.flatMap((change) => {
      if (change.kind !== 'rename') return [];
      const { of, ...object } = change.object;
      return objectKey(of ? { kind: 'table', ...of } : object);
    }),
  );
  for (const on of reached)
    for (const dependency of dependencies) if (dependency.on === on) reached.add(dependency.from);
  return [...reached].reverse();
}

function keyOf(object: CatalogObject): string {
  return objectKey(referenceTo(object));
}

/** Why the engine does not take changes, which are then undone; `keeps`: whether those that it takes stay. */
async function refusalOf(
  changes: readonly Change[],
  { lab, engine, traits }: OpenedSource,
  keeps = true,
): Promise<string | undefined> {
  const statements = changes.flatMap((change) => engine.render(change, traits).map((statement) => statement.sql));
  if (statements.length === 0) return '';
  const { error } = await lab.batch(['SAVEPOINT relvar_rename', ...statements]);
  if (error || !keeps) await lab.exec('ROLLBACK TO SAVEPOINT relvar_rename');
  await lab.exec('RELEASE SAVEPOINT relvar_rename');
  return error?.message;
}
