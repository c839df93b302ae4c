#!/usr/bin/env node
// Writes src/diagram/layout/font-widths.ts: the advance widths of Arimo, which are those of Arial, Helvetica and
// Liberation Sans, from the package's WOFF files (https://www.w3.org/TR/WOFF/, OpenType's cmap, head, hmtx).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';

const folder = join(dirname(createRequire(import.meta.url).resolve('@fontsource/arimo/package.json')), 'files');
const ranges = [
  [0x20, 0x17f, ['latin', 'latin-ext']],
  [0x391, 0x3c9, ['greek']],
  [0x401, 0x45f, ['cyrillic']],
];

function tables(file) {
  const woff = readFileSync(file);
  const found = new Map();
  for (let at = 44, left = woff.readUInt16BE(12); left > 0; left--, at += 20) {
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field));
    const data = woff.subarray(offset, offset + packed);
    found.set(woff.toString('latin1', at, at + 4), packed < length ? inflateSync(data) : data);
  }
  return found;
}

function widthsOf(file) {
  const font = tables(file);
  const unit = font.get('head').readUInt16BE(18);
  const metrics = font.get('hhea').readUInt16BE(34);
  const hmtx = font.get('hmtx');
  const advance = (glyph) => Math.round((hmtx.readUInt16BE(4 * Math.min(glyph, metrics - 1)) * 1000) / unit);
  const cmap = font.get('cmap');
  const widths = new Map();
  for (let table = 0; table < cmap.readUInt16BE(2); table++) {
    const start = cmap.readUInt32BE(4 + 8 * table + 4);
    if (cmap.readUInt16BE(start) !== 4) continue;
    const double = cmap.readUInt16BE(start + 6);
    for (let at = 0; at < double; at += 2) {
      const last = cmap.readUInt16BE(start + 14 + at);
      const first = cmap.readUInt16BE(start + 16 + double + at);
      const delta = cmap.readInt16BE(start + 16 + 2 * double + at);
      const place = start + 16 + 3 * double + at;
      const range = cmap.readUInt16BE(place);
      for (let code = first; code <= last && code < 0xffff; code++) {
        const glyph = range === 0 ? (code + delta) & 0xffff : cmap.readUInt16BE(place + range + 2 * (code - first));
        if (glyph !== 0) widths.set(code, advance(glyph));
      }
    }
  }
  return widths;
}

const weights = [400, 700].map((weight) =>
  ranges.map(([first, last, subsets]) => {
    const known = new Map(
      subsets.flatMap((subset) => [...widthsOf(join(folder, `arimo-${subset}-${weight}-normal.woff`))]),
    );
    const widths = Array.from({ length: last - first + 1 }, (_, at) => known.get(first + at) ?? 600);
    return `  { first: ${first}, widths: [${widths.join(', ')}] },`;
  }),
);
writeFileSync(
  new URL('../src/diagram/layout/font-widths.ts', import.meta.url),
  `// Made by scripts/font-widths.mjs from the package @fontsource/arimo; thousandths of the font's size.

interface WidthRange {
  /** The first character's code. */
  readonly first: number;
  readonly widths: readonly number[];
}

export const regularWidths: readonly WidthRange[] = [
${weights[0].join('\n')}
];

export const boldWidths: readonly WidthRange[] = [
${weights[1].join('\n')}
];
`,
);
