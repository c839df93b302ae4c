import type { PartitionBound } from '../../sizes.ts';

/** Reads a partition's bounds as the engine writes them: `FOR VALUES FROM ('2024-01-01') TO (MAXVALUE)`. */
export function partitionBound(bound: string): PartitionBound {
  if (/^DEFAULT$/i.test(bound.trim())) return { kind: 'default' };
  const hash = /^FOR VALUES WITH \(modulus (\d+), remainder \d+\)$/i.exec(bound);
  if (hash) return { kind: 'hash', modulus: Number(hash[1]) };
  const range = /^FOR VALUES FROM \((.*)\) TO \((.*)\)$/is.exec(bound);
  if (range) return { kind: 'range', from: values(range[1] ?? ''), to: values(range[2] ?? '') };
  const list = /^FOR VALUES IN \((.*)\)$/is.exec(bound);
  return list ? { kind: 'list', values: values(list[1] ?? '') } : { kind: 'unknown' };
}

function values(list: string): readonly (string | null)[] {
  return (list.match(/'(?:[^']|'')*'|[^,\s]+/g) ?? []).map((one) => {
    if (one.startsWith("'")) return one.slice(1, -1).replaceAll("''", "'");
    return /^(?:MINVALUE|MAXVALUE|NULL)$/i.test(one) ? null : one;
  });
}
