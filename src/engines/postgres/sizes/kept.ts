import type { ColumnsByName } from '../../sizes.ts';
import type { KeptValues } from './combinations.ts';
import { constants, type Parsed, parseExpression, uncast } from './expression.ts';
import { shareOf } from './share.ts';

/** What a predicate leaves of a column's values, by those of its conditions that speak of no other column. */
export function keptValues(
  predicate: string | undefined,
  column: string | undefined,
  columns: ColumnsByName,
): KeptValues {
  if (predicate === undefined || column === undefined) return { share: 1, present: false };
  const parsed = parseExpression(predicate);
  const own = (parsed.kind === 'and' ? parsed.parts : [parsed]).filter((part) => speaksOf(part, column));
  if (own.length === 0) return { share: 1, present: false };
  const share = Math.min(
    1,
    Math.max(0, shareOf(own.length === 1 && own[0] ? own[0] : { kind: 'and', parts: own }, columns)),
  );
  const values = own.reduce<number | undefined>((least, part) => least ?? named(part), undefined);
  const present = !own.some((part) => part.kind === 'is' && part.what === 'NULL' && !part.not);
  return { share, present, ...(values === undefined ? {} : { values }) };
}

function speaksOf(parsed: Parsed, column: string): boolean {
  switch (parsed.kind) {
    case 'operator':
      return isColumn(parsed.left, column) && uncast(parsed.right).kind === 'constant';
    case 'any':
      return isColumn(parsed.left, column) && constants(parsed.right) !== undefined;
    case 'is':
      return isColumn(parsed.of, column);
    case 'not':
      return speaksOf(parsed.of, column);
    default:
      return isColumn(parsed, column);
  }
}

function isColumn(parsed: Parsed | undefined, column: string): boolean {
  const inner = parsed && uncast(parsed);
  return inner?.kind === 'column' && inner.name === column;
}

/** How many values a condition names, when it lets no others through. */
function named(parsed: Parsed): number | undefined {
  if (parsed.kind === 'operator') return parsed.operator === '=' ? 1 : undefined;
  if (parsed.kind === 'any')
    return parsed.operator === '=' && !parsed.all ? constants(parsed.right)?.length : undefined;
  if (parsed.kind === 'is') return parsed.not ? undefined : 1;
  return parsed.kind === 'column' || (parsed.kind === 'not' && parsed.of.kind === 'column') ? 1 : undefined;
}
