import type { Column, Table } from '../../catalog/table.ts';
import { phrases, singular, spoken, words } from '../../catalog/words.ts';
import type { Severity } from '../../findings/finding.ts';
import { constantDefault } from '../constants.ts';
import { moneyName } from '../money-names.ts';

/** What a name says of the values of a column, and the limits that follow. */
export interface ValueKind {
  /** In the plural, as a sentence says it: `prices and amounts`. */
  readonly what: string;
  /** Least and greatest value; of a code its least and greatest length. */
  readonly least: number;
  readonly greatest?: number;
  /** True when the least value itself is not allowed. */
  readonly above?: true;
  /** True when the limits are those of the text's length. */
  readonly length?: true;
  /** False when the name alone does not tell the limits: only the values can. */
  readonly certain?: false;
  readonly strength: 'weak' | 'fair' | 'strong';
  readonly severity: Severity;
}

/** Words of names of values that may rightly be negative, or more than the whole. */
const signed = new Set(
  phrases(`
    balance, profit, loss, gain, delta, adjustment, adjusted, difference, differential, diff, offset, change, changed,
    correction, margin, variance, deviation, income, credit, debit, debt, value, refund, rebate, discount, revenue,
    earning, expense, turnover, surplus, deficit, cash, rounding, modifier, growth, trend, drift, relative, bias,
    temperature, improvement, increase, decrease, pnl, position, impact, elasticity, spread, basis, swap, nominal,
    logit, log, normalized, zscore, writeoff, overpayment, reversal, reversed, carry, movement`),
);
/** A share of these may be more than 100. */
const beyond = new Set(
  phrases(`
    markup, cpu, utilization, utilisation, load, return, yield, roi, roe, roa, irr, apr, apy, interest, error, achieved,
    achievement, attainment, target, quota, progress, scale, zoom, overhead, efficiency, over, oversubscription, limit`),
);
/** In these tables amounts and quantities have a sign: they say what was added or taken away. */
const movements = new Set(
  phrases(`
    transaction, ledger, journal, entry, adjustment, refund, movement, credit, debit, correction, posting, delta,
    reconciliation, settlement, statement, transfer, diff, change, event, position, trade, balance, accounting, gl`),
);
const lines = new Set(phrases(`item, line, detail, basket, cart, lineitem, orderitem`));
const counted = new Set(['quantity', 'qty', 'quantities']);
const stock =
  /^(?:(?:units? |quantity |qty )?(?:in stock|on hand)|stock|stock level|stock (?:quantity|qty)|quantity in stock)$/;
const shares = new Set(['percent', 'percentage', 'pct']);
const scores = /^(?:(?:star|user|customer|review) )?(?:rating|stars)$/;
const currency = /^(?:(?:\w+ )?currency(?: (?:code|iso|iso code))?|iso currency(?: code)?)$/;
const country = /^(?:(?!phone |dial |dialing |calling |mobile |tel |telephone )\w+ )?country (?:code|iso|iso code)$/;
const numbers = new Set(['integer', 'decimal', 'float', 'money']);

/** What the column's name says of its values; nothing when it says nothing, or when they may be of any size. */
export function valueKind(table: Table, column: Column, siblings: readonly string[]): ValueKind | undefined {
  const text = spoken(column.name);
  if (column.type.family === 'text' || column.type.family === 'character') return codeKind(column, text);
  if (!numbers.has(column.type.family)) return undefined;
  return position(column, text, siblings) ?? numberKind(table, column, text, siblings);
}

function numberKind(table: Table, column: Column, text: string, siblings: readonly string[]): ValueKind | undefined {
  // Most numbers are references and counters.
  if (/(?:\bid|\bcount)$/.test(text)) return undefined;
  const parts = words(column.name).map(singular);
  if (parts.some((word) => signed.has(word))) return undefined;
  if (shares.has(parts.at(-1) ?? '') || shares.has(parts[0] ?? '')) {
    if (parts.some((word) => beyond.has(word) || word === 'point')) return undefined;
    const { precision, scale } = column.type;
    // `numeric(3,2)` has no room for 100: it keeps fractions.
    const greatest = precision !== undefined && precision - (scale ?? 0) < 2 ? 1 : 100;
    return { what: 'percentages', least: 0, greatest, strength: 'fair', severity: 'low' };
  }
  if (scores.test(text)) {
    return { what: 'ratings', least: 0, certain: false, strength: 'fair', severity: 'low' };
  }
  const moves = words(table.name).some((word) => movements.has(singular(word)));
  if (counted.has(parts.at(-1) ?? '') || stock.test(text)) {
    if (moves) return undefined;
    const isLine = words(table.name).some((word) => lines.has(singular(word)));
    const orderable = isLine && parts.length === 1 && constantDefault(column) !== '0';
    return {
      what: 'quantities',
      least: 0,
      ...(orderable ? { above: true as const } : {}),
      strength: 'fair',
      severity: 'low',
    };
  }
  const money = moneyName(column.name, table.name, siblings);
  if (!money || (money === 'fair' && moves)) return undefined;
  return {
    what: 'amounts of money like this',
    least: 0,
    strength: money === 'strong' ? 'fair' : 'weak',
    severity: 'medium',
  };
}

function position(column: Column, text: string, siblings: readonly string[]): ValueKind | undefined {
  // Whole numbers count microdegrees.
  if (column.type.family === 'integer' || column.type.family === 'money') return undefined;
  const last = words(text).at(-1) ?? '';
  const beside = (others: readonly string[]) => siblings.some((name) => others.includes(words(name).at(-1) ?? ''));
  const kind = { strength: 'strong', severity: 'low' } as const;
  if (last === 'latitude' || (last === 'lat' && beside(['lon', 'lng', 'long', 'longitude'])))
    return { what: 'latitudes', least: -90, greatest: 90, ...kind };
  if (last === 'longitude' || (['lon', 'lng', 'long'].includes(last) && beside(['lat', 'latitude'])))
    return { what: 'longitudes', least: -180, greatest: 180, ...kind };
  return undefined;
}

/** Codes of three characters or fewer are limited by their type. */
function codeKind({ type }: Column, text: string): ValueKind | undefined {
  if (type.family === 'character' || (type.length !== undefined && type.length <= 3)) return undefined;
  const kind = { length: true, strength: 'fair', severity: 'low' } as const;
  if (currency.test(text)) return { what: 'currency codes (ISO 4217)', least: 3, greatest: 3, ...kind };
  if (country.test(text)) return { what: 'country codes (ISO 3166-1)', least: 2, greatest: 3, ...kind };
  return undefined;
}
