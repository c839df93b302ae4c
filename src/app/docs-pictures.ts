import { Worker } from 'node:worker_threads';
import type { Catalog } from '../catalog/catalog.ts';
import { type DocsPictures, docsPictures } from '../output/docs/pictures.ts';

/** Fewer tables are drawn before a thread has begun. */
const worthAThread = 100;

export interface Drawing {
  readonly pictures: () => Promise<DocsPictures>;
  /** Ends what still draws. */
  readonly close: () => Promise<void>;
}

/** Draws the pictures of a site, of a large schema beside what else is done meanwhile. */
export function drawPictures(catalog: Catalog, title: string): Drawing {
  if (catalog.tables.length < worthAThread) {
    return { pictures: async () => docsPictures(catalog, title), close: async () => {} };
  }
  const worker = new Worker(new URL('../../dist/app/docs-pictures-worker.js', import.meta.url), {
    workerData: { catalog, title },
  });
  const drawn = new Promise<DocsPictures>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  // Whoever fails before the pictures are asked for tells that failure.
  drawn.catch(() => {});
  return { pictures: () => drawn, close: async () => void (await worker.terminate()) };
}
