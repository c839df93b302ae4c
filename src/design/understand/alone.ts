import { plural, spoken } from '../../catalog/words.ts';
import type { Draft } from './draft.ts';

/** Asks what the tables that nothing ties to another have to do with the rest; tables that are written down stand as they are. */
export function askOfAlone(draft: Draft): void {
  const tied = new Set(draft.relations.flatMap(({ from, to }) => [from, to]));
  for (const { name, identifiedBy, subtypeOf } of draft.entities.values()) {
    for (const role of identifiedBy ?? []) tied.add(role).add(name);
    if (subtypeOf) tied.add(name).add(subtypeOf.of);
  }
  const alone = [...draft.entities.values()].filter(({ name, listed }) => !listed && !tied.has(name));
  if (alone.length === 0 || draft.entities.size < 2) return;
  draft.questions.push({
    question: `What have ${alone.map(({ name }) => plural(spoken(name))).join(', ')} to do with the rest?`,
    changes: 'no sentence was read that ties them to another table: each stands alone',
  });
}
