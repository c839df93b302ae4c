import { compareText } from '../catalog/names.ts';
import { RelvarError } from './error.ts';
import type { Finding } from './finding.ts';

/** The cases that were known when it was written, by item id. */
export interface Baseline {
  readonly version: 1;
  readonly items: readonly string[];
}

/** Every case of the findings as known from now on. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  const ids = findings.flatMap((finding) => finding.items.map((item) => item.id));
  return { version: 1, items: [...new Set(ids)].sort(compareText) };
}

/** The baseline as a file: one id a line, so that its changes can be reviewed. */
export function writeBaseline(baseline: Baseline): string {
  return `${JSON.stringify(baseline, undefined, 2)}\n`;
}

/** Reads a baseline file's text. Throws `baseline-unreadable` when it is not one. */
export function readBaseline(text: string, file: string): Baseline {
  const hint = 'Write it anew with --baseline write.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RelvarError('baseline-unreadable', `${file} is not JSON`, { hint, cause });
  }
  if (typeof value !== 'object' || value === null || !('version' in value) || !('items' in value)) {
    throw new RelvarError('baseline-unreadable', `${file} is not a baseline: it needs "version" and "items"`, { hint });
  }
  if (value.version !== 1) {
    throw new RelvarError(
      'baseline-unreadable',
      `${file} is a baseline of version ${String(value.version)}; this Relvar reads version 1`,
      { hint },
    );
  }
  const items: unknown = value.items;
  if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) {
    throw new RelvarError('baseline-unreadable', `${file}: "items" is not a list of texts`, { hint });
  }
  return { version: 1, items };
}
