import { type Diagnostic, RelvarError } from '../findings/error.ts';

/** The first bytes of files that people hand over by mistake, and what to do instead. */
const signatures: readonly { readonly bytes: readonly number[]; readonly what: string; readonly hint: string }[] = [
  {
    bytes: [0x50, 0x47, 0x44, 0x4d, 0x50],
    what: 'a pg_dump archive',
    hint: 'run: pg_restore -s -f - FILE | relvar review -',
  },
  { bytes: [0x1f, 0x8b], what: 'gzip', hint: 'run: gunzip -c FILE | relvar review -' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'zstd', hint: 'run: zstd -dc FILE | relvar review -' },
  { bytes: [0x42, 0x5a, 0x68], what: 'bzip2', hint: 'run: bunzip2 -c FILE | relvar review -' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'xz', hint: 'run: xz -dc FILE | relvar review -' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive', hint: 'unpack it first' },
  {
    bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66],
    what: 'an SQLite database',
    hint: 'run: sqlite3 FILE .schema | relvar review -',
  },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: 'a program', hint: 'give a file of SQL' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG picture', hint: 'give a file of SQL' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture', hint: 'give a file of SQL' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document', hint: 'give a file of SQL' },
];

/** So many bytes decide what a file is. */
const probe = 64 * 1024;

/**
 * The text of a file of bytes, as it streams by: UTF-8, or UTF-16 with a byte order mark. Bytes that are no UTF-8 are
 * read as Windows-1252, which loses none, with a warning.
 * @throws RelvarError `not-text` for an archive, a picture or other bytes that are no text
 */
export async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  report: (diagnostic: Diagnostic) => void,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let strict = true;
  let pending: Uint8Array = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (!decoder) {
      pending = joined(pending, chunk);
      if (pending.length < probe) continue;
      decoder = decoderFor(pending, name);
    } else pending = chunk;
    const text = attempt(pending);
    if (text !== '') yield text;
    pending = new Uint8Array(0);
  }
  decoder ??= decoderFor(pending, name);
  const rest = attempt(pending, true);
  if (rest !== '') yield rest;

  function attempt(part: Uint8Array, last = false): string {
    if (!decoder) return '';
    try {
      return decoder.decode(part, { stream: !last });
    } catch {
      if (strict) {
        report({
          severity: 'warning',
          code: 'not-utf-8',
          message: `${name} is not UTF-8: it was read as Windows-1252 from where that shows`,
          file: name,
          hint: 'convert it: iconv -f WINDOWS-1252 -t UTF-8',
        });
      }
      strict = false;
      decoder = new TextDecoder('windows-1252');
      return decoder.decode(part, { stream: !last });
    }
  }
}

function decoderFor(start: Uint8Array, name: string): InstanceType<typeof TextDecoder> {
  for (const { bytes, what, hint } of signatures) {
    if (bytes.every((byte, at) => start[at] === byte)) {
      throw new RelvarError('not-text', `${name} is ${what}, not SQL text`, { hint: hint.replace('FILE', name) });
    }
  }
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be');
  if (start.subarray(0, probe).includes(0))
    throw new RelvarError('not-text', `${name} is binary, not SQL text`, { hint: 'give a file of SQL' });
  return new TextDecoder('utf-8', { fatal: true });
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
