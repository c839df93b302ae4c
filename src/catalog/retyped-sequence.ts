import type { Sequence } from './catalog.ts';
import type { DataType } from './type.ts';

/**
 * The sequence behind an identity whose column gets another type: it gets that too, and ends where that ends if it ended
 * where its own did (init_params in src/backend/commands/sequence.c).
 */
export function retypedSequence(sequence: Sequence, type: DataType): Sequence {
  const { increment, maximum, minimum } = sequence;
  const [before, after] = [greatest(sequence.type), greatest(type)];
  const rises = increment > 0n;
  return {
    ...sequence,
    type,
    maximum: maximum === before ? (rises ? after : -1n) : maximum,
    minimum: minimum === -before - 1n ? (rises ? 1n : -after - 1n) : minimum,
  };
}

/** The same sequence as it is made for a column of a type when nothing else is said of it. */
export function usualSequence(sequence: Sequence, type: DataType): Sequence {
  const counts = { start: 1n, increment: 1n, minimum: 1n, maximum: greatest(type), cache: 1n, cycle: false };
  return { ...sequence, ...counts, type };
}

function greatest({ bytes = 8 }: DataType): bigint {
  return 2n ** BigInt(bytes * 8 - 1) - 1n;
}
