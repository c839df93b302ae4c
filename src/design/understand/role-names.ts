import { meaningOf } from './attribute-type.ts';
import type { Library } from './library.ts';
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
  return statements.map((one): Statement => {
    if (one.kind !== 'role' || one.of !== undefined || one.role === one.is) return one;
    const phrase = phraseOf(one.role);
    const kind =
      phrase !== undefined &&
      statements.some((two) => two.kind === 'part' && two.of === one.is && two.cause !== one.cause) &&
      statements.some(
        (two) =>
          two.kind === 'part' &&
          two.of === one.role &&
          two.cause !== one.cause &&
          meaningOf(two.phrase.name) !== undefined,
      );
    return kind ? { kind: 'subtypes', of: one.is, types: [phrase], overlap: true, cause: one.cause } : one;
  });
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
