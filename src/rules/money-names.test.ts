import { expect, it } from 'vitest';
import { moneyName } from './money-names.ts';

it.each([
  ['price', 't', 'strong'],
  ['unitPrice', 't', 'strong'],
  ['price_usd', 't', 'strong'],
  ['cost_per_kg', 't', 'strong'],
  ['fee_total', 't', 'strong'],
  ['salaries', 't', 'strong'],
  ['amount', 'payments', 'fair'],
  ['total', 'order_items', 'fair'],
  ['payment_amount', 't', 'fair'],
  ['amount_paid', 't', 'fair'],
  ['balance_after', 'wallets', 'fair'],
  ['amount', 't', undefined],
  ['total_after', 't', undefined],
  ['tax_rate', 'orders', undefined],
  ['discount', 'orders', undefined],
  ['price_factor', 't', undefined],
  ['cost_center', 't', undefined],
  ['total_time', 'orders', undefined],
  ['value', 'measurements', undefined],
])('%s of %s is money: %s', (column, table, expected) => {
  expect(moneyName(column, table, [])).toBe(expected);
});

it('takes a currency beside it as a sign', () => {
  expect(moneyName('amount', 't', ['amount', 'currency_code'])).toBe('fair');
});
