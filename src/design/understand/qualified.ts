import type { Library } from './library.ts';
import type { Statement } from './statement.ts';

/**
 * `Watches are led by a senior pilot`, where pilots are told of and nothing is kept of senior pilots alone: it is one of the
 * pilots. `A motor policy covers a vehicle`: a policy may have a vehicle.
 */
export function qualifiedNames(statements: readonly Statement[], library: Library): ReadonlyMap<string, string> {
  const values = new Map<string, number>();
  for (const one of statements)
    if (one.kind === 'part' && !one.phrase.many) values.set(one.of, (values.get(one.of) ?? 0) + 1);
  const apart = new Set(
    statements.flatMap((one) =>
      one.kind === 'subtypes'
        ? one.types.map(({ name }) => name)
        : one.kind === 'role'
          ? [one.role, one.is]
          : one.kind === 'unique'
            ? [one.of]
            : [],
    ),
  );
  const subjects = new Set(
    statements.flatMap((one) =>
      one.kind === 'entity'
        ? [one.phrase.name]
        : one.kind === 'belongs' || one.kind === 'mutual'
          ? [one.from]
          : one.kind === 'part'
            ? [one.of]
            : [],
    ),
  );
  const meant = (name: string): string => {
    if (values.has(name) || apart.has(name) || library.inMain(name)) return name;
    const words = name.split('_');
    for (let at = 1; at < words.length; at++) {
      const [first, last] = [words.slice(0, at).join('_'), words.slice(at).join('_')];
      // An exam student lies between an exam and a student.
      if (values.has(first) || subjects.has(first)) return name;
      if ((values.get(last) ?? 0) >= 2 && words.length - at <= 2) return last;
    }
    return name;
  };
  return new Map([...subjects].flatMap((name) => (meant(name) === name ? [] : [[name, meant(name)] as const])));
}

/** The same statements, of what is meant. */
export function withQualified(
  statements: readonly Statement[],
  roles: ReadonlyMap<string, string>,
): readonly Statement[] {
  if (roles.size === 0) return statements;
  const meant = (name: string) => roles.get(name) ?? name;
  return statements.flatMap((one): readonly Statement[] => {
    if (one.kind === 'entity') return [{ ...one, phrase: { ...one.phrase, name: meant(one.phrase.name) } }];
    if (one.kind === 'belongs' && roles.has(one.from)) return [{ ...one, from: meant(one.from), optional: true }];
    if (one.kind === 'part' && roles.has(one.of)) return [{ ...one, of: meant(one.of) }];
    if (one.kind === 'mutual' && roles.has(one.from)) return [{ ...one, from: meant(one.from) }];
    return [one];
  });
}
