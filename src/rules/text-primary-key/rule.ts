import type { Reference } from '../../catalog/lookups.ts';
import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { endsWithPhrase, listed, phrases, singularWords, spoken } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { defineRule } from '../rule.ts';
import { secretKindIn } from '../secret-names.ts';
import { describeBytes, sizeEvidence } from '../size-evidence.ts';
import type { Sizes } from '../sizes.ts';

export const rule = defineRule({
  id: 'text-primary-key',
  category: 'keys and relations',
  dimension: 'performance',
  severity: 'low',
  summary: 'A primary key is a text that others refer to, or that is long in a large table.',
  headline: (count) => `${count} primary keys are texts`,
  why: 'Every reference and every index on one holds a copy of the text; it is compared by a collation, and a text that means something changes one day, in every row that refers to it.',
  effort: 'days',
  tradeOff:
    'With a number as the key a join is needed to show the text, and the text needs a unique constraint beside it.',
  needs: ['catalog', 'statistics'],
  settings: {
    /** Texts up to so many characters are codes, no wider than a number worth the name. */
    shortLength: 10,
    /** Rows, of the table or of those that refer to it, from which it is of medium severity. */
    largeRows: 1_000_000,
    /** Texts of so many bytes on average are long: a table of largeRows is reported even when none refers to it. */
    longBytes: 32,
    /** A list of so few rows may have its word as the key. */
    smallTableRows: 1000,
    codeNames: phrases(`
      code, iso, iso code, iso 2, iso 3, alpha 2, alpha 3, currency, currency code, country, country code, language, lang,
      locale, unit, symbol, abbreviation, abbr, state code, airport, iata, icao, ticker, isin, bic, swift, ean, isbn, gtin,
      status, type, kind, role, level, category, state, stage, time zone, timezone`),
    changingNames: phrases(`
      name, title, label, email, e mail, email address, mail, username, user name, login, handle, slug, path, url, phone,
      phone number, description, display name, hostname, domain`),
  },
  *check({ lookups, settings, sizes }) {
    for (const [table, column] of judgedColumns(lookups)) {
      const [only, ...more] = table.primaryKey?.columns ?? [];
      if (only !== column.name || more.length > 0 || isReferencing(table, column.name)) continue;
      if (column.type.family !== 'text' && column.type.family !== 'character') continue;
      const width = sizes.statistics(table)?.columns[column.name]?.averageWidth;
      if ((column.type.length ?? width ?? 99) <= settings.shortLength || (width ?? 99) <= settings.shortLength)
        continue;
      const name = spoken(column.name);
      if (endsWithPhrase(name, settings.codeNames) || isList(table, sizes, settings.smallTableRows)) continue;
      const references = lookups
        .referencesTo(table)
        .filter(({ from, key }) => !key.inherited && !from.partitionOf && key.referencedColumns.includes(column.name));
      const rows = sizes.rows(table) ?? 0;
      const isLong = width !== undefined && width >= settings.longBytes && rows >= settings.largeRows;
      // What is looked up by nothing but its own text has it in an index anyway.
      const opaque =
        secretKindIn(table.name, column.name) !== undefined ||
        /\b(?:hash|digest|checksum|sid|session|token|key)\b/.test(name);
      if (references.length === 0 && (!isLong || opaque || !table.indexes.some((index) => !index.unique))) continue;
      const changes = endsWithPhrase(name, settings.changingNames);
      const copies = copiesOf(references, width, sizes);
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)}, the primary key, is ${column.type.text}${width === undefined ? '' : `, ${width} bytes on average`}${referenceText(references, changes)}${copies.text}`,
        evidence: [
          stated(
            references.length === 0
              ? `the type of the primary key is ${column.type.text}`
              : `the type of the primary key is ${column.type.text}, and ${references.length} foreign key${references.length === 1 ? '' : 's'} hold${references.length === 1 ? 's' : ''} copies of it`,
          ),
          ...(width === undefined
            ? [presumed('its values are longer than the 8 bytes of a number', changes ? 'fair' : 'weak')]
            : [observed(`its values take ${width} bytes on average`)]),
          ...(changes ? [presumed(`what is called ${column.name} can change`, 'fair')] : []),
          ...sizeEvidence(sizes, table),
          ...copies.evidence,
        ],
        severity: severity(references, changes, Math.max(rows, copies.rows), settings.largeRows),
        changes: [],
        weighs: [table, ...references.map(({ from }) => from)],
        questions:
          width === undefined
            ? [
                {
                  question: 'How long are the texts that serve as primary keys, and do they ever change?',
                  changes: 'what texts as primary keys cost',
                },
              ]
            : [],
      };
    }
  },
});

const listWords = new Set(
  phrases(`
  type, status, kind, category, class, level, priority, severity, reason, method, mode, role, state, stage, genre, color,
  colour, gender, unit, source, channel, code, rating, frequency, scope, phase, outcome, format, size, permission, feature,
  flag, setting, option, config, configuration, preference, language, country, currency, locale`),
);

/** A list of words that serve as their own key, or of settings by name: short by name and shape, or known to be small. */
function isList(table: Table, sizes: Sizes, small: number): boolean {
  const rows = sizes.rows(table);
  if (rows !== undefined) return rows <= small;
  return listWords.has(singularWords(table.name).at(-1) ?? '') || table.columns.length <= 2;
}

function referenceText(references: readonly Reference[], changes: boolean): string {
  if (references.length === 0) return '';
  const from = [...new Set(references.map(({ from: table }) => qualified(table)))].sort();
  const verb = from.length === 1 ? 'holds' : 'hold';
  const refused = changes && references.some(({ key }) => key.onUpdate !== 'cascade');
  const change = !changes ? '' : refused ? ', and refuse a change of it' : ', and a change of it rewrites their rows';
  return `; ${listed(from, 4)} ${verb} copies of it${from.length === 1 ? change.replace('refuse ', 'refuses ') : change}`;
}

/** What the copies take beyond a number, once in the tables and once in an index. */
function copiesOf(references: readonly Reference[], width: number | undefined, sizes: Sizes) {
  const known = references.map(({ from }) => sizes.rows(from)).filter((rows) => rows !== undefined);
  const rows = known.reduce((a, b) => a + b, 0);
  const bytes = rows * Math.max(0, (width ?? 0) - 8);
  const evidence: readonly Evidence[] =
    rows === 0 ? [] : references.flatMap(({ from }) => sizeEvidence(sizes, from)).slice(0, 4);
  const text =
    bytes < 1_048_576
      ? ''
      : `; beyond a bigint that is ${describeBytes(bytes)} more, and as much for each index on a copy`;
  return { rows, evidence, text };
}

function severity(references: readonly Reference[], changes: boolean, rows: number, large: number): Severity {
  if (references.length > 0 && rows >= large) return 'medium';
  return changes && references.length >= 3 ? 'medium' : 'low';
}
