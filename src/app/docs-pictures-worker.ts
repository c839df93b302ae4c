// Draws the pictures of a site in a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import type { Catalog } from '../catalog/catalog.ts';
import { docsPictures } from '../output/docs/pictures.ts';

const { catalog, title } = workerData as { readonly catalog: Catalog; readonly title: string };
parentPort?.postMessage(docsPictures(catalog, title));
