import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import { phrases } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { verb } from '../assertion.ts';
import { convertedDefault } from '../constants.ts';
import { implied } from '../implied.ts';
import { isKeyAlone, isReferencing, judgedColumns } from '../judged-columns.ts';
import { type Conversion, retype } from '../retype.ts';
import { defineRule } from '../rule.ts';
import { sampledValues } from '../sampled-values.ts';
import { signs } from './signs.ts';

export const rule = defineRule({
  id: 'list-in-text',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A text holds several values, separated by a character.',
  headline: (count) => `${count} texts hold lists of values`,
  why: 'No foreign key or check can guard the single values, finding the rows that have one reads the whole table and also finds longer values that contain it, and adding or removing one rewrites the text under the eyes of another writer.',
  effort: 'days',
  tradeOff:
    'Values that are rows of another table belong into a table with one row per pair; an array keeps them together and can be indexed (GIN), but has no foreign keys. Either way queries change.',
  needs: ['catalog'],
  when: (traits) => traits.enforcesTypes,
  settings: {
    /** Last words of the names of lists. */
    names: phrases(`
      tags, emails, roles, permissions, categories, keywords, labels, scopes, recipients, skills, languages,
      genres, groups, members, phones, users, countries, domains, hashtags, ingredients, features,
      amenities, synonyms, aliases, addresses, weekdays, authors, topics, interests, hobbies, allergies,
      symptoms, colors, sizes, ips, urls, codes, numbers, participants, attendees, assignees, followers,
      guests, ids, uuids, csv`),
    /** Shorter ones hold a word. */
    shortestLength: 20,
  },
  *check(context) {
    const { lookups, settings, sizes, traits } = context;
    const names = new Set(settings.names);
    for (const [table, column] of judgedColumns(lookups)) {
      const { family, length, domain } = column.type;
      if (family !== 'text' || domain || (length !== undefined && length < settings.shortestLength)) continue;
      if (isReferencing(table, column.name) || isKeyAlone(lookups, table, column.name)) continue;
      const found = signs(column, names, sampledValues(sizes, table, column));
      if (!found) continue;
      const conversion =
        found.ids || found.separator === undefined
          ? undefined
          : toArray(column, traits.quote(column.name), found.separator);
      const retyping = conversion ? retype(context, table, column, conversion) : undefined;
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} ${verb(found.evidence)} a list${found.ids ? ' of keys' : ''} as ${column.type.text}`,
        severity: found.sure ? 'medium' : 'low',
        evidence: [
          stated(`the type of the column is ${column.type.text}`),
          ...found.evidence,
          ...(retyping?.evidence ?? []),
        ],
        changes: retyping?.changes ?? [],
        questions: found.separator
          ? []
          : [
              {
                question:
                  'Do the text columns with names in the plural hold several values each, and what separates these?',
                changes: 'whether they become arrays, or tables with a row for each value',
              },
            ],
        implies: implied(at, ['inconsistent-types-for-one-name']),
      };
    }
  },
});

function toArray(column: Column, quoted: string, separator: string): Conversion {
  const empty = (value: string) => (value === '' ? "'{}'::text[]" : undefined);
  return {
    type: 'text[]',
    using: `string_to_array(${quoted}, '${separator}')`,
    default: convertedDefault(column, empty),
  };
}
