import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';

const subsets = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'hebrew', 'vietnamese'];

/** Arimo in two weights for the scripts that it has, as the rasteriser takes it. */
export async function builtInFonts(): Promise<readonly Uint8Array[]> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@fontsource/arimo/package.json')), 'files');
  const names = [400, 700].flatMap((weight) => subsets.map((subset) => `arimo-${subset}-${weight}-normal.woff`));
  return Promise.all(names.map(async (name) => unpackWoff(await readFile(join(folder, name)))));
}

/** The OpenType font in a WOFF file, its tables inflated (WOFF File Format 1.0, W3C, sections 3 to 5). */
function unpackWoff(woff: Buffer): Uint8Array {
  const count = woff.readUInt16BE(12);
  const entries = Array.from({ length: count }, (_, at) => {
    const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((field) =>
      woff.readUInt32BE(44 + 20 * at + field),
    ) as [number, number, number, number, number];
    const data = woff.subarray(offset, offset + packed);
    return { tag, checksum, data: packed < length ? inflateSync(data) : data };
  });
  const head = Buffer.alloc(12 + 16 * count);
  const power = 2 ** Math.floor(Math.log2(count));
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(16 * power, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(16 * (count - power), 10);
  const parts: Buffer[] = [head];
  let at = head.length;
  for (const [number, { tag, checksum, data }] of entries.entries()) {
    const record = 12 + 16 * number;
    head.writeUInt32BE(tag, record);
    head.writeUInt32BE(checksum, record + 4);
    head.writeUInt32BE(at, record + 8);
    head.writeUInt32BE(data.length, record + 12);
    const padding = (4 - (data.length % 4)) % 4;
    parts.push(data, Buffer.alloc(padding));
    at += data.length + padding;
  }
  return Buffer.concat(parts);
}
