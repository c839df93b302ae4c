import { qualified } from '../../catalog/names.ts';
import type { Lab } from '../lab.ts';
import type { SupposedIndex, SupposedIndexes } from '../supposed-indexes.ts';

/** Questions about indexes where each is a supposition of its own: what is shown is made for the question. */
export function supposeOneByOne(suppose: Lab['suppose']): SupposedIndexes {
  const made = new Map<string, SupposedIndex>();
  return {
    add(indexes) {
      for (const one of indexes) made.set(qualified({ schema: one.change.table.schema, name: one.change.name }), one);
      return Promise.resolve(new Map());
    },
    async plan(request, shown, without = []) {
      const indexes = shown.flatMap((name) => made.get(name) ?? []);
      const sizes = Object.fromEntries(
        shown.flatMap((name) => {
          const one = made.get(name);
          return one ? [[name, one.size]] : [];
        }),
      );
      const changes = indexes.map(({ change }) => change);
      const [answer] = await suppose({ changes, without, statistics: { indexes: sizes } }, [request]);
      if (!answer) throw new Error('the lab gave no answer');
      return answer;
    },
    close() {
      made.clear();
      return Promise.resolve();
    },
  };
}
