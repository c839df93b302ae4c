import { meaningOf } from './attribute-type.ts';
import type { Library } from './library.ts';
import { isPerson } from './persons.ts';
import { phraseOf } from './phrase.ts';
import type { Of, Statement } from './statement.ts';

/**
 * `A club has a home stadium with a name`, where other sentences speak of stadiums: it is one of these, and what is told
 * of it is told of them.
 */
export function withRoleNames(statements: readonly Statement[], library: Library): readonly Statement[] {
  const subjects = new Set(
    statements.flatMap((one) => (one.kind === 'entity' ? [one.phrase.name] : one.kind === 'belongs' ? [one.from] : [])),
  );
  const roles = new Map<string, Of<'part'>>();
  for (const one of statements) {
    if (one.kind !== 'part' || one.phrase.plural) continue;
    const { name } = one.phrase;
    const whole = wholeOf(name, subjects);
    if (whole === undefined || whole === one.of || subjects.has(name) || library.inMain(name) || roles.has(name))
      continue;
    if (told(name, statements) && !/^(?:an?|one|exactly one|the|its|their)\s/i.test(one.phrase.text)) continue;
    roles.set(name, one);
  }
  if (roles.size === 0) return statements;
  const meant = (name: string) => (roles.has(name) ? (wholeOf(name, subjects) ?? name) : name);
  return [
    ...[...roles].map(([role, { cause }]): Statement => ({ kind: 'role', role, is: meant(role), cause })),
    ...statements.map((one): Statement => {
      if (one.kind === 'part') return { ...one, of: meant(one.of) };
      return one.kind === 'belongs' ? { ...one, from: meant(one.from) } : one;
    }),
  ];
}

/** The thing that the last words of a name mean. */
function wholeOf(name: string, subjects: ReadonlySet<string>): string | undefined {
  const words = name.split('_');
  for (let at = 1; at < words.length; at++) {
    const last = words.slice(at).join('_');
    if (subjects.has(last)) return last;
  }
  return undefined;
}

/** Something is said of it: it is no property. */
function told(name: string, statements: readonly Statement[]): boolean {
  return statements.some((one) => one.kind === 'part' && one.of === name);
}

/**
 * `Keepers and veterinarians are employees`, where more is kept of veterinarians than of others: these are a kind of
 * employee, and no other word for one.
 */
export function withKinds(statements: readonly Statement[]): readonly Statement[] {
  const found = statements.flatMap((one) => (one.kind === 'role' && isKind(one, statements) ? [one] : []));
  // A thing is of one kind, a person of several; one kind alone is no more than another word.
  const kinds = found.filter(({ role, is }) => isPerson(is) || found.some((two) => two.is === is && two.role !== role));
  const known = (name: string | undefined) => kinds.find(({ role }) => role === name);
  return statements.flatMap((one): readonly Statement[] => {
    if (one.kind === 'part' && known(one.ofKind)) {
      const { ofKind = one.of, ...rest } = one;
      return [{ ...rest, of: ofKind }];
    }
    if (one.kind !== 'role' || !kinds.includes(one)) return [one];
    const all = isPerson(one.is) ? [one] : kinds.filter(({ is }) => is === one.is);
    const types = all.flatMap(({ role }) => phraseOf(role) ?? []);
    const { is: of, cause } = one;
    return all[0] === one ? [{ kind: 'subtypes', of, types, overlap: isPerson(of), cause }] : [];
  });
}

/** Something is kept of it that is not kept of the others. */
function isKind(one: Of<'role'>, statements: readonly Statement[]): boolean {
  if (one.of !== undefined || one.role === one.is) return false;
  const parts = statements.flatMap((two) => (two.kind === 'part' ? [two] : []));
  const ofAll = parts.some((two) => two.of === one.is && two.ofKind === undefined);
  const alone = parts.some((two) => two.ofKind === one.role);
  const isValue = ({ phrase: { name, many } }: Of<'part'>) =>
    meaningOf(name) !== undefined ||
    (!many && !isPerson(one.is) && !statements.some((two) => two.kind === 'entity' && two.phrase.name === name));
  const own = parts.some((two) => two.of === one.role && two.cause !== one.cause && isValue(two));
  const others = statements.some((two) => two.kind === 'role' && two.is === one.is && two.role !== one.role);
  return (own && ofAll) || (alone && others && !isPerson(one.is));
}

/**
 * `The system manages clinical trials`, and all other sentences speak of trials: that is what they are called.
 */
export function withShortNames(statements: readonly Statement[]): readonly Statement[] {
  const owners = new Map<string, number>();
  for (const one of statements) if (one.kind === 'part') owners.set(one.of, (owners.get(one.of) ?? 0) + 1);
  return statements.filter((one) => {
    if (one.kind !== 'entity' || one.phrase.words.length !== 2) return true;
    const short = one.phrase.name.slice(one.phrase.name.indexOf('_') + 1);
    if ((owners.get(short) ?? 0) < 2) return true;
    const { name } = one.phrase;
    const others = statements.filter(
      (two) => two !== one && JSON.stringify({ ...two, cause: undefined }).includes(`"${name}"`),
    );
    const rivals = statements.some(
      (two) => two.kind === 'entity' && two.phrase.name !== name && two.phrase.name.endsWith(`_${short}`),
    );
    return others.length > 0 || rivals;
  });
}
