import { phrases, singular, words } from '../catalog/words.ts';

const money = new Set(
  phrases(`
  price, cost, salary, wage, fee, subtotal, revenue, refund, payout, budget, msrp, fare, cogs, earning, expense,
  turnover, tuition, proceeds, stipend, freight, postage`),
);
/** Money where the table or another column says so: an amount may be of flour, a balance of white. */
const perhaps = new Set(
  phrases(`
  amount, amt, balance, total, sum, tax, vat, tip, credit, debit, charge, deposit, premium, commission, bonus,
  profit, income, rent, debt, cash, payment, paid, due, gross, net, value`),
);
const trades = new Set(
  phrases(`
  order, invoice, payment, cart, basket, transaction, product, billing, bill, purchase, sale, sales, checkout,
  subscription, wallet, ledger, refund, payroll, salary, expense, loan, donation, booking, quote, contract,
  coupon, price, payout, deposit, trade, account, charge, fee, tax, customer, item, shipment, reservation,
  quotation, receipt`),
);
/** What is done with money alone. */
const settled = new Set(['paid', 'owed', 'refunded', 'invoiced', 'billed']);
/** Said behind the money: `price_usd`, `cost_per_unit`, `fee_total`. */
const qualifiers = new Set(
  phrases(`
  usd, eur, gbp, jpy, chf, cad, aud, inr, cny, net, gross, paid, owed, refunded, invoiced, billed, before,
  after, min, max, minimum, maximum, total, amount, incl, excl, including, excluding, tax, vat, value, unit`),
);
/** A share, a count, a quantity or a model's cost is no money. */
const others = new Set(
  phrases(`
  rate, percent, percentage, pct, ratio, factor, score, weight, probability, count, number, num, coefficient,
  index, quantity, qty, elasticity, point, token, area, volume, distance, hour, day, minute, second, time,
  duration, memory, cpu, kwh, energy, power, water, temperature, gram, kg, litre, liter, meter, length, width,
  height, type, code, currency, deviation, variance, id, level, share, multiplier, planner, query, ms, size,
  version, stddev`),
);

/**
 * Whether a column's name is that of an amount of money: `strong` by itself, `fair` with what the table's name or
 * another column (`currency`) adds. Nothing else.
 */
export function moneyName(column: string, table: string, siblings: readonly string[]): 'strong' | 'fair' | undefined {
  let parts = words(column).map(singular);
  const per = parts.indexOf('per');
  if (per > 0) parts = parts.slice(0, per);
  if (parts.some((word) => others.has(word))) return undefined;
  if (isMoney(parts, money)) return 'strong';
  if (!isMoney(parts, perhaps)) return undefined;
  // `payment_amount`, `amount_paid`: what the amount is of stands beside it.
  const beside = parts.some(
    (word, at) => trades.has(word) && parts.some((other, place) => place !== at && perhaps.has(other)),
  );
  if (beside || parts.some((word) => settled.has(word))) return 'fair';
  if (words(table).some((word) => trades.has(word) || trades.has(singular(word)))) return 'fair';
  return siblings.some((sibling) => words(sibling).some((word) => word === 'currency')) ? 'fair' : undefined;
}

function isMoney(parts: readonly string[], kind: ReadonlySet<string>): boolean {
  for (let end = parts.length; end > 0; end--) {
    const word = parts[end - 1] ?? '';
    if (kind.has(word)) return true;
    if (!qualifiers.has(word)) return false;
  }
  return false;
}
