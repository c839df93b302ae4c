import type { DataType } from '../../../catalog/type.ts';

const integerBits: Readonly<Record<string, bigint>> = {
  tinyint: 8n,
  smallint: 16n,
  mediumint: 24n,
  int: 32n,
  bigint: 64n,
};

/** The least and the greatest value of an integer or a decimal; nothing of other types. */
export function rangeOf(type: DataType): readonly [string, string] | undefined {
  const unsigned = /\bunsigned\b/.test(type.text);
  const bits = integerBits[type.name];
  if (bits !== undefined) {
    const half = 1n << (bits - 1n);
    return unsigned ? ['0', String((half << 1n) - 1n)] : [String(-half), String(half - 1n)];
  }
  const [, digits, scale = '0'] = /^decimal\((\d+)(?:,(\d+))?\)/.exec(type.text) ?? [];
  if (digits === undefined) return undefined;
  const whole = '9'.repeat(Number(digits) - Number(scale)) || '0';
  const most = scale === '0' ? whole : `${whole}.${'9'.repeat(Number(scale))}`;
  return [unsigned ? '0' : `-${most}`, most];
}
