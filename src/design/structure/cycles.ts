import { withArticle } from '../../catalog/words.ts';
import type { Decision, Design, Relation } from '../model.ts';

/** Mandatory references that go round in a circle could never get their first row: the last one said becomes optional. */
export function breakCycles(
  design: Pick<Design, 'relations' | 'entities'>,
  decisions: Decision[],
): readonly Relation[] {
  const relations = [...design.relations];
  const broken = new Set<number>();
  const keys = new Map(design.entities.map((one) => [one.name, one.identifiedBy ?? []]));
  const isKey = (one: Relation) => (keys.get(one.from) ?? []).includes(one.role);
  for (;;) {
    const circle = circleOf(relations);
    if (circle.length === 0) return relations;
    // What is said last gives way; what identifies a row cannot.
    const weakest = [...circle].sort(
      (a, b) => Number(isKey(relationAt(relations, a))) - Number(isKey(relationAt(relations, b))) || b - a,
    )[0];
    if (weakest === undefined || broken.has(weakest)) return relations;
    broken.add(weakest);
    const one = relationAt(relations, weakest);
    const onDelete = one.onDelete === 'cascade' ? 'cascade' : 'set null';
    relations[weakest] = {
      ...one,
      optional: true,
      onDelete,
      ...(onDelete === 'set null'
        ? { why: `The ${one.role.replaceAll('_', ' ')} may be missing: the row stays, without it.` }
        : {}),
    };
    decisions.push({
      at: `${one.from}.${one.role}`,
      what: `The ${one.role.replaceAll('_', ' ')} of ${withArticle(one.from.replaceAll('_', ' '))} may be missing.`,
      why: `mandatory references would go round in a circle (${circle.map((at) => relationAt(relations, at).from).join(' → ')}), and no first row could be written`,
      instead:
        'A deferred check would allow it within one transaction, at the price of rows that are wrong until it ends.',
      cause: one.cause,
    });
  }
}

function relationAt(relations: readonly Relation[], at: number): Relation {
  const one = relations[at];
  if (!one) throw new Error(`no relation ${at}`);
  return one;
}

/** The places of relations that form a circle of mandatory references; none where there is none. */
function circleOf(relations: readonly Relation[]): readonly number[] {
  const from = new Map<string, number[]>();
  for (const [at, one] of relations.entries()) {
    if (one.optional || one.kind === 'many-to-many') continue;
    from.set(one.from, [...(from.get(one.from) ?? []), at]);
  }
  const done = new Set<string>();
  const way: number[] = [];
  const visit = (name: string, seen: readonly string[]): readonly number[] | undefined => {
    if (done.has(name)) return undefined;
    for (const at of from.get(name) ?? []) {
      const { to } = relationAt(relations, at);
      way.push(at);
      const place = to === name ? seen.length - 1 : seen.indexOf(to);
      if (place >= 0) return way.slice(place);
      const found = visit(to, [...seen, to]);
      if (found) return found;
      way.pop();
    }
    done.add(name);
    return undefined;
  };
  for (const name of from.keys()) {
    way.length = 0;
    const found = visit(name, [name]);
    if (found) return found;
  }
  return [];
}
