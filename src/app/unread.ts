import type { OfServer } from '../engines/script.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import type { OpenedSource } from './opened-source.ts';

type Read = Pick<OpenedSource, 'source' | 'diagnostics'>;

/** Statements that were not loaded, and what of a database is not shown: what came of the others is not the schema that is written. */
export function unreadOf(...sources: readonly Read[]): readonly Diagnostic[] {
  return sources.flatMap(({ source, diagnostics }) =>
    source.kind === 'database' || source.kind === 'snapshot'
      ? diagnostics.filter(({ code }) => code === 'not-shown').map((one) => ({ ...one, file: source.name }))
      : diagnostics
          .filter(({ severity }) => severity === 'error')
          .map((one) => ({ ...one, file: one.file ?? source.name })),
  );
}

/** What is told of the server beside the schema, which nobody compares; nothing where nothing is. */
export function serverNotes(...sources: readonly Pick<OpenedSource, 'ofServer'>[]): readonly string[] {
  const all = sources.flatMap(({ ofServer = [] }) => ofServer);
  return [
    ...told(all, undefined, 'Not compared, since it is of the server and not of the schema'),
    ...told(all, 'another server', 'Not read, since only another server knows what it makes'),
    ...told(
      all,
      'who runs it',
      'Said of whoever runs it, for whom the role of the lab was taken; name the role that is meant',
    ),
  ];
}

function told(all: readonly OfServer[], reason: OfServer['why'], sentence: string): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { what, file, line, why } of all) {
    if (why === reason) places.set(what, [...(places.get(what) ?? []), `${file}:${line}`]);
  }
  if (places.size === 0) return [];
  const list = [...places].map(
    ([what, [first, ...more]]) => `${what} (${first}${more.length > 0 ? ` and ${more.length} more` : ''})`,
  );
  return [`${sentence}: ${list.join(', ')}.`];
}

/** As notes of what was made all the same. */
export function unreadNotes(unread: readonly Diagnostic[]): readonly string[] {
  return unread.map((one) => `${placed(one)} What it makes is taken for missing.`);
}

/**
 * Refuses to go on to a schema that was not read whole: what is missing of it would be dropped.
 * @throws RelvarError `schema-not-whole`
 */
export function requireWhole(unread: readonly Diagnostic[]): void {
  const [first, ...others] = unread;
  if (!first) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new RelvarError('schema-not-whole', `${placed(first)}${more} A plan would drop what it makes`, {
    hint: 'mend it, or give --despite-errors to take what it makes for missing',
  });
}

/** `shop.sql:12`. */
export function placeOf({ file = '', line }: Diagnostic): string {
  return `${file}${line === undefined ? '' : `:${line}`}`;
}

function placed(one: Diagnostic): string {
  const { message } = one;
  return `${placeOf(one)} was not loaded: ${message.replace(/\.?$/, '.')}`;
}
