import type { Lookups } from '../../catalog/lookups.ts';
import type { ForeignKey, Table } from '../../catalog/table.ts';
import { phrases, singular, singularWords } from '../../catalog/words.ts';
import { isActor } from '../actor-columns.ts';
import { junction } from '../junction.ts';
import { neverNull } from '../nullability.ts';
import { isLogName, keepsCopies } from '../record-tables.ts';

/** What the child is to the parent that a foreign key names. */
export type Role = 'pair' | 'part';

const partWords = new Set(
  phrases(`
  item, line, detail, translation, localization, attribute, property, setting, option, value, image, photo, picture,
  attachment, file, row, entry, step, tag, label, meta, metadata, metadatum, preference, parameter, param, field, choice,
  answer, member, variant, track, position, element, part, component, section, page, chapter, slot, header, alias, name,
  content, body, block, cell, rule, condition, filter, column, keyword, link, thumbnail, caption, tier, feature`),
);

const accounting = new Set(
  phrases(`
  invoice, payment, transaction, ledger, journal, receipt, bill, payout, refund, settlement, contract, voucher, payroll,
  tax, statement, account, booking, posting, credit, debit, charge, audit, employee, user, customer, person, tenant,
  company, organization, organisation`),
);

/** A word of a list is rightly kept while something uses it. */
const listWords = new Set(
  phrases('type, status, kind, state, country, currency, language, locale, unit, level, priority'),
);

/**
 * The role of the table towards the parents of its foreign keys, where its name or shape tells: a pair that only joins,
 * or a part that is named after the whole. Nothing for wholes whose deletion is rightly refused.
 */
export function rolesOf(table: Table, lookups: Lookups): (key: ForeignKey) => Role | undefined {
  if (isLogName(table.name) || keepsCopies(table.name)) return () => undefined;
  const pair = isPair(table, lookups);
  const own = singularWords(table.name);
  if (!pair && !partWords.has(own.at(-1) ?? '')) return () => undefined;
  return (key) => {
    if (key.columns.some(isActor) || !key.columns.every((name) => neverNull(lookups.column(table, name))))
      return undefined;
    const parent = singularWords(key.references.name);
    if (pair) return listWords.has(parent.at(-1) ?? '') ? undefined : 'pair';
    return !parent.some((word) => accounting.has(word)) && isPartOf(own, parent) ? 'part' : undefined;
  };
}

/** Nothing but references, and no row elsewhere that refers to it. */
function isPair(table: Table, lookups: Lookups): boolean {
  if (table.foreignKeys.length < 2 || lookups.referencesTo(table).some(({ key }) => !key.inherited)) return false;
  const found = junction(table, lookups);
  if (found === undefined || !found.declared) return false;
  // With a key of its own it may be a thing of its own: a rental, a match; its name must say that it joins.
  return found.surrogate === undefined || found.namedAfter;
}

/** `order_items` of `orders`, `post_translations` of `posts`. */
function isPartOf(own: readonly string[], whole: readonly string[]): boolean {
  return own.length === whole.length + 1 && whole.every((word, at) => word === singular(own[at] ?? ''));
}
