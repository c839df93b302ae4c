import { btreePages } from './btree-pages.ts';
import { brinPages, ginPages } from './meta-pages.ts';
import type { RelationFiles } from './relation-files.ts';
import type { BelievedSize } from './relation-sizes.ts';
import type { ShadowRelation } from './relations.ts';

/** What is to be read in the first pages of an index. */
export interface IndexContents {
  /** The least and the greatest entry of a B-tree, in index order. */
  readonly ends?: readonly Uint8Array[];
  /** Pages of its table. */
  readonly heapPages?: number;
}

/** Files that were made long, and what they held before. */
export type Originals = Map<string, Uint8Array>;

/**
 * Makes the file of a relation as long as it is believed to be and gives an index the first pages that the planner
 * reads. The engine must hold none of its pages in its buffers. The file as it was is kept in `originals`.
 */
export function inflate(
  files: RelationFiles,
  originals: Originals,
  relation: ShadowRelation,
  size: BelievedSize,
  contents: IndexContents = {},
): void {
  if (relation.path === undefined) return;
  let original = originals.get(relation.path);
  if (!original) {
    original = files.read(relation.path).slice();
    originals.set(relation.path, original);
  }
  files.write(relation.path, firstPages(relation, size, contents, original));
  files.resize(relation.path, size.pages);
}

/** Gives a file back the length and the contents that it had. */
export function deflate(files: RelationFiles, originals: Originals, path: string): void {
  const original = originals.get(path);
  if (!original) return;
  files.resize(path, 0);
  files.write(path, original.slice());
}

function firstPages(
  relation: ShadowRelation,
  size: BelievedSize,
  contents: IndexContents,
  original: Uint8Array,
): Uint8Array {
  if (original.length > 0 && size.pages > 1) {
    switch (relation.index?.method) {
      case 'btree':
        return btreePages(original, size.height ?? 0, contents.ends ?? []);
      case 'brin':
        return brinPages(original, contents.heapPages ?? 0);
      case 'gin':
        return size.counts ? ginPages(original, size.counts) : original.slice();
    }
  }
  return original.slice();
}
