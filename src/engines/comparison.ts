import type { Condition, Operand } from './query-facts.ts';

/** Two operands held against each other. */
export function comparison(operator: string, left: Operand, right: Operand, clause: Condition['clause']): Condition {
  const text = `${left.text} ${operator} ${right.text}`;
  return { text, clause, kind: 'comparison', negated: operator === '<>', operator, left, right };
}

/** The operator that holds exactly where the other does not, of values that are not null. */
export const opposites: Readonly<Record<string, string>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};
