import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { RelvarError } from '../../findings/error.ts';
import type { DocumentFile } from '../../output/docs/dictionary.ts';
import { writeWhole } from '../write-whole.ts';

const manifestName = '.relvar-docs.json';

const manifestShape = z.object({
  madeBy: z.literal('relvar docs'),
  format: z.enum(['markdown', 'html']),
  files: z.array(z.string()),
});

/** What stands in a folder of documentation: the format, and the files that were made. */
export type Manifest = z.infer<typeof manifestShape>;

/** How a folder differs from what would be written. */
export interface FolderDifference {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Made once, and no longer. */
  readonly obsolete: readonly string[];
}

/**
 * The manifest of a folder; nothing where there is none.
 * @throws RelvarError `bad-manifest` when it is damaged or names files outside of the folder
 */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readText(join(folder, manifestName));
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const read = manifestShape.safeParse(value);
  if (!read.success || read.data.files.some((file) => !isInside(file))) {
    throw new RelvarError('bad-manifest', `${join(folder, manifestName)} is damaged`, {
      hint: 'remove it, and give --force: files that it told of stay',
    });
  }
  return read.data;
}

function isInside(file: string): boolean {
  return (
    !/^(?:[a-z]:|[\\/])/i.test(file) &&
    !file.split(/[\\/]/).some((part) => part === '' || part === '.' || part === '..')
  );
}

/** Compares a folder with the files that should be in it. */
export async function compareFolder(folder: string, files: readonly DocumentFile[]): Promise<FolderDifference> {
  const manifest = await readManifest(folder);
  const missing: string[] = [];
  const changed: string[] = [];
  for (const { path, content } of files) {
    const there = await readText(join(folder, path));
    if (there === undefined) missing.push(path);
    else if (withoutReturns(there) !== content) changed.push(path);
  }
  const wanted = new Set(files.map((file) => file.path));
  return { missing, changed, obsolete: (manifest?.files ?? []).filter((file) => !wanted.has(file)) };
}

/** A version control that writes line ends of its own changes nothing. */
function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/**
 * Writes the files that are new or changed, and removes those that were made before and are no longer; nothing else is
 * touched.
 * @throws RelvarError `folder-not-empty`, `not-ours` without `force`; `not-writable`
 */
export async function writeFolder(
  folder: string,
  format: Manifest['format'],
  files: readonly DocumentFile[],
  options: { readonly force: boolean; readonly signal: AbortSignal },
): Promise<FolderDifference> {
  const manifest = options.force ? await readManifest(folder).catch(() => undefined) : await readManifest(folder);
  if (!options.force) await refuseForeign(folder, manifest, files);
  const difference = await compareFolder(folder, files).catch(() => ({
    missing: files.map((file) => file.path),
    changed: [],
    obsolete: [],
  }));
  const write = new Set([...difference.missing, ...difference.changed]);
  const folders = new Set([folder, ...files.map((file) => dirname(join(folder, file.path)))]);
  for (const one of folders) await makeFolder(one);
  for (const { path, content } of files) {
    options.signal.throwIfAborted();
    if (write.has(path)) await writeWhole(join(folder, path), content, options.signal);
  }
  const made: Manifest = { madeBy: 'relvar docs', format, files: files.map((file) => file.path).sort() };
  await writeWhole(join(folder, manifestName), `${JSON.stringify(made, undefined, 2)}\n`, options.signal);
  for (const path of difference.obsolete) await rm(join(folder, path), { force: true });
  for (const one of new Set(difference.obsolete.map((path) => dirname(path)).filter((path) => path !== '.'))) {
    // Only one that is empty goes.
    await rmdir(join(folder, one)).catch(() => {});
  }
  return difference;
}

/** Without a manifest a folder must be empty; with one, files that it does not tell of must not be in the way. */
async function refuseForeign(
  folder: string,
  manifest: Manifest | undefined,
  files: readonly DocumentFile[],
): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new RelvarError(
      'not-writable',
      `${folder}: ${error.code === 'ENOTDIR' ? 'it is a file' : 'it cannot be read'}`,
      {
        hint: 'choose another folder after -o',
        cause: error,
      },
    );
  });
  if (!manifest) {
    if (there.length === 0) return;
    throw new RelvarError(
      'folder-not-empty',
      `${folder} holds files that relvar docs did not make: ${there.slice(0, 3).join(', ')}${there.length > 3 ? '…' : ''}`,
      {
        hint: 'choose an empty folder, or give --force: files of the same name are overwritten, others stay',
      },
    );
  }
  const ours = new Set(manifest.files);
  for (const { path } of files) {
    if (ours.has(path) || (await readText(join(folder, path))) === undefined) continue;
    throw new RelvarError('not-ours', `${join(folder, path)} would be overwritten, and relvar docs did not make it`, {
      hint: 'move it away, or give --force',
    });
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new RelvarError('not-writable', `${folder}: the folder cannot be made`, {
      hint: 'choose another after -o',
      cause,
    });
  });
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
