import { plural, spoken } from '../catalog/words.ts';
import { RelvarError } from '../findings/error.ts';
import { changed, guessed, plain, told } from './attribute-change.ts';
import { asStatement, command, singularName, withThing } from './commands.ts';
import { withKnown } from './edit.ts';
import { fitting } from './fitting.ts';
import type { Domain } from './knowledge/domain.ts';
import type { Access, Attribute, Cause, Decision, Design, Entity, Proposer, Relation, Wish } from './model.ts';
import { removedFrom } from './removal.ts';
import { renamed } from './rename.ts';

/** A design after words were applied to it. */
export interface Refined {
  readonly design: Design;
  /** What was changed, a sentence each, in the order of the words. */
  readonly changes: readonly string[];
  /** What was not understood, as said. */
  readonly notUnderstood: readonly string[];
}

const removal =
  /^(?:please\s+)?(?:remove|drop|delete|leave out|get rid of|do without|without|we\s+(?:do not|don['’]t|no longer)\s+(?:need|want|have|keep|use|store)|no(?:\s+more)?)\s+(?:all\s+|the\s+|any\s+)*(.+?)(?:\s+any\s*more)?$/i;
/** `refunds are no longer needed`, `users no longer have a phone`. */
const unneeded = /^(?:the\s+)?(.+?)\s+(?:is|are)\s+(?:no longer|not)\s+(?:needed|wanted|used|kept)(?:\s+any\s*more)?$/i;
const unowned =
  /^(?:the\s+)?(.+?)\s+(?:no longer|do not|does not|don['’]t|doesn['’]t)\s+(?:have|need)\s+(?:an?\s+|the\s+|any\s+)?(.+?)(?:\s+any\s*more)?$/i;
const renaming = /^(?:please\s+)?(?:rename|call)\b/i;

const order =
  '(?:please\\s+)?(?:remove|drop|delete|leave\\s+out|get\\s+rid\\s+of|rename|call|add|make|track|archive|purge|keep|split)\\b';
const isOrder = new RegExp(`^${order}`, 'i');
const nextOrder = new RegExp(`\\s*,?\\s+(?:and\\s+then|and|then)\\s+(?=${order})`, 'i');

/** The words in parts, each to be carried out: sentences, and of an order the orders that follow it. */
function clausesOf(words: string): readonly string[] {
  return words
    .split(/\s*(?:[;\n]|\.(?:\s|$))\s*/)
    .flatMap((one) => (isOrder.test(one.trim()) ? one.split(nextOrder) : [one]))
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** What the words take away, as `phone of users`. */
function takenBy(clause: string): string | undefined {
  const owned = removal.test(clause) ? null : unowned.exec(clause);
  return removal.exec(clause)?.[1] ?? unneeded.exec(clause)?.[1] ?? (owned ? `${owned[2]} of ${owned[1]}` : undefined);
}

/**
 * Applies words to a design: what they add is added, what they say of a thing that is there changes it, and
 * `remove carts`, `we no longer need the phone of customers` takes away. What they do not speak of stays as it is.
 * @throws RelvarError `nothing-to-refine` for words that change nothing
 */
export async function refine(
  design: Design,
  words: string,
  proposer: Proposer,
  domains: readonly Domain[],
): Promise<Refined> {
  const clauses = clausesOf(words);
  let now = design;
  const changes: string[] = [];
  const missed: string[] = [];
  const rest: string[] = [];
  const asked: string[] = [];
  for (const [at, given] of clauses.entries()) {
    // "Rate them 1-5 stars": what was spoken of last.
    const meant = withThing(now, given, clauses.slice(0, at));
    const understood = asStatement(now, meant) !== meant || command(now, meant) !== undefined;
    const clause = asStatement(now, understood ? meant : given);
    const taken = takenBy(clause);
    const commanded = renamed(now, clause) ?? command(now, clause, clauses.slice(0, at));
    if (commanded) {
      now = commanded.design;
      changes.push(...commanded.changes);
      if (commanded.asked !== undefined) {
        missed.push(`${clause} (${commanded.asked})`);
        asked.push(commanded.asked);
      }
    } else if (taken !== undefined) {
      const removed = removedFrom(now, taken);
      if (removed) {
        now = removed.design;
        changes.push(...removed.changes);
      } else missed.push(clause);
    } else if (renaming.test(clause)) missed.push(clause);
    else rest.push(clause);
  }
  if (rest.length > 0) {
    const added = await addedTo(now, rest, proposer, domains);
    now = added.design;
    changes.push(...added.changes);
    missed.push(...added.notUnderstood);
  }
  if (changes.length === 0) {
    throw new RelvarError('nothing-to-refine', `nothing in ${JSON.stringify(words)} changes the design`, {
      hint:
        asked[0] ??
        (missed.some((one) => renaming.test(one))
          ? 'nothing goes by that name, or something goes by the new one: "rename customers to clients; rename the price of bottles to cost"'
          : 'say what is added or left out: "orders can be split into shipments; remove carts"'),
    });
  }
  return { design: fitting(now), changes, notUnderstood: missed };
}

/** The words are read after the names of what is there, so that they are known; only what they say themselves is taken. */
async function addedTo(
  design: Design,
  clauses: readonly string[],
  proposer: Proposer,
  domains: readonly Domain[],
): Promise<Refined> {
  const heading = `Things: ${design.entities.map(({ name }) => spoken(severalOf(name))).join(', ')}.`;
  const propose = async (lines: readonly string[]) =>
    withoutLines(await proposer.propose({ text: [heading, ...lines].join('\n'), name: 'the words' }));
  const proposed = await propose(clauses.map((one) => `${one}.`));
  // What is proposed of the names alone is no change that the words ask for.
  const unasked = await propose([]);
  const there = new Map(design.entities.map((one) => [one.name, one]));
  const changes: string[] = [];

  const named = proposed.entities.filter((one) => !there.has(one.name) && said(one.cause));
  const wanted = new Set(named.map((one) => one.name));
  // What lies between a new thing and one that is there comes with it.
  const between = proposed.entities.filter(
    (one) =>
      !there.has(one.name) &&
      !wanted.has(one.name) &&
      !doubles(design, one, proposed.relations) &&
      proposed.relations.some((two) => two.from === one.name && wanted.has(two.to)) &&
      proposed.relations.every(
        (two) => two.from !== one.name || two.optional || wanted.has(two.to) || there.has(two.to),
      ),
  );
  const added = [...named, ...between];
  const all = new Set([...there.keys(), ...added.map((one) => one.name)]);
  for (const one of added) changes.push(`${one.name} is new${said(one.cause) ? '' : `: ${one.cause.words}`}.`);

  const relations: Relation[] = [...design.relations];
  for (const one of proposed.relations) {
    if (!all.has(one.from) || !all.has(one.to)) continue;
    const isNew = !there.has(one.from) || !there.has(one.to);
    if (!isNew && !said(one.cause)) continue;
    if (one.kind === 'many-to-many' && liesBetween(design, one.from, one.to)) continue;
    const at = relations.findIndex(
      (two) =>
        (two.from === one.from && two.to === one.to && (two.role === one.role || one.kind === 'many-to-many')) ||
        (two.from === one.to && two.to === one.from && two.kind === 'many-to-many' && one.kind === 'many-to-many'),
    );
    const present = relations[at];
    if (!present) {
      relations.push(one);
      changes.push(
        one.kind === 'many-to-many'
          ? `${one.from} and ${one.to} are connected many to many.`
          : `${one.from} refers to ${one.to}${one.role === one.to ? '' : ` as ${one.role}`}${one.optional ? ', if there is one' : ''}.`,
      );
    } else if (present.from === one.from && (present.optional !== one.optional || present.kind !== one.kind)) {
      relations[at] = one;
      const several = one.kind === 'many-to-many';
      if (several !== (present.kind === 'many-to-many'))
        changes.push(
          several
            ? `${one.from} and ${one.to} are connected many to many: a ${spoken(one.from)} no longer refers to one ${spoken(present.role)}.`
            : `${one.from} refers to one ${spoken(one.role)}${one.optional ? ', if there is one' : ''}: the two are no longer connected many to many.`,
        );
      else
        changes.push(
          `${one.from}.${one.role} is now ${one.kind === 'one-to-one' ? 'one to one' : one.optional ? 'optional' : 'mandatory'}.`,
        );
    }
  }

  const entities = design.entities.map((one): Entity => {
    const other = proposed.entities.find((two) => two.name === one.name);
    if (!other) return one;
    const attributes: Attribute[] = [...one.attributes];
    const before = unasked.entities.find((two) => two.name === one.name);
    for (const attribute of other.attributes) {
      const at = attributes.findIndex((two) => two.name === attribute.name);
      const present = attributes[at];
      if (present) {
        const known = before?.attributes.find((two) => two.name === attribute.name) ?? guessed(attribute);
        const after = changed(present, known, attribute);
        if (plain(present) === plain(after)) continue;
        attributes[at] = said(attribute.cause) ? { ...after, cause: attribute.cause } : after;
        changes.push(`${one.name}.${attribute.name} is now ${told(present, after)}.`);
      } else if (said(attribute.cause)) {
        attributes.push(attribute);
        changes.push(`${one.name}.${attribute.name} is new (${attribute.type}).`);
      }
    }
    const keys = other.keys.filter(
      (two) => said(two.cause) && !one.keys.some((own) => own.of.join() === two.of.join()),
    );
    for (const key of keys) changes.push(`${one.name}: ${key.of.join(', ')} together are unique.`);
    const volume = other.volume && said(other.volume.cause) ? other.volume : undefined;
    if (volume) changes.push(`${one.name} has other volumes.`);
    return { ...one, attributes, keys: [...one.keys, ...keys], ...(volume ? { volume } : {}) };
  });

  const queries = proposed.access.filter(
    (one) => (said(one.cause) || added.some((two) => two.name === one.of)) && all.has(one.of),
  );
  const access: Access[] = [...design.access];
  for (const one of queries) {
    if (access.some((two) => two.of === one.of && two.about === one.about)) continue;
    access.push(one);
    if (said(one.cause)) changes.push(`A query: ${one.about}.`);
  }

  const wishes: Wish[] = [...design.wishes];
  for (const one of proposed.wishes) {
    if (
      !said(one.cause) ||
      wishes.some((two) => two.kind === one.kind && two.by === one.by && two.of.join() === one.of.join())
    )
      continue;
    wishes.push(one);
    changes.push(
      `Wished: ${one.kind}${one.by === undefined ? '' : ` of ${one.by}`}${one.of.length > 0 ? ` for ${one.of.join(', ')}` : ''}.`,
    );
  }
  const decisions: Decision[] = proposed.decisions.filter(
    (one) => said(one.cause) && !design.decisions.some((two) => two.what === one.what),
  );
  let made: Design = {
    ...design,
    entities: [...entities, ...added],
    relations,
    access,
    wishes,
    load: { ...design.load, ...proposed.load },
    decisions: [...design.decisions, ...decisions],
  };
  if (JSON.stringify(made.load) !== JSON.stringify(design.load)) changes.push('The load is another.');
  made = withHistory(made, domains, changes);
  return {
    design: made,
    changes,
    notUnderstood: proposed.notUnderstood.filter((one) => one.line > 1).map((one) => one.words),
  };
}

/** Whether a table that only connects the two is there. */
function liesBetween({ entities, relations }: Pick<Design, 'entities' | 'relations'>, a: string, b: string): boolean {
  return entities.some(({ name, identifiedBy = [] }) => {
    const ends = relations.filter((one) => one.from === name && identifiedBy.includes(one.role)).map((one) => one.to);
    return ends.length === 2 && ends.includes(a) && ends.includes(b);
  });
}

/** Whether a proposed entity only connects two that the design connects already. */
function doubles(design: Design, { name, identifiedBy = [] }: Entity, proposed: readonly Relation[]): boolean {
  const [a, b, ...more] = proposed
    .filter((one) => one.from === name && identifiedBy.includes(one.role))
    .map((one) => one.to);
  if (a === undefined || b === undefined || more.length > 0) return false;
  const pairs = design.relations.filter((one) => one.kind === 'many-to-many');
  return (
    liesBetween(design, a, b) ||
    pairs.some((one) => (one.from === a && one.to === b) || (one.from === b && one.to === a))
  );
}

/** The history of an attribute, where the library has a table for it. */
function withHistory(design: Design, domains: readonly Domain[], changes: string[]): Design {
  let now = design;
  for (const wish of design.wishes) {
    if (wish.kind !== 'history' || wish.by === undefined) continue;
    const name = `${wish.by}_history`;
    const domain = domains.find(
      (one) => design.domains.includes(one.name) && one.entities.some((entity) => entity.name === name),
    );
    if (!domain || now.entities.some((one) => one.name === name)) continue;
    const added = withKnown(now, domain, name);
    if (!added.relations.some((one) => one.from === name)) continue;
    now = added;
    changes.push(`${name} is new: former values of ${wish.by} are kept.`);
  }
  return now;
}

/** Names in the plural, as lists of things have them; those that would not be known again stay as they are. */
function severalOf(name: string): string {
  const words = name.split('_');
  const several = [...words.slice(0, -1), plural(words.at(-1) ?? '')].join('_');
  return singularName(several) === name ? several : name;
}

/** Lines of the words that a design is refined by tell nothing where they are read later: what the words say has none. */
function withoutLines(design: Design): Design {
  const causeOf = ({ line = 1, ...cause }: Cause): Cause => (line > 1 ? cause : { ...cause, line });
  const visit = (value: unknown, key?: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => visit(one));
    if (value === null || typeof value !== 'object') return value;
    if (key === 'cause') return causeOf(value as Cause);
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one, name)]));
  };
  return visit(design) as Design;
}

/** Whether the words themselves say it, and not the list of what is there. */
function said({ kind, line }: Cause): boolean {
  return kind === 'said' && line === undefined;
}
