import type { FileLocation } from '../../findings/finding.ts';

/** `queries.sql:12` as a place. */
export function placeOf(where: string | undefined): FileLocation | undefined {
  const [, file, line] = /^(.+):(\d+)$/.exec(where ?? '') ?? [];
  return file === undefined ? undefined : { file, line: Number(line) };
}
