import { qualified } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { DataType } from '../../catalog/type.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'row-too-long',
  category: 'shape',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A table whose declared columns nearly fill what a row may have.',
  headline: (count) => `${count} tables are declared nearly as long as a row may be`,
  why: 'The next column that is added, or a wider character set, is refused: the limit counts what is declared, not what is stored.',
  effort: 'hours',
  tradeOff: 'Long texts stand outside of the row, and reading them is another step.',
  needs: ['catalog'],
  when: (traits) => traits.declaredRowBytes !== undefined,
  settings: {
    /** From this part of the limit on. */
    share: 0.8,
  },
  *check({ lookups, traits, settings }) {
    const limit = traits.declaredRowBytes;
    if (!limit) return;
    for (const table of lookups.ownTables) {
      const bytes = table.columns.reduce((sum, one) => sum + bytesOf(one, table.options['collation'], limit), 0);
      const paged = pageBytes(table, limit);
      const isPaged = paged !== undefined && paged.bytes / paged.most > bytes / limit.most;
      const [taken, most] = isPaged ? [paged.bytes, paged.most] : [bytes, limit.most];
      if (taken < most * settings.share) continue;
      const refused = taken > most ? ': a server refuses the table' : '';
      yield {
        at: { kind: 'table', object: table },
        ...(taken > most ? { severity: 'high' as const } : {}),
        message: isPaged
          ? `${qualified(table)}: its columns take ${taken} bytes of a page at least, of ${most} that a row may have there${refused}`
          : `${qualified(table)}: its columns are declared with ${taken} bytes, of ${most} that a row may have${refused}`,
        evidence: [
          stated(
            isPaged
              ? 'values of up to 255 bytes stand in the page whole, of longer ones a part; nothing is stored yet when this is counted'
              : 'texts count with all their characters at the most bytes of their character set',
          ),
        ],
        changes: [],
      };
    }
  },
});

type Limit = NonNullable<Traits['declaredRowBytes']>;

/** In characters, or of bytes as they stand in the type: `binary(16)`. */
function lengthOf({ length, text, family }: DataType): number | undefined {
  const bytes = family === 'binary' ? /\((\d+)\)/.exec(text)?.[1] : undefined;
  return length ?? (bytes === undefined ? undefined : Number(bytes));
}

/** As the limit counts: texts with all they may hold, long texts with their pointers. */
function bytesOf({ type, collation }: Column, own: string | undefined, { perCharacter }: Limit): number {
  if (type.length !== undefined && type.family === 'text') {
    const bytes = type.length * perCharacter(collation?.name ?? own ?? 'utf8mb4');
    return bytes + (type.name === 'char' ? 0 : bytes > 255 ? 2 : 1);
  }
  const length = lengthOf(type);
  if (length !== undefined && type.family === 'binary') return length + 2;
  return type.bytes ?? 9;
}

/** What a row takes of a page at the least; nothing where the engine counts no such thing, or the table's form is not known. */
function pageBytes(
  { columns, options, primaryKey, kind }: Table,
  { page, perCharacter }: Limit,
): { readonly bytes: number; readonly most: number } | undefined {
  if (!page?.counts(options) || kind !== 'table') return undefined;
  const own = columns.filter(({ generated }) => generated?.stored !== false);
  let bytes = page.head + (primaryKey ? 0 : page.ownKey) + Math.ceil(own.filter(({ nullable }) => nullable).length / 8);
  for (const { type, collation } of own) {
    const isText = type.family === 'text' || type.family === 'binary' || type.family === 'json';
    const perOne = type.family === 'text' ? perCharacter(collation?.name ?? options['collation'] ?? 'utf8mb4') : 1;
    const isFixed = (type.name === 'char' && perOne === 1) || type.name === 'binary';
    const taken = !isText
      ? (type.bytes ?? 9)
      : isFixed
        ? (lengthOf(type) ?? 1)
        : page.leastOf((lengthOf(type) ?? Number.POSITIVE_INFINITY) * perOne, options);
    if (taken === undefined) return undefined;
    bytes += taken;
  }
  return { bytes, most: page.most };
}
