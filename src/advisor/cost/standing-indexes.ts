import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { AdviceInput, WriteCost } from '../advice.ts';
import type { Draft } from '../candidates/candidate.ts';
import { draftOf, writeCost } from './writes.ts';

/** The indexes that stand while one after the other comes or goes: what each changes sums up to what all do. */
export interface StandingIndexes {
  /** What one more would cost now. */
  readonly costOf: (index: Draft) => WriteCost;
  readonly add: (index: Draft) => WriteCost;
  /** What is spared by taking it away. */
  readonly remove: (table: QualifiedName, name: string) => WriteCost;
}

/** Heap-only updates are lost by the first index over an updated column and come back with the last one that goes. */
export function standingIndexes(tables: readonly Table[], input: AdviceInput): StandingIndexes {
  const standing = new Map<string, readonly { readonly name?: string; readonly draft: Draft }[]>(
    tables.map((table) => [
      qualified(table),
      table.indexes.map((index) => ({ name: index.name, draft: draftOf(table, index) })),
    ]),
  );
  const of = (table: QualifiedName) => standing.get(qualified(table)) ?? [];
  const costBeside = (index: Draft, beside: ReturnType<typeof of>) =>
    writeCost(
      index,
      input,
      beside.map(({ draft }) => draft),
    );
  return {
    costOf: (index) => costBeside(index, of(index.table)),
    add(index) {
      const cost = costBeside(index, of(index.table));
      standing.set(qualified(index.table), [...of(index.table), { draft: index }]);
      return cost;
    },
    remove(table, name) {
      const gone = of(table).find((one) => one.name === name);
      if (!gone) throw new Error(`there is no index ${name}`);
      const rest = of(table).filter((one) => one !== gone);
      standing.set(qualified(table), rest);
      return costBeside(gone.draft, rest);
    },
  };
}
