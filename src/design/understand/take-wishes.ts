import { spoken } from '../../catalog/words.ts';
import type { Design, Wish } from '../model.ts';
import { claim } from './contradictions.ts';
import { type Draft, entityAtEnd, entityOf } from './draft.ts';
import { isPerson } from './persons.ts';
import type { Statement } from './statement.ts';

/** Wishes in the names of the design. */
export function wishesOf(draft: Draft, statements: readonly Statement[]): readonly Wish[] {
  const found: Wish[] = [];
  for (const one of statements) {
    if (one.kind !== 'wish') continue;
    const of = one.of.flatMap((name) => (entityOf(draft, name) ?? entityAtEnd(draft, name))?.name ?? []);
    if (one.wish.kind === 'retention' && of.length === 0) {
      const what =
        one.of.length === 0 ? '' : `: no table goes by ${one.of.map((name) => `"${spoken(name)}"`).join(' or ')}`;
      const why = `nothing tells which rows are kept so long${what}`;
      draft.notUnderstood.push({ words: one.cause.words, line: one.cause.line ?? 1, why });
      continue;
    }
    // Who rents a flat is a tenant of another kind.
    const rents = entityOf(draft, 'lease') ?? entityOf(draft, 'tenancy');
    // A tenant who is told to be a person is no customer of the application.
    const person = isPerson(draft.roles.get('tenant') ?? '');
    if (one.wish.kind === 'tenancy' && (rents || person) && !/multi|isolat/i.test(one.cause.words)) continue;
    // What was done is kept by the application, with who did it: a trigger would keep it twice.
    const kept = [...draft.entities.values()].find((two) =>
      /^audit_(?:event|log|entry|trail)$/.test(two.known?.entity.name ?? ''),
    );
    if (one.wish.kind === 'audit' && kept) {
      draft.decisions.push({
        at: kept.name,
        what: 'Changes are recorded here by the application, and by no trigger beside it.',
        why: 'the description reads the log, and only the application knows who acted and on whose behalf',
        instead: 'Ask for an audit trail of named tables to have a trigger record them as well.',
        cause: one.cause,
      });
      continue;
    }
    const wish: Wish = { ...one.wish, of: [...new Set(of)], cause: one.cause };
    const same = found.findIndex((two) => two.kind === wish.kind && two.of.join() === wish.of.join());
    if (same < 0) found.push(wish);
    if (wish.months === undefined) continue;
    // Of how long rows are kept the later is taken.
    const at = wish.of.join();
    const taken = `Rows of ${wish.of.map(spoken).join(' and ')} are kept for ${wish.months} months.`;
    if (claim(draft, { at, facets: { months: wish.months }, cause: wish.cause, taken }) && same >= 0)
      found[same] = wish;
  }
  return found;
}

export function loadOf(statements: readonly Statement[]): Design['load'] {
  const load: { connections?: number; readsPerWrite?: number } = {};
  for (const one of statements) {
    if (one.kind !== 'load') continue;
    if (one.connections !== undefined) load.connections = one.connections;
    if (one.readsPerWrite !== undefined) load.readsPerWrite = one.readsPerWrite;
  }
  return load;
}
