import type { Change } from '../../catalog/change.ts';

/** An object that seems to live on under another name. */
export interface Candidate {
  /** Its key on the new side: `column public.orders.amount`. */
  readonly key: string;
  /** The new name alone; with its schema where that is what changed. */
  readonly name: string;
  /** How much speaks for it, from 0 to 1. */
  readonly score: number;
  /** What does, a phrase each. */
  readonly reasons: readonly string[];
  /** What carries it out, or its beginning. */
  readonly change: Change;
  /** It gets another schema and another name, which are two changes: never taken for certain. */
  readonly twofold?: true;
}

/** An object of the old side that is not on the new one under its name. */
export interface Gone {
  /** Its key on the old side. */
  readonly key: string;
  /** Rows or values are lost when it is dropped. */
  readonly holdsData: boolean;
  /** The best first. */
  readonly candidates: readonly Candidate[];
  /** The first candidate is it: nothing but the name differs and nothing else could be it. */
  readonly certain: boolean;
}

/** Pairs every gone object with the new ones that it could be; those without any are left out. */
export function pairUp<G, N>(
  gone: readonly G[],
  added: readonly N[],
  weigh: (gone: G, added: N) => (Candidate & { readonly sure: boolean }) | undefined,
  describe: (gone: G) => { readonly key: string; readonly holdsData: boolean },
): readonly Gone[] {
  const pairs = gone.map((one) => ({
    one,
    found: added
      .flatMap((other) => weigh(one, other) ?? [])
      .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1)),
  }));
  const wanted = (key: string) => pairs.filter(({ found }) => found.some((one) => one.sure && one.key === key)).length;
  return pairs
    .filter(({ found }) => found.length > 0)
    .map(({ one, found }) => {
      const sure = found.filter((candidate) => candidate.sure);
      const [only] = sure;
      const certain = sure.length === 1 && only !== undefined && wanted(only.key) === 1;
      const plain = found.map(({ sure: _, ...candidate }): Candidate => candidate);
      const first = plain.find((candidate) => candidate.key === only?.key);
      return {
        ...describe(one),
        certain,
        candidates: certain && first ? [first, ...plain.filter((candidate) => candidate !== first)] : plain,
      };
    });
}
