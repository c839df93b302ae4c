import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { configPath } from '../config/config.ts';
import { parseRows, readVolumes, type Volumes } from '../config/volumes.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import type { DocumentFile } from '../output/docs/dictionary.ts';
import { htmlDocs } from '../output/docs/html.ts';
import { markdownDocs } from '../output/docs/markdown.ts';
import { dictionaryOf } from './docs/dictionary-of.ts';
import { compareFolder, type FolderDifference, readManifest, writeFolder } from './docs/site-folder.ts';
import { drawPictures } from './docs-pictures.ts';
import { openSource } from './open-source.ts';

/** Documentation as the command line and the API ask for it. */
export interface DocsRequest {
  readonly source: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** What the folder has, else html, when absent. */
  readonly format?: 'markdown' | 'html';
  readonly folder: string;
  /** The heading; the source's name when absent. */
  readonly title?: string;
  /** Inputs of queries; those that came with the source when empty. */
  readonly workload: readonly string[];
  readonly rows: readonly string[];
  readonly volumes: string | undefined;
  /** False: the rules are not run. */
  readonly findings: boolean;
  /** Only compare. */
  readonly check: boolean;
  readonly force: boolean;
}

export interface DocsResult {
  readonly files: readonly DocumentFile[];
  readonly format: 'markdown' | 'html';
  /** Between the folder as it was and the files. */
  readonly difference: FolderDifference;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Documents a source: writes the folder, or only tells how it differs.
 * @throws RelvarError for every kind of bad input
 */
export async function docsCommand(request: DocsRequest): Promise<DocsResult> {
  const { folder, check, force } = request;
  const manifest = await readManifest(folder).catch((error: unknown) => {
    if (force) return undefined;
    throw error;
  });
  if (check && !manifest) {
    throw new RelvarError('no-docs', `${folder}: there is no documentation to check`, {
      hint: 'make it first, without --check',
    });
  }
  const format = request.format ?? manifest?.format ?? 'html';
  const opened = await openSource({ ...request, volumes: await declaredVolumes(request) });
  const title = request.title ?? opened.source.name;
  const drawing = format === 'html' ? drawPictures(opened.catalog, title) : undefined;
  try {
    const { dictionary, diagnostics } = await dictionaryOf(opened, { ...request, title });
    request.progress('writing the pages');
    const files = drawing
      ? htmlDocs(dictionary, await drawing.pictures(), (text) => createHash('sha256').update(text).digest('base64'))
      : markdownDocs(dictionary);
    const difference = check ? await compareFolder(folder, files) : await writeFolder(folder, format, files, request);
    return { files, format, difference, diagnostics };
  } finally {
    await drawing?.close();
    await opened.close();
  }
}

async function declaredVolumes({ volumes, config, rows }: DocsRequest): Promise<readonly Volumes[]> {
  const file = volumes ?? (config.volumes && configPath(config, config.volumes));
  return [...(file === undefined ? [] : [await readVolumes(file)]), ...(rows.length > 0 ? [parseRows(rows)] : [])];
}
