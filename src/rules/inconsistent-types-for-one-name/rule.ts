import type { Lookups } from '../../catalog/lookups.ts';
import { compareText, qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import { phrases, words } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { isReferencing, type JudgedColumn, judgedColumns } from '../judged-columns.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'inconsistent-types-for-one-name',
  category: 'types',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A column has another type than most columns of its name.',
  headline: (count) => `${count} columns have another type than most of their name`,
  why: 'People and programs take columns of one name for the same thing: joins then need casts, which keep indexes from being used, and values that fit in one table overflow or are refused in another.',
  effort: 'hours',
  tradeOff: 'If the column means something else, rename it instead.',
  needs: ['catalog'],
  when: (traits) => traits.enforcesTypes,
  settings: {
    /** At so many columns of a name its usual type can be told. */
    leastColumns: 4,
    /** The share of them that must have it. */
    majority: 0.75,
    /** Names of one word that nevertheless mean one thing; other single words, such as value, may mean anything. */
    singleWords: phrases(`
      email, phone, currency, locale, timezone, latitude, longitude, slug, sku, uuid, url`),
    /** First words of names that mean another thing in each table: a parent, an object of any kind. */
    generic: phrases(`
      parent, entity, external, object, resource, source, target, item, record, ref, owner, subject,
      related, remote, original, legacy, old, new, default, min, max, start, end, other, foreign, native,
      raw`),
  },
  *check(context) {
    const { lookups, settings } = context;
    for (const columns of columnsByName(lookups, new Set(settings.singleWords), new Set(settings.generic)).values()) {
      const usual = usualKind(columns, settings.leastColumns, settings.majority);
      if (!usual) continue;
      for (const [table, column] of columns) {
        // A foreign key's type follows the column that it references.
        if (kindOf(column) === usual.kind || isReferencing(table, column.name)) continue;
        const widened = widens(column, usual.kind)
          ? retype(context, table, column, { type: usual.kind, default: 'kept', keeps: ['checks', 'indexes'] })
          : undefined;
        // Text among references may well be the key of another system.
        const isForeign = usual.references && column.type.family === 'text';
        const isKey = isIdentifier(column.name) && !isForeign;
        yield {
          at: { kind: 'column', object: table, names: [column.name] },
          message: `${qualifiedColumn(table, column.name)} is ${column.type.text}; ${usual.count} of ${columns.length} columns of that name are ${usual.text}`,
          severity: isKey && column.type.family !== 'integer' ? 'medium' : 'low',
          evidence: [
            stated(`the name has the type ${usual.text} in ${examples(columns, usual.kind)}`),
            presumed('columns of one name mean the same thing', isKey ? 'fair' : 'weak'),
            ...(widened?.evidence ?? []),
          ],
          changes: widened?.changes ?? [],
        };
      }
    }
  },
});

function columnsByName(
  lookups: Lookups,
  singles: ReadonlySet<string>,
  generic: ReadonlySet<string>,
): ReadonlyMap<string, readonly JudgedColumn[]> {
  const byName = new Map<string, JudgedColumn[]>();
  for (const [table, column] of judgedColumns(lookups)) {
    const [first = '', second] = words(column.name);
    if (second === undefined ? !singles.has(first) : generic.has(first)) continue;
    const known = byName.get(column.name);
    if (known) known.push([table, column]);
    else byName.set(column.name, [[table, column]]);
  }
  return byName;
}

interface Usual {
  readonly kind: string;
  readonly count: number;
  /** Whether some of them are in foreign keys. */
  readonly references: boolean;
  /** The most common type of the kind, as the engine writes it. */
  readonly text: string;
}

function usualKind(columns: readonly JudgedColumn[], least: number, majority: number): Usual | undefined {
  if (columns.length < least) return undefined;
  const counts = count(columns.map(([, column]) => kindOf(column)));
  const [kind, most] = counts[0] ?? ['', 0];
  if (counts.length === 1 || most / columns.length < majority) return undefined;
  const followers = columns.filter(([, column]) => kindOf(column) === kind);
  const texts = count(followers.map(([, column]) => column.type.text));
  const references = followers.some(([table, column]) => isReferencing(table, column.name));
  return { kind, count: most, references, text: texts[0]?.[0] ?? kind };
}

/** The different texts with how often they occur, the most frequent first. */
function count(texts: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
}

/**
 * Types that differ for a reader of the name. Text of any length is one kind, enums included; so are pairs of which
 * another rule speaks (time stamps without zone, json); so are sizes of numbers, except of identifiers.
 */
function kindOf({ name, type }: Column): string {
  switch (type.family) {
    case 'character':
    case 'enum':
      return 'text';
    case 'timestamp':
      return 'timestamp-with-zone';
    case 'json':
      return 'json-binary';
    case 'integer':
      return isIdentifier(name) ? type.name : 'integer';
    case 'array':
      return `array ${type.element?.family}`;
    default:
      return type.family;
  }
}

function isIdentifier(name: string): boolean {
  return ['id', 'no', 'nr', 'key', 'ref', 'by'].includes(words(name).at(-1) ?? '');
}

function widens({ type, name }: Column, usual: string): boolean {
  const sizes = ['smallint', 'integer', 'bigint'];
  return (
    isIdentifier(name) && !type.domain && sizes.includes(type.name) && sizes.indexOf(usual) > sizes.indexOf(type.name)
  );
}

function examples(columns: readonly JudgedColumn[], kind: string): string {
  const names = columns
    .filter(([, column]) => kindOf(column) === kind)
    .map(([table]) => qualified(table))
    .sort(compareText);
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
}
