import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { phrases, words } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { judgedColumns } from '../judged-columns.ts';
import { linkedColumns } from '../linked-columns.ts';
import { retypeLinked } from '../retype.ts';
import { defineRule } from '../rule.ts';
import { type SampledValues, sampledValues } from '../sampled-values.ts';

export const rule = defineRule({
  id: 'fixed-length-char',
  category: 'types',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A text of varying length is kept as char(n).',
  headline: (count) => `${count} columns keep text as char(n)`,
  why: 'Values are padded with blanks to the full length on disk and in results, trailing blanks count in some comparisons and functions and not in others, and nothing is faster for it.',
  effort: 'hours',
  tradeOff:
    'The table is rewritten under a lock that shuts out writers (readers too, on some servers); programs that expect padded values see them without blanks.',
  needs: ['catalog'],
  when: (traits) => traits.enforcesLengths,
  settings: {
    /** Shorter ones are codes and flags, whose values all have the full length. */
    shortest: 4,
    /** A word in the name that says that all values have one length. */
    codes: phrases(`
      code, hash, md, sha, digest, checksum, fingerprint, token, uuid, guid, ulid, hex, salt, signature,
      iso, bic, swift, iban, isbn, issn, ean, upc, gtin, vin, cusip, isin, sedol, lei, zip, postcode, ssn,
      tin, vat, cpf, cnpj, siren, siret, imei, imsi, mac, lang, language, locale, country, currency, year,
      month, key, abbreviation, ref, no, nr, pnr`),
    /** A word in the name that says that values have all lengths. */
    prose: phrases(`
      name, title, description, address, city, street, email, mail, phone, note, comment, label, remark, text, subject,
      company, message, url`),
  },
  *check(context) {
    const { catalog, lookups, sizes, settings } = context;
    const codes = new Set(settings.codes);
    const prose = new Set(settings.prose);
    const linked = linkedColumns(lookups, catalog.tables);
    for (const [table, column] of judgedColumns(lookups)) {
      const { length, family, domain } = column.type;
      if (family !== 'character' || domain || length === undefined || length < settings.shortest) continue;
      const parts = words(column.name);
      const sampled = sampledValues(sizes, table, column);
      if (parts.some((word) => codes.has(word)) || hasOneLength(table, column, sampled)) continue;
      const group = linked(table, column);
      const fixed = group.members.filter(([, member]) => member.type.family === 'character');
      // Said once, where the key is that the others refer to.
      if (fixed[0]?.[1] !== column) continue;
      const retyping = retypeLinked(context, { ...group, members: fixed }, (_, member) => ({
        type: `character varying(${member.type.length ?? length})`,
        default: 'kept',
        keeps: ['checks', 'indexes'],
      }));
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)} is ${column.type.text}: every value is padded to ${length} characters${alsoReferencing(fixed.length - 1)}`,
        evidence: [
          stated(`the type of the column is ${column.type.text}`),
          varies(
            length,
            parts.some((word) => prose.has(word)),
            sampled,
          ),
          ...retyping.evidence,
        ],
        changes: retyping.changes,
      };
    }
  },
});

function alsoReferencing(others: number): string {
  if (others === 0) return '';
  return others === 1
    ? ', and so is the column that references it'
    : `, and so are the ${others} columns that reference it`;
}

/** What says that values do not fill the length: those seen, the name, or a length that no code has. */
function varies(length: number, isProse: boolean, sampled: SampledValues | undefined): Evidence {
  if (sampled) return observed("values in the engine's statistics are shorter");
  if (isProse) return presumed('the name is that of text of any length', 'strong');
  return presumed('its values have different lengths', length > longestCode ? 'fair' : 'weak');
}

/** Account numbers and the like, without a word in the name that tells it. */
const longestCode = 12;

/** Whether values are known to fill the whole length: a check says so, or all that the statistics show do. */
function hasOneLength(table: Table, column: Column, sampled: SampledValues | undefined): boolean {
  const { length } = column.type;
  if (sampled) return sampled.values.every((value) => [...value.trimEnd()].length === length);
  return table.checks.some(
    (check) => check.columns.length === 1 && check.columns[0] === column.name && /length\(|~/.test(check.expression),
  );
}
