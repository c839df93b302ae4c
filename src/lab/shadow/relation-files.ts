import type { PGlite } from '@electric-sql/pglite';
import { RelvarError } from '../../findings/error.ts';

/** Bytes of a page, and pages of a segment file: a longer segment is a fatal error (RELSEG_SIZE, src/backend/storage/smgr/md.c). */
export const pageBytes = 8192;
export const segmentPages = 131072;

/** The files of relations in the embedded engine; paths are those of pg_relation_filepath. */
export interface RelationFiles {
  /** Pages of all segments. */
  pages(path: string): number;
  /** Makes a file as long as that many pages, without memory: what was never written reads as zeros. */
  resize(path: string, pages: number): void;
  /** The bytes that are held, without the tail that only counts as there. */
  read(path: string): Uint8Array;
  /** Replaces the bytes that are held, and the length of the file by theirs. */
  write(path: string, bytes: Uint8Array): void;
}

/**
 * The files under an embedded engine, or nothing when its insides are not as they were: this leans on Emscripten's
 * MEMFS (a file is a node with `contents`, of which `usedBytes` count), which no interface promises.
 */
export function relationFiles(engine: PGlite, directory: string): RelationFiles | undefined {
  const system = memorySystem(engine.Module);
  const probe = system && node(system, `${directory}/PG_VERSION`);
  if (!(system && probe)) return undefined;
  const operations = probe.stream_ops;
  if (typeof operations?.read !== 'function') return undefined;
  readZerosBeyondContents(operations);
  return filesOf(system, directory);
}

/** The error for an embedded engine whose files cannot be made long. */
export function noRelationFiles(): RelvarError {
  return new RelvarError('shadow-unavailable', 'the embedded engine does not let its files be sized', {
    hint: 'its version is not the one that this program was made for: install the program anew, or give a server with --lab',
  });
}

interface MemoryNode {
  /** Signed bytes where the engine wrote them itself. */
  contents: Uint8Array | Int8Array;
  usedBytes: number;
  readonly stream_ops?: StreamOperations;
}

interface StreamOperations {
  read(
    stream: { readonly node: MemoryNode },
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): number;
  zeros?: true;
}

interface MemorySystem {
  lookupPath(path: string): { readonly node: unknown };
  writeFile(path: string, data: Uint8Array): void;
  unlink(path: string): void;
}

function memorySystem(module: object): MemorySystem | undefined {
  const system: unknown = 'FS' in module ? module.FS : undefined;
  if (typeof system !== 'object' || system === null) return undefined;
  // The three functions are looked for before anything is believed.
  const candidate = system as MemorySystem;
  return [candidate.lookupPath, candidate.writeFile, candidate.unlink].every((one) => typeof one === 'function')
    ? candidate
    : undefined;
}

function node(system: MemorySystem, path: string): MemoryNode | undefined {
  let found: unknown;
  try {
    found = system.lookupPath(path).node;
  } catch {
    return undefined;
  }
  return asMemoryNode(found);
}

/** A file of MEMFS; one without contents yet only where that is asked for. */
function asMemoryNode(found: unknown, empty = false): MemoryNode | undefined {
  if (typeof found !== 'object' || found === null) return undefined;
  // Both properties are looked at before anything is believed.
  const candidate = found as MemoryNode;
  const bytes = candidate.contents instanceof Uint8Array || candidate.contents instanceof Int8Array;
  return (bytes || (empty && !candidate.contents)) && typeof candidate.usedBytes === 'number' ? candidate : undefined;
}

/**
 * MEMFS copies what `contents` has and says that it read all that `usedBytes` promises: the rest of the reader's
 * buffer would keep the bytes of another page.
 */
function readZerosBeyondContents(operations: StreamOperations): void {
  if (operations.zeros) return;
  const read = operations.read;
  operations.read = (stream, buffer, offset, length, position) => {
    const size = read(stream, buffer, offset, length, position);
    const held = Math.max(0, stream.node.contents.length - position);
    if (held < size) buffer.fill(0, offset + held, offset + size);
    return size;
  };
  operations.zeros = true;
}

/** A folder of MEMFS: its files by their names. */
interface MemoryFolder {
  readonly contents: Readonly<Record<string, object>>;
  readonly node_ops: { mknod(parent: object, name: string, mode: number, device: number): object };
}

/**
 * The files of one folder, found and made without going along their paths each time: a table of 10 TB has ten thousand.
 * Where a folder is not as it was, paths serve.
 */
function besides(
  system: MemorySystem,
  path: string,
): { readonly get: (path: string) => MemoryNode | undefined; readonly make: (path: string) => void } {
  const end = path.lastIndexOf('/');
  const found: unknown = system.lookupPath(path.slice(0, end)).node;
  // What is used of it is looked at before anything is believed.
  const folder = found as Partial<MemoryFolder>;
  const { contents, node_ops: operations } = folder;
  const first = contents?.[path.slice(end + 1)];
  const alike =
    first !== undefined && first === system.lookupPath(path).node && typeof operations?.mknod === 'function';
  if (!alike)
    return {
      get: (one) => node(system, one),
      make: (one) => system.writeFile(one, new Uint8Array(0)),
    };
  return {
    get: (one) => asMemoryNode(contents?.[one.slice(end + 1)]),
    make: (one) => {
      const made = asMemoryNode(operations?.mknod(folder, one.slice(end + 1), regularFile, 0), true);
      if (made) made.contents = new Uint8Array(0);
    },
  };
}

/** The mode of a file that everybody may read and write. */
const regularFile = 0o100666;

function filesOf(system: MemorySystem, directory: string): RelationFiles {
  const segment = (path: string, number: number) => `${directory}/${path}${number === 0 ? '' : `.${number}`}`;
  const found = (path: string): MemoryNode => {
    const file = node(system, segment(path, 0));
    if (!file) throw new Error(`no file ${path}`);
    return file;
  };
  return {
    pages(path) {
      let bytes = 0;
      const files = besides(system, segment(path, 0));
      for (let number = 0; ; number++) {
        const file = files.get(segment(path, number));
        if (!file) return bytes / pageBytes;
        bytes += file.usedBytes;
      }
    },
    resize(path, pages) {
      let left = pages * pageBytes;
      const files = besides(system, segment(path, 0));
      for (let number = 0; ; number++) {
        const bytes = Math.min(left, segmentPages * pageBytes);
        let file = files.get(segment(path, number));
        if (number > 0 && bytes === 0) {
          if (!file) return;
          system.unlink(segment(path, number));
          continue;
        }
        if (!file) {
          files.make(segment(path, number));
          file = files.get(segment(path, number));
        }
        if (!file) throw new Error(`no file ${path}`);
        file.usedBytes = bytes;
        left -= bytes;
      }
    },
    read(path) {
      const { contents, usedBytes } = found(path);
      return new Uint8Array(contents.buffer, contents.byteOffset, Math.min(usedBytes, contents.length));
    },
    write(path, bytes) {
      if (!node(system, segment(path, 0))) system.writeFile(segment(path, 0), new Uint8Array(0));
      const file = found(path);
      file.contents = bytes;
      file.usedBytes = bytes.length;
    },
  };
}
