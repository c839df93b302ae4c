import type { Column } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import { type Evidence, observed, presumed } from '../../findings/evidence.ts';
import { constantDefault } from '../constants.ts';
import { type SampledValues, shareOf } from '../sampled-values.ts';

/** What says that a text is a list. */
export interface Signs {
  readonly evidence: readonly Evidence[];
  /** Whether more than the name says so. */
  readonly sure: boolean;
  /** The values are keys of other rows. */
  readonly ids: boolean;
  /** What stands between the values, where it is known. */
  readonly separator?: string;
}

const separators: readonly (readonly [RegExp, string])[] = [
  [/\bcomma|\bcsv\b/i, ','],
  [/\bsemicolon/i, ';'],
  [/\bpipe/i, '|'],
  [/\bspace/i, ' '],
  [/\b(?:new)?line/i, '\n'],
];
const separated =
  /\b(?:comma|semicolon|pipe|space|newline|line|tab)s?[ -]*(?:separated|delimited)\b|\b(?:separated|delimited) (?:by|with) (?:a )?(?:comma|semicolon|pipe|space|newline)|\bcsv\b/i;

/** Nothing when too little speaks for a list, or the values are none. */
export function signs(
  column: Column,
  names: ReadonlySet<string>,
  sampled: SampledValues | undefined,
): Signs | undefined {
  const parts = words(column.name);
  const last = parts.at(-1) ?? '';
  const given = constantDefault(column);
  // `[]` and `{}` are JSON; another default shows a single value.
  if (given !== undefined && given !== '' && !/[,;|]/.test(given)) return undefined;
  if (parts.some((word) => ['hash', 'encrypted', 'json', 'yaml', 'xml', 'count', 'html'].includes(word)))
    return undefined;
  const ids = last === 'ids' || last === 'uuids';
  const comment = separated.exec(column.comment ?? '')?.[0];
  const isNamed = parts.length > 0 && (names.has(last) || (last === 'list' && parts.length > 1));
  if (comment !== undefined) {
    const separator = separators.find(([pattern]) => pattern.test(comment))?.[1];
    const evidence = presumed(`its comment says “${column.comment}”`, 'strong');
    return { evidence: [evidence], sure: true, ids, ...(separator ? { separator } : {}) };
  }
  if (!isNamed) return undefined;
  const name = presumed(
    `the name says that it holds several ${ids ? 'keys' : 'values'}`,
    ids || last === 'csv' ? 'strong' : 'fair',
  );
  const values = sampled?.values.filter((value) => value.trim() !== '') ?? [];
  if (values.length === 0) return { evidence: [name], sure: ids, ids };
  const separator = separatorOf(values);
  if (separator === undefined) return undefined;
  const seen = observed(
    `values in the engine's statistics are lists, such as ${values.find((value) => value.includes(separator))}`,
  );
  return { evidence: [seen, name], sure: true, ids, separator };
}

/** The separator that at least three in ten values contain, between short pieces. */
function separatorOf(values: readonly string[]): string | undefined {
  if (shareOf(values, (value) => /^\s*[[{]/.test(value)) > 0.5) return undefined;
  for (const separator of [', ', ',', '; ', ';', '|', ' ', '\n']) {
    const isList = (value: string) => {
      const pieces = value.split(separator);
      return (
        pieces.length > 1 && pieces.every((piece) => piece.length < 60 && (separator === ' ' || !/[.!?] /.test(piece)))
      );
    };
    if (shareOf(values, isList) >= 0.3) return separator;
  }
  return undefined;
}
