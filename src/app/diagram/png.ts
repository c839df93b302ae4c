import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { RelvarError } from '../../findings/error.ts';
import { builtInFonts } from './fonts.ts';

export interface PngOptions {
  /** Pixels for a pixel of the picture; by its size when absent: 2, less where it would become too large. */
  readonly scale?: number;
  /** A font for scripts that the built-in one lacks, TrueType or OpenType. */
  readonly fontFile?: string;
}

export interface Png {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Pixels in all and along a side that viewers still open. */
const most = { pixels: 100e6, side: 16_000 } as const;
/** A picture of more pixels is not drawn larger than it is. */
const ample = 24e6;

let ready: Promise<typeof import('@resvg/resvg-wasm')> | undefined;

/**
 * Draws an SVG of ours as PNG, without a browser; the same bytes everywhere.
 * @throws RelvarError `font-not-read`, `picture-too-large`
 */
export async function png(
  svg: string,
  size: { readonly width: number; readonly height: number },
  options: PngOptions,
): Promise<Png> {
  const largest = Math.min(
    most.side / Math.max(size.width, size.height),
    Math.sqrt(most.pixels / (size.width * size.height)),
  );
  if (options.scale !== undefined && options.scale > largest) {
    throw new RelvarError(
      'picture-too-large',
      `at --scale ${options.scale} the picture would be ${Math.round(size.width * options.scale)} × ${Math.round(size.height * options.scale)} pixels`,
      { hint: `give --scale ${Math.floor(largest * 100) / 100} or less, or --format svg, which has no pixels` },
    );
  }
  const wished = Math.min(2, Math.max(1, Math.sqrt(ample / (size.width * size.height))));
  const scale = options.scale ?? Math.floor(Math.min(wished, largest) * 100) / 100;
  const fonts = [
    ...(await builtInFonts()),
    ...(options.fontFile === undefined ? [] : [await readFont(options.fontFile)]),
  ];
  ready ??= open();
  const { Resvg } = await ready;
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      fontBuffers: fonts.map((font) => new Uint8Array(font)),
      defaultFontFamily: 'Arimo',
      sansSerifFamily: 'Arimo',
    },
  });
  const image = drawing.render();
  const { width, height } = image;
  const bytes = image.asPng();
  image.free();
  drawing.free();
  return { bytes, width, height, scale };
}

async function open(): Promise<typeof import('@resvg/resvg-wasm')> {
  const resvg = await import('@resvg/resvg-wasm');
  await resvg.initWasm(await readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return resvg;
}

async function readFont(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new RelvarError('font-not-read', `${file}: the font cannot be read`, {
      hint: 'check the path after --font',
      cause,
    });
  });
  const kind = bytes.subarray(0, 4).toString('latin1');
  if (['\0\x01\0\0', 'OTTO', 'true', 'ttcf'].includes(kind)) return bytes;
  throw new RelvarError('font-not-read', `${file} is no TrueType or OpenType font`, {
    hint: 'give a .ttf, .otf or .ttc file',
  });
}
