import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { DataType } from '../../../catalog/type.ts';
import { evaluated } from './evaluate.ts';
import { type Parsed, uncast } from './expression.ts';

/** Functions of a text that tell nearly every value from every other. */
const keeping = new Set([
  'lower',
  'upper',
  'btrim',
  'trim',
  'ltrim',
  'rtrim',
  'unaccent',
  'normalize',
  'reverse',
  'md5',
]);

/** Types that a cast to loses values of. */
const losing = /^(?:date|time\b|boolean|smallint|real)/;

/** What a one-to-one expression does with the order of its column's values. */
export type Order = 'kept' | 'reversed' | 'lost';

/**
 * Whether an expression of one column has as many values as the column, or nearly: nothing where values fall together.
 */
export function oneToOne(parsed: Parsed): Order | undefined {
  switch (parsed.kind) {
    case 'column':
      return 'kept';
    case 'cast': {
      const order = losing.test(parsed.type) ? undefined : oneToOne(parsed.of);
      // Numbers as text are in another order.
      return order && (parsed.type === 'text' || parsed.type.startsWith('character')) ? textOrder(parsed.of) : order;
    }
    case 'call': {
      const [first, second] = parsed.arguments;
      if (first && parsed.arguments.length === 1 && keeping.has(parsed.name))
        return oneToOne(first) && (parsed.name === 'md5' || parsed.name === 'reverse' ? 'lost' : 'kept');
      if (parsed.name === 'timezone' && first?.kind === 'constant' && second) return oneToOne(second);
      return undefined;
    }
    case 'operator':
      return ofOperator(parsed);
    default:
      return undefined;
  }
}

function textOrder(of: Parsed): Order {
  // Text as text: the column's own order.
  return of.kind === 'column' ? 'kept' : 'lost';
}

function ofOperator({ operator, left, right }: Extract<Parsed, { readonly kind: 'operator' }>): Order | undefined {
  const isConstant = (one: Parsed | undefined) => one !== undefined && uncast(one).kind === 'constant';
  const turned = (order: Order | undefined): Order | undefined =>
    order === 'kept' ? 'reversed' : order === 'reversed' ? 'kept' : order;
  if (!left) return operator === '-' ? turned(oneToOne(right)) : operator === '+' ? oneToOne(right) : undefined;
  if (operator === '+' || operator === '-') {
    if (isConstant(right)) return oneToOne(left);
    if (isConstant(left)) return operator === '+' ? oneToOne(right) : turned(oneToOne(right));
  }
  if (operator === '*') {
    const [factor, of] = isConstant(right) ? [right, left] : isConstant(left) ? [left, right] : [];
    const constant = factor && uncast(factor);
    if (!of || constant?.kind !== 'constant' || !(Number(constant.value) !== 0)) return undefined;
    return Number(constant.value) < 0 ? turned(oneToOne(of)) : oneToOne(of);
  }
  if (operator === '||' && (isConstant(left) || isConstant(right))) return oneToOne(isConstant(left) ? right : left);
  return undefined;
}

/**
 * The statistics of a column as those of an expression over it that keeps the order of its values, or tells them all
 * apart: with its common values and its histogram where the expression can be told of each of them.
 */
export function carriedOver(
  parsed: Parsed,
  column: string,
  of: ColumnStatistics,
  { type, order, width }: { readonly type: DataType; readonly order: Order; readonly width: number },
): ColumnStatistics {
  const values = (texts: readonly string[]): readonly string[] | undefined => {
    const made = evaluated(
      parsed,
      column,
      texts.map((value) => ({ value, share: 0 })),
    )?.map(({ value }) => value);
    return made?.every((value): value is string => typeof value === 'string') ? made : undefined;
  };
  const common = of.commonValues && values(of.commonValues.map(({ value }) => value));
  const histogram = of.histogram && order !== 'lost' ? values(of.histogram) : undefined;
  const together = new Map<string, number>();
  for (const [at, value] of (common ?? []).entries())
    together.set(value, (together.get(value) ?? 0) + (of.commonValues?.[at]?.fraction ?? 0));
  const commonValues = [...together]
    .map(([value, fraction]) => ({ value, fraction }))
    .sort((a, b) => b.fraction - a.fraction || (a.value < b.value ? -1 : 1));
  const correlation = of.correlation === undefined || order === 'lost' ? undefined : of.correlation;
  return {
    nullFraction: of.nullFraction,
    averageWidth: width,
    // Where every value is a common one, those that fall together are fewer.
    distinct: common && of.distinct > 0 ? of.distinct - common.length + together.size : of.distinct,
    ...(commonValues.length > 0 ? { commonValues } : {}),
    ...(histogram && histogram.length > 1 ? { histogram: sorted(histogram, type) } : {}),
    ...(correlation === undefined ? {} : { correlation: order === 'reversed' ? -correlation : correlation }),
  };
}

function sorted(values: readonly string[], { family }: DataType): readonly string[] {
  const numeric = family === 'integer' || family === 'decimal' || family === 'float';
  return values.toSorted((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0));
}
