import type { CastKind, Speech } from '../engines/receiving.ts';
import { operandAt } from './operands.ts';

const kinds: readonly (readonly [CastKind | 'interval', RegExp])[] = [
  ['integer', /^(?:smallint|integer|int|int[248]|bigint)$/],
  ['number', /^(?:numeric|decimal|real|double precision|float[48]?)\b/],
  ['date', /^date$/],
  ['time', /^time(?:\s*\(\d+\))?(?: without time zone)?$/],
  ['interval', /^interval\b/],
];

/** What a part of an expression, a cast by `::`, makes of what stands before it. */
export function castKind(cast: string): CastKind | 'interval' | undefined {
  const type = cast.slice(2).trim().toLowerCase();
  return kinds.find(([, pattern]) => pattern.test(type))?.[0];
}

/**
 * Parts of an expression with casts by `::` as the other engine has them: of constants, and to what changes no value, none;
 * those to periods of time stay, which no other engine takes.
 */
export function withCasts(parts: readonly string[], { casts }: Pick<Speech, 'casts'>): readonly string[] {
  const result: string[] = [];
  for (const part of parts) {
    if (!part.startsWith('::')) {
      result.push(part);
      continue;
    }
    const kind = castKind(part);
    if (kind === undefined) continue;
    if (kind === 'interval') {
      result.push(part);
      continue;
    }
    const start = operandAt(result);
    const operand = result
      .slice(start)
      .join('')
      .replace(/^[\s(]+|[\s)]+$/g, '');
    const quoted = /^'(-?\d+(?:\.\d+)?)'$/.exec(operand)?.[1];
    if (quoted !== undefined && (kind === 'integer' || kind === 'number')) result.splice(start, result.length, quoted);
    else if (!/^(?:'(?:[^']|'')*'|-?[\d.]+|null)$/i.test(operand)) {
      const [before, behind] = casts[kind] ?? [];
      if (before !== undefined && behind !== undefined) {
        result.splice(start, 0, before);
        result.push(behind);
      }
    }
  }
  return result;
}
